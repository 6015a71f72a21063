"""Ensembles as numbers: a tiny one counted by hand, one file and back, a row alone and in a batch."""

from pathlib import Path

import numpy as np
import pytest

from wiremark.cleaning import trees
from wiremark.cleaning.trees import UNIT, Trees
from wiremark.cleaning.trees.growing import converted, together

# Two trees of depth 2. The first asks feature 1 and then feature 0; the second has one leaf only.
TINY = Trees(
    np.array([[1, 0, 0], [0, 0, 0]], dtype=np.uint16),
    np.array([[0.5, 2.0, -1.0], [np.inf, np.inf, np.inf]], dtype=np.float32),
    np.array([[1, 2, 4, 8], [16, 0, 0, 0]], dtype=np.int32) * UNIT // 4,
)
ROWS = [[2.0, 0.5], [2.5, 0.5], [-1.0, 0.75], [0.0, 1.0]]


def test_a_row_goes_left_up_to_the_threshold_and_right_above_it() -> None:
    assert TINY.margins(ROWS).tolist() == [17 * UNIT // 4, 18 * UNIT // 4, 20 * UNIT // 4, 24 * UNIT // 4]
    assert TINY.scores(ROWS).round(6).tolist() == [0.985936, 0.989013, 0.993307, 0.997527]


def test_a_row_scores_the_same_alone_and_in_a_batch() -> None:
    random = np.random.default_rng(7)
    grown = Trees(
        random.integers(0, 9, (40, 15)).astype(np.uint16),
        random.normal(size=(40, 15)).astype(np.float32),
        random.integers(-UNIT, UNIT, (40, 16)).astype(np.int32),
    )
    rows = random.normal(size=(700, 9)).astype(np.float32)
    assert [grown.scores(row[None])[0] for row in rows] == grown.scores(rows).tolist()
    assert grown.scores(rows[:0]).tolist() == []


def test_several_act_as_one() -> None:
    lower = Trees(TINY.feature, TINY.threshold, TINY.leaf - 2 * UNIT)
    one = together([TINY, lower])
    assert one.leaf.shape == (4, 4)
    assert one.margins(ROWS).tolist() == [margin - 2 * UNIT for margin in TINY.margins(ROWS).tolist()]
    flat = Trees(TINY.feature[:, :1], TINY.threshold[:, :1], TINY.leaf[:, :2])
    both = zip(TINY.margins(ROWS).tolist(), flat.margins(ROWS).tolist(), strict=True)
    assert together([flat, TINY]).margins(ROWS).tolist() == [sum(margins) // 2 for margins in both]


def test_the_file_gives_back_what_was_written_and_is_the_same_each_time(tmp_path: Path) -> None:
    for name in ("one.npz", "two.npz"):
        trees.save(tmp_path / name, {"tiny": TINY}, cut=[0.25])
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    assert trees.load(tmp_path / "one.npz", "tiny").scores(ROWS).tolist() == TINY.scores(ROWS).tolist()
    assert trees.numbers(tmp_path / "one.npz", "cut").tolist() == [0.25]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.npz", "two.npz"]


def test_a_file_without_the_ensemble_is_told(tmp_path: Path) -> None:
    trees.save(tmp_path / "one.npz", {"tiny": TINY})
    with pytest.raises(KeyError):
        trees.load(tmp_path / "one.npz", "other")


@pytest.mark.shared
def test_the_numbers_score_as_lightgbm_does() -> None:
    lightgbm = pytest.importorskip("lightgbm")
    random = np.random.default_rng(3)
    rows = random.normal(size=(2000, 6)).astype(np.float32).round(1)
    labels = (rows[:, 0] * rows[:, 1] + rows[:, 2] > 0.2).astype(int)
    settings = {"objective": "binary", "max_depth": 5, "use_missing": False, "num_threads": 1, "verbosity": -1}
    booster = lightgbm.train(settings, lightgbm.Dataset(rows, labels), num_boost_round=60)
    assert abs(converted(booster).scores(rows) - booster.predict(rows)).max() < 1e-3

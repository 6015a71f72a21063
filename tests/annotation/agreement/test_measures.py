"""Each formula against numbers worked out by hand, or printed in the paper that it is from."""

from __future__ import annotations

import pytest

from wiremark.annotation.agreement.measures import Figure, alpha, equal, f1, jaccard, kappa, plain, share

X, NONE = frozenset({"X"}), frozenset[str]()


def test_f1() -> None:
    # 6 in common among 8 and 10: precision 6/10, recall 6/8, harmonic mean 2·.6·.75/1.35 = 12/18
    assert f1(6, 8, 10) == Figure(12 / 18, {"both": 6, "a": 8, "b": 10})
    assert f1(0, 0, 4).value == 0.0
    assert f1(0, 0, 0).value is None


def test_share() -> None:
    assert share(3, 4).value == 0.75
    assert share(0, 0).value is None
    assert equal([("a", "a"), ("a", None), (None, None)]).value == 2 / 3


def test_kappa() -> None:
    # 50 items: both yes 20, A alone 5, B alone 10, both no 15. Observed 35/50 = .7;
    # A yes 25, B yes 30, so by chance .5·.6 + .5·.4 = .5; (.7 - .5) / .5 = .4
    values = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert kappa(values).value == pytest.approx(0.4)
    assert kappa([(b, a) for a, b in values]).value == pytest.approx(0.4)


def test_kappa_at_the_edges() -> None:
    assert kappa([]).value is None
    assert kappa([("y", "y")] * 3).value == 1.0  # undefined; both always said the same
    assert kappa([("y", "n")] * 3).value == 0.0  # observed 0, by chance 0
    assert kappa([("y", "n"), ("n", "y")]).value == -1.0  # observed 0, by chance .5


def test_jaccard() -> None:
    assert jaccard({1, 2}, {2, 3}) == 1 / 3
    assert jaccard([], []) == 1.0
    assert jaccard([], [1]) == 0.0


def test_alpha() -> None:
    # four tokens: (X,X) (X,-) (-,-) (-,-). Of 8 values 3 are X. Observed disagreement: 2 of 8 coincidences differ, .25;
    # expected: 2·3·5 / (8·7) = 30/56. Alpha = 1 - .25·56/30 = 8/15
    values = [(X, X), (X, NONE), (NONE, NONE), (NONE, NONE)]
    assert alpha(values).value == pytest.approx(8 / 15)
    assert alpha(values).n == {"n": 4, "labelled": 2}


def test_alpha_of_krippendorff_s_own_example() -> None:
    # Krippendorff 2011, section B: nominal data, two observers, no missing data; alpha = 0.692
    meg, owen = "aabbdcccedda", "babbbccceddd"
    values = [(frozenset({one}), frozenset({other})) for one, other in zip(meg, owen, strict=True)]
    assert alpha(values).value == pytest.approx(0.692, abs=0.0005)


def test_alpha_takes_a_set_of_labels_as_one_value() -> None:
    one, two = frozenset({"X"}), frozenset({"X", "Y"})
    assert alpha([(two, two), (one, one)]).value == 1.0
    # (XY,X) (X,X): of 4 values one is XY; observed 2/4, expected 2·1·3/(4·3) = 1/2; alpha 0
    assert alpha([(two, one), (one, one)]).value == pytest.approx(0.0)


def test_alpha_at_the_edges() -> None:
    assert alpha([]).value is None
    assert alpha([(NONE, NONE)] * 5).value is None
    assert alpha([(X, X)] * 5).value == 1.0
    assert alpha([(X, X)]).value == 1.0
    assert alpha([(X, NONE)]).value == pytest.approx(0.0)


def test_plain() -> None:
    figures = {"f1": f1(1, 1, 1), "speech": {"f1": f1(0, 0, 0)}, "items": 3}
    assert plain(figures) == {
        "f1": 1.0,
        "speech": {"f1": None, "n": {"f1": {"both": 0, "a": 0, "b": 0}}},
        "items": 3,
        "n": {"f1": {"both": 1, "a": 1, "b": 1}},
    }

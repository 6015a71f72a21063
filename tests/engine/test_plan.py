from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from wiremark.diagnostics import Usage
from wiremark.engine.plan import plan


def touch(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    return folder


def names(folder: Path, *inputs: str) -> list[str]:
    planned = plan([str(folder / one) for one in inputs], folder / "out")
    assert not planned.findings
    return [shard.name for shard in planned.shards]


def test_a_folder_gives_what_is_below_it_in_order(tmp_path: Path) -> None:
    found = ("b.parquet", "a.jsonl", "may/c.jsonl.gz", "may/d.json.zst", "june/e.ndjson.bz2")
    touch(tmp_path / "raw", *found, "notes.txt", "info.json", ".f.parquet", "_g/h.parquet", ".i/j.jsonl")
    assert names(tmp_path, "raw") == ["a", "b", "june/e", "may/c", "may/d"]


def test_files_and_patterns_give_their_own_names_once(tmp_path: Path) -> None:
    touch(tmp_path, "raw/a.parquet", "raw/b.parquet", "raw/deep/c.jsonl", "raw/d.json")
    assert names(tmp_path, "raw/*.parquet", "raw/a.parquet", "raw/**/*.jsonl", "raw/d.json") == ["a", "b", "c", "d"]


def test_two_shards_with_one_name_are_left_out_and_told(tmp_path: Path) -> None:
    touch(tmp_path, "may/a.parquet", "june/a.jsonl", "june/b.jsonl")
    planned = plan([str(tmp_path / "may"), str(tmp_path / "june")], tmp_path / "out")
    assert [shard.name for shard in planned.shards] == ["b"]
    assert [finding.code for finding in planned.findings] == ["C204"]


@pytest.mark.parametrize("input", ["raw", "raw/june"])
def test_a_folder_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, input: str) -> None:
    touch(tmp_path, "raw/a.parquet", "raw/june/b.parquet", "raw/_june/c.parquet")
    scandir: Callable[[Any], Iterator[Any]] = os.scandir

    def closed(path: Any) -> Iterator[Any]:  # as for anybody but root, who may read all
        if Path(path).name.endswith("june"):
            raise PermissionError(13, "Permission denied", os.fspath(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)
    planned = plan([str(tmp_path / input)], tmp_path / "out")
    assert [shard.name for shard in planned.shards] == ["a"] * (input == "raw")
    assert [(one.code, one.file, one.found) for one in planned.findings] == [
        ("C202", str(tmp_path / "raw/june"), "Permission denied")
    ]


def test_the_parts_of_a_plan_are_the_plan(tmp_path: Path) -> None:
    touch(tmp_path / "raw", *(f"{number:02}.jsonl" for number in range(11)))
    whole = plan([str(tmp_path / "raw")], tmp_path / "out")
    parts = [whole.part(number, 4).shards for number in range(1, 5)]
    assert sorted(sum(parts, ()), key=lambda shard: shard.name) == list(whole.shards)
    assert [len(part) for part in parts] == [3, 3, 3, 2]


@pytest.mark.parametrize(
    ("inputs", "output", "message"),
    [
        ("raw", "raw/out", "is in the input"),
        ("raw", "raw", "is in the input"),
        ("raw/a.parquet", "raw", "would replace it"),
        ("missing", "out", "there is no such file"),
        ("raw/*.jsonl", "out", "there is no such file"),
        ("raw/notes.txt", "out", "is no shard"),
        ("empty", "out", "holds no shards"),
    ],
)
def test_what_cannot_be_worked_on(tmp_path: Path, inputs: str, output: str, message: str) -> None:
    touch(tmp_path, "raw/a.parquet", "raw/notes.txt", "empty/notes.txt")
    with pytest.raises(Usage, match=message):
        plan([str(tmp_path / inputs)], tmp_path / output)

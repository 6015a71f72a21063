"""What is done, what is skipped, and what goes wrong without costing anything else."""

from __future__ import annotations

import errno
import json
import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.engine.shards import documents, left, shards_of, write_shards
from tests.engine.stages import Loud, loud

from wiremark.engine import receipts, writing
from wiremark.engine.records import Full, Job
from wiremark.engine.run import Ran, run


def states(ran: Ran) -> str:
    return "".join(outcome.state[0] for outcome in ran.outcomes)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return write_shards(tmp_path / "raw", 3)


@pytest.fixture
def again(raw: Path, tmp_path: Path) -> Callable[..., Ran]:
    return lambda **job: run(loud(**job), shards_of(raw, tmp_path / "out"), tmp_path / "out")


def test_every_row_with_its_columns_in_its_order(tmp_path: Path) -> None:
    table = pa.table(
        {
            "n": pa.array(range(25_000), pa.int16()),
            "text": pa.array([f"quay {n}" for n in range(25_000)], pa.large_string()),
            "tags": [["a", "b"]] * 25_000,
        }
    )
    (tmp_path / "raw").mkdir()
    pq.write_table(table, tmp_path / "raw" / "a.parquet", row_group_size=3_000)
    pq.write_table(table.slice(0, 0), tmp_path / "raw" / "b.parquet")
    ran = run(loud(), shards_of(tmp_path / "raw", tmp_path / "out"), tmp_path / "out")
    made = pq.read_table(tmp_path / "out" / "a.parquet")
    assert made.column_names == ["n", "text", "tags", "letters", "error"]
    assert made["n"].equals(table["n"])
    assert made["tags"].equals(table["tags"])
    assert made["text"].to_pylist() == [f"QUAY {n}" for n in range(25_000)]
    groups = pq.read_metadata(tmp_path / "out" / "a.parquet")
    assert [groups.row_group(n).num_rows for n in range(groups.num_row_groups)] == [1_000] * 25
    assert pq.read_schema(tmp_path / "out" / "b.parquet") == made.schema
    assert [finding.code for outcome in ran.outcomes for finding in outcome.findings] == ["C208"]


def test_what_is_done_is_skipped(again: Callable[..., Ran], tmp_path: Path) -> None:
    first = again()
    assert states(first) == "ddd"
    before = left(tmp_path / "out")
    times = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").iterdir()}
    second = again()
    assert states(second) == "sss"
    assert left(tmp_path / "out") == before
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").iterdir()} == times
    assert [(o.rows, o.tally) for o in second.outcomes] == [(o.rows, o.tally) for o in first.outcomes]


def damage(output: Path) -> None:
    data = bytearray((output / "part-001.parquet").read_bytes())
    data[10] ^= 1
    (output / "part-001.parquet").write_bytes(data)


def forge(output: Path) -> None:
    path = output / receipts.RECEIPTS / "part-001.json"
    path.write_bytes(path.read_bytes().replace(b'"rows": 3', b'"rows": "3"'))


@pytest.mark.parametrize(
    "harm",
    [
        damage,
        forge,
        lambda output: (output / "part-001.parquet").unlink(),
        lambda output: (output / receipts.RECEIPTS / "part-001.json").unlink(),
        lambda output: (output / receipts.RECEIPTS / "part-001.json").write_bytes(b"{"),
    ],
)
def test_what_is_damaged_is_done_again(again: Callable[..., Ran], tmp_path: Path, harm: Callable[[Path], Any]) -> None:
    again()
    before = left(tmp_path / "out")
    harm(tmp_path / "out")
    assert states(again()) == "sds"
    assert left(tmp_path / "out") == before


def test_another_input_is_done_again(again: Callable[..., Ran], raw: Path, tmp_path: Path) -> None:
    again()
    pq.write_table(pa.table({"id": ["new"], "text": ["quay"]}), raw / "part-001.parquet")
    assert states(again()) == "sds"
    assert "new" in documents(tmp_path / "out")


@pytest.mark.parametrize("other", [{"fingerprint": "2"}, {"mode": "full"}])
def test_another_rule_or_option_is_done_again(again: Callable[..., Ran], other: dict[str, str]) -> None:
    again()
    assert states(again(**other)) == "ddd"
    assert states(again(**other)) == "sss"


def test_findings_are_told_again_of_what_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.jsonl").write_text('{"id": "pier", "text": 1}\n{"text": "unreadable"}\n' * 90)
    shards = shards_of(tmp_path / "raw", tmp_path / "out")
    first, second = (run(loud(), shards, tmp_path / "out").outcomes[0] for _ in range(2))
    assert (first.state, second.state) == ("done", "skipped")
    assert first.findings == second.findings
    assert (len(first.findings), first.unread) == (100, 180)
    assert first.findings[0].message.endswith(": pier")
    moved = shards_of(Path(shutil.move(tmp_path / "raw", tmp_path / "moved")), tmp_path / "out")
    third = run(loud(), moved, tmp_path / "out").outcomes[0]
    assert third.state == "skipped"
    assert third.findings[0].file == str(tmp_path / "moved" / "a.jsonl")


def test_what_a_dead_run_left_goes_and_what_a_living_one_writes_stays(
    again: Callable[..., Ran], raw: Path, tmp_path: Path
) -> None:
    again()
    before = left(tmp_path / "out")
    for name in (".part-001.parquet.host.1.tmp", f"{receipts.RECEIPTS}/.part-002.json.host.1.tmp"):
        (tmp_path / "out" / name).write_bytes(b"half")
    again()
    assert left(tmp_path / "out") == before
    shard = shards_of(raw, tmp_path / "out")[0]
    fresh = tmp_path / "out" / ".part-000.parquet.host.1.tmp"
    with receipts.claimed(shard, tmp_path / "out"):
        fresh.write_bytes(b"half")
        other = threading.Thread(target=again)
        other.start()
        other.join(0.3)
        assert other.is_alive(), "it waits for the shard that another works on"
        fresh.unlink()
    other.join()


def test_two_runs_at_once_do_each_shard_once(raw: Path, tmp_path: Path) -> None:
    out, found = tmp_path / "out", list[Ran]()
    shards = shards_of(raw, out)
    runs = [threading.Thread(target=lambda: found.append(run(loud(0.05), shards, out))) for _ in range(2)]
    for one in runs:
        one.start()
    for one in runs:
        one.join()
    assert sorted("".join(map(states, found))) == list("dddsss")
    assert len(documents(out)) == len(set(documents(out))) == 9


def test_an_unreadable_shard_costs_no_other(raw: Path, tmp_path: Path) -> None:
    shards = shards_of(raw, tmp_path / "out")
    whole = (raw / "part-000.parquet").read_bytes()
    (raw / "part-000.parquet").write_bytes(whole[: len(whole) - 9])
    (raw / "part-001.parquet").unlink()
    ran = run(loud(), shards, tmp_path / "out")
    assert states(ran) == "ffd"
    assert [finding.code for outcome in ran.outcomes for finding in outcome.findings] == ["C202", "C202"]
    assert "No such file" in ran.outcomes[1].findings[0].found
    assert documents(tmp_path / "out") == ["2-0", "2-1", "2-2"]
    left(tmp_path / "out")


def test_a_page_that_is_damaged_in_the_middle(tmp_path: Path) -> None:
    raw = write_shards(tmp_path / "raw", 1, 20_000, 10_000)
    data = bytearray((raw / "part-000.parquet").read_bytes())
    middle = pq.read_metadata(raw / "part-000.parquet").row_group(1).column(1).dictionary_page_offset
    data[middle : middle + 400] = bytes(400)
    (raw / "part-000.parquet").write_bytes(data)
    ran = run(loud(), shards_of(raw, tmp_path / "out"), tmp_path / "out")
    assert [finding.code for finding in ran.outcomes[0].findings] == ["C202"]
    assert left(tmp_path / "out") == {}


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        ({"body": ["a"]}, "there is no column text"),
        ({"text": [1]}, "holds no texts"),
        ({"text": [["a"]]}, "holds no texts"),
        ({"text": ["a"], "letters": [1]}, "has a column letters"),
    ],
)
def test_columns_that_do_not_fit(raw: Path, tmp_path: Path, columns: dict[str, list[object]], found: str) -> None:
    pq.write_table(pa.table(columns), raw / "part-001.parquet")
    ran = run(loud(), shards_of(raw, tmp_path / "out"), tmp_path / "out")
    assert states(ran) == "dfd"
    [finding] = ran.outcomes[1].findings
    assert finding.code == "C203"
    assert found in finding.message


@pytest.mark.parametrize("name", ["x", "text"])
def test_two_columns_of_one_name_are_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "raw").mkdir()
    table = pa.Table.from_arrays([pa.array(["quay"])] * 3, names=["text", "x", name])
    pq.write_table(table, tmp_path / "raw" / "a.parquet")
    [outcome] = run(loud(), shards_of(tmp_path / "raw", tmp_path / "out"), tmp_path / "out").outcomes
    [finding] = outcome.findings
    assert (finding.code, finding.message) == ("C203", f"this shard has several columns {name}")
    assert left(tmp_path / "out") == {}


@pytest.mark.parametrize("kind", [pa.binary(), pa.string_view(), pa.dictionary(pa.int8(), pa.string())])
def test_texts_of_every_type(tmp_path: Path, kind: pa.DataType) -> None:
    (tmp_path / "raw").mkdir()
    pq.write_table(pa.table({"text": pa.array(["quay", None]).cast(kind)}), tmp_path / "raw" / "a.parquet")
    run(loud(), shards_of(tmp_path / "raw", tmp_path / "out"), tmp_path / "out")
    assert pq.read_table(tmp_path / "out" / "a.parquet")["text"].to_pylist() == ["QUAY", None]


def test_a_column_without_any_text_has_missing_ones(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    pq.write_table(pa.table({"text": pa.nulls(2)}), tmp_path / "raw" / "a.parquet")
    [outcome] = run(loud(), shards_of(tmp_path / "raw", tmp_path / "out"), tmp_path / "out").outcomes
    assert outcome.findings == ()
    assert pq.read_table(tmp_path / "out" / "a.parquet")["text"].to_pylist() == [None, None]


class _Full:
    """A file on a disk that is full after a few bytes."""

    def __init__(self, file: Any, room: int) -> None:
        self._file, self._room = file, room

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> _Full:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, data: Any) -> int:
        self._room -= memoryview(data).nbytes
        if self._room < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written: int = self._file.write(data)
        return written


@pytest.mark.parametrize("room", [0, 100, 1300])
def test_a_full_disk_stops_the_run_and_nothing_is_half_written(
    again: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    opened = Path.open

    def full(path: Path, mode: str = "r", *args: Any, **options: Any) -> Any:
        file = opened(path, mode, *args, **options)
        return _Full(file, room) if path.name.startswith(".part-001") and "w" in mode else file

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", full)
        ran = again()
    assert isinstance(ran.full, Full)
    assert ran.full.reason == "No space left on device"
    assert ran.full.place.endswith(("part-001.parquet", "part-001.json"))
    assert states(ran) == "d"
    assert left(tmp_path / "out").keys() == {"part-000.parquet", f"{receipts.RECEIPTS}/part-000.json"}
    assert states(again()) == "sdd"


def test_a_folder_that_cannot_be_written(raw: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    ran = run(loud(), shards_of(raw, tmp_path / "out"), tmp_path / "out")
    assert ran.full
    assert not ran.outcomes


def test_a_lock_that_cannot_be_written_stops_the_run(again: Callable[..., Ran], tmp_path: Path) -> None:
    again()
    lock = tmp_path / "out" / receipts.RECEIPTS / "part-000.lock"
    lock.unlink(missing_ok=True)
    lock.mkdir()  # as on a disk that is read only: it cannot be opened to write
    ran = again()
    assert ran.full
    assert ran.full.place.endswith("part-000.json")
    assert not ran.outcomes


def test_the_output_does_not_depend_on_the_processes(raw: Path, tmp_path: Path) -> None:
    for jobs in (1, 2):
        assert states(run(loud(), shards_of(raw, tmp_path / "out"), tmp_path / f"{jobs}", jobs)) == "ddd"
    assert left(tmp_path / "1") == left(tmp_path / "2")


class _Short(Loud):
    def __call__(self, batch: Any) -> Any:
        return super().__call__(batch).slice(1)


def test_a_stage_that_loses_a_row_is_found_out(raw: Path, tmp_path: Path) -> None:
    job = Job(_Short(), lambda batch: {}, "short", "1", {})
    ran = run(job, shards_of(raw, tmp_path / "out"), tmp_path / "out")
    assert {finding.code for outcome in ran.outcomes for finding in outcome.findings} == {"C207"}
    assert left(tmp_path / "out") == {}


def test_a_receipt_says_what_was_made_of_what(again: Callable[..., Ran], raw: Path, tmp_path: Path) -> None:
    again(mode="rules")
    found = json.loads((tmp_path / "out" / receipts.RECEIPTS / "part-000.json").read_bytes())
    given, made = (receipts.content(folder / "part-000.parquet") for folder in (raw, tmp_path / "out"))
    assert found["input"] == {"size": given.size, "sha256": given.sha256}
    assert found["output"] == {"size": made.size, "sha256": made.sha256}
    assert (found["stage"], found["fingerprint"], found["options"]) == ("loud", "1", {"mode": "rules"})
    assert (found["rows"], found["tally"]) == (3, {"letters": 3 * len("Ferry 0-0 sailed from Port Ellery.")})


def test_long_rows_make_small_row_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_BYTES", 20_000)
    raw = write_shards(tmp_path / "raw", 1, 3_000, 500)
    run(loud(), shards_of(raw, tmp_path / "out"), tmp_path / "out")
    assert pq.read_metadata(tmp_path / "out" / "part-000.parquet").num_row_groups > 2

from __future__ import annotations

import ast
import bz2
import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.engine.stages import loud

import wiremark
from wiremark.engine import reading
from wiremark.engine.plan import plan
from wiremark.engine.records import Outcome
from wiremark.engine.work import Work


def done(path: Path, out: Path) -> tuple[Outcome, pa.Table]:
    [shard] = plan([str(path)], out).shards
    outcome = Work(loud(), out)(shard)
    assert isinstance(outcome, Outcome)
    return outcome, pq.read_table(shard.output(out)) if outcome.state == "done" else None


def test_columns_keep_what_their_values_have_in_common(tmp_path: Path) -> None:
    rows = [
        {"text": "a", "n": 1, "x": 1, "flag": True, "tags": ["b"], "mixed": 1, "long": 2**60, "none": None},
        {"text": "c", "n": None, "x": 0.5, "flag": False, "tags": None, "mixed": "1", "big": 2**64, "late": "d"},
        {"text": "e", "long": 0.5},
    ]
    (tmp_path / "a.jsonl").write_text("\n\n".join(map(json.dumps, rows)), "utf-8")
    outcome, table = done(tmp_path / "a.jsonl", tmp_path / "out")
    types = {field.name: str(field.type) for field in table.schema}
    assert {name: types[name] for name in ("n", "x", "flag", "tags", "none", "big", "late")} == {
        "n": "int64",
        "x": "double",
        "flag": "bool",
        "tags": "string",
        "none": "null",
        "big": "string",
        "late": "string",
    }
    assert table["x"].to_pylist() == [1.0, 0.5, None]
    assert table["tags"].to_pylist() == ['["b"]', None, None]
    assert table["mixed"].to_pylist() == ["1", '"1"', None]
    assert table["long"].to_pylist() == [str(2**60), None, "0.5"], "no double stands for a whole number that it is not"
    assert table["text"].to_pylist() == ["A", "C", "E"]
    assert (outcome.rows, outcome.unread, outcome.findings) == (3, 0, ())


def test_a_line_that_says_nothing_costs_no_other(tmp_path: Path) -> None:
    lines = [
        b'{"id": 1, "text": "quay"}',
        b"no JSON",
        b"",
        b'{"id": 3, "text": "pi\xffer"}',
        b"[1]",
        b'{"id": 5}',
        b'{"id": 6, "text": ["a"]}',
        b'{"id": 7, "text": null}',
        b'{"id": 8, "text": "\\ud800"}',
        b"[" * 100_000,
        b'{"id": 10, "text": "unreadable"}',
        b'{"id": 11, "text": "mole',
    ]
    (tmp_path / "a.jsonl").write_bytes(b"\r\n".join(lines))
    outcome, table = done(tmp_path / "a.jsonl", tmp_path / "out")
    assert outcome.rows == table.num_rows == 11
    assert table["id"].to_pylist() == [1, None, None, None, 5, 6, 7, None, None, 10, None]
    assert table["text"].to_pylist() == ["QUAY", *[None] * 10]
    errors = table["error"].to_pylist()
    assert [row for row, error in enumerate(errors) if error is None] == [0, 6], "null is a text that is missing"
    assert errors[2] == "byte 0xff at 21"
    assert errors[3] == "no object, but a list"
    assert errors[4] == 'an object without "text"'
    assert errors[5] == 'a list as "text"'
    assert errors[9] == "no words in it"
    assert [finding.line for finding in outcome.findings] == [2, 4, 5, 6, 7, 9, 10, 11, 12]
    assert {finding.code for finding in outcome.findings} == {"C201"}


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b'\n[{"text": "quay"}]\n', "line 2: no object, but a list"),
        ('{"text": "quay"}\n'.encode("utf-16"), "line 1: byte 0xff at 0"),
        (b"{}\n{}\n", 'line 1: an object without "text"'),
        (b"[" * 100_000, "line 1: no JSON: "),
    ],
)
def test_a_file_that_is_no_json_lines_says_so(tmp_path: Path, data: bytes, found: str) -> None:
    (tmp_path / "a.jsonl").write_bytes(data)
    [finding] = done(tmp_path / "a.jsonl", tmp_path / "out")[0].findings
    assert (finding.code, finding.message) == ("C203", 'no line of this shard is a JSON object with "text"')
    assert finding.found.startswith(found)


@pytest.mark.parametrize("start", [b"", b"\n", b"   "])
def test_a_byte_order_mark_costs_no_line(tmp_path: Path, start: bytes) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"\xef\xbb\xbf" + start + b'{"text": "quay"}\n{"text": "pier"}\n')
    outcome, table = done(tmp_path / "a.jsonl", tmp_path / "out")
    assert table["text"].to_pylist() == ["QUAY", "PIER"]
    assert outcome.findings == ()


@pytest.mark.parametrize("suffix", ["jsonl", "jsonl.gz", "ndjson.bz2", "json.zst"])
def test_packed_lines_are_the_lines(tmp_path: Path, suffix: str) -> None:
    plain = b"".join(b'{"id": %d, "text": "quay"}\n' % number for number in range(1500))
    half = plain.index(b'{"id": 700')
    packed = {
        "jsonl": plain,
        "jsonl.gz": gzip.compress(plain[:half]) + gzip.compress(plain[half:]),
        "ndjson.bz2": bz2.compress(plain),
        "json.zst": pa.compress(plain, "zstd", asbytes=True),
    }
    (tmp_path / f"a.{suffix}").write_bytes(packed[suffix])
    outcome, table = done(tmp_path / f"a.{suffix}", tmp_path / "out")
    assert table["id"].to_pylist() == list(range(1500))
    assert outcome.tally == {"letters": 6000}


def test_a_packed_shard_that_is_cut_off_is_a_finding(tmp_path: Path) -> None:
    whole = gzip.compress(b'{"text": "quay"}\n' * 9999)
    (tmp_path / "a.jsonl.gz").write_bytes(whole[:-20])
    outcome, _ = done(tmp_path / "a.jsonl.gz", tmp_path / "out")
    assert [finding.code for finding in outcome.findings] == ["C202"]
    assert not list((tmp_path / "out").glob("*"))[1:], "nothing but the folder of receipts"


def test_long_lines_make_small_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "BYTES", 1000)
    (tmp_path / "a.jsonl").write_text("".join(json.dumps({"text": "q" * n}) + "\n" for n in range(0, 2000, 100)))
    [shard] = plan([str(tmp_path / "a.jsonl")], tmp_path / "out").shards
    with reading.opened(shard, loud()) as (_, batches):
        sizes = [rows.batch.num_rows for rows in batches]
    assert sum(sizes) == 20
    assert max(sizes) < 8


def test_columns_of_every_kind_without_pandas(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"text": "quay", "n": 1, "x": 0.5, "late": True, "none": None, "tags": ["a"]},
        {"text": None, "n": None, "x": None, "late": None, "tags": None},
        {"text": "pier ☂", "n": -(1 << 62), "x": 2, "late": False, "tags": {"b": 1}},
    ]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    program = (
        "import pathlib, sys, wiremark.engine.json_lines as j; path = pathlib.Path(sys.argv[1]);"
        "made = j.batch([j.row(raw, 'text')[0] for _, raw in j.lines(path)], j.columns(path, 'text'));"
        "made.validate(full=True); print(ascii(made.to_pydict())); sys.exit('pandas' in sys.modules)"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(wiremark.__file__).parents[1])}
    command = [sys.executable, "-c", program, str(tmp_path / "a.jsonl")]
    printed = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True).stdout
    made = ast.literal_eval(printed.decode("ascii"))
    wanted = {key: [row.get(key) for row in rows] for key in rows[0]}
    assert made == {**wanted, "tags": ['["a"]', None, '{"b":1}']}

"""A stretch of a JSONL file that no process lived to check is a finding, and the lines after it keep their numbers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from wiremark.engine.records import Lost
from wiremark.schema.profile import read
from wiremark.validation import jsonl

SCHEMA = Path(__file__).parents[2] / "schemas" / "annotation-1.0.0.json"


def test_a_stretch_that_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b'{"text": 1}\n' * 4 + b"\n" + b"no JSON\n" * 3)
    monkeypatch.setattr(jsonl, "_CHUNK", 40)

    def run(
        check: Callable[[jsonl.Stretch], jsonl.Checked], stretches: Sequence[jsonl.Stretch], *_: object
    ) -> Iterator[tuple[int, jsonl.Checked | Lost]]:
        assert len(stretches) == 2
        yield 1, check(stretches[1])
        yield 0, Lost("killed")

    monkeypatch.setattr(jsonl, "run", run)
    found = jsonl.validate_rows({"rows.jsonl": path}, read(json.loads(SCHEMA.read_bytes())))["rows.jsonl"]
    assert [(one.code, one.line) for one in found.findings] == [("C206", 1), ("L103", 6), ("L103", 7), ("L103", 8)]
    assert found.lines == 8

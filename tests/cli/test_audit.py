from __future__ import annotations

import hashlib
import json
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

PIECES = {
    "gsomia-000": {},
    "gsomia-001": {"edition_tag": 1, "title": 1, "caption": 1, "source_line": 1, "navigation": 1},
    "gsomia-002": {"title": 1, "dateline": 1, "contact": 1, "end_mark": 1, "separator": 10, "related_link": 10},
    "gsomia-003": {"caption": 1, "credit": 1, "agency_tag": 1, "navigation": 1},
    "gsomia-004": {"markup": 2, "caption": 1, "credit": 1, "byline": 1},
}


def test_every_piece_taken_out_is_listed(wiremark: Any, workspace: Path) -> None:
    ran = wiremark("audit", "--format", "json", at=workspace)
    rows = json.loads(ran.out)
    for id, expected in PIECES.items():
        counts: dict[str, int] = {}
        for row in rows:
            if row["document"] == id:
                counts[row["reason"]] = counts.get(row["reason"], 0) + 1
        assert counts == expected, id
    sources = tomllib.loads((workspace / "seeds" / "SOURCES.toml").read_text("utf-8"))
    raw = {row["id"]: (workspace / "seeds" / row["file"]).read_text("utf-8") for row in sources["documents"]}
    for row in rows:
        assert raw[row["document"]][row["start"] : row["end"]] == row["text"]
    table = wiremark("audit", at=workspace).out
    assert all(json.dumps(row["text"], ensure_ascii=False) in table for row in rows)


def test_all_shows_line_breaks_too(wiremark: Any, workspace: Path) -> None:
    assert "line_break" not in wiremark("audit", "gsomia-000", at=workspace).out
    assert "line_break" in wiremark("audit", "gsomia-000", "--all", at=workspace).out


def test_the_raw_files_come_back_from_corpus_alone(wiremark: Any, workspace: Path, tmp_path: Path) -> None:
    seeds = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (workspace / "seeds").glob("*.txt")}
    shutil.move(workspace / "seeds", tmp_path / "elsewhere")
    out = tmp_path / "rebuilt"
    assert wiremark("audit", "--rebuild", str(out), at=workspace).code == 0
    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in out.iterdir()} == seeds
    assert len(seeds) >= 5


def test_a_damaged_record_is_named(wiremark: Any, workspace: Path) -> None:
    path = workspace / "corpus" / "gsomia-004.json"
    path.write_text(path.read_text("utf-8").replace("By Kang", "By King"), "utf-8")
    ran = wiremark("audit", at=workspace)
    assert ran.code == 1
    assert "C103" in ran.out


def test_an_unknown_document(wiremark: Any, workspace: Path) -> None:
    assert wiremark("audit", "gsomia-009", at=workspace).code == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"id": "gsomia-004"', '"id": "gsomia-003"'),
        ('"seed": "004_00b25600891cca3c.txt"', '"seed": "../x.txt"'),
        ('"seed": "004_00b25600891cca3c.txt"', '"seed": 5'),
        ('"reason": "byline"', '"reason": []'),
        ('"seed"', '"sead"'),
        ('"segments": [', '"segments": ' + "[" * 5000),
        ("{", "{,"),
    ],
)
def test_a_record_that_was_changed_is_a_finding(wiremark: Any, workspace: Path, old: str, new: str) -> None:
    path = workspace / "corpus" / "gsomia-004.json"
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    for arguments in (["audit"], ["audit", "--rebuild", str(workspace / "out")]):
        ran = wiremark(*arguments, at=workspace)
        assert (ran.code, "C103" in ran.out) == (1, True), ran


@pytest.mark.parametrize("name", ["gsomia-001.json", "gsomia-001.txt"])
def test_a_missing_half_is_a_finding(wiremark: Any, workspace: Path, name: str) -> None:
    (workspace / "corpus" / name).unlink()
    ran = wiremark("audit", "--rebuild", str(workspace / "out"), at=workspace)
    assert ran.code == 1
    assert f"corpus/{name} is missing" in ran.out


def test_an_empty_corpus_is_told(wiremark: Any, workspace: Path) -> None:
    shutil.rmtree(workspace / "corpus")
    assert wiremark("audit", at=workspace).code == 1
    shutil.rmtree(workspace / "seeds")
    (workspace / "corpus").mkdir()
    assert wiremark("audit", at=workspace).code == 2

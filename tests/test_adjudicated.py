"""The published layers are what the published passes and the published decisions give: nothing more, nothing less."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any


def test_applying_the_decisions_changes_nothing(wiremark: Any, workspace: Path) -> None:
    before = {path: path.read_bytes() for path in (workspace / "annotations").rglob("*.json*")}
    assert wiremark("adjudicate", "a", "b", "--apply", at=workspace).code == 0
    assert {path: path.read_bytes() for path in (workspace / "annotations").rglob("*.json*")} == before


def test_an_annotation_that_nobody_decided_does_not_last(wiremark: Any, workspace: Path) -> None:
    gold = workspace / "annotations" / "gsomia-002.json"
    before = gold.read_bytes()
    data = json.loads(before)
    data["events"][0]["tense"] = "PRESENT"
    gold.write_text(json.dumps(data), "utf-8")
    assert wiremark("adjudicate", "a", "b", "--apply", at=workspace).code == 0
    assert gold.read_bytes() == before


def test_passes_over_other_documents_leave_the_decisions_of_these(wiremark: Any, workspace: Path) -> None:
    published = workspace / "annotations" / "adjudication.jsonl"
    before = published.read_bytes()
    for name, of in (("rosa", "a"), ("tom", "b")):
        folder = workspace / "annotations" / "passes" / name
        folder.mkdir()
        shutil.copy(workspace / "annotations" / "passes" / of / "gsomia-002.json", folder)
        for shared in ("entities.json", "clusters.json"):
            shutil.copy(workspace / "annotations" / "passes" / of / shared, folder)
    for more in ((), ("--drop",)):
        ran = wiremark("adjudicate", "rosa", "tom", *more, at=workspace)
        assert (ran.code, ran.err) == (0, ""), ran.out
        kept = [line for line in before.split(b"\n") if b'"gsomia-002"' not in line and b'"document": null' not in line]
        assert set(kept) <= set(published.read_bytes().split(b"\n"))

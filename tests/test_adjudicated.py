"""The published layers are what the published passes and the published decisions give: nothing more, nothing less."""

from __future__ import annotations

import json
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

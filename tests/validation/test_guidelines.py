"""The annotation file that the guidelines show is one that the tool takes."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from wiremark.validation import fix
from wiremark.workspace import Workspace

GUIDELINES = (Path(__file__).parents[2] / "annotations" / "GUIDELINES.md").read_text("utf-8")


def test_the_example_becomes_valid_by_fix(base: Workspace, ferry: Path) -> None:
    document, entity = (json.loads(block) for block in re.findall(r"```json\n(.*?)```", GUIDELINES, re.DOTALL))
    shutil.rmtree(base.annotations / "passes")
    ferry.write_text(json.dumps(document), "utf-8")
    entities = base.annotations / "entities.json"
    data = json.loads(entities.read_bytes())
    data["entities"] = [row for row in data["entities"] if row["id"] != entity["id"]] + [entity]
    entities.write_text(json.dumps(data), "utf-8")
    assert fix(base).findings == []
    assert {"dct", "text_sha256"} <= json.loads(ferry.read_bytes()).keys()


def test_rules_are_numbered_once() -> None:
    rules = re.findall(r"^- \*\*(R-[A-Z]+\d+)", GUIDELINES, re.MULTILINE)
    assert len(rules) == len(set(rules)) >= 40

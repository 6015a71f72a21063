"""The guidelines hold together: with the schema, with the rights in the articles, and with the tool."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from wiremark.schema.profile import read
from wiremark.validation import fix
from wiremark.workspace import Workspace

REPOSITORY = Path(__file__).parents[2]
GUIDELINES = (REPOSITORY / "annotations" / "GUIDELINES.md").read_text("utf-8")
SCHEMA = max((REPOSITORY / "schemas").glob("annotation-*.json"))


def test_the_example_becomes_valid_by_fix(base: Workspace, ferry: Path) -> None:
    document, entity = (json.loads(block) for block in re.findall(r"```json\n(.*?)```", GUIDELINES, re.DOTALL))
    shutil.rmtree(base.annotations / "passes")
    ferry.write_text(json.dumps(document), "utf-8")
    for name, rows in (("entities", {"entities": [entity]}), ("clusters", {"events": [], "utterances": []})):
        data = {"schema_version": document["schema_version"], **rows}
        (base.annotations / f"{name}.json").write_text(json.dumps(data), "utf-8")
    assert [finding for finding in fix(base).findings if finding.severity == "error"] == []
    assert {"dct", "text_sha256"} <= json.loads(ferry.read_bytes()).keys()


def test_rules_are_numbered_once() -> None:
    rules = re.findall(r"^- \*\*(R-[A-Z]+\d+)", GUIDELINES, re.MULTILINE)
    assert len(rules) == len(set(rules)) >= 40


def test_every_rule_has_an_example_and_a_counter_example() -> None:
    rules = re.findall(r"^- \*\*(R-[A-Z]+\d+).*", GUIDELINES, re.MULTILINE)
    bare = [rule for rule in rules if not re.search(rf"^- \*\*{rule}\b.*\*Yes:\*.*\*No:\*", GUIDELINES, re.MULTILINE)]
    assert bare == []


def test_every_rule_that_the_schema_names_is_there() -> None:
    named = set(re.findall(r'"(?:x-)?rule": "([^"]+)"', SCHEMA.read_text("utf-8")))
    assert named <= set(re.findall(r"^- \*\*(R-[A-Z]+\d+)", GUIDELINES, re.MULTILINE))
    assert named


def test_the_tables_have_the_labels_of_the_schema() -> None:
    labels = read(json.loads(SCHEMA.read_bytes())).labels
    rows = {row[0]: row for row in (re.findall(r"[^|]+", line) for line in GUIDELINES.splitlines() if line[:2] == "| ")}
    cells = {name.strip(): row for name, row in rows.items()}
    for name in ("EntityType", "EventType"):
        assert {label.name for label in labels[name]} <= cells.keys()
    modes = {label.name: label.domain for label in labels["EventMode"]}
    for kind in (label.name for label in labels["EventType"]):
        listed = set(re.findall(r"[a-z]+(?:-[a-z]+)*", re.sub(r"\(.*?\)", "", cells[kind][3]))) & modes.keys()
        assert all(kind in modes[mode] for mode in listed), kind


@pytest.mark.parametrize("path", sorted((REPOSITORY / "corpus").glob("*.txt")), ids=lambda path: path.stem)
def test_at_most_seven_running_words_of_an_article(path: Path) -> None:
    def words(text: str) -> list[str]:
        return re.findall(r"\w+", text.lower())

    def windows(text: list[str]) -> set[tuple[str, ...]]:
        return {tuple(text[at : at + 8]) for at in range(len(text) - 7)}

    assert not windows(words(GUIDELINES)) & windows(words(path.read_text("utf-8")))

"""Level 4 over a workspace: its table, its weight in passes, and that it never raises."""

from __future__ import annotations

import copy
import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wiremark.diagnostics import CODES
from wiremark.schema.profile import read
from wiremark.validation import level4, validate
from wiremark.validation.guideline.view import View
from wiremark.validation.places import placed
from wiremark.workspace import Workspace

TESTS = Path(__file__).parents[1]
SCHEMA = json.loads((TESTS.parent / "schemas" / "annotation-1.0.0.json").read_bytes())
PROFILE = read(SCHEMA)
FERRY = json.loads((TESTS / "workspace" / "annotations" / "ferry.json").read_bytes())
TEXT = (TESTS / "workspace" / "corpus" / "ferry.txt").read_text("utf-8")
ENTITIES = {
    row["id"]: row
    for row in json.loads((TESTS / "workspace" / "annotations" / "entities.json").read_bytes())["entities"]
}
Edit = Callable[[Callable[[Any], Any]], None]


def view(data: Any, schema: Any = SCHEMA, record: str = "Document") -> View:
    profile = PROFILE if schema is SCHEMA else read(schema)
    return View(data, profile.records[record], TEXT, date(2024, 5, 7), "en", ENTITIES, roles=profile.roles)


def test_the_table_and_the_titles_name_the_same_codes() -> None:
    assert [row.code for row in level4.CHECKS] == [code for code in CODES if code.startswith("A4")]
    assert len({row.find for row in level4.CHECKS}) == len(level4.CHECKS)


def test_the_base_workspace_follows_the_guideline(base: Workspace) -> None:
    assert validate(base)[0] == []


def test_a_pass_is_warned_of_and_an_earlier_round_left_alone(base: Workspace, edit: Edit) -> None:
    own = base.annotations / "passes/rosa/ferry.json"
    own.write_bytes(own.read_bytes().replace(b'"NOM"', b'"PRO"'))
    shutil.copytree(base.annotations / "passes", base.annotations / "rounds/1/passes")
    edit(lambda data: data["mentions"][5].update(form="PRO"))
    assert [(one.code, one.severity, one.file) for one in validate(base)[0]] == [
        ("A423", "error", "annotations/ferry.json"),
        ("A423", "warning", "annotations/passes/rosa/ferry.json"),
    ]


def test_a_pass_sees_its_own_entities(base: Workspace) -> None:
    own = base.annotations / "passes/rosa/entities.json"
    own.write_bytes(own.read_bytes().replace(b'"PRODUCT"', b'"FAC"'))
    assert [one.code for one in validate(base)[0]] == ["A402"]


def test_without_the_text_that_was_annotated_no_span_is_judged(base: Workspace, edit: Edit) -> None:
    edit(lambda data: data["quotes"][0].update(type="indirect"))
    assert [one.code for one in validate(base)[0] if one.code.startswith("A4")] == ["A406"]
    (base.corpus / "ferry.txt").write_text("Another text.", "utf-8")
    assert {one.code for one in validate(base)[0] if not one.code.startswith("A5")} == {"A314"}


def test_names_of_annotators_are_read_from_the_first_column(base: Workspace) -> None:
    table = base.annotations / "ANNOTATORS.md"
    table.write_text("# Annotators\n\nNobody yet: `bea`.\n", "utf-8")
    assert validate(base)[0] == []
    table.write_text("| name | who |\n|---|---|\n| `rosa` | a friend of `ada` |\n", "utf-8")
    assert [(one.code, one.found) for one in validate(base)[0]] == [("A428", '"ada"')] * 4
    table.write_text("| name | who |\n|---|---|\n| `rosa` | she |\n|`ada`, `bea`| she |\n", "utf-8")
    assert validate(base)[0] == []


def test_every_finding_names_its_rule(base: Workspace) -> None:
    folders = sorted((TESTS / "golden").glob("A4*"))
    assert folders
    for folder in folders:
        expected = (folder / "expected.txt").read_text("utf-8")
        assert re.search(r"= note: (rule R-[A-Z]+[0-9]+|“The file”) in annotations/GUIDELINES\.md", expected), (
            folder.name
        )
        assert "= help: " in expected


def test_every_rule_that_is_named_stands_in_the_guidelines() -> None:
    guidelines = (TESTS.parent / "annotations" / "GUIDELINES.md").read_text("utf-8")
    rules = set(re.findall(r"\*\*(R-[A-Z]+[0-9]+)", guidelines))
    sources = (TESTS.parent / "scripts/wiremark/validation/guideline").glob("*.py")
    named = {rule for path in sources for rule in re.findall(r"R-[A-Z]+[0-9]+", path.read_text("utf-8"))}
    assert named <= rules


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(inner for key, item in steps for inner in paths(item, (*path, key)))]


IDS = ["m1", "t1", "e1", "q1", "E:norland", "author", "dct"]
VALUES = ["GPE", "NAM", "Uu", "P1D", "2024-05-07", "Tuesday", "9999"]
KEYS = st.sampled_from(["id", "start", "end", "text", "role", "schema", "state"])
PLAIN = (
    st.none() | st.booleans() | st.integers(-5, 200) | st.floats() | st.text(max_size=5) | st.sampled_from(IDS + VALUES)
)
JUNK = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner), max_leaves=6)
ROWS = st.dictionaries(st.sampled_from(["id", "name", "type", "holder", "members", "aliases"]), JUNK)
PATHS = [path for path in paths(FERRY) if path]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PATHS), JUNK), min_size=1, max_size=4))
def test_no_data_makes_it_raise(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    data = copy.deepcopy(FERRY)
    for path, junk in changes:
        place = data
        for step in path[:-1]:
            try:
                place = place[step]
            except (KeyError, IndexError, TypeError):
                break
        if isinstance(place, dict) or (isinstance(place, list) and isinstance(path[-1], int) and path[-1] < len(place)):
            place[path[-1]] = junk
    problems = list(level4.found(view(data)))
    assert {problem.code for problem in problems} <= set(CODES)
    assert all(problem.help and problem.found and problem.expected for problem in problems)
    placed(problems, "ferry.json", json.dumps(data))


@given(st.lists(ROWS, max_size=4))
@settings(max_examples=100, deadline=None)
def test_no_entities_make_it_raise(rows: list[Any]) -> None:
    list(level4.found(view({"entities": rows}, record="Entities")))
    by_id = {row["id"]: row for row in rows if isinstance(row.get("id"), str)}
    data = copy.deepcopy(FERRY)
    for number, mention in enumerate(data["mentions"]):
        mention["entity"] = sorted(by_id)[number % len(by_id)] if by_id else None
    utterances = {"U:hale-ferry": rows[-1]} if rows else {}
    list(level4.found(View(data, PROFILE.records["Document"], TEXT, entities=by_id, utterances=utterances)))


LAYERS = {"mentions": "Mention", "times": "Time", "events": "Event", "quotes": "Quote"}
LACKING = [
    f"{layer}.{key}" for layer, name in LAYERS.items() for key in SCHEMA["$defs"][name]["properties"] if key != "id"
]


@pytest.mark.parametrize("path", LACKING)
def test_a_schema_without_a_property_has_no_ground_for_its_checks(path: str) -> None:
    layer, key = path.split(".")
    schema = copy.deepcopy(SCHEMA)
    node = schema["$defs"][LAYERS[layer]]
    del node["properties"][key]
    node["required"] = [name for name in node["required"] if name != key]
    data = copy.deepcopy(FERRY)
    for record in data[layer]:
        record.pop(key, None)
    assert list(level4.found(view(data, schema))) == []
    assert not any(
        need.partition("=")[0] == path
        for row in level4.CHECKS
        if all(view(data, schema).has(need) for need in row.needs)
        for need in row.needs
    )


def renamed(value: Any, label: str) -> Any:
    """Parsed JSON in which a label has another name."""
    if isinstance(value, dict):
        return {key: renamed(item, label) for key, item in value.items()}
    if isinstance(value, list):
        return [renamed(item, label) for item in value]
    return f"{label}_2" if value == label else value


@pytest.mark.parametrize("labels", PROFILE.labels)
def test_a_renamed_label_makes_no_finding(base: Workspace, labels: str) -> None:
    paths = [*base.schemas.glob("annotation-*.json"), *base.annotations.rglob("*.json")]
    old = {path: json.loads(path.read_bytes()) for path in paths}
    for label in PROFILE.labels[labels]:
        for path, data in old.items():
            path.write_text(json.dumps(renamed(data, label.name)), "utf-8")
        assert validate(base)[0] == []

"""`wiremark schema migrate` on copies of the repository's workspace and of the made-up one."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from wiremark.annotation.migration import journal
from wiremark.schema import profile
from wiremark.schema.arrow import class_names
from wiremark.workspace import Workspace

Write = Callable[..., None]
Later = Callable[[Path, str, Mapping[str, str]], None]

BASE = ["clusters.json", "entities.json", "ferry.json", "passes/rosa/entities.json", "passes/rosa/ferry.json"]
FILES = [f"annotations/{name}" for name in BASE]


@pytest.fixture
def migration() -> Write:
    """Writes a migration file into a workspace."""

    def write(root: Path, *operations: Mapping[str, Any], old: str = "1.0.0", new: str = "2.0.0") -> None:
        folder = root / "schemas" / "migrations"
        folder.mkdir(exist_ok=True)
        data = {"from": old, "to": new, "operations": operations}
        (folder / f"{old}__{new}.json").write_text(json.dumps(data), "utf-8")

    return write


def held(root: Path) -> dict[str, bytes]:
    top = root / "annotations"
    return {path.relative_to(top).as_posix(): path.read_bytes() for path in sorted(top.rglob("*")) if path.is_file()}


def values(root: Path, key: str = "type") -> list[str]:
    """Every value of a key in the annotation files, in the order of files and records."""
    found: list[str] = []

    def walk(data: Any) -> None:
        if isinstance(data, dict):
            found.extend(value for name, value in data.items() if name == key and isinstance(value, str))
            for value in data.values():
                walk(value)
        elif isinstance(data, list):
            for item in data:
                walk(item)

    for name, content in held(root).items():
        if name.endswith(".json"):
            walk(json.loads(content))
    return found


def ids(root: Path, version: str, labels: str) -> dict[str, int]:
    """What a dataset stores for each label."""
    schema = profile.read(json.loads((root / "schemas" / f"annotation-{version}.json").read_bytes()))
    return {name: number for number, name in enumerate(class_names(schema.labels[labels]))}


CONTEXT = {'"diplomatic"': '"diplomacy"'}
RENAME = {"op": "rename_label", "labels": "EventContext", "from": "diplomatic", "to": "diplomacy"}


def test_a_rename_over_the_repository(workspace: Path, wiremark: Any, later: Later, migration: Write) -> None:
    """Rounds, passes and adjudication too; there twice is there once; back, every byte is as it was."""
    later(workspace, "2.0.0", CONTEXT)
    before, number = held(workspace), 0
    for content in before.values():
        number += content.count(b'"diplomatic"')
    migration(workspace, RENAME)
    ran = wiremark("schema", "migrate", at=workspace)
    assert (ran.code, f"rename_label EventContext: diplomatic → diplomacy: {number} in " in ran.out) == (0, True)
    after = held(workspace)
    assert sum(content.count(b'"diplomacy"') for content in after.values()) == number
    assert not any(b'"diplomatic"' in content for content in after.values())
    assert before["adjudication.jsonl"] != after["adjudication.jsonl"]
    old, new = (ids(workspace, version, "EventContext") for version in ("1.0.0", "2.0.0"))
    assert {**old, "diplomacy": old["diplomatic"]}.items() >= new.items()

    assert wiremark("schema", "migrate", "--check", at=workspace).code == 0
    again = wiremark("schema", "migrate", at=workspace)
    assert (again.code, again.out) == (0, "nothing to do: 35 files of schema 2.0.0\n")
    assert held(workspace) == after
    applied = wiremark("adjudicate", "a", "b", "--apply", at=workspace)
    assert (applied.code, applied.out) == (0, "everything stands already as it was decided\n")
    assert held(workspace) == after

    assert wiremark("schema", "migrate", "--to", "1.0.0", at=workspace).code == 0
    assert held(workspace) == before


def test_a_merge(base: Workspace, wiremark: Any, later: Later, migration: Write) -> None:
    """Old ids stay; back there is no way."""
    root, before = base.root, values(base.root)
    later(root, "2.0.0", {})
    migration(root, {"op": "merge_labels", "labels": "EntityType", "from": ["PRODUCT", "LAW"], "to": "WORK_OF_ART"})
    ran = wiremark("schema", "migrate", at=root)
    assert (ran.code, "PRODUCT, LAW → WORK_OF_ART: 3 in 3 files" in ran.out) == (0, True)
    assert values(root) == ["WORK_OF_ART" if value == "PRODUCT" else value for value in before]
    assert ids(root, "1.0.0", "EntityType") == ids(root, "2.0.0", "EntityType")
    after = held(root)
    back = wiremark("schema", "migrate", "--to", "1.0.0", "--format", "json", at=root)
    assert [one["code"] for one in json.loads(back.out)["findings"]] == ["S307"]
    assert (back.code, held(root)) == (1, after)


SPLIT = {
    "op": "split_label",
    "labels": "EntityType",
    "from": "GPE",
    "to": ["GPE", "TOWN"],
    "by": {"Mention": "entity.kb_class", "Entity": "kb_class"},
    "map": {"city": "TOWN", "state": "GPE"},
}
TOWN = {
    '"WORK_OF_ART", "LAW"],\n   "x-labels"': '"WORK_OF_ART", "LAW", "TOWN"],\n   "x-labels"',
    '    {"id": 9, "name": "LAW"': '    {"id": 10, "name": "TOWN"},\n    {"id": 9, "name": "LAW"',
}


def test_a_split_by_what_entities_json_says(base: Workspace, wiremark: Any, later: Later, migration: Write) -> None:
    root, before = base.root, held(base.root)
    later(root, "2.0.0", TOWN)
    migration(root, SPLIT)
    assert wiremark("schema", "migrate", "--check", at=root).code == 1
    dry = wiremark("schema", "migrate", "--dry-run", at=root)
    assert (dry.code, held(root)) == (0, before)
    ran = wiremark("schema", "migrate", at=root)
    assert ran.out.split("\n")[0] == dry.out.split("\n")[0]
    assert ran.out.count("wrote ") == dry.out.count("would write ") == 5
    assert (ran.code, "GPE → GPE, TOWN: 5 in 2 files" in ran.out) == (0, True)
    data = json.loads((root / "annotations" / "ferry.json").read_bytes())
    assert [record["type"] for record in data["mentions"] if record["type"] in SPLIT["to"]] == ["TOWN", "TOWN", "GPE"]
    assert [held(root)[name].count(b'"TOWN"') for name in ("entities.json", "ferry.json")] == [1, 2]
    old, new = (ids(root, version, "EntityType") for version in ("1.0.0", "2.0.0"))
    assert new == {**old, "TOWN": 10}
    after = held(root)
    assert wiremark("schema", "migrate", "--to", "1.0.0", at=root).code == 0
    assert held(root) == before
    assert wiremark("schema", "migrate", at=root).code == 0
    assert held(root) == after


def test_a_split_for_a_person(base: Workspace, wiremark: Any, later: Later, migration: Write) -> None:
    """The list, exit 1, a row that validate tells of; decided, the row goes, and there is no way back any more."""
    root, before = base.root, held(base.root)
    later(root, "2.0.0", TOWN)
    migration(root, {**SPLIT, "map": {"state": "GPE"}})
    dry = wiremark("schema", "migrate", "--dry-run", "--format", "json", at=root)
    ran = wiremark("schema", "migrate", "--format", "json", at=root)
    told, asked = json.loads(ran.out), json.loads(dry.out)
    assert (ran.code, dry.code) == (1, 1)
    rows = [(row["file"], row["list"], row["id"], row["property"]) for row in told["review"]]
    assert told["review"] == asked["review"]
    assert rows == [
        ("annotations/entities.json", "entities", "E:port-ellery", "type"),
        ("annotations/ferry.json", "mentions", "m2", "type"),
        ("annotations/ferry.json", "mentions", "m4", "type"),
    ]
    assert (told["written"], asked["would_write"]) == (FILES, FILES)
    assert [one["code"] for one in told["findings"]] == ["S310"] * 3
    for one in told["findings"]:
        line = (root / one["file"]).read_text("utf-8").split("\n")[one["line"] - 1]
        assert line[one["column"] - 1 :] == '"GPE",'
    checked = json.loads(wiremark("validate", "--format", "json", at=root).out)["findings"]
    assert [one["code"] for one in checked] == ["A319"] * 3
    assert wiremark("schema", "migrate", at=root).code == 0  # done; the rows wait in the files
    after = held(root)
    assert wiremark("schema", "migrate", "--to", "1.0.0", at=root).code == 0
    assert held(root) == before
    assert wiremark("schema", "migrate", at=root).code == 1
    assert held(root) == after

    path = root / "annotations" / "ferry.json"
    data = json.loads(path.read_bytes())
    data["mentions"][1]["type"] = "TOWN"
    data["review"].pop(0)
    path.write_text(json.dumps(data), "utf-8")
    back = wiremark("schema", "migrate", "--to", "1.0.0", "--format", "json", at=root)
    found = {(one["code"], one["file"], one["pointer"]) for one in json.loads(back.out)["findings"]}
    assert back.code == 1
    assert ("S307", "annotations/ferry.json", "/mentions/1/type") in found
    assert json.loads(path.read_bytes()) == data


ORIGIN = '{"$ref": "#/$defs/Origin"}'
AFTER = '\n   }\n  },\n  "Time"'
ATTRIBUTE = {
    ORIGIN + AFTER: ORIGIN + ',\n    "sure": {"type": "boolean"}' + AFTER,
    '"span", "form", "entity"]': '"span", "form", "entity", "sure"]',
}
ADD = {"op": "add_attribute", "record": "Mention", "attribute": "sure", "value": True}


def test_an_added_attribute(base: Workspace, wiremark: Any, later: Later, migration: Write) -> None:
    root, before = base.root, held(base.root)
    later(root, "2.0.0", ATTRIBUTE)
    lacking = wiremark("schema", "migrate", "--check", "--format", "json", at=root)
    codes = [one["code"] for one in json.loads(lacking.out)["findings"]]
    assert (lacking.code, codes) == (1, ["S306", "S309"])
    migration(root, ADD)
    ran = wiremark("schema", "migrate", at=root)
    assert (ran.code, "add_attribute Mention.sure: 8 in 2 files" in ran.out) == (0, True)
    assert all(b'"sure": true' in held(root)[name] for name in ("ferry.json", "passes/rosa/ferry.json"))
    assert wiremark("validate", at=root).code == 0
    assert wiremark("schema", "migrate", "--to", "1.0.0", at=root).code == 0
    assert held(root) == before


def test_several_versions_at_once(base: Workspace, wiremark: Any, later: Later, migration: Write) -> None:
    """Files of different versions come to the newest, over versions between which nothing broke."""
    root = base.root
    later(root, "1.1.0", {})
    later(root, "2.0.0", {'"PRODUCT"': '"GOODS"'})
    later(root, "2.1.0", {'"PRODUCT"': '"GOODS"'})
    migration(root, {"op": "rename_label", "labels": "EntityType", "from": "PRODUCT", "to": "GOODS"}, old="1.1.0")
    path = root / "annotations" / "ferry.json"
    path.write_bytes(path.read_bytes().replace(b'n": "1.0.0",\n  "d', b'n": "1.1.0",\n  "d'))
    ran = wiremark("schema", "migrate", at=root)
    assert (ran.code, "4 files of 1.0.0, 1 file of 1.1.0 → 2.1.0" in ran.out) == (0, True)
    assert (values(root, "schema_version"), values(root).count("GOODS")) == (["2.1.0"] * 5, 3)
    assert set(values(root, "schema")) == {"1.0.0"}  # who annotated, did so under that
    assert wiremark("validate", at=root).code == 0


def test_python_is_the_way_out(base: Workspace, wiremark: Any, later: Later, migration: Write) -> None:
    root, before = base.root, held(base.root)
    later(root, "2.0.0", {})
    migration(root, {"op": "python", "function": "names:upper", "inverse": "names:lower"})
    code = """
def change(data, root, how):
    if root == "Entities":
        for row in data["entities"]:
            row["kb_class"] = row["kb_class"] and how(row["kb_class"])
    return data

def upper(data, root):
    return change(data, root, str.upper)

def lower(data, root):
    return change(data, root, str.lower)
"""
    folder = root / "schemas" / "migrations"
    (folder / "names.py").write_text(code, "utf-8")
    ran = wiremark("schema", "migrate", at=root)
    assert (ran.code, "python names:upper: 2 in 2 files" in ran.out) == (0, True)
    assert b'"CITY"' in held(root)["entities.json"]
    assert wiremark("schema", "migrate", "--to", "1.0.0", at=root).code == 0
    assert held(root) == before
    assert sorted(path.name for path in folder.iterdir()) == ["1.0.0__2.0.0.json", "names.py"]

    (folder / "names.py").write_text(code.replace("str.upper", "str.nothing"), "utf-8")
    broken = wiremark("schema", "migrate", "--format", "json", at=root)
    assert {one["code"] for one in json.loads(broken.out)["findings"]} == {"S308"}
    (folder / "names.py").write_text(code.replace("def lower", "def lowered"), "utf-8")
    broken = wiremark("schema", "migrate", "--format", "json", at=root)
    assert [(one["code"], one["pointer"]) for one in json.loads(broken.out)["findings"]] == [
        ("S308", "/operations/0/inverse")
    ]
    assert held(root) == before


def test_a_migration_that_leaves_a_file_invalid_is_refused(
    base: Workspace, wiremark: Any, later: Later, migration: Write
) -> None:
    root, before = base.root, held(base.root)
    later(root, "2.0.0", {'"PRODUCT"': '"GOODS"'})
    migration(root)
    ran = wiremark("schema", "migrate", "--format", "json", at=root)
    findings = json.loads(ran.out)["findings"]
    assert (ran.code, {one["code"] for one in findings}, held(root)) == (1, {"A201"}, before)
    for one in findings:
        line = (root / one["file"]).read_text("utf-8").split("\n")[one["line"] - 1]
        assert line[one["column"] - 1 :] == '"PRODUCT",'
    assert "so after the migration to 2.0.0; nothing was written" in findings[0]["notes"]


def test_folders_and_files_that_are_links(base: Workspace, wiremark: Any, later: Later, migration: Write) -> None:
    later(base.root, "2.0.0", {'"GPE"': '"STATE"'})
    migration(base.root, {"op": "rename_label", "labels": "EntityType", "from": "GPE", "to": "STATE"})
    for name in ("passes", "ferry.json"):
        (base.annotations / name).rename(base.root / name)
        (base.annotations / name).symlink_to(Path("..") / name)
    (base.annotations / "gone.md").symlink_to("nowhere.md")
    ran = wiremark("schema", "migrate", at=base.root)
    assert (ran.code, ran.err) == (0, "")
    assert (base.annotations / "ferry.json").is_symlink()
    assert b'"GPE"' not in (base.root / "ferry.json").read_bytes()
    assert b'"2.0.0"' in (base.root / "passes" / "rosa" / "ferry.json").read_bytes()


def test_a_text_that_changed_is_no_matter_of_migrations(
    base: Workspace, wiremark: Any, later: Later, migration: Write
) -> None:
    root = base.root
    later(root, "2.0.0", {})
    path = root / "annotations" / "ferry.json"
    path.write_bytes(path.read_bytes().replace(b'"start": 34', b'"start": 35', 1))
    assert wiremark("schema", "migrate", at=root).code == 0
    assert b'"start": 35' in path.read_bytes()


def test_rules_of_the_guidelines_are_told_and_stop_nothing(
    base: Workspace, wiremark: Any, later: Later, migration: Write
) -> None:
    """A metonymy is for GPE, says level 4, and for nothing that is split from it."""
    root = base.root
    later(root, "2.0.0", TOWN)
    migration(root, SPLIT)
    ran = wiremark("schema", "migrate", at=root)
    findings = json.loads(wiremark("validate", "--format", "json", at=root).out)["findings"]
    errors = [one["code"] for one in findings if one["severity"] == "error"]
    assert "A403" in errors
    assert (ran.code, f"by the rules of levels 4 and 5 there are {len(errors)} errors" in ran.out) == (0, True)


def test_a_file_that_cannot_be_read_keeps_all_as_they_are(base: Workspace, wiremark: Any, later: Later) -> None:
    root = base.root
    later(root, "2.0.0", {})
    (root / "annotations" / "ferry.json").write_bytes(b"{")
    before = held(root)
    ran = wiremark("schema", "migrate", "--format", "json", at=root)
    assert (ran.code, held(root)) == (1, before)
    assert [one["code"] for one in json.loads(ran.out)["findings"]] == ["L106"]


def test_lines_of_adjudication(base: Workspace, wiremark: Any, later: Later, migration: Write) -> None:
    """Lines that change are written anew; others stay byte for byte."""
    root = base.root
    later(root, "2.0.0", TOWN)
    migration(root, {**SPLIT, "map": {"state": "GPE", "city": "TOWN"}})
    rest = {"decision": "a", "rule": None, "note": ""}
    lines = [
        json.dumps({"document": "ferry", "layer": "mentions", "item": "m2.type", "a": "GPE", "b": "LOC", **rest}),
        '{"document":"ferry",  "layer":"mentions","item":"m6.type","a":"LAW","b":"LOC"}',
        "",
        '{"document": "ferry", "layer": "nothing", "item": 3}',
        json.dumps({"document": "ferry", "layer": "mentions", "item": "m9.type", "a": "GPE", "b": None, **rest}),
        json.dumps({"document": None, "layer": "entities", "item": "E:norland.type", "a": "GPE", "b": "LOC", **rest}),
    ]
    path = root / "annotations" / "adjudication.jsonl"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    ran = wiremark("schema", "migrate", "--format", "json", at=root)
    found = path.read_text("utf-8").split("\n")
    assert found[0] == lines[0].replace("GPE", "TOWN")
    assert found[1:] == [*lines[1:], ""]
    assert [(one["code"], one["file"], one["line"]) for one in json.loads(ran.out)["findings"]] == [
        ("S310", "annotations/adjudication.jsonl", 5)
    ]


def test_a_line_that_cannot_be_read_keeps_all_as_they_are(base: Workspace, wiremark: Any, later: Later) -> None:
    root = base.root
    later(root, "2.0.0", {})
    (root / "annotations" / "adjudication.jsonl").write_text("\nno line\n", "utf-8")
    before = held(root)
    ran = wiremark("schema", "migrate", "--format", "json", at=root)
    assert [(one["code"], one["line"]) for one in json.loads(ran.out)["findings"]] == [("L103", 2)]
    assert (ran.code, held(root)) == (1, before)


def test_lines_about_what_is_gone(base: Workspace, wiremark: Any, later: Later, migration: Write) -> None:
    root = base.root
    later(root, "2.0.0", {'    "variant": {"$ref": "#/$defs/Variant", "x-rule": "R-E8"},\n': ""})
    migration(root, {"op": "remove_attribute", "record": "Mention", "attribute": "variant"})
    line = {"document": "ferry", "layer": "mentions", "item": "m1.variant", "a": "short", "b": None, "decision": "a"}
    path = root / "annotations" / "adjudication.jsonl"
    path.write_text(json.dumps({**line, "rule": None, "note": ""}) + "\n", "utf-8")
    ran = wiremark("schema", "migrate", at=root)
    assert (ran.code, path.read_bytes()) == (0, b"")
    assert "1 line of adjudication.jsonl about what is gone: taken out" in ran.out


@pytest.mark.parametrize("args", [("--to", "3.0.0"), ("--check", "--dry-run"), ("--to",)])
def test_usage(base: Workspace, wiremark: Any, args: tuple[str, ...]) -> None:
    assert wiremark("schema", "migrate", *args, at=base.root).code == 2


def test_nothing_there(base: Workspace, wiremark: Any) -> None:
    ran = wiremark("schema", "migrate", at=base.root)
    assert (ran.code, ran.out) == (0, "nothing to do: 5 files of schema 1.0.0\n")
    for path in base.annotations.rglob("*.json"):
        path.unlink()
    assert wiremark("schema", "migrate", at=base.root).out == "nothing to do: 0 files of schema 1.0.0\n"


def test_what_was_cut_off_is_finished_first(base: Workspace, wiremark: Any) -> None:
    """Whatever the next run is asked for."""
    path = base.annotations / "clusters.json"
    new = path.read_bytes() + b"\n"
    journal.change(base, {path: new})
    assert (path.read_bytes(), journal.pending(base)) == (new, False)
    from wiremark.workspace import sha256

    rows = [{"file": "annotations/clusters.json", "before": sha256(new), "content": new.decode() + "\n"}]
    (base.schemas / journal.NAME).write_text(json.dumps({"files": rows}), "utf-8")
    dry = wiremark("schema", "migrate", "--dry-run", at=base.root)
    assert (dry.code, dry.out.startswith("error[S311]"), path.read_bytes()) == (1, True, new)
    ran = wiremark("schema", "migrate", at=base.root)
    assert (ran.code, ran.out.split("\n")[0]) == (0, "finished annotations/clusters.json")
    assert (path.read_bytes(), journal.pending(base)) == (new + b"\n", False)

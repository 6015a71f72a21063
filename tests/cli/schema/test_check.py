"""wiremark schema check and release, on a copy of the made-up workspace."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wiremark.cli.schema.schema_file import resolve
from wiremark.cli.schema.way import way
from wiremark.schema.profile import read
from wiremark.workspace import Workspace

Run = Callable[..., Any]
Schema = dict[str, Any]
Edit = Callable[[Schema], Any]


@pytest.fixture
def sealed(base: Workspace, wiremark: Run) -> Path:
    """The base workspace with 1.0.0 sealed."""
    assert wiremark("schema", "release", at=base.root).code == 0
    return base.root


def put(root: Path, version: str, edit: Edit) -> Path:
    """Writes a new version: 1.0.0 with its stamps and an edit."""
    text = (root / "schemas" / "annotation-1.0.0.json").read_text("utf-8")
    schema = json.loads(text.replace('"1.0.0"', f'"{version}"').replace("annotation-1.0.0", f"annotation-{version}"))
    for rows in (node["x-labels"] for node in schema["$defs"].values() if "x-labels" in node):
        for row in rows:
            row["since"] = "1.0.0"
    edit(schema)
    path = root / "schemas" / f"annotation-{version}.json"
    path.write_text(json.dumps(schema, indent=1, ensure_ascii=False), "utf-8")
    return path


def migrate(root: Path, version: str, *operations: dict[str, Any], since: str = "1.0.0") -> None:
    path = root / "schemas" / "migrations" / f"{since}__{version}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"from": since, "to": version, "operations": operations}))


def commit(root: Path) -> None:
    for words in ("init -q", "add -A", "-c user.name=n -c user.email=e commit -q -m first"):
        subprocess.run(["git", *words.split()], cwd=root, check=True)


def relabel(schema: Schema, old: str, *new: str) -> None:
    """Another name for a label of EntityType, on its id, wherever it is named; further ones take the next ids."""
    labels = schema["$defs"]["EntityType"]
    row = next(row for row in labels["x-labels"] if row["name"] == old)
    row["name"] = new[0]
    row["since"] = schema["x-version"]
    last = max(row["id"] for row in labels["x-labels"])
    for number, name in enumerate(new[1:], 1):
        labels["x-labels"].append({"id": last + number, "name": name})
    labels["enum"] = [row["name"] for row in labels["x-labels"]]
    for role in schema["x-roles"].values():
        role["range"] = [name for one in role["range"] for name in (new if one == old else (one,))]


def merge(schema: Schema) -> None:
    """GPE goes into LOC; its id stays empty."""
    labels = schema["$defs"]["EntityType"]
    labels["x-labels"] = [row for row in labels["x-labels"] if row["name"] != "GPE"]
    labels["enum"] = [row["name"] for row in labels["x-labels"]]
    for role in schema["x-roles"].values():
        role["range"] = sorted({"LOC" if name == "GPE" else name for name in role["range"]})


def require(schema: Schema) -> None:
    mention = schema["$defs"]["Mention"]
    mention["required"].append("certain")
    mention["properties"]["certain"] = {"type": "boolean"}


def numbered(schema: Schema) -> None:
    schema["$defs"]["Mention"]["properties"]["id"].update(pattern="^m[1-3]$")


CHANGES: dict[str, tuple[Edit, str, dict[str, Any]]] = {
    "rename": (
        lambda schema: relabel(schema, "GPE", "STATE"),
        "GPE of EntityType is renamed STATE",
        {"op": "rename_label", "labels": "EntityType", "from": "GPE", "to": "STATE"},
    ),
    "merge": (
        merge,
        "GPE of EntityType is removed",
        {"op": "merge_labels", "labels": "EntityType", "from": ["GPE", "LOC"], "to": "LOC"},
    ),
    "split": (
        lambda schema: relabel(schema, "GPE", "COUNTRY", "CITY"),
        "GPE of EntityType is split into COUNTRY and CITY",
        {"op": "split_label", "labels": "EntityType", "from": "GPE", "to": ["COUNTRY", "CITY"], "else": "needs_review"},
    ),
    "required attribute": (
        require,
        "Mention.certain is added and required",
        {"op": "add_attribute", "record": "Mention", "attribute": "certain", "value": True},
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_break_needs_its_version_and_its_migration(name: str, sealed: Path, wiremark: Run) -> None:
    edit, message, operation = CHANGES[name]
    put(sealed, "1.1.0", edit).rename(sealed / "schemas" / "x.json")
    low = wiremark("schema", "check", "schemas/x.json", at=sealed)
    assert low.code == 1
    assert "S107" in low.out
    (sealed / "schemas" / "x.json").unlink()

    path = put(sealed, "2.0.0", edit)
    bare = wiremark("schema", "check", at=sealed)
    assert bare.code == 1
    assert "error" in bare.out
    assert message in bare.out
    assert "needs a major version" in bare.out
    assert "at least: 2.0.0" in bare.out
    assert " of 5 files, " in bare.out

    migrate(sealed, "2.0.0", operation)
    covered = wiremark("schema", "check", at=sealed)
    assert covered.code == 0, covered.out
    assert "schemas/migrations/1.0.0__2.0.0.json carries it over" in covered.out
    before, after = (
        {label.id: label.name for label in read(json.loads(file.read_bytes())).labels["EntityType"]}
        for file in (sealed / "schemas" / "annotation-1.0.0.json", path)
    )
    told = {after.get(id) for id, label in before.items() if label != after.get(id)}
    assert told <= {"STATE", "COUNTRY", None}


def test_a_migration_that_leaves_a_break_out_does_not_cover_it(sealed: Path, wiremark: Run) -> None:
    def both(schema: Schema) -> None:
        relabel(schema, "GPE", "STATE")
        require(schema)

    put(sealed, "2.0.0", both)
    migrate(sealed, "2.0.0", CHANGES["rename"][2])
    ran = wiremark("schema", "check", at=sealed)
    assert (ran.code, "error[S212]" in ran.out) == (1, True)
    migrate(sealed, "2.0.0", CHANGES["rename"][2], CHANGES["required attribute"][2])
    assert wiremark("schema", "check", at=sealed).code == 0


@pytest.fixture
def chain(sealed: Path) -> Path:
    """GPE becomes COUNTRY by 1.1.0 and STATE by 2.0.0, where `certain` is required too: a migration for each step."""
    commit(sealed)

    def second(schema: Schema) -> None:
        relabel(schema, "GPE", "STATE")
        require(schema)

    put(sealed, "1.1.0", lambda schema: relabel(schema, "GPE", "COUNTRY"))
    put(sealed, "2.0.0", second)
    migrate(sealed, "1.1.0", {**CHANGES["rename"][2], "to": "COUNTRY"})
    more = {**CHANGES["rename"][2], "from": "COUNTRY"}, CHANGES["required attribute"][2]
    migrate(sealed, "2.0.0", *more, since="1.1.0")
    return sealed


@pytest.mark.parametrize("against", [[], ["--against", "HEAD"], ["--against", "1.0.0"]])
def test_migrations_one_after_another_cover_a_break(against: list[str], chain: Path, wiremark: Run) -> None:
    ran = wiremark("schema", "check", "--format", "json", *against, at=chain)
    told = {row["code"]: row for row in json.loads(ran.out)["findings"]}
    names = "schemas/migrations/1.0.0__1.1.0.json and schemas/migrations/1.1.0__2.0.0.json"
    assert told["S203"]["message"] == "GPE of EntityType is renamed STATE"
    assert {told[code]["passed"] for code in ("S203", "S212")} == {f"{names} carry it over"}


def test_the_names_that_a_chain_carries_over_are_those_of_its_ends(chain: Path) -> None:
    workspace = Workspace(chain)
    found, wrong = way(workspace, resolve(workspace, "1.0.0"), resolve(workspace, "2.0.0"))
    assert set(found.renames()) == {("GPE", "STATE")}
    assert not wrong


@pytest.mark.parametrize("content", [None, "[]", "{", "{}"])
def test_a_version_on_the_way_that_cannot_be_read_is_left_out(content: str | None, chain: Path, wiremark: Run) -> None:
    path = chain / "schemas" / "annotation-1.0.5.json"
    path.mkdir() if content is None else path.write_text(content)
    ran = wiremark("schema", "check", at=chain)
    assert (ran.code, ran.err) == (0, "")


def test_a_chain_covers_no_more_than_its_steps_do(chain: Path, wiremark: Run) -> None:
    assert wiremark("schema", "check", at=chain).code == 0
    migrate(chain, "2.0.0", {**CHANGES["rename"][2], "from": "COUNTRY"}, since="1.1.0")
    ran = wiremark("schema", "check", at=chain)
    assert (ran.code, "error[S212]" in ran.out) == (1, True)
    ran = wiremark("schema", "check", "--fix", at=chain)
    assert 'to add to schemas/migrations/1.1.0__2.0.0.json, or to a migration after it: {"op": "add_att' in ran.out
    assert not (chain / "schemas" / "migrations" / "1.0.0__2.0.0.json").exists()


def test_a_label_that_moves_is_mended_by_no_migration(sealed: Path, wiremark: Run) -> None:
    put(sealed, "2.0.0", swapped)
    migrate(sealed, "2.0.0", {"op": "python", "function": "a:b"})
    ran = wiremark("schema", "check", "--format", "json", at=sealed)
    told = json.loads(ran.out)
    assert (ran.code, told["label_ids_stable"], told["compatible"]) == (1, False, True)
    assert [(row["code"], row["severity"]) for row in told["findings"] if row["code"] == "S204"] == [("S204", "error")]


def swapped(schema: Schema) -> None:
    rows = schema["$defs"]["EntityType"]["x-labels"]
    rows[0]["id"], rows[1]["id"] = 1, 0


def given_away(schema: Schema) -> None:
    rows = schema["$defs"]["EntityType"]["x-labels"]
    rows[-1].update(name="VIRUS", description="What makes ill.")
    schema["$defs"]["EntityType"]["enum"][-1] = "VIRUS"


@pytest.mark.parametrize(("edit", "code"), [(swapped, "S204"), (given_away, "S205")])
def test_no_version_is_advised_where_none_will_do(edit: Edit, code: str, sealed: Path, wiremark: Run) -> None:
    path = put(sealed, "1.0.1", edit)
    ran = wiremark("schema", "check", at=sealed)
    assert (ran.code, f"error[{code}]" in ran.out, "S107" in ran.out, "at least" in ran.out) == (1, True, False, False)
    assert f"no version allows that label ids move or are given away ({code}): mend that first" in ran.out
    assert json.loads(wiremark("schema", "check", "--format", "json", at=sealed).out)["required"] is None
    ran = wiremark("schema", "check", "--fix", at=sealed)
    assert (ran.code, f"to mend first: {code}" in ran.out, path.exists()) == (1, True, True)
    assert not (sealed / "CHANGELOG.md").exists()


def test_a_break_that_hits_no_annotation_needs_no_migration(sealed: Path, wiremark: Run) -> None:
    put(sealed, "2.0.0", lambda schema: schema["$defs"]["Reading"]["properties"]["value"].update(minLength=2))
    ran = wiremark("schema", "check", at=sealed)
    assert ran.code == 0, ran.out
    assert "hits none of 5 files" in ran.out
    assert "it hits no annotation here: no migration needed" in ran.out


def test_what_no_migration_does_stays_settled_once_the_files_have_moved_on(sealed: Path, wiremark: Run) -> None:
    """A role that nothing uses is narrowed; then the files follow the new version, and it can be sealed."""
    put(sealed, "2.0.0", lambda schema: schema["x-roles"]["actor"]["range"].remove("NORP"))
    assert wiremark("schema", "check", at=sealed).code == 0
    assert wiremark("schema", "migrate", at=sealed).code == 0
    ran = wiremark("schema", "check", at=sealed)
    assert (ran.code, "none of the 5 files here, which have moved on" in ran.out) == (0, True)
    assert wiremark("schema", "release", at=sealed).code == 0


def test_what_a_migration_does_needs_it_even_where_the_files_have_moved_on(sealed: Path, wiremark: Run) -> None:
    put(sealed, "2.0.0", lambda schema: relabel(schema, "GPE", "STATE"))
    for path in (sealed / "annotations").rglob("*.json"):
        text = path.read_text("utf-8").replace('"schema_version": "1.0.0"', '"schema_version": "2.0.0"')
        path.write_text(text.replace('"GPE"', '"STATE"'), "utf-8")
    assert wiremark("schema", "check", at=sealed).code == 1
    migrate(sealed, "2.0.0", CHANGES["rename"][2])
    assert wiremark("schema", "check", at=sealed).code == 0


def test_files_that_moved_on_unmended_are_hit(sealed: Path, wiremark: Run) -> None:
    put(sealed, "2.0.0", numbered)
    for path in (sealed / "annotations").rglob("*.json"):
        text = path.read_text("utf-8").replace('"schema_version": "1.0.0"', '"schema_version": "2.0.0"')
        path.write_text(text, "utf-8")
    assert wiremark("schema", "check", at=sealed).code == 1


FUNCTIONS = {
    "not there": ("", "the function ids:change cannot be loaded"),
    "not called so": ("def changes(data, root): return data", "the function ids:change cannot be loaded"),
    "that ends the program": ("raise SystemExit(0)", "the function ids:change cannot be loaded"),
    "that does nothing": ("def change(data, root): return data", ""),
    "that raises": ("def change(data, root): return data['nothing']", "ids:change fails"),
    "that ends the run": ("def change(data, root): raise SystemExit(0)", "ids:change fails"),
    "that returns nothing": ("def change(data, root): pass", "ids:change returns no object"),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_that_does_not_mend_a_break_does_not_cover_it(name: str, sealed: Path, wiremark: Run) -> None:
    code, said = FUNCTIONS[name]
    put(sealed, "2.0.0", numbered)
    migrate(sealed, "2.0.0", {"op": "python", "function": "ids:change"})
    if code:
        (sealed / "schemas" / "migrations" / "ids.py").write_text(code)
    ran = wiremark("schema", "check", "--format", "json", at=sealed)
    told = {row["message"]: row["code"] for row in json.loads(ran.out)["findings"] if row["severity"] == "error"}
    assert (ran.code, ran.err) == (1, "")
    assert "S221" in told.values()
    assert [message for message, code in told.items() if code == "S308"] == ([said] if said else [])


def test_a_function_that_mends_a_break_covers_it(sealed: Path, wiremark: Run) -> None:
    put(sealed, "2.0.0", numbered)
    migrate(sealed, "2.0.0", {"op": "python", "function": "ids:change"})
    code = "def change(data, root):\n    for row in data.get('mentions', ()):\n"
    (sealed / "schemas" / "migrations" / "ids.py").write_text(f"{code}        row['id'] = 'm1'\n    return data\n")
    ran = wiremark("schema", "check", at=sealed)
    assert (ran.code, "schemas/migrations/1.0.0__2.0.0.json carries it over" in ran.out) == (0, True)


def test_what_no_value_shows_is_covered_by_a_function_that_runs_on_the_files(sealed: Path, wiremark: Run) -> None:
    put(sealed, "2.0.0", lambda schema: schema["x-roles"]["actor"].update(range=["NORP"]))
    migrate(sealed, "2.0.0", {"op": "python", "function": "roles:change"})
    path = sealed / "schemas" / "migrations" / "roles.py"
    path.write_text("def change(data, root):\n    return data\n")
    assert wiremark("schema", "check", at=sealed).code == 1
    code = "def change(data, root):\n    for row in data['events'] if 'mentions' in data else ():\n"
    path.write_text(f"{code}        row['arguments'] = []\n    return data\n")
    ran = wiremark("schema", "check", at=sealed)
    assert (ran.code, "carries the 5 files here over, with a function for" in ran.out) == (0, True)
    path.write_text("def change(data, root):\n    return {**data, 'more': 1}\n")
    assert wiremark("schema", "check", at=sealed).code == 1


def test_a_folder_without_annotations_lets_no_break_pass(sealed: Path, wiremark: Run) -> None:
    put(sealed, "2.0.0", lambda schema: relabel(schema, "GPE", "STATE"))
    ran = wiremark("schema", "check", "--data", "corpus", at=sealed)
    assert (ran.code, "hits none of 0 files" in ran.out) == (1, True)


def test_a_role_that_narrows_counts_the_arguments_that_fall_out(sealed: Path, wiremark: Run) -> None:
    put(sealed, "2.0.0", lambda schema: schema["x-roles"]["actor"].update(range=["NORP"]))
    ran = wiremark("schema", "check", "--format", "json", at=sealed)
    (row,) = (row for row in json.loads(ran.out)["findings"] if row["code"] == "S241")
    assert ran.code == 1
    assert row["affected"] == {"files": 1, "values": 3, "of_files": 5}


def test_what_is_new_needs_its_version(sealed: Path, wiremark: Run) -> None:
    def add(schema: Schema) -> None:
        schema["$defs"]["Mention"]["properties"]["note"] = {"type": "string"}

    path = put(sealed, "1.0.1", add)
    assert wiremark("schema", "check", at=sealed).code == 1
    path.unlink()
    put(sealed, "1.1.0", add)
    ran = wiremark("schema", "check", at=sealed)
    assert (ran.code, "warning[S213]" in ran.out) == (0, True)


def test_nothing_sealed_is_nothing_to_break(base: Workspace, wiremark: Run) -> None:
    ran = wiremark("schema", "check", at=base.root)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("no version is sealed yet")
    assert json.loads(wiremark("schema", "check", "--format", "json", at=base.root).out)["bump"] == "none"


def test_against_a_revision_the_comparison_is_strict(base: Workspace, wiremark: Run) -> None:
    root = base.root
    commit(root)
    assert wiremark("schema", "check", "--against", "HEAD", at=root).code == 0
    path = root / "schemas" / "annotation-1.0.0.json"
    path.write_text(path.read_text("utf-8").replace('"minLength": 1', '"minLength": 2', 1), "utf-8")
    ran = wiremark("schema", "check", "--against", "HEAD", at=root)
    assert ran.code == 1
    assert "before: HEAD:schemas/annotation-1.0.0.json:" in ran.out
    assert "S107" in ran.out
    assert wiremark("schema", "check", "--against", "nowhere", at=root).code == 2
    assert wiremark("schema", "check", "--against", "", at=root).code == 2  # a variable of CI that is not set


def test_a_sealed_file_that_changes_is_found_and_cannot_be_sealed_again(sealed: Path, wiremark: Run) -> None:
    assert wiremark("validate", at=sealed).code == 0
    path = sealed / "schemas" / "annotation-1.0.0.json"
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    for command in (["validate"], ["schema", "check"]):
        ran = wiremark(*command, at=sealed)
        assert (ran.code, "S104" in ran.out) == (1, True)
    assert wiremark("schema", "release", "1.0.0", at=sealed).code == 2


def test_an_emptied_list_of_sealed_versions_unseals_none(sealed: Path, wiremark: Run) -> None:
    (sealed / "schemas" / "RELEASED").write_text("")
    for command in (["validate"], ["schema", "check"], ["schema", "release"]):
        ran = wiremark(*command, at=sealed)
        assert (ran.code, "S108" in ran.out) == (1, True), ran.out


def test_what_was_sealed_at_a_revision_stays_sealed(sealed: Path, wiremark: Run) -> None:
    """Without RELEASED, with a line of it gone, with a line for other bytes. A new line is nothing to tell."""
    listed = sealed / "schemas" / "RELEASED"
    path = put(sealed, "1.0.1", lambda schema: schema.update(description="Other words."))
    assert wiremark("schema", "migrate", at=sealed).code == 0
    commit(sealed)
    assert wiremark("schema", "release", at=sealed).code == 0
    assert wiremark("schema", "check", "--against", "HEAD", at=sealed).code == 0
    first, second = listed.read_text("utf-8").splitlines(keepends=True)

    def wrong(*against: str) -> list[tuple[str, str, int, str]]:
        told = json.loads(wiremark("schema", "check", "--format", "json", *against, at=sealed).out)["findings"]
        return [(row["code"], row["file"], row["line"], row["message"]) for row in told if row["code"] < "S200"]

    gone = ("S108", "schemas/RELEASED", 1, "1.0.0 was sealed at HEAD, and its line is gone")
    listed.write_text(second)
    assert wrong("--against", "HEAD") == [gone]
    listed.unlink()
    for ref in ("HEAD", "HEAD:schemas/annotation-1.0.0.json"):
        assert wrong("--against", ref) == [gone]
    assert wrong("--against", "1.0.0") == []
    other = sealed / "schemas" / "annotation-1.0.0.json"
    other.write_bytes(other.read_bytes() + b"\n")
    listed.write_text(first.replace(first[:64], hashlib.sha256(other.read_bytes()).hexdigest()))
    assert wrong("--against", "HEAD") == [(*gone[:3], "1.0.0 was sealed at HEAD, and its line has changed")]
    assert wrong("--against", str(path)) == []


IGNORE = '[[ignore]]\ncode = "S221"\nreason = "nobody has one"\nuntil = {}\n'


def test_an_ignore_lets_a_change_pass_until_its_end(sealed: Path, wiremark: Run) -> None:
    put(sealed, "1.0.1", lambda schema: schema["$defs"]["Mention"]["properties"]["id"].update(pattern="^m[1-9]$"))
    assert wiremark("schema", "check", at=sealed).code == 1
    ignore = sealed / "schemas" / "ignore.toml"
    ignore.write_text(IGNORE.format("2999-12-31"))
    ran = wiremark("schema", "check", at=sealed)
    assert (ran.code, "ignored until 2999-12-31: nobody has one" in ran.out) == (0, True)
    ignore.write_text(IGNORE.format('"1.0.1"'))
    assert "S256" in wiremark("schema", "check", at=sealed).out
    ignore.write_text("[[ignore")
    assert "S257" in wiremark("schema", "check", at=sealed).out


@pytest.mark.parametrize(
    "text",
    [
        IGNORE.format("2999-12-31") + 'pointr = "/x"\n',
        IGNORE.format("2999-12-31").replace('"S221"', '["S221"]'),
        IGNORE.format("2999-12-31").replace("[[ignore]]", "[[ignores]]"),
        IGNORE.format("2999-12-31").replace("[[ignore]]", "[ignore]"),
    ],
    ids=["a key misspelt", "codes in a list", "the table misspelt", "one table"],
)
def test_an_ignore_that_is_not_written_right_ignores_nothing(text: str, sealed: Path, wiremark: Run) -> None:
    put(sealed, "2.0.0", lambda schema: schema["$defs"]["Mention"]["properties"]["id"].update(pattern="^m[1-5]$"))
    (sealed / "schemas" / "ignore.toml").write_text(text)
    ran = wiremark("schema", "check", at=sealed)
    assert (ran.code, "error[S221]" in ran.out, "error[S257]" in ran.out) == (1, True, True)


def test_what_is_not_known_is_ignored_at_its_very_place_alone(sealed: Path, wiremark: Run) -> None:
    put(sealed, "2.0.0", lambda schema: schema.update({"x-script": "Latin"}))
    ignore = sealed / "schemas" / "ignore.toml"
    row = '[[ignore]]\ncode = "S259"\nreason = "looked at"\nuntil = "3.0.0"\n'
    ignore.write_text(row)
    assert wiremark("schema", "check", at=sealed).code == 1
    ignore.write_text(f'{row}pointer = "/x-script"\n')
    assert wiremark("schema", "check", at=sealed).code == 0


def test_fix_writes_version_migration_and_changelog(sealed: Path, wiremark: Run) -> None:
    put(sealed, "1.0.1", lambda schema: relabel(schema, "GPE", "STATE"))
    assert wiremark("schema", "check", at=sealed).code == 1
    assert wiremark("schema", "check", "--fix", at=sealed).code == 0
    schema = json.loads((sealed / "schemas" / "annotation-2.0.0.json").read_bytes())
    assert (schema["x-version"], schema["$id"]) == ("2.0.0", "urn:wiremark:annotation-2.0.0")
    stamps = {name: schema["$defs"][name]["properties"]["schema_version"]["const"] for name in ("Document", "Clusters")}
    assert set(stamps.values()) == {"2.0.0"}
    migration = json.loads((sealed / "schemas" / "migrations" / "1.0.0__2.0.0.json").read_bytes())
    assert migration["operations"] == [{"op": "rename_label", "labels": "EntityType", "from": "GPE", "to": "STATE"}]
    assert "GPE of EntityType is renamed STATE" in (sealed / "CHANGELOG.md").read_text("utf-8")
    assert not (sealed / "schemas" / "annotation-1.0.1.json").exists()
    assert wiremark("schema", "migrate", at=sealed).code == 0
    assert wiremark("validate", at=sealed).code == 0


def test_fix_keeps_the_line_ends_of_the_changelog_and_leaves_what_is_no_text(sealed: Path, wiremark: Run) -> None:
    put(sealed, "1.0.1", lambda schema: relabel(schema, "GPE", "STATE"))
    log = sealed / "CHANGELOG.md"
    log.write_bytes(b"\xff\xfe")
    ran = wiremark("schema", "check", "--fix", at=sealed)
    assert (ran.code, "CHANGELOG.md is not UTF-8" in ran.err) == (2, True)
    assert not (sealed / "schemas" / "annotation-2.0.0.json").exists()
    log.write_bytes(b"# C\r\n\r\n## Unreleased\r\n\r\n- a\r\n")
    assert wiremark("schema", "check", "--fix", at=sealed).code == 0
    lines = log.read_bytes().split(b"\n")
    assert all(line.endswith(b"\r") for line in lines[:-1])
    assert any(line.startswith(b"- Schema 2.0.0") for line in lines)


def test_fix_puts_back_a_version_that_was_edited_in_place(base: Workspace, wiremark: Run) -> None:
    commit(base.root)
    path = base.schemas / "annotation-1.0.0.json"
    before = path.read_bytes()
    path.write_bytes(before.replace(b'"GPE"', b'"STATE"'))
    assert wiremark("schema", "check", "--against", "HEAD", at=base.root).code == 1
    assert wiremark("schema", "check", "--against", "HEAD", "--fix", at=base.root).code == 0
    assert path.read_bytes() == before
    assert wiremark("schema", "migrate", at=base.root).code == 0
    assert wiremark("validate", at=base.root).code == 0
    assert wiremark("schema", "migrate", "--to", "1.0.0", at=base.root).code == 0
    assert not subprocess.run(["git", "diff", "--stat"], cwd=base.root, capture_output=True, check=True).stdout


def test_release_refuses_what_check_refuses(sealed: Path, wiremark: Run) -> None:
    put(sealed, "1.1.0", require)
    ran = wiremark("schema", "release", at=sealed)
    assert (ran.code, "1.1.0 is not sealed" in ran.out) == (1, True)
    assert (sealed / "schemas" / "RELEASED").read_text("utf-8").count("\n") == 1
    assert wiremark("schema", "release", "1.0.0", at=sealed).code == 2
    assert wiremark("schema", "release", "7.0.0", at=sealed).code == 2


def test_a_second_version_is_sealed_beside_the_first(sealed: Path, wiremark: Run) -> None:
    put(sealed, "1.0.1", lambda schema: schema.update(description="Other words."))
    assert wiremark("schema", "migrate", at=sealed).code == 0
    assert wiremark("schema", "release", at=sealed).code == 0
    names = [line.split("  ")[1] for line in (sealed / "schemas" / "RELEASED").read_text("utf-8").splitlines()]
    assert names == ["annotation-1.0.0.json", "annotation-1.0.1.json"]
    assert "nothing has changed since" in wiremark("schema", "check", at=sealed).out


def test_a_version_is_sealed_only_once_the_annotations_stand_on_it(sealed: Path, wiremark: Run) -> None:
    put(sealed, "1.0.1", lambda schema: schema.update(description="Other words."))
    ran = wiremark("schema", "release", at=sealed)
    assert (ran.code, ran.out.count("error[")) == (1, 1)
    assert "error[S306]: 5 files of schema 1.0.0, and 1.0.1 is asked for" in ran.out
    assert "help: run `wiremark schema migrate`" in ran.out
    assert (sealed / "schemas" / "RELEASED").read_text("utf-8").count("\n") == 1
    shutil.rmtree(sealed / "annotations")
    assert wiremark("schema", "release", at=sealed).code == 0


def test_of_several_open_versions_each_can_be_sealed_in_its_turn(sealed: Path, wiremark: Run) -> None:
    """The files stand at the first open version, then at the last."""
    put(sealed, "1.0.1", lambda schema: schema.update(description="Other words."))
    assert wiremark("schema", "migrate", at=sealed).code == 0
    put(sealed, "2.0.0", lambda schema: relabel(schema, "GPE", "STATE"))
    migrate(sealed, "2.0.0", CHANGES["rename"][2], since="1.0.1")
    ran = wiremark("schema", "release", "2.0.0", at=sealed)
    assert (ran.code, "S306" in ran.out) == (1, True)
    assert wiremark("schema", "release", "1.0.1", at=sealed).code == 0
    assert wiremark("schema", "migrate", at=sealed).code == 0
    assert wiremark("schema", "release", at=sealed).code == 0
    assert wiremark("validate", at=sealed).code == 0


def test_an_older_open_version_is_sealed_though_the_files_have_moved_past_it(sealed: Path, wiremark: Run) -> None:
    put(sealed, "1.0.1", lambda schema: schema.update(description="Other words."))
    put(sealed, "1.1.0", lambda schema: schema["$defs"]["Mention"]["properties"].update(note={"type": "string"}))
    assert wiremark("schema", "migrate", at=sealed).code == 0
    for version in ("1.0.1", "1.1.0"):
        assert wiremark("schema", "release", version, at=sealed).code == 0

"""What `wiremark schema check --fix` writes: the version, a migration to complete, an entry in the CHANGELOG."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from wiremark.cli.schema.check import Checked
from wiremark.cli.schema.findings import ChangeFinding
from wiremark.cli.schema.schema_file import SchemaFile
from wiremark.diagnostics import Usage
from wiremark.schema.changes.declared import enough
from wiremark.validation.places import locate
from wiremark.workspace import Workspace, write_all

CHANGELOG = "CHANGELOG.md"
UNRELEASED = "## Unreleased"


def propose(workspace: Workspace, checked: Checked) -> list[str]:
    """Writes what is missing, all files or none, and returns a line for each, and for what is left to a person."""
    new, old = checked.new, checked.old
    if new is None or old is None or not old.version or not new.version:
        return []
    if checked.stuck:  # what version they belong into cannot be told before
        return [f"to mend first: {finding.code} {finding.message}" for finding in checked.stuck]
    files: dict[Path, bytes] = {}
    gone: list[Path] = []
    said = []
    version = new.version
    if checked.required and not enough(version, checked.required):
        version = checked.required
        path = workspace.schema(version)
        if path.exists():
            return [f"{workspace.relative(path)} is there already: name it, or take it away"]
        files[path] = _restamped(new, version).encode("utf-8")
        said.append(f"wrote {workspace.relative(path)}: {new.name} as version {version}")
        if new.path and old.version == new.version:  # edited in place: a migration needs both
            files[new.path] = old.text.encode("utf-8")
            said.append(f"put back {new.name} as {old.name} has it")
        elif new.path:
            gone.append(new.path)
            said.append(f"took out {new.name}, which that stands for")
    operations, by_hand = _operations(checked)
    path = workspace.schemas / "migrations" / f"{old.version}__{version}.json"
    before = f"schemas/migrations/{old.version}__{new.version}.json"
    if operations and any(name != before for name in checked.migrations):  # a shorter way would leave out what they do
        last = checked.migrations[-1]
        said += [f"to add to {last}, or to a migration after it: {json.dumps(row)}" for row in operations]
    elif operations and not path.exists():
        content = {"from": old.version, "to": version, "operations": operations}
        files[path] = _laid(content).encode("utf-8")
        said.append(f"wrote {workspace.relative(path)}: {len(operations)} of {len(operations) + len(by_hand)} breaks")
        said += [f"to fill in: {row['op']}: {row['note']}" for row in operations if "note" in row]
    said += [f"to decide: {one.change.code} {one.change.message}" for one in by_hand]
    entry = f"- Schema {version} (from {old.version}): {_entry(checked)}\n"
    path = workspace.root / CHANGELOG
    text = _read(path)
    if checked.changes and entry not in text.replace("\r\n", "\n"):
        files[path] = _noted(text, entry).encode("utf-8")
        said.append(f"wrote {CHANGELOG}: an entry under Unreleased")
    write_all(files)
    for path in gone:
        path.unlink()
    return said


def _restamped(new: SchemaFile, version: str) -> str:
    """The schema's text with another version: `x-version`, the end of `$id`, and the constants of schema_version."""
    places = locate(new.text).values
    spots = []
    for pointer, offset in places.items():
        value = _value(new.text, offset)
        mark = pointer == "/x-version" or pointer.endswith(
            ("/properties/schema_version/const", "/properties/schema_version/enum/0")
        )
        if (mark and value == new.version) or (pointer == "/$id" and value.endswith(new.version)):
            spots.append((offset, value))
    text = new.text
    for offset, value in sorted(spots, reverse=True):
        fresh = json.dumps(value.removesuffix(new.version) + version, ensure_ascii=False)
        _, end = json.JSONDecoder().raw_decode(text, offset)
        text = text[:offset] + fresh + text[end:]
    return text


def _value(text: str, offset: int) -> str:
    value, _ = json.JSONDecoder().raw_decode(text, offset) if text[offset] == '"' else ("", 0)
    return str(value)


def _operations(checked: Checked) -> tuple[list[Mapping[str, Any]], list[ChangeFinding]]:
    """The operations that a migration has for the breaks that nothing answers for, and the breaks that have none."""
    operations: list[Mapping[str, Any]] = []
    by_hand = []
    for one in checked.changes:
        if one.finding.severity != "error":
            continue
        operation = one.change.change.operation if one.change.change else None
        if operation is None:
            by_hand.append(one)
        elif not _part_of_layer(operation, checked):
            operations.append(operation)
    return operations, by_hand


def _part_of_layer(operation: Mapping[str, Any], checked: Checked) -> bool:
    """True for what removing a layer does along with it."""
    if operation.get("record") not in ("AnnotatedWith", "Orphans"):
        return False
    layers = {(one.change.change.operation or {}).get("layer") for one in checked.changes if one.change.change}
    return operation.get("attribute") in layers


def _laid(content: Mapping[str, Any]) -> str:
    """A migration's text: an operation a line."""
    rows = ",\n".join(f"    {json.dumps(row, ensure_ascii=False)}" for row in content["operations"])
    head = f'  "from": {json.dumps(content["from"])},\n  "to": {json.dumps(content["to"])},\n'
    return f'{{\n{head}  "operations": [\n{rows}\n  ]\n}}\n'


def _entry(checked: Checked) -> str:
    return "; ".join(dict.fromkeys(_messages(checked))) + "."


def _messages(checked: Checked) -> Iterator[str]:
    for one in checked.changes:
        yield one.change.message


def _read(path: Path) -> str:
    """The CHANGELOG, its line ends as they are; nothing where there is none. Raises Usage where it is no text."""
    try:
        return path.read_bytes().decode("utf-8") if path.is_file() else ""
    except UnicodeDecodeError:
        raise Usage(f"{path.name} is not UTF-8", "save it as UTF-8; nothing was written") from None


def _noted(text: str, entry: str) -> str:
    """The CHANGELOG with the entry at the top of its unreleased part, which is made where there is none."""
    if "\r\n" in text:
        return _noted(text.replace("\r\n", "\n"), entry).replace("\n", "\r\n")
    lines = text.split("\n")
    heads = [number for number, line in enumerate(lines) if line.startswith("## ")]
    own = next((number for number in heads if lines[number].lower().strip("[]# ") == "unreleased"), None)
    if own is not None:
        lines[own + 1 : own + 1] = ["", *entry.rstrip("\n").split("\n")]
        return "\n".join(lines)
    if not text:
        return f"# Changelog\n\n{UNRELEASED}\n\n{entry}"
    first = heads[0] if heads else len(lines)
    return "\n".join([*lines[:first], UNRELEASED, "", *entry.split("\n"), *lines[first:]])

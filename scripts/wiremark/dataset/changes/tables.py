"""Changes as a heading and tables, for a terminal and as release notes. Long lists are cut, and say so."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from wiremark.annotation.table import NOTHING, Table
from wiremark.dataset.changes.record import BROKEN, Changes, Clusters, Properties, RecordList, Side, Values
from wiremark.diagnostics import count

ROWS, IDS = 12, 8
"""How many rows a table shows, and how many ids a cell."""

Cells = tuple[object, ...]


def heading(changes: Changes) -> list[str]:
    """What was compared, and what it comes to: a line each."""
    before, after = changes["before"], changes["after"]
    lines = [f"{_name(before)} → {_name(after)}"]
    if before["schema"] != after["schema"]:
        lines.append(f"schema {before['schema']} → {after['schema']}")
    if not changes["texts_compared"]:
        kinds = {side["texts"] for side in (before, after)}
        why = "both are stand-off" if kinds == {False} else "one of them is stand-off"
        lines.append(f"texts were not compared, only their lengths and hashes: {why}")
    made = {**before["made_with"], **after["made_with"]}
    other = [name for name in made if before["made_with"].get(name) != after["made_with"].get(name)]
    if other:
        sides = ((before["made_with"].get(name, "none"), after["made_with"].get(name, "none")) for name in other)
        lines.append("made with " + ", ".join(f"{n} {a} → {b}" for n, (a, b) in zip(other, sides, strict=True)))
    files = changes["files"]
    if told := [f"{verb} {', '.join(names)}" for verb in ("added", "removed", "changed") if (names := files[verb])]:
        lines.append(f"files: {'; '.join(told)}")
    return [*lines, *_needed(changes)]


def _name(side: Side) -> str:
    return f"{side['name']} {side['version']}{'' if side['texts'] else ' (stand-off)'}"


def _needed(changes: Changes) -> Iterator[str]:
    needed = changes["needed"]
    if changes["same"]:
        yield "no difference"
    elif needed["step"] == "none":
        yield "no difference in the data"
    else:
        version = f", {needed['version']} or later" if needed["version"] else ""
        yield f"a {needed['step']} step{version}: {', '.join(needed['because'])}"


def tables(changes: Changes) -> list[Table]:
    """The tables that have anything to say, what is gravest first."""
    if changes["needed"]["step"] == "none":
        return []
    found = (
        _table("Label ids that mean another label", _LABELS, _labels(changes, broken=True)),
        _table("Documents moved to another split", ("document", "before", "after"), _splits(changes)),
        Table("Counts", ("what", "before", "after", "added", "removed", "changed", "moved"), _totals(changes)),
        _table("Labels", _LABELS, _labels(changes, broken=False)),
        _table("Documents", ("document", "what", "before", "after"), _documents(changes)),
        _table("Texts", ("document", "length", "now", "from", "out", "in"), _texts(changes)),
        _table("Layers", ("layer", "what", "before", "after", "documents"), _layers(changes)),
        _table("Records added", ("document", "layer", "records", "which"), _records(changes["annotations"]["added"])),
        _table(
            "Records removed", ("document", "layer", "records", "which"), _records(changes["annotations"]["removed"])
        ),
        _table("Records changed", ("layer", "property", "before", "after", "records", "for instance"), _edits(changes)),
        _table("Offsets moved", ("document", "by", "from", "records"), _moves(changes)),
        _table("Entities", ("entity", "what", "before", "after"), _items(changes["entities"])),
        _table("Clusters", ("cluster", "what", "before", "after"), _clusters(changes["clusters"])),
        _table("Tables", ("table", "rows", "now", "columns added", "columns removed"), _files(changes)),
    )
    return [table for table in found if table.rows]


def _table(title: str, head: tuple[str, ...], rows: Iterable[Cells]) -> Table:
    found = tuple(rows)
    more = len(found) - ROWS
    note = f"{more} more: `--format json` has them all" if more > 0 else ""
    return Table(title, head, tuple(tuple(_shown(cell) for cell in row) for row in found[:ROWS]), note)


def _shown(value: object) -> object:
    """A cell: numbers stay, null is a dash."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return NOTHING if value is None or value == "" else f"{value}"


def _value(value: Any) -> str | None:
    """A value of the data, on one line and not too long."""
    text = value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if text is None or len(text) <= 40 else f"{text[:38]} …"


def _pair(values: Values) -> tuple[str | None, str | None]:
    if values["before"] is None and values["after"] is None:
        return "not repeated", "not repeated"  # words of an article
    return _value(values["before"]), _value(values["after"])


def _listing(ids: Sequence[str]) -> str:
    more = len(ids) - IDS
    return ", ".join(ids[:IDS]) + (f", {more} more" if more > 0 else "")


_LABELS = ("labels", "what", "before", "after", "id", "now", "values")
_WORDS = {
    "moved": "ID MOVED",
    "reused": "ID REUSED",
    "refilled": "ID REUSED",
    "renamed": "renamed, id kept",
}


def _labels(changes: Changes, *, broken: bool) -> Iterator[Cells]:
    for one in changes["labels"]:
        if (one["change"] in BROKEN) == broken:
            names = (", ".join(one[side]) for side in ("before", "after"))
            yield one["set"], _WORDS.get(one["change"], one["change"]), *names, one["id"], one["new_id"], one["values"]


def _splits(changes: Changes) -> Iterator[Cells]:
    yield from ((one["document"], one["before"].upper(), one["after"].upper()) for one in changes["splits"])


def _totals(changes: Changes) -> tuple[Cells, ...]:
    numbers = ("before", "after", "added", "removed", "changed", "moved")
    rows = ((total, [total[key] for key in numbers]) for total in changes["totals"])  # type: ignore[literal-required]
    return tuple((one["what"], *(NOTHING if n is None else n for n in row)) for one, row in rows if any(row))


def _documents(changes: Changes) -> Iterator[Cells]:
    yield from ((id, "added", None, None) for id in changes["documents"]["added"])
    yield from ((id, "removed", None, None) for id in changes["documents"]["removed"])
    for one in changes["documents"]["changed"]:
        yield from ((one["document"], *row) for row in _properties(one["properties"]))


def _properties(properties: Properties) -> Iterator[Cells]:
    yield from ((name, *_pair(values)) for name, values in properties.items())


def _texts(changes: Changes) -> Iterator[Cells]:
    keys = ("document", "before", "after", "start", "removed", "inserted")
    yield from (tuple(one[key] for key in keys) for one in changes["texts"])  # type: ignore[literal-required]


def _layers(changes: Changes) -> Iterator[Cells]:
    found = Counter[tuple[str, ...]]()
    for one in changes["layers"]:
        rows = list(_properties(one["properties"])) or [(one["change"].upper(), None, None)]
        found.update((one["layer"], *(json.dumps(cell) for cell in row)) for row in rows)
    for (layer, *cells), number in found.most_common():
        yield layer, *(json.loads(cell) for cell in cells), number


def _records(lists: Sequence[RecordList]) -> Iterator[Cells]:
    yield from ((one["document"], one["layer"], len(one["ids"]), _listing(one["ids"])) for one in lists)


def _edits(changes: Changes) -> Iterator[Cells]:
    """Equal edits as one row: values of one word with both words, others by their property alone."""
    found: dict[tuple[str, str, str | None, str | None], list[str]] = {}
    for one in changes["annotations"]["changed"]:
        for name, values in one["properties"].items():
            plain = not any(isinstance(value, list | dict) for value in values.values())
            both = _pair(values) if plain else ("", "")
            found.setdefault((one["layer"], name, *both), []).append(f"{one['document']} {one['id']}")
    for row, which in sorted(found.items(), key=lambda item: -len(item[1])):
        yield *row, len(which), ", ".join(which[:3])


def _moves(changes: Changes) -> Iterator[Cells]:
    for one in changes["annotations"]["moved"]:
        said = ", ".join(f"{layer} {len(ids)}" for layer, ids in one["ids"].items())
        yield one["document"], f"{one['by']:+}", one["start"], f"every offset: {said}" if one["every"] else said


def _items(items: Any) -> Iterator[Cells]:
    """Entities or clusters that came, went or changed."""
    yield from ((id, "added", None, None) for id in items["added"])
    yield from ((id, "removed", None, None) for id in items["removed"])
    for one in items["changed"]:
        yield from ((one["id"], *row) for row in _properties(one["properties"]))


def _clusters(clusters: Clusters) -> Iterator[Cells]:
    for merge in clusters["merged"]:
        yield merge["into"], "merged", _listing(merge["clusters"]), merge["into"]
    for part in clusters["split"]:
        yield part["cluster"], "split", part["cluster"], _listing(part["into"])
    for pair in clusters["renamed"]:
        yield pair["after"], "renamed", pair["before"], pair["after"]
    yield from _items(clusters)
    members: dict[tuple[str, str], list[str]] = {}
    for verb in ("left", "joined"):
        for one in clusters[verb]:
            members.setdefault((one["cluster"], verb), []).append(f"{one['document']} {one['id']}")
    for (cluster, verb), ids in members.items():
        said = count(len(ids), "member"), _listing(ids)
        yield cluster, f"{verb}: {said[0]}", said[1] if verb == "left" else None, said[1] if verb == "joined" else None


def _files(changes: Changes) -> Iterator[Cells]:
    for one in changes["tables"]:
        columns = _listing(one["columns_added"]), _listing(one["columns_removed"])
        if any(columns) or one["before"] is None or one["after"] is None:
            yield one["table"], one["before"], one["after"], *columns

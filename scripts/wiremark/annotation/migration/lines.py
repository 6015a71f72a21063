"""The lines of adjudication.jsonl: the labels and properties in them follow a migration as those in the files do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from wiremark.schema.migrate.apply import Linked, Part
from wiremark.schema.migrate.operations import Migration
from wiremark.schema.profile import Profile, Record, listed

_SIDES = ("a", "b", "value")
_CLUSTERS = "clusters."


@dataclass(frozen=True, slots=True)
class Row:
    """A line: its number, and its object; None where the property that it decides about is gone.

    open: the properties for which a person has to choose a value.
    """

    number: int
    data: Mapping[str, Any] | None
    open: tuple[str, ...] = ()


class Links(Protocol):
    """Where a line's records may be looked up."""

    def of(self, document: str | None) -> Linked:
        """Entities, clusters and the records of a document, by id space and id."""


def moved(row: Row, migration: Migration, old: Profile, new: Profile, links: Links) -> tuple[Row, Mapping[int, int]]:
    """A line after the migration, and what was changed in it by the operation's number.

    A line of a different form, or about what the schema does not have, stays as it is.
    """
    data = row.data
    layer, item = (data.get("layer"), data.get("item")) if data is not None else (None, None)
    if data is None or not isinstance(layer, str):
        return row, {}
    document = data.get("document")
    root, list_ = _place(layer, document)
    record = listed(old.records[root].fields.get(list_))
    if record is None:
        return row, {}
    linked = links.of(document if isinstance(document, str) else None)
    part = Part(migration, old, new, linked)
    found = dict(data)
    if (old.records[root].name, list_) in part.laid.removed:
        return replace(row, data=None), {part.laid.removed[old.records[root].name, list_]: 1}
    _, other = part.laid.renamed.get((old.records[root].name, list_), (0, list_))
    found["layer"] = layer.removesuffix(list_) + other
    into = listed(new.records[root].fields.get(other)) if root in new.records else None
    if isinstance(item, str):
        id, name = _split(item, document, record)
        if (record.name, name) in part.laid.removed:
            return replace(row, data=None), {part.laid.removed[record.name, name]: 1}
        _sides(found, part, record, into, _known(id, record, linked), name)
        if name:
            found["item"] = f"{id}.{part.laid.renamed.get((record.name, name), (0, name))[1]}"
    waiting = tuple(dict.fromkeys(str(one["property"]) for one in part.rows))
    return Row(row.number, found, (*row.open, *waiting)), dict(part.counts)


def _place(layer: str, document: Any) -> tuple[str, str]:
    """The root record, and its list, of which a line's layer is the name."""
    if document is not None:
        return "Document", layer
    return ("Clusters", layer.removeprefix(_CLUSTERS)) if layer.startswith(_CLUSTERS) else ("Entities", layer)


def _split(item: str, document: Any, record: Record) -> tuple[str, str]:
    """An item's id and property; ids over the documents may hold dots."""
    if document is not None:
        id, _, name = item.partition(".")
        return id, name
    id, _, name = item.rpartition(".")
    return (id, name) if id and name in record.fields else (item, "")


def _known(id: str, record: Record, linked: Linked) -> Mapping[str, Any]:
    """What annotations/ has of the record that a line is about."""
    return linked.get(record.key[1], {}).get(id, {}) if record.key else {}


def _sides(
    found: dict[str, Any], part: Part, record: Record, into: Record | None, known: Mapping[str, Any], name: str
) -> None:
    """What the passes have, and the value decided, after the migration; a side that has no record stays null."""
    if name and all(found.get(side) is None for side in _SIDES):
        return
    for side in _SIDES:
        if side in found:
            value = found[side]
            found[side] = part.property(value, name, known, record, into) if name else part.record(value, record, into)

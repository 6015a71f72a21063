"""Entities and clusters that an annotator named and nobody has yet: a row for each, from the record that names it.

A limit: the schema does not say which value means that nothing is known yet, nor which properties a row shares with the
record that names it. So both are listed here by name, and a schema that calls them otherwise gets the last value of a
list, and the record's words.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import Any, NamedTuple

from wiremark.annotation.store import Kind
from wiremark.labelstudio.editor.layout import Layout
from wiremark.labelstudio.editor.view import spans
from wiremark.schema.profile import Array, Profile, Record, Text, listed

_SHARED: tuple[Kind, ...] = ("Entities", "Clusters")
_UNKNOWN = ("candidate", "other", "none")
"""The value, of several that a property has, that promises least."""
_ALIKE = ("type", "speaker")
"""What a row takes from the record."""


class Newcomer(NamedTuple):
    """A row that is to be added under `list` of a file of kind `kind`: its id, named by a property of a record."""

    kind: Kind
    list: str
    space: str
    id: str
    row: dict[str, Any]
    layer: str
    record: str
    property: str


def newcomers(
    document: Mapping[str, Any], layout: Layout, profile: Profile, known: Mapping[str, Container[str]]
) -> Iterator[Newcomer]:
    """A row for each id in a document's data that is not `known`, by id space.

    Only of records that tell the type, where the row has one; for others there is nothing to make it from.
    """
    shelves = dict(_shelves(profile))
    given: set[str] = set()
    for name, layer in layout.layers.items():
        for property, node in layer.record.fields.items():
            shelf = shelves.get(node.ref or "") if isinstance(node, Text) else None
            if shelf is None or not _tells(shelf[2], layer.record):
                continue
            kind, list_, row = shelf
            assert isinstance(node, Text)  # noqa: S101 (what has a shelf)
            for record in document.get(name, ()):
                id = record.get(property)
                if id is None or id in node.values or id in given or id in known[node.ref or ""]:
                    continue
                given.add(id)
                words = " ".join(" ".join(str(span["text"]) for span in spans(record, layer.anchor)).split())
                yield Newcomer(
                    kind, list_, node.ref or "", id, _row(row, id, record, words), name, record[layer.key], property
                )


def _shelves(profile: Profile) -> Iterator[tuple[str, tuple[Kind, str, Record]]]:
    """From each id space to the kind of file and the list in which its rows stand."""
    for kind in _SHARED:
        root = profile.records.get(kind)
        for key, node in root.fields.items() if root else ():
            row = listed(node)
            if row is not None and row.key:
                yield row.key[1], (kind, key, row)


def _tells(row: Record, record: Record) -> bool:
    """Whether a record has what a row cannot do without: a type, where it has one; else what it shares by name."""
    if "type" in row.fields:
        return record.fields.get("type") == row.fields["type"]
    return any(key in record.fields for key in row.fields if row.key and key != row.key[0])


def _row(row: Record, id: str, record: Mapping[str, Any], words: str) -> dict[str, Any]:
    """As little as a row may say: what the record has under the same name and of the same kind, its words as a name."""
    made: dict[str, Any] = {}
    for key, node in row.fields.items():
        if row.key and key == row.key[0]:
            made[key] = id
        elif key not in row.required:
            continue
        elif key in _ALIKE and record.get(key) is not None:
            made[key] = record[key]
        elif isinstance(node, Array):
            made[key] = []
        elif node.nullable:
            made[key] = None
        elif isinstance(node, Text) and node.closed:
            made[key] = next((name for name in _UNKNOWN if name in node.names), node.names[-1])
        else:
            made[key] = words
    return made

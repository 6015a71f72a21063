"""A layer as its schema has it: which of its properties are spans, references, labels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from wiremark.export.items import UNMARKED
from wiremark.schema.profile import Node, Profile, Record, Text, inner, listed


@dataclass(frozen=True)
class Layer:
    """spans: the properties that hold spans, the anchor first: that of the record itself, the others further ones.

    label: the property with the record's label. arguments: that holds roles and who fills them. entity: that links the
    words of a record to their entity. Each is empty where there is none.
    """

    name: str
    record: Record
    spans: tuple[str, ...]
    label: str
    arguments: str
    entity: str

    @property
    def anchor(self) -> str:
        """The property with the span, or the spans, of the record itself."""
        return self.spans[0]

    def places(self, record: Mapping[str, Any], key: str) -> list[tuple[int, int]]:
        """Start and end of the spans in a property, in code points of the text."""
        value = record[key]
        return [(span["start"], span["end"]) for span in (value if isinstance(value, list) else [value])]


@lru_cache(maxsize=8)
def layers_of(profile: Profile) -> Mapping[str, Layer]:
    """The layers by name, in the schema's order."""
    found = {}
    for name, record in profile.layers.items():
        spans = tuple(key for key, node in record.fields.items() if is_span(inner(node)))
        closed = [key for key, node in record.fields.items() if isinstance(node, Text) and node.closed]
        label = "type" if "type" in closed else next(iter(closed), "")
        arguments = next((key for key, node in record.fields.items() if roles(node)), "")
        linked = [key for key, node in record.fields.items() if isinstance(node, Text) and node.ref == "entity"]
        entity = linked[0] if len(linked) == 1 and len(spans) == 1 and not arguments else ""
        found[name] = Layer(name, record, spans, label, arguments, entity)
    return found


def is_span(node: Node | None) -> bool:
    """Whether a node is a span of the article's text."""
    return isinstance(node, Record) and node.span is not None


def reference(node: Node | None) -> str:
    """The id space that a property, or the items of its list, refer into; empty for any other node."""
    found = inner(node)
    return found.ref or "" if isinstance(found, Text) else ""


def roles(node: Node | None) -> Record | None:
    """The items of a list that name a role and a record: the arguments of an event. None for any other node."""
    record = listed(node)
    return record if record and not record.span and any(reference(part) for part in record.fields.values()) else None


def spaces(profile: Profile) -> Mapping[str, Record]:
    """The records that open an id space, by its name."""
    return {record.key[1]: record for record in profile.records.values() if record.key}


def cluster_records(profile: Profile) -> dict[str, Record]:
    """The lists of clusters.json, with what they hold."""
    found = {key: listed(node) for key, node in profile.records["Clusters"].fields.items() if key not in UNMARKED}
    return {key: record for key, record in found.items() if record}

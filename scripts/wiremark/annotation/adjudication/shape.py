"""What adjudication derives from the schema: layers, kinds of ids that stand over documents, and how values compare."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from wiremark.annotation.matching import PLACES, spans
from wiremark.schema.profile import Array, Node, Profile, Record, Text
from wiremark.text.words import opening

Object = Mapping[str, Any]

PROVENANCE = "origin"
"""Says where a record came from; no judgement about the text, so never an item."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer of a document: its record, the property that is its id, that id's space, and where a record stands."""

    name: str
    record: Record
    key: str
    space: str
    place: str


@dataclass(frozen=True, slots=True)
class Kind:
    """Records that stand over the documents, in `file` under `list`: entities, event clusters, utterances.

    name: what adjudication.jsonl calls the layer. layer, member: the layer and its property that make a record of a
    document one of theirs.
    """

    name: str
    file: str
    list: str
    record: Record
    key: str
    space: str
    layer: str
    member: str


@dataclass(frozen=True)
class Shape:
    """What a schema version says that adjudication needs."""

    profile: Profile

    @cached_property
    def layers(self) -> Mapping[str, Layer]:
        """The layers that can be compared, in the schema's order."""
        document = self.profile.records["Document"]
        done = document.fields["annotated_with"]
        found = {}
        for name in done.fields if isinstance(done, Record) else ():
            items = document.fields.get(name)
            if name in PLACES and isinstance(items, Array) and isinstance(items.items, Record):
                keyed = items.items.key
                if keyed:
                    found[name] = Layer(name, items.items, *keyed, PLACES[name])
        return found

    @cached_property
    def kinds(self) -> Mapping[str, Kind]:
        """The kinds that a layer's records are members of, by their names in adjudication.jsonl."""
        found = {}
        for root, prefix in (("Entities", ""), ("Clusters", "clusters.")):
            for name, items in self.profile.records[root].fields.items():
                if not isinstance(items, Array) or not isinstance(items.items, Record):
                    continue
                keyed = items.items.key
                place = self._member(keyed[1]) if keyed else None
                if keyed and place:
                    kind = Kind(f"{prefix}{name}", f"{root.lower()}.json", name, items.items, *keyed, *place)
                    found[kind.name] = kind
        return found

    @cached_property
    def spaces(self) -> frozenset[str]:
        """The id spaces that a document opens."""
        return frozenset(layer.space for layer in self.layers.values())

    def _member(self, space: str) -> tuple[str, str] | None:
        for layer in self.layers.values():
            for name, node in layer.record.fields.items():
                if isinstance(node, Text) and node.ref == space:
                    return layer.name, name
        return None

    def properties(self, record: Record) -> list[str]:
        """The properties of a record that are judged, in the schema's order: all but its id and `origin`."""
        return [
            name
            for name, node in record.fields.items()
            if name != PROVENANCE and not (isinstance(node, Text) and node.key)
        ]

    def same(self, a: Any, b: Any, node: Node) -> bool:
        """True where two values say the same. Absent is null; a list of labels, records or ids has no order.

        But a chain of entities has one, outermost first, and so have the spans of a record.
        """
        return a == b or self._canonical(a, node) == self._canonical(b, node)

    def _canonical(self, value: Any, node: Node | None) -> str:
        if isinstance(value, list):
            items = node.items if isinstance(node, Array) else None
            parts = [self._canonical(item, items) for item in value]
            ordered = (
                items is None
                or (isinstance(items, Record) and items.span)
                or any(node is chain for chain in self._chains)
            )
            return "[" + ",".join(parts if ordered else sorted(parts)) + "]"
        if isinstance(value, Mapping):
            fields = node.fields if isinstance(node, Record) else {}
            parts = [f"{json.dumps(key)}:{self._canonical(value[key], fields.get(key))}" for key in sorted(value)]
            return "{" + ",".join(parts) + "}"
        return json.dumps(value)

    @cached_property
    def _chains(self) -> tuple[Node, ...]:
        """The lists of a layer's record whose ids stand outside the document."""
        lists = [node for layer in self.layers.values() for node in layer.record.fields.values()]
        return tuple(
            node
            for node in lists
            if isinstance(node, Array)
            and isinstance(node.items, Text)
            and node.items.ref
            and node.items.ref not in self.spaces
        )

    def rule(self, layer: Layer, record: Object) -> str | None:
        """The rule under which a whole record is there: that of a label it has, else that of its place."""
        for name, node in layer.record.fields.items():
            for label in node.labels if isinstance(node, Text) else ():
                if label.rule and label.name == record.get(name):
                    return label.rule
        return layer.record.rules.get(layer.place)


def translated(value: Any, node: Node | None, names: Mapping[str, Mapping[str, str]]) -> Any:
    """The value with every reference renamed. `names`: per id space, from old to new; what is not in it stays."""
    if isinstance(value, list):
        items = node.items if isinstance(node, Array) else None
        return [translated(item, items, names) for item in value]
    if isinstance(value, Mapping):
        fields = node.fields if isinstance(node, Record) else {}
        return {key: translated(item, fields.get(key), names) for key, item in value.items()}
    if isinstance(node, Text) and isinstance(value, str):
        return names.get(node.ref or node.key or "", {}).get(value, value)
    return value


def place(record: Object, layer: Layer) -> tuple[int, int]:
    """Start of the first and end of the last span that say where a record stands, in code points."""
    parts = spans(record, layer.place)
    return min(part["start"] for part in parts), max(part["end"] for part in parts)


def words(record: Object, layer: Layer) -> str:
    """How a record begins: its first words."""
    return opening(" … ".join(part["text"] for part in spans(record, layer.place)))


def offsets(value: Any) -> tuple[tuple[int, int], ...]:
    """The offsets of a span or a list of spans; nothing where the value is of a different form."""
    parts = value if isinstance(value, list) else [value]
    if not all(isinstance(part, Mapping) and {"start", "end", "text"} <= part.keys() for part in parts):
        return ()
    return tuple((part["start"], part["end"]) for part in parts)


def split(item: str, properties: Collection[str]) -> tuple[str, str]:
    """An item over the documents: id and property, which is empty for the whole record. Ids may hold dots."""
    id, _, name = item.rpartition(".")
    return (id, name) if id and name in properties else (item, "")

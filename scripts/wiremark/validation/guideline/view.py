"""What the checks of level 4 look at: the records of one file, each with its pointer and its place in the article.

Data with errors of structure is passed over, not refused: a record that is no object, a value of the wrong kind, a span
that does not hold what it says are not there for these checks. Levels 2 and 3 have told of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from wiremark.schema.profile import Node, Record, RoleRule, Text, inner
from wiremark.text.marks import Marks
from wiremark.validation.item import Item, objects
from wiremark.validation.places import Problem, show

Extent = tuple[int, int]
"""Start and end of a span, in code points of the article, end exclusive."""


@dataclass(frozen=True)
class View:
    """One file. `record`: its root in the schema, which also says which checks there is ground for.

    text: the clean article that its offsets count in, if that is known. dct: the document's date. language: BCP 47.
    entities, utterances: what stands in the shared files, by id. annotators: the names in ANNOTATORS.md, or None where
    there is no such table. roles: the schema's x-roles.
    """

    data: Mapping[str, Any]
    record: Record
    text: str | None = None
    dct: date | None = None
    language: str = ""
    entities: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    utterances: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    annotators: frozenset[str] | None = None
    roles: Mapping[str, RoleRule] = field(default_factory=dict)

    def layer(self, name: str) -> list[Item]:
        """The records of a layer that are objects."""
        if name not in self._layers:
            self._layers[name] = objects(self.data, name)
        return self._layers[name]

    def by_id(self, name: str) -> Mapping[str, Item]:
        """The records of a layer by their ids; of two with one id, the first."""
        if name not in self._ids:
            found: dict[str, Item] = {}
            for item in self.layer(name):
                found.setdefault(item.id, item)
            found.pop("", None)
            self._ids[name] = found
        return self._ids[name]

    def extents(self, item: Item, key: str) -> tuple[Extent, ...]:
        """Where the span, or the spans, under a key stand in the article, in order; nothing where one is not right."""
        value = item.data.get(key)
        spans = value if isinstance(value, list) else [value]
        found = [self._extent(span) for span in spans]
        places = [place for place in found if place is not None]
        return tuple(sorted(places)) if len(places) == len(found) else ()

    def spanned(self, layer: str, key: str) -> Iterator[tuple[Item, tuple[Extent, ...]]]:
        """The records of a layer that have a place, with it."""
        for item in self.layer(layer):
            extents = self.extents(item, key)
            if extents:
                yield item, extents

    def has(self, need: str) -> bool:
        """Whether the schema has a property (`events.cluster`), or lists a value for one (`mentions.type=GPE`)."""
        path, _, value = need.partition("=")
        return value in self.names(path) if value else self._node(path) is not None

    def rule(self, path: str) -> str:
        """The rule of the guidelines that governs a property, as the schema names it; empty where it names none."""
        parent, _, key = path.rpartition(".")
        record = self._node(parent) if parent else self.record
        return record.rules.get(key, "") if isinstance(record, Record) else ""

    def label_rule(self, path: str, label: str) -> str:
        """The rule that says when a label is chosen; that of the property where the label has none."""
        node = self._node(path)
        rows = node.labels if isinstance(node, Text) else ()
        return next((row.rule for row in rows if row.name == label and row.rule), "") or self.rule(path)

    def names(self, path: str) -> tuple[str, ...]:
        """The values that the schema lists for a property."""
        node = self._node(path)
        return node.names if isinstance(node, Text) else ()

    def _node(self, path: str) -> Node | None:
        node: Node | None = self.record
        for key in path.split("."):
            node = inner(node)
            node = node.fields.get(key) if isinstance(node, Record) else None
        return inner(node)

    def _extent(self, span: Any) -> Extent | None:
        if not isinstance(span, dict) or self.text is None:
            return None
        start, end, text = span.get("start"), span.get("end"), span.get("text")
        if type(start) is int and type(end) is int and 0 <= start < end and self.text[start:end] == text:
            return start, end
        return None

    @cached_property
    def marks(self) -> Marks:
        """The quotation marks of the article."""
        return Marks(self.text or "")

    @cached_property
    def _layers(self) -> dict[str, list[Item]]:
        return {}

    @cached_property
    def _ids(self) -> dict[str, dict[str, Item]]:
        return {}


def finding(pointer: str, message: str, *, found: str, expected: str, help: str, rule: str) -> Problem:
    """A problem of level 4, without its code, which the table in level4.py gives.

    rule: the number of the rule that it rests on, or the heading of the part; empty where the schema names none.
    """
    where = f"rule {rule}" if rule.startswith("R-") else f"“{rule}”"
    return Problem(
        code="",
        pointer=pointer,
        message=message,
        found=found,
        expected=expected,
        notes=(f"{where} in annotations/GUIDELINES.md",) if rule else (),
        help=help,
    )


def held(inner: tuple[Extent, ...], outer: tuple[Extent, ...]) -> bool:
    """Whether every span of one stands inside a span of the other."""
    return all(any(start <= first and last <= end for start, end in outer) for first, last in inner)


def called(event: Item) -> str:
    """How messages name an event: its id and trigger."""
    trigger = " … ".join(text for span in event.objects("trigger") if (text := span.text("text")))
    return f"{event.id or 'the event'} ({show(trigger)})"

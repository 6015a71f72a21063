"""What changed in the annotations of a document: records by id, spans by their offsets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from sys import intern
from typing import Any

from wiremark.dataset.changes.record import Move, Properties, RecordChange, RecordList
from wiremark.dataset.changes.views import View, repeated
from wiremark.schema.profile import Array, Node, Record, inner, listed

Object = Mapping[str, Any]
Offsets = list[list[int]]


@dataclass
class Shape:
    """A layer's records on both sides. spans: the properties that mark places of the text.

    told: the columns of what may be repeated.
    """

    spans: frozenset[str]
    told: Mapping[str, Node]


def shapes(before: View, after: View) -> dict[str, Shape]:
    """The layers of either release."""
    found: dict[str, Shape] = {}
    for view in (before, after):
        for name, record in view.release.profile.layers.items():
            column = view.told.columns.get(name)
            told = listed(column) if isinstance(column, Array) else None
            shape = found.setdefault(name, Shape(frozenset(), {}))
            spans = frozenset(key for key, node in record.fields.items() if _is_span(node))
            found[name] = Shape(shape.spans | spans, {**shape.told, **(told.fields if told else {})})
    return found


def _is_span(node: Node) -> bool:
    record = inner(node)
    return isinstance(record, Record) and record.span is not None and record.span.of == "corpus"


@dataclass
class Edited:
    """What changed in a document."""

    added: list[RecordList] = field(default_factory=list)
    removed: list[RecordList] = field(default_factory=list)
    changed: list[RecordChange] = field(default_factory=list)
    moved: list[Move] = field(default_factory=list)


def edited(document: str, before: Object, after: Object, known: Mapping[str, Shape]) -> Edited:
    """Compares the rows of a document in the config `annotations`; a row without a layer has no records of it."""
    found = Edited()
    moves: dict[int, tuple[int, dict[str, list[str]]]] = {}
    stayed = 0
    for layer, shape in known.items():
        old, new = ({record["id"]: record for record in side.get(layer) or ()} for side in (before, after))
        if gone := [id for id in old if id not in new]:
            found.removed.append({"document": document, "layer": layer, "ids": [*map(intern, gone)]})
        if came := [id for id in new if id not in old]:
            found.added.append({"document": document, "layer": layer, "ids": [*map(intern, came)]})
        for id in old:
            if id not in new:
                continue
            stayed += 1
            by = _shift(old[id], new[id], shape.spans)
            if by:
                first, ids = moves.get(by, (_first(old[id], shape.spans), {}))
                ids.setdefault(layer, []).append(intern(id))
                moves[by] = min(first, _first(old[id], shape.spans)), ids
            if properties := _properties(old[id], new[id], shape, moved=bool(by)):
                found.changed.append({"document": document, "layer": layer, "id": id, "properties": properties})
    for by, (start, ids) in sorted(moves.items(), key=lambda move: move[1][0]):
        every = sum(map(len, ids.values())) == stayed
        found.moved.append({"document": document, "by": by, "start": start, "every": every, "ids": ids})
    return found


def _spans(record: Object, name: str) -> list[Object]:
    value = record.get(name)
    return [] if value is None else value if isinstance(value, list) else [value]


def _offsets(record: Object, name: str) -> Offsets:
    return [[span["start"], span["end"]] for span in _spans(record, name)]


def _first(record: Object, names: frozenset[str]) -> int:
    return min(start for name in names for start, _ in _offsets(record, name))


def _shift(old: Object, new: Object, names: frozenset[str]) -> int:
    """By how much every offset of a record moved; 0 where they stayed, or not all moved alike."""
    steps = set[int]()
    for name in names:
        one, two = _offsets(old, name), _offsets(new, name)
        if len(one) != len(two):
            return 0
        steps.update(now - was for a, b in zip(one, two, strict=True) for was, now in zip(a, b, strict=True))
    return steps.pop() if len(steps) == 1 else 0


def _properties(old: Object, new: Object, shape: Shape, *, moved: bool) -> Properties:
    """The properties that differ, without offsets that all moved; spans as offsets, their words never."""
    found: Properties = {}
    for name in (*old, *(name for name in new if name not in old)):
        if old.get(name) == new.get(name):
            continue
        if name not in shape.spans:
            found |= differences({name: old.get(name)}, {name: new.get(name)}, shape.told)
            continue
        one, two = _offsets(old, name), _offsets(new, name)
        if one != two and not moved:
            found[name] = {"before": one, "after": two}
        elif _words(old, name) != _words(new, name):
            found[f"{name}.text"] = {"before": None, "after": None}
    return found


def _words(record: Object, name: str) -> Sequence[Any]:
    return [span.get("text") for span in _spans(record, name)]


def differences(
    old: Object, new: Object, told: Mapping[str, Any], left_out: frozenset[str] = frozenset()
) -> Properties:
    """The properties with other values; one that is absent is null. Words of articles are null in what is told."""
    found: Properties = {}
    for name in (*old, *(name for name in new if name not in old)):
        one, two = old.get(name), new.get(name)
        if one != two and name not in left_out:
            column = told.get(name)
            found[name] = {"before": repeated(one, column), "after": repeated(two, column)}
    return found

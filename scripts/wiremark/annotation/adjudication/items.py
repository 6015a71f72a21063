"""The items to decide: everything in which two passes differ, each as an open line of adjudication.jsonl."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from wiremark.annotation.adjudication.draft import ENTITY, Draft
from wiremark.annotation.adjudication.lines import Line, Update, update
from wiremark.annotation.adjudication.pairs import alone, asked, unsettled
from wiremark.annotation.adjudication.shape import Kind, Layer, offsets, place, split, words
from wiremark.annotation.adjudication.units import Unit
from wiremark.text.order import natural


def items(draft: Draft, old: Sequence[Line] = ()) -> list[Line]:
    """Every difference as an open line, in the order of the file.

    old: lines of before. About the attributes of an entity or a cluster that the workspace has already, one asks only
    if they asked before: the workspace's are taken.
    """
    found = [line for layer, unit in draft.all_units() for line in _about(draft, layer, unit)]
    before = {line.key for line in old}
    for kind in draft.shape.kinds.values():
        found += _single(draft, kind)
        found += _pairs(draft, kind)
        known = draft.present.of(kind)
        found += [
            line
            for line in _attributes(draft, kind)
            if line.key in before or split(str(line.item), kind.record.fields)[0] not in known
        ]
    return sorted(found, key=lambda line: order(draft, line))


def refresh(draft: Draft, old: Sequence[Line] = ()) -> Update:
    """The lines that adjudication.jsonl should hold now, in order, and the decided ones that no longer fit.

    Questions whose answer follows from decided pairs are not asked. Open lines that nobody asks for go without a word.
    """
    now = items(draft, old)
    lines, dropped = update(old, now, draft.values)
    pairs = [line for line in now if line.paired]
    asked = {line.key for line in unsettled(pairs, lines)}
    kept = [_placed(draft, line) for line in lines if line.decision or not line.paired or line.key in asked]
    return Update(sorted(kept, key=lambda line: order(draft, line)), dropped)


def _placed(draft: Draft, line: Line) -> Line:
    """The line with the place and the words of its record, where it is fresh from the adjudicator's hand."""
    layer, unit = draft.shape.layers.get(line.layer), draft.by_name.get((line.document or "", line.layer, line.subject))
    record: Any = (unit.a or unit.b) if unit else line.value
    if layer is None or line.at or not isinstance(record, dict) or not offsets(record.get(layer.place)):
        return line
    return replace(line, at=place(record, layer), text=words(record, layer))


def order(draft: Draft, line: Line) -> tuple[Any, ...]:
    """By document, layer and place; what stands over the documents comes last, pairs before attributes."""
    shape = draft.shape
    if line.document is None:
        kinds = list(shape.kinds)
        return True, "", kinds.index(line.layer) if line.layer in kinds else len(kinds), not line.paired, *_ends(line)
    layers, layer = list(shape.layers), shape.layers.get(line.layer)
    id, _, name = str(line.item).partition(".")
    properties = list(layer.record.fields) if layer else []
    return (
        False,
        line.document,
        layers.index(line.layer) if layer else len(layers),
        *_place(draft, line, id),
        natural(id),
        properties.index(name) if name in properties else -1,
    )


def _place(draft: Draft, line: Line, id: str) -> tuple[int, int]:
    """Where the record of a line stands; what nobody knows, at the end."""
    unit = draft.by_name.get((line.document or "", line.layer, id))
    layer = draft.shape.layers.get(line.layer)
    record: Any = (unit.a or unit.b) if unit else line.value
    if layer is None or not isinstance(record, dict) or not offsets(record.get(layer.place)):
        return line.at or (1 << 60, 0)
    return place(record, layer)


def _ends(line: Line) -> tuple[Any, ...]:
    ends = line.item if isinstance(line.item, tuple) else (line.item,)
    return tuple((document, natural(id)) for document, _, id in (end.partition(" ") for end in ends))


def _about(draft: Draft, layer: Layer, unit: Unit) -> Iterator[Line]:
    """The items of one record: itself, where one pass lacks it, else its properties."""
    if not unit.both:
        a, b = draft.record(unit, "a"), draft.record(unit, "b")
        yield _line(layer, unit, unit.id, a, b, draft.shape.rule(layer, a or b or {}))
        return
    a, b = draft.record(unit, "a") or {}, draft.record(unit, "b") or {}
    clusters = {kind.member: kind for kind in draft.shape.kinds.values() if kind.layer == layer.name}
    for name in draft.shape.properties(layer.record):
        kind = clusters.get(name)
        if kind and draft.linked(kind, unit):
            continue
        if not draft.shape.same(a.get(name), b.get(name), layer.record.fields[name]):
            item = f"{unit.id}.{name}"
            yield _line(layer, unit, item, a.get(name), b.get(name), layer.record.rules.get(name))


def _single(draft: Draft, kind: Kind) -> Iterator[Line]:
    """Records that one pass has in a cluster of their own and the other in none."""
    if kind.space == ENTITY:
        return
    layer, names = draft.shape.layers[kind.layer], {member.name for member in alone(draft.members(kind))}
    for layer_, unit in draft.all_units():
        if layer_ is layer and unit.name in names:
            item, rule = f"{unit.id}.{kind.member}", layer.record.rules.get(kind.member)
            a, b = draft.value(unit, kind.member, "a"), draft.value(unit, kind.member, "b")
            yield _line(layer, unit, item, a, b, rule)


def _pairs(draft: Draft, kind: Kind) -> Iterator[Line]:
    rule = draft.shape.layers[kind.layer].record.rules.get(kind.member)
    for first, second, a, b in asked(draft.members(kind)):
        yield Line(None, kind.name, (first, second), a, b, rule=rule)


def _attributes(draft: Draft, kind: Kind) -> Iterator[Line]:
    """Attributes of new entities and clusters that both passes describe."""
    names, rule = draft.names[kind.space], draft.shape.layers[kind.layer].record.rules.get(kind.member)
    for name in sorted({*names.a.values()} & {*names.b.values()}):
        a, b = draft.attributes(kind, name, "a"), draft.attributes(kind, name, "b")
        for key in draft.shape.properties(kind.record) if a and b else ():
            if a and b and not draft.shape.same(a.get(key), b.get(key), kind.record.fields[key]):
                yield Line(None, kind.name, f"{name}.{key}", a.get(key), b.get(key), rule=rule)


def _line(layer: Layer, unit: Unit, item: str, a: Any, b: Any, rule: str | None) -> Line:
    record = unit.a or unit.b or {}
    return Line(unit.document, layer.name, item, a, b, rule=rule, at=place(record, layer), text=words(record, layer))

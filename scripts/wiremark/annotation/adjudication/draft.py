"""Two passes side by side: the records of the merged draft, and what each pass has for every item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from wiremark.annotation.adjudication import names as naming
from wiremark.annotation.adjudication.lines import DIFFERENT, SAME, Line
from wiremark.annotation.adjudication.names import Labels, Names
from wiremark.annotation.adjudication.pairs import Member, blocks
from wiremark.annotation.adjudication.shape import Kind, Layer, Object, Shape, split, translated
from wiremark.annotation.adjudication.units import Unit, merged
from wiremark.annotation.passes import Pass
from wiremark.schema.profile import Profile

ENTITY = "entity"
"""The id space whose ids annotators are given; of their own ones each has others."""


def tag(side: str, name: str) -> str:
    """An entity of the merged draft as one pass means it: a decision may leave the two apart."""
    return f"{side}|{name}"


@dataclass(frozen=True)
class Side:
    """A pass, with the ids of entities that its annotator made: those of its own entities.json."""

    work: Pass
    own: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Present:
    """What stands in annotations/ now, as parsed JSON: the documents by id, and the files entities and clusters."""

    documents: Mapping[str, Object] = field(default_factory=dict)
    entities: Object = field(default_factory=dict)
    clusters: Object = field(default_factory=dict)

    def file(self, name: str) -> Object:
        """The content of entities.json or clusters.json; empty where there is none."""
        return self.entities if name == "entities.json" else self.clusters

    def of(self, kind: Kind) -> Mapping[str, Object]:
        """The records of a kind, by id."""
        return {row[kind.key]: row for row in self.file(kind.file).get(kind.list, ())}


class Draft:
    """Two passes merged, as far as they can be without a decision. Everything else is derived from it.

    old: the lines of adjudication.jsonl, for the ids that they know.
    """

    def __init__(self, a: Side, b: Side, present: Present, profile: Profile, old: Sequence[Line] = ()) -> None:
        self.a, self.b, self.present, self.shape = a, b, present, Shape(profile)
        self.documents = sorted(a.work.documents.keys() & b.work.documents.keys())
        self.units: dict[str, dict[str, list[Unit]]] = {
            document: {
                name: merged(
                    document,
                    layer,
                    a.work.documents[document],
                    b.work.documents[document],
                    present.documents.get(document),
                    old,
                )
                for name, layer in self.shape.layers.items()
            }
            for document in self.documents
        }

    def adjudicated(self, document: str) -> list[str]:
        """The layers of a document that both passes have done."""
        a, b = (side.work.documents[document]["annotated_with"] for side in (self.a, self.b))
        return [layer for layer in self.shape.layers if layer in a and layer in b]

    def left(self) -> Iterator[tuple[str, list[str], str]]:
        """What only one pass has, and nobody can adjudicate: document, layers, the pass. Of a whole document all."""
        for side, other in ((self.a, self.b), (self.b, self.a)):
            for document, data in sorted(side.work.documents.items()):
                theirs = other.work.documents.get(document, {"annotated_with": {}})["annotated_with"]
                lone = [layer for layer in data["annotated_with"] if layer not in theirs]
                if lone:
                    yield document, lone, side.work.name

    def all_units(self) -> Iterator[tuple[Layer, Unit]]:
        """Every record of a layer that both passes have done, by document and layer."""
        for document in self.documents:
            for name in self.adjudicated(document):
                for unit in self.units[document][name]:
                    yield self.shape.layers[name], unit

    @cached_property
    def by_name(self) -> Mapping[tuple[str, str, str], Unit]:
        """The records by document, layer and id."""
        return {(unit.document, layer.name, unit.id): unit for layer, unit in self.all_units()}

    @cached_property
    def ids(self) -> Mapping[tuple[str, str], Mapping[str, Mapping[str, str]]]:
        """Per pass (`a`, `b`) and document: from each id of the pass to that of the merged draft, by id space."""
        found: dict[tuple[str, str], dict[str, dict[str, str]]] = {}
        for document, layers in self.units.items():
            for side in ("a", "b"):
                spaces = found[side, document] = {}
                for name, units in layers.items():
                    layer = self.shape.layers[name]
                    records = ((getattr(unit, side), unit.id) for unit in units)
                    spaces[layer.space] = {record[layer.key]: id for record, id in records if record is not None}
        return found

    @cached_property
    def names(self) -> Mapping[str, Names]:
        """What the merged draft calls entities and clusters, by id space."""
        found = {}
        for kind in self.shape.kinds.values():
            labels = [self._labels(kind, unit) for unit in self._of(kind)]
            entities = kind.space == ENTITY
            a, b = (
                side.own if entities else {label for label in row if label}
                for side, row in ((self.a, [one.a for one in labels]), (self.b, [one.b for one in labels]))
            )
            found[kind.space] = naming.merged(labels, a, b, self.present.of(kind).keys(), lend=not entities)
        return found

    def _of(self, kind: Kind) -> Iterator[Unit]:
        return (unit for layer, unit in self.all_units() if layer.name == kind.layer)

    def _labels(self, kind: Kind, unit: Unit) -> Labels:
        a, b = (record.get(kind.member) if record else None for record in (unit.a, unit.b))
        return Labels(a, b, self.now(kind, unit.name))

    def now(self, kind: Kind, name: str) -> str | None:
        """The cluster in which the workspace's own file has a record."""
        document, _, id = name.partition(" ")
        found: str | None = self._kept.get((document, kind.layer, id), {}).get(kind.member)
        return found

    @cached_property
    def _kept(self) -> Mapping[tuple[str, str, str], Object]:
        return {
            (document, layer.name, record[layer.key]): record
            for document, data in self.present.documents.items()
            for layer in self.shape.layers.values()
            for record in data[layer.name]
        }

    # what each pass has

    def record(self, unit: Unit, side: str, *, tagged: bool = False) -> dict[str, Any] | None:
        """A pass's record in the ids of the merged draft; its cluster as the pass calls it. None where it has none.

        tagged: entities of the pass's own as `tag` has them.
        """
        record: Object | None = getattr(unit, side)
        if record is None:
            return None
        layer = self.shape.layers[unit.layer]
        spaces = dict(self.ids[side, unit.document])
        spaces |= {ENTITY: self._entity_names(side, tagged)}
        found: dict[str, Any] = translated(record, layer.record, spaces)
        return found | {layer.key: unit.id}

    def value(self, unit: Unit, name: str, side: str) -> Any:
        """A pass's value of a property, in the ids of the merged draft; None where it has none."""
        return (self.record(unit, side) or {}).get(name)

    def _entity_names(self, side: str, tagged: bool) -> Mapping[str, str]:
        """From a pass's own entities to those of the merged draft."""
        names = self.names.get(ENTITY)
        found: Mapping[str, str] = getattr(names, side) if names else {}
        return {old: tag(side, new) for old, new in found.items()} if tagged else found

    def members(self, kind: Kind) -> list[Member]:
        """The records that both passes have, with the merged names of their clusters.

        Of entities those that both link to one of their own: the others have an id that says the same in both.
        """
        names, found = self.names[kind.space], []
        for unit in self._of(kind):
            if unit.a is None or unit.b is None:
                continue
            x, y = unit.a.get(kind.member), unit.b.get(kind.member)
            if kind.space != ENTITY or (x in self.a.own and y in self.b.own):
                found.append(Member(unit.name, names.a.get(x or ""), names.b.get(y or "")))
        return found

    def lone(self, kind: Kind, name: str) -> Member:
        """A record that one pass has, or neither, as a member: what the other would say is taken to be the same."""
        side = self.side(kind, name)
        unit = self.by_name.get(self._place(kind, name))
        record: Object = (getattr(unit, side) if unit else None) or {}
        id = record.get(kind.member)
        label = self.called(kind, id, side) if id else None
        return Member(name, label, label)

    def side(self, kind: Kind, name: str) -> str:
        """The pass that a record comes from: `b` where only B has it."""
        unit = self.by_name.get(self._place(kind, name))
        return "b" if unit and unit.a is None else "a"

    def called(self, kind: Kind, id: str, side: str) -> str:
        """What the merged draft calls an entity or cluster of a pass; of the first that has it, for another side."""
        a, b = self.names[kind.space].a, self.names[kind.space].b
        return (b if side == "b" else a).get(id) or (id if side in ("a", "b") else b.get(id, id))

    def _place(self, kind: Kind, name: str) -> tuple[str, str, str]:
        document, _, id = name.partition(" ")
        return document, kind.layer, id

    @cached_property
    def standing(self) -> Mapping[tuple[str, str], str]:
        """By kind and record: the first record of its block."""
        return {
            (kind.name, member.name): block[0].name
            for kind in self.shape.kinds.values()
            for block in blocks(self.members(kind))
            for member in block
        }

    def first_of(self, layer: str, member: str) -> str:
        """The record that stands for one's block; the record itself where it is in none."""
        return self.standing.get((layer, member), member)

    def linked(self, kind: Kind, unit: Unit) -> bool:
        """True where a pair, and no property, decides about the record's cluster."""
        return (kind.name, unit.name) in self.standing

    def attributes(self, kind: Kind, name: str, side: str, *, tagged: bool = False) -> dict[str, Any] | None:
        """A pass's record of an entity or cluster of its own, in the merged draft's ids; None where it has none."""
        names, here = self.names[kind.space], self.a if side == "a" else self.b
        records: Mapping[str, Object] = getattr(here.work, kind.list)
        for old in names.sources(name)[side == "b"]:
            if old in records:
                found: dict[str, Any] = translated(
                    records[old], kind.record, {ENTITY: self._entity_names(side, tagged)}
                )
                return found | {kind.key: name}
        return None

    def values(self, line: Line) -> tuple[Any, Any]:
        """What the passes have for the item of a line, whether anybody asks for it or not."""
        if isinstance(line.item, tuple):
            kind = self.shape.kinds.get(line.layer)
            return (self._says(kind, line.item, "a"), self._says(kind, line.item, "b")) if kind else (None, None)
        if line.layer in self.shape.layers:
            id, _, name = line.item.partition(".")
            unit = self.by_name.get((line.document or "", line.layer, id))
            if unit is None:
                return None, None
            if name:
                return self.value(unit, name, "a"), self.value(unit, name, "b")
            return self.record(unit, "a"), self.record(unit, "b")
        kind = self.shape.kinds.get(line.layer)
        if kind is None:
            return None, None
        id, name = split(line.item, kind.record.fields)
        a, b = self.attributes(kind, id, "a") or {}, self.attributes(kind, id, "b") or {}
        return (a.get(name), b.get(name)) if name else (None, None)

    def _says(self, kind: Kind, pair: tuple[str, str], side: str) -> str | None:
        names = [self._name(kind, member, side) for member in pair]
        if any(name is None for name in names):
            return None
        return SAME if names[0] == names[1] != "" else DIFFERENT

    def _name(self, kind: Kind, member: str, side: str) -> str | None:
        """The pass's own name of a record's cluster; nothing for no cluster, None for no such record."""
        document, _, id = member.partition(" ")
        unit = self.by_name.get((document, kind.layer, id))
        record = getattr(unit, side) if unit else None
        return None if record is None else record.get(kind.member) or ""

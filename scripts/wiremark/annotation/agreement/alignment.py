"""Two passes laid side by side: what both annotated, whose record is whose, and whose entity is whose.

Only layers that both name in `annotated_with` of a document are laid side by side. Records are matched softly (see
matching.py). An entity of the list that every annotator has is itself and no other; the ids that an annotator made up
are matched one to one by the number of soft pairs of mentions that carry them, then by name and type.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from wiremark.annotation.matching import PLACES, Matching, Object, Pair, Tie, assign, extent, match, spans
from wiremark.annotation.passes import Pass
from wiremark.schema.profile import Text

SPACES: Mapping[str, str] = {"mention": "mentions", "time": "times", "event": "events", "quote": "quotes"}
"""The layer whose records a reference of the schema (`x-ref`) names."""


class Both(NamedTuple):
    """A soft pair of records."""

    a: Object
    b: Object
    pair: Pair
    document: Shared


@dataclass(frozen=True)
class Shared:
    """One document as two annotators have it, with the layers that both did."""

    id: str
    a: Object
    b: Object
    layers: tuple[str, ...]

    def records(self, layer: str) -> tuple[Sequence[Object], Sequence[Object]]:
        """The records of a layer on either side; nothing where it is not one of `layers`."""
        return (self.a[layer], self.b[layer]) if layer in self.layers else ((), ())

    @cached_property
    def matchings(self) -> Mapping[str, Matching]:
        """Per layer."""
        return {layer: match(*self.records(layer), layer) for layer in self.layers}

    def pairs(self, layer: str) -> list[Both]:
        """The soft pairs of a layer."""
        if layer not in self.layers:
            return []
        a, b = self.records(layer)
        return [Both(a[pair.a], b[pair.b], pair, self) for pair in self.matchings[layer].pairs]

    @cached_property
    def partners(self) -> Mapping[str, Mapping[str, str]]:
        """Per layer, from the id of a record of A to that of its partner."""
        return {layer: {both.a["id"]: both.b["id"] for both in self.pairs(layer)} for layer in self.layers}


class Alone(NamedTuple):
    """A document, or a layer of one, that only one side has ("a" or "b") and that is not compared."""

    document: str
    layer: str | None
    only: str


@dataclass(frozen=True)
class Alignment:
    """Two passes side by side. `alone`: what only one of them has."""

    a: Pass
    b: Pass
    documents: tuple[Shared, ...]
    alone: tuple[Alone, ...]

    def pairs(self, layer: str) -> list[Both]:
        """The soft pairs of a layer in all documents."""
        return [both for document in self.documents for both in document.pairs(layer)]

    @cached_property
    def given(self) -> frozenset[str]:
        """The entities that both had in hand."""
        return self.a.given & self.b.given

    @cached_property
    def entities(self) -> Mapping[str, str]:
        """From the ids that A made up to those that B made up."""
        shared: Counter[tuple[str, str]] = Counter()
        where: dict[tuple[str, str], list[str]] = {}
        own_a, own_b = (set(side.entities) - self.given for side in (self.a, self.b))
        for both in self.pairs("mentions"):
            ours, theirs = both.a.get("entity"), both.b.get("entity")
            own_a |= {ours} - self.given if ours else set()
            own_b |= {theirs} - self.given if theirs else set()
            if ours in own_a and theirs in own_b:
                shared[ours, theirs] += 1
                points = sorted(extent(spans(both.a, "span")) | extent(spans(both.b, "span")))
                where.setdefault((ours, theirs), []).append(f"{both.document.id} {points}")
        names_a, names_b = self._names(own_a, self.a), self._names(own_b, self.b)
        alike = {(ours, theirs) for ours in own_a for theirs in own_b if names_a[ours] == names_b[theirs]}
        weights = {pair: float(shared[pair]) or 2.0**-20 for pair in alike | set(shared)}
        order_a, order_b = sorted(own_a), sorted(own_b)
        row, column = ({id: number for number, id in enumerate(order)} for order in (order_a, order_b))
        ties = {(i, j): Tie(int((i, j) in alike), repr(sorted(where.get((i, j), []))), int(i == j)) for i, j in weights}
        found = assign(
            {(row[ours], column[theirs]): weight for (ours, theirs), weight in weights.items()},
            {(row[ours], column[theirs]): tie for (ours, theirs), tie in ties.items()},
        )
        return {order_a[i]: order_b[j] for i, j in found}

    def _names(self, ids: Iterable[str], side: Pass) -> dict[str, tuple[str, str]]:
        known = ((id, side.entities.get(id, {})) for id in ids)
        return {id: (str(entity.get("name", id)), str(entity.get("type", ""))) for id, entity in known}

    def same_entity(self, a: str | None, b: str | None) -> bool:
        """Whether an id of A and one of B mean one entity. None is like None alone."""
        if a is None or b is None or a in self.given:
            return a == b
        if a in self.entities:
            return self.entities[a] == b
        undefined = a not in self.a.entities and b not in self.b.entities
        return a == b and undefined and b not in self.entities.values()

    def same(self, a: Any, b: Any, node: Text, document: Shared) -> bool:
        """Whether two values are alike: references through the matching, all else where it is equal.

        node: what the schema says of the value. What is no id (a fixed value, null) is as it stands.
        """
        if node.ref is None or a is None or b is None or a in node.names or b in node.names:
            return bool(a == b)
        if node.ref == "entity":
            return self.same_entity(a, b)
        return bool(document.partners.get(SPACES.get(node.ref, ""), {}).get(a) == b)


def align(a: Pass, b: Pass) -> Alignment:
    """Lays two passes side by side. There may be no document in common."""
    documents, alone = [], []
    for id in sorted({*a.documents, *b.documents}):
        ours, theirs = a.documents.get(id), b.documents.get(id)
        if ours is None or theirs is None:
            alone.append(Alone(id, None, "b" if ours is None else "a"))
            continue
        alone += _alone(id, ours, theirs)
        layers = tuple(
            layer for layer in PLACES if layer in ours["annotated_with"] and layer in theirs["annotated_with"]
        )
        if layers:
            documents.append(Shared(id, ours, theirs, layers))
    return Alignment(a, b, tuple(documents), tuple(alone))


def _alone(id: str, a: Object, b: Object) -> Iterator[Alone]:
    for layer in PLACES:
        ours, theirs = layer in a["annotated_with"], layer in b["annotated_with"]
        if ours != theirs:
            yield Alone(id, layer, "a" if ours else "b")

"""Records that stand for one thing: who joins whom, what to ask, and what decided pairs lead to.

Two annotators' clusters are compared as partitions of the records that both have. Records that both put together are
one block. A question is two blocks that one of them puts together and the other keeps apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Generic, NamedTuple, TypeVar

from wiremark.annotation.adjudication.lines import DIFFERENT, SAME, Line

T = TypeVar("T", bound=Hashable)
Place = tuple[str, str]
"""A layer of adjudication.jsonl and a record: `("clusters.events", "north e4")`."""


@dataclass(frozen=True, slots=True)
class Member:
    """A record that both annotators have. a, b: the names of its clusters; None where it is in none."""

    name: str
    a: str | None
    b: str | None


class Groups(Generic[T]):
    """Disjoint sets: what was joined with what (union-find, Galler & Fischer 1964)."""

    def __init__(self) -> None:
        self._above: dict[T, T] = {}

    def of(self, item: T) -> T:
        """What stands for the item's group."""
        while item in self._above:
            item = self._above[item]
        return item

    def join(self, a: T, b: T) -> None:
        """Makes two groups one, which the first one's standard stands for."""
        a, b = self.of(a), self.of(b)
        if a != b:
            self._above[b] = a


def blocks(members: Iterable[Member]) -> list[list[Member]]:
    """What both put together, each block and all of them in the order given; alone where one has it in no cluster."""
    found: dict[tuple[str | None, str | None, str], list[Member]] = {}
    for member in members:
        alone = member.a is None or member.b is None
        found.setdefault((member.a, member.b, member.name if alone else ""), []).append(member)
    return list(found.values())


def asked(members: Iterable[Member]) -> list[tuple[str, str, str, str]]:
    """The questions: the first members of two blocks, and what each annotator says, `same` or `different`."""
    found = []
    for (first, *_), (second, *_) in combinations(blocks(members), 2):
        a, b = (
            SAME if one is not None and one == other else DIFFERENT
            for one, other in ((first.a, second.a), (first.b, second.b))
        )
        if a != b:
            found.append((first.name, second.name, a, b))
    return found


def alone(members: Sequence[Member]) -> list[Member]:
    """Members that one annotator has in a cluster of which it is the only member here, and the other in none."""

    a, b = Counter(member.a for member in members), Counter(member.b for member in members)
    return [
        member
        for member in members
        if (member.a is None) != (member.b is None) and (a if member.b is None else b)[member.a or member.b] == 1
    ]


class Clash(NamedTuple):
    """Two records kept apart by the line `apart` that the lines `chain` make the same; by place in the list given."""

    apart: int
    chain: list[int]


def _itself(layer: str, member: str) -> str:
    return member


def clashes(lines: Sequence[Line], block: Callable[[str, str], str] = _itself) -> list[Clash]:
    """Where decided pairs are not transitive. `block` gives the record that stands for a member, per layer."""
    joined: dict[Place, list[tuple[Place, int]]] = {}
    apart = []
    for number, line in enumerate(lines):
        if not line.paired or not line.decision:
            continue
        first, second = ((line.layer, block(line.layer, member)) for member in line.item)
        if line.decision == SAME:
            joined.setdefault(first, []).append((second, number))
            joined.setdefault(second, []).append((first, number))
        else:
            apart.append((number, first, second))
    chains = ((number, _chain(first, second, joined)) for number, first, second in apart)
    return [Clash(number, chain) for number, chain in chains if chain is not None]


def _chain(start: Place, end: Place, joined: Mapping[Place, list[tuple[Place, int]]]) -> list[int] | None:
    """The shortest chain of lines from one record to another, or None. Breadth first."""
    reached: dict[Place, list[int]] = {start: []}
    queue = [start]
    for place in queue:
        for other, number in joined.get(place, ()):
            if other not in reached:
                reached[other] = [*reached[place], number]
                queue.append(other)
    return reached.get(end)


def unsettled(pairs: Sequence[Line], old: Sequence[Line]) -> list[Line]:
    """The pairs worth a question: without those whose answer follows from decided ones.

    pairs: every question of now. old: the lines of the file, of which those count whose two values are still so.
    """
    fresh = {line.key: (line.a, line.b) for line in pairs}
    known = [
        line
        for line in old
        if line.paired and line.decision and fresh.get(line.key, (line.a, line.b)) == (line.a, line.b)
    ]
    groups = Groups[Place]()
    for line in known:
        if line.decision == SAME:
            groups.join(*((line.layer, member) for member in line.item))

    def ends(line: Line) -> frozenset[Place]:
        return frozenset(groups.of((line.layer, member)) for member in line.item)

    apart = {ends(line) for line in known if line.decision != SAME}
    decided = {line.key for line in known}
    return [line for line in pairs if line.key in decided or not (len(ends(line)) == 1 or ends(line) in apart)]

"""What two annotators call the same entity or cluster: one name for both, found by the records that they share.

Names that the workspace gave to all mean the same for all. Of the others, each annotator's own, two are one where the
records in them agree most (one to one, the most records shared in all). The name is that of the workspace, where it has
the thing too, else A's, else B's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from wiremark.annotation.matching import Tie, assign

_Group = tuple[str | None, str | None]
"""What A and what B calls one thing."""


@dataclass(frozen=True, slots=True)
class Labels:
    """In which entity or cluster a record is: in A, in B and in the workspace; None where in none, or not there."""

    a: str | None
    b: str | None
    present: str | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """The names of the merged draft. a, b: from each annotator's own names; others stay as they are."""

    a: Mapping[str, str]
    b: Mapping[str, str]

    @property
    def all(self) -> frozenset[str]:
        """Every name of the merged draft that an annotator has made or used."""
        return frozenset({*self.a.values(), *self.b.values()})

    def sources(self, name: str) -> tuple[list[str], list[str]]:
        """What A and B call a thing of the merged draft, where they have own names for it."""
        return [old for old, new in self.a.items() if new == name], [old for old, new in self.b.items() if new == name]


def merged(
    labels: Sequence[Labels], a: Collection[str], b: Collection[str], taken: Collection[str], *, lend: bool
) -> Names:
    """Names for the annotators' own names `a` and `b`. `taken`: the workspace's.

    lend: a thing takes the name of the workspace's thing with which it shares most records, even if no annotator used
    it: so with clusters, whose names annotators do not see. With entities only a name that one of them gave is kept.
    """
    pairs = _shared((label.a, label.b) for label in labels if label.a in a and label.b in b)
    groups: list[_Group] = [*pairs, *((x, None) for x in sorted(a) if x not in dict(pairs))]
    paired = {y for _, y in pairs}
    # what both call alike, and share no record of, is one thing all the same
    groups = [(x, x if y is None and x in b and x not in paired else y) for x, y in groups]
    paired |= {y for _, y in groups if y}
    rows: list[_Group] = [*groups, *((None, y) for y in sorted(b) if y not in paired)]
    lent = _lent(rows, labels, taken) if lend else {}
    used, found_a, found_b = set[str](), dict[str, str](), dict[str, str]()
    order = sorted(range(len(rows)), key=lambda row: (row not in lent, rows[row][0] is None, row))
    for row in order:
        x, y = rows[row]
        known = [name for name in (x, y) if name and name in taken]
        name = lent.get(row) or next((name for name in (*known, x, y) if name), "")
        name = free(name, used)
        used.add(name)
        if x:
            found_a[x] = name
        if y:
            found_b[y] = name
    return Names(found_a, found_b)


def free(name: str, used: Collection[str]) -> str:
    """The name, or, where it is used, the first of `name-2`, `name-3` … that is not."""
    number, found = 1, name
    while found in used:
        number += 1
        found = f"{name}-{number}"
    return found


def stems(name: str, stem: str) -> bool:
    """True where `free` may have made the name of `stem`."""
    return name == stem or (name.startswith(f"{stem}-") and name[len(stem) + 1 :].isdecimal())


def _shared(pairs: Iterable[tuple[str | None, str | None]]) -> list[tuple[str, str]]:
    """The one-to-one assignment of names with the most records in common; alike names first among equals."""
    counts = Counter((x, y) for x, y in pairs if x and y)
    rows, columns = (sorted({pair[side] for pair in counts}) for side in (0, 1))
    weights = {(rows.index(x), columns.index(y)): float(count) for (x, y), count in counts.items()}
    ties = {(i, j): Tie(int(rows[i] == columns[j]), f"{rows[i]} {columns[j]}") for i, j in weights}
    return [(rows[i], columns[j]) for i, j in assign(weights, ties)]


def _lent(rows: Sequence[_Group], labels: Sequence[Labels], taken: Collection[str]) -> dict[int, str]:
    """For each group the workspace's name with which it shares most, one to one; its own where the workspace has it."""
    at_a = {x: row for row, (x, _) in enumerate(rows) if x}
    at_b = {y: row for row, (_, y) in enumerate(rows) if y}
    counts = Counter[tuple[int, str]]()
    for label in labels:
        here = {at_a.get(label.a or ""), at_b.get(label.b or "")}
        name = label.present if label.present in taken else None
        counts.update((row, name) for row in here if row is not None and name)
    columns = sorted({name for _, name in counts})
    weights = {(row, columns.index(name)): float(count) for (row, name), count in counts.items()}
    ties = {(row, j): Tie(int(columns[j] in rows[row]), f"{rows[row]} {columns[j]}") for row, j in weights}
    return {row: columns[j] for row, j in assign(weights, ties)}

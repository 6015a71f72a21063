"""From version to version: which migrations lead from one schema to another, and in which order."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise

from wiremark.schema.migrate.operations import Migration
from wiremark.schema.versions import precedence


@dataclass(frozen=True, slots=True)
class Step:
    """From one version to another. migration: None where only the stamp changes; `back`: it is to be undone."""

    old: str
    new: str
    migration: Migration | None
    back: bool = False


def route(old: str, new: str, versions: Collection[str], migrations: Collection[Migration]) -> list[Step]:
    """The steps from one version to another; none where they are one.

    Where no migration leads on, nothing broke, and the next version is a step that changes the stamp. Of several ways
    the one with the fewest such steps, then the fewest of all. Raises KeyError for a version that is not among
    `versions`.
    """
    for version in (old, new):
        if version not in versions:
            raise KeyError(version)
    if precedence(new) < precedence(old):
        there = route(new, old, versions, migrations)
        return [Step(step.new, step.old, step.migration, back=True) for step in reversed(there)]
    ordered = sorted(versions, key=precedence)
    onward: dict[str, list[Step]] = {version: [] for version in ordered}
    for here, following in pairwise(ordered):
        onward[here].append(Step(here, following, None))
    for migration in migrations:
        if migration.old in onward and migration.new in onward:
            onward[migration.old].append(Step(migration.old, migration.new, migration))
    return _shortest(old, new, onward)


def _shortest(old: str, new: str, onward: Mapping[str, list[Step]]) -> list[Step]:
    """Dijkstra's way from old to new; a step without a migration costs more than any number of others."""
    queue: list[tuple[int, int, int, str, list[Step]]] = [(0, 0, 0, old, [])]
    done, number = set[str](), 0
    while queue:
        stamps, length, _, here, steps = heappop(queue)
        if here == new:
            return steps
        if here in done:
            continue
        done.add(here)
        for step in onward[here]:
            if precedence(step.new) <= precedence(new):
                number += 1
                stamped = stamps + (step.migration is None)
                heappush(queue, (stamped, length + 1, number, step.new, [*steps, step]))
    raise KeyError(new)

"""The version that a change needs, against the one that is declared, and ids that older versions gave away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wiremark.schema.changes.labels import rows
from wiremark.schema.changes.normal import subschemas
from wiremark.schema.changes.rules import Bump
from wiremark.schema.versions import precedence
from wiremark.schema.walk import child, steps


def required(version: str, bump: Bump) -> str:
    """The least version after `version` that a change may have (Semantic Versioning 2.0.0)."""
    major, minor, patch = precedence(version)[0]
    early = "-" in version
    if bump in ("major", "unclassified"):
        return f"{major}.{minor}.{patch}" if early and not minor and not patch else f"{major + 1}.0.0"
    if bump == "minor":
        return f"{major}.{minor}.{patch}" if early and not patch else f"{major}.{minor + 1}.0"
    if bump == "patch":
        return f"{major}.{minor}.{patch}" if early else f"{major}.{minor}.{patch + 1}"
    return version


def enough(declared: str, needed: str) -> bool:
    """True where a version is not lower than the one that is needed; 2.0.0-rc.1 will do for 2.0.0."""
    return precedence(declared) >= precedence(needed) or precedence(declared)[0] >= precedence(needed)[0]


Rows = Mapping[str, Mapping[str, Any]]
"""The rows of a label set by name."""


@dataclass(frozen=True, slots=True)
class Retired:
    """An id that an older version gave to another label. `pointer`: of the new label's id."""

    pointer: str
    labels: str
    id: int
    was: str
    now: str


def retired(older: Mapping[str, Any], old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Retired]:
    """The ids of label sets in `new` that were retired before `old`, and had another label in `older`."""
    sets = dict(_sets(new))
    then, before = (dict(_sets(schema)) for schema in (older, old))
    for pointer, now in sets.items():
        known = {row["id"] for row in _same(pointer, now, before, sets).values()}
        names = {row["id"]: other for other, row in _same(pointer, now, then, sets).items()}
        for place, (name, row) in enumerate(now.items()):
            was = names.get(row["id"], name)
            if row["id"] not in known and was != name:
                spot = child(child(child(pointer, "x-labels"), place), "id")
                called = (steps(pointer) or ["the schema"])[-1]
                yield Retired(spot, called, row["id"], was, name)


def _same(pointer: str, now: Rows, then: Mapping[str, Rows], sets: Mapping[str, Rows]) -> Rows:
    """What a label set was in another version: the set at its place, or, under another name, one that is mostly it."""
    if pointer in then:
        return then[pointer]
    alike = {place: _shared(rows, now) / len(rows) for place, rows in then.items() if place not in sets}
    best = max(alike, key=lambda place: alike[place], default="")
    return then[best] if alike.get(best, 0) > 0.5 else {}


def _shared(one: Rows, other: Rows) -> int:
    return sum(1 for name, row in one.items() if name in other and other[name]["id"] == row["id"])


def _sets(schema: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Mapping[str, Any]]]]:
    for pointer, node in subschemas(schema):
        found = rows(node.get("x-labels")) if isinstance(node, Mapping) else None
        if found:
            yield pointer, found

"""Walks two schemas side by side, along what they say and not how they write it, and tells every change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wiremark.schema.changes import identity, label_sets, objects, roles, values
from wiremark.schema.changes.comparison import Comparison, shown
from wiremark.schema.changes.labels import evidence
from wiremark.schema.changes.normal import canonical
from wiremark.schema.changes.objects import Nodes
from wiremark.schema.changes.record import ABSENT, Change
from wiremark.schema.changes.view import View, view
from wiremark.schema.walk import child


def changes(old: Mapping[str, Any], new: Mapping[str, Any], renames: frozenset[tuple[str, str]]) -> list[Change]:
    """Every change from one schema to the other. `renames`: old and new names of labels, as a migration has them."""
    both = Comparison(old, new, evidence(old, new, renames))
    _walk(both, [("", old, "", new)])
    roles.compare(both)
    identity.compare(both)
    return both.changes


def _walk(both: Comparison, todo: list[Nodes]) -> None:
    seen: set[tuple[str, str]] = set()
    while todo:
        place, before, spot, after = todo.pop()
        old, new = view(both.old, before, place), view(both.new, after, spot)
        if (old.pointer, new.pointer) in seen and _plain(old) and _plain(new):
            continue
        seen.add((old.pointer, new.pointer))
        both.pairs.append((old, new))
        todo += reversed(list(_node(both, old, new)))


def _plain(seen: View) -> bool:
    """True where nothing stands beside the reference that led here."""
    return all(place.startswith(f"{seen.pointer}/") for place in seen.places.values())


def _node(both: Comparison, old: View, new: View) -> Iterator[Nodes]:
    values.words(both, old, new)
    values.null(both, old, new)
    if values.whole(both, old, new):
        return
    labels = label_sets.compare(both, old, new)
    values.enumeration(both, old, new, labels)
    values.bounds(both, old, new)
    yield from objects.compare(both, old, new)
    yield from _items(both, old, new)
    for keyword in ("allOf", "anyOf", "oneOf"):
        yield from _alternatives(both, old, new, keyword)
    yield from _patterns(both, old, new)


def _pair(old: View, new: View, keyword: str) -> tuple[Any, Any, str, str]:
    return (
        old.keywords.get(keyword, ABSENT),
        new.keywords.get(keyword, ABSENT),
        old.place(keyword),
        new.place(keyword),
    )


def _changed(both: Comparison, old: View, new: View, keyword: str) -> None:
    before, after, place, spot = _pair(old, new, keyword)
    both.tell(
        "values",
        place,
        spot,
        f"{keyword} of {values.name(new)} changes",
        found=shown(after),
        expected=shown(before),
        edits=both.put(old, new, (keyword,)),
    )


def _items(both: Comparison, old: View, new: View) -> Iterator[Nodes]:
    for keyword in ("items", "additionalItems", "prefixItems"):
        before, after, place, spot = _pair(old, new, keyword)
        if isinstance(before, Mapping | bool) and isinstance(after, Mapping | bool):
            yield place, before, spot, after
        elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
            for number, (one, two) in enumerate(zip(before, after, strict=True)):
                yield child(place, number), one, child(spot, number), two
        elif before is not ABSENT or after is not ABSENT:
            _changed(both, old, new, keyword)


def _alternatives(both: Comparison, old: View, new: View, keyword: str) -> Iterator[Nodes]:
    """Members that stand for each other: equal ones, then the rest in order; where numbers differ, one change."""
    before, after, place, spot = _pair(old, new, keyword)
    if before is ABSENT and after is ABSENT:
        return
    if not isinstance(before, list) or not isinstance(after, list):
        _changed(both, old, new, keyword)
        return
    left, right = list(range(len(before))), list(range(len(after)))
    pairs = []
    for one in list(left):
        text = canonical(before[one])
        two = next((number for number in right if canonical(after[number]) == text), None)
        if two is not None:
            pairs.append((one, two))
            left.remove(one)
            right.remove(two)
    if len(left) == len(right):
        pairs += zip(left, right, strict=True)
    else:
        _changed(both, old, new, keyword)
    for one, two in pairs:
        yield child(place, one), before[one], child(spot, two), after[two]


def _patterns(both: Comparison, old: View, new: View) -> Iterator[Nodes]:
    before, after, place, spot = _pair(old, new, "patternProperties")
    if before is ABSENT and after is ABSENT:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping) and before.keys() == after.keys():
        for pattern in before:
            yield child(place, pattern), before[pattern], child(spot, pattern), after[pattern]
    else:
        _changed(both, old, new, "patternProperties")

"""Stories and splits of documents that have none; no document that has them is moved.

What must stay together is one unit: by story the documents of a story and their near-duplicates, by document
near-duplicates alone. A unit that has a split gets its further documents there; in one that stands in several each goes
to its story, or to the near-duplicate that it shares most with. The others are filled in greedily, the largest first
and units of one size in the order of a hash of their name, each into the split that lacks most documents of its share:
so five articles are parted as sensibly as five thousand. From four units on no split with a share stays empty.
It all depends on names and on what is assigned already, not on the order of rows.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wiremark.sources import SPLITS
from wiremark.validation.corpus import duplicates
from wiremark.validation.corpus.duplicates import Pair

_EVERY = 4
"""From so many units on every split with a share gets one."""


@dataclass(frozen=True, slots=True)
class Place:
    """A document's story and split; empty where it has none."""

    story: str
    split: str


def stories(places: Mapping[str, Place], near: Iterable[Pair]) -> dict[str, str]:
    """The story of every document, by id.

    One without gets that of the near-duplicate with which it shares most, also over others without; else one named by
    the first id among it and its near-duplicates.
    """
    found = {id: place.story for id, place in places.items() if place.story}
    beside = _beside(near)
    while True:
        known = {
            id: min((windows, found[other]) for windows, other in beside[id] if other in found)[1]
            for id in places
            if id not in found and any(other in found for _, other in beside[id])
        }
        if not known:
            break
        found |= known
    left = Together(id for id in places if id not in found)
    for id in left.of:
        for _, other in beside[id]:
            left.join(id, other)
    return found | {id: min(group) for group in left.groups() for id in group}


def assigned(
    places: Mapping[str, Place], near: Sequence[Pair], by: str, ratios: Mapping[str, float], seed: str
) -> dict[str, Place]:
    """Every document with story and split. by: "story" or "document"; ratios: the share of each split, of any sum."""
    story_of, beside = stories(places, near), _beside(near)
    together = Together(places)
    for pair in near:
        together.join(pair.first, pair.second)
    if by == "story":
        first: dict[str, str] = {}
        for id in sorted(places):
            together.join(id, first.setdefault(story_of[id], id))
    split_of = {id: place.split for id, place in places.items() if place.split}
    size, fresh, units = Counter(split_of.values()), list[list[str]](), together.groups()
    for unit in units:
        theirs = Counter(split_of[id] for id in unit if id in split_of)
        if len(theirs) > 1:
            found = _parted(unit, story_of, split_of, beside, by)
            size.update(found.values())
            split_of |= found
        elif theirs:
            split = _most(theirs)
            size[split] += len(unit) - theirs.total()
            split_of |= {id: split for id in unit if id not in split_of}
        else:
            fresh.append(unit)
    names = {unit[0]: story_of[unit[0]] if by == "story" else unit[0] for unit in fresh}
    fresh.sort(key=lambda unit: (-len(unit), _hash(seed, names[unit[0]]), unit))
    for number, unit in enumerate(fresh):
        empty = [split for split in SPLITS if ratios.get(split) and not size[split]]
        must = len(units) >= _EVERY and len(fresh) - number == len(empty)
        total = size.total() + len(unit)
        split = max(
            empty if must else [split for split in SPLITS if ratios.get(split)],
            key=lambda split: ratios[split] / sum(ratios.values()) * total - size[split],
        )
        size[split] += len(unit)
        split_of |= dict.fromkeys(unit, split)
    return {id: Place(story_of[id], split_of[id]) for id in places}


def _parted(
    unit: Sequence[str],
    story_of: Mapping[str, str],
    split_of: Mapping[str, str],
    beside: Mapping[str, Sequence[tuple[int, str]]],
    by: str,
) -> dict[str, str]:
    """Splits for those of a unit that have none, where the others stand in several: no story is parted by it.

    By story they go to their story. Where it has no split, or several, and by document, they go to the near-duplicate
    with which they share most, as `stories` does.
    """
    of_story: dict[str, Counter[str]] = defaultdict(Counter)
    there = {id: split_of[id] for id in unit if id in split_of}
    for id, split in there.items():
        of_story[story_of[id]][split] += 1
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for id in unit:
        if id not in there:
            whole = by == "story" and len(of_story[story_of[id]]) < 2
            groups[story_of[id], "" if whole else id].append(id)
    found: dict[str, str] = {}
    while groups:
        there |= found
        for (story, one), ids in list(groups.items()):
            closest = min(
                (
                    (windows, story_of[other], SPLITS.index(there[other]))
                    for id in ids
                    for windows, other in beside.get(id, ())
                    if other in there
                ),
                default=None,
            )
            theirs = of_story[story]
            if by == "story" and (len(theirs) == 1 or (theirs and not closest)):
                split = _most(theirs)
            elif closest:
                split = SPLITS[closest[-1]]
            else:
                continue
            found |= dict.fromkeys(ids, split)
            del groups[story, one]
    return found


def _beside(near: Iterable[Pair]) -> dict[str, list[tuple[int, str]]]:
    """By document its near-duplicates, each with how many windows it shares, less than none."""
    beside: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for pair in near:
        beside[pair.first].append((-pair.windows, pair.second))
        beside[pair.second].append((-pair.windows, pair.first))
    return beside


def _most(splits: Counter[str]) -> str:
    """The split that stands most often, the first in order of several."""
    return min(splits, key=lambda split: (-splits[split], SPLITS.index(split)))


def settled(
    places: Mapping[str, Place],
    texts: Mapping[str, str],
    near: Sequence[Pair],
    by: str,
    ratios: Mapping[str, float],
    seed: str,
) -> dict[str, Place]:
    """As `assigned`, and once more where documents that it parts are near-duplicates that `near` has not.

    texts: by id. So no near-duplicates are parted but those that were parted before.
    """
    held = set(near)
    while True:
        found = assigned(places, sorted(held), by, ratios, seed)
        parted = duplicates.apart({id: place.split for id, place in found.items()}, texts.__getitem__)
        missed = {pair for pair in parted if pair.near} - held
        if not missed:
            return found
        held |= missed


class Together:
    """Groups of names that were joined, one way or over others."""

    def __init__(self, names: Iterable[str]) -> None:
        self.of = {name: name for name in names}

    def join(self, one: str, other: str) -> None:
        """Puts the groups of two names together, the first name of both first; a name that is not there is none."""
        if one in self.of and other in self.of:
            first, second = sorted((self._head(one), self._head(other)))
            self.of[second] = first

    def groups(self) -> list[list[str]]:
        """The groups and their names, in order."""
        found: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self.of):
            found[self._head(name)].append(name)
        return [found[head] for head in sorted(found)]

    def _head(self, name: str) -> str:
        while self.of[name] != name:
            self.of[name] = name = self.of[self.of[name]]
        return name


def _hash(seed: str, name: str) -> str:
    return hashlib.sha256(f"{seed}\n{name}".encode()).hexdigest()

"""The rule table made ready for whole columns: gates numbered, places and reasons as numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from wiremark.cleaning.columnar.frame import Flags, Offsets
from wiremark.cleaning.columnar.gates import Gates, Pattern
from wiremark.cleaning.columnar.shapes import parsed
from wiremark.cleaning.rule import METADATA, Part, Place, Rule
from wiremark.cleaning.rules import rules_for

PLACES = tuple(Place)
STATELESS = (Place.ANYWHERE, Place.NEWS)
"""Places that can be told from the raw text alone; at the others it matters what became of the lines above."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """How the line `step` rows away must begin: the pattern, and its number among the gates."""

    step: int
    pattern: str
    gate: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: its number, and what it takes to try it on a line.

    `cut` and `value` are the groups of these names, or what stands in for them.
    """

    number: int
    rule: Rule
    neighbours: tuple[Neighbour, ...]
    cut: str | int
    value: str | int
    whole: bool
    takes_all: bool
    """It takes the whole line, and nothing is to be read off the match."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The rules for a language. The arrays have one entry for each rule."""

    rows: tuple[Row, ...]
    gates: Gates
    place: Offsets
    once: Flags
    ends_article: Flags
    metadata: Offsets
    """The number of the rule's reason in METADATA, or -1."""
    sure: Flags
    """Where its pattern and the raw text around let it act, it acts."""


@cache
def plan(language: str) -> Plan:
    """The plan for `language`, the primary subtag in small letters."""
    rules = rules_for(language)
    patterns = [Pattern(rule.pattern, rule.part is Part.LINE) for rule in rules]
    rows = tuple(_row(number, rule, patterns) for number, rule in enumerate(rules))
    once = np.array([rule.once and rule.reason in METADATA for rule in rules], np.bool_)
    return Plan(
        rows,
        Gates(patterns),
        np.array([PLACES.index(rule.place) for rule in rules], np.int64),
        once,
        np.array([rule.ends_article for rule in rules], np.bool_),
        np.array([METADATA.index(rule.reason) if rule.reason in METADATA else -1 for rule in rules], np.int64),
        np.array([rule.place in STATELESS for rule in rules], np.bool_) & ~once,
    )


def _row(number: int, rule: Rule, patterns: list[Pattern]) -> Row:
    """The row; gates for its neighbours' patterns are put behind those that are there."""
    wanted = list(enumerate(rule.below, 1))
    if rule.above:
        wanted.append((-1, rule.above))
    neighbours = []
    for step, near in wanted:
        neighbours.append(Neighbour(step, near, len(patterns)))
        patterns.append(Pattern(near, whole=False))
    groups = parsed(rule.pattern).state.groupdict
    cut = "cut" if "cut" in groups else 0
    value = "value" if "value" in groups else cut
    takes_all = cut == 0 and rule.part is Part.LINE and rule.reason not in METADATA
    return Row(number, rule, tuple(neighbours), cut, value, rule.part is Part.LINE, takes_all)

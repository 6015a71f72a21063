"""What a line must look like for a pattern to match it, read off the parsed pattern: its edges and its length.

Everything here is necessary and never sufficient: a shape may let a line pass that the pattern refuses, and never
the other way round. A character is one of the 128 of ASCII, or OTHER, which stands for all the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from re import _constants as sre  # type: ignore[attr-defined]  # private, but its tree is what there is
from re import _parser  # type: ignore[attr-defined]
from typing import Any, Final

OTHER: Final = 128
"""Stands for every character that is not ASCII."""
END: Final = 129
"""Stands at every position beyond the edge of a line."""

Edge = tuple[int, ...]
"""One way for a line to begin (or, read backwards, to end): per position the characters that may stand there, as a
bit set. What comes after the last position is free."""

# More ways than these are laid together: each costs time for every line.
_MOST_WAYS = 48
_FEW_WAYS = 6
_MOST_BRANCHES = 24
_CHARACTERS = (1 << 129) - 1


@dataclass(frozen=True, slots=True)
class Shape:
    """The lines that a pattern can match lie within: one of `heads`, one of `tails`, and `shortest` to `longest`.

    Lengths are in code points.
    """

    heads: tuple[Edge, ...]
    tails: tuple[Edge, ...]
    shortest: int
    longest: int


@cache
def parsed(pattern: str) -> Any:
    """The tree that `re` makes of a pattern."""
    return _parser.parse(pattern)


@cache
def shape(pattern: str, *, whole: bool, depth: int) -> Shape:
    """The shape of lines that `pattern` matches from the beginning, to the end where it is `whole`.

    Edges have at most `depth` characters.
    """
    tree = parsed(pattern)
    shortest, longest = tree.getwidth()
    heads = _edges(tree, tree.state.flags, depth, backwards=False)
    if whole:
        tails = _edges(tree, tree.state.flags, depth, backwards=True)
        return Shape(_closed(heads, depth), _closed(tails, depth), shortest, longest)
    return Shape(tuple(heads), ((),), shortest, int(sre.MAXREPEAT))


@cache
def alternatives(pattern: str, *, whole: bool, depth: int) -> tuple[Shape, ...]:
    """The shapes of the ways that `pattern` branches into, where they are not too many: each has its own edges.

    A pattern whose one branch begins freely and whose other ends freely has, as a whole, a shape that lets all pass.
    """
    tree = parsed(pattern)
    shapes = []
    for items in _spread(list(tree)):
        heads = _edges(items, tree.state.flags, depth, backwards=False)
        tails = _edges(items, tree.state.flags, depth, backwards=True) if whole else {()}
        ends = _closed(tails, depth) if whole else ((),)
        shapes.append(Shape(_closed(heads, depth) if whole else tuple(heads), ends, 0, int(sre.MAXREPEAT)))
    return tuple(shapes)


def _spread(items: Sequence[Any]) -> list[list[Any]]:
    """What the items branch into, one list of items for each way."""
    ways: list[list[Any]] = [[]]
    for item in items:
        kind, value = item
        parts: list[list[Any]] = [[item]]
        if kind is sre.BRANCH:
            parts = [way for branch in value[1] for way in _spread(branch)]
        elif kind is sre.SUBPATTERN:
            parts = [[(kind, (*value[:3], way))] for way in _spread(value[3])]
        if len(ways) * len(parts) > _MOST_BRANCHES:
            parts = [[item]]
        ways = [[*way, *part] for way in ways for part in parts]
    return ways


def _closed(edges: Iterable[Edge], depth: int) -> tuple[Edge, ...]:
    """The edges, with the line's other end behind those that are complete."""
    return tuple(edge if len(edge) == depth else (*edge, 1 << END) for edge in edges)


def _edges(items: Sequence[Any], flags: int, depth: int, *, backwards: bool) -> set[Edge]:
    """The ways to begin with (or end in) what `items` match, one after the other."""
    ways: set[Edge] = {()}
    for item in reversed(items) if backwards else items:
        if all(len(way) == depth for way in ways):
            break
        ways = _joined(ways, _item_edges(item, flags, depth, backwards=backwards), depth)
    return ways


def _joined(first: set[Edge], then: set[Edge], depth: int) -> set[Edge]:
    done = {way for way in first if len(way) == depth}
    return _fewer(done | {(*way, *more)[:depth] for way in first - done for more in then})


_KNOWN: dict[tuple[str, int, int, bool], set[Edge]] = {}  # patterns are made of the same few pieces


def _item_edges(item: Any, flags: int, depth: int, *, backwards: bool) -> set[Edge]:
    if item[0] in (sre.LITERAL, sre.NOT_LITERAL, sre.IN, sre.ANY, sre.AT):
        return _edges_of(item, flags, depth, backwards=backwards)
    key = repr(item), int(flags), depth, backwards
    if key not in _KNOWN:
        _KNOWN[key] = _edges_of(item, flags, depth, backwards=backwards)
    return _KNOWN[key]


def _edges_of(item: Any, flags: int, depth: int, *, backwards: bool) -> set[Edge]:
    kind, value = item
    if kind in (sre.LITERAL, sre.NOT_LITERAL, sre.IN, sre.ANY):
        return {(_characters(kind, value, bool(flags & re.IGNORECASE)),)}
    if kind is sre.BRANCH:
        return _fewer(set().union(*(_edges(way, flags, depth, backwards=backwards) for way in value[1])))
    if kind is sre.SUBPATTERN:
        _, added, dropped, inner = value
        return _edges(inner, (flags | added) & ~dropped, depth, backwards=backwards)
    if kind in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        fewest, most, inner = value
        return _repeated(_edges(inner, flags, depth, backwards=backwards), int(fewest), int(most), depth)
    if kind is sre.AT:
        return {()}
    raise NotImplementedError(f"no shape for {kind} in a pattern")


def _repeated(one: set[Edge], fewest: int, most: int, depth: int) -> set[Edge]:
    ways: set[Edge] = {()} if fewest == 0 else set()
    chain: set[Edge] = {()}
    for times in range(1, min(most, max(fewest, 0) + depth) + 1):
        chain = _joined(chain, one, depth)
        if times >= fewest:
            ways |= chain
        if all(len(way) == depth for way in chain):
            return _fewer(ways | chain)
    return _fewer(ways)


def _fewer(ways: set[Edge]) -> set[Edge]:
    """The same ways in fewer edges; where there are still too many, those of one length are laid together."""
    if len(ways) <= _FEW_WAYS:
        return ways
    ways = _merged(ways)
    if len(ways) > _MOST_WAYS:
        ways = _without_special_cases(ways)
    for shared in (3, 2, 1, 0):
        if len(ways) <= _MOST_WAYS:
            break
        groups: dict[tuple[int, Edge], list[Edge]] = {}
        for way in ways:
            groups.setdefault((len(way), way[:shared]), []).append(way)
        ways = _merged({tuple(map(_union, zip(*group, strict=True))) for group in groups.values()})
    return ways


def _without_special_cases(ways: set[Edge]) -> set[Edge]:
    """The edges that no other one of the same length holds."""
    kept: list[Edge] = []
    for way in sorted(ways, key=lambda way: -sum(mask.bit_count() for mask in way)):
        if not any(
            len(other) == len(way) and not any(a & ~b for a, b in zip(way, other, strict=True)) for other in kept
        ):
            kept.append(way)
    return set(kept)


def _merged(ways: set[Edge]) -> set[Edge]:
    """Edges that differ at one position become one; nothing is lost by it."""
    for position in range(max(map(len, ways), default=0) - 1, -1, -1):
        groups: dict[tuple[Edge, Edge], int] = {}
        shorter = set()
        for way in ways:
            if position < len(way):
                key = way[:position], way[position + 1 :]
                groups[key] = groups.get(key, 0) | way[position]
            else:
                shorter.add(way)
        ways = shorter | {(*left, union, *right) for (left, right), union in groups.items()}
    return ways


def _union(masks: Iterable[int]) -> int:
    together = 0
    for mask in masks:
        together |= mask
    return together


@cache
def _folded(code: int) -> int:
    """A character and, case aside, all that `re` takes for it."""
    sign = chr(code)
    if not sign.isascii():
        return 1 << OTHER
    pattern = re.compile(re.escape(sign), re.IGNORECASE)
    mask = _union(1 << other for other in range(128) if pattern.fullmatch(chr(other)))
    # the long s, the Kelvin sign and the Turkish i's are letters of ASCII with their case folded
    return mask | (1 << OTHER if sign.lower() in "iks" else 0)


def _characters(kind: Any, value: Any, fold: bool) -> int:
    if kind is sre.ANY:
        return _CHARACTERS & ~(1 << 10)
    if kind is sre.LITERAL:
        return _folded(value) if fold else 1 << min(value, OTHER)
    if kind is sre.NOT_LITERAL:
        return _CHARACTERS & ~(0 if fold else 1 << value if value < OTHER else 0)
    mask, negated = 0, False
    for part, inner in value:
        if part is sre.NEGATE:
            negated = True
        elif part is sre.LITERAL:
            mask |= _one(inner, fold, negated)
        elif part is sre.RANGE:
            for code in range(inner[0], min(inner[1], OTHER) + 1):
                mask |= _one(code, fold, negated)
            mask |= 1 << OTHER if inner[1] >= OTHER and not negated else 0
        else:
            raise NotImplementedError(f"no shape for {part} in a class")
    return _CHARACTERS & ~mask if negated else mask


def _one(code: int, fold: bool, negated: bool) -> int:
    mask = _folded(code) if fold else 1 << min(code, OTHER)
    # a class that leaves one character out still has others that are not ASCII
    return mask & ~(1 << OTHER) if negated else mask

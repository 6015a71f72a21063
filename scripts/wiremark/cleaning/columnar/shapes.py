"""What a line must look like for a pattern to match it, read off the parsed pattern: its edges and its length.

Everything here is necessary and never sufficient: a shape may let a line pass that the pattern refuses, and never
the other way round. A character is one of the 128 of ASCII, or OTHER, which stands for all the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, reduce
from operator import or_
from re import _constants as sre  # type: ignore[attr-defined]  # private, but its tree is what there is
from re import _parser  # type: ignore[attr-defined]
from typing import Any, Final

OTHER: Final = 128
"""Stands for every character that is not ASCII."""
END: Final = 129
"""Stands at every position beyond the edge of a line."""

RARE: Final = "@([|/"
"""Signs that few lines of prose have; OTHER counts as one of them."""

Edge = tuple[int, ...]
"""One way for a line to begin (or, read backwards, to end): per position the characters that may stand there, as a
bit set. What comes after the last position is free."""

_FOLDED = int(re.IGNORECASE)
# More ways than these are laid together: each costs time for every line.
_MOST_WAYS = 48
_FEW_WAYS = 6
_CHARACTERS = (1 << 129) - 1
_SPACE = 1 << 32
_STOP = 1 << ord(".")
_RARE = sum(1 << ord(sign) for sign in RARE) | 1 << OTHER


@dataclass(frozen=True, slots=True)
class Shape:
    """The lines that a pattern can match have one of `heads`, one of `tails` and `shortest` to `longest` characters.

    `last_word` is the set of characters that may stand behind the last space. Of `signs`, a set within RARE, a line has
    one at least, unless it is empty. Lengths are in code points.
    """

    heads: tuple[Edge, ...]
    tails: tuple[Edge, ...]
    last_word: int
    signs: int
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
    return _shape(tree, int(tree.state.flags), depth, tree.getwidth(), whole=whole)


@cache
def alternatives(pattern: str, most: int, *, whole: bool, depth: int) -> tuple[Shape, ...]:
    """The shapes of the ways that `pattern` branches into, at `most` so many before ends are told apart.

    A pattern whose one branch begins freely and whose other ends freely has, as a whole, a shape that lets all pass.
    """
    tree = parsed(pattern)
    ways = [_shape(way, int(tree.state.flags), depth, tree.getwidth(), whole=whole) for way in _spread(tree, most)]
    return tuple(each for way in ways for each in _by_stop(way))


def _shape(items: Sequence[Any], flags: int, depth: int, width: tuple[int, int], *, whole: bool) -> Shape:
    heads, signs = _edges(items, flags, depth, backwards=False), _needed_signs(items, flags)
    if not whole:
        return Shape(tuple(heads), ((),), _CHARACTERS, signs, width[0], int(sre.MAXREPEAT))
    tails = _edges(items, flags, depth, backwards=True)
    return Shape(_closed(heads, depth), _closed(tails, depth), _last_word(items, flags), signs, *width)


def _by_stop(shape: Shape) -> Iterator[Shape]:
    """The shape of lines that end with a full stop, as most lines of prose do, and that of the others."""
    for last in (_STOP, ~_STOP):
        tails = tuple((way[0] & last, *way[1:]) for way in shape.tails if way and way[0] & last)
        if tails:
            yield replace(shape, tails=tails)
    if () in shape.tails:
        yield replace(shape, tails=((),))


def _needed_signs(items: Sequence[Any], flags: int) -> int:
    """The rarest set within RARE of which what `items` match has one; empty where there is none."""
    sets = filter(None, (_signs_of(kind, value, flags) for kind, value in items))
    return min(sets, key=int.bit_count, default=0)


def _signs_of(kind: Any, value: Any, flags: int) -> int:
    if kind in (sre.LITERAL, sre.IN):
        characters = _characters(kind, value, bool(flags & _FOLDED))
        return 0 if characters & ~_RARE else characters
    if kind is sre.SUBPATTERN:
        _, added, dropped, inner = value
        return _needed_signs(inner, (flags | added) & ~dropped)
    if kind is sre.BRANCH:
        ways = [_needed_signs(way, flags) for way in value[1]]
        return _union(ways) if all(ways) else 0
    return _needed_signs(value[2], flags) if kind is sre.MAX_REPEAT and value[0] else 0


@dataclass(frozen=True, slots=True)
class _Read:
    """What has been read of a line from its end on: whether it may be nothing yet; the characters that may stand
    leftmost in the last word so far; those with which the word, all of it read, may begin."""

    nothing: bool
    leftmost: int
    begun: int

    def __or__(self, other: _Read) -> _Read:
        return _Read(self.nothing or other.nothing, self.leftmost | other.leftmost, self.begun | other.begun)

    def before(self, characters: int) -> _Read:
        """With one of these characters before it."""
        begun = self.begun
        if characters & _SPACE:
            begun |= self.leftmost
        more = bool(self.nothing or self.leftmost)
        return _Read(False, characters & ~_SPACE if more else 0, begun)


def _last_word(items: Sequence[Any], flags: int) -> int:
    """The characters with which the last word of what `items` match may begin, where a space is not the last."""
    read = _backwards(items, flags, _Read(True, 0, 0))
    return read.begun | read.leftmost


def _backwards(items: Sequence[Any], flags: int, read: _Read) -> _Read:
    for item in reversed(items):
        kind, value = item
        if not (read.nothing or read.leftmost):
            break  # all words are begun
        if kind in (sre.LITERAL, sre.NOT_LITERAL, sre.IN, sre.ANY):
            read = read.before(_characters(kind, value, bool(flags & _FOLDED)))
        elif kind is not sre.AT:
            key = id(item), flags, read
            if key not in _READ:
                _READ[key] = item, _backwards_through(kind, value, flags, read)
            read = _READ[key][1]
    return read


_READ: dict[tuple[int, int, _Read], tuple[Any, _Read]] = {}  # patterns are made of the same few pieces, kept here


def _backwards_through(kind: Any, value: Any, flags: int, read: _Read) -> _Read:
    if kind is sre.BRANCH:
        return reduce(or_, [_backwards(way, flags, read) for way in value[1]])
    if kind is sre.SUBPATTERN:
        _, added, dropped, inner = value
        return _backwards(inner, (flags | added) & ~dropped, read)
    fewest, most, inner = value
    for _ in range(fewest):
        read = _backwards(inner, flags, read)
    while most > fewest and (more := read | _backwards(inner, flags, read)) != read:
        read = more
    return read


def _spread(items: Sequence[Any], most: int) -> list[list[Any]]:
    """What the items branch into, one list of items for each way: level by level, as far as there is room."""
    ways, more = [list(items)], True
    while more:
        more, level, ways = False, ways, []
        for number, way in enumerate(level, 1):
            room = most - len(ways) - (len(level) - number)
            parts = next((parts for parts in _splits(way, first=True) if len(parts) <= room), None)
            ways += parts or [way]
            more |= parts is not None
    return ways


def _splits(items: Sequence[Any], *, first: bool) -> Iterator[list[list[Any]]]:
    """Per branch among the items the ways that it makes; what may be missing is a branch where it is the `first`."""
    for at, (kind, value) in enumerate(items):
        several: Iterable[list[list[Any]]] = ()
        if kind is sre.BRANCH:
            several = [[list(way) for way in value[1]]]
        elif kind is sre.SUBPATTERN:
            inner = _splits(value[3], first=first and at == 0)
            several = ([[(kind, (*value[:3], way))] for way in ways] for ways in inner)
        elif kind is sre.MAX_REPEAT and first and at == 0 and value[:2] == (0, 1):
            several = [[[], list(value[2])]]
        for parts in several:
            yield [[*items[:at], *part, *items[at + 1 :]] for part in parts]


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


_KNOWN: dict[tuple[int, int, int, bool], tuple[Any, set[Edge]]] = {}


def _item_edges(item: Any, flags: int, depth: int, *, backwards: bool) -> set[Edge]:
    if item[0] in (sre.LITERAL, sre.NOT_LITERAL, sre.IN, sre.ANY, sre.AT):
        return _edges_of(item, flags, depth, backwards=backwards)
    key = id(item), flags, depth, backwards
    if key not in _KNOWN:
        _KNOWN[key] = item, _edges_of(item, flags, depth, backwards=backwards)
    return _KNOWN[key][1]


def _edges_of(item: Any, flags: int, depth: int, *, backwards: bool) -> set[Edge]:
    kind, value = item
    if kind in (sre.LITERAL, sre.NOT_LITERAL, sre.IN, sre.ANY):
        return {(_characters(kind, value, bool(flags & _FOLDED)),)}
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

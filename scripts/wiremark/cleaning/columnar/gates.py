"""Which lines a pattern could match at all: told by a few characters at each edge, the last word, rare signs, length.

A gate lets every line pass that the pattern matches. Most lines of prose stop at all gates, and cost no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from wiremark.cleaning.columnar.frame import Bytes, Flags, Offsets
from wiremark.cleaning.columnar.shapes import END, OTHER, RARE, Edge, Shape, alternatives, shape

_DEPTH: Final = 4  # looked at two by two
# Where no character can be told everything passes.
_UNKNOWN: Final = 130
_SIGNS: Final = 131
_WORD: Final = 64
_LONG: Final = 1000
_LONG_WORD: Final = 24
_SPACE: Final = 32
_RARE: Final = (*map(ord, RARE), OTHER)
_RARE_NUMBERS: Final = bytes(1 + RARE.index(chr(byte)) if chr(byte) in RARE else 0 for byte in range(256))
# A pattern is split into more ways where then fewer of these pass.
_PROSE: Final = (
    "The harbour will be closed to all ships until the end of the pact.",
    "This is the second storm in a month, the mayor of Ostrand told the council on Monday.",
    "Mayor Ana Ruiz and Prime Minister Jo Falk of Vesterland met in Port Elsin.",
    "By noon all ferries were back in port, and most of their crews at home with friends",
    "In Ruritania, a ferry is free of charge; it has been since the war",
    "South Ostrand's plan for more ferries, cranes and pilots shakes the trust of Tarrow",
    "Sailors were paid by the day and slept aboard, which was seen as a right by both Elsin and Tarrow.",
    "Critics of the plan held a vigil before the town hall of Ilves.",
    "The council put it all on hold in spite of the storm.",
    "Signed in Ostrand, it was seen as one more step towards a new relationship.",
    "He said so.",
)
_MOST_WAYS: Final = (6, 12, 24)

_SIZES: Final = (*(_SIGNS * _SIGNS,) * _DEPTH, _SIGNS, 1 << len(_RARE))

_NONE: Final = np.zeros(0, np.int64)

Words = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern as a gate sees it: whether it speaks of the whole line or of its beginning."""

    pattern: str
    whole: bool


class Gates:
    """The gates of several patterns.

    Each way that a pattern branches into has a bit of its own; those of one pattern are in one word. A table tells
    for two characters beside each other which ways they leave open: four gathers read both edges, one the beginning of
    the last word, one the rare signs.
    """

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._shapes = [shape(pattern.pattern, whole=pattern.whole, depth=_DEPTH) for pattern in patterns]
        self._ways, self._tables = _packed([_ways(*each) for each in zip(patterns, self._shapes, strict=True)])

    def edges(self, data: Bytes, starts: Offsets, ends: Offsets, signs: Bytes, *, is_ascii: bool = False) -> Edges:
        """What is known of these lines, none of them empty, by their edges and the `rare_signs` that they may have."""
        return Edges(_open(self._tables, _read(data, starts, ends, signs, is_ascii=is_ascii)))

    def passing(self, edges: Edges, number: int, lengths: Offsets) -> Offsets:
        """Which lines pattern `number` could match, by their edges and their lengths in code points."""
        here, (word, ways) = self._shapes[number], self._ways[number]
        if not edges.of_all[word] & int(ways):
            return _NONE
        found = np.flatnonzero(edges.ways[word] & ways)
        if here.shortest > _DEPTH:
            found = found[lengths[found] >= here.shortest]
        return found[lengths[found] <= here.longest] if here.longest < _LONG else found

    def narrowed(self, edges: Edges, numbers: Sequence[int]) -> tuple[Edges, Offsets]:
        """Those of the lines alone that one of these patterns could match, and which they are."""
        asked = np.zeros(len(edges.ways), np.uint64)
        for number in numbers:
            word, bits = self._ways[number]
            asked[word] |= bits
        some = np.zeros(edges.ways[0].size, np.uint64)
        for ways, bits in zip(edges.ways, asked, strict=True):
            some |= ways & bits
        lines = np.flatnonzero(some)
        return Edges([ways[lines] for ways in edges.ways]), lines

    def passes(self, edges: Edges, number: int, lines: Offsets) -> Flags:
        """Which of these lines pattern `number`, which speaks of a beginning, could match."""
        word, ways = self._ways[number]
        return np.asarray((edges.ways[word][lines] & ways) != 0)


class Edges:
    """Per word and line the ways that its characters leave open; `of_all` of all lines together."""

    def __init__(self, ways: list[Words]) -> None:
        self.ways = ways
        self.of_all = [int(np.bitwise_or.reduce(word)) for word in ways]


def _ways(pattern: Pattern, together: Shape) -> tuple[Shape, ...]:
    """The ways of a pattern: as few as keep most lines of prose from passing, with no rare sign or with all."""
    ways: tuple[Shape, ...] = (together,)
    passing = _passing(ways)
    for most in _MOST_WAYS if passing else ():
        more = alternatives(pattern.pattern, most, whole=pattern.whole, depth=_DEPTH)
        fewer = _passing(more)
        if fewer < passing:
            ways, passing = more, fewer
    return ways


@cache
def _prose() -> tuple[npt.NDArray[Any], ...]:
    """What the tables ask for of the lines of prose, as if they had no rare sign, and again as if they had all."""
    lengths = np.array([len(line) for line in _PROSE + _PROSE])
    raw, ends = "".join(_PROSE + _PROSE).encode("ascii"), np.cumsum(lengths)
    signs = np.zeros(ends.size, np.uint8)
    signs[len(_PROSE) :] = (1 << len(_RARE)) - 1
    return _read(np.frombuffer(raw, np.uint8), ends - lengths, ends, signs, is_ascii=True)


def _passing(ways: tuple[Shape, ...]) -> int:
    """How many lines of prose pass in one of the ways."""
    passing = [np.all([here[at] for here, at in zip(_flags(way), _prose(), strict=True)], axis=0) for way in ways]
    return int(np.any(passing, axis=0).sum())


def _flags(way: Shape) -> tuple[Flags, ...]:
    """For each table, where a way is open."""
    wanted = sum(1 << number for number, code in enumerate(_RARE) if way.signs >> code & 1)
    signs = (np.arange(1 << len(_RARE)) & wanted != 0) | (not wanted)
    edges = (_pair(edges, at) for edges in (way.heads, way.tails) for at in range(0, _DEPTH, 2))
    return *edges, _signs_of((way.last_word,), 0), signs


def _pair(edges: Sequence[Edge], at: int) -> Flags:
    """The pairs of characters that may stand at this position and the next of one of the edges."""
    first, second = (np.array([_signs_of(edge, each) for edge in edges], np.float32) for each in (at, at + 1))
    return (first.T @ second > 0).ravel()


def _packed(several: Sequence[tuple[Shape, ...]]) -> tuple[list[tuple[int, np.uint64]], list[list[Words]]]:
    """Per pattern its word and a bit for each way that it branches into; per word tables of heads, then of tails."""
    places: list[tuple[int, np.uint64]] = []
    tables: list[list[Words]] = []
    room = 0
    for shapes in several:
        if len(shapes) > room:
            tables.append([np.zeros(size, np.uint64) for size in _SIZES])
            room = _WORD
        first = _WORD - room
        for bit, each in enumerate(shapes, first):
            for table, here in zip(tables[-1], _flags(each), strict=True):
                table[here] |= np.uint64(1 << bit)
        places.append((len(tables) - 1, np.uint64(((1 << len(shapes)) - 1) << first)))
        room -= len(shapes)
    return places, tables


def _read(data: Bytes, starts: Offsets, ends: Offsets, signs: Bytes, *, is_ascii: bool) -> tuple[npt.NDArray[Any], ...]:
    """What the tables ask for, in their order."""
    heads = _pairs(data, starts, ends, 1, is_ascii=is_ascii)
    tails = _pairs(data, ends - 1, starts - 1, -1, is_ascii=is_ascii)
    return *heads, *tails, _last_words(data, starts, ends), signs


def _open(tables: Sequence[Sequence[Words]], read: Sequence[npt.NDArray[Any]]) -> list[Words]:
    words = []
    for word in tables:
        ways = word[0][read[0]]
        for table, here in zip(word[1:], read[1:], strict=True):
            ways &= table[here]
        words.append(ways)
    return words


@cache
def _signs(mask: int) -> Flags:
    return np.array([bool(mask >> sign & 1) for sign in range(_UNKNOWN)])


def _signs_of(edge: Edge, position: int) -> Flags:
    """The characters that may stand at a position of an edge; what is behind its end may be anything."""
    signs = np.ones(_SIGNS, np.bool_)
    if position < len(edge):
        signs[:_UNKNOWN] = _signs(edge[position])
    return signs


def _pairs(data: Bytes, edges: Offsets, beyond: Offsets, step: int, *, is_ascii: bool) -> list[Offsets]:
    """The characters from an edge of each line inwards, up to `beyond`, two to a number."""
    pairs: list[Offsets] = []
    at = edges.copy()
    for _ in range(0, _DEPTH, 2):
        pair: Offsets = np.zeros(edges.size, np.int64)
        for _ in range(2):
            sign = np.minimum(data.take(at, mode="clip"), OTHER)
            sign[at >= beyond if step > 0 else at <= beyond] = END
            if not is_ascii:
                lines = np.flatnonzero(sign == OTHER)
                at[lines] = _far_end(data, at[lines], step)
            at += step
            pair = pair * _SIGNS + sign
        pairs.append(pair)
    return pairs


def _far_end(data: Bytes, at: Offsets, step: int) -> Offsets:
    """The last byte, or backwards the first, of the characters of which the other end is `at`, none of them ASCII."""
    for _ in range(3):
        on = data[np.minimum(at + 1, data.size - 1) if step > 0 else at] & 0xC0 == 0x80
        at = at + step * on
    return at


def _last_words(data: Bytes, starts: Offsets, ends: Offsets) -> Offsets:
    """The character behind the last space of each line; unknown where the last word is very long."""
    found = np.full(starts.size, _UNKNOWN)
    rows, at = np.arange(starts.size), ends - 1
    for _ in range(_LONG_WORD):
        if not rows.size:
            break
        before = at - 1
        here = (before < starts[rows]) | (data[before] == _SPACE)
        found[rows[here]] = np.minimum(data[at[here]], OTHER)
        rows, at = rows[~here], before[~here]
    return found


def rare_signs(raw: bytes, starts: Offsets, ends: Offsets, lengths: Offsets) -> Bytes:
    """Which rare signs each of the lines has, or the white space behind it: a bit for each; lengths in code points."""
    found = ((lengths < ends - starts) << _RARE.index(OTHER)).astype(np.uint8)
    numbers = np.frombuffer(raw.translate(_RARE_NUMBERS), np.uint8)
    at = np.flatnonzero(numbers)
    lines = np.searchsorted(starts, at, "right") - 1
    at, lines = at[lines >= 0], lines[lines >= 0]
    if at.size:
        first = np.flatnonzero(np.diff(lines, prepend=-1))
        found[lines[first]] |= np.bitwise_or.reduceat(np.uint8(1) << (numbers[at] - np.uint8(1)), first)
    return found

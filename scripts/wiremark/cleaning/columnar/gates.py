"""Which lines a pattern could match at all: told by a few bytes at each edge, by length, by strings they need.

A gate lets every line pass that the pattern matches. Most lines of prose stop at all gates, and cost no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from wiremark.cleaning.columnar.arrays import truths
from wiremark.cleaning.columnar.frame import Bytes, Flags, Frame, Offsets
from wiremark.cleaning.columnar.literals import needed
from wiremark.cleaning.columnar.shapes import END, OTHER, Edge, Shape, alternatives, shape

_DEPTH: Final = 4  # looked at two by two
# Behind a character that is not ASCII bytes are no characters: there everything passes.
_UNKNOWN: Final = 130
_SIGNS: Final = 131
_WORD: Final = 64
_LONG: Final = 1000
# It takes some time to make a search for strings: as much as to try a pattern on some lines, a long one on few.
_WORTH_A_SEARCH: Final = 400_000
# Where a pattern may match one line in so many, it shares its search with others.
_MANY: Final = 3

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
    for two characters beside each other which ways they leave open, so that four gathers read both edges.
    """

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._shapes = [shape(pattern.pattern, whole=pattern.whole, depth=_DEPTH) for pattern in patterns]
        ways = [alternatives(pattern.pattern, whole=pattern.whole, depth=_DEPTH) for pattern in patterns]
        self._ways, self._tables = _packed(ways)

    def edges(self, data: Bytes, starts: Offsets, ends: Offsets, *, cut: Flags, is_ascii: bool = False) -> Edges:
        """What is known of these lines, none of them empty, by their edges.

        Of a line that is `cut` only the beginning is looked at.
        """
        heads = _pairs(data, starts, ends, 1, is_ascii=is_ascii)
        tails = _pairs(data, ends - 1, starts - 1, -1, is_ascii=is_ascii)
        for tail in tails:
            tail[cut] = _UNKNOWN * _SIGNS + _UNKNOWN
        return Edges(_open(self._tables, [*heads, *tails]))

    def passing(self, edges: Edges, number: int, lengths: Offsets) -> Offsets:
        """Which lines pattern `number` could match, by their edges and their lengths in code points."""
        here, (word, ways) = self._shapes[number], self._ways[number]
        if not edges.of_all[word] & int(ways):
            return _NONE
        found = np.flatnonzero(edges.ways[word] & ways)
        if here.shortest > _DEPTH:
            found = found[lengths[found] >= here.shortest]
        return found[lengths[found] <= here.longest] if here.longest < _LONG else found

    def passes(self, edges: Edges, number: int, lines: Offsets) -> Flags:
        """Which of these lines pattern `number`, which speaks of a beginning, could match."""
        word, ways = self._ways[number]
        return np.asarray((edges.ways[word][lines] & ways) != 0)


class Edges:
    """Per word and line the ways that its characters leave open; `of_all` of all lines together."""

    def __init__(self, ways: list[Words]) -> None:
        self.ways = ways
        self.of_all = [int(np.bitwise_or.reduce(word)) for word in ways]


def _packed(several: Sequence[tuple[Shape, ...]]) -> tuple[list[tuple[int, np.uint64]], list[list[Words]]]:
    """Per pattern its word and a bit for each way that it branches into; per word tables of heads, then of tails."""
    places: list[tuple[int, np.uint64]] = []
    tables: list[list[Words]] = []
    room = 0
    for shapes in several:
        if len(shapes) > room:
            tables.append([np.zeros((_SIGNS, _SIGNS), np.uint64) for _ in range(_DEPTH)])
            room = _WORD
        first = _WORD - room
        for bit, each in enumerate(shapes, first):
            for half, edges in enumerate((each.heads, each.tails)):
                for pair in range(_DEPTH // 2):
                    table = tables[-1][half * (_DEPTH // 2) + pair]
                    passes = np.zeros((_SIGNS, _SIGNS), np.bool_)
                    for edge in edges:
                        passes[np.ix_(_signs_of(edge, 2 * pair), _signs_of(edge, 2 * pair + 1))] = True
                    table[passes] |= np.uint64(1 << bit)
        places.append((len(tables) - 1, np.uint64(((1 << len(shapes)) - 1) << first)))
        room -= len(shapes)
    return places, [[table.ravel() for table in word] for word in tables]


def _open(tables: Sequence[Sequence[Words]], pairs: Sequence[Offsets]) -> list[Words]:
    words = []
    for word in tables:
        ways = word[0][pairs[0]]
        for table, pair in zip(word[1:], pairs[1:], strict=True):
            ways &= table[pair]
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
    unknown = np.zeros(edges.size, np.bool_)
    for position in range(0, _DEPTH, 2):
        pair: Offsets = np.zeros(edges.size, np.int64)
        for at in (position, position + 1):
            here = edges + step * at
            sign = np.minimum(data[np.clip(here, 0, data.size - 1)], OTHER)
            sign[here >= beyond if step > 0 else here <= beyond] = END
            if not is_ascii:
                sign[unknown] = _UNKNOWN
                unknown |= sign == OTHER
            pair = pair * _SIGNS + sign
        pairs.append(pair)
    return pairs


class Literals:
    """Which lines hold a string that a pattern needs; no line is searched twice for the same strings."""

    def __init__(self, frame: Frame, starts: Offsets, ends: Offsets) -> None:
        self._frame, self._starts, self._ends = frame, starts, ends
        self._known: dict[str, tuple[Flags, Flags]] = {}
        self._common: tuple[frozenset[str], Flags] = frozenset(), np.ones(starts.size, np.bool_)

    def search_at_once(self, wanted: Sequence[tuple[str, Offsets]]) -> None:
        """Look once for all that those of the patterns need that may match many of the lines.

        A pattern comes with the lines that its gates let pass. Few lines hold any of these strings; the others need
        not be searched for each pattern.
        """
        many = [(pattern, lines) for pattern, lines in wanted if lines.size * _MANY > self._starts.size]
        many = [(pattern, lines) for pattern, lines in many if _worth_a_search(pattern, lines) and needed(pattern)]
        if len(many) > 1:
            patterns = frozenset(pattern for pattern, _ in many)
            strings = sorted({needed(pattern) or "" for pattern in patterns})
            self._common = patterns, self._in_all("|".join(strings))

    def may_hold(self, pattern: str, lines: Offsets) -> Flags:
        """Which of these lines, or of their parts, can hold what `pattern` needs, as far as all were searched."""
        patterns, held = self._common
        return held[lines] if pattern in patterns else np.ones(lines.size, np.bool_)

    def holding(self, pattern: str, lines: Offsets) -> Offsets:
        """Those of `lines`, which ascend, that hold what `pattern` needs; all of them where it needs nothing rare."""
        lines = lines[self.may_hold(pattern, lines)]
        strings = needed(pattern) if _worth_a_search(pattern, lines) else None
        if strings is None:
            return lines
        if strings not in self._known:
            self._known[strings] = np.zeros(self._starts.size, np.bool_), np.zeros(self._starts.size, np.bool_)
        looked_at, found = self._known[strings]
        new = lines[~looked_at[lines]]
        if new.size:
            found[new] = self._search(strings, new)
            looked_at[new] = True
        return lines[found[lines]]

    def _in_all(self, strings: str) -> Flags:
        """Which lines hold one of the strings, or have it in the white space beside them."""
        held = truths(pc.match_substring_regex(self._frame.lines(), strings))
        return np.asarray(held[np.searchsorted(self._frame.line_start, self._starts, "right") - 1])

    def _search(self, strings: str, lines: Offsets) -> Flags:
        return truths(pc.match_substring_regex(self._frame.slices(self._starts[lines], self._ends[lines]), strings))


def _worth_a_search(pattern: str, lines: Offsets) -> bool:
    return lines.size * len(pattern) >= _WORTH_A_SEARCH

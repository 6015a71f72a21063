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

# How lines of prose begin, and how they end, from the end.
_HEADS: Final = ("The ", "A fe", "In a", "It w", "On M", "Foll", "Last", "Sout", "By t")
_TAILS: Final = (".sre", ".yad", ".dia", ".tro", "htro", "gnin")
_NONE: Final = np.zeros(0, np.int64)

Words = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern as a gate sees it: whether it speaks of the whole line or of its beginning."""

    pattern: str
    whole: bool


class Gates:
    """The gates of several patterns.

    Each way for a line to begin or to end has a bit of its own; those of one pattern are in one word. A table tells
    for two characters beside each other which ways they leave open, so that four gathers read an edge.
    """

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._shapes = [shape(pattern.pattern, whole=pattern.whole, depth=_DEPTH) for pattern in patterns]
        self._heads, self._head_tables = _packed([each.heads for each in self._shapes])
        self._tails, self._tail_tables = _packed([each.tails for each in self._shapes])
        broad = [number for number, each in enumerate(self._shapes) if _lets_prose_pass(each)]
        ways = [alternatives(patterns[at].pattern, whole=patterns[at].whole, depth=_DEPTH) for at in broad]
        found, self._way_tables = _packed_ways(ways)
        self._ways = dict(zip(broad, found, strict=True))

    def edges(self, data: Bytes, starts: Offsets, ends: Offsets, *, cut: Flags, is_ascii: bool = False) -> Edges:
        """What is known of these lines, none of them empty, by their edges.

        Of a line that is `cut` only the beginning is looked at.
        """
        heads = _pairs(data, starts, ends, 1, is_ascii=is_ascii)
        tails = _pairs(data, ends - 1, starts - 1, -1, is_ascii=is_ascii)
        for tail in tails:
            tail[cut] = _UNKNOWN * _SIGNS + _UNKNOWN
        ways = _open(self._way_tables, [*heads, *tails])
        return Edges(_open(self._head_tables, heads), _open(self._tail_tables, tails), ways)

    def passing(self, edges: Edges, number: int, lengths: Offsets) -> Offsets:
        """Which lines pattern `number` could match, by their edges and their lengths in code points."""
        here = self._shapes[number]
        word, ways = self._heads[number]
        if not edges.any_heads[word] & int(ways):
            return _NONE
        passes = (edges.heads[word] & ways) != 0
        if here.tails != ((),):
            word, ways = self._tails[number]
            if not edges.any_tails[word] & int(ways):
                return _NONE
            passes &= (edges.tails[word] & ways) != 0
        if number in self._ways:
            word, ways = self._ways[number]
            passes &= (edges.ways[word] & ways) != 0
        found = np.flatnonzero(passes)
        if here.shortest > _DEPTH:
            found = found[lengths[found] >= here.shortest]
        return found[lengths[found] <= here.longest] if here.longest < _LONG else found

    def passes(self, edges: Edges, number: int, lines: Offsets) -> Flags:
        """Which of these lines pattern `number`, which speaks of a beginning, could match."""
        word, ways = self._heads[number]
        return np.asarray((edges.heads[word][lines] & ways) != 0)


class Edges:
    """Per word and line the ways to begin, to end, or to branch, that its characters leave open.

    `any_*` is what all lines together leave open.
    """

    def __init__(self, heads: list[Words], tails: list[Words], ways: list[Words]) -> None:
        self.heads, self.tails, self.ways = heads, tails, ways
        self.any_heads = [int(np.bitwise_or.reduce(word)) for word in heads]
        self.any_tails = [int(np.bitwise_or.reduce(word)) for word in tails]


def _packed(edges: Sequence[tuple[Edge, ...]]) -> tuple[list[tuple[int, np.uint64]], list[list[Words]]]:
    """Per pattern its word and its bits in it; per word a table for each pair of positions."""
    places: list[tuple[int, np.uint64]] = []
    tables: list[list[Words]] = []
    room = 0
    for ways in edges:
        if len(ways) > room:
            tables.append([np.zeros((_SIGNS, _SIGNS), np.uint64) for _ in range(0, _DEPTH, 2)])
            room = _WORD
        first = _WORD - room
        for bit, edge in enumerate(ways, first):
            for pair, table in enumerate(tables[-1]):
                here, beside = _signs_of(edge, 2 * pair), _signs_of(edge, 2 * pair + 1)
                table[np.ix_(here, beside)] |= np.uint64(1 << bit)
        places.append((len(tables) - 1, np.uint64(((1 << len(ways)) - 1) << first)))
        room -= len(ways)
    return places, [[table.ravel() for table in word] for word in tables]


def _packed_ways(several: Sequence[tuple[Shape, ...]]) -> tuple[list[tuple[int, np.uint64]], list[list[Words]]]:
    """As `_packed`, with one bit for each shape that a pattern branches into; tables of heads, then of tails."""
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


def _lets_prose_pass(each: Shape) -> bool:
    """Whether lines such as those that most of an article is made of pass, by their edges."""
    return any(_begins(edge, head) for edge in each.heads for head in _HEADS) and any(
        _begins(edge, tail) for edge in each.tails for tail in _TAILS
    )


def _begins(edge: Edge, text: str) -> bool:
    return all(mask >> ord(sign) & 1 for mask, sign in zip(edge, text, strict=False))


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

"""Which lines a pattern could match at all: told by two bytes at each edge, by length, and by strings they need.

A gate lets every line pass that the pattern matches. Most lines of prose stop at all gates, and cost no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wiremark.cleaning.columnar.frame import Bytes, Flags, Frame, Offsets
from wiremark.cleaning.columnar.literals import needed
from wiremark.cleaning.columnar.shapes import END, OTHER, Edge, Shape, shape

_DEPTH: Final = 2
# Behind a character that is not ASCII bytes are no characters: there everything passes.
_UNKNOWN: Final = 130
_SIGNS: Final = 131
_WORD: Final = 64

Words = np.ndarray[Any, np.dtype[np.uint64]]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern as a gate sees it: whether it speaks of the whole line or of its beginning."""

    pattern: str
    whole: bool


class Gates:
    """The gates of several patterns. One bit stands for each, 64 to a word."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self.patterns = patterns
        self._shapes = [shape(pattern.pattern, whole=pattern.whole, depth=_DEPTH) for pattern in patterns]
        self._words = -(-len(patterns) // _WORD)
        self._heads = self._table(self._shapes, heads=True)
        self._tails = self._table(self._shapes, heads=False)

    def edges(self, data: Bytes, starts: Offsets, ends: Offsets, *, cut: Flags) -> list[Words]:
        """Per word of patterns and per line, none of them empty, the patterns that its edges let pass.

        Of a line that is `cut` only the beginning is looked at.
        """
        first, second = _signs(data, starts, starts + 1, ends)
        head = first * _SIGNS + second
        last, before = _signs(data, ends - 1, ends - 2, ends, starts)
        tail = np.where(cut, _UNKNOWN * _SIGNS + _UNKNOWN, last * _SIGNS + before)
        return [self._heads[word][head] & self._tails[word][tail] for word in range(self._words)]

    def passing(self, words: list[Words], number: int, lengths: Offsets) -> Offsets:
        """Which lines pattern `number` could match, by their edges and their lengths in code points."""
        bit = np.uint64(1 << number % _WORD)
        found = np.flatnonzero(words[number // _WORD] & bit)
        here = self._shapes[number]
        if here.shortest > _DEPTH:
            found = found[lengths[found] >= here.shortest]
        return found[lengths[found] <= here.longest] if here.longest < 1000 else found

    def _table(self, shapes: Sequence[Shape], *, heads: bool) -> list[Words]:
        tables = [np.zeros((_SIGNS, _SIGNS), np.uint64) for _ in range(self._words)]
        for number, each in enumerate(shapes):
            passes = np.zeros((_SIGNS, _SIGNS), np.bool_)
            for edge in each.heads if heads else each.tails:
                passes |= np.outer(_signs_of(edge, 0), _signs_of(edge, 1))
            tables[number // _WORD][passes] |= np.uint64(1 << number % _WORD)
        return [table.ravel() for table in tables]


def _signs_of(edge: Edge, position: int) -> Flags:
    """The characters that may stand at a position of an edge."""
    signs = np.ones(_SIGNS, np.bool_)
    if position < len(edge):
        signs[:_UNKNOWN] = [bool(edge[position] >> sign & 1) for sign in range(_UNKNOWN)]
    return signs


def _signs(
    data: Bytes, outer: Offsets, inner: Offsets, ends: Offsets, starts: Offsets | None = None
) -> tuple[Offsets, Offsets]:
    """The character at an edge and the one beside it, towards the middle of the line."""
    first = np.minimum(data[outer], OTHER).astype(np.int64)
    beyond = inner >= ends if starts is None else inner < starts
    second = np.minimum(data[np.clip(inner, 0, data.size - 1)], OTHER).astype(np.int64)
    second[beyond] = END
    second[first == OTHER] = _UNKNOWN
    return first, second


class Literals:
    """Which lines hold a string that a pattern needs; each line is searched once for each set of strings."""

    # For fewer lines than these it costs more to make the search than to try the pattern on all of them.
    _FEWEST: Final = 200

    def __init__(self, frame: Frame, starts: Offsets, ends: Offsets) -> None:
        self._frame, self._starts, self._ends = frame, starts, ends
        self._known: dict[str, tuple[Flags, Flags]] = {}

    def holding(self, pattern: str, lines: Offsets) -> Offsets:
        """Those of `lines`, which ascend, that hold what `pattern` needs; all of them where it needs nothing rare."""
        if lines.size < self._FEWEST:
            return lines
        strings = needed(pattern)
        if strings is None:
            return lines
        looked_at, found = self._known.setdefault(
            strings, (np.zeros(self._starts.size, np.bool_), np.zeros(self._starts.size, np.bool_))
        )
        new = lines[~looked_at[lines]]
        if new.size:
            held = pc.match_substring_regex(self._frame.slices(self._starts[new], self._ends[new]), strings)
            found[new] = _flags(held)
            looked_at[new] = True
        return lines[found[lines]]


def _flags(values: pa.BooleanArray) -> Flags:
    return np.asarray(values.to_numpy(zero_copy_only=False), np.bool_)


@cache
def gates(patterns: tuple[Pattern, ...]) -> Gates:
    """The gates of these patterns, made once."""
    return Gates(patterns)

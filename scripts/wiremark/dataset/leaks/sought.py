"""Texts, and the runs of their words that stand in another place."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain
from typing import Any

import numpy as np

from wiremark.text.windows import WINDOW, windows, words

_KEY = 24
"""So many letters of a window are looked up, and the rest compared; of a window with fewer, as many as it has words."""

_PIECE = 1 << 20
"""So many letters are looked through at once."""

_BASE = 0x9E3779B97F4A7C15  # odd, so that it has an inverse modulo 2⁶⁴
_INVERSE = pow(_BASE, -1, 1 << 64)


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a text that stand elsewhere: of which file, which of its texts, and where, counted in words."""

    file: str
    text: int
    start: int
    words: int


class Sought:
    """Texts whose words are sought. Linear in the texts, and in what is looked through.

    Every window is known by a polynomial hash of its first letters (Karp and Rabin 1987); where a hash is met, the
    letters themselves are compared, to both sides.
    """

    def __init__(self, texts: Mapping[str, Sequence[str]], least: int = WINDOW) -> None:
        """texts: by the name of their file. least: the words of a window."""
        self._least = least
        self._names = [name for name, those in texts.items() for _ in those]
        self._letters: list[str] = []
        self._ends: list[array[int]] = []
        parts = []
        for number, text in enumerate(chain.from_iterable(texts.values())):
            ours = words(text)
            self._letters.append("".join(ours))
            self._ends.append(array("q", accumulate(map(len, ours))))
            parts.append(_windows_of(number, self._letters[-1], self._ends[-1], least))
        held = np.concatenate(parts) if parts else np.empty(0, _WINDOW)
        held = held[np.unique(held["whole"], return_index=True)[1]]  # a phrase of many texts is followed in the first
        self.reach = int(held["size"].max(initial=0))
        """The letters of the longest window."""
        is_long = held["size"] >= _KEY
        self._indexes = [(size, _Index(part)) for size, part in ((_KEY, held[is_long]), (least, held[~is_long]))]

    def runs(self, letters: str) -> Iterator[tuple[int, int, Run]]:
        """Runs of a window or more in what is looked through, whatever stood between its letters (`windows.letters`).

        Each with where its letters begin and end.
        """
        until: dict[tuple[int, int], int] = {}  # how far a run goes on which we are, by text and shift
        for at, number, start in self._hits(letters):
            if at < until.get((number, start - at), 0):
                continue
            ours, ends = self._letters[number], self._ends[number]
            after = _common(letters, at, ours, start)
            before = _common_before(letters, at, ours, start)
            first = bisect_left(ends, start - before) + 1 if start > before else 0
            whole = bisect_right(ends, start + after) - first
            if whole >= self._least:
                until[number, start - at] = at + after
                yield at - before, at + after, Run(self._names[number], number, first, whole)
            if len(until) > 1000:
                until = {key: end for key, end in until.items() if end > at}

    def _hits(self, letters: str) -> Iterator[tuple[int, int, int]]:
        """Where a window may begin, and which: a text and a letter of it."""
        for piece in range(0, len(letters), _PIECE):
            for size, index in self._indexes:
                hashes = _hashes(letters[piece : piece + _PIECE + size - 1], size)
                for at, number, start in index.found(hashes):
                    yield piece + at, number, start

    def opening(self, run: Run, size: int) -> str:
        """The first words of a run, `size` at most."""
        ours = self._words(run.text)
        return " ".join(ours[run.start : run.start + min(size, run.words)])

    def windows(self, size: int) -> frozenset[int]:
        """The hashes of the runs of `size` words of all texts, as Python makes them of tuples of words."""
        texts = range(len(self._letters))
        return frozenset(key for number in texts for key in map(hash, windows(self._words(number), size)))

    def _words(self, number: int) -> list[str]:
        letters, ends = self._letters[number], self._ends[number]
        return [letters[start:end] for start, end in zip((0, *ends), ends, strict=False)]


_WINDOW = np.dtype([("key", "u8"), ("whole", "u8"), ("size", "i8"), ("text", "i8"), ("start", "i8")])


class _Index:
    """Windows by the hash of their first letters."""

    def __init__(self, held: Any) -> None:
        order = np.argsort(held["key"], kind="stable")
        self._keys, self._texts, self._starts = held["key"][order], held["text"][order], held["start"][order]
        bits = max(10, (16 * len(held)).bit_length())
        self._shift = np.uint64(64 - bits)
        self._maybe = np.zeros(1 << bits, bool)  # by the first bits of a hash; most hashes need no further look
        self._maybe[self._keys >> self._shift] = True

    def found(self, hashes: Any) -> Iterator[tuple[int, int, int]]:
        """Each place with a hash that is known, and the windows that have it."""
        places = np.flatnonzero(self._maybe[hashes >> self._shift])
        first = np.searchsorted(self._keys, hashes[places], "left")
        last = np.searchsorted(self._keys, hashes[places], "right")
        known = np.flatnonzero(first < last)
        for at, low, high in zip(places[known].tolist(), first[known].tolist(), last[known].tolist(), strict=True):
            for held in range(low, high):
                yield at, int(self._texts[held]), int(self._starts[held])


def _windows_of(number: int, letters: str, ends: Sequence[int], least: int) -> Any:
    """The windows of a text: the hash of their key and of all their letters, how many these are, where they begin."""
    ends_of = np.array(ends, np.int64)
    starts = np.concatenate([np.zeros(1, np.int64), ends_of])
    begin, end = starts[: max(0, len(ends_of) - least + 1)], ends_of[least - 1 :]
    held = np.empty(len(begin), _WINDOW)
    held["text"], held["start"], held["size"] = number, begin, end - begin
    sums, inverse = _sums(letters)
    held["whole"] = (sums[end] - sums[begin]) * inverse[begin]
    key = begin + np.where(end - begin >= _KEY, _KEY, least)
    held["key"] = (sums[key] - sums[begin]) * inverse[begin]
    return held


def _hashes(letters: str, size: int) -> Any:
    """The hash of the `size` letters from each letter on."""
    sums, inverse = _sums(letters)
    return (sums[size:] - sums[:-size]) * inverse[: max(0, len(sums) - size)]


def _sums(letters: str) -> tuple[Any, Any]:
    """What the letters before each place add up to, each times a power of the base; and the inverses of the powers."""
    codes = np.frombuffer(letters.encode("utf-32-le"), np.uint32).astype(np.uint64)
    powers, inverse = _powers(1 << max(10, len(codes).bit_length()))
    return np.concatenate([np.zeros(1, np.uint64), np.cumsum(codes * powers[: len(codes)], dtype=np.uint64)]), inverse


@lru_cache(maxsize=4)
def _powers(size: int) -> tuple[Any, Any]:
    """The powers of the base and of its inverse modulo 2⁶⁴, from 0."""
    each = []
    for base in (_BASE, _INVERSE):
        factors = np.full(size, base, np.uint64)
        factors[0] = 1
        each.append(np.cumprod(factors, dtype=np.uint64))
    return each[0], each[1]


def _common(one: str, at: int, other: str, start: int) -> int:
    """How many letters are the same in both from there on."""
    size, limit = 0, min(len(one) - at, len(other) - start)
    while size < limit and one[at + size] == other[start + size]:
        size += 1
    return size


def _common_before(one: str, at: int, other: str, start: int) -> int:
    """How many letters are the same in both up to there."""
    size, limit = 0, min(at, start)
    while size < limit and one[at - size - 1] == other[start - size - 1]:
        size += 1
    return size

"""Texts, and the runs of their words that stand in another place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from wiremark.text.windows import WINDOW, windows, words

_KEY = 24
"""So many letters of a window are looked up, and the rest compared; of a window with fewer, as many as it has words."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a text that stand elsewhere: of which file, which of its texts, and where, counted in words."""

    file: str
    text: int
    start: int
    words: int


class Sought:
    """Texts whose words are sought. Linear in the texts, and in what is looked through."""

    def __init__(self, texts: Mapping[str, Sequence[str]]) -> None:
        """texts: by the name of their file."""
        self._names = [name for name, those in texts.items() for _ in those]
        self.words = [words(text) for those in texts.values() for text in those]
        self._letters = ["".join(ours) for ours in self.words]
        self._ends = [list(accumulate(map(len, ours))) for ours in self.words]
        self._long: dict[str, list[tuple[int, int]]] = {}
        self._short: dict[str, list[tuple[int, int]]] = {}
        self.reach = 0
        """The letters of the longest window."""
        known = set[str]()
        for number, ends in enumerate(self._ends):
            for first in range(len(ends) - WINDOW + 1):
                start, end = ends[first - 1] if first else 0, ends[first + WINDOW - 1]
                window = self._letters[number][start:end]
                if window not in known:  # a phrase that many texts have is found in the first, and followed both ways
                    known.add(window)
                    index, size = (self._long, _KEY) if len(window) >= _KEY else (self._short, WINDOW)
                    index.setdefault(window[:size], []).append((number, start))
                    self.reach = max(self.reach, len(window))

    def runs(self, letters: str) -> Iterator[tuple[int, int, Run]]:
        """Runs of a window or more in what is looked through, whatever stood between its letters (`windows.letters`).

        Each with where its letters begin and end.
        """
        hits = [at for at in range(len(letters) - _KEY + 1) if letters[at : at + _KEY] in self._long]
        if self._short:
            places = range(len(letters) - WINDOW + 1)
            hits = sorted({*hits, *(at for at in places if letters[at : at + WINDOW] in self._short)})
        until: dict[tuple[int, int], int] = {}  # how far a run goes on which we are, by text and shift
        for at in hits:
            alike = (*self._long.get(letters[at : at + _KEY], ()), *self._short.get(letters[at : at + WINDOW], ()))
            for number, start in alike:
                if at < until.get((number, start - at), 0):
                    continue
                ours, ends = self._letters[number], self._ends[number]
                after = _common(letters, at, ours, start)
                before = _common_before(letters, at, ours, start)
                first = bisect_left(ends, start - before) + 1 if start > before else 0
                whole = bisect_right(ends, start + after) - first
                if whole >= WINDOW:
                    until[number, start - at] = at + after
                    yield at - before, at + after, Run(self._names[number], number, first, whole)
            if len(until) > 1000:
                until = {key: end for key, end in until.items() if end > at}

    def opening(self, run: Run, size: int) -> str:
        """The first words of a run, `size` at most."""
        return " ".join(self.words[run.text][run.start : run.start + min(size, run.words)])

    def windows(self, size: int) -> frozenset[int]:
        """The hashes of the runs of `size` words of all texts."""
        return frozenset(key for ours in self.words for key in map(hash, windows(ours, size)))


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

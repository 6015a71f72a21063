"""Where a span of an old text stands in a new one, and how sure that is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Literal
from unicodedata import category

from wiremark.annotation.reanchor.alignment import Alignment, align
from wiremark.annotation.reanchor.runs import Run

State = Literal["kept", "shifted", "moved", "edited", "ambiguous", "orphaned"]

STATES: tuple[State, ...] = ("kept", "shifted", "moved", "edited", "ambiguous", "orphaned")
"""The first three are settled, the others need a person. kept: the same offsets; shifted: other offsets; moved: out of
order; edited: the text changed within; ambiguous: it may stand elsewhere, or be gone; orphaned: it is gone."""

SETTLED = frozenset(STATES[:3])

HALF = 0.5
"""An edited span has kept so great a share of its letters at least."""

ALIKE = 0.6
"""Where no word of an edited span is left: so much of both (Indel similarity) is the same in the order of letters."""

_JOINERS = "\u200c\u200d"


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of a span. start, end: code points of the new text, for an edited or ambiguous span a proposal.

    choices: the places that an ambiguous span may have.
    """

    state: State
    start: int = -1
    end: int = -1
    choices: tuple[tuple[int, int], ...] = ()


class Reanchoring:
    """An old and a new text, aligned once for all spans."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new

    @cached_property
    def _aligned(self) -> Alignment:
        return align(self.old, self.new)

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self._aligned.old]

    @cached_property
    def _ends(self) -> list[int]:
        return [end for _, end in self._aligned.old]

    def place(self, start: int, end: int) -> Placed:
        """What became of `old[start:end]` (code points, end exclusive)."""
        if self.old == self.new:
            return Placed("kept", start, end)
        tokens = range(bisect_right(self._ends, start), bisect_left(self._starts, end))
        if not tokens:  # white space alone has no place of its own
            return Placed("orphaned")
        found = {run: image for run in self._runs(tokens) if (image := self._image(run, start, end, tokens))}
        images = tuple(found.values())
        if not found:
            return self._edited(tokens)
        run = next(iter(found))
        if len(found) > 1 or not self._sure(run, tokens):
            return Placed("ambiguous", *images[0], images)
        return Placed("moved" if run.moved else "kept" if images[0] == (start, end) else "shifted", *images[0])

    def _runs(self, tokens: range) -> list[Run]:
        """The runs that hold one of the tokens: the trusted first, then by how many they hold."""
        held = Counter(run for token in tokens for run in self._aligned.at.get(token, ()))
        return sorted(held, key=lambda run: (run not in self._aligned.trusted, -held[run], run.old, run.new))

    def _image(self, run: Run, start: int, end: int, tokens: range) -> tuple[int, int] | None:
        """Where the span's very words stand along a run; None where they do not, or a sign has grown onto the last."""
        if not all(run in self._aligned.at.get(token, ()) for token in tokens):
            return None
        first, last = tokens.start, tokens.stop - 1
        ours, theirs = self._aligned.old, self._aligned.new
        begin = theirs[first + run.shift][0] + start - ours[first][0]
        stop = theirs[last + run.shift][1] + end - ours[last][1]
        if begin < 0 or self.new[begin:stop] != self.old[start:end]:
            return None
        before, after = self.old[end : end + 1], self.new[stop : stop + 1]
        grown = before != after and after != "" and (category(after)[0] == "M" or after in _JOINERS)
        return None if grown else (begin, stop)

    def _sure(self, run: Run, tokens: range) -> bool:
        aligned = self._aligned
        return run in aligned.trusted and any(token not in aligned.contested for token in tokens)

    def _edited(self, tokens: range) -> Placed:
        """A proposal around what is left of the span, where enough is."""
        runs = [run for run in self._runs(tokens) if run in self._aligned.trusted]
        if not self._aligned.trusted:
            return Placed("orphaned")
        if runs:
            extent, kept = self._around(runs, tokens)
            total = sum(self._ends[token] - self._starts[token] for token in tokens)
            if kept >= HALF * total:
                return Placed("edited", self._aligned.new[extent.start][0], self._aligned.new[extent.stop - 1][1])
        return self._alike(tokens)

    def _around(self, runs: list[Run], tokens: range) -> tuple[range, int]:
        """The new tokens from the first to the last that is the span's, and how many letters of it are among them.

        Begins with the run that holds most, and takes in the others as long as the order is kept and no more stands
        between them than the span is long. What was written in place of its first or last words belongs to it.
        """
        first, last = self._cut(runs[0], tokens)
        shift = runs[0].shift
        low, high = first + shift, last + shift
        kept = self._letters(first, last)
        for run in sorted(runs[1:], key=lambda run: min(abs(run.old - first), abs(run.old - last))):
            begin, end = self._cut(run, tokens)
            if begin > last and high <= begin + run.shift <= high + len(tokens):
                kept, last, high = kept + self._letters(begin, end), end, end + run.shift
            elif end < first and low - len(tokens) <= end + run.shift <= low:
                kept, first, low = kept + self._letters(begin, end), begin, begin + run.shift
        if first > tokens.start:
            low = self._replaced(tokens.start - 1, low, -1)
        if last < tokens.stop - 1:
            high = self._replaced(tokens.stop, high, 1)
        return range(low, high + 1), kept

    def _cut(self, run: Run, tokens: range) -> tuple[int, int]:
        """The first and the last token of the span in a run."""
        return max(run.old, tokens.start), min(run.old + run.size, tokens.stop) - 1

    def _letters(self, first: int, last: int) -> int:
        return sum(self._ends[token] - self._starts[token] for token in range(first, last + 1))

    def _replaced(self, neighbour: int, edge: int, side: int) -> int:
        """The new edge of the span, where the old token beside it is known and stands on that side of the new one."""
        for run in self._aligned.at.get(neighbour, ()):
            beside = neighbour + run.shift - side
            if run in self._aligned.trusted and 0 < (beside - edge) * side <= len(self._aligned.old):
                return beside
        return edge

    def _alike(self, tokens: range) -> Placed:
        """Words that are spelt nearly like the span's, between what stood before it and what stood behind it."""
        from rapidfuzz.distance import Indel

        quote = self.old[self._starts[tokens.start] : self._ends[tokens.stop - 1]]
        low, high = self._gap(tokens)
        best, found = ALIKE, (-1, -1)
        for size in range(max(1, len(tokens) - 1), len(tokens) + 2):
            for first in range(low, high - size + 1):
                begin, end = self._aligned.new[first][0], self._aligned.new[first + size - 1][1]
                score = Indel.normalized_similarity(quote, self.new[begin:end], score_cutoff=best)
                if score > best:
                    best, found = score, (begin, end)
        if found[0] < 0:
            return Placed("orphaned")
        return Placed("ambiguous" if self.new[slice(*found)] == quote else "edited", *found)

    def _gap(self, tokens: range) -> tuple[int, int]:
        """The new tokens between the images of the nearest trusted neighbours, first and end; nothing out of order."""
        low, high = 0, len(self._aligned.new)
        for run in self._aligned.runs:
            if run in self._aligned.trusted and not run.moved:
                if run.old + run.size <= tokens.start:
                    low = max(low, run.new + run.size)
                elif run.old >= tokens.stop:
                    high = min(high, run.new)
        return low, min(high, low + 2 * len(self._aligned.old))

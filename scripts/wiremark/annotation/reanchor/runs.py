"""Runs of tokens that an old text and a new one have in common, wherever they stand.

After patience diff (B. Cohen) and maximal unique matches (MUMmer; Delcher et al. 1999): a sequence of tokens that
stands once in the old text and once in the new one is the same; it is made as long as it can be. Then the same in
every gap between such runs, with shorter sequences. Order is not asked for, so moved paragraphs are found as well.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_SIZES = (8, 4, 4, 3, 2, 1, 1)
_TOKEN = re.compile(r"[^\W_]+|\S")
_SPLIT = re.compile(r"[^\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+|.")

Token = tuple[int, int]
"""Code point offsets, end exclusive."""


@dataclass(frozen=True, slots=True)
class Run:
    """`size` tokens of the old text from `old` on that are those of the new one from `new` on. moved: out of order."""

    old: int
    new: int
    size: int
    moved: bool = False

    @property
    def shift(self) -> int:
        """What makes an old token's number a new one's."""
        return self.new - self.old


def tokens(text: str) -> list[Token]:
    """Words, single signs, and single letters of scripts that put no space between words, as code point offsets."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if end - start == 1 or match[0].isascii():
            found.append((start, end))
        else:
            found += [(start + part.start(), start + part.end()) for part in _SPLIT.finditer(match[0])]
    return found


def runs(a: Sequence[str], b: Sequence[str]) -> list[Run]:
    """The runs of two texts, given as tokens, by their places in the old one; which were moved is said."""
    found = _ends(a, b)
    for size in _SIZES:
        found = _with(found, size, a, b)
    chain = set(_chain(found))
    return sorted((Run(r.old, r.new, r.size, r not in chain) for r in found), key=lambda run: (run.old, run.new))


def _with(runs: list[Run], size: int, a: Sequence[str], b: Sequence[str]) -> list[Run]:
    """The runs, and those that `size` tokens open which stand once on both sides of the same gaps."""
    found = {(run.old, run.new): run for run in runs}
    for ours, theirs in _gaps(runs, len(a), len(b)):
        here, there = _once(a, ours, size), _once(b, theirs, size)
        ends: dict[int, int] = {}  # of the last run with each shift
        for words, start in here.items():
            other = there.get(words, -1)
            if start >= 0 and other >= 0 and start >= ends.get(other - start, 0):
                run = _extended(start, other, size, a, b)
                found[run.old, run.new] = run
                ends[run.shift] = run.old + run.size
    return list(found.values())


def _ends(a: Sequence[str], b: Sequence[str]) -> list[Run]:
    """What both texts begin with, and what both end with."""
    first, last = _extended(0, 0, 0, a, b), _extended(len(a), len(b), 0, a, b)
    return [run for run in dict.fromkeys((first, last)) if run.size]


def _once(tokens: Sequence[str], gaps: Sequence[range], size: int) -> dict[tuple[str, ...], int]:
    """Where each sequence of so many tokens in the gaps begins; -1 where it stands there more than once."""
    found: dict[tuple[str, ...], int] = {}
    for gap in gaps:
        for start in range(gap.start, gap.stop - size + 1):
            words = tuple(tokens[start : start + size])
            found[words] = -1 if words in found else start
    return found


def _extended(old: int, new: int, size: int, a: Sequence[str], b: Sequence[str]) -> Run:
    """As long as it can be, over tokens of other runs too."""
    end = size
    while old + end < len(a) and new + end < len(b) and a[old + end] == b[new + end]:
        end += 1
    while old and new and a[old - 1] == b[new - 1]:
        old, new, end = old - 1, new - 1, end + 1
    return Run(old, new, end)


def _gaps(runs: Sequence[Run], old: int, new: int) -> Iterator[tuple[list[range], list[range]]]:
    """What no run holds, in groups that belong together: an old gap, and the new gaps after and before its neighbours.

    Where a neighbour was moved, these are two gaps and more.
    """
    rows = [Run(0, 0, 0), *runs, Run(old, new, 0)]
    ours = sorted(range(1, len(rows) - 1), key=lambda row: (rows[row].old, rows[row].new))
    theirs = sorted(range(1, len(rows) - 1), key=lambda row: (rows[row].new, rows[row].old))
    ours, theirs = ([0, *order, len(rows) - 1] for order in (ours, theirs))
    before = {row: previous for previous, row in pairwise(theirs)}
    group = list(range(len(rows)))  # of the new gap after each row

    def top(row: int) -> int:
        while group[row] != row:
            row = group[row]
        return row

    for row, following in pairwise(ours):
        group[top(row)] = top(before[following])
    found: dict[int, tuple[list[range], list[range]]] = defaultdict(lambda: ([], []))
    reached = 0
    for row, following in pairwise(ours):
        reached = max(reached, rows[row].old + rows[row].size)
        if reached < rows[following].old:
            found[top(row)][0].append(range(reached, rows[following].old))
    reached = 0
    for row, following in pairwise(theirs):
        reached = max(reached, rows[row].new + rows[row].size)
        if reached < rows[following].new:
            found[top(row)][1].append(range(reached, rows[following].new))
    yield from (gaps for gaps in found.values() if gaps[0] and gaps[1])


def _chain(runs: Sequence[Run]) -> list[Run]:
    """The runs in the order of both texts that hold the most tokens together."""
    rows = sorted(runs, key=lambda run: (run.old, run.new))
    best: list[tuple[int, int]] = []
    for number, run in enumerate(rows):
        weight, previous = 0, -1
        for other in range(number):
            if rows[other].new < run.new and rows[other].old < run.old and best[other][0] > weight:
                weight, previous = best[other][0], other
        best.append((weight + run.size, previous))
    found, at = [], max(range(len(best)), key=lambda row: best[row][0], default=-1)
    while at >= 0:
        found.append(rows[at])
        at = best[at][1]
    return found

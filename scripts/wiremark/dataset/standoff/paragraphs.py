"""paragraphs.json: where the paragraphs of each article stand, so that an edited copy can be told from the right one.

A hash gives back a text that can be guessed. So only a paragraph of `LEAST` words or more has one, no two overlap,
and no word has one: from hashes of single words 98.7 % of five news articles came back, and from hashes of windows of
eight words, which overlap, one article nearly whole; the hash of a long paragraph gives nothing to one who lacks it.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from wiremark.cleaning import JOINER
from wiremark.workspace import sha256

LEAST = 12
"""Words of a paragraph that has a hash."""

Paragraph = tuple[int, int, str | None]
"""Start and end in code points of the clean text, end exclusive; the sha256 of its UTF-8, None for a short one."""

_IDEOGRAPH = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_IDEOGRAPH}]{{1,2}}|[^\s{_IDEOGRAPH}]+")
"""A word between white space; where none is written, two ideographs stand for one."""


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a clean text, in order."""
    found, start = [], 0
    for piece in text.split(JOINER):
        end = start + len(piece)
        if piece:
            long = sum(1 for _ in _WORD.finditer(piece)) >= LEAST
            found.append((start, end, sha256(piece.encode("utf-8")) if long else None))
        start = end + len(JOINER)
    return found


def dumps(documents: Mapping[str, Sequence[Paragraph]]) -> str:
    """The file, a paragraph a line, with a final newline. documents: the paragraphs by document, in order."""
    blocks = (
        f"    {json.dumps(id)}: [" + ",".join(f"\n      {json.dumps(row)}" for row in found) + "\n    ]"
        for id, found in documents.items()
    )
    return '{\n  "paragraphs": 1,\n  "documents": {\n' + ",\n".join(blocks) + "\n  }\n}\n"


def loads(content: bytes) -> dict[str, list[Paragraph]]:
    """The paragraphs by document. Raises ValueError where it is no such file."""
    return msgspec.json.decode(content, type=_File).documents


class _File(msgspec.Struct):
    paragraphs: int
    documents: dict[str, list[Paragraph]]


@dataclass(frozen=True, slots=True)
class Places:
    """Where the words of an article stand in a copy of it.

    runs: of paragraphs that follow each other in both: start and end in the article, and how far the copy has them
    moved, in code points; in order. whole: the copy's text is the article's.
    """

    runs: tuple[tuple[int, int, int], ...]
    whole: bool = False

    @property
    def proven(self) -> tuple[tuple[int, int], ...] | None:
        """The parts of the copy whose words are the article's, start and end, in order; None where all are."""
        return None if self.whole else tuple((start + shift, end + shift) for start, end, shift in self.runs)

    def of(self, start: int, end: int) -> tuple[int, int] | None:
        """Where the words from `start` to `end` stand in the copy; None where nothing proves that they do."""
        if self.whole:
            return start, end
        at = bisect_right(self.runs, start, key=_start) - 1
        if at < 0 or end > self.runs[at][1]:
            return None
        shift = self.runs[at][2]
        return start + shift, end + shift


def _start(run: tuple[int, int, int]) -> int:
    return run[0]


def places(article: Sequence[Paragraph], copy: str) -> Places:
    """Where an article, known by its paragraphs, stands in the clean text of an edited copy.

    A paragraph is found by its hash. One that stands twice, in the article or in the copy, could be either and is not
    found; of those that changed places the longest row that keeps the order is found (the longest increasing
    subsequence, by patience sorting).
    """
    there = paragraphs(copy)
    ours, theirs = _once(article), _once(there)
    pairs = _in_order([(ours[hashed], theirs[hashed]) for hashed in ours if hashed in theirs])
    runs: list[tuple[int, int, int]] = []
    before = (-2, -2)
    for here, now in pairs:
        start, end, _ = article[here]
        shift = there[now][0] - start
        if (here - 1, now - 1) == before and shift == runs[-1][2]:
            runs[-1] = (runs[-1][0], end, shift)
        else:
            runs.append((start, end, shift))
        before = here, now
    return Places(tuple(runs))


def _once(found: Sequence[Paragraph]) -> dict[str, int]:
    """The hashes that stand once, and the number of their paragraph, in order."""
    times = Counter(hashed for *_, hashed in found)
    return {hashed: number for number, (*_, hashed) in enumerate(found) if hashed and times[hashed] == 1}


def _in_order(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of pairs with growing first numbers the most whose second numbers grow as well."""
    tails: list[int] = []  # of the rows of each length the smallest last value, and the pair that it is of
    last: list[int] = []
    before: list[int | None] = []
    for number, (_, value) in enumerate(pairs):
        length = bisect_left(tails, value)
        before.append(last[length - 1] if length else None)
        tails[length : length + 1] = [value]
        last[length : length + 1] = [number]
    chosen = []
    at = last[-1] if last else None
    while at is not None:
        chosen.append(pairs[at])
        at = before[at]
    return chosen[::-1]

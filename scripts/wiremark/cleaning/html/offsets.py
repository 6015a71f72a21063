"""The way back from the plain text of some blocks to the page: every character knows the raw ones it stands for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from wiremark.cleaning.cleaned import Removed, Segment
from wiremark.cleaning.html.blocks import Block
from wiremark.cleaning.html.tokens import Run
from wiremark.cleaning.rule import BOILERPLATE, TAGS


class Claim(NamedTuple):
    """A piece of the page that leaves it, `page[start:end]`, and why."""

    start: int
    end: int
    reason: str
    rule: str
    score: float | None = None


class Plain:
    """The text of blocks, a line each, over the page that they stand in."""

    def __init__(self, page: str, blocks: Sequence[Block]) -> None:
        self.page = page
        self.text = "\n".join(block.text for block in blocks)
        self._runs: list[Run] = []
        self._starts: list[int] = []  # of the runs, in the text
        at = 0
        for block in blocks:
            for run in block.runs:
                self._runs.append(run)
                self._starts.append(at)
                at += len(run.text)
            at += 1

    def segments(self, kept: Iterable[Segment]) -> list[Segment]:
        """Slices of the text, as slices of the page; a slice with markup within becomes several, which follow each
        other in the clean text."""
        return [
            Segment(start, slice.text_start + at - slice.raw_start, len(said), raw if raw != said else None)
            for slice in kept
            for at, start, said, raw in self._parts(slice.raw_start, slice.raw_start + slice.length)
        ]

    def claims(self, removed: Iterable[Removed], taken: set[int]) -> Iterator[Claim]:
        """Pieces taken out of the text, as pieces of the page with the markup within. taken: the starts, in the page,
        of what is kept; a character reference of which only a part leaves stays."""
        for piece in removed:
            parts = [part for part in self._parts(piece.start, piece.end) if part[1] not in taken]
            if parts:
                _, last, _, raw = parts[-1]
                yield Claim(parts[0][1], last + len(raw), piece.reason, piece.rule, piece.score)

    def _parts(self, start: int, end: int) -> Iterator[tuple[int, int, str, str]]:
        """`text[start:end]` by runs: where in the text, where in the page, what it says, what stands there."""
        for number in range(max(0, bisect_right(self._starts, start) - 1), len(self._runs)):
            run, at = self._runs[number], self._starts[number]
            if at >= end:
                return
            low, high = max(start - at, 0), min(end - at, len(run.text))
            if low >= high:
                continue
            raw = self.page[run.start : run.end]
            if raw == run.text:
                yield at + low, run.start + low, raw[low:high], raw[low:high]
            else:
                yield at + low, run.start, run.text[low:high], raw


def tiled(page: str, segments: Iterable[Segment], claims: Iterable[Claim]) -> tuple[Removed, ...]:
    """All that leaves the page: the claims, and markup wherever nothing is kept or claimed. A region of boilerplate is
    one piece, with the markup in it; its score is that of its most doubtful part."""
    kept = [(s.raw_start, s.raw_start + (s.length if s.raw is None else len(s.raw)), None) for s in segments]
    known: list[tuple[int, int, Claim | None]] = [*kept, *((claim.start, claim.end, claim) for claim in claims)]
    known.sort(key=lambda piece: piece[:2])
    found: list[Claim] = []
    at = 0
    region = -1  # where in `found` the boilerplate begins that nothing has ended
    for start, end, claim in [*known, (len(page), len(page), None)]:
        if start > at:
            reason = "markup" if page[at:start].strip() else "white_space"
            found.append(Claim(at, start, reason, reason if reason == "white_space" else TAGS))
        if claim is None or claim.reason != BOILERPLATE:
            region = -1
        elif region >= 0:
            scores = [each for each in (found[region].score, claim.score) if each is not None]
            found[region:] = [found[region]._replace(end=end, score=min(scores, default=None))]
            claim = None
        else:
            region = len(found)
        if claim is not None:
            found.append(claim)
        at = max(at, end)
    return tuple(Removed(c.start, c.end, c.reason, c.rule, page[c.start : c.end], c.score) for c in found)

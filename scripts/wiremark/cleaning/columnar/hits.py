"""Lines on their way through the table, and what the rules would take out of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wiremark.cleaning.cleaned import WHITE_SPACE
from wiremark.cleaning.columnar.frame import Flags, Frame, Offsets, trimmed
from wiremark.cleaning.columnar.plan import Row
from wiremark.cleaning.rule import METADATA


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines in bytes: first the rows of a batch, then what pieces taken out of them left.

    `row` is the row that a line is or was part of, `row_length` that row's length in code points. A line is tried on
    the rules from number `since` on.
    """

    start: Offsets
    end: Offsets
    row: Offsets
    row_length: Offsets
    since: Offsets


@dataclass(frozen=True, slots=True)
class Hits:
    """What rules take out of lines, in bytes.

    `cut_*` is the piece; `left_*` what is left of the line, white space and all; `rest` the number of the line that
    stands in it, or -1; `value` the tidy form for the metadata.
    """

    line: Offsets
    rule: Offsets
    cut_start: Offsets
    cut_end: Offsets
    left_start: Offsets
    left_end: Offsets
    rest: Offsets
    value: list[str | None]


def whole_lines(row: Row, lines: Offsets, start: Offsets, end: Offsets) -> Hits:
    """The hits of a rule that takes these lines as they are."""
    none = np.full(lines.size, -1)
    return Hits(lines, np.full(lines.size, row.number), start, end, end, end, none, [None] * lines.size)


def matched(row: Row, lines: Offsets, start: Offsets, end: Offsets, texts: Sequence[str]) -> Hits | None:
    """The hits of a rule on these lines, whose texts are given; what their neighbours are like is not looked at."""
    pattern = re.compile(row.rule.pattern)  # when it is wanted: most of the table never is, and compiling takes long
    find = pattern.fullmatch if row.whole else pattern.match
    unless = re.compile(row.rule.unless).search if row.rule.unless else None
    if row.takes_all:
        here = [number for number, text in enumerate(texts) if find(text)]
        here = [number for number in here if not unless(texts[number])] if unless else here
        return whole_lines(row, lines[here], start[here], end[here]) if here else None
    matches = [(number, match) for number, text in enumerate(texts) if (match := find(text))]
    if unless:
        matches = [(number, match) for number, match in matches if not unless(texts[number])]
    if not matches:
        return None
    here = [number for number, _ in matches]
    lines, start, end = lines[here], start[here], end[here]
    cuts = np.array([_cut(texts[number], *match.span(row.cut)) for number, match in matches])
    cut_start, cut_end = start + cuts[:, 0], start + cuts[:, 1]
    at_head = cuts[:, 0] == 0
    named = row.rule.reason in METADATA
    return Hits(
        lines,
        np.full(lines.size, row.number),
        cut_start,
        cut_end,
        np.where(at_head, cut_end, start),
        np.where(at_head, end, cut_start),
        np.full(lines.size, -1),
        [match[row.value].strip() if named else None for _, match in matches],
    )


def _cut(text: str, start: int, end: int) -> tuple[int, int]:
    """From code points of `text` to bytes, without the white space at the edges, as the reference trims it."""
    piece = text[start:end]
    start, end = end - len(piece.lstrip(WHITE_SPACE)), start + len(piece.rstrip(WHITE_SPACE))
    return (start, end) if text.isascii() else (len(text[:start].encode("utf-8")), len(text[:end].encode("utf-8")))


def kept(hits: Hits, here: Flags) -> Hits:
    """Those of the hits for which `here` is true."""
    value = [each for each, wanted in zip(hits.value, here.tolist(), strict=True) if wanted]
    line, rule, rest = hits.line[here], hits.rule[here], hits.rest[here]
    cut_start, cut_end = hits.cut_start[here], hits.cut_end[here]
    return Hits(line, rule, cut_start, cut_end, hits.left_start[here], hits.left_end[here], rest, value)


def joined(several: Sequence[Hits]) -> Hits:
    """All of them, in order of line and rule."""
    if not several:
        none = np.zeros(0, np.int64)
        return Hits(none, none, none, none, none, none, none, [])
    line = np.concatenate([hits.line for hits in several])
    rule = np.concatenate([hits.rule for hits in several])
    order = np.lexsort((rule, line))
    value = [each for hits in several for each in hits.value]
    return Hits(
        line[order],
        rule[order],
        np.concatenate([hits.cut_start for hits in several])[order],
        np.concatenate([hits.cut_end for hits in several])[order],
        np.concatenate([hits.left_start for hits in several])[order],
        np.concatenate([hits.left_end for hits in several])[order],
        np.concatenate([hits.rest for hits in several])[order],
        [value[at] for at in order.tolist()],
    )


def rests(frame: Frame, lines: Lines, hits: Hits) -> tuple[Hits, Lines]:
    """The hits with the numbers of the lines that they leave, and these lines, which come behind `lines`."""
    start, end = trimmed(frame.data, hits.left_start, hits.left_end)
    some = np.flatnonzero(start < end)
    rest = np.full(hits.line.size, -1)
    rest[some] = lines.start.size + np.arange(some.size)
    left = Hits(hits.line, hits.rule, hits.cut_start, hits.cut_end, hits.left_start, hits.left_end, rest, hits.value)
    before = hits.line[some]
    return left, Lines(start[some], end[some], lines.row[before], lines.row_length[before], hits.rule[some] + 1)


def behind(lines: Lines, more: Lines) -> Lines:
    """All lines, `more` last."""
    return Lines(
        np.concatenate((lines.start, more.start)),
        np.concatenate((lines.end, more.end)),
        np.concatenate((lines.row, more.row)),
        np.concatenate((lines.row_length, more.row_length)),
        np.concatenate((lines.since, more.since)),
    )

"""One row of numbers for every line of a page: what the line is like, where it stands, what stands round it.

The ideas are those of Kohlschütter et al. (Boilerplate Detection using Shallow Text Features, WSDM 2010) and of
Pomikálek (Removing Boilerplate and Duplicate Content from Web Corpora, 2011): length, link-like shape, the density
of function words, the class of the neighbours. The same lines give the same numbers, bit for bit, always.
"""

import math
from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from wiremark.cleaning.context.line import NAMES as LOCAL
from wiremark.cleaning.context.line import describe, opens_thread
from wiremark.cleaning.context.shared_words import compare

Matrix = npt.NDArray[np.float32]


class Line(NamedTuple):
    """A line that is not blank: its text (what the rules left of it, or else all of it), and what they did.

    `reason` is that of the first piece that a rule took from it, "" where none did; `kept`: something is left.
    """

    text: str
    reason: str
    kept: bool


FAR: Final = 50
"""No distance is larger."""

_MOST = 40  # nor any count
# Columns of a line's own that are looked at in its neighbours too, and in windows round it.
_NEAR = ("chars", "words", "end_sentence", "capitals", "functions", "starts_mark", "starts_upper", "cues")
_FURTHER = ("chars", "capitals", "functions", "end_sentence")
_AROUND = (
    *("chars", "capitals", "functions", "end_sentence", "group_our", "group_you", "cues", "starts_mark", "date"),
    *("start_date", "names", "quotes"),
)
# What a short line tells of those below and above it.
_SIGNS = (
    *("starts_mark", "cue_comments", "cue_promotion", "cue_company", "cue_biography", "cue_caption", "cue_note"),
    *("start_heading", "start_byline", "start_date", "start_about_author", "start_note", "end_colon", "dateline"),
)
_SHORT = 250
_REASONS = ("related_link", "navigation", "credit", "source_line")
_COLUMN: Final = {name: number for number, name in enumerate(LOCAL)}


def rows(lines: Sequence[Line]) -> Matrix:
    """The features of each of `lines`, in order: an array of the shape (lines, features). There is at least one line.

    The last column is 1 for the lines of a thread.
    """
    own, contents = zip(*(describe(line.text) for line in lines), strict=True)
    local = np.array(own, dtype=np.float32)
    chars = np.array([min(len(line.text), 2000) for line in lines], dtype=np.float32)
    good = local[:, _COLUMN["good"]] > 0
    fair = (local[:, _COLUMN["end_sentence"]] > 0) & (chars >= 40)
    kept = np.array([line.kept for line in lines])
    bodies = np.stack([good, fair], axis=1)
    marks = [opens_thread(line.text) for line in lines]
    signs = np.concatenate(
        [
            (local[:, [_COLUMN[name] for name in _SIGNS]] > 0) & (chars < _SHORT)[:, None],
            np.array([[line.reason == reason for reason in _REASONS] for line in lines]),
            np.array(marks)[:, None] > 0,
        ],
        axis=1,
    )
    common = np.array(compare(contents, good.tolist()), dtype=np.float32)
    return np.concatenate(
        [
            local,
            common,
            kept[:, None].astype(np.float32),
            _places(chars, good),
            *distances(bodies),
            *counts(bodies),
            *distances(signs),
            *counts(np.concatenate([signs, ~kept[:, None]], axis=1)),
            *(means(bodies.astype(np.float32), reach) for reach in (1, 3, 8, 20)),
            *(means(local[:, [_COLUMN[name] for name in _AROUND]], reach) for reach in (2, 6)),
            means(np.concatenate([common[:, :1], kept[:, None]], axis=1), 2),
            *(shifted(local[:, [_COLUMN[name] for name in _NEAR]], step) for step in (-1, 1)),
            *(shifted(local[:, [_COLUMN[name] for name in _FURTHER]], step) for step in (-3, -2, 2, 3)),
            *(shifted(np.concatenate([common[:, :1], kept[:, None]], axis=1), step) for step in (-1, 1)),
            _runs(fair, local),
            _repeats(lines),
            in_thread(marks)[:, None].astype(np.float32),
        ],
        axis=1,
        dtype=np.float32,
    )


def in_thread(marks: Sequence[int]) -> npt.NDArray[np.bool_]:
    """Which lines stand in a thread: below a head that counts comments, or the first of three entries or more.

    `marks` are what `opens_thread` says of each line.
    """
    entries = [row for row, mark in enumerate(marks) if mark]
    first = next((row for row in entries if marks[row] == 2), len(marks))
    if len(entries) >= 3:
        first = min(first, entries[0])
    return np.arange(len(marks)) >= first


def shifted(columns: Matrix, step: int) -> Matrix:
    """For each line, the numbers of the line `step` below it (above, where negative); -1 outside the page."""
    found = np.full_like(columns, -1)
    if 0 < step < len(columns):
        found[:-step] = columns[step:]
    elif 0 < -step < len(columns):
        found[-step:] = columns[:step]
    return found


def means(columns: Matrix, reach: int) -> Matrix:
    """For each line, the mean over the lines at most `reach` away."""
    size = len(columns)
    total = np.zeros((size + 1, columns.shape[1]))
    np.cumsum(columns, axis=0, dtype=np.float64, out=total[1:])
    at = np.arange(size)
    low, high = np.maximum(at - reach, 0), np.minimum(at + reach + 1, size)
    found: Matrix = ((total[high] - total[low]) / (high - low)[:, None]).astype(np.float32)
    return found


def distances(flags: npt.NDArray[np.bool_]) -> tuple[Matrix, Matrix]:
    """For each line and column, how far above and below it the nearest other line with the flag stands."""
    at: npt.NDArray[np.int64] = np.arange(len(flags))[:, None]
    outside = np.full((1, flags.shape[1]), 10**6)
    last = np.maximum.accumulate(np.where(flags, at, -(10**6)), axis=0)
    next_ = np.minimum.accumulate(np.where(flags, at, 10**6)[::-1], axis=0)[::-1]
    above: npt.NDArray[np.int64] = at - np.concatenate([-outside, last[:-1]])
    below: npt.NDArray[np.int64] = np.concatenate([next_[1:], outside]) - at
    return np.minimum(above, FAR).astype(np.float32), np.minimum(below, FAR).astype(np.float32)


def counts(flags: npt.NDArray[np.bool_]) -> tuple[Matrix, Matrix]:
    """For each line and column, how many lines with the flag stand above and below it."""
    total: npt.NDArray[np.int64] = np.cumsum(flags, axis=0)
    above, below = total - flags, total[-1] - total
    return np.minimum(above, _MOST).astype(np.float32), np.minimum(below, _MOST).astype(np.float32)


def _places(chars: Matrix, good: npt.NDArray[np.bool_]) -> Matrix:
    size = len(chars)
    at = np.arange(size)
    total = np.cumsum(chars, dtype=np.float64)
    columns = [
        np.minimum(at, 60),
        np.minimum(size - 1 - at, 60),
        at / max(size - 1, 1),
        np.full(size, round(math.log1p(size), 4)),
        np.full(size, good.sum() / size),
        np.full(size, np.median(chars)),
        (total - chars) / total[-1],
        (total[-1] - total) / total[-1],
    ]
    return np.stack(columns, axis=1).astype(np.float32)


def _runs(fair: npt.NDArray[np.bool_], local: Matrix) -> Matrix:
    """The run of lines of one class that a line stands in: how long, where in it, mean length and capitals."""
    edges = np.concatenate([[0], np.flatnonzero(fair[1:] != fair[:-1]) + 1, [len(fair)]])
    lengths = np.diff(edges)
    at = np.arange(len(fair))
    mean = np.add.reduceat(local[:, [_COLUMN["chars"], _COLUMN["capitals"]]].astype(np.float64), edges[:-1], axis=0)
    columns = [
        np.minimum(np.repeat(lengths, lengths), FAR),
        np.minimum(at - np.repeat(edges[:-1], lengths), FAR),
        np.minimum(np.repeat(edges[1:], lengths) - 1 - at, FAR),
        *np.repeat(mean / lengths[:, None], lengths, axis=0).T,
    ]
    return np.stack(columns, axis=1).astype(np.float32)


def _repeats(lines: Sequence[Line]) -> Matrix:
    """How often the line, and its beginning, stand elsewhere on the page."""
    whole = Counter(line.text for line in lines)
    begun = Counter(line.text[:40].lower() for line in lines)
    pairs = [(whole[line.text] - 1, begun[line.text[:40].lower()] - 1) for line in lines]
    return np.minimum(np.array(pairs, dtype=np.float32), 10)

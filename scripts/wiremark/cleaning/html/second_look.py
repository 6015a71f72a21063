"""What a block's second row of numbers has besides the first: the first model's scores around it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
import numpy.typing as npt

from wiremark.cleaning.html.blocks import Block
from wiremark.cleaning.html.features import container

_Numbers = npt.NDArray[np.float64]
_STEPS = (-4, -3, -2, -1, 1, 2, 3, 4)
_WINDOWS = (3, 8, 20)
_GOOD = 0.7
_FAR = 50


def widened(rows: _Numbers, scores: _Numbers, blocks: Sequence[Block]) -> _Numbers:
    """The rows of a page's blocks (blocks by features, of features.py) with the numbers that their scores give."""
    count = len(scores)
    columns = [scores, *_near(scores), *_of_page(scores)]
    length = rows[:, 0]
    for groups in _groups(blocks):
        size = int(groups.max()) + 1
        sums = np.bincount(groups, scores, size)
        weights = np.bincount(groups, scores * length, size)
        counts = np.bincount(groups, minlength=size)[groups]
        columns += [
            weights[groups] / max(1.0, float((scores * length).sum())),
            (sums[groups] - scores) / np.maximum(1, counts - 1),
            counts.astype(np.float64),
        ]
    added = np.array([np.broadcast_to(column, count) for column in columns], dtype=np.float64)
    return np.hstack([rows, added.T])


def _near(scores: _Numbers) -> list[_Numbers]:
    count, margin = len(scores), max(_STEPS)
    padded = np.concatenate([np.full(margin, -0.1), scores, np.full(margin, -0.1)])
    found = [padded[margin + step : margin + step + count] for step in _STEPS]
    running = np.concatenate([[0.0], np.cumsum(scores)])
    row = np.arange(count)
    for reach in _WINDOWS:
        low, high = np.maximum(0, row - reach), np.minimum(count, row + reach + 1)
        found.append((running[high] - running[low] - scores) / np.maximum(1, high - low - 1))
    return found


def _of_page(scores: _Numbers) -> list[_Numbers]:
    """Where the block stands between those that look good, and how it looks beside the page's best."""
    count = len(scores)
    row, good = np.arange(count), scores > _GOOD
    above = np.minimum(row - np.maximum.accumulate(np.where(good, row, -_FAR)), _FAR)
    below = np.minimum(np.minimum.accumulate(np.where(good, row, count + _FAR)[::-1])[::-1] - row, _FAR)
    rows = row[good]
    first, last = (int(rows[0]), int(rows[-1])) if len(rows) else (count, -1)
    best = np.sort(scores)[-5:].mean()
    rank = scores.argsort(kind="stable").argsort(kind="stable") / count
    fixed = (best, scores.sum(), good.mean())
    found = [above, below, row - first, last - row, scores / max(float(best), 1e-3), rank]
    return [*(np.asarray(each, np.float64) for each in found), *(np.full(1, each) for each in fixed)]


def _groups(blocks: Sequence[Block]) -> list[npt.NDArray[np.int64]]:
    """The number of each block's group, by element, by what holds it, by what holds that, and by name."""
    holders = [container(block) for block in blocks]
    return [
        _numbered([id(block.element) for block in blocks]),
        _numbered([id(holder) for holder in holders]),
        _numbered([id(holder.parent or holder) for holder in holders]),
        _numbered([(block.element.name, holder.name) for block, holder in zip(blocks, holders, strict=True)]),
    ]


def _numbered(keys: Sequence[Hashable]) -> npt.NDArray[np.int64]:
    seen: dict[Hashable, int] = {}
    return np.array([seen.setdefault(key, len(seen)) for key in keys], dtype=np.int64)

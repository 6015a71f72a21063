"""Words that the lines of a page have in common: a caption shares them with the story, a link to another does not."""

import math
from collections import Counter
from collections.abc import Sequence
from typing import Final

NAMES: Final = ("common", "common_often", "shared_above", "shared_below", "inside", "inside_below", "with_top")
"""The names of the numbers that `compare` gives, in their order."""

_OFTEN = 30  # a word of more lines than these says little about any two of them


def compare(contents: Sequence[Sequence[str]], good: Sequence[bool]) -> list[tuple[float, ...]]:
    """For the content words of each line, how many it shares: a row of the numbers called `NAMES` for each.

    With the `good` lines (share of its words, mean log of their number), with the lines above and below, with that
    other line that holds most of them (any, and one below), with the first two lines.
    """
    sets = [set(words) for words in contents]
    within: Counter[str] = Counter()
    lines_of: dict[str, list[int]] = {}
    for row, words in enumerate(sets):
        if good[row]:
            within.update(words)
        for word in words:
            lines_of.setdefault(word, []).append(row)
    top = sets[0] | (sets[1] if len(sets) > 1 else set())
    return [_row(row, sets, within, lines_of, top, good[row]) for row in range(len(sets))]


def _row(
    row: int, sets: list[set[str]], within: Counter[str], lines_of: dict[str, list[int]], top: set[str], good: bool
) -> tuple[float, ...]:
    words = sets[row]
    size = len(words)
    if not size:
        return (0.0,) * len(NAMES)
    others = [within[word] - good for word in words]
    shared: dict[int, int] = {}
    if size >= 3:
        for word in words:
            rows = lines_of[word]
            if 1 < len(rows) <= _OFTEN:
                for other in rows:
                    shared[other] = shared.get(other, 0) + 1
        shared.pop(row, None)
    return (
        sum(count > 0 for count in others) / size,
        round(math.fsum(map(math.log1p, others)) / size, 4),
        _overlap(words, sets[row - 1]) if row else 0.0,
        _overlap(words, sets[row + 1]) if row + 1 < len(sets) else 0.0,
        max(shared.values(), default=0) / size,
        max((count for other, count in shared.items() if other > row), default=0) / size,
        len(words & top) / size,
    )


def _overlap(words: set[str], others: set[str]) -> float:
    return len(words & others) / min(len(words), len(others)) if others else 0.0

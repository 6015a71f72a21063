"""A span among the tokens of a document."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from wiremark.dataset.sentences import Cut

UNEVEN = "not exact: an edge inside a token"


def touched(cuts: Sequence[Cut], start: int, end: int) -> Cut:
    """The first and the last token, end exclusive, that share a character with a span; cuts in order, no overlap."""
    return bisect_right(cuts, start, key=lambda cut: cut[1]), bisect_left(cuts, end, key=lambda cut: cut[0])


def exact(cuts: Sequence[Cut], part: Cut, start: int, end: int) -> bool:
    """Whether these tokens begin and end where the span does."""
    return (cuts[part[0]][0], cuts[part[1] - 1][1]) == (start, end)

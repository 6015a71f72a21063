"""Words and tokens of a text, and how many of its words may be shown."""

from __future__ import annotations

import re

RUNNING_WORDS = 7
"""So many running words of an article may be shown."""

_TOKEN = re.compile(r"[^\W_]+|\S")


def words(text: str) -> int:
    """How many runs of characters that are not white space."""
    return len(text.split())


def opening(text: str) -> str:
    """The text on one line, cut after seven words."""
    first = text.split()
    return " ".join(first[:RUNNING_WORDS]) + " …" * (len(first) > RUNNING_WORDS)


def tokens(text: str) -> list[tuple[int, int]]:
    """Runs of letters and digits, and single other signs but white space: code point offsets, end exclusive."""
    return [match.span() for match in _TOKEN.finditer(text)]

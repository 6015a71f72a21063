"""Where words occur in a text."""

from __future__ import annotations

from collections.abc import Iterator


def occurrences(words: str, text: str) -> Iterator[int]:
    """The code point offset of each place that holds `words`, overlapping ones too, in order. None for no words."""
    start = text.find(words) if words else -1
    while start >= 0:
        yield start
        start = text.find(words, start + 1)

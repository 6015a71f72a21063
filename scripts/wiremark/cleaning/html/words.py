"""The words of a text, and how much two texts have in common."""

from __future__ import annotations

import re

# A word; of a script that parts none, two signs.
_UNPARTED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[{_UNPARTED}]{{1,2}}|[^\W{_UNPARTED}]+")


def words(text: str) -> list[str]:
    """The words of a text, in lower case."""
    return _WORD.findall(text.lower())


def trigrams(found: list[str]) -> set[tuple[str, ...]]:
    """The runs of three words; of a shorter text, the text."""
    return set(zip(found, found[1:], found[2:], strict=False)) or ({tuple(found)} if found else set())


def share(part: set[tuple[str, ...]], whole: set[tuple[str, ...]]) -> float:
    """How much of `part` is in `whole`, 0 to 1."""
    return len(part & whole) / len(part) if part else 0.0

"""How long the longest shared run is where none has eight words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from wiremark.dataset.leaks.files import passages
from wiremark.dataset.leaks.passages import Passage, Unread, plain, table_of
from wiremark.dataset.leaks.sought import Sought
from wiremark.text.windows import WINDOW, folded, windows


def below(folder: Path, sought: Sought) -> int:
    """The longest run of fewer than eight words, by halving: a run of n words holds one of n - 1."""
    low, high = 0, WINDOW - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _has(folder, sought.windows(middle), middle) else (low, middle - 1)
    return low


def _has(folder: Path, wanted: frozenset[int], size: int) -> bool:
    tails: dict[tuple[str, str, int], list[str]] = {}
    for one in passages(folder):
        if isinstance(one, Unread):
            continue
        for rank, text in _ways(one):
            key = (table_of(one.file), one.place, rank)
            words = [*tails.get(key, ()), *folded(text).split()]
            if not wanted.isdisjoint(map(hash, windows(words, size))):
                return True
            tails[key] = words[len(words) - size + 1 :] if size > 1 else []
    return False


def _ways(one: Passage) -> Iterator[tuple[int, str]]:
    yield one.rank, one.text
    bare = plain(one.text)
    if bare != one.text:
        yield one.rank + 1, bare

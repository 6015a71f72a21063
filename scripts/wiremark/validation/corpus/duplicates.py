"""Documents that share windows of eight running words, counted exactly; and which of them are near-duplicates.

Of the five seeds the two articles of one agency share 19 of the 174 windows of the shorter one, as cleaned, and any
other two one window at most: they quote one statement. So two texts are near-duplicates from a twentieth of the windows
of the shorter one on, and from eight on (15 running words in one piece); a text of fewer windows must share them all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypedDict

from wiremark.text.windows import WINDOW, placed, windows, words

SHARE = 20
"""Near-duplicates share at least one in so many windows of the shorter text,"""

LEAST = 8
"""and at least so many windows."""

AT_ONCE = 10_000
"""The windows of so many documents are held in memory at once: about 300 MB for news articles."""

_COMMON = 200
"""A window that more documents have is a stock phrase: a further one is compared with the first of these."""


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """Two documents that share windows. `windows`: how many, each counted once; `of`: how many the shorter one has."""

    first: str
    second: str
    windows: int
    of: int

    @property
    def near(self) -> bool:
        """Whether the two are near-duplicates, so that a split must not part them."""
        return self.windows * SHARE >= self.of and self.windows >= min(LEAST, self.of)


class Run(TypedDict):
    """The longest run of words that stands in both texts of a pair: words, and code points in each, end exclusive."""

    words: int
    first: tuple[int, int]
    second: tuple[int, int]


def hashes(text: str) -> frozenset[int]:
    """The windows of a text, each as Python's hash of it: the same within one process only."""
    return frozenset(map(hash, windows(words(text))))


def pairs(texts: Mapping[str, str]) -> list[Pair]:
    """Every two documents that share a window, by an inverted index; in order. texts: by id.

    Holds all windows at once: for AT_ONCE documents; `candidates` of another kind and `counted` are for more.
    """
    own = {id: hashes(text) for id, text in sorted(texts.items())}
    _, twice = _seen(own.values())
    index: dict[int, list[str]] = defaultdict(list)
    found: list[Pair] = []
    for id, those in own.items():
        found += _with(id, those & twice, len(those), index, own)
        _book(id, those & twice, index)
    return sorted(found)


def counted(candidates: Iterable[tuple[str, str]], texts: Mapping[str, str]) -> list[Pair]:
    """The exact counts of pairs of ids, those that share nothing left out; in order."""
    found = []
    for first, second in sorted(candidates):
        one, other = hashes(texts[first]), hashes(texts[second])
        if one & other:
            found.append(Pair(min(first, second), max(first, second), len(one & other), min(len(one), len(other))))
    return sorted(found)


def apart(split_of: Mapping[str, str], text_of: Callable[[str], str], at_once: int = AT_ONCE) -> list[Pair]:
    """Every two documents in different splits that share a window, in order. split_of: the split by id.

    Exact for any number: the documents of all splits but the largest are indexed, `at_once` at a time.
    """
    sizes = Counter(split_of.values())
    if len(sizes) < 2:
        return []
    largest = max(sorted(sizes), key=lambda split: sizes[split])
    small = sorted(id for id, split in split_of.items() if split != largest)
    large = sorted(id for id, split in split_of.items() if split == largest)
    found: list[Pair] = []
    for start in range(0, len(small), at_once):
        own = {id: hashes(text_of(id)) for id in small[start : start + at_once]}
        seen, twice = _seen(own.values())
        others = []
        for id in (*small[start + at_once :], *large):
            those = hashes(text_of(id))
            if not seen.isdisjoint(those):
                twice |= (shared := seen & those)
                others.append((id, shared, len(those)))
        index: dict[int, list[str]] = defaultdict(list)
        for id, those in own.items():
            found += _with(id, those & twice, len(those), index, own)
            _book(id, those & twice, index)
        for id, shared, size in others:
            found += _with(id, shared, size, index, own)
    return sorted(pair for pair in found if split_of[pair.first] != split_of[pair.second])


def longest(first: str, second: str) -> Run | None:
    """The longest run of eight or more words that two texts share, the first of several; None where there is none."""
    one, other = words(first), words(second)
    starts: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, window in enumerate(windows(other)):
        starts[window].append(at)
    runs: dict[int, int] = {}  # windows that follow upon each other, by where the last of them begins in the other
    best, place = 0, (0, 0)
    for at, window in enumerate(windows(one)):
        runs = {there: runs.get(there - 1, 0) + 1 for there in starts.get(window, ())}
        for there, length in runs.items():
            if length > best:
                best, place = length, (at - length + 1, there - length + 1)
    if not best:
        return None
    size = best + WINDOW - 1
    ours, theirs = placed(first), placed(second)
    return {
        "words": size,
        "first": (ours[place[0]][0], ours[place[0] + size - 1][1]),
        "second": (theirs[place[1]][0], theirs[place[1] + size - 1][1]),
    }


def _seen(sets: Iterable[frozenset[int]]) -> tuple[set[int], set[int]]:
    """What stands in any of the sets, and what in several."""
    seen, twice = set[int](), set[int]()
    for those in sets:
        twice |= seen & those
        seen |= those
    return seen, twice


def _with(
    id: str, those: Iterable[int], size: int, index: Mapping[int, list[str]], own: Mapping[str, frozenset[int]]
) -> Iterator[Pair]:
    """A document's pairs with those of an index. size: how many windows it has."""
    shared = Counter(other for key in those if key in index for other in index[key])
    for other, number in shared.items():
        yield Pair(min(id, other), max(id, other), number, min(size, len(own[other])))


def _book(id: str, those: Iterable[int], index: dict[int, list[str]]) -> None:
    for key in those:
        if len(index[key]) < _COMMON:
            index[key].append(id)

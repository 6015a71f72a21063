"""Words that stand in the order of a text with anything between them: tags, marks, keys, numbers, other columns.

Of both sides only words of four letters or more are kept, cut at every sign that is none, and of what is looked
through only those that any text has. What tells nothing falls out so, most tags and short words too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from wiremark.dataset.leaks.sought import Run, Sought

LEAST = 12
"""So many kept words are a run, about twenty running words: lists of names alone have given seven."""

_WORD = re.compile(r"[^\W\d_]{4,}")


class Scattered:
    """The kept words of texts, sought with others between them."""

    def __init__(self, texts: Mapping[str, Sequence[str]]) -> None:
        """texts: by the name of their file."""
        kept = {name: [" ".join(_words(text)) for text in those] for name, those in texts.items()}
        self._known = frozenset(word for those in kept.values() for text in those for word in text.split())
        self._sought = Sought(kept, LEAST)
        self._tails: dict[str, str] = {}

    def runs(self, place: str, text: str) -> Iterator[Run]:
        """The runs in a passage, read on from the one before it in the same place; counted in kept words."""
        before = self._tails.get(place, "")
        letters = before + "".join(word for word in _words(text) if word in self._known)
        self._tails[place] = letters[-self._sought.reach + 1 :] if self._sought.reach > 1 else ""
        return (run for _, _, run in self._sought.runs(letters))

    def forget(self) -> None:
        """Begins anew: no passage follows upon what was read."""
        self._tails = {}

    def opening(self, run: Run, size: int) -> str:
        """The first kept words of a run, `size` at most."""
        return self._sought.opening(run, size)


def _words(text: str) -> list[str]:
    return _WORD.findall((text if text.isascii() else unicodedata.normalize("NFKD", text)).casefold())

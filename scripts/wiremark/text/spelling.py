"""The name that was probably meant: "did you mean …?"."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

_COMPARISONS = 50_000
_LONGEST = 200


class Names:
    """Names among which the one that was meant is sought, without regard to case.

    Every question is answered once, and only so many that the comparisons stay few: a guess is a help, not a finding.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.known = sorted(names)
        self._folded = {name.casefold(): name for name in self.known}
        self._left = _COMPARISONS
        self._answers: dict[tuple[str, float], str | None] = {}

    def meant(self, name: str, cutoff: float = 0.6) -> str | None:
        """The name that is most like `name`; `cutoff` is difflib's, from 0 to 1."""
        if (name, cutoff) not in self._answers:
            self._left -= len(self._folded)
            seek = self._left >= 0 and len(name) <= _LONGEST
            match = get_close_matches(name.casefold(), self._folded, n=1, cutoff=cutoff) if seek else []
            self._answers[name, cutoff] = self._folded[match[0]] if match else None
        return self._answers[name, cutoff]


@lru_cache(maxsize=1024)
def close(name: str, names: tuple[str, ...]) -> str | None:
    """The one of a few `names` that was probably meant."""
    return Names(names).meant(name)

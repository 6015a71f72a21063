"""Which lines are sentences, told for most of them by their last byte and their length."""

from __future__ import annotations

import re
from functools import cache
from re import _constants as sre  # type: ignore[attr-defined]  # private, but its tree is what there is

import numpy as np

from wiremark.cleaning.cleaner import is_sentence
from wiremark.cleaning.columnar.frame import Flags, Frame, Offsets
from wiremark.cleaning.columnar.shapes import parsed
from wiremark.cleaning.patterns import SENTENCE
from wiremark.cleaning.rule import LONGEST


def sentences(frame: Frame, starts: Offsets, ends: Offsets, lengths: Offsets) -> Flags:
    """For each of these lines, none of them empty, whether `cleaner.is_sentence` holds; lengths in code points."""
    shortest, closing, doubtful = _last_bytes(SENTENCE)
    last = frame.data[ends - 1]
    found = closing[last] & (lengths >= shortest)
    for line in np.flatnonzero(doubtful[last] & (lengths >= shortest)).tolist():
        found[line] = is_sentence(frame.ending(int(starts[line]), int(ends[line]), LONGEST))
    return np.asarray(found)


@cache
def _last_bytes(pattern: str) -> tuple[int, Flags, Flags]:
    """How long a sentence is at least; which last bytes make one of a line so long; which leave it open.

    Holds for a pattern of three parts: so many characters, one that closes, any number of others. Of another
    pattern every last byte leaves it open.
    """
    open_to_all = 0, np.zeros(256, np.bool_), np.ones(256, np.bool_)
    tree = list(parsed(pattern))
    if [kind for kind, _ in tree] != [sre.MAX_REPEAT, sre.IN, sre.MAX_REPEAT]:
        return open_to_all
    (_, (before, most, [(kind, _)])), _, (_, (none, _, _)) = tree
    if kind is not sre.ANY or most is not sre.MAXREPEAT or none != 0 or before >= LONGEST:
        return open_to_all
    matches = re.compile(pattern).fullmatch
    closing = np.array([byte < 128 and matches("x" * before + chr(byte)) is not None for byte in range(256)])
    within = np.array([byte < 128 and matches("x" * before + "." + chr(byte)) is not None for byte in range(256)])
    doubtful = within & ~closing | (np.arange(256) >= 128)
    return before + 1, closing, doubtful

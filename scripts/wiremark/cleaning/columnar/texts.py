"""The texts of lines, and which of them hold one of some strings: no line is read or searched twice."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import pyarrow.compute as pc

from wiremark.cleaning.cleaner import holds
from wiremark.cleaning.columnar.arrays import truths
from wiremark.cleaning.columnar.frame import Flags, Frame, Offsets
from wiremark.cleaning.columnar.hits import Lines
from wiremark.cleaning.rule import LONGEST

_NONE: Final = np.zeros(0, np.bool_)
# To search fewer lines at once, the pattern made anew each time, takes longer than to read them one by one.
_FEW: Final = 100


class Texts:
    """What is known of the lines of a batch, by their numbers."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._read: dict[int, str] = {}
        self._known: dict[tuple[str, ...], tuple[Flags, Flags]] = {}

    def of(self, lines: Lines, numbers: Offsets) -> list[str]:
        """The texts of these lines, as much of each as the reference looks at."""
        read, wanted = self._read, numbers.tolist()
        new = [number for number in wanted if number not in read]
        if new:
            texts = self._frame.beginnings(lines.start[new], lines.end[new], LONGEST + 1)
            read.update(zip(new, texts, strict=True))
        return [read[number] for number in wanted]

    def holding(self, lines: Lines, numbers: Offsets, strings: tuple[str, ...]) -> Offsets:
        """Those of these lines that hold one of the strings, as `Rule.needs` means it."""
        numbers = self._searched(lines, numbers, strings) if numbers.size >= _FEW else numbers
        return numbers[[holds(text, strings) for text in self.of(lines, numbers)]]

    def _searched(self, lines: Lines, numbers: Offsets, strings: tuple[str, ...]) -> Offsets:
        """Those of these lines that hold one of the strings, in capital or small letters."""
        searched, found = self._known.get(strings, (_NONE, _NONE))
        if searched.size < lines.start.size:
            more = np.zeros(lines.start.size - searched.size, np.bool_)
            searched, found = np.concatenate((searched, more)), np.concatenate((found, more))
            self._known[strings] = searched, found
        new = numbers[~searched[numbers]]
        if new.size:
            texts = self._frame.slices(lines.start[new], lines.end[new])
            pattern = "|".join(map(re.escape, strings))
            found[new] = truths(pc.match_substring_regex(texts, pattern, ignore_case=True))
            searched[new] = True
        return numbers[found[numbers]]

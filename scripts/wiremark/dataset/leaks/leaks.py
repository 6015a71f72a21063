"""Looks through a folder, and books what it finds, file by file."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

from wiremark.dataset.leaks.below import below
from wiremark.dataset.leaks.files import count, passages
from wiremark.dataset.leaks.passages import Passage, Unread, plain, table_of
from wiremark.dataset.leaks.scattered import Scattered
from wiremark.dataset.leaks.sought import Run, Sought
from wiremark.dataset.leaks.texts import texts_in
from wiremark.diagnostics import Finding
from wiremark.text.windows import WINDOW
from wiremark.text.windows import letters as letters_of

_PLACES = 20
"""So many places of a file are told one by one."""

_BYTES, _SCATTERED = 3, 9
"""Ranks: of text among other bytes, and of words with others between them, which are told where nothing else is."""


@dataclass(frozen=True, slots=True)
class Leaks:
    """What was found, and the longest shared run in words, also where nothing was found.

    by_file: the longest of each file that has one of eight words or more.
    """

    findings: tuple[Finding, ...]
    longest: int
    files: int
    texts: int
    by_file: dict[str, int]


def leaks(folder: Path, *texts: Path, shorter: bool = True) -> Leaks:
    """Looks through every file of `folder` for runs of eight or more words of any text in the folders `texts`.

    shorter: where there is none, look how long the longest is; without it that is 0. Raises Usage where a folder of
    texts holds none, OSError where a file cannot be opened. Findings (D401 for each place, D402 for what cannot be
    read) name files relative to `folder`, and hold at most seven words of a text.
    """
    held: dict[str, list[str]] = defaultdict(list)
    for place in texts:
        for name, those in texts_in(place).items():
            held[f"{place.name}/{name}" if len(texts) > 1 else name] += those
    sought = Sought(held)
    found = _Found(sought, Scattered(held))
    for one in passages(folder):
        found.take(one)
    found.end_of_file()
    longest = max(found.by_file.values(), default=0) or (below(folder, sought) if shorter else 0)
    return Leaks(tuple(found.findings), longest, count(folder), len(held), found.by_file)


@dataclass(slots=True)
class _Place:
    """Runs in one place of a file."""

    rank: int
    line: int
    longest: Run
    runs: int = 1


@dataclass(slots=True)
class _Found:
    """Takes the passages of one file after the other, and books what it finds in them."""

    sought: Sought
    scattered: Scattered
    findings: list[Finding] = field(default_factory=list)
    by_file: dict[str, int] = field(default_factory=dict)
    _file: str = ""
    _group: str = ""
    _tails: dict[tuple[str, int], str] = field(default_factory=dict)
    _places: dict[tuple[str, int], _Place] = field(default_factory=dict)

    def take(self, one: Passage | Unread) -> None:
        if one.file != self._file:
            self.end_of_file()
            self._file = one.file
        if isinstance(one, Unread):
            if _unread(one) not in self.findings[-1:]:  # of a column it is said for each batch
                self.findings.append(_unread(one))
            return
        group = table_of(one.file)
        if group != self._group:
            self._group, self._tails = group, {}
            self.scattered.forget()
        self._look(one, one.rank, one.text)
        bare = plain(one.text)
        if bare != one.text:
            self._look(one, one.rank + 1, bare)
        if one.rank < _BYTES:
            for run in self.scattered.runs(one.place, one.text):
                self._book(one, _SCATTERED, 0, run)

    def _look(self, one: Passage, rank: int, text: str) -> None:
        tail = self._tails.get((one.place, rank), "")
        letters = tail + letters_of(text)
        ends: list[int] = []
        for start, _, run in self.sought.runs(letters):
            if one.numbered and rank == one.rank:
                ends = ends or _ends(text)
            line = bisect_right(ends, start - len(tail)) + 1
            self._book(one, rank, line, run)
        self._tails[one.place, rank] = letters[-self.sought.reach + 1 :] if self.sought.reach > 1 else ""

    def _book(self, one: Passage, rank: int, line: int, run: Run) -> None:
        place = self._places.setdefault((one.place, line), _Place(rank, line, run, 0))
        place.runs += 1
        place.longest = max(place.longest, run, key=lambda known: known.words)
        self.by_file[one.file] = max(self.by_file.get(one.file, 0), run.words)

    def end_of_file(self) -> None:
        """Books the places of the file: of ways to read it that tell the same, the first."""
        lowest = min((place.rank for place in self._places.values()), default=0)
        told = {where: place for where, place in self._places.items() if place.rank in (0, lowest)}
        for (where, line), place in list(told.items())[:_PLACES]:
            self.findings.append(self._leak(where, line, place, len(told)))
        self._places = {}

    def _leak(self, where: str, line: int, place: _Place, places: int) -> Finding:
        run, apart = place.longest, place.rank == _SCATTERED
        opening = (self.scattered if apart else self.sought).opening(run, WINDOW - 1)
        more = f"; {place.runs} runs, of which this is the longest" if place.runs > 1 else ""
        beyond = (f"{places} places in this file; {_PLACES} of them are told",) if places > _PLACES else ()
        return Finding(
            code="D401",
            file=self._file,
            line=max(line, 1),
            pointer=where,
            message=f"{run.words} words of {run.file} stand here in a row, with others between them"
            if apart
            else f"{run.words} running words of {run.file} stand here",
            found=f"{where or 'the text'}: “{opening} …”{more}",
            expected=f"no more than {WINDOW - 1} running words of any text",
            notes=beyond,
            help="take the words out, or publish offsets in their place: `wiremark release --standoff` does",
        )


def _unread(one: Unread) -> Finding:
    return Finding(
        code="D402",
        file=one.file,
        message="words may stand here, and it cannot be read",
        found=one.reason,
        expected="text in UTF-8, JSON, Parquet, Arrow, or these packed as gzip, bzip2, xz, zip or tar",
        help="leave it out of what is published, or store it in one of these forms",
    )


def _ends(text: str) -> list[int]:
    """How many letters stand before the end of each line."""
    return list(accumulate(len(letters_of(line)) for line in text.split("\n")))

"""JSONL files, row by row, in one process or in several; the findings are the same and in the same order.

A file is never held as a whole: a process has one row at a time, and what is wrong with those before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

from wiremark.diagnostics import Finding
from wiremark.schema.profile import Profile
from wiremark.validation import level1
from wiremark.validation.level3 import Space
from wiremark.validation.rows import Rows

_CHUNK = 8 << 20
_BUFFER = 1 << 18


@dataclass(frozen=True, slots=True)
class Checked:
    """A JSONL file, or a stretch of one: how many lines and rows it has, and the findings."""

    lines: int = 0
    rows: int = 0
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Whole lines of a file: `name` is that in findings, `start` and `end` count bytes."""

    path: Path
    name: str
    start: int
    end: int


def validate_rows(
    files: Mapping[str, Path], profile: Profile, shared: Mapping[str, Space] | None = None, jobs: int = 1
) -> dict[str, Checked]:
    """Levels 1 to 3 for JSONL files, by their names in findings.

    shared: the entities and clusters of rows that bring none, by id space. jobs: how many processes do the work.
    Blank lines are passed over. Raises OSError where a file cannot be read.
    """
    stretches = {name: _stretches(path, name) for name, path in files.items()}
    checked = _checked(list(chain.from_iterable(stretches.values())), Rows(profile, shared), jobs)
    return {name: _whole(name, [next(checked) for _ in parts]) for name, parts in stretches.items()}


def lines(path: Path, wanted: Iterable[int]) -> dict[int, str]:
    """The lines with these numbers, from 1, to show; what is not UTF-8 in them is replaced."""
    numbers, found = sorted(set(wanted)), dict[int, str]()
    if numbers:
        with path.open("rb") as file:
            for number, raw in enumerate(file, 1):
                if number == numbers[len(found)]:
                    found[number] = raw.decode("utf-8", "replace").rstrip("\r\n")
                    if len(found) == len(numbers):
                        break
    return found


def _stretches(path: Path, name: str) -> list[Stretch]:
    found, start = [], 0
    with path.open("rb") as file:
        size = file.seek(0, 2)
        while start < size:
            file.seek(min(start + _CHUNK, size) - 1)
            file.readline()
            found.append(Stretch(path, name, start, file.tell()))
            start = file.tell()
    return found


def _checked(stretches: Sequence[Stretch], rows: Rows, jobs: int) -> Iterator[Checked]:
    if jobs == 1 or len(stretches) < 2:
        yield from (_check(stretch, rows) for stretch in stretches)
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(
        min(jobs, len(stretches)), initializer=_begin, initargs=(rows.profile, rows.shared)
    ) as pool:
        yield from pool.map(_check_there, stretches)


def _check(stretch: Stretch, rows: Rows) -> Checked:
    """The findings have the lines as they are counted from the start of the stretch."""
    findings, number, filled, left = list[Finding](), 0, 0, stretch.end - stretch.start
    with stretch.path.open("rb", buffering=_BUFFER) as file:
        file.seek(stretch.start)
        while left > 0 and (raw := file.readline()):
            left -= len(raw)
            number += 1
            if not raw.isspace():
                filled += 1
                findings += rows.findings(raw, stretch.name, number)
    return Checked(number, filled, findings)


def _whole(name: str, parts: Sequence[Checked]) -> Checked:
    findings, number = list[Finding](), 0
    for part in parts:
        findings += (
            [replace(finding, line=finding.line + number) for finding in part.findings] if number else part.findings
        )
        number += part.lines
    filled = sum(part.rows for part in parts)
    return Checked(number, filled, findings if filled else level1.read(b"", name).findings)


_rows: Rows | None = None  # of a process of the pool


def _begin(profile: Profile, shared: Mapping[str, Space]) -> None:
    global _rows
    _rows = Rows(profile, shared)


def _check_there(stretch: Stretch) -> Checked:
    if _rows is None:
        raise RuntimeError("the process has not begun")
    return _check(stretch, _rows)

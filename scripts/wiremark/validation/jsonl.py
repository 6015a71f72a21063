"""JSONL files, row by row, in one process, in several, or on Ray; the findings are the same and in the same order.

A file is never held as a whole: a process has one row at a time, and what is wrong with those before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

from wiremark.diagnostics import Finding, count
from wiremark.engine.executors import run
from wiremark.engine.records import Lost
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
    files: Mapping[str, Path],
    profile: Profile,
    shared: Mapping[str, Space] | None = None,
    jobs: int = 1,
    ray: str = "",
) -> dict[str, Checked]:
    """Levels 1 to 3 for JSONL files, by their names in findings.

    shared: the entities and clusters of rows that bring none, by id space. jobs: how many processes do the work. ray:
    the address of a cluster, as `engine.executors.run` takes it. Blank lines are passed over. Raises OSError where a
    file cannot be read.
    """
    stretches = {name: _stretches(path, name) for name, path in files.items()}
    checked = _checked(list(chain.from_iterable(stretches.values())), _Check(profile, shared or {}), jobs, ray)
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


def _checked(stretches: Sequence[Stretch], check: _Check, jobs: int, ray: str) -> Iterator[Checked]:
    found = dict(run(check, stretches, jobs, ray))
    for number, stretch in enumerate(stretches):
        checked = found[number]
        yield _lost(stretch, checked) if isinstance(checked, Lost) else checked


class _Check:
    """Checks one stretch after the other; sent to another process, it makes its rows there."""

    def __init__(self, profile: Profile, shared: Mapping[str, Space]) -> None:
        self._given = profile, shared

    def __getstate__(self) -> dict[str, Any]:
        return {"_given": self._given}

    @cached_property
    def _rows(self) -> Rows:
        return Rows(*self._given)

    def __call__(self, stretch: Stretch) -> Checked:
        return _check(stretch, self._rows)


def _lost(stretch: Stretch, lost: Lost) -> Checked:
    """For a stretch that no process lived to check: its lines count, and where it begins is a finding."""
    with stretch.path.open("rb", buffering=_BUFFER) as file:
        file.seek(stretch.start)
        number = 0
        while file.tell() < stretch.end and file.readline():
            number += 1
    finding = Finding(
        code="C206",
        file=stretch.name,
        message=f"the process that checked {count(number, 'line')} from here died each time; they are not checked",
        found=lost.reason,
        expected="memory for one of these rows, and nothing that kills the process",
        help="run this again with fewer --jobs",
    )
    return Checked(number, number, [finding])


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

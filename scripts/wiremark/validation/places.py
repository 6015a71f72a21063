"""From a JSON pointer to line and column. Run only where there is something to report.

The levels find `Problem`s in parsed data, which knows no lines; `placed` reads the file's text once more and turns them
into `Finding`s.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any

from wiremark.diagnostics import Finding, Severity
from wiremark.schema.walk import child


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A finding that is not placed yet: `pointer` says where, `at_key` that the key is meant and not its value.

    `offset` (code points of the file's text) goes before the pointer where the pointer alone would not tell.
    """

    code: str
    pointer: str
    message: str
    found: str = ""
    expected: str = ""
    notes: tuple[str, ...] = ()
    help: str = ""
    severity: Severity = "error"
    at_key: bool = False
    offset: int | None = None

    def under(self, pointer: str) -> Problem:
        """The problem as one of the whole of which `pointer` is the part that it was found in."""
        return replace(self, pointer=pointer + self.pointer)


@dataclass(frozen=True, slots=True)
class Repeat:
    """A key that stands twice in one object: its pointer, and where in the text it stands again and stood first."""

    pointer: str
    key: str
    offset: int
    first: int


@dataclass(slots=True)
class Places:
    """Offsets, in code points, of what stands in a JSON text. Of a key that stands twice, the last, as parsers do."""

    values: dict[str, int] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)
    repeats: list[Repeat] = field(default_factory=list)
    strings: list[tuple[str, int, str]] = field(default_factory=list)
    """Every string, keys included: pointer, offset of its quotation mark, value."""

    def nearest(self, pointer: str) -> int:
        """The offset of the value at a pointer, or of the innermost one around it that is there."""
        while pointer not in self.values and pointer:
            pointer = pointer.rpartition("/")[0]
        return self.values.get(pointer, 0)


def show(value: Any) -> str:
    """A value as findings quote it: JSON, cut to 80 code points."""
    if isinstance(value, float) and value != value:
        return "NaN"
    text = json.dumps(value, ensure_ascii=False) if not isinstance(value, dict | list) else _KINDS[type(value)]
    return text if len(text) <= 80 else text[:76] + " …" + text[-1:]


_KINDS: dict[type, str] = {dict: "an object", list: "a list"}


def kind(value: Any) -> str:
    """The kind of a JSON value, with its article."""
    if value is None:
        return "null"
    names = {bool: "a boolean", int: "an integer", float: "a number with a fraction", str: "a string", **_KINDS}
    return names[type(value)]


_TOKEN = re.compile(r'[ \t\n\r]*(?:(?P<mark>[{}\[\],:])|(?P<string>")|(?P<scalar>[^\s{}\[\],:"]+))')


def locate(text: str) -> Places:
    """Where everything stands. `text` must be JSON that Python's parser accepts."""
    places = Places()
    _Scan(text, places).run()
    return places


class _Scan:
    """One pass over the tokens with an explicit stack, so that no depth is too deep."""

    def __init__(self, text: str, places: Places) -> None:
        self._text = text
        self._places = places
        self._stack: list[tuple[str, dict[str, int] | int]] = []
        self._pointer = ""
        self._key: str | None = None

    def run(self) -> None:
        at = 0
        while match := _TOKEN.match(self._text, at):
            at = match.end()
            start = match.start(match.lastgroup or 0)
            if match.lastgroup == "string":
                value, at = scanstring(self._text, at, False)
                self._string(value, start)
            elif match.lastgroup == "scalar":
                self._places.values[self._here()] = start
            else:
                self._mark(match["mark"], start)

    def _here(self) -> str:
        """The pointer of the value that begins now."""
        if not self._stack:
            return ""
        pointer, inside = self._stack[-1]
        if isinstance(inside, int):
            return child(pointer, inside)
        return child(pointer, self._key or "")

    def _string(self, value: str, start: int) -> None:
        inside = self._stack[-1][1] if self._stack else None
        if isinstance(inside, dict) and self._key is None:
            self._key = value
            pointer = self._here()
            if value in inside:
                self._places.repeats.append(Repeat(pointer, value, start, inside[value]))
            inside.setdefault(value, start)
            self._places.keys[pointer] = start
        else:
            pointer = self._here()
            self._places.values[pointer] = start
        self._places.strings.append((pointer, start, value))

    def _mark(self, mark: str, start: int) -> None:
        if mark in "{[":
            pointer = self._here()
            self._places.values[pointer] = start
            self._stack.append((pointer, {} if mark == "{" else 0))
            self._key = None
        elif mark in "}]":
            self._stack.pop()
            self._key = None
        elif mark == ",":
            pointer, inside = self._stack[-1]
            if isinstance(inside, int):
                self._stack[-1] = (pointer, inside + 1)
            self._key = None


def placed(problems: Iterable[Problem], file: str, text: str) -> list[Finding]:
    """The findings, each at the place that its pointer has in the file's text, or the nearest parent's."""
    problems = list(problems)
    if not problems:
        return []
    places = locate(text)
    ends = [match.start() for match in re.finditer("\n", text)]  # found once, not for each of many problems
    return [_finding(problem, file, *_line_and_column(ends, _offset(problem, places))) for problem in problems]


def _line_and_column(ends: list[int], offset: int) -> tuple[int, int]:
    """As `text.lines.line_and_column`. ends: where the line feeds are."""
    before = bisect_left(ends, offset)
    return before + 1, offset - (ends[before - 1] if before else -1)


def unplaced(problem: Problem, file: str, line: int = 1, column: int = 1) -> Finding:
    """A finding in a file whose text cannot be read as JSON."""
    return _finding(problem, file, line, column)


def _offset(problem: Problem, places: Places) -> int:
    if problem.offset is not None:
        return problem.offset
    if problem.at_key and problem.pointer in places.keys:
        return places.keys[problem.pointer]
    return places.nearest(problem.pointer)


def _finding(problem: Problem, file: str, line: int, column: int) -> Finding:
    return Finding(
        code=problem.code,
        severity=problem.severity,
        file=_clean(file),
        line=line,
        column=column,
        pointer=_clean(problem.pointer),
        message=_said(problem.message),
        found=_said(problem.found),
        expected=_said(problem.expected),
        notes=tuple(_said(note) for note in problem.notes),
        help=_said(problem.help),
    )


def _clean(text: str) -> str:
    """Half characters, escaped: what stands in a finding can always be printed."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _said(text: str) -> str:
    """Control characters, escaped too: nothing in a file can move a terminal's cursor or break a line."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f]", lambda control: f"\\u{ord(control[0]):04x}", _clean(text))

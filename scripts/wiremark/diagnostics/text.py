"""The text form, after rustc and ruff: place, line with a caret, what stands there, what was expected, the fix."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from unicodedata import combining, east_asian_width

from wiremark.diagnostics.record import Finding, count, details, place
from wiremark.diagnostics.visible import visible


def text(findings: Sequence[Finding], sources: Mapping[str, str], cap: int = 20) -> str:
    """The findings with their excerpts, and nothing where there are none.

    sources: the content of the files by name. cap: how many of one code are shown.
    """
    blocks, shown = [], Counter[str]()
    for finding in findings:
        shown[finding.code] += 1
        if shown[finding.code] <= cap:
            blocks.append(_block(finding, sources.get(finding.file, "")))
    for code, number in shown.items():
        if number > cap:
            blocks.append(f"{code}: {number - cap} more of these; --format json has them all\n")
    if findings:
        files = len({finding.file for finding in findings})
        blocks.append(f"{count(len(findings), 'finding')} in {count(files, 'file')}\n")
    return "\n".join(blocks)


def _block(finding: Finding, source: str) -> str:
    lines = [
        f"{finding.severity}[{finding.code}]: {visible(finding.message)}",
        f"  --> {place(visible(finding.file), finding)}",
    ]
    rows = source.split("\n")
    margin = " " * len(str(finding.line))
    if source and finding.line <= len(rows):
        row = rows[finding.line - 1].rstrip("\r")
        row, column = _window(row, finding.column)
        indent = " " * columns(row[: column - 1])
        lines += [f"{margin} |", f"{finding.line} | {row}", f"{margin} | {indent}{_caret(row, column)}"]
    for name, value in details(finding):
        first, *more = (visible(part) for part in value.split("\n"))
        lines += [f"{margin} = {name}: {first}", *(f"{margin}     {part}" for part in more)]
    return "\n".join(lines) + "\n"


_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\w.+:-]+|.')


def _caret(row: str, column: int) -> str:
    match = _TOKEN.match(row, column - 1)
    return "^" * max(1, columns(match.group()) if match else 1)


def columns(text: str) -> int:
    """How many columns of a terminal a text takes: an emoji two, a combining mark none."""
    return sum(0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _window(row: str, column: int, width: int = 120) -> tuple[str, int]:
    """A long line is cut to what stands around the column; control characters become visible, one for one."""
    row = visible(row)
    start = max(0, min(column - 1 - width // 3, len(row) - width))
    return row[start : start + width], column - start

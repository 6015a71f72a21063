"""The form of a job summary: one table in GitHub's Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wiremark.diagnostics.record import Finding, below, count, details, place
from wiremark.diagnostics.visible import visible

LIMIT = 900_000
"""Bytes after which rows are left out and counted: GitHub drops a summary of more than 1 MiB."""


def markdown(findings: Sequence[Finding], base: str = "") -> str:
    """How many findings there are, then a row for each, errors first. With a final newline.

    base: the way from the repository's root to the workspace, empty or with a final slash.
    """
    if not findings:
        return "No findings.\n"
    kinds = [(sum(finding.severity == kind for finding in findings), kind) for kind in ("error", "warning")]
    said = " and ".join(count(number, kind) for number, kind in kinds if number)
    files = count(len({finding.file for finding in findings}), "file")
    lines = [f"**{said} in {files}**", "", table(("severity", "code", "place", "what"), ())]
    size = 0
    for number, finding in enumerate(sorted(findings, key=lambda finding: finding.severity != "error")):
        row = _row(finding, base)
        size += len(row.encode("utf-8"))
        if size > LIMIT:
            lines += ["", f"{len(findings) - number} more: `--format json` has them all."]
            break
        lines.append(row)
    return "\n".join(lines) + "\n"


def _row(finding: Finding, base: str) -> str:
    file = below(base, finding.file)
    what = [escaped(finding.message), *(f"*{name}:* {escaped(value)}" for name, value in details(finding))]
    where = place(escaped(file), finding)
    return f"| {finding.severity} | {escaped(finding.code)} | {where} | {'<br>'.join(what)} |"


_ESCAPES = str.maketrans(
    {letter: f"\\{letter}" for letter in "\\`*_[]#~$"}
    | {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;", "@": "&#64;"}  # a bar ends a cell even behind a backslash
)


def escaped(value: str) -> str:
    """The text as Markdown that shows it, fit for a cell; a line break becomes `<br>`."""
    lines = value.replace("\r\n", "\n").split("\n")
    return "<br>".join(visible(line).translate(_ESCAPES) for line in lines)


def code(value: str) -> str:
    """The text as code, fit for a cell."""
    if value and not set(value) & set("|`\n"):
        return f"`{visible(value)}`"
    return f"<code>{escaped(value)}</code>"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose cells are Markdown already; no final newline."""
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows))

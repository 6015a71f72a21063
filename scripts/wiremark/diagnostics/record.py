"""One problem, and work that stops because of problems."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One problem. `line` and `column` are 1-based and count code points; `file` is relative to the workspace."""

    code: str
    file: str
    message: str
    severity: Severity = "error"
    line: int = 1
    column: int = 1
    pointer: str = ""
    found: str = ""
    expected: str = ""
    notes: tuple[str, ...] = ()
    help: str = ""


class Refused(Exception):
    """Work that stops because of findings. The command line renders them and exits with 1."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(f"{f.file}:{f.line}: {f.code}: {f.message}" for f in self.findings))


class Usage(Exception):
    """The command was called with what it cannot use; exit 2. `help` says what to do."""

    def __init__(self, message: str, help: str) -> None:
        super().__init__(message)
        self.help = help


def details(finding: Finding) -> list[tuple[str, str]]:
    """What a finding says below its message, each part with its name: found, expected, note, help."""
    parts = [("found", finding.found), ("expected", finding.expected)]
    parts += [("note", note) for note in finding.notes]
    return [(name, value) for name, value in (*parts, ("help", finding.help)) if value]


def is_link(file: str) -> bool:
    """Whether a finding is about something on a server, which its address names, and not about a file."""
    return file.startswith(("http://", "https://"))


def below(base: str, file: str) -> str:
    """A finding's file as it is called from `base`, the way from the repository's root to the workspace."""
    return file if file.startswith("/") or is_link(file) else base + file


def place(file: str, finding: Finding) -> str:
    """A file with line and column, as editors and terminals lead there; a link alone, as they would break it."""
    return file if is_link(file) else f"{file}:{finding.line}:{finding.column}"


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """By file, place and code."""
    return sorted(findings, key=lambda f: (f.file, f.line, f.column, f.code, f.message))


def count(number: int, noun: str, plural: str = "") -> str:
    """`1 file`, `2 files`. plural: of a noun that takes more than an s."""
    return f"{number} {noun if number == 1 else plural or f'{noun}s'}"

"""`schemas/ignore.toml`: changes that are let pass for a while, each with a reason and an end.

    [[ignore]]
    code = "S221"
    pointer = "/$defs/Mention/properties/id/pattern"
    reason = "no file has more than a thousand mentions"
    until = 2026-12-31   # or a version: "3.0.0"

A row without a pointer holds for every change of its code, but never for a label id that moves or for a change that
cannot be told.
"""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from wiremark.cli.schema.findings import ChangeFinding, passed
from wiremark.diagnostics import CODES, Finding
from wiremark.schema.versions import is_version, precedence
from wiremark.workspace import Workspace

FILE = "ignore.toml"
NEVER_AT_LARGE = ("S204", "S205", "S209", "S259")
"""The codes that a row ignores only with the pointer of the very change."""


@dataclass(frozen=True, slots=True)
class Ignore:
    """A row that holds."""

    code: str
    pointer: str | None
    reason: str
    until: str

    def covers(self, one: ChangeFinding) -> bool:
        """True where the row speaks of this change."""
        if one.change.code != self.code:
            return False
        return one.change.pointer == self.pointer or (self.pointer is None and self.code not in NEVER_AT_LARGE)


def load(workspace: Workspace, version: str, today: datetime.date) -> tuple[list[Ignore], list[Finding]]:
    """The rows that hold for a schema of `version` today, and what is wrong with the file and the others."""
    path = workspace.schemas / FILE
    if not path.is_file():
        return [], []
    name, text = workspace.relative(path), path.read_bytes().decode("utf-8", "replace")
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return [], [_wrong(name, 1, "the file cannot be read", f"{error}", "TOML with [[ignore]] tables")]
    rows = found.get("ignore", [])
    if found.keys() - {"ignore"} or not isinstance(rows, list):
        return [], [
            _wrong(name, 1, "the file holds something else than ignores", ", ".join(found), "[[ignore]] tables")
        ]
    lines = [number for number, line in enumerate(text.split("\n"), 1) if line.strip().startswith("[[ignore]]")]
    ignores, findings = [], []
    for number, row in enumerate(rows):
        line = lines[number] if number < len(lines) else 1
        faults = list(_faults(row))
        if faults:
            findings += [_wrong(name, line, *fault) for fault in faults]
        elif _over(row["until"], version, today):
            findings.append(_ended(name, line, row))
        else:
            ignores.append(Ignore(row["code"], row.get("pointer"), row["reason"].strip(), str(row["until"])))
    return ignores, findings


def _faults(row: Any) -> Iterator[tuple[str, str, str]]:
    """What is wrong with a row: the message, what stands there, and what is expected."""
    if not isinstance(row, dict):
        yield "an ignore is no table", str(row), "[[ignore]]"
        return
    code = row.get("code")
    if not isinstance(code, str) or code not in CODES or not code.startswith("S2"):
        yield "an ignore names no change of a schema", f"code = {code!r}", "a code from S201 to S259"
    if not isinstance(row.get("reason"), str) or not row["reason"].strip():
        yield "an ignore gives no reason", f"reason = {row.get('reason')!r}", "a sentence that says why"
    until = row.get("until")
    if not (isinstance(until, datetime.date) or (isinstance(until, str) and is_version(until))):
        yield "an ignore has no end", f"until = {until!r}", "a date such as 2026-12-31, or a version"
    if "pointer" in row and not isinstance(row["pointer"], str):
        yield "an ignore's pointer is no text", f"pointer = {row['pointer']!r}", "the pointer of the finding"
    strange = sorted(row.keys() - {"code", "pointer", "reason", "until"})
    if strange:  # a pointer that is misspelt would let every change of the code pass
        yield "an ignore says what is not known here", ", ".join(strange), "code, pointer, reason and until"


def _over(until: Any, version: str, today: datetime.date) -> bool:
    if isinstance(until, str):
        return version != "" and precedence(version) >= precedence(until)
    day: datetime.date = until.date() if isinstance(until, datetime.datetime) else until
    return day < today


def _wrong(name: str, line: int, message: str, found: str, expected: str) -> Finding:
    help = "give it a code, a reason and an end; or take it out"
    return Finding(code="S257", file=name, line=line, message=message, found=found, expected=expected, help=help)


def _ended(name: str, line: int, row: dict[str, Any]) -> Finding:
    return Finding(
        code="S256",
        file=name,
        line=line,
        message=f"an ignore of {row['code']} has run out",
        found=f"until = {row['until']}",
        expected="an end that is still to come",
        notes=(f"reason: {row['reason'].strip()}",),
        help="settle what it ignored and take it out; or look at it again and give it a new end",
    )


def applied(told: Sequence[ChangeFinding], ignores: Sequence[Ignore]) -> list[ChangeFinding]:
    """The changes, those that a row covers as warnings with its reason."""
    done = []
    for one in told:
        row = next((row for row in ignores if row.covers(one)), None)
        done.append(passed(one, f"ignored until {row.until}: {row.reason}") if row else one)
    return done

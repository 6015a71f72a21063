"""The baseline: findings that are known, and no error any more, so that a new one is seen. After UD's list of legacy.

A JSONL file with a row for each: `{"file", "where", "code", "found"}`, and a `reason` that a person may add. `where` is
the pointer with ids in place of numbers, so that a row stays true when other records come and go.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from wiremark.diagnostics import Finding
from wiremark.schema.walk import child
from wiremark.text.order import natural
from wiremark.validation import level1
from wiremark.validation.places import kind, show


class Key(NamedTuple):
    """What makes a finding the same as one of another day."""

    file: str
    where: str
    code: str
    found: str


@dataclass(frozen=True, slots=True)
class Known:
    """A row of the baseline. `line`: where it stands."""

    key: Key
    reason: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Compared:
    """The findings that are new, how many are known, and what is wrong with the baseline itself."""

    new: list[Finding]
    known: int
    own: list[Finding]


def key(finding: Finding, data: Any) -> Key:
    """The key of a finding. data: the parsed content of its file, or of its row; None where it cannot be read."""
    found = _POINTER.sub(lambda pointer: _where(pointer[0], data), finding.found)
    return Key(finding.file, _where(finding.pointer, data), finding.code, found)


_POINTER = re.compile(r"(?<![\w.])(?:/\w+)*/[0-9]+(?:/\w+)*")  # to an item of a list, in what a finding says


def read(raw: bytes, name: str) -> tuple[list[Known], list[Finding]]:
    """The rows of a baseline file, and a finding for each line that is none. `name`: that of the file in findings."""
    rows, findings = list[Known](), list[Finding]()
    for number, line in enumerate(raw.split(b"\n"), 1):
        if not line.strip():
            continue
        parsed = level1.read(line, name, "row")
        data = parsed.data if parsed.readable else None
        said: dict[str, Any] = data if isinstance(data, dict) else {}
        texts = [value for field in Key._fields if isinstance(value := said.get(field), str)]
        if len(texts) == len(Key._fields):
            rows.append(Known(Key(*texts), str(said.get("reason", "")), number))
        else:
            findings.append(_no_row(name, number, data if parsed.readable else line.decode("utf-8", "replace")))
    return rows, findings


def dumps(keys: Iterable[Key], before: Iterable[Known] = ()) -> str:
    """The baseline file for these findings, sorted; `before`: rows whose reasons are kept."""
    reasons = {row.key: row.reason for row in before if row.reason}
    rows = []
    for one in sorted(keys, key=lambda key: (key.file, natural(key.where), key.code, key.found)):
        reason = {"reason": reasons[one]} if one in reasons else {}
        rows.append(json.dumps({**one._asdict(), **reason}, ensure_ascii=False) + "\n")
    return "".join(rows)


def compared(
    findings: Sequence[Finding], keys: Sequence[Key], known: Sequence[Known], name: str, checked: Container[str]
) -> Compared:
    """Takes the known findings out, as often as the baseline has them.

    keys: of the findings, in their order. name: that of the baseline. checked: the files that were looked at: only of
    these a row can be out of date.
    """
    left = Counter(row.key for row in known)
    new = []
    for finding, one in zip(findings, keys, strict=True):
        if left[one] > 0:
            left[one] -= 1
        else:
            new.append(finding)
    own = []
    for row in reversed(known):
        if left[row.key] > 0 and row.key.file in checked:
            left[row.key] -= 1
            own.append(_gone(name, row))
    return Compared(new, len(findings) - len(new), own[::-1])


def _where(pointer: str, data: Any) -> str:
    """The pointer with the ids of the records that it leads through; of a row, with its document before it."""
    where, at = "", data
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(at, list) and name.isdecimal() and int(name) < len(at):
            at = at[int(name)]
            id = at.get("id") if isinstance(at, dict) else None
            name = id if isinstance(id, str) else name
        else:
            at = at.get(name) if isinstance(at, dict) else None
        where = child(where, name)
    annotation = data.get("annotation") if isinstance(data, dict) else None
    document = annotation.get("document") if isinstance(annotation, dict) else None
    return f"{document}{where}" if isinstance(document, str) else where


def _no_row(name: str, line: int, data: Any) -> Finding:
    return Finding(
        code="A318",
        file=name,
        line=line,
        message="a line that is no row of a baseline",
        found=show(data) if isinstance(data, str) else kind(data),
        expected=f"an object with {', '.join(Key._fields)}, all strings",
        help="mend it, or take it out; `wiremark validate --write-baseline` writes the file anew",
    )


def _gone(name: str, row: Known) -> Finding:
    return Finding(
        code="A317",
        severity="warning",
        file=name,
        line=row.line,
        message=f"a known {row.key.code} is no longer there",
        found=f"{row.key.file}: no {row.key.code} at {row.key.where or 'the file'} with {show(row.key.found)}",
        expected="rows about what is found",
        help="take the row out: the list gets shorter",
    )

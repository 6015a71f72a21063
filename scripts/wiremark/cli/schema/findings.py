"""Changes of a schema as findings: placed in both files, with their effects, the witness and what they hit."""

from __future__ import annotations

import codecs
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from wiremark.cli.schema.schema_file import SchemaFile
from wiremark.diagnostics import Finding, count
from wiremark.schema.changes import SchemaDiff, SchemaFinding
from wiremark.text.lines import line_and_column
from wiremark.validation.places import Problem, locate, placed


@dataclass(frozen=True, slots=True)
class ChangeFinding:
    """A change with its finding, its place in the old file, and why it is let pass, if it is."""

    change: SchemaFinding
    finding: Finding
    old: tuple[str, int, int]
    passed: str = ""

    def row(self) -> dict[str, Any]:
        """As JSON output has it."""
        one, (file, line, column) = self.finding, self.old
        place = {"file": one.file, "line": one.line, "column": one.column}
        before = {"old_file": file, "old_line": line, "old_column": column}
        severity = "note" if self.change.severity == "note" else one.severity
        return {**self.change.as_dict(), **place, **before, "severity": severity, "passed": self.passed}


def change_findings(diff: SchemaDiff, old: SchemaFile, new: SchemaFile) -> list[ChangeFinding]:
    """Every change as a finding in the new file, worst first at one place."""
    places = locate(old.text)
    told = []
    for one in diff.findings:
        before = (old.name, *line_and_column(old.text, places.nearest(one.old_pointer)))
        problem = Problem(
            code=one.code,
            severity="error" if one.severity == "error" else "warning",
            pointer=one.pointer,
            message=one.message,
            found=one.found,
            expected=one.expected,
            notes=(*_effects(one), *one.notes, *_seen(one), *_hits(one), "before: {}:{}:{}".format(*before)),
            help=one.help,
        )
        told.append((one, problem, before))
    findings = placed((problem for _, problem, _ in told), new.name, new.text)
    return [ChangeFinding(one, finding, before) for (one, _, before), finding in zip(told, findings, strict=True)]


def _effects(one: SchemaFinding) -> Iterable[str]:
    if one.bump == "unclassified":
        yield "whether it breaks old annotations or old readers is not known, so it counts as if it did"
        return
    said = [
        "old annotations break" if one.backward is False else "",
        "old readers cannot read new files" if one.forward is False else "",
        "label ids move" if not one.label_ids else "",
    ]
    yield f"needs a {one.bump} version{': ' if any(said) else ''}{', '.join(filter(None, said))}"


def _seen(one: SchemaFinding) -> Iterable[str]:
    if one.has_witness:
        text = json.dumps(one.witness, ensure_ascii=False, sort_keys=True)
        words = "valid before, not after" if one.instance else "for instance"
        yield f"{words}: {text if len(text) <= 400 else f'{text[:398]} …'}"


def _hits(one: SchemaFinding) -> Iterable[str]:
    hit = one.affected
    if hit is not None and hit.files:
        yield f"hits {hit.files} of {count(hit.total, 'file')}, {count(hit.values, 'value')}"
    elif hit is not None:
        yield f"hits none of {count(hit.total, 'file')}"


def summary(diff: SchemaDiff, told: Sequence[ChangeFinding]) -> str:
    """The last lines of the text form: what is only worded otherwise, and the whole in one line."""
    lines = [
        f"patch: {one.change.message} ({one.finding.file}:{one.finding.line}:{one.finding.column})"
        for one in told
        if one.change.bump == "patch"
    ]
    if diff.bump == "none":
        return "no change\n"
    answers = (
        ("old annotations hold", diff.backward),
        ("old readers can read new files", diff.forward),
        ("label ids stay", diff.label_ids_stable),
    )
    said = "; ".join(f"{what}: {_answer(answer)}" for what, answer in answers)
    return "".join(f"{line}\n" for line in [*lines, f"needs: {diff.bump}; {said}"])


def _answer(answer: bool | None) -> str:
    return {True: "yes", False: "no", None: "not known"}[answer]


def as_json(diff: SchemaDiff, told: Sequence[ChangeFinding], others: Sequence[Finding], **more: Any) -> str:
    """The object of JSON output, with a final newline. others: findings that are no change, such as of RELEASED."""
    rows = [one.row() for one in told] + [{**asdict(one), "notes": list(one.notes)} for one in others]
    rows.sort(key=lambda row: (row["file"], row["line"], row["column"], row["code"], row["message"]))
    plain = codecs.lookup(sys.stdout.encoding or "utf-8").name != "utf-8"
    return json.dumps({**diff.as_dict(), **more, "findings": rows}, ensure_ascii=plain, indent=2) + "\n"


def reported(told: Sequence[ChangeFinding]) -> list[Finding]:
    """The findings that other forms than JSON print: no wording."""
    return [one.finding for one in told if one.change.severity != "note"]


def passed(one: ChangeFinding, why: str) -> ChangeFinding:
    """A change that is let pass: told as a warning, with the reason."""
    finding = replace(one.finding, severity="warning", notes=(*one.finding.notes, why), help="")
    return replace(one, finding=finding, passed=why)

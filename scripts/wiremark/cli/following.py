"""Annotation files that follow changed texts: which they are, what each becomes, and what a person has to look at."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wiremark.annotation.adjudication import lines
from wiremark.annotation.reanchor import STATES, Fate, Misfit, Reanchoring, Report, reanchored
from wiremark.annotation.reanchor.decisions import followed
from wiremark.annotation.store import File, dumps, files
from wiremark.annotation.table import Table
from wiremark.cli.old_texts import OldText
from wiremark.cli.tables import aligned
from wiremark.diagnostics import Finding, Refused
from wiremark.schema.profile import Record
from wiremark.validation import level1, schemas
from wiremark.validation.level2 import structure
from wiremark.validation.places import Problem, placed, show
from wiremark.workspace import Workspace, sha256


@dataclass(frozen=True, slots=True)
class Followed:
    """One file that followed its text: as it was (`raw`, `before`), and as it is to be (`content`, `after`)."""

    file: File
    name: str
    raw: str
    before: Mapping[str, Any]
    content: str
    after: Mapping[str, Any]
    texts: Reanchoring
    report: Report


@dataclass(slots=True)
class Following:
    """All that has to be written, file by file, and findings about files that were left alone."""

    done: list[Followed] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    decisions: dict[Path, bytes] = field(default_factory=dict)

    @property
    def contents(self) -> dict[Path, bytes]:
        """The files to write. The decisions come first: what is cut off after them, the next run finishes."""
        return self.decisions | {one.file.path: one.content.encode("utf-8") for one in self.done}

    def asked(self, *, written: bool) -> list[Finding]:
        """What needs a person, placed in the files as they are now: `written` or not."""
        return [finding for one in self.done for finding in _asked(one, written)]

    def table(self) -> str:
        """How many spans of each file ended in which state."""
        rows = []
        for one in self.done:
            states = [fate.state for fate in one.report.fates]
            rows.append((one.name, *(states.count(state) for state in STATES), len(one.report.returned)))
        return aligned(Table("spans, and records returned", ("file", *STATES, "returned"), tuple(rows)))


def follow(workspace: Workspace, texts: Mapping[str, str], old: OldText) -> Following:
    """What becomes of the annotation files of documents with these texts, by id, where they name another text.

    Gold, passes and rounds, and the lines of adjudication.jsonl. Writes nothing. A file whose text cannot be found, or
    whose spans do not stand in it, is left alone with a finding. Raises Refused where a file breaks a rule of levels 1
    and 2.
    """
    known, found, broken = schemas.load(workspace), Following(), list[Finding]()
    known_texts: dict[tuple[str, str], Reanchoring] = {}
    for file in files(workspace):
        id = file.path.stem
        if not file.of_document or id not in texts:
            continue
        name = workspace.relative(file.path)
        parsed = level1.read(file.path.read_bytes(), name)
        profile = known.profile_for(parsed.data)
        if not parsed.readable or parsed.findings or profile is None:
            broken += parsed.findings or known.findings
            continue
        record = profile.records[file.kind]
        faults = [problem for problem in structure(parsed.data, record) if problem.severity == "error"]
        if any(problem.code != "A312" for problem in faults):
            broken += placed(faults, name, parsed.text)
            continue
        digest = parsed.data["text_sha256"]
        if digest == sha256(texts[id].encode("utf-8")):
            continue
        if (id, digest) not in known_texts:
            before = old(id, digest)
            if before is None:
                found.findings += placed([_lost(id, digest)], name, parsed.text)
                continue
            known_texts[id, digest] = Reanchoring(before, texts[id])
        try:
            found.done.append(_followed(file, name, parsed.text, parsed.data, record, known_texts[id, digest]))
        except Misfit as misfit:
            found.findings += placed([_misfit(misfit)], name, parsed.text)
    if broken:
        raise Refused(broken)
    found.decisions = _decisions(workspace, found.done)
    return found


def _followed(file: File, name: str, raw: str, data: Any, record: Record, texts: Reanchoring) -> Followed:
    after, report = reanchored(data, record, texts)
    content = dumps(after, record)
    return Followed(file, name, raw, data, content, json.loads(content), texts, report)


def _decisions(workspace: Workspace, done: Iterable[Followed]) -> dict[Path, bytes]:
    """adjudication.jsonl, where a line of it holds places in a text that changed; earlier rounds have none."""
    path = workspace.annotations / lines.FILE
    if not path.is_file():
        return {}
    raw = path.read_bytes()
    top: dict[str, list[Followed]] = {}
    for one in sorted(done, key=lambda one: one.file.kind == "Document"):  # a pass has the say, as in `adjudicate`
        if not one.file.path.is_relative_to(workspace.annotations / "rounds"):
            top.setdefault(one.file.path.stem, []).append(one)
    rows = [_decision(row, top) for row in raw.decode("utf-8", "surrogateescape").split("\n")]
    content = "\n".join(rows).encode("utf-8", "surrogateescape")
    return {path: content} if content != raw else {}


def _decision(row: str, done: Mapping[str, list[Followed]]) -> str:
    """A line that holds places in a changed text, mended; any other, and one of the wrong form, as it stands."""
    try:
        line = lines.of(json.loads(row))
        those = done.get(line.document or "", [])
        if not those:
            return row
        [now] = followed([line], those[0].file.path.stem, [(one.before, one.after) for one in those], those[0].texts)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        return row
    return row if now == line else lines.dumps([now]).rstrip("\n")


def _lost(id: str, digest: str) -> Problem:
    return Problem(
        code="A704",
        pointer="/text_sha256",
        message=f"the text that {id} was annotated on cannot be found; the file was left alone",
        found=f"sha256 {digest}",
        expected=f"a corpus/{id}.txt of that sha256, in git or in a folder of old texts",
        help=f"name the folder that holds it: `wiremark reanchor {id} --old FOLDER`",
    )


def _misfit(misfit: Misfit) -> Problem:
    return Problem(
        code="A706",
        pointer=misfit.pointer,
        message="a span does not stand in the text that the file was annotated on; the file was left alone",
        found=f"the old text has {show(misfit.there)} there",
        expected=f"{show(misfit.words)}, as the file says",
        help="put the old text back (`git checkout corpus`), mend the span with `wiremark validate`, then begin again",
    )


def _asked(one: Followed, written: bool) -> Iterator[Finding]:
    """A finding for each span that needs a person, or for the record that was orphaned with it."""
    data = one.after if written else one.before
    at = {
        (layer, item["id"]): f"/{layer}/{number}"
        for layer in {fate.list for fate in one.report.fates}
        for number, item in enumerate(data.get(layer, ()))
    }
    if written:
        for layer, rows in data.get("orphans", {}).items():
            at |= {(layer, row["record"]["id"]): f"/orphans/{layer}/{n}/record" for n, row in enumerate(rows)}
    problems = [_problem(fate, f"{at[fate.list, fate.id]}/{fate.part}", one.texts) for fate in one.report.waiting]
    return iter(placed(problems, one.name, one.content if written else one.raw))


def _problem(fate: Fate, pointer: str, texts: Reanchoring) -> Problem:
    code, message, help = _SAID[fate.state]
    place = fate.placed
    now = _around(texts.new, place.start, place.end) if place.start >= 0 else ""
    return Problem(
        code=code,
        pointer=pointer,
        message=message.format(f"{fate.id} ({fate.part})"),
        found=f"it was at {fate.start}..{fate.end}: {_around(texts.old, fate.start, fate.end)}",
        expected=f"now at {place.start}..{place.end}: {now}" if now else "",
        notes=tuple(f"or at {start}..{end}: {_around(texts.new, start, end)}" for start, end in place.choices[1:]),
        help=help.format(fate.id),
    )


_SAID = {
    "edited": (
        "A701",
        "the text changed within {}",
        "look at the bounds proposed, mend them if need be, then take the row of {} out of `review`",
    ),
    "ambiguous": (
        "A702",
        "{} may stand elsewhere now, or be gone",
        "look at the place proposed, mend it if need be, then take the row of {} out of `review`",
    ),
    "orphaned": (
        "A703",
        "the text lost the words of {}",
        "place {} by hand and move it out of `orphans`, or drop it there with all that refers to it",
    ),
}


def _around(text: str, start: int, end: int, most: int = 20) -> str:
    """The span in brackets with a little of what stands around it."""
    inside = text[start:end] if end - start <= 60 else f"{text[start : start + 30]} … {text[end - 30 : end]}"
    dots, more = "…" * (start > most), "…" * (end + most < len(text))
    shown = f"{dots}{text[max(0, start - most) : start]}[{inside}]{text[end : end + most]}{more}"
    return shown.replace("\n", " ")

"""What `wiremark schema migrate` would write: every file read, and moved step by step; nothing is written here."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from wiremark.annotation import store
from wiremark.annotation.adjudication.lines import FILE
from wiremark.annotation.migration.lines import Row
from wiremark.annotation.migration.stage import DataFile, Stage, Trouble, move
from wiremark.cli.schema.functions import functions_of
from wiremark.diagnostics import Finding, Refused
from wiremark.schema.migrate import Migration, MigrationError
from wiremark.schema.migrate.chain import Step, route
from wiremark.schema.migrate.inverse import inverse, reversible
from wiremark.schema.migrate.operations import words
from wiremark.schema.profile import Profile
from wiremark.schema.versions import precedence
from wiremark.validation import level1
from wiremark.validation.migrations import MigrationFile
from wiremark.validation.places import Problem, placed, show
from wiremark.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Count:
    """How often an operation changed something. file: the migration's name; by: how often in which annotation file."""

    file: str
    operation: str
    by: Mapping[str, int]

    @property
    def total(self) -> int:
        """In all files."""
        return sum(self.by.values())


@dataclass(slots=True)
class Outcome:
    """The files as they would be; `files`: those that move. before: all by version; texts: as they are now.

    lines: adjudication.jsonl, if it moves, with the lines in which a person must choose, and the numbers of those gone.
    """

    target: str
    before: Mapping[str, list[Path]]
    files: list[DataFile] = field(default_factory=list)
    lines: bytes | None = None
    open_lines: list[Row] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    texts: dict[Path, str] = field(default_factory=dict)
    unmigrated: list[tuple[str, str]] = field(default_factory=list)
    """Steps in which only the stamp changed: from and to."""


class Migrator:
    """Moves the annotation files of a workspace to a schema version, in memory."""

    def __init__(
        self, workspace: Workspace, profiles: Mapping[str, Profile], migrations: Sequence[MigrationFile], target: str
    ) -> None:
        self.workspace, self.profiles, self.target = workspace, profiles, target
        self.migrations = {(one.migration.old, one.migration.new): one for one in migrations}

    def run(self) -> Outcome:
        """Everything moved. Raises Refused where a file cannot be read or moved, or is of an unknown version."""
        files, texts = self._read()
        groups: dict[str, list[DataFile]] = {}
        for file in files:
            groups.setdefault(file.data["schema_version"], []).append(file)
        before = {version: [file.path for file in group] for version, group in groups.items()}
        outcome = Outcome(self.target, before, texts=texts)
        raw, rows = self._lines()
        stands = self._version_of_lines(files)
        for version in sorted(groups, key=precedence):
            if version == self.target:
                continue
            group, others = groups[version], [one for one in files if one.data["schema_version"] != version]
            mine = rows if stands == version else []
            moved = self._along(version, group, mine, others, outcome)
            outcome.files += moved[0]
            if mine:
                outcome.lines = _written(raw, mine, moved[1])
                outcome.open_lines = [row for row in moved[1] if row.open and row.data is not None]
                outcome.gone = [row.number for row in moved[1] if row.data is None]
        return outcome

    def _along(
        self, version: str, group: Sequence[DataFile], rows: Sequence[Row], others: Sequence[DataFile], outcome: Outcome
    ) -> tuple[Sequence[DataFile], Sequence[Row]]:
        """A group of files of one version after every step; counts and steps are noted in `outcome`."""
        known = [file.migration for file in self.migrations.values()]
        for step in route(version, self.target, self.profiles.keys(), known):
            stage = self._stage(step)
            done = move(group, rows, stage, others, self.workspace.annotations)
            if done.troubles:
                raise Refused(self._told(done.troubles, outcome.texts))
            group, rows = done.files, done.rows
            if step.migration is None:
                outcome.unmigrated.append((step.old, step.new))
            outcome.counts += _counted(stage, done.counts, self.workspace)
        return group, rows

    # what there is

    def _read(self) -> tuple[list[DataFile], dict[Path, str]]:
        files, texts, findings = list[DataFile](), dict[Path, str](), list[Finding]()
        for file in store.files(self.workspace):
            name = self.workspace.relative(file.path)
            parsed = level1.read(file.path.read_bytes(), name)
            version = parsed.data.get("schema_version") if isinstance(parsed.data, dict) else None
            texts[file.path] = parsed.text
            if not parsed.readable or parsed.findings:
                findings += parsed.findings
            elif not isinstance(version, str) or version not in self.profiles:
                findings += placed([_unknown(version, self.profiles)], name, parsed.text)
            else:
                files.append(DataFile(file.path, file.kind, parsed.data))
        if findings:
            raise Refused(findings)
        return files, texts

    def _lines(self) -> tuple[list[bytes], list[Row]]:
        """The lines of adjudication.jsonl as they are, and those that can be read."""
        path = self.workspace.annotations / FILE
        raw = path.read_bytes().split(b"\n") if path.is_file() else []
        rows = []
        for number, line in enumerate(raw, 1):
            parsed = level1.read(line, FILE)
            if parsed.readable and not parsed.findings and isinstance(parsed.data, dict):
                rows.append(Row(number, parsed.data))
        return raw, rows

    def _version_of_lines(self, files: Sequence[DataFile]) -> str | None:
        """adjudication.jsonl has no stamp: it follows the files beside it, the shared ones before the documents."""
        top = [file for file in files if file.path.parent == self.workspace.annotations]
        top.sort(key=lambda file: file.kind == "Document")
        return top[0].data["schema_version"] if top else None

    # steps

    def _stage(self, step: Step) -> Stage:
        """A step with the way back from it.

        Raises Refused where it is itself a way back that is not there, or a function cannot be loaded.
        """
        old, new = self.profiles[step.old], self.profiles[step.new]
        if step.migration is None:
            plain = Migration(step.old, step.new), Migration(step.new, step.old)
            return Stage(old, new, *plain)
        file = self.migrations[step.migration.old, step.migration.new]
        functions, findings = functions_of(file)
        if findings:
            raise Refused(findings)
        if not step.back:
            undo = inverse(step.migration, old, new) if reversible(step.migration, old, new) else None
            return Stage(old, new, step.migration, undo, functions, file.name)
        try:
            back = inverse(step.migration, new, old)
        except MigrationError as error:
            raise Refused(file.findings(*error.faults)) from None
        return Stage(old, new, back, step.migration, functions, file.name, there=False)

    # what is wrong

    def _told(self, troubles: Iterable[Trouble], texts: Mapping[Path, str]) -> Iterator[Finding]:
        for trouble in troubles:
            file = self.migrations[_ends(trouble.stage)] if trouble.stage.file else None
            if trouble.fault and file:
                where = f" ({self.workspace.relative(trouble.path)})" if trouble.path else ""
                problem = _fault(trouble, where)
                yield from placed([problem], file.name, file.text)
                continue
            name = self.workspace.relative(trouble.path or self.workspace.annotations / FILE)
            text = texts.get(trouble.path, "{}") if trouble.path else "{}"
            for finding in placed([_lost(trouble, *lost) for lost in trouble.lost], name, text):
                yield finding if trouble.path else replace(finding, line=trouble.line, column=1)


def _ends(stage: Stage) -> tuple[str, str]:
    """The versions in the name of a stage's migration file."""
    ends = (stage.old.version, stage.new.version)
    return ends if stage.there else (ends[1], ends[0])


def _counted(stage: Stage, counts: Mapping[tuple[Path | None, int], int], workspace: Workspace) -> Iterator[Count]:
    for number, operation in enumerate(stage.migration.operations):
        by: Counter[str] = Counter()
        for (path, one), n in counts.items():
            if one == number and n:
                by[workspace.relative(path or workspace.annotations / FILE)] += n
        yield Count(stage.file, words(operation), dict(sorted(by.items())))


def _written(raw: Sequence[bytes], before: Sequence[Row], after: Sequence[Row]) -> bytes:
    """The file's lines, with those that changed; those that did not, and what is no line, as they are."""
    changed = {new.number: new for old, new in zip(before, after, strict=True) if old.data != new.data}
    lines = []
    for number, line in enumerate(raw, 1):
        row = changed.get(number)
        if row is None:
            lines.append(line)
        elif row.data is not None:
            lines.append(json.dumps(row.data, ensure_ascii=False).encode("utf-8"))
    return b"\n".join(lines)


def _unknown(version: Any, profiles: Mapping[str, Profile]) -> Problem:
    return Problem(
        code="S305",
        pointer="/schema_version",
        message="a file of a schema version that is not here",
        found=show(version),
        expected=f"a version of which there is schemas/annotation-<version>.json: {', '.join(profiles)}",
        help="put that schema back, with the migration that leads on from it",
    )


def _fault(trouble: Trouble, where: str) -> Problem:
    fault = trouble.fault
    return Problem(
        code=fault.code if fault else "S308",
        pointer=fault.pointer if fault else "",
        message=f"{fault.message if fault else ''}{where}",
        found=fault.found if fault else "",
        expected=fault.expected if fault else "",
        help="mend the migration; nothing was written",
    )


def _lost(trouble: Trouble, pointer: str, was: Any, back: Any) -> Problem:
    stage = trouble.stage
    if stage.there:
        help = "mend the record; or take from the operation what it records for the way back, and there is none"
    else:
        help = "what was changed since cannot be carried back: undo it first, or take the old files from git"
    return Problem(
        code="S307",
        pointer=pointer,
        message=f"not the same after the way from {stage.old.version} to {stage.new.version} and back",
        found=_value(was),
        expected=f"{_value(back)}, which is what {stage.file} records",
        help=help,
    )


def _value(value: Any) -> str:
    """A value in a finding; of an object its keys, which may be what differs."""
    return f"an object with {', '.join(value)}" if isinstance(value, dict) else show(value)


def canonical(outcome: Outcome, profile: Profile) -> dict[Path, bytes]:
    """The content of every file that moves, in canonical form."""
    return {file.path: store.dumps(file.data, profile.records[file.kind]).encode("utf-8") for file in outcome.files}

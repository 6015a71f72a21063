"""wiremark schema check: may the newest schema be released as what it calls itself?"""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from wiremark.cli.report import Commands, command, report, with_format
from wiremark.cli.schema.covered import NEVER, answered
from wiremark.cli.schema.data import data_of
from wiremark.cli.schema.findings import ChangeFinding, as_json, change_findings, reported, summary
from wiremark.cli.schema.ignores import applied, load
from wiremark.cli.schema.schema_file import SchemaFile, resolve, versions_here
from wiremark.cli.schema.way import way
from wiremark.diagnostics import Finding, Usage
from wiremark.schema.changes import SchemaDiff, SchemaFinding
from wiremark.schema.changes.declared import enough, required, retired
from wiremark.schema.changes.rules import ORDER, Bump
from wiremark.schema.released import Sealed
from wiremark.schema.versions import precedence
from wiremark.validation.places import Problem, placed
from wiremark.validation.sealed import sealed, unsealed
from wiremark.workspace import Workspace


def register(commands: Commands) -> None:
    parser = command(
        commands,
        "check",
        run,
        "Check that the newest schema is a version that its changes allow. They are those since the newest sealed "
        "version, or since --against. Exits 1 where the version is too low, a label id moves, a break is covered by no "
        "migration, a change cannot be told, or a sealed file is not what was sealed.",
        "wiremark schema check --against main",
    )
    parser.add_argument("new", nargs="?", metavar="NEW", help="the schema to check (default: the newest in schemas/)")
    parser.add_argument(
        "--against", metavar="REF", help="a revision of git, a version in schemas/, a file, or REF:path"
    )
    parser.add_argument("--data", type=Path, metavar="DIR", help="the annotation files (default: annotations/)")
    parser.add_argument("--fix", action="store_true", help="write the version, a migration to complete, the CHANGELOG")
    with_format(parser)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found. `old` None: nothing is sealed, and nothing was compared."""

    old: SchemaFile | None
    new: SchemaFile | None
    diff: SchemaDiff
    changes: Sequence[ChangeFinding] = ()
    others: Sequence[Finding] = ()
    required: str = ""
    migrations: Sequence[str] = ()
    """The files that lead from old to new."""
    stuck: Sequence[Finding] = ()
    """Label ids that move or are given away: an error at any version, so that none is required."""

    @property
    def failed(self) -> bool:
        """True where there is an error."""
        findings = [*(one.finding for one in self.changes), *self.others]
        return any(finding.severity == "error" for finding in findings)


NOTHING = SchemaDiff(compatible=True, bump="none", label_ids_stable=True, forward=True, backward=True)


def run(args: argparse.Namespace) -> int:
    workspace = Workspace(args.directory) if args.new else Workspace.at(args.directory)
    checked = check(workspace, args.new, args.against, args.data)
    if args.fix and checked.old and checked.new:
        from wiremark.cli.schema.proposed import propose

        with workspace.locked():
            wrote = propose(workspace, checked)
        if args.format == "text":
            print("\n".join([*wrote, ""]) if wrote else "nothing to propose\n")
        given = None if wrote and not checked.stuck else args.new
        checked = check(workspace, given, args.against, args.data)
    return _print(checked, args.format, workspace)


def _print(checked: Checked, form: str, workspace: Workspace) -> int:
    if form == "json":
        more = {"declared": checked.new.version if checked.new else None, "required": checked.required or None}
        sys.stdout.write(as_json(checked.diff, checked.changes, checked.others, **more))
        return int(checked.failed)
    code = report([*reported(checked.changes), *checked.others], form, workspace.root)
    if form == "text":
        if reported(checked.changes) or checked.others:
            print()
        sys.stdout.write(_last(checked))
    return code


def _last(checked: Checked) -> str:
    if checked.old is None or checked.new is None:
        return "no version is sealed yet: every change of the schema is free (`wiremark schema release` seals one)\n"
    if checked.old.name == checked.new.name:
        return f"{checked.new.name} is the newest sealed version: nothing has changed since\n"
    said = f"{checked.old.name} → {checked.new.name}\n" + summary(checked.diff, checked.changes)
    if checked.stuck:
        codes = ", ".join(sorted({finding.code for finding in checked.stuck}))
        said += f"no version allows that label ids move or are given away ({codes}): mend that first\n"
    elif checked.required:
        said += f"declared: {checked.new.version}; at least: {checked.required}\n"
    return said


def check(workspace: Workspace, given: str | None, against: str | None, data: Path | None) -> Checked:
    """Compares the newest schema, or the one given, with what it must not break. Raises Usage, Refused."""
    versions, findings = sealed(workspace)
    known = versions_here(workspace)
    if given is None and not known:
        raise Usage("there is no schema in schemas/", "write schemas/annotation-<version>.json, or name a file")
    new = resolve(workspace, given or known[-1])
    old = _newest(workspace, versions, findings) if against is None else resolve(workspace, against)
    if old and old.ref and not findings:
        findings = unsealed(workspace, old.ref, versions)
    if old is None or findings:
        return Checked(old, new, NOTHING, others=findings)
    return _compared(workspace, old, new, versions, data)


def _newest(workspace: Workspace, versions: Sequence[Sealed], findings: Sequence[Finding]) -> SchemaFile | None:
    return resolve(workspace, versions[-1].version) if versions and not findings else None


def _compared(
    workspace: Workspace, old: SchemaFile, new: SchemaFile, versions: Sequence[Sealed], data: Path | None
) -> Checked:
    from wiremark.schema import changes
    from wiremark.schema.changes.affected import counted

    there, findings = way(workspace, old, new)
    found = changes.diff(old.schema, new.schema, there.renames())
    files = data_of(workspace, data, old) if data or workspace.annotations.is_dir() else []
    found = counted(found, old.schema, new.schema, files)
    ignores, faults = load(workspace, new.version, datetime.date.today())
    told = applied(change_findings(found, old, new), ignores)
    needed = _required(old, told)
    done = [] if files else _settled(workspace, found, old, new, data)
    told, failed = answered(told, there, new.schema, files, done)
    given_away = list(_retired(workspace, old, new, versions))
    rows = {finding.pointer.rpartition("/")[0] for finding in given_away}
    told = [one for one in told if one.change.code != "S202" or one.change.pointer.rpartition("/")[0] not in rows]
    others = [*findings, *faults, *failed, *given_away]
    stuck = [*(one.finding for one in told if one.change.code in NEVER and not one.passed), *given_away]
    needed = "" if stuck else needed
    if needed and new.version and not enough(new.version, needed):
        others.append(_low(old, new, needed))
    return Checked(old, new, found, told, others, needed, [file.name for file in there.files], stuck)


def _settled(
    workspace: Workspace, found: SchemaDiff, old: SchemaFile, new: SchemaFile, data: Path | None
) -> list[SchemaFinding]:
    """Where no file follows the old version any more: the breaks that hit none of those of the new one.

    Only breaks that no operation of a migration is made for: whoever comes from the old version needs those that are.
    """
    from wiremark.schema.changes.affected import counted

    files = data_of(workspace, data, new) if new.version and (data or workspace.annotations.is_dir()) else []
    again = counted(found, old.schema, new.schema, files).findings if files else ()
    free = [one for one in again if one.change and one.change.operation is None]
    return [one for one in free if one.affected and not one.affected.files]


def _required(old: SchemaFile, told: Sequence[ChangeFinding]) -> str:
    """The least version for all changes that are not ignored; nothing where the old one has no version."""
    bumps: list[Bump] = [one.change.bump for one in told if not one.passed]
    return required(old.version, max(bumps, key=ORDER.index, default="none")) if old.version else ""


def _low(old: SchemaFile, new: SchemaFile, needed: str) -> Finding:
    problem = Problem(
        code="S107",
        pointer="/x-version",
        message=f"the changes since {old.version} need a higher version",
        found=new.version,
        expected=f"{needed} or later",
        help=f"call it {needed}: `wiremark schema check --fix` writes the file",
    )
    return placed([problem], new.name, new.text)[0]


def _retired(workspace: Workspace, old: SchemaFile, new: SchemaFile, versions: Sequence[Sealed]) -> Iterator[Finding]:
    """Ids that a version before the old one gave to another label."""
    seen = set()
    for one in reversed(versions):
        if old.version and precedence(one.version) < precedence(old.version):
            older = resolve(workspace, one.version)
            for row in retired(older.schema, old.schema, new.schema):
                if row.pointer not in seen:
                    seen.add(row.pointer)
                    problem = Problem(
                        code="S109",
                        pointer=row.pointer,
                        message=f"id {row.id} of {row.labels} was {row.was} in {one.version} and is now {row.now}",
                        found=f"{row.id}: {row.now}",
                        expected="an id that no label ever had",
                        help="give the new label the next free id: an old dataset reads this one as the old label",
                    )
                    yield from placed([problem], new.name, new.text)

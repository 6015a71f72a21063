"""The migration files of a workspace: read, and checked against the schemas that they lead from and to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from wiremark.diagnostics import Finding
from wiremark.schema.migrate import Fault, Migration, MigrationError, read
from wiremark.schema.migrate.check import check
from wiremark.schema.profile import Profile
from wiremark.schema.versions import VERSION
from wiremark.validation import level1
from wiremark.validation.places import Problem, placed, show
from wiremark.workspace import Workspace

FOLDER = "migrations"
"""Where they stand in schemas/."""

_NAME = re.compile(rf"({VERSION})__({VERSION})\.json")


def name_of(old: str, new: str) -> str:
    """What the file of a migration between two versions is called."""
    return f"{old}__{new}.json"


@dataclass(frozen=True, slots=True)
class MigrationFile:
    """A migration that can be used, with its place and its text."""

    path: Path
    name: str
    text: str
    migration: Migration

    def findings(self, *faults: Fault) -> list[Finding]:
        """Faults of the migration, at their places in its file."""
        return placed(map(_problem, faults), self.name, self.text)


def load(workspace: Workspace, profiles: Mapping[str, Profile]) -> tuple[list[MigrationFile], list[Finding]]:
    """Every migration that can be used, in the order of their names, and what is wrong with them and with the others.

    profiles: the schema versions of the workspace that can be used.
    """
    files: list[MigrationFile] = []
    findings: list[Finding] = []
    for path in sorted((workspace.schemas / FOLDER).glob("*.json")):
        if path.name.startswith(".") or not path.is_file():
            continue
        name = workspace.relative(path)
        parsed = level1.read(path.read_bytes(), name)
        findings += parsed.findings
        if not parsed.readable or parsed.findings:
            continue
        try:
            migration = read(parsed.data)
        except MigrationError as error:
            findings += placed(map(_problem, error.faults), name, parsed.text)
            continue
        problems = list(_named(path, migration)) or list(_versions(migration, profiles))
        if not problems:
            faults = check(migration, profiles[migration.old], profiles[migration.new])
            problems = [_problem(fault) for fault in faults]
        findings += placed(problems, name, parsed.text)
        if not problems:
            files.append(MigrationFile(path, name, parsed.text, migration))
    return files, findings


def _named(path: Path, migration: Migration) -> Iterator[Problem]:
    """A file that is not called after its versions."""
    name = _NAME.fullmatch(path.name)
    wanted = name_of(migration.old, migration.new)
    if name is None or name[0] != wanted:
        yield Problem(
            code="S304",
            pointer="/to" if name and name[1] == migration.old else "/from",
            message="the versions of a migration and the name of its file disagree",
            found=f"{show(migration.old)} and {show(migration.new)} in {path.name}",
            expected=f"the name {wanted}",
            help=f"rename the file to {wanted}, or mend the versions",
        )


def _versions(migration: Migration, profiles: Mapping[str, Profile]) -> Iterator[Problem]:
    """A migration from or to a version that is not there."""
    for key, version in (("from", migration.old), ("to", migration.new)):
        if version not in profiles:
            yield Problem(
                code="S302",
                pointer=f"/{key}",
                message=f"there is no schema {version}",
                found=show(version),
                expected=f"a version of which there is schemas/annotation-<version>.json: {', '.join(profiles)}",
                help=f"put schemas/annotation-{version}.json back, or take the migration away",
            )


def _problem(fault: Fault) -> Problem:
    return Problem(
        code=fault.code,
        pointer=fault.pointer,
        message=fault.message,
        found=fault.found,
        expected=fault.expected,
        help=fault.help or "mend the migration; nothing is migrated before",
    )

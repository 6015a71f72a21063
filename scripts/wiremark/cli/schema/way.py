"""The way from the old schema to the new: the migrations between them, one after another, as `migrate` goes it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wiremark.cli.schema.functions import functions_of
from wiremark.cli.schema.schema_file import SchemaFile, resolve, versions_here
from wiremark.diagnostics import Finding, Refused, Usage
from wiremark.schema.keywords import SchemaError
from wiremark.schema.migrate import Migration, MigrationError, migrate_file
from wiremark.schema.migrate.chain import route
from wiremark.schema.migrate.operations import MergeLabels, Operation, RenameLabel, SplitLabel
from wiremark.schema.profile import Profile, read
from wiremark.schema.versions import precedence
from wiremark.validation.migrations import FOLDER, MigrationFile, load, name_of
from wiremark.workspace import Workspace

Functions = Mapping[str, Mapping[str, Any]]
"""The functions of each migration, by the names of both."""


@dataclass(frozen=True, slots=True)
class Leg:
    """One step with the profiles at its ends. file: its migration; None where only the stamp changes."""

    migration: Migration
    file: MigrationFile | None
    old: Profile
    new: Profile


@dataclass(frozen=True, slots=True)
class Way:
    """Every step in order; none where no migration leads from the old version to the new."""

    legs: Sequence[Leg] = ()

    @property
    def files(self) -> list[MigrationFile]:
        """The migrations."""
        return [leg.file for leg in self.legs if leg.file]

    @property
    def operations(self) -> list[Operation]:
        """What they do."""
        return [operation for leg in self.legs for operation in leg.migration.operations]

    def has(self, kind: str) -> bool:
        """True where it knows files of a kind at every step."""
        return bool(self.legs) and all(kind in profile.records for leg in self.legs for profile in (leg.old, leg.new))

    def functions(self) -> tuple[Functions, list[Finding]]:
        """What the migrations name in Python, by the name of the file and theirs; and what of it cannot be loaded."""
        found: dict[str, Mapping[str, Any]] = {}
        findings = []
        for file in self.files:
            found[file.name], wrong = functions_of(file)
            findings += wrong
        return found, findings

    def migrated(self, data: Mapping[str, Any], kind: str, functions: Functions) -> tuple[dict[str, Any], bool]:
        """A file's data at the end, and whether a person has to choose something.

        Raises Refused where a migration fails on it.
        """
        found, waits = dict(data), False
        for leg in self.legs:
            own = functions.get(leg.file.name) if leg.file else None
            try:
                done = migrate_file(found, kind, leg.migration, leg.old, leg.new, functions=own)
            except MigrationError as error:
                raise Refused(leg.file.findings(*error.faults) if leg.file else []) from None
            found, waits = done.data, waits or bool(done.review)
        return found, waits

    def renames(self) -> frozenset[tuple[str, str]]:
        """Old and new names of the labels that the migrations carry over."""
        pairs = set[tuple[str, str]]()
        for name, labels in self.legs[0].old.labels.items() if self.legs else ():
            now = {label.name: {label.name} for label in labels}
            touched = set[str]()
            for leg in self.legs:
                step = _heirs(leg.migration, name)
                touched |= {first for first, names in now.items() if names & step.keys()}
                now = {first: {heir for one in names for heir in step.get(one, {one})} for first, names in now.items()}
            pairs |= {(first, last) for first in touched for last in now[first]}
        return frozenset(pairs)


def _heirs(migration: Migration, labels: str) -> dict[str, set[str]]:
    """What a migration makes of each label of a set that it changes."""
    found: dict[str, set[str]] = {}
    for operation in migration.operations:
        match operation:
            case RenameLabel(labels=name, old=old, new=new) if name == labels:
                found[old] = {new}
            case MergeLabels(labels=name, old=several, new=new) if name == labels:
                found |= {old: {new} for old in several}
            case SplitLabel(labels=name, old=old, new=several) if name == labels:
                found[old] = set(several)
    return found


def way(workspace: Workspace, old: SchemaFile, new: SchemaFile) -> tuple[Way, list[Finding]]:
    """The way between two schemas, and what is wrong with the migrations that could be on it."""
    if not old.version or not new.version or precedence(old.version) >= precedence(new.version):
        return Way(), []
    try:
        ends = {one.version: read(one.schema) for one in (old, new)}
    except SchemaError:
        return Way(), []
    profiles = {**_between(workspace, old.version, new.version), **ends}
    files, findings = load(workspace, profiles)
    by = {(file.migration.old, file.migration.new): file for file in files}
    steps = route(old.version, new.version, profiles.keys(), [file.migration for file in files])
    legs = []
    for step in steps:
        file = by.get((step.old, step.new)) if step.migration else None
        migration = step.migration or Migration(step.old, step.new)
        legs.append(Leg(migration, file, profiles[step.old], profiles[step.new]))
    told = [finding for finding in findings if finding.file in _names(workspace, profiles)]
    return Way(legs if any(leg.file for leg in legs) else ()), told


def _between(workspace: Workspace, first: str, last: str) -> dict[str, Profile]:
    """The versions in schemas/ after the first and before the last that can be read; `validate` tells of the others."""
    found = {}
    for version in versions_here(workspace):
        if precedence(first) < precedence(version) < precedence(last):
            try:
                found[version] = read(resolve(workspace, version).schema)
            except (SchemaError, Refused, Usage):
                continue
    return found


def _names(workspace: Workspace, versions: Collection[str]) -> set[str]:
    """How the migrations between these versions are called."""
    folder: Path = workspace.schemas / FOLDER
    return {workspace.relative(folder / name_of(one, two)) for one in versions for two in versions}

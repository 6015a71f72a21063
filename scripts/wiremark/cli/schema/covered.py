"""Whether a break is answered for: it hits nothing, or a migration carries the instance that shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wiremark.cli.schema.findings import ChangeFinding, passed
from wiremark.cli.schema.schema_file import SchemaFile
from wiremark.diagnostics import Finding, count
from wiremark.schema.changes import SchemaFinding
from wiremark.schema.keywords import SchemaError
from wiremark.schema.migrate import Migration, MigrationError, migrate_file
from wiremark.schema.migrate.operations import MergeLabels, Python, RenameLabel, SplitLabel
from wiremark.schema.profile import Profile, read
from wiremark.schema.roots import ROOTS
from wiremark.validation.migrations import MigrationFile, load
from wiremark.workspace import Workspace

NEVER = ("S204", "S205")
"""What no migration mends: an id keeps its label for ever."""
NEEDS_NONE = ("S209", "S224")
"""What changes how values are stored, and no value."""


@dataclass(frozen=True, slots=True)
class MigrationBetween:
    """The migration from the old version to the new, and the profiles of both; None where there is none."""

    name: str
    file: MigrationFile | None = None
    old: Profile | None = None
    new: Profile | None = None

    @property
    def migration(self) -> Migration | None:
        """What the file holds."""
        return self.file.migration if self.file else None


def migration_between(workspace: Workspace, old: SchemaFile, new: SchemaFile) -> tuple[MigrationBetween, list[Finding]]:
    """The migration between two schemas, and what is wrong with its file."""
    name = f"schemas/migrations/{old.version}__{new.version}.json"
    try:
        profiles = {one.version: read(one.schema) for one in (old, new)}
    except SchemaError:
        return MigrationBetween(name), []
    files, findings = load(workspace, profiles)
    mine = [finding for finding in findings if finding.file == name]
    file = next((file for file in files if file.name == name), None)
    return MigrationBetween(name, file, profiles[old.version], profiles[new.version]), mine


def renames(migration: Migration | None) -> frozenset[tuple[str, str]]:
    """Old and new names of the labels that a migration carries over."""
    pairs = set[tuple[str, str]]()
    for operation in migration.operations if migration else ():
        match operation:
            case RenameLabel(_, old, new):
                pairs.add((old, new))
            case MergeLabels(_, several, new):
                pairs |= {(old, new) for old in several}
            case SplitLabel(_, old, several):
                pairs |= {(old, new) for new in several}
    return frozenset(pairs)


def answered(
    told: Sequence[ChangeFinding],
    between: MigrationBetween,
    new: Mapping[str, Any],
    settled: Sequence[SchemaFinding] = (),
) -> list[ChangeFinding]:
    """The changes; a break that hits nothing or is carried over is told as a warning, with the reason.

    settled: the breaks that hit none of the files, all of which follow the new version already.
    """
    check = _Check(between, new)
    told = [check.of(one) for one in told]
    done = {id(one.change): one for one in settled}
    return [_settled(one, done[id(one.change.change)]) if id(one.change.change) in done else one for one in told]


def _settled(one: ChangeFinding, after: SchemaFinding) -> ChangeFinding:
    hit = after.affected
    if one.finding.severity != "error" or one.change.code in NEVER or hit is None:
        return one
    return passed(one, f"it hits none of the {count(hit.total, 'file')} here, which have moved on: no migration needed")


class _Check:
    def __init__(self, between: MigrationBetween, new: Mapping[str, Any]) -> None:
        self._between, self._new = between, new
        self._valid: dict[str, Any] = {}

    def of(self, one: ChangeFinding) -> ChangeFinding:
        if one.change.severity != "error" or one.passed or not one.change.breaks or one.change.code in NEVER:
            return one
        hit = one.change.affected
        if one.change.code in NEEDS_NONE:
            return passed(one, "no value changes: it needs a new version, and no migration")
        if hit is not None and hit.total and not hit.files:
            return passed(one, "it hits no annotation here: no migration needed")
        why = self._carried(one)
        return passed(one, why) if why else one

    def _carried(self, one: ChangeFinding) -> str:
        """Why a migration answers for a break; nothing where none does."""
        migration = self._between.migration
        if migration is None:
            return ""
        operations = {type(operation).__name__ for operation in migration.operations}
        if one.change.instance and self._carries(one.change.witness, migration):
            return f"{self._between.name} carries it over"
        if "Python" in operations and self._functions_there(migration):
            runs = "`wiremark schema migrate --check` runs it"
            return f"{self._between.name} has a function for what data cannot say; {runs}"
        if one.change.code == "S231" and "SetDefault" in operations:
            return f"{self._between.name} writes the old meaning down"
        return ""

    def _functions_there(self, migration: Migration) -> bool:
        names = [one.function for one in migration.operations if isinstance(one, Python)]
        path = self._between.file.path if self._between.file else None
        return path is not None and all(path.with_name(f"{name.partition(':')[0]}.py").is_file() for name in names)

    def _carries(self, witness: Any, migration: Migration) -> bool:
        """True where the witness, migrated, is valid under the new schema or waits for a person."""
        old, new = self._between.old, self._between.new
        if old is None or new is None or not isinstance(witness, dict):
            return False
        for kind in ROOTS:
            if (
                kind not in new.records
                or kind not in old.records
                or not witness.keys() <= old.records[kind].fields.keys()
            ):
                continue
            try:
                done = migrate_file(witness, kind, migration, old, new)
            except MigrationError:
                continue
            if done.review or self._fits(kind, done.data):
                return True
        return False

    def _fits(self, kind: str, data: Any) -> bool:
        import jsonschema_rs

        if kind not in self._valid:
            kept = {key: value for key, value in self._new.items() if key in ("$schema", "$defs")}
            root = {**kept, "$ref": f"#/$defs/{kind}"}
            self._valid[kind] = jsonschema_rs.validator_for(root, validate_formats=False, offline=True)
        return bool(self._valid[kind].is_valid(data))

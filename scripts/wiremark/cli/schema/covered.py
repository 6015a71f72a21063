"""Whether a break is answered for: it hits nothing, or a migration carries the instance that shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wiremark.cli.schema.findings import ChangeFinding, passed
from wiremark.cli.schema.way import Way
from wiremark.diagnostics import count
from wiremark.schema.changes import SchemaFinding
from wiremark.schema.migrate import MigrationError
from wiremark.schema.migrate.operations import Python, SetDefault
from wiremark.schema.roots import ROOTS

NEVER = ("S204", "S205")
"""What no migration mends: an id keeps its label for ever."""
NEEDS_NONE = ("S209", "S224")
"""What changes how values are stored, and no value."""


def answered(
    told: Sequence[ChangeFinding],
    way: Way,
    new: Mapping[str, Any],
    settled: Sequence[SchemaFinding] = (),
) -> list[ChangeFinding]:
    """The changes; a break that hits nothing or is carried over is told as a warning, with the reason.

    settled: the breaks that hit none of the files, all of which follow the new version already.
    """
    check = _Check(way, new)
    told = [check.of(one) for one in told]
    done = {id(one.change): one for one in settled}
    return [_settled(one, done[id(one.change.change)]) if id(one.change.change) in done else one for one in told]


def _settled(one: ChangeFinding, after: SchemaFinding) -> ChangeFinding:
    hit = after.affected
    if one.finding.severity != "error" or one.change.code in NEVER or hit is None:
        return one
    return passed(one, f"it hits none of the {count(hit.total, 'file')} here, which have moved on: no migration needed")


class _Check:
    def __init__(self, way: Way, new: Mapping[str, Any]) -> None:
        self._way, self._new = way, new
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
        files = self._way.files
        if not files:
            return ""
        names, one_file = " and ".join(file.name for file in files), len(files) == 1
        operations = self._way.operations
        if one.change.instance and self._carries(one.change.witness):
            return f"{names} {'carries' if one_file else 'carry'} it over"
        if any(isinstance(operation, Python) for operation in operations) and self._functions_there():
            runs = "`wiremark schema migrate --check` runs it"
            return f"{names} {'has' if one_file else 'have'} a function for what data cannot say; {runs}"
        if one.change.code == "S231" and any(isinstance(operation, SetDefault) for operation in operations):
            return f"{names} {'writes' if one_file else 'write'} the old meaning down"
        return ""

    def _functions_there(self) -> bool:
        return all(
            file.path.with_name(f"{operation.function.partition(':')[0]}.py").is_file()
            for file in self._way.files
            for operation in file.migration.operations
            if isinstance(operation, Python)
        )

    def _carries(self, witness: Any) -> bool:
        """True where the witness, migrated, is valid under the new schema or waits for a person."""
        for kind in ROOTS if isinstance(witness, dict) else ():
            if not self._way.has(kind) or not witness.keys() <= self._way.legs[0].old.records[kind].fields.keys():
                continue
            try:
                found, waits = self._way.migrated(witness, kind)
            except MigrationError:
                continue
            if waits or self._fits(kind, found):
                return True
        return False

    def _fits(self, kind: str, data: Any) -> bool:
        import jsonschema_rs

        if kind not in self._valid:
            kept = {key: value for key, value in self._new.items() if key in ("$schema", "$defs")}
            root = {**kept, "$ref": f"#/$defs/{kind}"}
            self._valid[kind] = jsonschema_rs.validator_for(root, validate_formats=False, offline=True)
        return bool(self._valid[kind].is_valid(data))

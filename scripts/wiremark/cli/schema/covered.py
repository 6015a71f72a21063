"""Whether a break is answered for: it hits nothing, or a migration carries the instance that shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from wiremark.cli.schema.findings import ChangeFinding, passed
from wiremark.cli.schema.way import Functions, Way
from wiremark.diagnostics import Finding, Refused, count
from wiremark.schema.changes import SchemaFinding
from wiremark.schema.changes.affected import File, fallen
from wiremark.schema.migrate.operations import Python, SetDefault
from wiremark.schema.roots import ROOTS
from wiremark.schema.validator import compiled, of_root

NEVER = ("S204", "S205")
"""What no migration mends: an id keeps its label for ever."""
NEEDS_NONE = ("S209", "S224")
"""What changes how values are stored, and no value."""


def answered(
    told: Sequence[ChangeFinding],
    way: Way,
    new: Mapping[str, Any],
    files: Sequence[File] = (),
    settled: Sequence[SchemaFinding] = (),
) -> tuple[list[ChangeFinding], list[Finding]]:
    """The changes; a break that hits nothing or is carried over is told as a warning, with the reason.

    files: those of the old version. settled: the breaks that hit none of the files, all of which follow the new version
    already. The findings are about migrations that fail on what shows a break.
    """
    check = _Check(way, new, files)
    told = [check.of(one) for one in told]
    done = {id(one.change): one for one in settled}
    told = [_settled(one, done[id(one.change.change)]) if id(one.change.change) in done else one for one in told]
    return told, list(check.failed.values())


def _settled(one: ChangeFinding, after: SchemaFinding) -> ChangeFinding:
    hit = after.affected
    if one.finding.severity != "error" or one.change.code in NEVER or hit is None:
        return one
    return passed(one, f"it hits none of the {count(hit.total, 'file')} here, which have moved on: no migration needed")


class _Check:
    """failed: what is wrong with migrations, one finding for each place."""

    def __init__(self, way: Way, new: Mapping[str, Any], files: Sequence[File]) -> None:
        self._way, self._new, self._files = way, new, files
        self._valid: dict[str, Any] = {}
        self._loaded: Functions | None = None
        self.failed: dict[tuple[str, str], Finding] = {}

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
        kinds = {type(operation) for operation in self._way.operations}
        carries = "carries" if one_file else "carry"
        if one.change.instance:
            return f"{names} {carries} it over" if self._carries(one) else ""
        if Python in kinds and self._carries_files(one):
            here = f"the {count(len(self._files), 'file')} here over" if self._files else "files over"
            return f"{names} {carries} {here}, with a function for what data cannot say"
        if one.change.code == "S231" and SetDefault in kinds:
            return f"{names} {'writes' if one_file else 'write'} the old meaning down"
        return ""

    def _carries(self, one: ChangeFinding) -> bool:
        """True where the witness, migrated, is valid under the new schema or waits for a person."""
        witness = one.change.witness
        failed: list[Finding] = []
        for kind in ROOTS if isinstance(witness, dict) else ():
            if not self._way.has(kind) or not witness.keys() <= self._way.legs[0].old.records[kind].fields.keys():
                continue
            good, wrong = self._arrives(kind, witness)
            if good:
                return True
            failed += wrong
        self._tell(one, failed)
        return False

    def _carries_files(self, one: ChangeFinding) -> bool:
        """True where the functions are there, and every file of the old version, migrated, is valid under the new."""
        if self._functions() is None:
            return False
        role = one.change.change.role if one.change.change else None
        for kind, data in self._files:
            good, wrong = self._arrives(kind, data, role)
            if not good:
                self._tell(one, wrong)
                return False
        return True

    def _arrives(self, kind: str, data: Any, role: Mapping[str, Any] | None = None) -> tuple[bool, list[Finding]]:
        """Whether a file's data come through to the new schema, and what failed on the way.

        role: one that narrowed; then no argument may fall out of it.
        """
        functions = self._functions()
        if functions is None or not isinstance(data, Mapping) or not self._way.has(kind):
            return False, []
        try:
            found, waits = self._way.migrated(data, kind, functions)
        except Refused as error:
            return False, list(error.findings)
        left = role is not None and any(fallen(found, role))
        return waits or (self._fits(kind, found) and not left), []

    def _functions(self) -> Functions | None:
        """What the migrations name in Python, loaded when it is first needed; None where some of it cannot be."""
        if self._loaded is None and not self.failed:
            functions, findings = self._way.functions()
            self.failed = {(finding.file, finding.pointer): finding for finding in findings}
            self._loaded = None if findings else functions
        return self._loaded

    def _tell(self, one: ChangeFinding, failed: Sequence[Finding]) -> None:
        for finding in failed:
            told = replace(finding, notes=(*finding.notes, f"so it does not answer for this: {one.change.message}"))
            self.failed.setdefault((finding.file, finding.pointer), told)

    def _fits(self, kind: str, data: Any) -> bool:
        if kind not in self._valid:
            self._valid[kind] = compiled(of_root(self._new, kind))
        return bool(self._valid[kind].is_valid(data))

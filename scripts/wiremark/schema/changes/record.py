"""A change as the walk finds it, a finding as it is told, and all of them: what one version makes of another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wiremark.schema.changes.rules import Bump

ABSENT = object()
"""As an edit's value: what stands there is taken away."""

Edit = tuple[str, Any]
"""A pointer into the old schema, and what stands there instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change, not yet judged.

    `edits` make it alone in the old schema; `touch`, where it differs, makes invalid what the change speaks of, to
    count it. `witness` is the small example of a change that no JSON value shows.
    """

    kind: str
    old: str
    new: str
    message: str
    found: str = ""
    expected: str = ""
    edits: tuple[Edit, ...] = ()
    touch: tuple[Edit, ...] = ()
    witness: Any = ABSENT
    notes: tuple[str, ...] = ()
    role: Mapping[str, Any] | None = None
    operation: Mapping[str, Any] | None = None
    """What a migration would do about it; a `note` in it says what a person has to fill in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Affected:
    """How many annotations a break hits: of `total` files, `files` with `values` values."""

    files: int
    values: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaFinding:
    """One change, judged. `pointer` is its place in the new schema, `old_pointer` in the old one.

    `backward`: old annotations stay valid and mean the same; `forward`: old readers can read new files; `label_ids`:
    every id keeps its label; None where that cannot be told. `witness` is an instance valid before and not after, or a
    small example where JSON values do not show the change; `has_witness` tells a witness that is null from none.
    """

    code: str
    severity: str
    pointer: str
    old_pointer: str
    message: str
    bump: Bump
    backward: bool | None
    forward: bool | None
    label_ids: bool
    found: str = ""
    expected: str = ""
    notes: tuple[str, ...] = ()
    help: str = ""
    witness: Any = None
    has_witness: bool = False
    affected: Affected | None = None
    instance: bool = False
    """True where the witness is a whole instance, False where it is a small example."""
    change: Change | None = field(default=None, repr=False, compare=False)

    @property
    def breaks(self) -> bool:
        """True where it needs a new major version."""
        return self.bump == "major"

    def as_dict(self) -> dict[str, Any]:
        """As JSON output has it."""
        affected = self.affected
        return {
            "code": self.code,
            "severity": self.severity,
            "pointer": self.pointer,
            "old_pointer": self.old_pointer,
            "message": self.message,
            "found": self.found,
            "expected": self.expected,
            "bump": self.bump,
            "backward": self.backward,
            "forward": self.forward,
            "label_ids_stable": self.label_ids,
            "witness": self.witness,
            "has_witness": self.has_witness,
            "affected": affected and {"files": affected.files, "values": affected.values, "of_files": affected.total},
            "notes": list(self.notes),
            "help": self.help,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaDiff:
    """What a new schema means for the annotations, readers and datasets of an old one.

    `compatible`: every JSON value valid under the old is valid under the new, and nothing else. `backward`: that, and
    it means the same. `forward`: old readers read new files. `label_ids_stable`: every id keeps its label. None where
    it cannot be told. `bump`: the version that the change needs, the greatest of its `findings`.
    """

    compatible: bool | None
    bump: Bump
    label_ids_stable: bool | None
    forward: bool | None
    backward: bool | None
    findings: tuple[SchemaFinding, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """As JSON output has it."""
        return {
            "compatible": self.compatible,
            "bump": self.bump,
            "label_ids_stable": self.label_ids_stable,
            "forward": self.forward,
            "backward": self.backward,
            "findings": [finding.as_dict() for finding in self.findings],
        }


def severity(bump: Bump) -> str:
    """An error for what breaks or cannot be told, a warning for what is new, a note for wording."""
    return {"major": "error", "unclassified": "error", "minor": "warning"}.get(bump, "note")

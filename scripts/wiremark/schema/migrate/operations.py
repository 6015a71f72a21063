"""What a migration may do: one small record for each kind of operation, and what is wrong with one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal


class _Absent(Enum):
    ABSENT = "absent"


ABSENT = _Absent.ABSENT
"""No value is given: not even null."""

NEEDS_REVIEW = "needs_review"
"""What `else` says where a person has to choose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong with a migration file; `pointer` is a JSON pointer into it."""

    code: str
    pointer: str
    message: str
    found: str = ""
    expected: str = ""
    help: str = ""


class MigrationError(ValueError):
    """A migration that cannot be used. `pointer`, `message`: the first fault; `faults`: all of them."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = faults
        self.pointer, self.message = faults[0].pointer, faults[0].message
        super().__init__(f"{self.pointer or '/'}: {self.message}")


@dataclass(frozen=True, slots=True)
class Choice:
    """How one of several labels is chosen: by the value at a path of properties, `entity.kb_class`, through ids.

    by: one path for every record, or a path for each record by its name. chosen: from value to label. otherwise: the
    label for every other value, or None where a person chooses.
    """

    by: str | Mapping[str, str] = ""
    chosen: Mapping[str, str] | None = None
    otherwise: str | None = None

    def path(self, record: str) -> tuple[str, ...]:
        """The properties to follow from a record; empty where it has none to go by."""
        found = self.by if isinstance(self.by, str) else self.by.get(record, "")
        return tuple(found.split(".")) if found else ()


@dataclass(frozen=True, slots=True)
class RenameLabel:
    """One label has another name."""

    labels: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class MergeLabels:
    """Several labels become one. choice: how to tell them apart on the way back; None where that is lost.

    settles: set where this is a split run backwards: the rows of review, with these choices, that the split had made.
    """

    labels: str
    old: tuple[str, ...]
    new: str
    choice: Choice | None = None
    settles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SplitLabel:
    """One label becomes several. Where a person must choose, the first of `new` is written, and a row of review."""

    labels: str
    old: str
    new: tuple[str, ...]
    choice: Choice


@dataclass(frozen=True, slots=True)
class RenameAttribute:
    """A property of a record has another name."""

    record: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class AddAttribute:
    """A record has a further property, with `value` in every old record, or absent from them all."""

    record: str
    attribute: str
    value: Any = ABSENT


@dataclass(frozen=True, slots=True)
class RemoveAttribute:
    """A record lacks a property. value: what all had, which the way back restores; unused: none had it."""

    record: str
    attribute: str
    value: Any = ABSENT
    unused: bool = False


@dataclass(frozen=True, slots=True)
class SetDefault:
    """A property that is absent or null gets a value."""

    record: str
    attribute: str
    value: Any


@dataclass(frozen=True, slots=True)
class UnsetDefault:
    """SetDefault run backwards: what has the value is null again, or absent where null is not allowed."""

    record: str
    attribute: str
    value: Any


@dataclass(frozen=True, slots=True)
class AddLayer:
    """Documents have a further layer, empty, and not named in annotated_with: nobody annotated it."""

    layer: str


@dataclass(frozen=True, slots=True)
class RemoveLayer:
    """Documents lack a layer, with what annotated_with and orphans say of it. unused: no record is in it."""

    layer: str
    unused: bool = False


@dataclass(frozen=True, slots=True)
class Python:
    """The way out: a function `module:function` of a file in schemas/migrations/, and the one that undoes it.

    It gets a file's data, as the other operations leave it, and the name of its root record, and returns the data.
    """

    function: str
    inverse: str = ""


LabelOperation = RenameLabel | MergeLabels | SplitLabel
Operation = (
    RenameLabel
    | MergeLabels
    | SplitLabel
    | RenameAttribute
    | AddAttribute
    | RemoveAttribute
    | SetDefault
    | UnsetDefault
    | AddLayer
    | RemoveLayer
    | Python
)


@dataclass(frozen=True, slots=True)
class Migration:
    """From one schema version to another. The operations name what they change as it is called before and after.

    They are one change, not a sequence: each name on the old side is looked up in the old schema, each on the new side
    in the new one. Functions alone run one after the other, on what the rest has made; on the `way` back before it.
    """

    old: str
    new: str
    operations: tuple[Operation, ...] = ()
    way: Literal["there", "back"] = "there"


def words(operation: Operation) -> str:
    """An operation in one line, as the command prints it."""
    match operation:
        case RenameLabel(labels, old, new):
            return f"rename_label {labels}: {old} → {new}"
        case MergeLabels(labels, several, new):
            return f"merge_labels {labels}: {', '.join(several)} → {new}"
        case SplitLabel(labels, old, several):
            return f"split_label {labels}: {old} → {', '.join(several)}"
        case RenameAttribute(record, old, new):
            return f"rename_attribute {record}: {old} → {new}"
        case AddAttribute(record, attribute):
            return f"add_attribute {record}.{attribute}"
        case RemoveAttribute(record, attribute):
            return f"remove_attribute {record}.{attribute}"
        case SetDefault(record, attribute):
            return f"set_default {record}.{attribute}"
        case UnsetDefault(record, attribute):
            return f"unset_default {record}.{attribute}"
        case AddLayer(layer):
            return f"add_layer {layer}"
        case RemoveLayer(layer):
            return f"remove_layer {layer}"
        case Python(function):
            return f"python {function}"

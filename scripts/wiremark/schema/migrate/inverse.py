"""The way back: the migration that undoes another, where no information is lost, and the proof for each file.

An operation can be undone where no two old files give the same new one. A rename and a split can; a merge where its
operation says how to tell the labels apart, a removal where it says what there was, a default where it could not have
stood there before. What an operation says is believed only for files for which it is true: see `unlike`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wiremark.schema.migrate.operations import (
    ABSENT,
    AddAttribute,
    AddLayer,
    Fault,
    MergeLabels,
    Migration,
    MigrationError,
    Operation,
    Python,
    RemoveAttribute,
    RemoveLayer,
    RenameAttribute,
    RenameLabel,
    SetDefault,
    SplitLabel,
    UnsetDefault,
    words,
)
from wiremark.schema.migrate.rules import fits, names_of
from wiremark.schema.profile import Profile
from wiremark.schema.walk import child


def inverse(migration: Migration, old: Profile, new: Profile) -> Migration:
    """The migration from `new` back to `old`. Raises MigrationError that names each operation that loses something."""
    undone, faults = [], []
    for number, operation in enumerate(migration.operations):
        try:
            undone.append(_inverse(operation, old))
        except _Lost as lost:
            faults.append(_no_way(number, operation, *lost.args))
    if faults:
        raise MigrationError(*faults)
    return Migration(migration.new, migration.old, tuple(reversed(undone)), "back")


def reversible(migration: Migration, old: Profile, new: Profile) -> bool:
    """True where there is a way back."""
    try:
        inverse(migration, old, new)
    except MigrationError:
        return False
    return True


def unlike(a: Any, b: Any, pointer: str = "") -> Iterator[tuple[str, Any, Any]]:
    """What differs between two files' data: the innermost places, with both values; a lone key counts at its object."""
    if isinstance(a, dict) and isinstance(b, dict):
        if a.keys() != b.keys():
            yield pointer, a, b
        for key in a:
            if key in b:
                yield from unlike(a[key], b[key], child(pointer, key))
    elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        for number, (one, other) in enumerate(zip(a, b, strict=True)):
            yield from unlike(one, other, child(pointer, number))
    elif type(a) is not type(b) or a != b:
        yield pointer, a, b


class _Lost(Exception):
    """What is lost, and what would keep it."""


def _inverse(operation: Operation, old: Profile) -> Operation:
    match operation:
        case RenameLabel(labels, before, after):
            return RenameLabel(labels, after, before)
        case SplitLabel(labels, before, several, choice):
            held = set(names_of(labels, old)) & set(several) - {before}
            if held:
                raise _Lost(f"{', '.join(sorted(held))} was a label before", "labels that are new")
            return MergeLabels(labels, several, before, choice, settles=several)
        case MergeLabels(labels, several, after, choice):
            if choice is None:
                raise _Lost("which label it was", '"by" and "map": how to tell the labels apart')
            stays = (after,) if after in names_of(labels, old) and after not in several else ()
            return SplitLabel(labels, after, (*several, *stays), choice)
        case RenameAttribute(record, before, after):
            return RenameAttribute(record, after, before)
        case AddAttribute(record, attribute, value):
            return RemoveAttribute(record, attribute, value, unused=value is ABSENT)
        case RemoveAttribute(record, attribute, value, unused):
            if value is ABSENT and not unused:
                raise _Lost("what there was", '"value": what all had; or "unused": true')
            return AddAttribute(record, attribute, value)
        case SetDefault(record, attribute, value):
            node = old.records[record].fields.get(attribute) if record in old.records else None
            if node is not None and fits(value, node):
                raise _Lost("which had the value before", "a value that the old schema does not allow")
            return UnsetDefault(record, attribute, value)
        case UnsetDefault(record, attribute, value):
            return SetDefault(record, attribute, value)
        case AddLayer(layer):
            return RemoveLayer(layer, unused=True)
        case RemoveLayer(layer, unused):
            if not unused:
                raise _Lost("the layer's records", '"unused": true, where there are none')
            return AddLayer(layer)
        case Python(function, back):
            if not back:
                raise _Lost("whatever the function changes", '"inverse": the function that undoes it')
            return Python(back, function)


def _no_way(number: int, operation: Operation, lost: str, needed: str) -> Fault:
    return Fault(
        code="S307",
        pointer=f"/operations/{number}",
        message=f"there is no way back: {words(operation)} loses {lost}",
        found=words(operation),
        expected=needed,
        help="take the old files from git instead, or record what the way back needs",
    )

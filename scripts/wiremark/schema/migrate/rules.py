"""A migration's operations, laid out for the walk: what happens to each label and each property of each record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from wiremark.schema.migrate.operations import (
    ABSENT,
    AddAttribute,
    AddLayer,
    Choice,
    MergeLabels,
    Migration,
    Operation,
    Python,
    RemoveAttribute,
    RemoveLayer,
    RenameAttribute,
    RenameLabel,
    SetDefault,
    SplitLabel,
    UnsetDefault,
)
from wiremark.schema.profile import ORPHANS, Array, Boolean, Integer, Node, Profile, Record, Text, inner, regex

Place = tuple[str, str]
"""A record of `$defs` and one of its properties."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a label becomes: one of `new`; `choice` says which where there are several. number: the operation's."""

    number: int
    new: tuple[str, ...]
    choice: Choice | None = None
    settles: tuple[str, ...] = ()


@dataclass
class Rules:
    """What happens to what, by the names on the side that the data comes from; `added` and `defaults` by the other's.

    Each with the number of its operation. labels: by label set and label; a set goes by the identity of its labels in
    the profile, or, where a property lists values of its own, by the place of that.
    """

    labels: dict[int | Place, dict[str, Target]] = field(default_factory=dict)
    renamed: dict[Place, tuple[int, str]] = field(default_factory=dict)
    removed: dict[Place, int] = field(default_factory=dict)
    added: dict[str, list[tuple[int, AddAttribute]]] = field(default_factory=dict)
    defaults: dict[str, list[tuple[int, SetDefault | UnsetDefault]]] = field(default_factory=dict)
    functions: list[tuple[int, str]] = field(default_factory=list)

    @cached_property
    def names(self) -> frozenset[str]:
        """The records that an operation names, or that list the values of a property themselves."""
        places = (place[0] for place in self.labels if isinstance(place, tuple))
        by = (place[0] for rows in (self.renamed, self.removed) for place in rows)
        return frozenset((*places, *by, *self.added, *self.defaults))

    def target(self, node: Text, place: Place | None, value: str) -> Target | None:
        """What becomes of a value at a property; None where it stays."""
        found = self.labels.get(id(node.labels)) if node.labels else None
        found = found or (self.labels.get(place) if place else None)
        return found.get(value) if found else None


def rules(migration: Migration, old: Profile, new: Profile) -> Rules:
    """The rules of a migration that has been checked against both profiles."""
    found = Rules()
    for number, whole in enumerate(migration.operations):
        for operation in parts(whole, old):
            _enter(found, number, operation, old, new)
    return found


def _enter(found: Rules, number: int, operation: Operation, old: Profile, new: Profile) -> None:
    match operation:
        case RenameLabel(labels, before, after):
            found.labels.setdefault(place_of(labels, old), {})[before] = Target(number, (after,))
        case MergeLabels(labels, several, after, _, settles):
            rows = found.labels.setdefault(place_of(labels, old), {})
            rows |= {label: Target(number, (after,), None, settles) for label in several}
        case SplitLabel(labels, before, several, choice):
            found.labels.setdefault(place_of(labels, old), {})[before] = Target(number, several, choice)
        case RenameAttribute(record, before, after):
            found.renamed[_name(record, old), before] = (number, after)
        case RemoveAttribute(record, attribute):
            found.removed[_name(record, old), attribute] = number
        case AddAttribute(record):
            found.added.setdefault(_name(record, new), []).append((number, operation))
        case SetDefault(record) | UnsetDefault(record):
            found.defaults.setdefault(_name(record, new), []).append((number, operation))
        case Python(function):
            found.functions.append((number, function))
        case _:
            raise AssertionError(operation)  # a layer is taken apart before


def parts(operation: Operation, old: Profile) -> Iterator[Operation]:
    """The operations that one is made of: that about a layer of several, any other of itself."""
    match operation:
        case AddLayer(layer):
            yield AddAttribute("Document", layer, [])
        case RemoveLayer(layer, unused):
            yield RemoveAttribute("Document", layer, [] if unused else ABSENT)
            for holder in ("annotated_with", ORPHANS):
                node = old.records["Document"].fields.get(holder)
                if isinstance(node, Record) and layer in node.fields:
                    yield RemoveAttribute(node.name, layer, unused=unused)
        case _:
            yield operation


def _name(record: str, profile: Profile) -> str:
    """A record's own name, whatever else it is called in `$defs`."""
    return profile.records[record].name


def place_of(labels: str, profile: Profile) -> int | Place:
    """What a label set goes by: that of `$defs`, or `Record.property` where a property lists its own values.

    Raises KeyError where there is none of the name.
    """
    if labels in profile.labels:
        return id(profile.labels[labels])
    record, _, attribute = labels.partition(".")
    node = inner(profile.records[record].fields[attribute])
    if not isinstance(node, Text) or not node.names:
        raise KeyError(labels)
    return id(node.labels) if node.labels else (profile.records[record].name, attribute)


def names_of(labels: str, profile: Profile) -> tuple[str, ...]:
    """The labels of a set, by the same name. Raises KeyError."""
    if labels in profile.labels:
        return tuple(label.name for label in profile.labels[labels])
    place_of(labels, profile)
    record, _, attribute = labels.partition(".")
    node = inner(profile.records[record].fields[attribute])
    return node.names if isinstance(node, Text) else ()


def owner(profile: Profile, space: str) -> Record | None:
    """The record whose id opens an id space."""
    return next((record for record in profile.records.values() if record.key and record.key[1] == space), None)


def fits(value: Any, node: Node) -> bool:
    """True where the schema allows a value."""
    if value is None:
        return node.nullable
    match node:
        case Text():
            if not isinstance(value, str):
                return False
            if value in node.names or node.closed:
                return value in node.names
            matches = node.pattern is None or regex(node.pattern).search(value) is not None
            return matches and len(value) >= node.min_length
        case Integer():
            return type(value) is int and (node.minimum is None or value >= node.minimum)
        case Boolean():
            return isinstance(value, bool)
        case Array():
            return isinstance(value, list) and len(value) >= node.min_items and all(fits(v, node.items) for v in value)
        case Record():
            return (
                isinstance(value, Mapping)
                and node.required <= value.keys() <= node.fields.keys()
                and all(fits(item, node.fields[key]) for key, item in value.items())
                and (not node.one_of or sum(key in value for key in node.one_of) == 1)
            )

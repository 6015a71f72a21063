"""A migration against both of its schemas: does everything that it names exist, and do its operations agree?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from wiremark.schema.migrate.form import unknown
from wiremark.schema.migrate.operations import (
    ABSENT,
    AddAttribute,
    AddLayer,
    Choice,
    Fault,
    LabelOperation,
    MergeLabels,
    Migration,
    RemoveAttribute,
    RemoveLayer,
    RenameAttribute,
    RenameLabel,
    SetDefault,
    SplitLabel,
)
from wiremark.schema.migrate.rules import Place, fits, names_of, owner, place_of
from wiremark.schema.profile import Profile, Record, Text, inner, listed
from wiremark.schema.roots import REVIEW, ROOTS


def check(migration: Migration, old: Profile, new: Profile) -> list[Fault]:
    """Every fault of a migration whose form is right; old, new: the schemas that it leads from and to."""
    return list(_Check(migration, old, new).run())


class _Check:
    def __init__(self, migration: Migration, old: Profile, new: Profile) -> None:
        self.migration, self.old, self.new = migration, old, new
        self.sources: dict[tuple[object, str], int] = {}
        """From a label or property of the old schema to the operation that changes it."""
        self.ends: dict[tuple[object, str], int] = {}
        """From a label or property of the new schema to the operation that makes it, where no other may."""

    def run(self) -> Iterator[Fault]:
        for side, version, profile in (("from", self.migration.old, self.old), ("to", self.migration.new, self.new)):
            if profile.version != version:
                yield _fault(
                    "S302", f"/{side}", f"the schema is of version {profile.version}", version, profile.version
                )
        for number, operation in enumerate(self.migration.operations):
            pointer = f"/operations/{number}"
            match operation:
                case RenameLabel() | MergeLabels() | SplitLabel():
                    yield from self._labels(operation, pointer, number)
                case AddLayer(layer):
                    yield from self._layer(layer, pointer, self.new)
                case RemoveLayer(layer):
                    yield from self._layer(layer, pointer, self.old)
                case RenameAttribute() | AddAttribute() | RemoveAttribute() | SetDefault():
                    yield from self._attribute(operation, pointer, number)
        yield from self._collisions()

    # labels

    def _labels(self, operation: LabelOperation, pointer: str, number: int) -> Iterator[Fault]:
        before, after = ([one] if isinstance(one, str) else [*one] for one in (operation.old, operation.new))
        missing = False
        for side, profile, wanted in (("from", self.old, before), ("to", self.new, after)):
            try:
                known = names_of(operation.labels, profile)
            except (KeyError, AttributeError):
                missing = True
                those = f"a label set of the {_side(side)} schema, or Record.property"
                yield unknown("S302", f"{pointer}/labels", "label set", operation.labels, profile.labels, those)
                break
            for place, label in _places(pointer, side, wanted):
                if label not in known:
                    missing = True
                    those = f"a label of {operation.labels} in the {_side(side)} schema: {', '.join(known)}"
                    yield unknown("S302", place, f"label of the {_side(side)} schema", label, known, those)
        if missing:
            return
        key = place_of(operation.labels, self.old)
        for place, label in _places(pointer, "from", before):
            yield from self._once((key, label), place, f"the label {label}", number)
        if isinstance(operation, SplitLabel):
            yield from self._choice(operation.choice, operation.labels, pointer, self.old)
        else:
            self.ends[key, after[0]] = number
        if isinstance(operation, MergeLabels) and operation.choice:
            yield from self._choice(operation.choice, operation.labels, pointer, self.new)
        if isinstance(operation, SplitLabel) and operation.choice.otherwise is None:
            yield from self._reviewable(pointer)

    def _choice(self, choice: Choice, labels: str, pointer: str, profile: Profile) -> Iterator[Fault]:
        """The paths by which a label is chosen: each leads somewhere, from a record that has the label set."""
        holders = {record.name: record for record in profile.records.values() if _has(record, labels, profile)}
        if isinstance(choice.by, str):
            if choice.by and not any(_leads(choice.path(name), record, profile) for name, record in holders.items()):
                expected = f"properties of {', '.join(holders)}, through ids: entity.kb_class"
                message = f"the path {choice.by} leads nowhere"
                yield _fault("S302", f"{pointer}/by", message, choice.by, expected)
            return
        for name in choice.by:
            place = f"{pointer}/by/{name}"
            if name not in holders:
                expected = f"a record with a label of {labels}: {', '.join(holders)}"
                yield unknown("S302", place, f"record with {labels}", name, holders, expected)
            elif not _leads(choice.path(name), holders[name], profile):
                message = f"the path {choice.by[name]} leads nowhere"
                yield _fault("S302", place, message, choice.by[name], f"properties of {name}, through ids")

    def _reviewable(self, pointer: str) -> Iterator[Fault]:
        lacking = [name for name in ROOTS if name in self.new.records and REVIEW not in self.new.records[name].fields]
        if lacking:
            message = f"a person must choose, and {', '.join(lacking)} has no list for that in the new schema"
            yield _fault(
                "S303", pointer, message, f"no property {REVIEW}", f'a label under "else", or the list {REVIEW}'
            )

    # properties

    def _attribute(
        self, operation: RenameAttribute | AddAttribute | RemoveAttribute | SetDefault, pointer: str, number: int
    ) -> Iterator[Fault]:
        records: dict[str, Record] = {}
        names = {
            RenameAttribute: ("old", "new"),
            AddAttribute: ("new",),
            RemoveAttribute: ("old",),
            SetDefault: ("new",),
        }[type(operation)]
        for side in names:
            profile = self.old if side == "old" else self.new
            record = profile.records.get(operation.record)
            if record is None:
                expected = f"a record of the {side} schema"
                yield unknown("S302", f"{pointer}/record", "record", operation.record, profile.records, expected)
                return
            records[side] = record
        keys = (
            {"old": "from", "new": "to"}
            if isinstance(operation, RenameAttribute)
            else dict.fromkeys(names, "attribute")
        )
        for side, record in records.items():
            name = getattr(operation, side) if isinstance(operation, RenameAttribute) else operation.attribute
            if name not in record.fields:
                what = f"property of {operation.record} in the {side} schema"
                those = f"one of {', '.join(record.fields)}"
                yield unknown("S302", f"{pointer}/{keys[side]}", what, name, record.fields, those)
                return
            if side == "old":
                place = (("property", record.name), name)
                yield from self._once(place, f"{pointer}/{keys[side]}", f"{record.name}.{name}", number)
            elif not isinstance(operation, SetDefault):
                yield from self._made(record, name, f"{pointer}/{keys[side]}", number)
        if isinstance(operation, AddAttribute | SetDefault):
            yield from self._value(operation, records["new"], pointer)

    def _value(self, operation: AddAttribute | SetDefault, record: Record, pointer: str) -> Iterator[Fault]:
        node = record.fields[operation.attribute]
        if operation.value is ABSENT:
            if operation.attribute in record.required:
                message = (
                    f"{operation.record}.{operation.attribute} is required in the new schema, and no value is given"
                )
                yield _fault("S303", pointer, message, "no value", '"value": what every old record gets')
        elif not fits(operation.value, node):
            message = f"the new schema does not allow this value of {operation.record}.{operation.attribute}"
            found = json.dumps(operation.value, ensure_ascii=False)
            allowed = (
                f"one of {', '.join(node.names)}" if isinstance(node, Text) and node.names else "a value it allows"
            )
            yield _fault("S303", f"{pointer}/value", message, found[:80], allowed)

    def _layer(self, layer: str, pointer: str, profile: Profile) -> Iterator[Fault]:
        fields = profile.records["Document"].fields
        layers = [name for name, node in fields.items() if listed(node) is not None]
        if layer not in layers:
            expected = f"a layer of {profile.version}: {', '.join(layers)}"
            yield unknown("S302", f"{pointer}/layer", f"layer of {profile.version}", layer, layers, expected)

    # over each other

    def _once(self, source: tuple[object, str], pointer: str, what: str, number: int) -> Iterator[Fault]:
        first = self.sources.setdefault(source, number)
        if first != number:
            message = f"two operations change {what}"
            help = "operations are one change, not a sequence: say in one what it becomes in the end"
            yield replace(_fault("S303", pointer, message, f"/operations/{first} does too", "one operation"), help=help)

    def _made(self, record: Record, name: str, pointer: str, number: int) -> Iterator[Fault]:
        first = self.ends.setdefault((("property", record.name), name), number)
        if first != number:
            found = f"/operations/{first} does too"
            yield _fault("S303", pointer, f"two operations make {record.name}.{name}", found, "one operation")

    def _collisions(self) -> Iterator[Fault]:
        """What would fall on something that stays: two labels are one only by merge_labels, two properties never."""
        merged: dict[tuple[object, str], int] = {}
        for number, operation in enumerate(self.migration.operations):
            pointer = f"/operations/{number}"
            if isinstance(operation, RenameLabel | MergeLabels) and self._known(operation):
                end = (place_of(operation.labels, self.old), operation.new)
                stays = operation.new in names_of(operation.labels, self.old) and end not in self.sources
                first = merged.setdefault(end, number)
                if first != number or (stays and isinstance(operation, RenameLabel)):
                    message = f"two labels become {operation.new}, and no merge_labels names both"
                    found = f"/operations/{first} makes it too" if first != number else f"{operation.new} stays too"
                    yield _fault("S303", f"{pointer}/to", message, found, "one merge_labels with all of them in from")
            if isinstance(operation, RenameAttribute | AddAttribute) and operation.record in self.old.records:
                record = self.old.records[operation.record]
                name = operation.new if isinstance(operation, RenameAttribute) else operation.attribute
                place: tuple[Place, str] = (("property", record.name), name)
                if name in record.fields and place not in self.sources:
                    key = "to" if isinstance(operation, RenameAttribute) else "attribute"
                    message = f"{record.name}.{name} is there in the old schema already, and stays"
                    yield _fault("S303", f"{pointer}/{key}", message, name, "a property that is new")

    def _known(self, operation: LabelOperation) -> bool:
        """True where its names are right, which has been told otherwise."""
        try:
            before = {operation.old} if isinstance(operation.old, str) else {*operation.old}
            known = before <= {*names_of(operation.labels, self.old)}
            return known and operation.new in names_of(operation.labels, self.new)
        except (KeyError, AttributeError):
            return False


def _has(record: Record, labels: str, profile: Profile) -> bool:
    """True where a property of the record is of the label set."""
    place = place_of(labels, profile)
    for name, node in record.fields.items():
        held = inner(node)
        if isinstance(held, Text) and ((held.labels and id(held.labels) == place) or (record.name, name) == place):
            return True
    return False


def _leads(path: tuple[str, ...], record: Record, profile: Profile) -> bool:
    """True where every property of the path is there."""
    here: Record | None = record
    for step in path:
        if here is None or step not in here.fields:
            return False
        node = here.fields[step]
        here = (
            node
            if isinstance(node, Record)
            else owner(profile, node.ref)
            if isinstance(node, Text) and node.ref
            else None
        )
    return bool(path)


def _places(pointer: str, side: str, names: list[str]) -> Iterator[tuple[str, str]]:
    if len(names) == 1:
        yield f"{pointer}/{side}", names[0]
    else:
        yield from ((f"{pointer}/{side}/{number}", name) for number, name in enumerate(names))


def _side(side: str) -> str:
    return "old" if side == "from" else "new"


def _fault(code: str, pointer: str, message: str, found: str, expected: str) -> Fault:
    return Fault(code=code, pointer=pointer, message=message, found=found, expected=expected)

"""One file's data moved to another schema version: a pure function of the data, the migration and both schemas.

The data is walked along the two profiles at once, so a label is found wherever its label set stands, and a property
wherever its record does. Words and offsets are never touched, and what this leaves is counted to prove it.
"""

from __future__ import annotations

import copy
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wiremark.schema.migrate.operations import ABSENT, Fault, Migration, MigrationError, UnsetDefault
from wiremark.schema.migrate.review import Spot, followed
from wiremark.schema.migrate.rules import Place, Rules, Target, owner, rules
from wiremark.schema.profile import Array, Node, Profile, Record, Text, plan
from wiremark.schema.roots import REVIEW
from wiremark.schema.walk import along

Linked = Mapping[str, Mapping[str, Any]]
"""Records of other files by id space and id, in the form that the data comes in."""

Functions = Mapping[str, Callable[[dict[str, Any], str], Any]]
"""The functions that operations name, by that name."""


@dataclass(frozen=True, slots=True)
class Migrated:
    """A file's new data. counts: changes by the operation's number. review: the rows that are new, for a person."""

    data: dict[str, Any]
    counts: Mapping[int, int]
    review: Sequence[Mapping[str, Any]] = ()


def migrate_file(
    data: Mapping[str, Any],
    record_name: str,
    migration: Migration,
    old: Profile,
    new: Profile,
    linked: Linked | None = None,
    functions: Functions | None = None,
) -> Migrated:
    """The data of a file after the migration, `record_name` being its root: Document, Pass, Entities or Clusters.

    Data of the wrong form is carried along: validation tells of it. Raises MigrationError where a property would be
    written over, a function fails, or a span would not stay what it is.
    """
    root, target = old.records[record_name], new.records[record_name]
    source: Mapping[str, Any] = data
    counts: Counter[int] = Counter()
    laid = rules(migration, old, new)
    if migration.way == "back":
        source = _called(data, record_name, migration, laid, counts, functions)
    walk = _Walk(laid, old, joined(linked or {}, opened(source, root)), counts)
    found = walk.record(source, root, target, Spot())
    rows = [*followed(found.get(REVIEW), root, laid), *walk.rows]
    if rows and (walk.rows or REVIEW in found):
        found[REVIEW] = rows
    elif isinstance(source.get(REVIEW), list):
        found.pop(REVIEW, None)
    found["schema_version"] = migration.new
    if migration.way == "there":
        found = _called(found, record_name, migration, laid, counts, functions)
    kept = Counter(_spans(source, root, {})) - walk.dropped
    if kept != Counter(_spans(found, target, {})):
        raise MigrationError(_fault("", "the migration would change a span", "other words or offsets than before"))
    return Migrated(found, dict(counts), tuple(walk.rows))


def _called(
    data: Mapping[str, Any],
    name: str,
    migration: Migration,
    laid: Rules,
    counts: Counter[int],
    functions: Functions | None,
) -> dict[str, Any]:
    """The data after the migration's functions."""
    found = copy.deepcopy(dict(data))
    last = len(migration.operations) - 1
    for number, function in laid.functions:
        pointer = f"/operations/{last - number if migration.way == 'back' else number}"
        before = copy.deepcopy(found)
        call = (functions or {}).get(function)
        if call is None:
            raise MigrationError(_fault(pointer, f"there is no function {function}", function))
        try:
            made = call(found, name)
            json.dumps(made, allow_nan=False)
        except (Exception, SystemExit) as error:
            told = f"{type(error).__name__}: {error}"
            raise MigrationError(_fault(pointer, f"{function} fails", told)) from None
        if not isinstance(made, dict):
            told = f"{type(made).__name__}"
            raise MigrationError(_fault(pointer, f"{function} returns no object", told))
        found = made
        counts[number] += found != before
    return found


def _fault(pointer: str, message: str, found: str) -> Fault:
    expected = "the file's data, with every span as it was"
    return Fault(code="S308", pointer=pointer, message=message, found=found, expected=expected)


class Part:
    """Pieces of a file's data, apart from the file: what adjudication keeps of records. No functions are run on them.

    linked: the records that paths of properties may lead to. `rows`: what a person has to choose, so far.
    """

    def __init__(self, migration: Migration, old: Profile, new: Profile, linked: Linked) -> None:
        self.counts: Counter[int] = Counter()
        self.laid = rules(migration, old, new)
        self._walk = _Walk(self.laid, old, linked, self.counts)

    @property
    def rows(self) -> Sequence[Mapping[str, Any]]:
        """The rows that a file would have in review."""
        return self._walk.rows

    def record(self, value: Any, old: Record, new: Record | None) -> Any:
        """A whole record, or whatever stands in its place."""
        return self._walk.record(value, old, new, Spot(("",))) if isinstance(value, dict) else value

    def property(self, value: Any, name: str, record: Mapping[str, Any], old: Record, new: Record | None) -> Any:
        """A property's value; `record`: the rest of what is known of the record."""
        _, other = self.laid.renamed.get((old.name, name), (-1, name))
        around = _Around({**record, name: value}, old, (old.name, name))
        child = new.fields.get(other) if new else None
        found = self._walk.value(value, old.fields.get(name), child, Spot(("", "", other)), around)
        return self._walk.filled({other: found}, new, other).get(other)


class _Walk:
    """One walk over a file's data."""

    def __init__(self, laid: Rules, old: Profile, linked: Linked, counts: Counter[int]) -> None:
        self.laid, self.old, self.linked, self.counts = laid, old, linked, counts
        self.rows: list[dict[str, Any]] = []
        self.dropped: Counter[str] = Counter()
        self._reached: dict[tuple[int, int], bool] = {}

    def value(self, value: Any, old: Node | None, new: Node | None, spot: Spot, around: _Around) -> Any:
        """A value of a property, or an item of a list in one."""
        if old is not None and not isinstance(old, Text) and not self._reaches(old, new):
            return value
        match value:
            case dict():
                before, after = (node if isinstance(node, Record) else None for node in (old, new))
                return self.record(value, before, after, spot)
            case list():
                each, other = (node.items if isinstance(node, Array) else None for node in (old, new))
                waiting = len(self.rows)
                made = [self.value(item, each, other, spot.down(number), around) for number, item in enumerate(value)]
                apart = isinstance(each, Text) and all(isinstance(item, str) for item in value)
                if apart and len(set(value)) == len(value) and waiting == len(self.rows):
                    return list(dict.fromkeys(made))  # labels that a merge made one are listed once
                return made
            case str() if isinstance(old, Text):
                target = self.laid.target(old, around.place, value)
                return value if target is None else self._label(value, target, spot, around)
        return value

    def record(self, value: Mapping[str, Any], old: Record | None, new: Record | None, spot: Spot) -> dict[str, Any]:
        """A record, with everything in it."""
        spot, name = spot.at(value, old), old.name if old else ""
        found: dict[str, Any] = {}
        for key, item in value.items():
            node = old.fields.get(key) if old else None
            if (name, key) in self.laid.removed:
                self.counts[self.laid.removed[name, key]] += 1
                self.dropped.update(_spans(item, node, {}))
                continue
            number, other = self.laid.renamed.get((name, key), (-1, key))
            if number >= 0:
                self.counts[number] += 1
            if other in found or (number >= 0 and other in value and not self._moves(name, other)):
                place = "/".join(map(str, spot.down(other).steps))
                raise MigrationError(
                    _fault(f"/operations/{number}", f"/{place} would be written over", f"{other} twice")
                )
            child = new.fields.get(other) if new else None
            found[other] = self.value(item, node, child, spot.down(other), _Around(value, old, (name, key)))
        return self.filled(found, new)

    def _reaches(self, old: Node, new: Node | None) -> bool:
        """False where no rule concerns a node or what is below it; such data is taken over as it is."""
        key = (id(old), id(new))
        if key not in self._reached:
            match old:
                case Text():
                    self._reached[key] = id(old.labels) in self.laid.labels
                case Array():
                    self._reached[key] = self._reaches(old.items, new.items if isinstance(new, Array) else None)
                case Record():
                    fields = new.fields if isinstance(new, Record) else {}
                    named = old.name in self.laid.names or (isinstance(new, Record) and new.name in self.laid.names)
                    below = old.fields.items()
                    self._reached[key] = named or any(self._reaches(node, fields.get(name)) for name, node in below)
                case _:
                    self._reached[key] = False
        return self._reached[key]

    def _moves(self, name: str, key: str) -> bool:
        return (name, key) in self.laid.removed or (name, key) in self.laid.renamed

    def filled(self, found: dict[str, Any], new: Record | None, only: str | None = None) -> dict[str, Any]:
        """The record with what the migration adds to it; `only`: the one property that is looked at."""
        for number, add in self.laid.added.get(new.name, ()) if new and only is None else ():
            if add.value is not ABSENT and add.attribute not in found:
                found[add.attribute] = copy.deepcopy(add.value)
                self.counts[number] += 1
        for number, default in self.laid.defaults.get(new.name, ()) if new else ():
            if only not in (None, default.attribute):
                continue
            held, node = found.get(default.attribute), new.fields.get(default.attribute) if new else None
            if isinstance(default, UnsetDefault):
                if default.attribute not in found or held != default.value:
                    continue
                if node is not None and node.nullable:
                    found[default.attribute] = None
                else:
                    del found[default.attribute]
            elif held is None:
                found[default.attribute] = copy.deepcopy(default.value)
            else:
                continue
            self.counts[number] += 1
        return found

    def _label(self, value: str, target: Target, spot: Spot, around: _Around) -> str:
        self.counts[target.number] += 1
        if target.choice is None:
            return target.new[0]
        known = self._followed(target.choice.path(around.name), around)
        said = known if isinstance(known, str) else json.dumps(known)
        chosen = (target.choice.chosen or {}).get(said, target.choice.otherwise)
        if chosen is None:
            self.rows.append(spot.row(value, target.new))
        return chosen or target.new[0]

    def _followed(self, path: Sequence[str], around: _Around) -> Any:
        """What stands at a path of properties, from the record around a label; None where the path ends before."""
        data: Any = around.data
        record: Record | None = around.record
        for number, step in enumerate(path):
            node = record.fields.get(step) if record else None
            data = data.get(step) if isinstance(data, Mapping) else None
            if number + 1 < len(path) and isinstance(node, Text) and node.ref:
                data = self.linked.get(node.ref, {}).get(data) if isinstance(data, str) else None
                record = owner(self.old, node.ref)
            else:
                record = node if isinstance(node, Record) else None
        return data


@dataclass(frozen=True, slots=True)
class _Around:
    """The record that holds a value directly, as it was, and the property under which."""

    data: Mapping[str, Any]
    record: Record | None
    place: Place

    @property
    def name(self) -> str:
        return self.record.name if self.record else ""


def opened(data: Mapping[str, Any], root: Record) -> dict[str, dict[str, Any]]:
    """The records of a file that have an id, by id space and id."""
    found: dict[str, dict[str, Any]] = {}
    for path, space in plan(root).keys:
        for _, record in along(data, path[:-1]):
            id = record.get(path[-1]) if isinstance(record, dict) else None
            if isinstance(id, str):
                found.setdefault(space, {})[id] = record
    return found


def joined(*several: Linked) -> Linked:
    """All of them; of two records with one id the later."""
    found: dict[str, dict[str, Any]] = {}
    for linked in several:
        for space, records in linked.items():
            found.setdefault(space, {}).update(records)
    return found


def _spans(value: Any, node: Node | None, known: dict[int, bool]) -> Iterator[str]:
    """Every span as text: its start, end and words, wherever in the file it stands. known: which nodes hold spans."""
    if node is None or not _holds_spans(node, known):
        return
    if isinstance(node, Array):
        for item in value if isinstance(value, list) else ():
            yield from _spans(item, node.items, known)
    elif isinstance(node, Record) and isinstance(value, Mapping):
        if node.span:
            rule = node.span
            yield json.dumps([value.get(part) for part in (rule.start, rule.end, rule.text)])
        for name, child in node.fields.items():
            if name in value:
                yield from _spans(value[name], child, known)


def _holds_spans(node: Node, known: dict[int, bool]) -> bool:
    if id(node) not in known:
        below = node.fields.values() if isinstance(node, Record) else [node.items] if isinstance(node, Array) else ()
        here = isinstance(node, Record) and node.span is not None
        known[id(node)] = here or any(_holds_spans(child, known) for child in below)
    return known[id(node)]

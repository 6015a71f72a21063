"""Random schemas in the profile, random migrations between them, random files that follow them.

A migration is made together with the schema that it leads to, so what should come out is known without it: the files
are checked against the new schema by a validator that shares nothing with ours.
"""

from __future__ import annotations

import copy
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
from hypothesis import given, settings
from hypothesis import strategies as st

from wiremark.schema import profile
from wiremark.schema.arrow import class_names
from wiremark.schema.migrate import Migration, migrate_file, read
from wiremark.schema.migrate.check import check
from wiremark.schema.migrate.inverse import inverse, reversible, unlike
from wiremark.schema.profile import Profile

Data = dict[str, Any]
SETS = ("Kind", "Field")
ATTRIBUTES = ("grade", "sure", "number", "marks")
"""Properties of a mention that a schema may have or lack."""

NODES: dict[str, Data] = {
    "grade": {"type": "string", "enum": ["a", "b"]},
    "sure": {"type": "boolean"},
    "number": {"type": ["integer", "null"]},
    "marks": {"type": "array", "items": {"$ref": "#/$defs/Field"}},
}
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "grade": st.sampled_from(["a", "b"]),
    "sure": st.booleans(),
    "number": st.none() | st.integers(0, 3),
}


def closed(required: list[str], properties: Data) -> Data:
    return {"type": "object", "additionalProperties": False, "required": required, "properties": properties}


def schema(version: str, names: dict[str, list[tuple[int, str]]], attributes: dict[str, tuple[Data, bool]]) -> Data:
    """A schema with these labels and these properties of a mention, each with its node and whether it is required."""

    def labels(rows: list[tuple[int, str]]) -> Data:
        listed = [{"id": id, "name": name} for id, name in rows]
        return {"type": "string", "enum": [name for _, name in rows], "x-labels": listed}

    def list_of(name: str) -> Data:
        return {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}

    stamp = {"type": "string", "const": version}
    text: Data = {"type": "string"}
    span = closed(["start", "end", "text"], {"start": {"type": "integer"}, "end": {"type": "integer"}, "text": text})
    review = closed(
        ["list", "id", "property", "reason", "was", "choices"],
        {
            **dict.fromkeys(("list", "id", "property", "reason", "was"), text),
            "choices": {"type": "array", "items": text},
        },
    )
    mention = {
        "id": {"type": "string", "x-key": "mention"},
        "type": {"$ref": "#/$defs/Kind"},
        "span": {"$ref": "#/$defs/Span"},
        "fields": list_of("Field"),
        "entity": {"type": ["string", "null"], "x-ref": "entity"},
    }
    required = [*mention, *(name for name, (_, needed) in attributes.items() if needed)]
    roots = {"schema_version": stamp, "review": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/Review"}}}
    orphans = closed([], {"mentions": list_of("Orphan")})
    document = {**roots, "mentions": list_of("Mention"), "orphans": orphans}
    entity = {"id": {"type": "string", "x-key": "entity"}, "type": {"$ref": "#/$defs/Kind"}, "note": text}
    defs = {
        **{name: labels(rows) for name, rows in names.items()},
        "Span": span | {"x-span": {"of": "corpus", "start": "start", "end": "end", "text": "text"}},
        "Review": review,
        "Mention": closed(required, mention | {name: node for name, (node, _) in attributes.items()}),
        "Orphan": closed(["record"], {"record": {"$ref": "#/$defs/Mention"}}),
        "Document": closed(["schema_version", "mentions"], document),
        "Pass": {"$ref": "#/$defs/Document"},
        "Entity": closed([*entity], entity),
        "Entities": closed(["schema_version", "entities"], {**roots, "entities": list_of("Entity")}),
        "Clusters": closed(["schema_version"], dict(roots)),
    }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "x-version": version, "$defs": defs}


class World:
    """Two schema versions, the migration between them, and files of the first."""

    def __init__(self, draw: Any) -> None:
        self.draw, self.operations = draw, list[Data]()
        self.lossless = True
        before = {name: [(n, f"{name[0]}{n}") for n in range(draw(st.integers(2, 5)))] for name in SETS}
        after = {name: self._labels(name, list(rows)) for name, rows in before.items()}
        chosen = draw(st.lists(st.sampled_from(ATTRIBUTES), unique=True))
        self.old_fields = {name: (NODES[name], name == "number" or draw(st.booleans())) for name in chosen}
        self.every = {name: draw(self._value(name, before)) for name in chosen}
        self.fixed = set[str]()
        self.new_fields = self._fields(after)
        self.labels = before, after
        self.old_schema = schema("1.0.0", before, self.old_fields)
        self.new_schema = schema("2.0.0", after, self.new_fields)
        self.old, self.new = profile.read(self.old_schema), profile.read(self.new_schema)
        rows = draw(st.permutations(self.operations))
        self.migration = read({"from": "1.0.0", "to": "2.0.0", "operations": rows})
        self.entities = self._entities()
        self.document = self._document()

    def _labels(self, name: str, rows: list[tuple[int, str]]) -> list[tuple[int, str]]:
        """The labels of a set in the new schema; the operations that lead there are noted. Ids stay, or are new."""
        draw = self.draw
        names = [label for _, label in rows]
        rest = draw(st.permutations(names))
        fresh = iter(range(100, 200))
        common = {"labels": name}
        kept = {label: (id, label) for id, label in rows}
        found: list[tuple[int, str]] = []
        while rest:
            label, rest = rest[0], rest[1:]
            what = draw(st.sampled_from(["keep", "keep", "rename", "split", "merge"]))
            if what == "rename":
                new = f"{label}x"
                self.operations.append({"op": "rename_label", **common, "from": label, "to": new})
                found.append((kept[label][0], new))
            elif what == "split":
                ends = [label, f"{label}q"] if draw(st.booleans()) else [f"{label}p", f"{label}q"]
                row = {"op": "split_label", **common, "from": label, "to": ends}
                if draw(st.booleans()):
                    row |= {"by": {"Mention": "entity.note", "Entity": "note"} if name == "Kind" else "entity.note"}
                    row |= {"map": {"x": ends[1]}, "else": draw(st.sampled_from([*ends, "needs_review"]))}
                self.operations.append(row)
                found += [kept[end] if end in kept else (next(fresh), end) for end in ends]
            elif what == "merge" and rest:
                other, rest = rest[0], rest[1:]
                new = f"{label}m"
                self.operations.append({"op": "merge_labels", **common, "from": [label, other], "to": new})
                self.lossless = False
                found.append((next(fresh), new))
            else:
                found.append(kept[label])
        return sorted(found) + ([(300, f"{name}+")] if draw(st.booleans()) else [])

    def _fields(self, after: dict[str, list[tuple[int, str]]]) -> dict[str, tuple[Data, bool]]:
        """The properties of the new schema; every old record gets what each operation says."""
        draw, found = self.draw, dict[str, tuple[Data, bool]]()
        of = {"record": "Mention"}
        for name in ATTRIBUTES:
            there = name in self.old_fields
            what = draw(st.sampled_from(["keep", "rename", "remove", "fixed"] if there else ["keep", "add", "declare"]))
            if what == "keep" and there:
                found[name] = self.old_fields[name]
            elif what == "rename":
                found[f"{name}2"] = self.old_fields[name]
                self.operations.append({"op": "rename_attribute", **of, "from": name, "to": f"{name}2"})
            elif what == "remove":
                self.operations.append({"op": "remove_attribute", **of, "attribute": name})
                self.lossless = False
            elif what == "fixed":
                self.fixed.add(name)
                self.operations.append({"op": "remove_attribute", **of, "attribute": name, "value": self.every[name]})
            elif what == "add":
                found[name] = NODES[name], True
                value = draw(self._value(name, after))
                self.operations.append({"op": "add_attribute", **of, "attribute": name, "value": value})
            elif what == "declare" and name != "number":
                found[name] = NODES[name], False
                self.operations.append({"op": "add_attribute", **of, "attribute": name})
        return found

    def _value(self, name: str, labels: dict[str, list[tuple[int, str]]]) -> st.SearchStrategy[Any]:
        fields = [label for _, label in labels["Field"]]
        return VALUES[name] if name in VALUES else st.lists(st.sampled_from(fields), max_size=2)

    def _mention(self, id: str) -> Data:
        draw, (before, _) = self.draw, self.labels
        kinds, fields = ([label for _, label in before[name]] for name in SETS)
        start = draw(st.integers(0, 9))
        made = {
            "id": id,
            "type": draw(st.sampled_from(kinds)),
            "span": {"start": start, "end": start + 2, "text": draw(st.sampled_from([*kinds, "zz"]))},
            "fields": draw(st.lists(st.sampled_from(fields), max_size=2)),
            "entity": draw(st.sampled_from([None, "E:1", "E:2", "E:gone"])),
        }
        for name, (_, required) in self.old_fields.items():
            if name in self.fixed:
                made[name] = copy.deepcopy(self.every[name])
            elif required or draw(st.booleans()):
                made[name] = draw(self._value(name, before))
        return made

    def _document(self) -> Data:
        draw = self.draw
        found: Data = {
            "schema_version": "1.0.0",
            "mentions": [self._mention(f"m{n}") for n in range(draw(st.integers(0, 4)))],
        }
        if draw(st.booleans()):
            found["orphans"] = {"mentions": [{"record": self._mention("m9")}]}
        if draw(st.booleans()):
            row = {
                "list": "mentions",
                "id": "m1",
                "property": "span",
                "reason": "edited",
                "was": "K0",
                "choices": ["K0"],
            }
            found["review"] = [row]
        return found

    def _entities(self) -> Data:
        kinds = [label for _, label in self.labels[0]["Kind"]]
        rows = [
            {"id": id, "type": self.draw(st.sampled_from(kinds)), "note": self.draw(st.sampled_from("xyz"))}
            for id in ("E:1", "E:2")
        ]
        return {"schema_version": "1.0.0", "entities": rows}


@st.composite
def worlds(draw: Any) -> World:
    return World(draw)


def linked(entities: Data) -> dict[str, Data]:
    return {"entity": {row["id"]: row for row in entities["entities"]}}


def valid(data: Data, schema: Data, root: str) -> bool:
    whole = {**schema, "$ref": f"#/$defs/{root}"}
    return bool(jsonschema_rs.validator_for(whole).is_valid(data))


def spans(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        if data.keys() == {"start", "end", "text"}:
            yield json.dumps(data, sort_keys=True)
        for value in data.values():
            yield from spans(value)
    elif isinstance(data, list):
        for item in data:
            yield from spans(item)


def moved(data: Data, root: str, migration: Migration, old: Profile, new: Profile, entities: Data) -> Data:
    return migrate_file(data, root, migration, old, new, linked(entities)).data


@settings(max_examples=50, deadline=None)
@given(worlds())
def test_there(world: World) -> None:
    assert check(world.migration, world.old, world.new) == []
    assert valid(world.document, world.old_schema, "Document")
    for root, data in (("Document", world.document), ("Entities", world.entities)):
        found = migrate_file(data, root, world.migration, world.old, world.new, linked(world.entities))
        assert valid(found.data, world.new_schema, root)
        assert Counter(spans(found.data)) == Counter(spans(data))
        assert found.data["schema_version"] == "2.0.0"
        assert len(found.data.get("review", ())) == len(data.get("review", ())) + len(found.review)
        lists = [found.data.get(name, []) for name in ("mentions", "entities")]
        assert [[row["id"] for row in rows] for rows in lists] == [
            [row["id"] for row in data.get(name, [])] for name in ("mentions", "entities")
        ]


@settings(max_examples=50, deadline=None)
@given(worlds())
def test_there_and_back(world: World) -> None:
    """A way back there is exactly where nothing is lost, and it is the identity."""
    assert reversible(world.migration, world.old, world.new) == world.lossless
    if not world.lossless:
        return
    back = inverse(world.migration, world.old, world.new)
    there = moved(world.entities, "Entities", world.migration, world.old, world.new, world.entities)
    assert moved(there, "Entities", back, world.new, world.old, there) == world.entities
    document = moved(world.document, "Document", world.migration, world.old, world.new, world.entities)
    assert moved(document, "Document", back, world.new, world.old, there) == world.document


@settings(max_examples=50, deadline=None)
@given(worlds(), st.data())
def test_back_and_there(world: World, data: Any) -> None:
    """Any file of the new schema comes back the same, or what does not is named."""
    if not world.lossless:
        return
    back = inverse(world.migration, world.old, world.new)
    there = moved(world.document, "Document", world.migration, world.old, world.new, world.entities)
    entities = moved(world.entities, "Entities", world.migration, world.old, world.new, world.entities)
    kinds = [label for _, label in world.labels[1]["Kind"]]
    for record in there["mentions"]:
        record["type"] = data.draw(st.sampled_from(kinds))
    older = moved(there, "Document", back, world.new, world.old, entities)
    before = moved(entities, "Entities", back, world.new, world.old, entities)
    again = moved(older, "Document", world.migration, world.old, world.new, before)
    differ = {pointer for pointer, _, _ in unlike(there, again)}
    waiting = {row["id"] for row in there.get("review", ()) if row["reason"] == "migrated"}
    renamed = {row["to"] for row in world.operations if row["op"] == "rename_label"}
    for number, record in enumerate(there["mentions"]):
        if record["type"] in renamed and record["id"] not in waiting:
            assert f"/mentions/{number}/type" not in differ
        named = any(f"{one}/".startswith(f"/mentions/{number}/") for one in differ)
        assert (again["mentions"][number] == record) == (not named)
    if not any(row["op"] == "split_label" for row in world.operations) and f"{'Kind'}+" not in kinds:
        assert not differ


@settings(max_examples=25, deadline=None)
@given(worlds())
def test_ids_of_labels_stay(world: World) -> None:
    """What a dataset stores for a label that survives, or has another name, is what it stored before."""
    for name in SETS:
        old, new = (
            {label: number for number, label in enumerate(class_names(one.labels[name]))}
            for one in (world.old, world.new)
        )
        names = {
            row["from"]: row["to"] for row in world.operations if row["op"] == "rename_label" and row["labels"] == name
        }
        for label in old.keys() & new.keys():
            assert old[label] == new[label]
        for before, after in names.items():
            assert old[before] == new[after]

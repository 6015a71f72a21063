"""The way back: where there is one, it is one; where there is none, the operation is named."""

from __future__ import annotations

from typing import Any

import pytest

from wiremark.schema.migrate import Migration, MigrationError, migrate_file
from wiremark.schema.migrate.check import check
from wiremark.schema.migrate.inverse import inverse, reversible, unlike
from wiremark.schema.migrate.operations import words

Data = dict[str, Any]
BY = {"by": "entity.note", "map": {"state": "STATE", "town": "TOWN"}}


def further(defs: Data, name: str = "Kind", *added: str) -> None:
    rows = defs[name]["x-labels"]
    rows += [{"id": 90 + number, "name": label} for number, label in enumerate(added or ("STATE", "TOWN", "THING"))]
    defs[name]["enum"] = [row["name"] for row in rows]


def sure(defs: Data) -> None:
    defs["Mention"]["properties"]["sure"] = {"type": "boolean"}


def renamed(defs: Data) -> None:
    fields = defs["Mention"]["properties"]
    fields["mark"] = fields["grade"]


ADD = {"op": "add_attribute", "record": "Mention", "attribute": "sure", "value": True}
CHANGES = [further, sure, renamed]
KEPT: dict[str, Data] = {
    "rename_label": {"op": "rename_label", "labels": "Kind", "from": "PLACE", "to": "THING"},
    "split_label": {"op": "split_label", "labels": "Kind", "from": "PLACE", "to": ["STATE", "TOWN"], **BY},
    "split_label by nothing": {"op": "split_label", "labels": "Kind", "from": "PLACE", "to": ["PLACE", "TOWN"]},
    "merge_labels": {
        "op": "merge_labels",
        "labels": "Kind",
        "from": ["PLACE", "LAW"],
        "to": "THING",
        "by": "grade",
        "map": {"a": "PLACE"},
        "else": "LAW",
    },
    "rename_attribute": {"op": "rename_attribute", "record": "Mention", "from": "grade", "to": "mark"},
    "add_attribute": ADD,
    "add_attribute declared": {key: value for key, value in ADD.items() if key != "value"},
    "remove_attribute": {"op": "remove_attribute", "record": "Mention", "attribute": "grade", "value": "a"},
    "remove_attribute unused": {"op": "remove_attribute", "record": "Mention", "attribute": "cue", "unused": True},
    "python": {"op": "python", "function": "code:there", "inverse": "code:back"},
}


@pytest.mark.parametrize("name", KEPT)
def test_there_and_back(name: str, pair: Any, migration: Any, document: Data, linked: Any) -> None:
    document = {**document, "mentions": document["mentions"][:2], "orphans": {}}
    if name == "remove_attribute":  # every record has what the operation says that it has
        document["mentions"][1]["grade"] = "a"
    old, new = pair(*CHANGES)
    made = migration(KEPT[name])
    assert check(made, old, new) == []
    functions = {
        "code:there": lambda data, root: {**data, "orphans": None},
        "code:back": lambda data, root: {**data, "orphans": {}},
    }
    back = inverse(made, old, new)
    assert (back.old, back.new, back.way) == ("2.0.0", "1.0.0", "back")
    there = migrate_file(document, "Document", made, old, new, linked, functions)
    again = migrate_file(there.data, "Document", back, new, old, linked, functions)
    assert again.data == document
    twice = migrate_file(again.data, "Document", made, old, new, linked, functions)
    assert twice.data == there.data
    assert sum(there.counts.values()) == sum(again.counts.values()) > 0 or "declared" in name or "unused" in name


def test_a_merge_into_a_label_that_stays_is_told_apart_again(pair: Any, migration: Any) -> None:
    old, new = pair()
    row = {**KEPT["merge_labels"], "from": ["LAW"], "to": "BOOK", "map": {"a": "LAW"}, "else": "BOOK"}
    back = inverse(migration(row), old, new)
    assert [words(one) for one in back.operations] == ["split_label Kind: BOOK → LAW, BOOK"]


LOST: dict[str, Data] = {
    "merge_labels": {"op": "merge_labels", "labels": "Kind", "from": ["PLACE", "LAW"], "to": "THING"},
    "split_label into an old label": {**KEPT["split_label by nothing"], "to": ["TOWN", "LAW"]},
    "remove_attribute": {"op": "remove_attribute", "record": "Mention", "attribute": "grade"},
    "set_default": {"op": "set_default", "record": "Mention", "attribute": "grade", "value": "b"},
    "remove_layer": {"op": "remove_layer", "layer": "mentions"},
    "python": {"op": "python", "function": "code:there"},
}


@pytest.mark.parametrize("name", LOST)
def test_no_way_back(name: str, pair: Any, migration: Any) -> None:
    old, new = pair(*CHANGES)
    made = migration(KEPT["rename_attribute"], LOST[name])
    assert check(made, old, new) == [] or name == "remove_attribute"
    assert not reversible(made, old, new)
    with pytest.raises(MigrationError, match="no way back") as caught:
        inverse(made, old, new)
    assert [(fault.code, fault.pointer) for fault in caught.value.faults] == [("S307", "/operations/1")]


def test_a_default_that_was_not_allowed_before_can_be_taken_back(pair: Any, migration: Any, document: Data) -> None:
    def unknown(defs: Data) -> None:
        defs["Mention"]["properties"]["grade"]["enum"] = ["a", "b", "unknown"]

    old, new = pair(unknown)
    made = migration({"op": "set_default", "record": "Mention", "attribute": "grade", "value": "unknown"})
    there = migrate_file(document, "Document", made, old, new)
    back = inverse(made, old, new)
    assert [words(one) for one in back.operations] == ["unset_default Mention.grade"]
    assert migrate_file(there.data, "Document", back, new, old).data == document


def test_a_layer_that_was_added_empty_goes_again(pair: Any, migration: Any, document: Data) -> None:
    def layer(defs: Data) -> None:
        defs["Document"]["properties"]["places"] = {"type": "array", "items": {"$ref": "#/$defs/Orphan"}}

    old, new = pair(layer)
    made = migration({"op": "add_layer", "layer": "places"})
    there = migrate_file(document, "Document", made, old, new)
    back = inverse(made, old, new)
    assert migrate_file(there.data, "Document", back, new, old).data == document
    assert inverse(Migration(back.new, back.old, back.operations), new, old).operations == made.operations


def test_what_a_person_chose_does_not_come_back(pair: Any, migration: Any, document: Data, linked: Any) -> None:
    old, new = pair(*CHANGES)
    made = migration({**KEPT["split_label"], "map": {"state": "STATE"}})
    there = migrate_file(document, "Document", made, old, new, linked).data
    assert [row["id"] for row in there["review"]] == ["m3", "m4"]
    there["review"] = there["review"][1:]
    there["mentions"][2]["type"] = "TOWN"
    back = migrate_file(there, "Document", inverse(made, old, new), new, old, linked).data
    assert back == document
    again = migrate_file(back, "Document", made, old, new, linked).data
    assert [(pointer, was, then) for pointer, was, then in unlike(there, again) if pointer != "/review"] == [
        ("/mentions/2/type", "TOWN", "STATE")
    ]


@pytest.mark.parametrize(
    ("a", "b", "pointers"),
    [
        ({"a": [1, {"b": 2}]}, {"a": [1, {"b": 2}]}, []),
        ({"a": [1, {"b": 2}]}, {"a": [1, {"b": 3}]}, ["/a/1/b"]),
        ({"a": 1}, {"a": 1, "b": 2}, [""]),
        ({"a": [1], "b": 2}, {"a": [3]}, ["", "/a/0"]),
        ([1], [1, 2], [""]),
        ({"a": {"x/y": 1}}, {"a": {"x/y": True}}, ["/a/x~1y"]),
        ({"a": 1}, {"a": 1.0}, ["/a"]),
        ({"a": None}, {"a": []}, ["/a"]),
    ],
)
def test_unlike(a: Any, b: Any, pointers: list[str]) -> None:
    assert [pointer for pointer, _, _ in unlike(a, b)] == pointers

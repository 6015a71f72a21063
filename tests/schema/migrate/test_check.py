"""A migration against its schemas: unknown names, and operations that do not go together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from wiremark.schema.migrate.check import check

Data = dict[str, Any]


@pytest.fixture
def faults(pair: Any, migration: Any) -> Callable[..., list[tuple[str, str]]]:
    def run(*rows: Data, changes: Any = ()) -> list[tuple[str, str]]:
        return [(fault.code, fault.pointer) for fault in check(migration(*rows), *pair(*changes))]

    return run


def rename(old: str, new: str, labels: str = "Kind") -> Data:
    return {"op": "rename_label", "labels": labels, "from": old, "to": new}


def split(old: str, *new: str, **rest: Any) -> Data:
    return {"op": "split_label", "labels": "Kind", "from": old, "to": list(new), **rest}


def of(op: str, record: str, **rest: Any) -> Data:
    return {"op": op, "record": record, **rest}


def no_review(defs: Data) -> None:
    for name in ("Document", "Entities", "Clusters"):
        del defs[name]["properties"]["review"]
    del defs["Review"]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([rename("PLACE", "LAW"), rename("LAW", "PLACE")], []),
        ([rename("PLAICE", "LAW")], [("S302", "/operations/0/from")]),
        ([rename("PLACE", "SPOT")], [("S302", "/operations/0/to")]),
        ([rename("PLACE", "LAW", "Kinds")], [("S302", "/operations/0/labels")]),
        ([rename("PLACE", "LAW", "Mention")], [("S302", "/operations/0/labels")]),
        ([rename("PLACE", "LAW", "Mention.span")], [("S302", "/operations/0/labels")]),
        ([rename("PLACE", "LAW", "Mention.nothing")], [("S302", "/operations/0/labels")]),
        ([rename("a", "b", "Mention.grade")], [("S303", "/operations/0/to")]),
        ([rename("PLACE", "LAW")], [("S303", "/operations/0/to")]),
        (
            [rename("PLACE", "LAW"), rename("PLACE", "BOOK")],
            [("S303", "/operations/1/from"), ("S303", "/operations/0/to"), ("S303", "/operations/1/to")],
        ),
        (
            [rename("PLACE", "LAW"), rename("BOOK", "LAW"), rename("LAW", "BOOK")],
            [("S303", "/operations/1/to")],
        ),
        ([{**rename("", "LAW"), "op": "merge_labels", "from": ["PLACE", "BOOK"]}], []),
        ([{**rename("", "LAW"), "op": "merge_labels", "from": ["PLACE", "X"]}], [("S302", "/operations/0/from/1")]),
        ([split("PLACE", "LAW", "BOOK")], []),
        ([split("PLACE", "LAW", "X")], [("S302", "/operations/0/to/1")]),
        ([split("PLACE", "LAW", "BOOK", by="entity.note", map={"x": "LAW"})], []),
        ([split("PLACE", "LAW", "BOOK", by="note", map={"x": "LAW"})], []),
        ([split("PLACE", "LAW", "BOOK", by="entity.nothing", map={"x": "LAW"})], [("S302", "/operations/0/by")]),
        ([split("PLACE", "LAW", "BOOK", by="grade.note", map={"x": "LAW"})], [("S302", "/operations/0/by")]),
        (
            [split("PLACE", "LAW", "BOOK", by={"Mention": "note", "Argument": "role"}, map={"x": "LAW"})],
            [("S302", "/operations/0/by/Mention"), ("S302", "/operations/0/by/Argument")],
        ),
        ([of("rename_attribute", "Mention", **{"from": "grade", "to": "mark"})], [("S302", "/operations/0/to")]),
        ([of("rename_attribute", "Mention", **{"from": "grade", "to": "cue"})], [("S303", "/operations/0/to")]),
        ([of("rename_attribute", "Mension", **{"from": "grade", "to": "cue"})], [("S302", "/operations/0/record")]),
        ([of("remove_attribute", "Mention", attribute="mark")], [("S302", "/operations/0/attribute")]),
        ([of("remove_attribute", "Pass", attribute="orphans")], []),
        (
            [
                of("remove_attribute", "Pass", attribute="orphans"),
                of("remove_attribute", "Document", attribute="orphans"),
            ],
            [("S303", "/operations/1/attribute")],
        ),
        ([of("add_attribute", "Mention", attribute="grade", value="a")], [("S303", "/operations/0/attribute")]),
        (
            [
                of("remove_attribute", "Mention", attribute="grade"),
                of("add_attribute", "Mention", attribute="grade", value="c"),
            ],
            [("S303", "/operations/1/value")],
        ),
        (
            [
                of("remove_attribute", "Mention", attribute="type"),
                of("add_attribute", "Mention", attribute="type"),
            ],
            [("S303", "/operations/1")],
        ),
        ([of("set_default", "Mention", attribute="grade", value="b")], []),
        ([of("set_default", "Mention", attribute="grade", value=1)], [("S303", "/operations/0/value")]),
        ([{"op": "add_layer", "layer": "times"}], [("S302", "/operations/0/layer")]),
        ([{"op": "remove_layer", "layer": "annotated_with"}], [("S302", "/operations/0/layer")]),
        ([{"op": "remove_layer", "layer": "mentions"}], []),
    ],
)
def test_check(rows: list[Data], found: list[tuple[str, str]], faults: Any) -> None:
    assert faults(*rows) == found


def test_a_person_needs_a_list_to_look_at(faults: Any) -> None:
    row = split("PLACE", "LAW", "BOOK")
    assert faults(row, changes=[no_review]) == [("S303", "/operations/0")]
    assert faults({**row, "else": "LAW"}, changes=[no_review]) == []


def test_the_schemas_are_those_of_the_versions(pair: Any, migration: Any) -> None:
    old, new = pair()
    assert [fault.pointer for fault in check(migration(), new, old)] == ["/from", "/to"]

"""What is gone is named nowhere, and takes along what cannot be without it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.dataset.conftest import REPOSITORY

from wiremark.dataset.standoff.anchored import anchored
from wiremark.dataset.standoff.paragraphs import Places
from wiremark.dataset.standoff.pruned import GONE, pruned
from wiremark.schema.profile import Array, Node, Profile, Record, Text, read

NAME = Text(ref="mention")
ARGUMENT = Record("Argument", {"mention": NAME, "event": Text(ref="event")}, one_of=("mention", "event"))


def holding(node: Node, *, required: bool) -> Record:
    return Record("Holder", {"id": Text(), "part": node}, frozenset({"id", "part"} if required else {"id"}))


@pytest.mark.parametrize(
    ("node", "required", "value", "left"),
    [
        (NAME, True, "m1", None),
        (NAME, True, "m2", {"part": "m2"}),
        (NAME, False, "m1", {}),
        (Text(ref="mention", nullable=True), True, "m1", {"part": None}),
        (Text(ref="mention", values=("m1",)), True, "m1", {"part": "m1"}),
        (Text(ref="event"), True, "m1", {"part": "m1"}),
        (Array(NAME), True, ["m1", "m2"], {"part": ["m2"]}),
        (Array(NAME, min_items=1), True, ["m1"], None),
        (Array(NAME, min_items=1), False, ["m1"], {}),
        (Array(ARGUMENT), True, [{"mention": "m1"}, {"event": "e1"}], {"part": [{"event": "e1"}]}),
        (NAME, False, None, {"part": None}),
    ],
)
def test_each_way_to_be_without(node: Node, value: Any, left: dict[str, Any] | None, *, required: bool) -> None:
    found = pruned(holding(node, required=required), {"id": "x", "part": value}, {"mention": {"m1"}})
    assert found is GONE if left is None else found == {"id": "x", **left}


def test_an_object_without_what_it_must_have_is_gone() -> None:
    assert pruned(holding(NAME, required=True), {"id": "x"}, {}) is GONE


def anchors_needed() -> Profile:
    """The schema, with times that cannot be without the time that they are reckoned from."""
    schema = json.loads((REPOSITORY / "schemas" / "annotation-1.0.0.json").read_bytes())
    schema["$defs"]["Time"]["required"].append("anchor")
    return read(schema)


def test_what_goes_takes_along_what_names_it_and_so_on() -> None:
    def time(id: str, start: int, anchor: str) -> dict[str, Any]:
        span = {"start": start, "end": start + 2}
        return {"id": id, "type": "DATE", "span": span, "value": "2023-03-21", "anchor": anchor}

    made = {"times": [time("t3", 0, "t2"), time("t2", 3, "t1"), time("t1", 6, "dct"), time("t4", 0, "dct")]}
    fates, changes = anchored(anchors_needed(), "harbour", made, "ab cd ef", Places(((0, 5, 0),)))
    assert [(fate.id, fate.fate) for fate in fates] == [
        ("t3", "exact"),
        ("t2", "exact"),
        ("t1", "lost"),
        ("t4", "exact"),
    ]
    assert [time["id"] for time in made["times"]] == ["t4"]
    assert [(change.id, change.property) for change in changes] == [("t1", None), ("t2", None), ("t3", None)]
    assert made["times"][0]["span"] == {"start": 0, "end": 2, "text": "ab"}

"""What a migration file may look like: every fault is told, with its place."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wiremark.schema.migrate import MigrationError, read
from wiremark.schema.migrate.form import FORMS
from wiremark.schema.migrate.operations import Choice, MergeLabels, SplitLabel, words

RENAME = {"op": "rename_label", "labels": "Kind", "from": "A", "to": "B"}
SPLIT = {"op": "split_label", "labels": "Kind", "from": "A", "to": ["B", "C"]}


def file(*rows: Any, **keys: Any) -> dict[str, Any]:
    return {"from": "1.0.0", "to": "2.0.0", "operations": list(rows), **keys}


def faults(data: Any) -> list[str]:
    with pytest.raises(MigrationError) as caught:
        read(data)
    assert all(fault.code == "S301" for fault in caught.value.faults)
    assert caught.value.pointer == caught.value.faults[0].pointer
    return [fault.pointer for fault in caught.value.faults]


def test_a_migration() -> None:
    found = read(file({**RENAME, "note": "why"}, note="for people"))
    assert (found.old, found.new, found.way) == ("1.0.0", "2.0.0", "there")
    assert [words(one) for one in found.operations] == ["rename_label Kind: A → B"]


def test_choices() -> None:
    by = {"by": "entity.note", "map": {"x": "B"}}
    rows = [SPLIT, {**SPLIT, **by, "else": "needs_review"}, {**SPLIT, **by, "else": "C"}]
    merge = {"op": "merge_labels", "labels": "Kind", "from": ["A", "B"], "to": "C"}
    found = read(file(*rows, merge, {**merge, **by, "else": "C"})).operations
    choices = [one.choice for one in found if isinstance(one, SplitLabel | MergeLabels)]
    assert choices == [
        Choice(),
        Choice("entity.note", {"x": "B"}),
        Choice("entity.note", {"x": "B"}, "C"),
        None,
        Choice("entity.note", {"x": "B"}, "C"),
    ]


@pytest.mark.parametrize(
    ("data", "pointers"),
    [
        ([], [""]),
        ({}, ["", "", ""]),
        (file() | {"operation": []}, ["/operation"]),
        (file() | {"from": "1.0"}, ["/from"]),
        (file() | {"to": 2}, ["/to"]),
        (file() | {"to": "1.0.0"}, ["/to"]),
        (file() | {"to": "0.9.0"}, ["/to"]),
        (file() | {"operations": {}}, ["/operations"]),
        (file(3), ["/operations/0"]),
        (file({}), ["/operations/0"]),
        (file({"op": ["rename_label"]}), ["/operations/0/op"]),
        (file({"op": "rename"}), ["/operations/0/op"]),
        (file(RENAME, {"op": "rename_label", "labels": "Kind", "from": "A"}), ["/operations/1"]),
        (file({**RENAME, "form": "A"}), ["/operations/0/form"]),
        (file({**RENAME, "from": ""}), ["/operations/0/from"]),
        (file({**RENAME, "to": ["B"]}), ["/operations/0/to"]),
        (file({**SPLIT, "to": []}), ["/operations/0/to"]),
        (file({**SPLIT, "to": ["B", "B"]}), ["/operations/0/to"]),
        (file({**SPLIT, "by": "x"}), ["/operations/0/by"]),
        (file({**SPLIT, "map": {"x": "B"}}), ["/operations/0/map"]),
        (file({**SPLIT, "by": {}, "map": {"x": "B"}}), ["/operations/0/by"]),
        (file({**SPLIT, "by": "x", "map": {"x/y": "D"}}), ["/operations/0/map/x~1y"]),
        (file({**SPLIT, "else": "D"}), ["/operations/0/else"]),
        (file({**SPLIT, "to": ["B", "needs_review"]}), ["/operations/0/to"]),
        (file({"op": "python", "function": "os.system:call"}), ["/operations/0/function"]),
        (file({"op": "remove_layer", "layer": "x", "unused": False}), ["/operations/0/unused"]),
        (
            file({"op": "remove_attribute", "record": "R", "attribute": "a", "value": 1, "unused": True}),
            ["/operations/0/unused"],
        ),
    ],
)
def test_faults(data: Any, pointers: list[str]) -> None:
    assert faults(data) == pointers


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"op": "rename_lable"}, 'did you mean "rename_label"?'),
        ({**RENAME, "lables": "Kind"}, 'did you mean "labels"?'),
        ({**SPLIT, "else": "b"}, 'did you mean "B"?'),
    ],
)
def test_what_was_meant_is_named(row: Any, said: str) -> None:
    with pytest.raises(MigrationError) as caught:
        read(file(row))
    assert any(said in fault.message and fault.help for fault in caught.value.faults)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
KEYS = sorted({key for form in FORMS.values() for key in (*form.needed, *form.optional)})


@settings(max_examples=60)
@given(
    st.lists(
        st.fixed_dictionaries({"op": st.sampled_from(sorted(FORMS)) | JSON}).flatmap(
            lambda row: st.dictionaries(st.sampled_from(KEYS), JSON, max_size=6).map(lambda rest: {**rest, **row})
        )
        | JSON,
        max_size=3,
    )
)
def test_any_json_is_read_or_refused(rows: list[Any]) -> None:
    found = None
    with suppress(MigrationError):
        found = read(file(*rows))
    assert found is None or len(found.operations) == len(rows)

"""Ids that older versions gave away, wherever their label set stands now."""

from __future__ import annotations

from typing import Any

import pytest

from wiremark.schema.changes.declared import retired


def schema(**sets: dict[str, int]) -> dict[str, Any]:
    rows = {name: [{"id": id, "name": label} for label, id in labels.items()] for name, labels in sets.items()}
    return {"$defs": {name: {"enum": [*sets[name]], "x-labels": rows[name]} for name in sets}}


FULL = {"PERSON": 0, "ORG": 1, "LAW": 2}
LESS = {"PERSON": 0, "ORG": 1}
GIVEN = {**LESS, "VIRUS": 2}


@pytest.mark.parametrize(
    ("older", "old", "new"),
    [
        (schema(Sort=FULL), schema(Sort=LESS), schema(Sort=GIVEN)),
        (schema(Sort=FULL), schema(Sort=LESS), schema(Kind=GIVEN)),
        (schema(Sort=FULL), schema(Kind=LESS), schema(Kind=GIVEN)),
        (schema(Sort=FULL), schema(Rank=LESS), schema(Kind=GIVEN)),
    ],
    ids=["in its place", "renamed with it", "renamed before", "renamed twice"],
)
def test_a_retired_id_is_known_under_any_name_of_its_set(older: Any, old: Any, new: Any) -> None:
    (row,) = retired(older, old, new)
    assert (row.id, row.was, row.now) == (2, "LAW", "VIRUS")
    assert row.pointer.endswith("/x-labels/2/id")


@pytest.mark.parametrize(
    "new",
    [
        schema(Sort={**LESS, "LAW": 2}),
        schema(Sort=LESS, Mood={"PERSON": 0, "ORG": 1, "VIRUS": 2}),
        schema(Mood={"PERSON": 0, "FAR": 1, "NEAR": 2}),
    ],
    ids=["the same label again", "another set beside it", "a set that shares a label"],
)
def test_what_is_no_retired_id(new: Any) -> None:
    assert not list(retired(schema(Sort=FULL), schema(Sort=LESS), new))


def test_the_label_set_is_called_as_in_the_schema() -> None:
    older, old, new = ({"$defs": {"a/b": schema(Sort=labels)["$defs"]["Sort"]}} for labels in (FULL, LESS, GIVEN))
    assert [row.labels for row in retired(older, old, new)] == ["a/b"]

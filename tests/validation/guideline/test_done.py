"""`annotated_with`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Found = Callable[..., list[str]]


def layers(state: str = "draft", schema: str = "1.0.0", annotators: Any = ("ada",)) -> dict[str, Any]:
    return {"times": {"schema": schema, "annotators": list(annotators), "state": state}}


@pytest.mark.parametrize(
    ("state", "annotators", "codes"),
    [
        ("draft", ["ada"], []),
        ("double", ["ada"], ["A426 /annotated_with/times/state"]),
        ("double", ["ada", "bea"], []),
        ("adjudicated", ["ada"], ["A426 /annotated_with/times/state"]),
        ("double", ["ada", "ada"], ["A426 /annotated_with/times/state", "A420 /annotated_with/times/annotators/1"]),
    ],
)
def test_state(state: str, annotators: list[str], codes: list[str], found: Found) -> None:
    assert sorted(found(annotated_with=layers(state, annotators=annotators), places=True)) == sorted(codes)


@pytest.mark.parametrize(
    ("done", "own", "codes"),
    [
        ("1.0.0", "1.2.0", 0),
        ("1.2.1", "1.2.0", 1),
        ("1.10.0", "1.9.0", 1),
        ("1.9.0", "2.0.0", 0),
        ("2.0.0", "1.9.0", 1),
        ("x", "1.0.0", 0),
        ("1.0.0", "x", 0),
    ],
)
def test_schema(done: str, own: str, codes: int, found: Found) -> None:
    assert found(annotated_with=layers(schema=done), version=own) == ["A427"] * codes


def test_a_version_that_is_not_the_schema_s_is_told_by_level_2(found: Found) -> None:
    assert found(annotated_with=layers(schema="2.0.0"), schema_version="3.0.0") == []
    assert found(annotated_with=layers(schema="2.0.0"), schema_version=None) == []


def test_annotators(found: Found) -> None:
    assert found(annotated_with=layers(), view={"annotators": frozenset({"bea"})}, places=True) == [
        "A428 /annotated_with/times/annotators/0"
    ]
    assert found(annotated_with=layers(), view={"annotators": frozenset({"ada"})}) == []
    assert found(annotated_with=layers(), view={"annotators": None}) == []

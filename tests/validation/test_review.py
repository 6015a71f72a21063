"""Rows of `review`: one that waits is told, one about nothing is an error."""

from __future__ import annotations

from typing import Any

import pytest

from wiremark.validation.review import waiting


def row(**parts: Any) -> dict[str, Any]:
    return {"list": "mentions", "id": "m1", "property": "type", "reason": "migrated", "was": "X", **parts}


def told(data: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(problem.code, problem.severity, problem.pointer) for problem in waiting(data)]


def test_a_row_waits() -> None:
    data = {"mentions": [{"id": "m1"}], "review": [row(), row(property="span")]}
    assert told(data) == [("A319", "warning", "/review/0"), ("A319", "warning", "/review/1")]


def test_a_row_about_an_orphan_waits() -> None:
    data = {"mentions": [], "orphans": {"mentions": [{"record": {"id": "m1"}}]}, "review": [row()]}
    assert told(data) == [("A319", "warning", "/review/0")]


def test_a_row_about_what_an_object_holds_waits() -> None:
    data = {"annotated_with": {"times": {}}, "review": [row(list="annotated_with", id="times")]}
    assert told(data) == [("A319", "warning", "/review/0")]


def test_a_row_about_nothing_is_an_error() -> None:
    data = {"mentions": [{"id": "m2"}], "review": [row(), row(list="times", id="m2")]}
    assert told(data) == [("A303", "error", "/review/0/id"), ("A303", "error", "/review/1/id")]


@pytest.mark.parametrize(
    "data",
    [{}, {"review": None}, {"review": [1, {}]}, {"review": [row(id=1)]}, {"mentions": 3, "review": [row(list=None)]}],
)
def test_rows_of_the_wrong_form_are_passed_over(data: dict[str, Any]) -> None:
    assert told(data) == []


def test_a_file_of_the_wrong_form_has_no_such_record() -> None:
    data = {"mentions": 3, "orphans": {"mentions": [{"record": 3}]}, "review": [row()]}
    assert told(data) == [("A303", "error", "/review/0/id")]

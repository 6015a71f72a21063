"""The step of the version that changes need."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from tests.dataset.changes.conftest import differ

from wiremark.dataset.changes.step import needed


@pytest.fixture(scope="module")
def nothing(first: Path) -> Any:
    return differ(first, first)


@pytest.mark.parametrize(
    ("version", "total", "step", "least"),
    [
        ("1.2.3", {}, "none", None),
        ("1.2.3", {"changed": 2}, "patch", "1.2.4"),
        ("1.2.3", {"changed": 2, "added": 1}, "minor", "1.3.0"),
        ("1.2.3", {"added": 1, "removed": 1}, "major", "2.0.0"),
        ("1.2.3", {"moved": 1}, "major", "2.0.0"),
        ("0.2.3", {"removed": 1}, "major", "0.3.0"),
        ("0.2.3", {"added": 1}, "minor", "0.3.0"),
        ("0.2.3", {"changed": 1}, "patch", "0.2.4"),
        ("2.0.0-rc.1", {"removed": 1}, "major", "2.0.0"),
        ("of Tuesday", {"removed": 1}, "major", None),
    ],
)
def test_records(nothing: Any, version: str, total: dict[str, int], step: str, least: str | None) -> None:
    changes = copy.deepcopy(nothing)
    changes["before"]["version"] = version
    changes["totals"][1] |= total
    found = needed(changes)
    assert (found["step"], found["version"]) == (step, least)


@pytest.mark.parametrize(
    ("change", "step", "because"),
    [
        ("added", "minor", "1 label added"),
        ("renamed", "major", "1 label renamed"),
        ("moved", "major", "1 label id moved"),
        ("reused", "major", "1 label id reused"),
        ("set added", "minor", "1 label set added"),
        ("set removed", "major", "1 label set removed"),
    ],
)
def test_labels(nothing: Any, change: str, step: str, because: str) -> None:
    changes = copy.deepcopy(nothing)
    changes["labels"] = [{"change": change}]
    found = needed(changes)
    assert (found["step"], found["because"]) == (step, [because])

"""The one document of the base workspace, to break, and the repository's schema."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wiremark.schema.profile import Profile, read
from wiremark.workspace import Workspace

TESTS = Path(__file__).parents[1]
Edit = Callable[[Callable[[Any], Any]], None]


@pytest.fixture
def ferry(base: Workspace) -> Path:
    """The one document file of the base workspace."""
    return base.annotations / "ferry.json"


@pytest.fixture
def edit(ferry: Path) -> Edit:
    """Changes the data of the document file: `edit(lambda data: data["mentions"].pop())`."""

    def change(how: Callable[[Any], Any]) -> None:
        data = json.loads(ferry.read_bytes())
        how(data)
        ferry.write_text(json.dumps(data), "utf-8")

    return change


@pytest.fixture(scope="session")
def schema() -> dict[str, Any]:
    """The newest schema file, parsed."""
    data: dict[str, Any] = json.loads((TESTS.parent / "schemas" / "annotation-1.0.0.json").read_bytes())
    return data


@pytest.fixture(scope="session")
def profile(schema: dict[str, Any]) -> Profile:
    return read(schema)

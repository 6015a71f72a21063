"""Level 4: the guideline as code. What the numbered rules say that a program can tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wiremark.annotation.store import File
from wiremark.schema.profile import Record
from wiremark.validation.context import Context
from wiremark.validation.places import Problem


def guideline(file: File, data: dict[str, Any], record: Record, context: Context) -> Iterator[Problem]:
    """What one file's data has against the guidelines."""
    yield from ()

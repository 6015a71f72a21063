"""The order of names that end in a number."""

from __future__ import annotations

import re

_NAME = re.compile(r"(.*?)([0-9]*)", re.DOTALL)


def natural(name: str) -> tuple[str, int, str]:
    """A key by which m2 stands before m10, and R-E2 before R-E10."""
    match = _NAME.fullmatch(name)
    stem, number = match.groups() if match else (name, "")
    return stem, len(number), number

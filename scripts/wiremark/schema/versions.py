"""Schema versions, and which comes before which."""

from __future__ import annotations

import re

_NUMBER = r"(?:0|[1-9][0-9]*)"
VERSION = rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}(?:-[0-9A-Za-z.-]+)?"
"""The form of a version, as a regular expression."""


def is_version(text: str) -> bool:
    """True for what has the form of a version."""
    return re.fullmatch(VERSION, text) is not None


def precedence(version: str) -> tuple[tuple[int, ...], bool, list[tuple[bool, int, str]]]:
    """The order of versions, as Semantic Versioning 2.0.0 has it."""
    release, _, early = version.partition("-")
    parts = [(not part.isdigit(), int(part) if part.isdigit() else 0, part) for part in early.split(".") if part]
    return tuple(map(int, release.split("."))), not early, parts

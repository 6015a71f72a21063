"""Schema versions: the names of their files, and which comes before which."""

from __future__ import annotations

import re

_NUMBER = r"(?:0|[1-9][0-9]*)"
VERSION = rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}(?:-[0-9A-Za-z.-]+)?"
"""The form of a version, as a regular expression."""

_FILE = re.compile(rf"annotation-({VERSION})\.json")


def file_name(version: str) -> str:
    """The name of a version's file in schemas/."""
    return f"annotation-{version}.json"


def version_in(name: str) -> str:
    """The version in the name of a schema file; empty for any other name."""
    found = _FILE.fullmatch(name)
    return found[1] if found else ""


def is_version(text: str) -> bool:
    """True for what has the form of a version."""
    return re.fullmatch(VERSION, text) is not None


def precedence(version: str) -> tuple[tuple[int, ...], bool, list[tuple[bool, int, str]]]:
    """The order of versions, as Semantic Versioning 2.0.0 has it."""
    release, _, early = version.partition("-")
    parts = [(not part.isdigit(), int(part) if part.isdigit() else 0, part) for part in early.split(".") if part]
    return tuple(map(int, release.split("."))), not early, parts

"""A file of tasks, as Label Studio exports it: JSON, and no other of its formats."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from wiremark.diagnostics import Finding, Refused
from wiremark.validation import level1
from wiremark.validation.places import Problem, placed, unplaced


def located(path: Path, root: Path) -> Path:
    """A file as it is named from here, or from the workspace's root. Raises FileNotFoundError."""
    for place in (path, root / path):
        if place.exists():
            return place
    raise FileNotFoundError(errno.ENOENT, "there is no such file", str(path))


class JsonFile:
    """The tasks of a file. `name`: as findings have it. Raises OSError, and Refused where it is no list of tasks."""

    def __init__(self, path: Path, name: str) -> None:
        self.name = name
        self._raw = path.read_bytes()
        self.tasks: list[Any] = self._read()

    @property
    def text(self) -> str:
        """The content of the file for excerpts, in which nobody's name or e-mail address can be read."""
        return _PERSONAL.sub(lambda found: "…" * len(found[0]), self._raw.decode("utf-8", "replace"))

    def placed(self, problems: Iterable[Problem]) -> list[Finding]:
        """The findings at their places in the file."""
        return placed(problems, self.name, self._raw.decode("utf-8", "replace"))

    def _read(self) -> list[Any]:
        try:
            data = msgspec.json.decode(self._raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            if self._raw.strip() and self._raw.lstrip()[:1] not in (b"[", b"{", b"\xef", b"\xff", b"\xfe"):
                raise Refused([unplaced(_other("text that is no JSON"), self.name)]) from None
            parsed = level1.read(self._raw, self.name)
            if not parsed.readable or parsed.findings:
                raise Refused(parsed.findings) from None
            data = parsed.data
        if not isinstance(data, list):
            raise Refused([unplaced(_other(_object(data)), self.name)])
        flat = [item for item in data if isinstance(item, dict) and "data" not in item]
        if data and len(flat) == len(data):
            raise Refused([unplaced(_other("a list of objects without `data`, as JSON_MIN has them"), self.name)])
        return data


_PERSONAL = re.compile(r'(?:(?<="first_name":)|(?<="last_name":))\s*"(?:[^"\\]|\\.)+"|[^\s"@<>]+@[^\s"@<>]+')
"""First and last names of users, and e-mail addresses."""


def _object(data: Any) -> str:
    return "one object" if isinstance(data, dict) else "neither a list nor an object"


def _other(found: str) -> Problem:
    return Problem(
        code="T101",
        pointer="",
        message="this is not Label Studio's JSON export",
        found=found,
        expected="a list of tasks, each with `data` and `annotations`",
        help="export the project as JSON: the other formats have no relations, no ids, or other offsets",
    )

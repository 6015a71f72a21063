"""`schemas/RELEASED`: which versions are sealed, in the form of sha256sum, a line `<sha256>  annotation-<v>.json` each.

A sealed file never changes, so that a version says the same for ever. Without the file nothing is sealed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from wiremark.schema.versions import VERSION, file_name, precedence

FILE = "RELEASED"
_LINE = re.compile(rf"([0-9a-f]{{64}})  annotation-({VERSION})\.json")


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed version: its number, the digest of its file, the line in RELEASED that says so."""

    version: str
    sha256: str
    line: int

    @property
    def name(self) -> str:
        """The name of its file in schemas/."""
        return file_name(self.version)


def read(text: str) -> tuple[list[Sealed], list[tuple[int, str]]]:
    """The sealed versions in their order, and the lines that say nothing or repeat a version, with their numbers."""
    sealed: dict[str, Sealed] = {}
    wrong = []
    for number, line in enumerate(text.split("\n"), 1):
        row = _LINE.fullmatch(line.removesuffix("\r"))
        if row and row[2] not in sealed:
            sealed[row[2]] = Sealed(row[2], row[1], number)
        elif line.strip():
            wrong.append((number, line))
    return sorted(sealed.values(), key=lambda one: precedence(one.version)), wrong


def written(sealed: Iterable[Sealed]) -> str:
    """The content of the file."""
    rows = sorted(sealed, key=lambda one: precedence(one.version))
    return "".join(f"{one.sha256}  {one.name}\n" for one in rows)

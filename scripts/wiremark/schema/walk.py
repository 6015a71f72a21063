"""Walks parsed JSON along the paths of an integrity plan, and names places in it by JSON pointers (RFC 6901)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wiremark.schema.profile import Path


def along(data: Any, path: Path, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """What stands at a path of the integrity plan, with pointers; nothing where the data is of a different form."""
    if not path:
        yield pointer, data
    elif path[0] == "*":
        for number, item in enumerate(data if isinstance(data, list) else ()):
            yield from along(item, path[1:], child(pointer, number))
    elif isinstance(data, dict) and path[0] in data:
        yield from along(data[path[0]], path[1:], child(pointer, path[0]))


def child(pointer: str, name: str | int) -> str:
    """The pointer to a member or item of what `pointer` names (RFC 6901)."""
    return f"{pointer}/{name}" if isinstance(name, int) else f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"


def steps(pointer: str) -> list[str]:
    """The names in a JSON pointer, unescaped."""
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]

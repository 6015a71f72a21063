"""A record, or any other object, in its file: what can be read from it whatever form it has.

A value of the wrong kind is as if it were not there: level 2 has told of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wiremark.schema.walk import child


@dataclass(frozen=True, slots=True)
class Item:
    """An object, with its pointer in the file."""

    pointer: str
    data: Mapping[str, Any]

    @property
    def id(self) -> str:
        """Its id; empty where it has none."""
        return self.text("id") or ""

    @property
    def words(self) -> str:
        """The text of its span; empty where it has none."""
        span = self.data.get("span")
        text = span.get("text") if isinstance(span, dict) else None
        return text if isinstance(text, str) else ""

    def text(self, key: str) -> str | None:
        """The string under a key, or None."""
        value = self.data.get(key)
        return value if isinstance(value, str) else None

    def strings(self, key: str) -> list[str]:
        """The strings of the list under a key."""
        return [item for _, item in self.pointed(key)]

    def pointed(self, key: str) -> list[tuple[str, str]]:
        """The strings of the list under a key, with their pointers."""
        value = self.data.get(key)
        listed = enumerate(value if isinstance(value, list) else ())
        return [(child(self.at(key), number), item) for number, item in listed if isinstance(item, str)]

    def objects(self, key: str) -> list[Item]:
        """The objects of the list under a key."""
        return objects(self.data, key, self.pointer)

    def at(self, key: str) -> str:
        """The pointer to a key, or to the record where it has none."""
        return child(self.pointer, key) if key in self.data else self.pointer


def objects(data: Mapping[str, Any], key: str, pointer: str = "") -> list[Item]:
    """The objects of the list under a key of the object that `pointer` names, by default the file's root."""
    value, base = data.get(key), child(pointer, key)
    listed = enumerate(value if isinstance(value, list) else ())
    return [Item(child(base, number), item) for number, item in listed if isinstance(item, dict)]


def layers(data: Any) -> dict[str, Item]:
    """What `annotated_with` says of each layer that it names, by layer."""
    done = data.get("annotated_with") if isinstance(data, dict) else None
    rows = done.items() if isinstance(done, dict) else ()
    return {name: Item(child("/annotated_with", name), row) for name, row in rows if isinstance(row, dict)}

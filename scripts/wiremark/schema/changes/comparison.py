"""The old and the new schema side by side, and what the walk over them has found so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wiremark.schema.changes.labels import Evidence
from wiremark.schema.changes.normal import canonical, embed
from wiremark.schema.changes.record import ABSENT, Change, Edit
from wiremark.schema.changes.view import View


@dataclass(slots=True)
class Comparison:
    """Two schemas under comparison. The label names are gathered as sets are met, and read when roles are compared."""

    old: Mapping[str, Any]
    new: Mapping[str, Any]
    evidence: Evidence
    heirs: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """What an old label is called now, where that is not its old name."""
    removed: set[str] = field(default_factory=set)
    added: set[str] = field(default_factory=set)
    pairs: list[tuple[View, View]] = field(default_factory=list)
    """Every two nodes that stand for each other."""
    properties: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    """The properties renamed in two such nodes, by their pointers."""
    changes: list[Change] = field(default_factory=list)

    def tell(self, kind: str, old: str, new: str, message: str, **more: Any) -> None:
        """Adds a change."""
        self.changes.append(Change(kind=kind, old=old, new=new, message=message, **more))

    def at(self, places: tuple[str, str], kind: str, message: str, **more: Any) -> None:
        """Adds a change at a pair of places."""
        self.changes.append(Change(kind=kind, old=places[0], new=places[1], message=message, **more))

    def put(self, old: View, new: View, keywords: tuple[str, ...]) -> tuple[Edit, ...]:
        """The edits that give an old node these keywords as the new node has them."""
        part = {key: new.keywords[key] for key in keywords if key in new.keywords}
        part, brought = embed(part, self.new)
        edits: list[Edit] = []
        for key in keywords:
            if key in part:
                edits.append((old.places.get(key, f"{old.pointer}/{key}"), part[key]))
            elif key in old.keywords:
                edits.append((old.places[key], ABSENT))
        return (*edits, *brought) if part else tuple(edits)

    def replaced(self, pointer: str, part: Any) -> tuple[Edit, ...]:
        """The edits that put a part of the new schema at a pointer of the old one."""
        part, brought = embed(part, self.new)
        return ((pointer, part), *brought)


def shown(value: Any, most: int = 60) -> str:
    """A value of a keyword, as messages quote it."""
    if value is ABSENT:
        return "absent"
    text = canonical(value)
    return text if len(text) <= most else f"{text[: most - 2]} …"


def listed(names: list[str] | tuple[str, ...], most: int = 6) -> str:
    """`A, B and C`; of many, the first and how many more."""
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)

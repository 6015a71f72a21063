"""Where a row of `review` points, and how rows follow when names and labels change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wiremark.schema.migrate.rules import Place, Rules
from wiremark.schema.profile import ORPHANS, Array, Node, Record, Text

MIGRATED = "migrated"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the walk is: property names and item numbers from the root, and the innermost record with an id."""

    steps: tuple[str | int, ...] = ()
    depth: int = 0
    id: str = ""

    def down(self, step: str | int) -> Spot:
        """One step further in."""
        return Spot((*self.steps, step), self.depth, self.id)

    def at(self, value: Any, record: Record | None) -> Spot:
        """The same place, in a record that has an id of its own unless one is already open."""
        key = record.key if record else None
        id = value.get(key[0]) if key and isinstance(value, Mapping) else None
        return Spot(self.steps, len(self.steps), id) if isinstance(id, str) and not self.id else self

    def row(self, was: str, choices: Iterable[str]) -> dict[str, Any]:
        """The row of review for what stands here."""
        base = self.steps[1:] if self.steps[:1] == (ORPHANS,) else self.steps
        rest = self.steps[self.depth :] if self.id else base[2:]
        return {
            "list": str(base[0]),
            "id": self.id or str(base[min(1, len(base) - 1)]),
            "property": "/".join(map(str, rest or base[-1:])),
            "reason": MIGRATED,
            "was": was,
            "choices": list(choices),
        }


def followed(rows: Any, root: Record, rules: Rules) -> list[Any]:
    """The rows of review as the new names have them; without those that the migration settles or leaves no property."""
    return [new for row in (rows if isinstance(rows, list) else ()) for new in _row(row, root, rules)]


def _row(row: Any, root: Record, rules: Rules) -> Iterator[Any]:
    if not isinstance(row, dict) or not all(isinstance(row.get(key), str) for key in ("list", "id", "property")):
        yield row
        return
    base = root.fields.get(row["list"])
    node: Node | None = base.items if isinstance(base, Array) else base
    if isinstance(node, Record) and not isinstance(base, Array):
        node = node.fields.get(row["id"])
    if (root.name, row["list"]) in rules.removed:
        return
    steps: list[str] = []
    place: Place | None = None
    for step in row["property"].split("/"):
        if isinstance(node, Record):
            place = (node.name, step)
            if place in rules.removed:
                return
            steps.append(rules.renamed.get(place, (0, step))[1])
            node = node.fields.get(step)
        else:
            steps.append(step)
            node = node.items if isinstance(node, Array) else None
    name = rules.renamed.get((root.name, row["list"]), (0, row["list"]))[1]
    found = {**row, "list": name, "property": "/".join(steps)}
    if row.get("reason") == MIGRATED and isinstance(row.get("choices"), list) and isinstance(node, Text):
        said = ((label, rules.target(node, place, label)) for label in row["choices"] if isinstance(label, str))
        targets = {label: target for label, target in said if target}
        settled = (tuple(row["choices"]), (row.get("was"),))
        if any((target.settles, target.new) == settled for target in targets.values()):
            return
        becomes = (targets[label].new if label in targets else (label,) for label in row["choices"])
        found["choices"] = list(dict.fromkeys(new for several in becomes for new in several))
    yield found

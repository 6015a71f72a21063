"""The lines of adjudication.jsonl: one item to decide each, with what each pass has, the decision, its rule and a note.

Made by `wiremark adjudicate`, decided by hand, published. An item is

- a record that one pass has (`"m12"`: its id in the merged draft; what a pass lacks is null), decided `a`, `b`, or
  `other` with a `value`, a record or null for none;
- a property on which matched records differ (`"e4.type"`), decided alike;
- two records that one pass takes for the same thing (`["north e4", "south e2"]`), each pass saying `same` or
  `different`, decided `same`, `near`, `different` or `unsure`. Only `same` joins them.

A line that no difference asked for is the adjudicator's own: both passes had it wrong, or missed it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

FILE = "adjudication.jsonl"
"""Its name in annotations/."""

SAME, DIFFERENT = "same", "different"
OTHER = "other"
CHOICES = ("a", "b", OTHER)
"""How a record or a property is decided."""

ANSWERS = (SAME, "near", DIFFERENT, "unsure")
"""How a pair is decided; all but `same` keep the two apart."""

Item = str | tuple[str, str]
Key = tuple[str, str, Item]


@dataclass(frozen=True, slots=True)
class Line:
    """One item. `document` and `rule` may be null, `decision` is null while it is open, `value` is of `other` alone.

    at, text: where the record stands that the item is about, in code points, and how it begins. A has the say, where
    both have it. They make the line readable, and keep the record's id the same from run to run.
    """

    document: str | None
    layer: str
    item: Item
    a: Any
    b: Any
    decision: str | None = None
    value: Any = None
    rule: str | None = None
    note: str = ""
    at: tuple[int, int] | None = None
    text: str | None = None

    @property
    def key(self) -> Key:
        """What names the item in the file."""
        return self.document or "", self.layer, self.item

    @property
    def paired(self) -> bool:
        """True for a pair of records."""
        return not isinstance(self.item, str)

    @property
    def documents(self) -> frozenset[str]:
        """The documents whose records the line is about; none where it is about an entity or a cluster."""
        if self.document is not None:
            return frozenset([self.document])
        return frozenset(end.partition(" ")[0] for end in self.item) if self.paired else frozenset()

    @property
    def subject(self) -> str:
        """Of an item in a document, the record's id; of a pair nothing."""
        return self.item.partition(".")[0] if isinstance(self.item, str) else ""

    @property
    def name(self) -> str:
        """The item in words: `ferry m12`, `ferry e4.type`, `north e4 = south e2`, `EV:strike.day`."""
        item = self.item if isinstance(self.item, str) else " = ".join(self.item)
        return f"{self.document} {item}" if self.document else item


def of(data: Mapping[str, Any]) -> Line:
    """The line that a JSON object of the right form is."""
    item = data["item"]
    return Line(
        data["document"],
        data["layer"],
        item if isinstance(item, str) else (item[0], item[1]),
        data["a"],
        data["b"],
        data["decision"],
        data.get("value"),
        data["rule"],
        data["note"],
        (data["at"][0], data["at"][1]) if data.get("at") else None,
        data.get("text"),
    )


def data(line: Line) -> dict[str, Any]:
    """The JSON object of a line, its keys in the file's order."""
    found: dict[str, Any] = {"document": line.document, "layer": line.layer}
    found["item"] = line.item if isinstance(line.item, str) else list(line.item)
    if line.at:
        found |= {"at": list(line.at), "text": line.text}
    found |= {"a": line.a, "b": line.b, "decision": line.decision}
    if line.decision == OTHER:
        found["value"] = line.value
    return {**found, "rule": line.rule, "note": line.note}


def dumps(lines: Iterable[Line]) -> str:
    """The file: one JSON object a line."""
    return "".join(json.dumps(data(line), ensure_ascii=False) + "\n" for line in lines)


def decided(line: Line) -> Any:
    """The value that a line about a record or property decides for."""
    return line.value if line.decision == OTHER else line.a if line.decision == "a" else line.b


class Update(NamedTuple):
    """The lines as they should stand now, and the decided ones that no longer fit what the passes have."""

    lines: list[Line]
    dropped: list[Line]


def update(old: Sequence[Line], items: Sequence[Line], values: Callable[[Line], tuple[Any, Any]]) -> Update:
    """Carries decisions over to the items of now.

    A decision is kept where its item is asked for with the same two values, or where it is the adjudicator's own:
    nobody asks, and `values`, what the passes have for an item, are the line's. Open lines that nobody asks for go.
    """
    known = {line.key: line for line in old}
    lines, dropped, asked = [], [], set[Key]()
    for item in items:
        before = known.get(item.key)
        asked.add(item.key)
        if before and (before.a, before.b) == (item.a, item.b):
            lines.append(replace(before, at=item.at, text=item.text))
            continue
        lines.append(item)
        if before and before.decision:
            dropped.append(before)
    for line in old:
        if line.key not in asked and line.decision:
            (lines if values(line) == (line.a, line.b) else dropped).append(line)
    return Update(lines, dropped)

"""Which record of one annotator is which of another's, document by document, and the ids of the merged draft.

A record keeps the id under which adjudication.jsonl knows it, by its place, or else the id that the workspace's own
file gives it: its partner there is found as two annotators' records are matched. What neither knows is numbered after
the greatest in the file, and never with a number that a line has (one that says where: a line fresh from the
adjudicator's hand may speak of any record). So no id is given twice, and a second run gives the same ids, before and
after the result was written.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wiremark.annotation.adjudication.lines import Line
from wiremark.annotation.adjudication.shape import Layer, Object, place
from wiremark.annotation.matching import match
from wiremark.schema.profile import Record


@dataclass(frozen=True, slots=True)
class Unit:
    """A record of the merged draft: its id there, and what each pass has, as it stands in the pass, or None."""

    document: str
    layer: str
    id: str
    a: Object | None
    b: Object | None

    @property
    def name(self) -> str:
        """What pairs call it."""
        return f"{self.document} {self.id}"

    @property
    def both(self) -> bool:
        """True where both passes have it."""
        return self.a is not None and self.b is not None


def merged(
    document: str, layer: Layer, a: Object, b: Object, present: Object | None, old: Sequence[Line]
) -> list[Unit]:
    """The records of one layer, by place. a, b, present: the document's data in the passes and in the workspace.

    old: the lines of adjudication.jsonl.
    """
    ours, theirs = a[layer.name], b[layer.name]
    found = match(ours, theirs, layer.name)
    rows: list[_Row] = [
        *(_Row(ours[pair.a], theirs[pair.b]) for pair in found.pairs),
        *(_Row(ours[number], None) for number in found.only_a),
        *(_Row(None, theirs[number]) for number in found.only_b),
    ]
    rows.sort(key=lambda row: (*place(row.first, layer), row.a is None))
    about = [line for line in old if line.document == document and line.layer == layer.name]
    ids = _remembered([place(row.first, layer) for row in rows], about)
    _present(rows, layer, present[layer.name] if present else [], ids)
    _fresh(len(rows), stem(layer.record), list(seen(present)), [line.subject for line in about if line.at], ids)
    return [Unit(document, layer.name, ids[number], row.a, row.b) for number, row in enumerate(rows)]


@dataclass(frozen=True, slots=True)
class _Row:
    a: Object | None
    b: Object | None

    @property
    def first(self) -> Object:
        return self.a or self.b or {}

    @property
    def last(self) -> Object:
        return self.b or self.a or {}


def _remembered(places: Sequence[tuple[int, int]], about: Sequence[Line]) -> dict[int, str]:
    """Ids under which lines know what stands at a place; a record that no pass has may stand there beside them."""
    known: dict[tuple[int, int], list[str]] = defaultdict(list)
    own = {line.subject for line in about if line.item == line.subject and (line.a, line.b) == (None, None)}
    for line in about:
        if line.at and line.subject not in known[line.at] and line.subject not in own:
            known[line.at].append(line.subject)
    return {number: known[here].pop(0) for number, here in enumerate(places) if known[here]}


def _present(rows: Sequence[_Row], layer: Layer, kept: Sequence[Object], ids: dict[int, str]) -> None:
    """Adds the ids of the workspace's records: by the place that A gives, then by that of B."""
    for side in ("first", "last"):
        free = [record for record in kept if record[layer.key] not in ids.values()]
        rest = [number for number in range(len(rows)) if number not in ids]
        for pair in match([getattr(rows[number], side) for number in rest], free, layer.name).pairs:
            ids[rest[pair.a]] = free[pair.b][layer.key]


def _fresh(count: int, stem: str, present: Iterable[str], taken: Iterable[str], ids: dict[int, str]) -> None:
    """Numbers the rest in order: above those of the file, around those of the lines."""
    number, given = greatest(stem, present), {*taken, *ids.values()}
    for row in range(count):
        if row not in ids:
            number += 1
            while f"{stem}{number}" in given:
                number += 1
            ids[row] = f"{stem}{number}"


def stem(record: Record) -> str:
    """The letters before the number in the ids of a layer's records, by the schema's pattern."""
    node: Any = record.fields[record.key[0]] if record.key else None
    letters = re.match(r"\^?([A-Za-z_-]+)", getattr(node, "pattern", None) or "")
    return letters[1] if letters else record.name[0].lower()


def greatest(stem: str, ids: Iterable[str]) -> int:
    """The greatest number after `stem`; 0 where there is none."""
    numbers = (id.removeprefix(stem) for id in ids if id.startswith(stem))
    return max((int(number) for number in numbers if number.isascii() and number.isdigit()), default=0)


def seen(data: Any) -> Iterator[str]:
    """Every id in a file's data, also where the schema does not look."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            if key == "id" and isinstance(value, str):
                yield value
            else:
                yield from seen(value)
    elif isinstance(data, list):
        for item in data:
            yield from seen(item)

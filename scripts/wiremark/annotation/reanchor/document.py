"""A whole annotation file follows its text: every span of every layer, what waits for a person, what found no place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from wiremark.annotation.reanchor.orphans import kept_apart, recalled
from wiremark.annotation.reanchor.place import SETTLED, Placed, Reanchoring, State
from wiremark.schema.profile import Record, SpanRule, listed, plan
from wiremark.schema.roots import REVIEW
from wiremark.schema.walk import along
from wiremark.text.order import natural
from wiremark.workspace import sha256


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one span. `part` is its property, with the item's number where it is one of a list: content/0.

    start, end: code points of the old text; placed: of the new one. An orphaned span takes its record with it.
    """

    list: str
    id: str
    part: str
    was: str
    start: int
    end: int
    placed: Placed

    @property
    def state(self) -> State:
        """One of STATES."""
        return self.placed.state

    @property
    def settled(self) -> bool:
        """False where a person has to look."""
        return self.state in SETTLED


@dataclass(frozen=True, slots=True)
class Report:
    """Every span's fate, in the file's order; the earlier orphans that are back, as (list, id)."""

    fates: tuple[Fate, ...]
    returned: tuple[tuple[str, str], ...] = ()

    @property
    def waiting(self) -> tuple[Fate, ...]:
        """Those that need a person."""
        return tuple(fate for fate in self.fates if not fate.settled)


class Misfit(ValueError):
    """A span of the file (`pointer`) does not stand in the old text: not its `words`, but what is `there`."""

    def __init__(self, pointer: str, words: str, there: str) -> None:
        super().__init__(f"{pointer}: the old text has other words there")
        self.pointer, self.words, self.there = pointer, words, there


def reanchored(data: Mapping[str, Any], record: Record, texts: Reanchoring) -> tuple[dict[str, Any], Report]:
    """The file's data for the new text, and what became of each span. `record`: the file's root; the data follow it.

    Ids and references stay. A span without offsets is left alone. A record with a span that is orphaned goes into
    `orphans` as it was; a span that is edited or ambiguous gets the proposal and a row in `review`. Earlier orphans
    come back where their words are. Raises Misfit.
    """
    found = deepcopy(dict(data))
    found["text_sha256"] = sha256(texts.new.encode("utf-8"))
    fates, gone, rows = [], set[tuple[str, str]](), list(found.get(REVIEW, ()))
    for layer, id, property, span, rule, pointer in spans(found, record):
        start, end = span[rule.start], span[rule.end]
        if start >= end or texts.old[start:end] != span[rule.text]:
            raise Misfit(pointer, span[rule.text], texts.old[start:end])
        placed = texts.place(start, end)
        fate = Fate(layer, id, property, span[rule.text], start, end, placed)
        fates.append(fate)
        if placed.state == "orphaned":
            gone.add((layer, id))
    for layer, id, property, span, rule, _ in spans(found, record):
        if (layer, id) in gone:
            continue
        placed = texts.place(span[rule.start], span[rule.end])
        was, span[rule.text] = span[rule.text], texts.new[placed.start : placed.end]
        span[rule.start], span[rule.end] = placed.start, placed.end
        if placed.state not in SETTLED:
            _ask(rows, layer, id, property, was, placed)
    kept_apart(found, record, gone, texts.old)
    returned = recalled(found, record, gone, texts.new)
    if rows:
        order = list(record.fields)
        found[REVIEW] = sorted(rows, key=lambda row: (order.index(row["list"]), natural(row["id"]), row["property"]))
    return found, Report(tuple(fates), returned)


def spans(data: Mapping[str, Any], record: Record) -> Iterator[tuple[str, str, str, dict[str, Any], SpanRule, str]]:
    """Every span with offsets of the records that have an id: list, id, property, the span, its rule, its pointer."""
    for path, rule in plan(record).spans:
        layer = listed(record.fields.get(path[0]))
        if layer is None or layer.key is None or rule.of != "corpus":
            continue
        for pointer, span in along(data, path):
            _, name, number, property = pointer.split("/", 3)
            if all(type(span.get(key)) is int for key in (rule.start, rule.end)):
                yield name, data[name][int(number)][layer.key[0]], property, span, rule, pointer


def _ask(rows: list[dict[str, Any]], layer: str, id: str, property: str, was: str, placed: Placed) -> None:
    """Adds a row, or mends the one there is: what the words were at first stays."""
    name = {"list": layer, "id": id, "property": property}
    earlier = next((row for row in rows if name.items() <= row.items() and row["reason"] != "migrated"), None)
    row = {**name, "reason": placed.state, "was": earlier["was"] if earlier else was}
    if len(placed.choices) > 1:
        row["choices"] = [f"{start}..{end}" for start, end in placed.choices]
    if earlier:
        rows[rows.index(earlier)] = row
    else:
        rows.append(row)

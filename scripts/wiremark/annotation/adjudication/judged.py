"""Deciding in an editor: the records to begin from, and the lines to which the records lead that come of them.

What is to decide stands in the records as A has it, and where A has none, as B has it. What is left so is decided so;
what becomes something else is decided `b` where B has that, and `other` where neither has. What was no item, and is
changed all the same, becomes a line of the adjudicator's own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from wiremark.annotation.adjudication.draft import Draft
from wiremark.annotation.adjudication.lines import OTHER, Key, Line, decided
from wiremark.annotation.adjudication.records import Record, records
from wiremark.annotation.adjudication.shape import PROVENANCE, Layer, Object
from wiremark.annotation.adjudication.units import Unit

Seen = Mapping[str, Collection[str]]
"""The layers that the editor shows, and of each the properties that can be decided there."""


class Against(NamedTuple):
    """A decision that stands in adjudication.jsonl, and what the records say instead; None where they need no line."""

    line: Line
    now: Line | None


class Judged(NamedTuple):
    """The lines as they should stand now, and the decisions that the records contradict."""

    lines: list[Line]
    against: list[Against]


def start(draft: Draft, document: str, lines: Iterable[Line]) -> dict[str, list[Record]]:
    """Per layer that both passes have done the records to begin from, in the ids of the merged draft.

    lines: those of adjudication.jsonl as `refresh` gives them; what they decide is in the records.
    """
    begun = [line if line.decision else replace(line, decision=_first(line)) for line in lines]
    return {name: records(draft, document, name, begun) for name in draft.adjudicated(document)}


def known(draft: Draft, document: str, lines: Iterable[Line]) -> dict[str, list[Record]]:
    """The same, with every record that was decided not to be there: what an id may mean that comes back."""
    lines = list(lines)
    found, passes = (start(draft, document, some) for some in (lines, [line for line in lines if not _gone(line)]))
    for name, rows in found.items():
        key = draft.shape.layers[name].key
        there = {row[key] for row in rows}
        rows += [row for row in passes[name] if row[key] not in there]
    return found


def judge(
    draft: Draft,
    document: str,
    lines: Iterable[Line],
    judged: Mapping[str, Sequence[Object]],
    seen: Seen,
    *,
    overwrite: bool = False,
) -> Judged:
    """The lines after the records of a document were judged.

    lines: those of adjudication.jsonl as `refresh` gives them. judged: per layer the records that came back, in the
    ids of the merged draft. A line that is decided stays as it is, rule and note too; where the records say otherwise
    it is told in `against`, and only with `overwrite` is its decision changed.
    """
    lines = list(lines)
    shown = [name for name in draft.adjudicated(document) if name in seen]
    about: dict[tuple[str, str], dict[Key, Line]] = defaultdict(dict)
    found, against = list[Line](), list[Against]()
    for line in lines:
        if line.document == document and line.layer in shown:
            about[line.layer, line.subject][line.key] = line
        else:
            found.append(line)
    begun = start(draft, document, lines)
    for name in shown:
        layer = draft.shape.layers[name]
        before, now = ({row[layer.key]: row for row in rows} for rows in (begun[name], judged.get(name, ())))
        units = {unit.id: unit for unit in draft.units[document][name]}
        subjects = [subject for of, subject in about if of == name]
        desk = _Desk(draft, document, layer, seen[name])
        for id in dict.fromkeys([*units, *subjects, *now]):
            old = about[name, id]
            told = desk.lines(id, units.get(id), old, before.get(id), now.get(id))
            clash = [
                Against(line, told.get(key)) for key, line in old.items() if line.decision and told.get(key) != line
            ]
            against += clash
            found += old.values() if clash and not overwrite else told.values()
    return Judged(found, against)


def _first(line: Line) -> str:
    """How an open line is taken to begin with."""
    return "b" if line.item == line.subject and line.a is None else "a"


def _gone(line: Line) -> bool:
    """True where a line says that a record is not there."""
    return line.item == line.subject and line.decision is not None and decided(line) is None


@dataclass(frozen=True)
class _Desk:
    """One layer of a document. seen: its properties that the editor shows."""

    draft: Draft
    document: str
    layer: Layer
    seen: Collection[str]

    def lines(
        self, id: str, unit: Unit | None, old: Mapping[Key, Line], before: Object | None, now: Object | None
    ) -> dict[Key, Line]:
        """The lines about one record. old: those that stand there. before, now: the record as it was, and as it is."""
        told = {line.key: line for line in (self._passes(unit, old, now) if unit else self._own(id, now))}
        if self._alike(before, now):
            return {key: _answered(line, told.get(key)) for key, line in old.items()}
        found = {}
        for key, line in {**told, **old}.items():
            answer = told.get(key)
            if line.decision and answer and self._agree(line, answer):
                found[key] = line
            elif answer:
                found[key] = replace(line, decision=answer.decision, value=answer.value)
            elif not line.decision or not self._shown(line):
                found[key] = line
        return found

    def _passes(self, unit: Unit, old: Mapping[Key, Line], now: Object | None) -> Iterator[Line]:
        """What became of a record of the passes: the items that `old` asks for, and what is neither's."""
        a, b = (self.draft.record(unit, side) for side in ("a", "b"))
        if now is None and a and b:
            yield Line(self.document, self.layer.name, unit.id, a, b, OTHER, None, self._rule(a))
            for line in old.values():  # what is asked about it has to have an answer, whichever
                if line.item != unit.id:
                    yield line if line.decision else replace(line, decision="a")
            return
        if not (a and b):
            yield Line(self.document, self.layer.name, unit.id, a, b, "a" if (now is None) == (a is None) else "b")
        for name in self.seen if now else ():
            values = (a or {}).get(name), (b or {}).get(name)
            value, first = (now or {}).get(name), (a or b or {}).get(name)
            item = f"{unit.id}.{name}"
            asked = a and b and (self.document, self.layer.name, item) in old and not self._same(name, *values)
            if not asked and self._same(name, value, first):
                continue
            sides = [side for side, one in zip("ab", values, strict=True) if a and b and self._same(name, value, one)]
            rule = self.layer.record.rules.get(name)
            told = (sides[0], None) if sides else (OTHER, value)
            yield Line(self.document, self.layer.name, item, *values, *told, rule)

    def _own(self, id: str, now: Object | None) -> Iterator[Line]:
        """A record that no pass has."""
        if now:
            record = {name: value for name, value in now.items() if name != PROVENANCE}
            yield Line(self.document, self.layer.name, id, None, None, OTHER, record, self._rule(record))

    def _rule(self, record: Object) -> str | None:
        return self.draft.shape.rule(self.layer, record)

    def _shown(self, line: Line) -> bool:
        return line.item == line.subject or str(line.item).partition(".")[2] in self.seen

    def _same(self, name: str, one: Any, other: Any) -> bool:
        return self.draft.shape.same(one, other, self.layer.record.fields[name])

    def _alike(self, one: Object | None, other: Object | None) -> bool:
        """True where two records are the same to who sees them in the editor."""
        if one is None or other is None:
            return one is other
        return all(self._same(name, one.get(name), other.get(name)) for name in self.seen)

    def _agree(self, one: Line, other: Line) -> bool:
        """True where two lines about one item decide the same."""
        if one.item == one.subject:
            return self._alike(decided(one), decided(other))
        return self._same(str(one.item).partition(".")[2], decided(one), decided(other))


def _answered(line: Line, answer: Line | None) -> Line:
    """An open line with its answer, where there is one."""
    return replace(line, decision=answer.decision, value=answer.value) if answer and not line.decision else line

"""The records of a layer as decided: what both passes agree on, and what lines say about the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wiremark.annotation.adjudication.draft import Draft
from wiremark.annotation.adjudication.lines import OTHER, Line, decided
from wiremark.annotation.adjudication.shape import PROVENANCE, Layer
from wiremark.annotation.adjudication.units import Unit

Record = dict[str, Any]


def records(draft: Draft, document: str, name: str, lines: Iterable[Line], *, tagged: bool = False) -> list[Record]:
    """The records of a layer in the ids of the merged draft, their clusters as the passes call them or a line says.

    lines: all of them decided; those about other layers do not matter. tagged: entities of a pass's own as `draft.tag`
    has them.
    """
    layer, about = draft.shape.layers[name], dict[str, dict[str, Line]]()
    for line in lines:
        if (line.document, line.layer) == (document, name):
            about.setdefault(line.subject, {})[str(line.item)] = line
    units = draft.units[document][name]
    found = [_record(draft, layer, unit, about.get(unit.id, {}), tagged) for unit in units]
    known = {unit.id for unit in units}
    found += [_own(layer, id, told) for id, told in about.items() if id not in known]
    return [record for record in found if record is not None]


def _record(draft: Draft, layer: Layer, unit: Unit, told: Mapping[str, Line], tagged: bool) -> Record | None:
    """A record of the passes, or None where it was decided that there is none. told: the lines about it, by item."""
    a, b = (draft.record(unit, side, tagged=tagged) for side in ("a", "b"))
    line = told.get(unit.id)
    if line is None:
        found = a or b
        if a and b and PROVENANCE in b:
            found = {**a, PROVENANCE: a.get(PROVENANCE, b[PROVENANCE])}
    elif line.decision == OTHER:
        found = line.value if isinstance(line.value, dict) else None
    else:
        found = b if line.decision == "b" else a
    if found is None:
        return None
    sides = {"a": a or {}, "b": b or {}}
    return _with(layer, unit.id, found, [line for item, line in told.items() if item != unit.id], sides)


def _own(layer: Layer, id: str, told: Mapping[str, Line]) -> Record | None:
    """A record of the adjudicator's own."""
    line = told.get(id)
    if line is None or not isinstance(line.value, dict):
        return None
    return _with(layer, id, line.value, [line for item, line in told.items() if item != id], {})


def _with(layer: Layer, id: str, record: Record, lines: Sequence[Line], sides: Mapping[str, Record]) -> Record:
    """The record with its properties as decided; null goes where the schema has no null. sides: what each pass has."""
    found = {**record, layer.key: id}
    for line in lines:
        name, side = str(line.item).partition(".")[2], sides.get(line.decision or "")
        found[name] = decided(line) if side is None else side.get(name)
    return {
        name: value
        for name, value in found.items()
        if value is not None or name not in layer.record.fields or layer.record.fields[name].nullable
    }

"""From decided lines to the adjudicated files: what both passes agree on, and what was decided about the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from wiremark.annotation.adjudication.draft import ENTITY, Draft
from wiremark.annotation.adjudication.lines import OTHER, Line, decided
from wiremark.annotation.adjudication.shape import PROVENANCE, Kind, Layer, Object
from wiremark.annotation.adjudication.shared import Described, settle
from wiremark.annotation.adjudication.units import Unit
from wiremark.schema.versions import is_version, precedence

Record = dict[str, Any]


class Result(NamedTuple):
    """The files to write, as JSON data: documents by id, entities.json and clusters.json.

    gone: clusters of the workspace in which no record is any more, and which are therefore left out.
    """

    documents: Mapping[str, Record]
    entities: Record
    clusters: Record
    gone: Sequence[str]


def decide(draft: Draft, lines: Sequence[Line]) -> Result:
    """The adjudicated files. `lines`: the items, all of them decided, and the adjudicator's own lines."""
    told = {line.key: line for line in lines}
    records = {
        (document, layer): list(_records(draft, document, layer, lines, told))
        for document in draft.documents
        for layer in draft.adjudicated(document)
    }
    shared = settle(draft, records, lines)
    documents = {
        document: _document(draft, document, {layer: records[document, layer] for layer in draft.adjudicated(document)})
        for document in draft.documents
        if draft.adjudicated(document)
    }
    everything: dict[str, Object] = {**draft.present.documents, **documents}
    gone: list[str] = []
    entities, clusters = (_file(draft, name, shared, everything, gone) for name in ("entities.json", "clusters.json"))
    return Result(documents, entities, clusters, gone)


def _records(
    draft: Draft, document: str, name: str, lines: Sequence[Line], told: Mapping[Any, Line]
) -> Iterator[Record]:
    """The records of one layer, their clusters still as the passes call them, or as a line says."""
    layer = draft.shape.layers[name]
    known = set[str]()
    for unit in draft.units[document][name]:
        known.add(unit.id)
        record = _record(draft, layer, unit, told)
        if record is not None:
            yield _with(draft, layer, record, (unit.id, unit), _own(lines, document, name, unit.id))
    for line in lines:
        here = (line.document, line.layer) == (document, name) and line.item == line.subject
        if here and line.subject not in known and isinstance(line.value, dict):
            record = dict(line.value)
            yield _with(draft, layer, record, (line.subject, None), _own(lines, document, name, line.subject))


def _own(lines: Sequence[Line], document: str, layer: str, id: str) -> Iterator[Line]:
    """The lines about the properties of a record."""
    for line in lines:
        if (line.document, line.layer, line.subject) == (document, layer, id) and line.item != id:
            yield line


def _record(draft: Draft, layer: Layer, unit: Unit, told: Mapping[Any, Line]) -> Record | None:
    """A record of the merged draft, or None where it was decided that there is none."""
    line = told.get((unit.document, layer.name, unit.id))
    if line is not None and line.decision == OTHER:
        return dict(line.value) if isinstance(line.value, dict) else None
    if line is not None:
        return draft.record(unit, line.decision or "a", tagged=True)
    a, b = draft.record(unit, "a", tagged=True), draft.record(unit, "b", tagged=True)
    found = a or b
    if a and b and PROVENANCE in b:
        found = {**a, PROVENANCE: a.get(PROVENANCE, b[PROVENANCE])}
    return found


def _with(draft: Draft, layer: Layer, record: Record, named: tuple[str, Unit | None], lines: Iterator[Line]) -> Record:
    """The record with its properties as decided; null goes where the schema has no null."""
    id, unit = named
    found = {**record, layer.key: id}
    for line in lines:
        name = str(line.item).partition(".")[2]
        side = line.decision if unit and line.decision in ("a", "b") else None
        found[name] = (draft.record(unit, side, tagged=True) or {}).get(name) if unit and side else decided(line)
    return {
        name: value
        for name, value in found.items()
        if value is not None or name not in layer.record.fields or layer.record.fields[name].nullable
    }


def _document(draft: Draft, document: str, layers: Mapping[str, list[Record]]) -> Record:
    """A document's file: the adjudicated layers, and everything else as the workspace has it."""
    a, b = draft.a.work.documents[document], draft.b.work.documents[document]
    kept = dict(draft.present.documents.get(document, {}))
    frame = {name: a[name] for name in a if name not in draft.shape.layers}
    done = dict(kept.get("annotated_with", {}))
    for name in layers:
        theirs = [work["annotated_with"][name] for work in (a, b)]
        annotators = [annotator for one in theirs for annotator in one["annotators"]]
        state = {"annotators": list(dict.fromkeys(annotators)), "state": "adjudicated"}
        done[name] = {"schema": _older(*(one["schema"] for one in theirs)), **state}
    empty: Record = {name: [] for name in draft.shape.layers}
    version = {"schema_version": draft.shape.profile.version, "annotated_with": done}
    return {**frame, **empty, **kept, **version, **layers}


def _older(one: str, other: str) -> str:
    """The schema that both annotators knew; a migration since then changes nothing about that."""
    known = is_version(one) and is_version(other)
    return min(one, other, key=precedence) if known else one


def _file(draft: Draft, name: str, shared: Described, documents: Mapping[str, Object], gone: list[str]) -> Record:
    """entities.json or clusters.json: what the workspace has, what is new and used, and no cluster without records.

    gone: takes the ids of clusters that are left out.
    """
    found: Record = {**draft.present.file(name), "schema_version": draft.shape.profile.version}
    for kind in draft.shape.kinds.values():
        if kind.file != name:
            continue
        rows = {**draft.present.of(kind), **shared[kind.name]}
        if kind.space != ENTITY:
            used = {id for data in documents.values() for id in _linked(data, kind)}
            gone += sorted(rows.keys() - used)
            rows = {id: row for id, row in rows.items() if id in used}
        found[kind.list] = list(rows.values())
    return found


def _linked(data: Object, kind: Kind) -> Iterator[str]:
    return (record[kind.member] for record in data[kind.layer] if record.get(kind.member) is not None)

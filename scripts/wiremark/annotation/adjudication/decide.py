"""From decided lines to the adjudicated files: what both passes agree on, and what was decided about the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from wiremark.annotation.adjudication.draft import ENTITY, Draft
from wiremark.annotation.adjudication.lines import Line
from wiremark.annotation.adjudication.records import Record, records
from wiremark.annotation.adjudication.shape import Kind, Object
from wiremark.annotation.adjudication.shared import Described, settle
from wiremark.schema.versions import is_version, precedence


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
    found = {
        (document, layer): records(draft, document, layer, lines, tagged=True)
        for document in draft.documents
        for layer in draft.adjudicated(document)
    }
    shared = settle(draft, found, lines)
    documents = {
        document: _document(draft, document, {layer: found[document, layer] for layer in draft.adjudicated(document)})
        for document in draft.documents
        if draft.adjudicated(document)
    }
    everything: dict[str, Object] = {**draft.present.documents, **documents}
    gone: list[str] = []
    entities, clusters = (_file(draft, name, shared, everything, gone) for name in ("entities.json", "clusters.json"))
    return Result(documents, entities, clusters, gone)


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

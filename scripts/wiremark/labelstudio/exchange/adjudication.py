"""Adjudication in the editor: what two passes differ in as tasks, and what came of them as records.

A task carries three predictions: what each pass has, and last, under the name of both, the draft to begin from, which
the editor copies. So nothing is decided by what nobody submitted, and what is to stay as it is can be submitted too.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from wiremark.annotation.adjudication import Draft, Line, known, start, worklist
from wiremark.annotation.adjudication.draft import ENTITY
from wiremark.annotation.adjudication.judged import Seen
from wiremark.annotation.adjudication.lines import FILE, OTHER
from wiremark.annotation.adjudication.shape import Shape, offsets
from wiremark.annotation.adjudication.units import seen as ids
from wiremark.labelstudio.editor.layout import Layout
from wiremark.labelstudio.exchange import tasks
from wiremark.labelstudio.exchange.newcomers import newcomers as newcomers_of
from wiremark.labelstudio.rows import faults
from wiremark.labelstudio.rows.incoming import Records
from wiremark.labelstudio.rows.incoming import document as incoming
from wiremark.labelstudio.rows.outgoing import Row, result
from wiremark.text.spelling import close
from wiremark.validation.level3 import Article
from wiremark.validation.places import Problem
from wiremark.workspace import sha256

Object = Mapping[str, Any]

_AROUND = 20
"""So many code points are shown before and after a span in the side panel."""


def desk(layout: Layout, shape: Shape) -> Layout:
    """The layout without what is decided over all documents together: in which cluster a record is."""
    hidden = {(kind.layer, kind.member) for kind in shape.kinds.values() if kind.space != ENTITY}
    layers = {}
    for name, layer in layout.layers.items():
        fields = tuple(field for field in layer.fields if (name, field.property) not in hidden)
        gone = tuple(field.property for field in layer.fields if field not in fields)
        layers[name] = replace(layer, fields=fields, hidden=(*layer.hidden, *gone))
    return replace(layout, layers=layers)


def seen(layout: Layout, shape: Shape) -> Seen:
    """Per layer the properties that the editor shows, and that can be decided there."""
    return {
        name: [key for key in shape.properties(layer.record) if key not in layer.hidden]
        for name, layer in layout.layers.items()
    }


def together(draft: Draft) -> str:
    """The name of the draft beside those of the passes."""
    return f"{draft.a.work.name} + {draft.b.work.name}"


def asked(draft: Draft, document: str, lines: Iterable[Line], layout: Layout) -> list[Line]:
    """The open lines that can be decided in the editor."""
    shown = seen(layout, draft.shape)

    def here(line: Line) -> bool:
        property = str(line.item).partition(".")[2]
        return not property or property in shown[line.layer]

    about = [line for line in lines if line.document == document and line.layer in shown and not line.decision]
    return [line for line in about if here(line)]


def task(draft: Draft, document: str, lines: Sequence[Line], layout: Layout, text: str, title: str) -> dict[str, Any]:
    """The task of a document, to import.

    lines: those of adjudication.jsonl as `refresh` gives them. layout: as `desk` gives it. text: the article.
    """
    open_ = asked(draft, document, lines, layout)
    rows = worklist.rows(draft, open_, {document: text})
    frame = draft.a.work.documents[document]
    shown = {name: layout.layers[name] for name in draft.adjudicated(document) if name in layout.layers}
    begun = result(_document(draft, document, start(draft, document, lines)), layout)
    _mark(begun, rows, draft)
    passes = [
        {
            "model_version": side.work.name,
            "result": result(_document(draft, document, _pass(draft, document, key)), layout),
        }
        for key, side in (("a", draft.a), ("b", draft.b))
    ]
    article = Article(document, frame["dct"], text, frame["text_sha256"])
    made = tasks.task(article, title, replace(layout, layers=shown), digest(draft, document), _items(rows, draft, text))
    return made | {"predictions": [*passes, {"model_version": together(draft), "result": begun}]}


def digest(draft: Draft, document: str) -> str:
    """A sha256 in hexadecimal of what the passes have, in the ids of the merged draft: what a decision is about."""
    layers = {
        name: [(unit.id, draft.record(unit, "a"), draft.record(unit, "b")) for unit in draft.units[document][name]]
        for name in draft.adjudicated(document)
    }
    return sha256(json.dumps(layers, sort_keys=True).encode())


def records(
    rows: Any, draft: Draft, document: str, lines: Sequence[Line], layout: Layout, text: str
) -> tuple[dict[str, Any], Records]:
    """What was submitted, as the data of a document in the ids of the merged draft; and what is to be said of it."""
    base = _document(draft, document, known(draft, document, lines))
    taken = {
        *ids(draft.present.documents.get(document)),
        *(line.subject for line in lines if line.document == document),
    }
    return incoming(rows, layout, text, base, taken=taken)


def newcomers(draft: Draft, data: Object, found: Records, layout: Layout) -> Iterator[tuple[Line, int, Problem]]:
    """Entities that nobody had before and a document's data names: a line of the adjudicator's own for each.

    found: what was said of the data. With the number of the row that names it, and a warning.
    """
    shape, known = draft.shape, defaultdict[str, set[str]](set)
    for kind in shape.kinds.values():
        known[kind.space] |= draft.names[kind.space].all | draft.present.of(kind).keys()
        for side in (draft.a, draft.b):
            known[kind.space] |= getattr(side.work, kind.list).keys()
    for one in newcomers_of(data, layout, shape.profile, known):
        kind = next(kind for kind in shape.kinds.values() if kind.list == one.list)
        id, rule = one.row[kind.key], shape.layers[kind.layer].record.rules.get(kind.member)
        guess = close(id, tuple(known[kind.space]))
        row = found.row(one.layer, one.record, one.property)
        line = Line(None, kind.name, id, None, None, OTHER, dict(one.row), rule)
        yield line, row, faults.newcomer(row, kind.space, id, one.record, FILE, guess)


def _document(draft: Draft, document: str, layers: Mapping[str, Sequence[Object]]) -> dict[str, Any]:
    """A document file's data with these layers and no other."""
    frame = {key: value for key, value in draft.a.work.documents[document].items() if key not in draft.shape.layers}
    return {**frame, **layers}


def _pass(draft: Draft, document: str, side: str) -> dict[str, list[Object]]:
    """What one pass has, in the ids of the merged draft."""
    return {
        name: [record for unit in draft.units[document][name] if (record := draft.record(unit, side))]
        for name in draft.adjudicated(document)
    }


def _mark(result: Sequence[Row], rows: Sequence[worklist.Row], draft: Draft) -> None:
    """Writes to each region what is to decide about it, where the editor shows it and keeps it."""
    notes: dict[str, list[str]] = {}
    for row in rows:
        notes.setdefault(row["item"].partition(".")[0], []).append(" · ".join(_question(row, draft)))
    for region in result:
        if region["type"] == "labels" and region["id"] in notes:
            region["meta"] = {"text": ["\n".join(notes[region["id"]])]}


def _items(rows: Sequence[worklist.Row], draft: Draft, text: str) -> str:
    """What is to decide in a document, for the side panel: each with the region's id and the words around it."""
    blocks = []
    for number, row in enumerate(rows, 1):
        id, words = row["item"].partition(".")[0], worklist.excerpt(text, [row["at"]], _AROUND)
        blocks.append("\n".join([f"{number}. {id}  {words}", *_question(row, draft)]))
    return "\n\n".join([f"To decide: {len(rows)}", *blocks])


def _question(row: worklist.Row, draft: Draft) -> list[str]:
    """What is asked, and what each pass has."""
    names, values = (draft.a.work.name, draft.b.work.name), (row["a"], row["b"])
    property = row["item"].partition(".")[2]
    if not property:
        return [f"only {next(name for name, value in zip(names, values, strict=True) if value)} has it"]
    return [property, *(f"{name}: {_said(value, row['refers'])}" for name, value in zip(names, values, strict=True))]


def _said(value: Any, refers: Mapping[str, str]) -> str:
    """A value in words. refers: what stands at the ids in it."""
    if offsets(value):
        return " … ".join(f"“{part['text']}”" for part in (value if isinstance(value, list) else [value]))
    if isinstance(value, Mapping):
        return " ".join(_said(part, refers) for part in value.values())
    if isinstance(value, list):
        return ", ".join(_said(part, refers) for part in value) or "none"
    return "none" if value is None else f"“{refers[value]}”" if value in refers else str(value)

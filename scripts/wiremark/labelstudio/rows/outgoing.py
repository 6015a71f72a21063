"""Records as the rows of a `result`: regions, what is set beside them, relations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wiremark.labelstudio.editor.layout import ORIGIN, SPANS, TEXT, Layout
from wiremark.labelstudio.editor.view import Reference, View, spans, views
from wiremark.labelstudio.rows import faults
from wiremark.schema.profile import SpanRule
from wiremark.validation.places import Problem

Row = dict[str, Any]
"""One object in a `result`, as Label Studio's JSON has it."""

ORIGINS = {"suggestion": "prediction", "suggestion_changed": "prediction-changed", "manual": "manual"}
"""From a record's origin to what the editor calls it."""


def result(document: Mapping[str, Any], layout: Layout) -> list[Row]:
    """The rows of a document's layers, relations last. `document`: a file's data that levels 1 to 3 find clean."""
    rows: list[Row] = []
    relations: dict[tuple[str, str], list[str]] = {}
    for name, view in views(document, layout).items():
        for record in document.get(name, ()):
            _record(record, name, view, rows, relations)
    for (source, target), labels in relations.items():
        once = list(dict.fromkeys(labels))
        rows.append({"type": "relation", "from_id": source, "to_id": target, "direction": "right", "labels": once})
    return rows


def twice(document: Mapping[str, Any], layout: Layout) -> Iterator[Problem]:
    """Ids that records of two layers have: the editor would lose one of the two. Pointers begin at the document."""
    seen: dict[str, str] = {}
    for name, layer in layout.layers.items():
        for number, record in enumerate(document.get(name, ())):
            id = record[layer.key]
            if seen.setdefault(id, name) != name:
                yield faults.twice(f"/{name}/{number}/{layer.key}", id, f"a record of {seen[id]} has it too")


def _record(
    record: Mapping[str, Any], name: str, view: View, rows: list[Row], relations: dict[tuple[str, str], list[str]]
) -> None:
    layer = view.layer
    id = record[layer.key]
    place = _place(spans(record, layer.anchor)[0], view.rules[layer.anchor])
    region = _row(id, name, "labels", {**place, "labels": [view.label(record)]})
    if ORIGIN in record:
        region["origin"] = ORIGINS.get(record[ORIGIN], "manual")
    rows.append(region)
    for property in view.properties:
        values = []
        for item in view.shown(record, property):
            if isinstance(item, Reference):
                relations.setdefault((id, item.target), []).append(item.label)
            else:
                values.append(item)
        if values:
            field = view.fields[property]
            kind, key = ("choices", "choices") if field.choices else ("textarea", "text")
            rows.append(_row(id, field.control, kind, {**place, key: values}))
    for part in layer.parts:
        for number, span in enumerate(spans(record, part), 1):
            if part != layer.anchor or number > 1:
                further = f"{id}-{part}-{number}"  # the editor makes a CSS class of it: no dots
                rows.append(_row(further, SPANS, "labels", {**_place(span, view.rules[part]), "labels": [part]}))
                relations[id, further] = [part]


def _row(id: str, control: str, type: str, value: dict[str, Any]) -> Row:
    return {"id": id, "from_name": control, "to_name": TEXT, "type": type, "value": value}


def _place(span: Mapping[str, Any], rule: SpanRule) -> dict[str, Any]:
    return {"start": span[rule.start], "end": span[rule.end], "text": span[rule.text]}

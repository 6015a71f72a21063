"""The lines of adjudication.jsonl follow the texts of the passes that they decide between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from wiremark.annotation.adjudication.lines import Line
from wiremark.annotation.matching import PLACES, spans
from wiremark.annotation.reanchor.place import Reanchoring
from wiremark.text.words import opening

Object = Mapping[str, Any]
Where = tuple[tuple[int, int], str]
"""Where a record stands, and how it begins."""


def followed(
    lines: Iterable[Line], document: str, files: Sequence[tuple[Object, Object]], text: Reanchoring
) -> list[Line]:
    """The lines, those about a document with the offsets and words that its records have now.

    files: the document's passes and its own layers, each as it was and as it is. A span that was lost stays as it is
    in the line: so the line no longer fits its pass, and `adjudicate` will say so.
    """
    moved: dict[tuple[str, tuple[int, int]], Where] = {}
    for before, after in files:
        for layer in PLACES:
            now = {record["id"]: record for record in after.get(layer, ())}
            for record in before.get(layer, ()):
                old, new = _where(record, layer), _where(now.get(record["id"], {}), layer)
                if old and new:
                    moved.setdefault((layer, old[0]), new)
    return [_line(line, moved, text) if line.document == document else line for line in lines]


def _line(line: Line, moved: Mapping[tuple[str, tuple[int, int]], Where], text: Reanchoring) -> Line:
    at, words = moved.get((line.layer, line.at), (line.at, line.text)) if line.at else (None, None)
    a, b, value = (_value(part, text) for part in (line.a, line.b, line.value))
    return replace(line, at=at, text=words, a=a, b=b, value=value)


def _value(value: Any, text: Reanchoring) -> Any:
    """A record, a span or a list of them, in the new text."""
    if isinstance(value, list):
        return [_value(item, text) for item in value]
    if not isinstance(value, dict):
        return value
    start, end = value.get("start"), value.get("end")
    if isinstance(start, int) and isinstance(end, int) and text.old[start:end] == value.get("text") != "":
        placed = text.place(start, end)
        if placed.start < 0:
            return value
        words = text.new[placed.start : placed.end]
        return {**value, "start": placed.start, "end": placed.end, "text": words}
    return {key: _value(item, text) for key, item in value.items()}


def _where(record: Object, layer: str) -> Where | None:
    parts = spans(record, PLACES[layer])
    if not parts or not all("start" in part and "end" in part for part in parts):
        return None
    at = min(part["start"] for part in parts), max(part["end"] for part in parts)
    return at, opening(" … ".join(part["text"] for part in parts))

"""The items as one reads them before deciding: where they stand, the words around them, what each pass has."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from wiremark.annotation.adjudication.draft import Draft
from wiremark.annotation.adjudication.lines import Line, data
from wiremark.annotation.adjudication.shape import words
from wiremark.annotation.adjudication.units import Unit, greatest, seen, stem
from wiremark.annotation.matching import spans
from wiremark.text.lines import line_and_column

AROUND = 60
"""So many code points are shown before and after a span."""

LONGEST = 160
"""A longer span is shown by its two ends."""

Row = dict[str, Any]


def rows(draft: Draft, lines: Sequence[Line], texts: Mapping[str, str]) -> list[Row]:
    """Each line as JSON data with its number in the file, `places` (record, line, column, excerpt) and `refers`.

    Line and column are 1-based, in code points of the article; in the excerpt [ ] marks the record.
    `refers` says what the ids in the two values stand for. texts: the articles by document.
    """
    return [
        {
            "number": number,
            **data(line),
            "places": list(_places(draft, line, texts)),
            "refers": _refers(draft, line.document, (line.a, line.b)),
        }
        for number, line in enumerate(lines, 1)
    ]


def text(rows: Iterable[Row]) -> str:
    """The open ones among the rows, as text: a block each."""
    return "\n".join(_block(row) for row in rows if row["decision"] is None)


def tally(rows: Sequence[Row]) -> Row:
    """How many are open, by layer and by rule."""
    open_ = [row for row in rows if row["decision"] is None]
    counts = {key: dict(sorted(Counter(row[key] or "no rule" for row in open_).items())) for key in ("layer", "rule")}
    return {"items": len(rows), "open": len(open_), "by_layer": counts["layer"], "by_rule": counts["rule"]}


def next_ids(draft: Draft, lines: Sequence[Line]) -> dict[str, dict[str, str]]:
    """Per document and layer the id of a record that both passes missed."""
    found: dict[str, dict[str, str]] = {}
    for document in draft.documents:
        found[document] = {}
        for name in draft.adjudicated(document):
            start = stem(draft.shape.layers[name].record)
            taken = [unit.id for unit in draft.units[document][name]]
            known = [line.subject for line in lines if line.document == document]
            taken += [*seen(draft.present.documents.get(document)), *known]
            found[document][name] = f"{start}{greatest(start, taken) + 1}"
    return found


def _places(draft: Draft, line: Line, texts: Mapping[str, str]) -> Iterator[Row]:
    """Where the records of an item stand."""
    kind = draft.shape.kinds.get(line.layer)
    if isinstance(line.item, tuple) and kind:
        names = [(*end.partition(" ")[::2], kind.layer) for end in line.item]
    else:
        names = [(line.document or "", line.subject, line.layer)]
    for document, id, layer in names:
        unit = draft.by_name.get((document, layer, id))
        if unit and document in texts:
            yield _place(draft, unit, str(line.item).partition(".")[2], texts[document])


def _refers(draft: Draft, document: str | None, value: Any) -> dict[str, str]:
    """The ids of records that a value names, each with the record's words."""
    if isinstance(value, Mapping):
        parts = [value[key] for key in value if key != "id"]
    elif isinstance(value, list | tuple):
        parts = list(value)
    else:
        found = (draft.by_name.get((document or "", layer, value)) for layer in draft.shape.layers)
        unit = next(filter(None, found), None)
        return {value: words(unit.a or unit.b or {}, draft.shape.layers[unit.layer])} if unit else {}
    refers: dict[str, str] = {}
    for part in parts:
        refers |= _refers(draft, document, part)
    return refers


def _place(draft: Draft, unit: Unit, name: str, text: str) -> Row:
    layer = draft.shape.layers[unit.layer]
    record = unit.a or unit.b or {}
    parts = [(part["start"], part["end"]) for part in spans(record, layer.place)]
    number, column = line_and_column(text, parts[0][0])
    return {"record": unit.name, "line": number, "column": column, "excerpt": excerpt(text, parts)}


def excerpt(text: str, parts: Sequence[tuple[int, int]], around: int = AROUND) -> str:
    """The words around spans of a text, so many code points, on one line, the spans in [ ]."""
    start, end = max(0, parts[0][0] - around), min(len(text), parts[-1][1] + around)
    out, at = ["…" if start else ""], start
    for first, last in parts:
        inside = text[first:last]
        if len(inside) > LONGEST:
            inside = f"{inside[: LONGEST // 2]} … {inside[-LONGEST // 2 :]}"
        out += [text[at:first], "[", inside, "]"]
        at = last
    out += [text[at:end], "…" if end < len(text) else ""]
    return " ".join("".join(out).split())


def _block(row: Row) -> str:
    item = row["item"] if isinstance(row["item"], str) else " = ".join(row["item"])
    head = [f"line {row['number']}", row["document"], row["layer"], item, row["rule"]]
    out = ["  ".join(part for part in head if part)]
    out += [f"  {place['record']}  {place['line']}:{place['column']}  {place['excerpt']}" for place in row["places"]]
    if row["refers"]:
        out.append("  " + ", ".join(f"{id} [{words}]" for id, words in row["refers"].items()))
    out += [f"  {side}: {json.dumps(row[side], ensure_ascii=False)}" for side in ("a", "b")]
    return "\n".join(out) + "\n"

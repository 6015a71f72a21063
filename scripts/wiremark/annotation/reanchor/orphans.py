"""Records whose words the text has lost: they are kept apart with what stood around them, until the words are back."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from typing import Any

from wiremark.schema.profile import ORPHANS, Record, SpanRule, inner, listed
from wiremark.text.occurrences import occurrences
from wiremark.text.order import natural

AROUND = 32
"""So many code points before and after an orphan's first span are kept, as in W3C's text quote selectors in use."""

Span = dict[str, Any]


def kept_apart(data: dict[str, Any], record: Record, gone: Collection[tuple[str, str]], old: str) -> None:
    """Moves the records `gone`, (list, id), into `orphans`, each as it stood in the old text, by id."""
    for name, layer in _layers(record):
        key = layer.key[0] if layer.key else ""
        lost = [item for item in data.get(name, ()) if (name, item[key]) in gone]
        if not lost:
            continue
        data[name] = [item for item in data[name] if item not in lost]
        rows = data.setdefault(ORPHANS, {}).setdefault(name, [])
        for item in lost:
            start, end = _bounds(item, layer)
            rows.append(
                {"record": item, "prefix": old[max(0, start - AROUND) : start], "suffix": old[end : end + AROUND]}
            )
        rows.sort(key=lambda row: natural(row["record"][key]))


def recalled(
    data: dict[str, Any], record: Record, gone: Collection[tuple[str, str]], new: str
) -> tuple[tuple[str, str], ...]:
    """Moves the orphans whose words are back into their lists, but for those just `gone`. Gives (list, id) of each.

    They are back where the first span stands once with all that stood around it, no record of the list stands there,
    and the other spans stand as far from it as they did.
    """
    found = []
    for name, layer in _layers(record):
        key = layer.key[0] if layer.key else ""
        for row in list(data.get(ORPHANS, {}).get(name, ())):
            if (name, row["record"][key]) in gone:
                continue
            item = _placed(row, layer, new)
            taken = {_bounds(other, layer) for other in data.get(name, ()) if any(True for _ in _spans(other, layer))}
            if item is not None and _bounds(item, layer) not in taken:
                data[ORPHANS][name].remove(row)
                data[name].append(item)
                found.append((name, item[key]))
        if ORPHANS in data and data[ORPHANS].get(name) == []:
            del data[ORPHANS][name]
    if data.get(ORPHANS) == {}:
        del data[ORPHANS]
    return tuple(found)


def _placed(row: Mapping[str, Any], layer: Record, new: str) -> dict[str, Any] | None:
    item: dict[str, Any] = deepcopy(row["record"])
    parts = list(_spans(item, layer))
    if not parts:
        return None
    first, rule = parts[0]
    words = row["prefix"] + first[rule.text] + row["suffix"]
    places = list(occurrences(words, new))
    if len(places) != 1:
        return None
    shift = places[0] + len(row["prefix"]) - first[rule.start]
    for span, rule in parts:
        span[rule.start], span[rule.end] = span[rule.start] + shift, span[rule.end] + shift
        if span[rule.start] < 0 or new[span[rule.start] : span[rule.end]] != span[rule.text]:
            return None
    return item


def _layers(record: Record) -> Iterator[tuple[str, Record]]:
    for name, node in record.fields.items():
        layer = listed(node)
        if layer is not None and layer.key is not None:
            yield name, layer


def _spans(item: Mapping[str, Any], layer: Record) -> Iterator[tuple[Span, SpanRule]]:
    """The spans of a record with offsets, in the schema's order."""
    for name, node in layer.fields.items():
        part = inner(node)
        if isinstance(part, Record) and part.span:
            value = item.get(name)
            for span in value if isinstance(value, list) else [value]:
                if isinstance(span, dict) and all(type(span.get(k)) is int for k in (part.span.start, part.span.end)):
                    yield span, part.span


def _bounds(item: Mapping[str, Any], layer: Record) -> tuple[int, int]:
    """Start and end of the record's first span."""
    span, rule = next(_spans(item, layer))
    return span[rule.start], span[rule.end]

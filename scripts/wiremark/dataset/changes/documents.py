"""What changed in the facts of a document: split, text, metadata, rights, and what was annotated by whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from wiremark.dataset.changes.record import LayerChange, Properties, SplitChange, TextChange, Values
from wiremark.dataset.changes.records import Object, differences
from wiremark.schema.profile import Text

_OF_TEXT = frozenset({"text", "length", "text_sha256"})
_ELSEWHERE = frozenset({"document_id", "split", "layers", "annotated_with", *_OF_TEXT})
_PLAIN = Text()


def facts(
    before: Object,
    after: Object,
    told: Mapping[str, Any],
    layers: Iterable[str] = (),
    restamped: Values | None = None,
) -> Properties:
    """The columns with other values, but what is told elsewhere.

    told: the columns whose values may be repeated. restamped: the versions of the schema that the releases follow:
    that a document follows them, too, is no fact of its own.
    """
    return _but(differences(before, after, told, _ELSEWHERE | {*layers}), "schema_version", restamped)


def _but(properties: Properties, name: str, values: Values | None) -> Properties:
    """The properties without one of a name with these values."""
    return {key: pair for key, pair in properties.items() if key != name or pair != values}


def split(id: str, before: Object, after: Object) -> SplitChange | None:
    """The splits of a document that moved."""
    if before.get("split") == after.get("split"):
        return None
    return {"document": id, "before": f"{before.get('split')}", "after": f"{after.get('split')}"}


def text(id: str, before: Object, after: Object) -> TextChange | None:
    """What changed in a text, without its words."""
    if before.get("text_sha256") == after.get("text_sha256") and before.get("text") == after.get("text"):
        return None
    found: TextChange = {
        "document": id,
        "before": before.get("length") or 0,
        "after": after.get("length") or 0,
        "start": None,
        "removed": None,
        "inserted": None,
    }
    old, new = before.get("text"), after.get("text")
    if old is not None and new is not None:
        start = _shared(old, new)
        end = _shared(old[start:][::-1], new[start:][::-1])
        found |= {"start": start, "removed": len(old) - start - end, "inserted": len(new) - start - end}
    return found


def _shared(one: str, two: str) -> int:
    """How far two texts begin alike, in code points: found by halving."""
    low, high = 0, min(len(one), len(two))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == two[low:middle] else (low, middle - 1)
    return low


def layers(id: str, before: Object, after: Object, known: Iterable[str], restamped: Values) -> Iterator[LayerChange]:
    """The layers that were done, or are no longer, or whose annotators, state or schema changed; restamped as above."""
    one, two = (set(side.get("layers") or ()) for side in (before, after))
    for layer in known:
        if (layer in one) != (layer in two):
            change = "done" if layer in two else "withdrawn"
            yield {"document": id, "layer": layer, "change": change, "properties": {}}
        elif layer in one:
            old, new = ((side.get("annotated_with") or {}).get(layer) or {} for side in (before, after))
            if properties := _but(differences(old, new, dict.fromkeys((*old, *new), _PLAIN)), "schema", restamped):
                yield {"document": id, "layer": layer, "change": "changed", "properties": properties}

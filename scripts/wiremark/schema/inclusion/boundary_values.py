"""Values at the edges of what schemas say: constants, numbers next to bounds, telling lengths, small objects."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from wiremark.schema.inclusion.documents import children

_SCALARS: Final[tuple[Any, ...]] = (
    None,
    False,
    True,
    0,
    1,
    -1,
    0.5,
    2,
    1.0,
    "",
    "a",
    "A",
    "0",
    [],
    {},
    [0],
    ["a"],
    [0, 0],
    [None, ""],
)
_MOST: Final = 400
_EACH: Final = 24
_LONGEST: Final = 64


def values_of(*schemas: Any) -> list[Any]:
    """Some hundred values at most, each once."""
    known: dict[str, Any] = {}
    made = [[*islice(_values(schema, 0), _MOST)] for schema in schemas]
    for value in (*_SCALARS, *(value for values in made for value in values)):
        known.setdefault(json.dumps(value, sort_keys=True), value)  # 1 and 1.0 stay apart
    return list(known.values())


def _values(schema: Any, depth: int) -> Iterator[Any]:
    if not isinstance(schema, dict) or depth > 5:
        return
    yield from _listed(schema)
    yield from _numbers(schema)
    yield from _strings(schema)
    yield from _objects(schema, depth)
    yield from _arrays(schema, depth)
    for step, part in children(schema):
        if step.partition("/")[2].partition("/")[0] not in ("properties", "items", "prefixItems", "patternProperties"):
            yield from islice(_values(part, depth + 1), _EACH)


def _listed(schema: dict[str, Any]) -> Iterator[Any]:
    for keyword in ("enum", "examples"):
        if isinstance(schema.get(keyword), list):
            yield from islice(schema[keyword], _EACH)
    for keyword in ("const", "default"):
        if keyword in schema:
            yield schema[keyword]


def _numbers(schema: dict[str, Any]) -> Iterator[Any]:
    for keyword in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"):
        number = schema.get(keyword)
        if isinstance(number, int | float) and not isinstance(number, bool) and abs(number) < 1e15:
            yield from (number, number - 1, number + 1, number + 0.5, number * 2, float(number))


def _strings(schema: dict[str, Any]) -> Iterator[Any]:
    for keyword in ("minLength", "maxLength"):
        length = schema.get(keyword)
        if isinstance(length, int) and length <= _LONGEST:
            yield from ("a" * max(length + more, 0) for more in (-1, 0, 1))
            yield "😀" * length
    if isinstance(schema.get("pattern"), str):
        yield schema["pattern"].strip("^$")


def _some(schema: Any, depth: int) -> list[Any]:
    plain: dict[str, Any] = {
        "null": None,
        "boolean": True,
        "integer": 1,
        "number": 0.5,
        "string": "a",
        "array": [],
        "object": {},
    }
    kinds = schema.get("type") if isinstance(schema, dict) else None
    several = kinds if isinstance(kinds, list) else [kinds]
    typed = [plain[kind] for kind in several if isinstance(kind, str) and kind in plain]
    return [*typed, *islice(_values(schema, depth + 1), 4)] or [0]


def _objects(schema: dict[str, Any], depth: int) -> Iterator[Any]:
    properties = schema.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    required = schema.get("required")
    names = [name for name in required if isinstance(name, str)] if isinstance(required, list) else []
    if not properties and not names:
        for keyword in ("minProperties", "maxProperties"):
            count = schema.get(keyword)
            if isinstance(count, int) and count < _LONGEST:
                yield from ({f"k{number}": 0 for number in range(max(count + more, 0))} for more in (-1, 0, 1))
        return
    made = {name: _some(part, depth) for name, part in islice(properties.items(), _EACH)}
    base = {name: made.get(name, [0])[0] for name in names}
    yield base
    yield {name: values[0] for name, values in made.items()} | base
    yield base | {"z z": 0}
    for name in names:
        yield {other: value for other, value in base.items() if other != name}
    for name, values in made.items():
        yield from (base | {name: value} for value in [*values, None])


def _arrays(schema: dict[str, Any], depth: int) -> Iterator[Any]:
    items = schema.get("prefixItems", schema.get("items"))
    for keyword in ("minItems", "maxItems"):
        count = schema.get(keyword)
        if isinstance(count, int) and count < _LONGEST:
            filler = _some(items, depth)[0] if isinstance(items, dict) else 0
            yield from ([filler] * max(count + more, 0) for more in (-1, 0, 1))
    if isinstance(items, list):
        parts = [_some(part, depth)[0] for part in items[:_EACH]]
        yield from (parts, parts[:-1], [*parts, 0], [*parts, None])
    elif isinstance(items, dict):
        yield from ([value] for value in _some(items, depth))
    if isinstance(schema.get("contains"), dict):
        yield from ([value] for value in _some(schema["contains"], depth))

"""JSON Schema as data: which keywords hold schemas, one canonical form, pointers, and the marks of a version."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from wiremark.schema.changes.record import ABSENT, Edit
from wiremark.schema.subschemas import LIST, MAP, ONE
from wiremark.schema.walk import child, steps


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


PROSE = _set("title description examples $comment format readOnly writeOnly x-rule")
"""Keywords that bind nobody (`format` does not assert)."""
PLACES = _set(
    "$schema $id $ref $anchor $defs definitions $vocabulary $dynamicRef $dynamicAnchor $recursiveRef $recursiveAnchor"
)
"""Keywords that say where a schema is, and which."""
ASSERTIONS = _set(
    "type enum const multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems "
    "minItems uniqueItems maxContains minContains maxProperties minProperties required dependentRequired properties "
    "patternProperties additionalProperties additionalItems items prefixItems contains not if then else allOf anyOf "
    "oneOf propertyNames dependentSchemas dependencies unevaluatedItems unevaluatedProperties"
)
"""Keywords that say which values are valid."""
OWN = _set("x-labels x-key x-ref x-span x-roles x-version")
KNOWN = PROSE | PLACES | ASSERTIONS | OWN | {"default", "deprecated"}


def canonical(value: Any) -> str:
    """One text for one JSON value: key order does not count, and 1, 1.0 and true differ."""
    return json.dumps(value, sort_keys=True, ensure_ascii=True)


def draft7(schema: Any) -> bool:
    """True for the drafts in which `$ref` hides what stands beside it."""
    name = schema.get("$schema") if isinstance(schema, Mapping) else None
    return isinstance(name, str) and any(draft in name for draft in ("draft-07", "draft-06", "draft-04"))


def subschemas(schema: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """A schema and every schema in it, each with its pointer; what is data (enum, const, default) is not searched."""
    todo = [(pointer, schema)]
    while todo:
        here, node = todo.pop()
        yield here, node
        if not isinstance(node, Mapping):
            continue
        for keyword, value in node.items():
            place = child(here, str(keyword))
            if keyword in MAP and isinstance(value, Mapping):
                todo += [(child(place, str(name)), inner) for name, inner in value.items()]
            elif keyword in LIST and isinstance(value, list):
                todo += [(child(place, number), inner) for number, inner in enumerate(value)]
            elif keyword in ONE:
                todo.append((place, value))


def mapped(schema: Any, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Any:
    """The schema with `change` done to every schema object in it, the inner ones first."""
    if not isinstance(schema, Mapping):
        return schema
    made: dict[str, Any] = {}
    for keyword, value in schema.items():
        if keyword in MAP and isinstance(value, Mapping):
            made[keyword] = {name: mapped(inner, change) for name, inner in value.items()}
        elif keyword in LIST and isinstance(value, list):
            made[keyword] = [mapped(inner, change) for inner in value]
        elif keyword in ONE:
            made[keyword] = mapped(value, change)
        else:
            made[keyword] = value
    return change(made)


def at(schema: Any, pointer: str) -> Any:
    """What stands at a pointer; ABSENT where nothing does."""
    for step in steps(pointer):
        if isinstance(schema, Mapping) and step in schema:
            schema = schema[step]
        elif isinstance(schema, list) and step.isdigit() and int(step) < len(schema):
            schema = schema[int(step)]
        else:
            return ABSENT
    return schema


def local(reference: Any) -> str | None:
    """The pointer of a reference into the same file; None for any other."""
    if reference == "#":
        return ""
    if isinstance(reference, str) and reference.startswith("#/"):
        return unquote(reference[1:])
    return None


def edited(schema: Any, edits: tuple[Edit, ...]) -> Any:
    """A copy with other values at some pointers; an edit whose place is gone does nothing."""
    for pointer, value in edits:
        schema = _with(schema, steps(pointer), value)
    return schema


def _with(node: Any, path: list[str], value: Any) -> Any:
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(node, Mapping):
        if not rest and value is ABSENT:
            return {name: inner for name, inner in node.items() if name != step}
        return {**node, step: _with(node.get(step, {}), rest, value)}
    if isinstance(node, list) and step.isdigit() and int(step) < len(node):
        number = int(step)
        tail = [] if not rest and value is ABSENT else [_with(node[number], rest, value)]
        return [*node[:number], *tail, *node[number + 1 :]]
    return node


def aligned(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both without what only marks a version: `x-version`, `$id`, and the constant of `schema_version` in new files.

    The old one keeps its constant, so that its own files stay valid under it; the new one gets the same.
    """
    before, after = old.get("x-version"), new.get("x-version")
    made = []
    for schema in (old, new):
        name = schema.get("$id")
        bare = {key: value for key, value in schema.items() if key not in ("x-version", "$id")}
        if isinstance(name, str):
            bare = mapped(bare, lambda node, name=name: _unnamed(node, name))  # type: ignore[misc]
        made.append(bare)
    if isinstance(before, str) and isinstance(after, str) and before != after:
        made[1] = mapped(made[1], lambda node: _stamped(node, after, before))
    return made[0], made[1]


def _unnamed(node: dict[str, Any], name: str) -> dict[str, Any]:
    reference = node.get("$ref")
    base = name.partition("#")[0]
    if isinstance(reference, str) and base and reference.startswith(f"{base}#"):
        return {**node, "$ref": reference[len(base) :]}
    return node


def _stamped(node: dict[str, Any], after: str, before: str) -> dict[str, Any]:
    properties = node.get("properties")
    stamp = properties.get("schema_version") if isinstance(properties, Mapping) else None
    if not isinstance(stamp, Mapping):
        return node
    stamp = dict(stamp)
    if stamp.get("const") == after:
        stamp["const"] = before
    if stamp.get("enum") == [after]:
        stamp["enum"] = [before]
    return {**node, "properties": {**properties, "schema_version": stamp}}  # type: ignore[dict-item]


EMBEDDED = "wiremark:new"


def embed(part: Any, whole: Mapping[str, Any]) -> tuple[Any, tuple[Edit, ...]]:
    """A part of another schema for use in this one, and the edit that brings the definitions it refers to."""
    renamed = False

    def moved(node: dict[str, Any]) -> dict[str, Any]:
        nonlocal renamed
        pointer = local(node.get("$ref"))
        if pointer is None:
            return node
        renamed = True
        return {**node, "$ref": f"#/$defs/{EMBEDDED}{pointer}"}

    part = mapped(part, moved)
    if not renamed:
        return part, ()
    rest = {key: value for key, value in whole.items() if key not in ("$schema", "$id")}
    return part, ((f"/$defs/{EMBEDDED}", mapped(rest, moved)),)

"""One node of a schema as a reader sees it: references followed, keywords beside them kept, null told apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from wiremark.schema.changes.normal import ASSERTIONS, at, canonical, draft7, local
from wiremark.schema.changes.record import ABSENT
from wiremark.schema.walk import child


@dataclass(frozen=True, slots=True)
class View:
    """`keywords` with, in `places`, the pointer of each. `start` is where the reading began, `pointer` where it ended.

    `nullable`: null is valid beside what `keywords` say, which then say nothing of it. `never`: the schema `false`.
    """

    start: str
    pointer: str
    keywords: Mapping[str, Any]
    places: Mapping[str, str]
    nullable: bool = False
    never: bool = False

    def place(self, keyword: str) -> str:
        """The pointer of a keyword, or of the node where it would stand."""
        return self.places.get(keyword, self.pointer)


def view(whole: Mapping[str, Any], node: Any, pointer: str) -> View:
    """The node at `pointer`: what a chain of references and of `allOf` with one member says in all.

    A reference beside a keyword that its target has too is not followed: what both say together stays in `$ref`.
    """
    start, seen = pointer, {pointer}
    hides = draft7(whole)
    keywords: dict[str, Any] = {}
    places: dict[str, str] = {}
    while isinstance(node, Mapping):
        own = {key: value for key, value in node.items() if key in ("$ref",) or not (hides and "$ref" in node)}
        step = _step(own)
        for key, value in own.items():
            if key != step and key not in places:
                keywords[key], places[key] = value, child(pointer, str(key))
        target = _target(whole, own, step, pointer)
        if step is None or target is None or target[0] in seen:
            break
        there, inner = target
        if isinstance(inner, Mapping) and any(key in ASSERTIONS and key in keywords for key in inner):
            keywords[step], places[step] = own[step], child(pointer, step)
            break
        if not isinstance(inner, Mapping) and keywords.keys() & ASSERTIONS:
            keywords[step], places[step] = own[step], child(pointer, step)
            break
        seen.add(there)
        pointer, node = there, inner
    else:
        return View(start, pointer, keywords, places, never=node is False)
    if step is not None and step not in keywords and step in node:
        keywords[step], places[step] = node[step], child(pointer, step)
    return _null_apart(whole, View(start, pointer, keywords, places))


def _step(node: Mapping[str, Any]) -> str | None:
    """The keyword through which another schema says the rest."""
    if isinstance(node.get("$ref"), str):
        return "$ref"
    members = node.get("allOf")
    if isinstance(members, list) and len(members) == 1 and isinstance(members[0], Mapping | bool):
        return "allOf"
    return None


def _target(whole: Any, node: Mapping[str, Any], step: str | None, pointer: str) -> tuple[str, Any] | None:
    if step == "allOf":
        return child(child(pointer, "allOf"), 0), node["allOf"][0]
    there = local(node.get("$ref")) if step else None
    found = ABSENT if there is None else at(whole, there)
    return (there, found) if there is not None and isinstance(found, Mapping | bool) else None


_NULL = canonical({"type": "null"})


def _null_apart(whole: Mapping[str, Any], seen: View) -> View:
    """Null beside a type, in an enumeration or as one of two alternatives is told apart from the rest."""
    keywords = dict(seen.keywords)
    options = keywords.get("anyOf")
    if isinstance(options, list) and len(options) == 2 and not (keywords.keys() & ASSERTIONS) - {"anyOf"}:
        nulls = [number for number, option in enumerate(options) if canonical(option) == _NULL]
        if len(nulls) == 1:
            number = 1 - nulls[0]
            inner = view(whole, options[number], child(seen.places["anyOf"], number))
            del keywords["anyOf"]
            merged = {**inner.keywords, **keywords}
            return replace(
                inner, start=seen.start, keywords=merged, places={**inner.places, **seen.places}, nullable=True
            )
    kinds, values = keywords.get("type"), keywords.get("enum")
    listed = [kind for kind in kinds if kind != "null"] if isinstance(kinds, list) and "null" in kinds else []
    named = [value for value in values if value is not None] if isinstance(values, list) and None in values else []
    if (listed and (named or "enum" not in keywords) and "const" not in keywords) or (named and kinds is None):
        if listed:
            keywords["type"] = listed[0] if len(listed) == 1 else listed
        if named:
            keywords["enum"] = named
        return replace(seen, keywords=keywords, nullable=True)
    return seen


def kinds(whole: Mapping[str, Any], seen: View, depth: int = 4) -> frozenset[str] | None:
    """The JSON types, null apart, that a node lets through; None where it names none. An integer is no number here."""
    keywords = seen.keywords
    named = keywords.get("type")
    if isinstance(named, str):
        return frozenset({named}) - {"null"}
    if isinstance(named, list):
        found = frozenset(kind for kind in named if isinstance(kind, str)) - {"null"}
        return found - {"integer"} if "number" in found else found
    values = keywords.get("enum", [keywords["const"]] if "const" in keywords else None)
    if isinstance(values, list):
        return frozenset(_KINDS[type(value)] for value in values if value is not None)
    options = keywords.get("anyOf", keywords.get("oneOf"))
    if isinstance(options, list) and depth:
        each = [
            kinds(whole, view(whole, option, f"{seen.pointer}/?{n}"), depth - 1) for n, option in enumerate(options)
        ]
        known = [kind for kind in each if kind is not None]
        return frozenset().union(*known) if known and len(known) == len(each) else None
    return None


_KINDS: Mapping[type, str] = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
}

"""`unevaluatedItems` and `unevaluatedProperties`: what the applicators beside them leave over, without annotations.

An applicator that holds evaluates more; so the keyword holds exactly where some set of applicators holds and all that
these leave over satisfies its schema.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from wiremark.schema.inclusion.documents import Place
from wiremark.schema.inclusion.nodes import Node
from wiremark.schema.inclusion.values import Undecided
from wiremark.schema.walk import child

if TYPE_CHECKING:
    from wiremark.schema.inclusion.reading import Reader

_MOST_CASES: Final = 6

_Case = tuple[Node, Any]
"""Where the first holds, this is evaluated: property names, or items up to an index (None: all), or such items."""


def left_over(reader: Reader, place: Place, keyword: str) -> Node:
    """What the keyword in the schema at `place` asks of an array or an object."""
    table, asked = reader.table, reader.below(place, keyword)
    properties = keyword == "unevaluatedProperties"
    cases = list(dict.fromkeys(_cases(reader, place, table.true, properties, outermost=True, depth=0)))
    always = [mark for condition, mark in cases if condition is table.true]
    sometimes = [case for case in cases if case[0] is not table.true]
    if len(sometimes) > _MOST_CASES:
        raise Undecided(f"{keyword} depends on too many applicators")
    options = []
    for size in range(len(sometimes) + 1):
        for chosen in combinations(sometimes, size):
            marks = always + [mark for _, mark in chosen]
            rest = _properties(reader, marks, asked) if properties else _items(reader, marks, asked)
            options.append(table.all_of([*(condition for condition, _ in chosen), rest]))
    return table.any_of(options)


def _properties(reader: Reader, marks: list[Any], asked: Node) -> Node:
    table = reader.table
    names = table.all_of(map(table.not_, marks))
    return table.true if names is table.false or asked is table.true else table.atom("props", names, asked)


def _items(reader: Reader, marks: list[Any], asked: Node) -> Node:
    table = reader.table
    if None in marks:
        return table.true
    start = max((mark for mark in marks if isinstance(mark, int)), default=0)
    node = table.any_of([asked, *(mark for mark in marks if isinstance(mark, Node))])
    return table.true if node is table.true else table.atom("items", start, None, node)


def _cases(
    reader: Reader, place: Place, where: Node, properties: bool, *, outermost: bool, depth: int
) -> Iterator[_Case]:
    schema, table = place.schema, reader.table
    if not isinstance(schema, dict):
        return
    if depth > 50 or "$dynamicRef" in schema or "$recursiveRef" in schema:
        raise Undecided("what is evaluated cannot be told")
    if properties:
        yield from ((where, mark) for mark in reader.names(place) if mark is not table.false)
        if "additionalProperties" in schema or (not outermost and "unevaluatedProperties" in schema):
            yield where, table.true
    else:
        first, rest = reader.item_keywords(schema)
        if first:
            yield where, len(schema[first])
        if rest or (not outermost and "unevaluatedItems" in schema):
            yield where, None
        if "contains" in schema and reader.knows("prefixItems"):
            yield where, reader.below(place, "contains")

    def into(inner: Place, condition: Node) -> Iterator[_Case]:
        return _cases(reader, inner, table.all_of((where, condition)), properties, outermost=False, depth=depth + 1)

    def at(*steps: str | int) -> Place:
        part, pointer = schema, ""
        for step in steps:
            part = part[step]
            pointer = child(pointer, step)
        return reader.document.below(place, pointer, part)

    if "$ref" in schema:
        yield from into(reader.target(place), table.true)
    for number in range(len(schema.get("allOf", ()))):
        yield from into(at("allOf", number), table.true)
    for keyword in ("anyOf", "oneOf"):
        for number in range(len(schema.get(keyword, ()))):
            yield from into(at(keyword, number), reader.below(place, keyword, number))
    if "if" in schema:
        condition = reader.below(place, "if")
        yield from into(at("if"), condition)
        if "then" in schema:
            yield from into(at("then"), condition)
        if "else" in schema:
            yield from into(at("else"), table.not_(condition))
    for name in schema.get("dependentSchemas", {}):
        yield from into(at("dependentSchemas", name), table.all_of((table.type("object"), table.required(name))))

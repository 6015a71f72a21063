"""Reads a schema document into expressions."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

from wiremark.schema.inclusion.documents import Document, Place
from wiremark.schema.inclusion.nodes import Node, Table
from wiremark.schema.inclusion.unevaluated import left_over
from wiremark.schema.inclusion.values import Undecided, exact, key
from wiremark.schema.walk import child

_SINCE: Final = {
    "const": "draft-06",
    "contains": "draft-06",
    "propertyNames": "draft-06",
    "if": "draft-07",
    "dependentRequired": "2019-09",
    "dependentSchemas": "2019-09",
    "unevaluatedItems": "2019-09",
    "unevaluatedProperties": "2019-09",
    "prefixItems": "2020-12",
    "$dynamicRef": "2020-12",
}
_ORDER: Final = {"draft-04": 4, "draft-06": 6, "draft-07": 7, "2019-09": 8, "2020-12": 9}


class Reader:
    """Reads the schemas of one document into nodes of a table."""

    def __init__(self, table: Table, document: Document) -> None:
        self.table = table
        self.document = document
        self._age = _ORDER[document.draft]
        self._read: dict[tuple[str, str], Node] = {}
        self._reading: set[tuple[str, str]] = set()
        self._referred: set[tuple[str, str]] = set()
        self._own = object()

    def root(self) -> Node:
        """The expression of the whole document. Raises Undecided where there is none."""
        return self.node(self.document.root)

    def node(self, place: Place) -> Node:
        """The expression of the schema at a place; a reference where it is being read just now."""
        name = (place.pointer, place.base)
        if name in self._read:
            return self._read[name]
        if name in self._reading:
            self._referred.add(name)
            return self.table.atom("reference", self._own, *name)
        self._reading.add(name)
        node = self._schema(place)
        self._reading.discard(name)
        if name in self._referred:
            reference = self.table.atom("reference", self._own, *name)
            self.table.definitions[reference.args] = node
            node = reference
        self._read[name] = node
        return node

    def knows(self, keyword: str) -> bool:
        """Whether the document's draft has the keyword."""
        return _ORDER[_SINCE.get(keyword, "draft-04")] <= self._age

    def below(self, place: Place, *steps: str | int) -> Node:
        """The expression of a schema inside the one at `place`."""
        part, pointer = place.schema, ""
        for step in steps:
            part = part[step]
            pointer = child(pointer, step)
        return self.node(self.document.below(place, pointer, part))

    def target(self, place: Place) -> Place:
        """What the `$ref` at a place leads to."""
        return self.document.target(place, place.schema["$ref"])

    def opaque(self, keyword: str, value: Any) -> Node:
        """What a keyword asks that is not understood."""
        return self.table.atom("opaque", keyword, key(value))

    def names(self, place: Place) -> tuple[Node, Node]:
        """The property names that `properties` and those that `patternProperties` speak of."""
        schema, table = place.schema, self.table
        patterns = (table.atom("pattern", source) for source in schema.get("patternProperties", {}))
        return table.enum(schema.get("properties", {})), table.any_of(patterns)

    def _schema(self, place: Place) -> Node:
        schema, table = place.schema, self.table
        if isinstance(schema, bool):
            return table.true if schema else table.false
        if not isinstance(schema, dict):
            raise Undecided("a schema is neither an object nor a Boolean")
        if "$ref" in schema and not self.document.siblings:
            return self.node(self.target(place))
        asked = [*self._general(place)]
        for kind, read in (
            ("number", self._number),
            ("string", self._string),
            ("array", self._array),
            ("object", self._object),
        ):
            if parts := [*read(place)]:
                asked.append(table.when(kind, table.all_of(parts)))
        return table.all_of(asked)

    def _general(self, place: Place) -> Iterator[Node]:
        schema, table = place.schema, self.table
        if "$ref" in schema:
            yield self.node(self.target(place))
        for keyword in ("$dynamicRef", "$recursiveRef"):
            if keyword in schema and self.document.siblings:
                yield table.atom("opaque", keyword, self._own, place.pointer)
        if "type" in schema:
            kinds = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
            yield table.any_of(map(self._type, kinds))
        if "enum" in schema:
            yield table.enum(schema["enum"])
        if "const" in schema and self.knows("const"):
            yield table.enum((schema["const"],))
        for keyword, join in (("allOf", table.all_of), ("anyOf", table.any_of), ("oneOf", self._one_of)):
            if keyword in schema:
                yield join([self.below(place, keyword, number) for number in range(len(schema[keyword]))])
        if "not" in schema:
            yield table.not_(self.below(place, "not"))
        if "if" in schema and self.knows("if") and ("then" in schema or "else" in schema):
            condition = self.below(place, "if")
            then = self.below(place, "then") if "then" in schema else table.true
            other = self.below(place, "else") if "else" in schema else table.true
            yield table.any_of((table.not_(condition), then))
            yield table.any_of((condition, other))

    def _type(self, name: str) -> Node:
        table = self.table
        if name == "integer":
            whole = [table.type("number"), table.atom("multiple", Fraction(1))]
            if self._age == _ORDER["draft-04"]:
                whole.append(self.opaque("integer", "1.0 is none in draft-04"))
            return table.all_of(whole)
        return table.type(name)

    def _one_of(self, nodes: list[Node]) -> Node:
        table = self.table
        clashes = [table.not_(table.all_of((one, other))) for at, one in enumerate(nodes) for other in nodes[at + 1 :]]
        return table.all_of([table.any_of(nodes), *clashes])

    def _number(self, place: Place) -> Iterator[Node]:
        schema, table = place.schema, self.table
        if "multipleOf" in schema:
            factor = exact(schema["multipleOf"])
            if factor <= 0:
                raise Undecided("multipleOf is not above zero")
            yield table.atom("multiple", factor)
        low, high = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
        if "minimum" in schema:
            yield table.atom("above", exact(schema["minimum"]), low is True)
        if "maximum" in schema:
            yield table.not_(table.atom("above", exact(schema["maximum"]), high is not True))
        if low is not None and not isinstance(low, bool):
            yield table.atom("above", exact(low), True)
        if high is not None and not isinstance(high, bool):
            yield table.not_(table.atom("above", exact(high), False))

    def _sizes(self, schema: Any, kind: str, least: str, most: str) -> Iterator[Node]:
        if (low := _count(schema.get(least, 0))) > 0:
            yield self.table.atom(kind, low)
        if most in schema:
            yield self.table.not_(self.table.atom(kind, _count(schema[most]) + 1))

    def _string(self, place: Place) -> Iterator[Node]:
        schema, table = place.schema, self.table
        yield from self._sizes(schema, "length", "minLength", "maxLength")
        if "pattern" in schema:
            yield table.atom("pattern", schema["pattern"])
        for keyword in ("contentEncoding", "contentMediaType"):
            if keyword in schema and self.document.draft in ("draft-06", "draft-07"):
                yield self.opaque(keyword, schema[keyword])  # a validator of these drafts may assert it, or not

    def _array(self, place: Place) -> Iterator[Node]:
        schema, table = place.schema, self.table
        yield from self._sizes(schema, "items_least", "minItems", "maxItems")
        if schema.get("uniqueItems") is True:
            yield table.atom("unique")
        first, rest = self.item_keywords(schema)
        start = 0
        if first:
            start = len(schema[first])
            for number in range(start):
                yield self._items(number, number + 1, self.below(place, first, number))
        if rest:
            yield self._items(start, None, self.below(place, rest))
        if "contains" in schema and self.knows("contains"):
            node = self.below(place, "contains")
            counts = schema if self.document.siblings else {}
            if (least := _count(counts.get("minContains", 1))) > 0:
                yield table.atom("contains", node, least)
            if "maxContains" in counts:
                yield table.not_(table.atom("contains", node, _count(counts["maxContains"]) + 1))
        if "unevaluatedItems" in schema and self.knows("unevaluatedItems"):
            yield left_over(self, place, "unevaluatedItems")

    def item_keywords(self, schema: Any) -> tuple[str | None, str | None]:
        """The keyword for the first items, and that for the rest, where the schema has them."""
        if self.knows("prefixItems"):
            return "prefixItems" if "prefixItems" in schema else None, "items" if "items" in schema else None
        if isinstance(schema.get("items"), list):
            return "items", "additionalItems" if "additionalItems" in schema else None
        return None, "items" if "items" in schema else None

    def _items(self, start: int, end: int | None, node: Node) -> Node:
        if node is self.table.true:
            return node
        if node is self.table.false:
            return self.table.not_(self.table.atom("items_least", start + 1))
        return self.table.atom("items", start, end, node)

    def _object(self, place: Place) -> Iterator[Node]:
        schema, table = place.schema, self.table
        yield from self._sizes(schema, "props_least", "minProperties", "maxProperties")
        yield from (table.required(name) for name in _texts(schema.get("required", [])))
        for name in schema.get("properties", {}):
            yield self._props(table.enum((name,)), self.below(place, "properties", name))
        for source in schema.get("patternProperties", {}):
            yield self._props(table.atom("pattern", source), self.below(place, "patternProperties", source))
        if "additionalProperties" in schema:
            named, matched = self.names(place)
            others = table.all_of((table.not_(named), table.not_(matched)))
            yield self._props(others, self.below(place, "additionalProperties"))
        if "propertyNames" in schema and self.knows("propertyNames"):
            yield self._props(table.not_(self.below(place, "propertyNames")), table.false)
        if self.knows("dependentRequired"):
            for name in schema.get("dependentRequired", {}):
                yield self._depends(name, table.all_of(map(table.required, schema["dependentRequired"][name])))
            for name in schema.get("dependentSchemas", {}):
                yield self._depends(name, self.below(place, "dependentSchemas", name))
        if "dependencies" in schema:
            parts = table.all_of([*self._dependencies(place)])
            # From 2019-09 on the keyword is gone; some validators go on applying it.
            yield (
                table.atom("opaque", "dependencies", parts)
                if self.document.siblings and parts is not table.true
                else parts
            )
        if "unevaluatedProperties" in schema and self.knows("unevaluatedProperties"):
            yield left_over(self, place, "unevaluatedProperties")

    def _props(self, names: Node, node: Node) -> Node:
        if node is self.table.true or names is self.table.false:
            return self.table.true
        return self.table.atom("props", names, node)

    def _depends(self, name: str, node: Node) -> Node:
        return self.table.any_of((self.table.not_(self.table.required(name)), node))

    def _dependencies(self, place: Place) -> Iterator[Node]:
        if not isinstance(place.schema["dependencies"], dict):
            return
        for name, asked in place.schema["dependencies"].items():
            if isinstance(asked, list):
                yield self._depends(name, self.table.all_of(map(self.table.required, _texts(asked))))
            else:
                yield self._depends(name, self.below(place, "dependencies", name))


def _count(value: Any) -> int:
    if type(value) is int and value >= 0:
        return value
    number = exact(value)
    if number.denominator != 1 or number < 0:
        raise Undecided("a count is no whole number")
    return number.numerator


def _texts(value: Any) -> list[str]:
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []


def grounded(table: Table, roots: list[Node]) -> bool:
    """Whether no reference leads back to itself without going down into a part of the value."""
    done: set[Node] = set()
    open_: set[Node] = set()

    def visit(node: Node) -> bool:
        if node in done:
            return True
        if node in open_:
            return False
        open_.add(node)
        inner: tuple[Node, ...] = node.args if node.kind in ("and", "or", "not") else ()
        if node.kind == "reference":
            inner = (table.definitions[node.args],)
        sound = all(map(visit, inner))
        open_.discard(node)
        done.add(node)
        return sound

    return all(map(visit, [*roots, *table.definitions.values()]))

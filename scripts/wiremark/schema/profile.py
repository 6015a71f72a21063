"""Reads a schema file into the small profile that everything else is derived from.

The profile is the part of JSON Schema 2020-12 that annotation files need: closed objects, arrays, strings (pattern,
enumeration, constant), integers, booleans, null beside a type, `$ref` into `$defs`, and the keywords `x-labels`,
`x-key`, `x-ref`, `x-span`, `x-roles`, `x-rule`. A file outside the profile is refused with the place, never half
understood.

A property is either optional or nullable, not both: so JSON and Arrow, which knows only null, map one to one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from wiremark.schema.keywords import LABEL, OBJECT, ROLE, SPAN, STRING, SchemaError, only


@dataclass(frozen=True, slots=True)
class Label:
    """One row of `x-labels`. `id` is what a dataset stores; it never moves.

    `domain`: the labels of the record's type that it goes with, all of them where it is empty. `rule`: the rule of the
    guidelines that says when it is chosen.
    """

    id: int
    name: str
    description: str = ""
    example: str = ""
    color: str = ""
    hotkey: str = ""
    since: str = ""
    deprecated: bool = False
    domain: tuple[str, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A string: one of `labels`, or one of `values`, or anything that `pattern` allows.

    `key` names the id space that the value opens an entry in, `ref` the one it must be found in; a value among
    `values` is never looked up.
    """

    nullable: bool = False
    labels: tuple[Label, ...] = ()
    values: tuple[str, ...] = ()
    pattern: str | None = None
    min_length: int = 0
    key: str | None = None
    ref: str | None = None

    @property
    def closed(self) -> bool:
        """True where `labels` or `values` list every value allowed."""
        return bool(self.labels or self.values) and self.pattern is None and self.ref is None

    @property
    def names(self) -> tuple[str, ...]:
        """The listed values: label names in the order of their ids, then the fixed values."""
        return (*(label.name for label in self.labels), *self.values)


@dataclass(frozen=True, slots=True)
class Integer:
    """An integer, written without a fraction."""

    nullable: bool = False
    minimum: int | None = None


@dataclass(frozen=True, slots=True)
class Boolean:
    """True or false."""

    nullable: bool = False


@dataclass(frozen=True, slots=True)
class Array:
    """A list; `items` is the node of each item."""

    items: Node
    nullable: bool = False
    min_items: int = 0


@dataclass(frozen=True, slots=True)
class SpanRule:
    """`x-span`: which properties hold the offsets and the covered text. Unit: code points, end exclusive."""

    of: str
    start: str
    end: str
    text: str
    unit: str = "code_point"


@dataclass(frozen=True, slots=True)
class Record:
    """A closed object. `name` is its place in `$defs`; `one_of` lists properties of which exactly one is present.

    `rules` names, per property, the rule of the guidelines that says how it is annotated; `defaults` has what an
    annotator who sets nothing means.
    """

    name: str
    fields: Mapping[str, Node] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    one_of: tuple[str, ...] = ()
    span: SpanRule | None = None
    nullable: bool = False
    rules: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str] | None:
        """The property that holds the record's id, and the id space that it opens; None where it has no id."""
        keys = ((name, node.key) for name, node in self.fields.items() if isinstance(node, Text) and node.key)
        return next(keys, None)

    def __hash__(self) -> int:
        return hash(self.name)


ORPHANS = "orphans"
"""The property of a document file that keeps records whose words the text has lost."""

Node = Text | Integer | Boolean | Array | Record
Path = tuple[str, ...]
"""Property names from the root of a file; `*` stands for every item of an array."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What holds a file together: the paths of its ids, references and spans."""

    keys: tuple[tuple[Path, str], ...]
    refs: tuple[tuple[Path, Text], ...]
    spans: tuple[tuple[Path, SpanRule], ...]


@dataclass(frozen=True, slots=True)
class RoleRule:
    """`x-roles`: the event types that may have the role, and the mention types that may fill it."""

    domain: tuple[str, ...]
    range: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """A schema version. `records` holds every object of `$defs`, by name. Two are equal only if they are one object."""

    version: str
    id: str
    title: str
    records: Mapping[str, Record]
    labels: Mapping[str, tuple[Label, ...]]
    roles: Mapping[str, RoleRule]

    @property
    def layers(self) -> dict[str, Record]:
        """The layers that a document file may have, with the schema of their records."""
        fields = self.records["Document"].fields
        found = {name: listed(fields.get(name)) for name in self.records["AnnotatedWith"].fields}
        return {name: record for name, record in found.items() if record is not None}


_OUTSIDE = "document"  # the one id space that SOURCES.toml opens and no schema


def read(schema: Mapping[str, Any]) -> Profile:
    """The profile of a parsed schema file. Raises SchemaError at the first thing outside the profile."""
    try:
        return _read(schema)
    except (AttributeError, IndexError, KeyError, TypeError) as error:
        raise SchemaError("", f"a keyword has a value that JSON Schema does not know there ({error})") from None


def _read(schema: Mapping[str, Any]) -> Profile:
    defs = schema.get("$defs")
    if not isinstance(defs, Mapping):
        raise SchemaError("/$defs", "expected an object with the definitions")
    version = schema.get("x-version")
    if not isinstance(version, str):
        raise SchemaError("/x-version", "expected the version of the schema, as a string")
    reader = _Reader(defs)
    nodes = {name: reader.definition(name, ()) for name in defs}
    for pointer, space in reader.refs.items():
        if space not in {*reader.spaces, _OUTSIDE}:
            raise SchemaError(pointer, f"no x-key opens the id space {space!r}")
    labels = {name: node.labels for name, node in nodes.items() if isinstance(node, Text) and node.labels}
    roles = {}
    for name, rule in schema.get("x-roles", {}).items():
        only(rule, ROLE, f"/x-roles/{name}")
        roles[name] = RoleRule(tuple(rule.get("domain", ())), tuple(rule.get("range", ())))
    records = {name: node for name, node in nodes.items() if isinstance(node, Record)}
    return Profile(version, str(schema.get("$id", "")), str(schema.get("title", "")), records, labels, roles)


@lru_cache(maxsize=256)
def regex(pattern: str) -> re.Pattern[str]:
    """A schema's pattern as Python reads it: `$` is the very end, classes are ASCII. Use `search`. Raises re.error."""
    whole = re.sub(r"\\.|\[(?:\\.|[^\]\\])*\]|\$", lambda part: r"\Z" if part[0] == "$" else part[0], pattern)
    return re.compile(whole, re.ASCII)


def inner(node: Node | None) -> Node | None:
    """What a list holds; any other node itself."""
    return node.items if isinstance(node, Array) else node


def listed(node: Node | None) -> Record | None:
    """The records that a list holds; None for any other node."""
    return node.items if isinstance(node, Array) and isinstance(node.items, Record) else None


@lru_cache(maxsize=64)
def plan(record: Record) -> Plan:
    """The integrity plan of a file whose root is `record`. Spans below ORPHANS are those of an earlier text."""
    nodes = tuple(_walk(record, ()))
    keys = tuple((path, node.key) for path, node in nodes if isinstance(node, Text) and node.key)
    refs = tuple((path, node) for path, node in nodes if isinstance(node, Text) and node.ref)
    spanned = ((path, node.span) for path, node in nodes if isinstance(node, Record) and node.span)
    return Plan(keys, refs, tuple((path, rule) for path, rule in spanned if ORPHANS not in path))


def _walk(node: Node, path: Path) -> Iterator[tuple[Path, Node]]:
    yield path, node
    if isinstance(node, Record):
        for name, child in node.fields.items():
            yield from _walk(child, (*path, name))
    elif isinstance(node, Array):
        yield from _walk(node.items, (*path, "*"))


class _Reader:
    def __init__(self, defs: Mapping[str, Any]) -> None:
        self._defs = defs
        self._done: dict[str, Node] = {}
        self.refs: dict[str, str] = {}
        """Every x-ref: from its place to the space that it names."""
        self.spaces: set[str] = set()
        """The spaces that an x-key opens."""

    def definition(self, name: str, open_: tuple[str, ...]) -> Node:
        if name in open_:
            raise SchemaError(f"/$defs/{name}", f"refers to itself through {' -> '.join((*open_, name))}")
        if name not in self._defs:
            raise SchemaError(f"/$defs/{open_[-1]}" if open_ else "", f"no definition is called {name!r}")
        if name not in self._done:
            self._done[name] = self._node(self._defs[name], f"/$defs/{name}", name, (*open_, name))
        return self._done[name]

    def _node(self, schema: Any, pointer: str, name: str, open_: tuple[str, ...]) -> Node:
        if not isinstance(schema, Mapping):
            raise SchemaError(pointer, "expected an object")
        if "$ref" in schema:
            only(schema, {"$ref"}, pointer)
            prefix, _, target = str(schema["$ref"]).rpartition("/")
            if prefix != "#/$defs":
                raise SchemaError(f"{pointer}/$ref", "only references into #/$defs/ are in the profile")
            return self.definition(target, open_)
        if "anyOf" in schema:
            return self._any_of(schema, pointer, name, open_)
        kind, nullable = _type(schema, pointer)
        if kind == "object":
            return self._object(schema, pointer, name, nullable, open_)
        if kind == "array":
            only(schema, {"type", "items", "minItems"}, pointer)
            items = self._node(schema.get("items", {}), f"{pointer}/items", f"{name}Item", open_)
            return Array(items, nullable, schema.get("minItems", 0))
        if kind == "string":
            only(schema, STRING, pointer)
            text = _text(schema, pointer, nullable)
            if text.key:
                self.spaces.add(text.key)
            if text.ref:
                self.refs[f"{pointer}/x-ref"] = text.ref
            return text
        if kind == "integer":
            only(schema, {"type", "minimum"}, pointer)
            return Integer(nullable, schema.get("minimum"))
        if kind == "boolean":
            only(schema, {"type"}, pointer)
            return Boolean(nullable)
        raise SchemaError(f"{pointer}/type", f"the type {kind!r} is outside the profile")

    def _any_of(self, schema: Mapping[str, Any], pointer: str, name: str, open_: tuple[str, ...]) -> Node:
        """`anyOf` says one of two things: a type or null, or fixed strings beside a string with a pattern."""
        only(schema, {"anyOf"}, pointer)
        options = schema["anyOf"]
        rest = [option for option in options if option != {"type": "null"}]
        fixed = [option["const"] for option in rest if set(option) == {"const"}]
        others = [option for option in rest if set(option) != {"const"}]
        if len(others) != 1:
            raise SchemaError(f"{pointer}/anyOf", "expected one type, beside null or constants")
        node = self._node(others[0], f"{pointer}/anyOf/{options.index(others[0])}", name, open_)
        if len(rest) < len(options):
            node = replace(node, nullable=True)
        if fixed:
            if not isinstance(node, Text) or not all(isinstance(value, str) for value in fixed):
                raise SchemaError(f"{pointer}/anyOf", "constants are strings and stand beside strings only")
            node = replace(node, values=(*node.values, *fixed))
        return node

    def _object(
        self, schema: Mapping[str, Any], pointer: str, name: str, nullable: bool, open_: tuple[str, ...]
    ) -> Record:
        only(schema, OBJECT, pointer)
        if schema.get("additionalProperties") is not False:
            raise SchemaError(pointer, 'objects are closed: add "additionalProperties": false')
        fields = {
            key: self._node(value, f"{pointer}/properties/{key}", f"{name}{key.title()}", open_)
            for key, value in schema.get("properties", {}).items()
        }
        required = frozenset(schema.get("required", ()))
        for key in sorted(required - fields.keys()):
            raise SchemaError(f"{pointer}/required", f"{key!r} is required and not among the properties")
        for key, node in fields.items():
            if key not in required and node.nullable:
                raise SchemaError(f"{pointer}/properties/{key}", "optional and nullable: make it one of them")
        one_of = []
        for number, option in enumerate(schema.get("oneOf", ())):
            if set(option) != {"required"} or len(option["required"]) != 1:
                raise SchemaError(f"{pointer}/oneOf/{number}", 'expected {"required": [one property]}')
            one_of.append(option["required"][0])
        span = _span(schema["x-span"], fields, f"{pointer}/x-span") if "x-span" in schema else None
        said = schema.get("properties", {})
        rules, defaults = ({k: v[word] for k, v in said.items() if word in v} for word in ("x-rule", "default"))
        return Record(name, fields, required, tuple(one_of), span, nullable, rules, defaults)


def _type(schema: Mapping[str, Any], pointer: str) -> tuple[str, bool]:
    kinds = schema.get("type", "string" if "const" in schema else None)
    kinds = [kinds] if isinstance(kinds, str) else list(kinds or ())
    others = [kind for kind in kinds if kind != "null"]
    if len(others) != 1:
        raise SchemaError(f"{pointer}/type", "expected one type, or one beside null")
    return others[0], len(others) < len(kinds)


def _span(rule: Mapping[str, Any], fields: Mapping[str, Node], pointer: str) -> SpanRule:
    only(rule, SPAN, pointer)
    for part, kind in (("start", Integer), ("end", Integer), ("text", Text)):
        node = fields.get(rule[part])
        if not isinstance(node, kind) or node.nullable:
            raise SchemaError(f"{pointer}/{part}", f"expected a property that is {_KINDS[kind]} and never null")
    return SpanRule(rule["of"], rule["start"], rule["end"], rule["text"])


_KINDS = {Integer: "an integer", Text: "a string"}


def _labels(rows: Sequence[Any], values: Sequence[str], pointer: str) -> tuple[Label, ...]:
    for number, row in enumerate(rows):
        only(row, LABEL, f"{pointer}/{number}")
        if not {"id", "name"} <= row.keys():
            raise SchemaError(f"{pointer}/{number}", "expected an id and a name")
    if sorted(row["name"] for row in rows) != sorted(values):
        raise SchemaError(pointer, "the names of x-labels and the values of enum differ")
    if len({row["id"] for row in rows}) != len(rows):
        raise SchemaError(pointer, "two labels have one id")
    labels = (Label(**{**row, "domain": tuple(row.get("domain", ()))}) for row in rows)
    return tuple(sorted(labels, key=lambda label: label.id))


def _text(schema: Mapping[str, Any], pointer: str, nullable: bool) -> Text:
    values = (schema["const"],) if "const" in schema else tuple(v for v in schema.get("enum", ()) if v is not None)
    if any(not isinstance(value, str) for value in values):
        raise SchemaError(pointer, "expected strings as values")
    labels: tuple[Label, ...] = ()
    if "x-labels" in schema:
        labels, values = _labels(schema["x-labels"], values, f"{pointer}/x-labels"), ()
    if nullable and None not in schema.get("enum", (None,) if "const" not in schema else ()):
        raise SchemaError(f"{pointer}/type", "null is a type here and not among the values")
    if "pattern" in schema:
        if values or labels:
            raise SchemaError(f"{pointer}/pattern", "a pattern beside a list of values")
        try:
            regex(schema["pattern"])
        except re.error as error:
            raise SchemaError(f"{pointer}/pattern", f"the pattern cannot be read: {error}") from None
    return Text(
        nullable,
        labels,
        values,
        schema.get("pattern"),
        schema.get("minLength", 0),
        schema.get("x-key"),
        schema.get("x-ref"),
    )

"""Schemas as a Boolean algebra of atoms, every expression kept once, so that sameness is identity.

An atom speaks of one JSON type and is false for values of the others; a keyword, true for them, is
`any_of(not_(type), atom)`.

| kind | args | true for |
|---|---|---|
| true | | every value |
| not, and, or | nodes | |
| type | name | values of that type |
| enum | {key: value} as pairs | the values listed |
| above | bound, open | numbers ≥ bound, or > bound where open |
| multiple | factor | its multiples |
| length, items_least, props_least | n | strings, arrays, objects of at least n code points, items, properties |
| pattern | source | strings in which the pattern is found |
| items | start, end, node | arrays whose items from start up to end (None: all) satisfy the node |
| contains | node, n | arrays with at least n items that satisfy the node |
| unique | | arrays without two equal items |
| props | name, node | objects where each property whose name satisfies `name` has a value that satisfies `node` |
| reference | key | what the table's `definitions` has under the key |
| opaque | key | not known: a keyword that is not understood |
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wiremark.schema.inclusion.values import Key, key, type_of


class Node:
    """An expression; two are equal only if they are the same object."""

    __slots__ = ("args", "kind", "number", "opposite")

    def __init__(self, kind: str, args: tuple[Any, ...], number: int) -> None:
        self.kind = kind
        self.args = args
        self.number = number
        self.opposite: Node | None = None

    def __hash__(self) -> int:
        return self.number  # not the address: a search takes the same way in every run

    def __repr__(self) -> str:
        return self.kind if not self.args else f"{self.kind}{self.args!r}"


class Table:
    """All nodes of one question, what its references stand for."""

    def __init__(self) -> None:
        self._nodes: dict[tuple[str, tuple[Any, ...]], Node] = {}
        self.definitions: dict[Any, Node] = {}
        self.true = self.atom("true")
        self.false = self.atom("not", self.true)
        self.true.opposite, self.false.opposite = self.false, self.true

    def atom(self, kind: str, *args: Any) -> Node:
        """The one node of this kind and these arguments."""
        found = self._nodes.get((kind, args))
        if found is None:
            found = self._nodes[kind, args] = Node(kind, args, len(self._nodes))
        return found

    def not_(self, node: Node) -> Node:
        """True where `node` is false."""
        if node.opposite is None:
            node.opposite = self.atom("not", node)
            node.opposite.opposite = node
        return node.opposite

    def all_of(self, nodes: Iterable[Node]) -> Node:
        """True where all are."""
        return self._join("and", nodes, self.true, self.false)

    def any_of(self, nodes: Iterable[Node]) -> Node:
        """True where one is, or more."""
        return self._join("or", nodes, self.false, self.true)

    def _join(self, kind: str, nodes: Iterable[Node], neutral: Node, ruling: Node) -> Node:
        parts: dict[Node, None] = {}
        for node in nodes:
            if node is ruling:
                return ruling
            if node is not neutral:
                parts.update(dict.fromkeys(node.args if node.kind == kind else (node,)))
        if any(self.not_(part) in parts for part in parts):
            return ruling
        if len(parts) < 2:
            return next(iter(parts), neutral)
        return self.atom(kind, *sorted(parts, key=lambda part: part.number))

    def type(self, name: str) -> Node:
        """True for values of one JSON type."""
        return self.atom("type", name)

    def when(self, name: str, node: Node) -> Node:
        """What `node` asks of values of one type, and nothing of the others."""
        return self.any_of((self.not_(self.type(name)), node))

    def enum(self, values: Iterable[Any]) -> Node:
        """True for the values listed."""
        keys: dict[Key, Any] = {}
        for value in values:
            keys.setdefault(key(value), value)
        return self.atom("enum", Values(keys)) if keys else self.false

    def exactly(self, value: Any) -> Node:
        """The array or object `value`, told by atoms about its parts."""
        if type_of(value) == "array":
            parts = [
                self.type("array"),
                self.atom("items_least", len(value)),
                self.not_(self.atom("items_least", len(value) + 1)),
            ]
            parts += [self.atom("items", at, at + 1, self.enum((item,))) for at, item in enumerate(value)]
            return self.all_of(parts)
        names = self.enum(value)
        parts = [self.type("object"), self.atom("props", self.not_(names), self.false)]
        for name, item in value.items():
            parts += [self.required(name), self.atom("props", self.enum((name,)), self.enum((item,)))]
        return self.all_of(parts)

    def required(self, name: str) -> Node:
        """Objects that have the property."""
        return self.not_(self.atom("props", self.enum((name,)), self.false))


class Values:
    """A set of JSON values; hashable."""

    __slots__ = ("_hash", "by_key")

    def __init__(self, by_key: dict[Key, Any]) -> None:
        self.by_key = by_key
        self._hash = hash(frozenset(by_key))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Values) and self.by_key.keys() == other.by_key.keys()

    def __repr__(self) -> str:
        return repr(list(self.by_key.values()))

    def of(self, name: str) -> list[Any]:
        """Those of one type."""
        return [value for known, value in self.by_key.items() if known[0] == name]

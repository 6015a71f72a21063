"""Whether a JSON value satisfies an expression: true, false, or None where an opaque atom decides."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wiremark.schema.inclusion.automata import Automaton, automaton, has_dot
from wiremark.schema.inclusion.nodes import Node, Table
from wiremark.schema.inclusion.values import Undecided, exact, key, type_of

SPEAKS_OF = {
    "above": "number",
    "multiple": "number",
    "length": "string",
    "pattern": "string",
    "items_least": "array",
    "items": "array",
    "contains": "array",
    "unique": "array",
    "props_least": "object",
    "props": "object",
}


class Evaluator:
    """Evaluates the nodes of one table, under one of the two readings of the dot in patterns."""

    def __init__(self, table: Table, strict_dot: bool) -> None:
        self._table = table
        self._strict_dot = strict_dot
        self.met_dot = False

    def automaton(self, source: str) -> Automaton:
        """The automaton of a pattern; remembers that a dot was met. Raises Undecided where it is not supported."""
        self.met_dot = self.met_dot or has_dot(source)
        return automaton(source, self._strict_dot)

    def holds(self, node: Node, value: Any) -> bool | None:
        """Whether `value` satisfies `node`."""
        match node.kind:
            case "true":
                return True
            case "not":
                inner = self.holds(node.args[0], value)
                return None if inner is None else not inner
            case "and":
                return self.all(node.args, value)
            case "or":
                answer: bool | None = False
                for part in node.args:
                    one = self.holds(part, value)
                    if one:
                        return True
                    answer = None if one is None else answer
                return answer
            case "type":
                return bool(type_of(value) == node.args[0])
            case "enum":
                return key(value) in node.args[0].by_key
            case "reference":
                return self.holds(self._table.definitions[node.args], value)
            case "opaque":
                return None
        return type_of(value) == SPEAKS_OF[node.kind] and self._atom(node, value)

    def all(self, nodes: Iterable[Node], value: Any) -> bool | None:
        """Whether `value` satisfies all of them."""
        answer: bool | None = True
        for node in nodes:
            one = self.holds(node, value)
            if one is False:
                return False
            answer = None if one is None else answer
        return answer

    def _atom(self, node: Node, value: Any) -> bool | None:
        args: Any = node.args
        match node.kind:
            case "above":
                number = exact(value)
                return bool(number > args[0] if args[1] else number >= args[0])
            case "multiple":
                return bool((exact(value) / args[0]).denominator == 1)
            case "length" | "items_least" | "props_least":
                return bool(len(value) >= args[0])
            case "pattern":
                try:
                    return self.automaton(args[0]).matches(value)
                except Undecided:
                    return None
            case "items":
                return self._every(self.holds(args[2], item) for item in value[args[0] : args[1]])
            case "contains":
                answers = [self.holds(args[0], item) for item in value]
                if answers.count(True) >= args[1]:
                    return True
                return None if len(answers) - answers.count(False) >= args[1] else False
            case "unique":
                return len({key(item) for item in value}) == len(value)
        return self._every(self._property(args, name, item) for name, item in value.items())

    def _property(self, args: Any, name: str, item: Any) -> bool | None:
        named = self.holds(args[0], name)
        if named is False:
            return True
        fits = self.holds(args[1], item)
        return fits if named or fits else None

    @staticmethod
    def _every(answers: Iterable[bool | None]) -> bool | None:
        whole: bool | None = True
        for answer in answers:
            if answer is False:
                return False
            whole = None if answer is None else whole
        return whole

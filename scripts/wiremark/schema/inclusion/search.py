"""Searches for a JSON value that satisfies expressions: a tableau with a look-ahead, one JSON type at a time.

Clauses are tried as in DPLL (Davis, Logemann, Loveland 1962), each alternative first on its own (failed literals,
Freeman 1995). A value of least size that satisfies some goals has no part that satisfies the same goals; so goals met
again inside themselves are given up, and recursive schemas come to an end.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from wiremark.schema.inclusion import arrays, numeric, objects, strings
from wiremark.schema.inclusion.automata import Automaton, automaton
from wiremark.schema.inclusion.evaluation import SPEAKS_OF, Evaluator
from wiremark.schema.inclusion.nodes import Node, Table
from wiremark.schema.inclusion.outcomes import NONE, OPEN, Best, Goals, Outcome, found, guessed
from wiremark.schema.inclusion.values import TYPES, Undecided, exact


class Exhausted(Undecided):
    """The budget is spent."""


@dataclass(slots=True)
class _Frame:
    """Goals that are being worked on, and the outermost ones whose giving up was relied on."""

    goals: Goals
    lowest: int
    added: list[Goals]


class Search:
    """Answers questions about the nodes of one table, within a budget of steps."""

    def __init__(self, table: Table, budget: int) -> None:
        self.table = table
        self.evaluator = Evaluator(table)
        self.reasons: dict[str, None] = {}
        self._budget = budget
        self._known: dict[Goals, Outcome] = {}
        self._given_up: dict[Goals, int] = {}
        self._frames: list[_Frame] = []
        self._at: dict[Goals, int] = {}
        self._reduced: dict[tuple[str, Node], Node] = {}

    def tick(self) -> None:
        """Counts a step. Raises Exhausted when there are none left."""
        self._budget -= 1
        if self._budget < 0:
            raise Exhausted("the search became too long")

    def solve(self, goals: Iterable[Node]) -> Outcome:
        """A value that satisfies all goals. Raises Exhausted."""
        whole = self.table.all_of(goals)
        if whole is self.table.true:
            return found(None)
        if whole is self.table.false:
            return NONE
        asked: Goals = frozenset(whole.args if whole.kind == "and" else (whole,))
        if (outcome := self._known.get(asked)) is not None:
            return outcome
        if (lowest := self._at.get(asked, self._given_up.get(asked))) is not None:
            self._relied(lowest)
            return NONE
        self.tick()
        return self._worked_out(asked, whole)

    def _relied(self, lowest: int) -> None:
        if self._frames:
            self._frames[-1].lowest = min(self._frames[-1].lowest, lowest)

    def _worked_out(self, asked: Goals, whole: Node) -> Outcome:
        depth = len(self._frames)
        frame = _Frame(asked, depth, [])
        self._frames.append(frame)
        self._at[asked] = depth
        try:
            best = Best()
            for kind in TYPES:
                if best.saw(self._of_type(kind, (whole,))):
                    break
            outcome = best.outcome
        finally:
            self._frames.pop()
            del self._at[asked]
        if outcome.answer is not False:
            # What was given up inside relied on these goals having no value.
            for goals in frame.added:
                self._given_up.pop(goals, None)
            if outcome.answer or frame.lowest >= depth:
                self._known[asked] = outcome
        elif frame.lowest >= depth:
            for goals in frame.added:
                self._known[goals] = NONE
                self._given_up.pop(goals, None)
            self._known[asked] = NONE
        else:
            self._given_up[asked] = frame.lowest
            if self._frames:
                self._frames[-1].added += [asked, *frame.added]
        if frame.lowest < depth and outcome.answer is not True:
            self._relied(frame.lowest)
        return outcome

    def _of_type(self, kind: str, nodes: Iterable[Node]) -> Outcome:
        whole = self.table.all_of([self.reduce(kind, node) for node in nodes])
        if whole is self.table.false:
            return NONE
        literals, clauses = _split(whole)
        return self._branch(kind, literals, clauses)

    def reduce(self, kind: str, node: Node) -> Node:
        """What a node asks of values of one type: Boolean connectives over atoms about the type."""
        known = self._reduced.get((kind, node))
        if known is None:
            known = self._reduced[kind, node] = self._reduce(kind, node)
        return known

    def _reduce(self, kind: str, node: Node) -> Node:
        table = self.table
        match node.kind:
            case "true" | "opaque":
                return node
            case "and":
                return table.all_of([self.reduce(kind, part) for part in node.args])
            case "or":
                return table.any_of([self.reduce(kind, part) for part in node.args])
            case "reference":
                return self.reduce(kind, table.definitions[node.args])
            case "type":
                return table.true if node.args[0] == kind else table.false
            case "enum":
                return table.enum(node.args[0].of(kind))
            case "not":
                inner = self.reduce(kind, node.args[0])
                return self._opposite(kind, inner)
        return node if SPEAKS_OF[node.kind] == kind else table.false

    def _opposite(self, kind: str, node: Node) -> Node:
        table = self.table
        if node.kind == "and":
            return table.any_of([self._opposite(kind, part) for part in node.args])
        if node.kind == "or":
            return table.all_of([self._opposite(kind, part) for part in node.args])
        if node.kind == "enum" and kind in ("array", "object"):
            return table.all_of(
                [self._opposite(kind, self.reduce(kind, table.exactly(value))) for value in node.args[0].of(kind)]
            )
        return table.not_(node)

    def _branch(self, kind: str, literals: Goals, clauses: list[Node]) -> Outcome:
        self.tick()
        table = self.table
        outcome = self._literals(kind, literals)
        if outcome.answer is False or (outcome.answer and self.evaluator.all(clauses, outcome.value)):
            return outcome
        if not clauses:
            return outcome
        # Look ahead: each alternative of each clause beside what is certain.
        open_: list[list[Node]] = []
        for clause in sorted(clauses, key=lambda clause: len(clause.args)):
            if not literals.isdisjoint(clause.args):
                continue
            alive = []
            for option in clause.args:
                if table.not_(option) in literals:
                    continue
                tried = self._joined(kind, literals, option, [])
                if tried.answer and self.evaluator.all(clauses, tried.value):
                    return tried
                if tried.answer is not False:
                    alive.append(option)
            if not alive:
                return NONE
            open_.append(alive)
        if not open_:
            return outcome
        narrowest = min(open_, key=len)
        rest = [table.any_of(alive) for alive in open_ if alive is not narrowest]
        best = Best()
        for option in narrowest:
            if best.saw(self._joined(kind, literals, option, rest)):
                break
        return best.outcome

    def _joined(self, kind: str, literals: Goals, option: Node, clauses: list[Node]) -> Outcome:
        whole = self.table.all_of([*literals, option, *clauses])
        if whole is self.table.false:
            return NONE
        more, inner = _split(whole)
        return self._branch(kind, more, inner)

    def _literals(self, kind: str, literals: Goals) -> Outcome:
        clear = sorted((literal for literal in literals if not _hidden(literal)), key=lambda literal: literal.number)
        try:
            outcome = self._clear(kind, clear)
        except Exhausted:
            raise
        except Undecided as why:
            self.reasons[str(why)] = None
            return OPEN
        if outcome.answer and len(clear) < len(literals):
            hidden = next(literal for literal in literals if _hidden(literal))
            keyword = (hidden.args[0] if hidden.kind == "not" else hidden).args[0]
            self.reasons[f"{keyword} is not understood"] = None
            return guessed(outcome.value)
        return outcome

    def _clear(self, kind: str, literals: list[Node]) -> Outcome:
        listed = next((literal for literal in literals if literal.kind == "enum"), None)
        values: list[Any] | None = None if listed is None else listed.args[0].of(kind)
        if kind == "null":
            values = [None]
        elif kind == "boolean" and listed is None:
            values = [False, True]
        if values is not None:
            return self._tried(values, literals)
        if kind == "number":
            return self._number(literals)
        if kind == "string":
            return self._string(literals)
        if kind == "array":
            return arrays.find(literals, self.table, self.solve, self.tick)
        return objects.find(literals, self.table, self.evaluator, self.solve, self.tick)

    def _tried(self, values: list[Any], literals: list[Node]) -> Outcome:
        best = Best()
        for value in values:
            self.tick()
            fits = self.evaluator.all(literals, value)
            if fits is not False and best.saw(found(value) if fits else guessed(value)):
                break
        return best.outcome

    def _number(self, literals: list[Node]) -> Outcome:
        asked, barred = numeric.Numbers(), set[Fraction]()
        for literal in literals:
            match literal.kind, literal.args:
                case "above", (bound, is_open):
                    asked.above(bound, is_open)
                case "multiple", (factor,):
                    asked.factors.append(factor)
                case "not", (inner,):
                    match inner.kind, inner.args:
                        case "above", (bound, is_open):
                            asked.below(bound, not is_open)
                        case "multiple", (factor,):
                            asked.others.append(factor)
                        case "enum", (values,):
                            barred.update(map(exact, values.of("number")))
        asked.barred = barred
        number = numeric.find(asked, self.tick)
        return NONE if number is None else found(number)

    def _string(self, literals: list[Node]) -> Outcome:
        least, most = 0, None
        matching: dict[bool, list[Automaton]] = {True: [], False: []}
        barred: set[str] = set()
        vague = False
        for literal in literals:
            wanted = literal.kind != "not"
            atom = literal if wanted else literal.args[0]
            match atom.kind:
                case "length" if wanted:
                    least = max(least, atom.args[0])
                case "length":
                    most = atom.args[0] - 1 if most is None else min(most, atom.args[0] - 1)
                case "enum":
                    barred.update(atom.args[0].of("string"))
                case "pattern":
                    try:
                        matching[wanted].append(automaton(atom.args[0]))
                    except Undecided as why:
                        self.reasons[str(why)] = None
                        vague = True
        text = strings.find(least, most, matching[True], matching[False], barred, self.tick)
        if text is None:
            return NONE
        return guessed(text) if vague else found(text)


def _split(whole: Node) -> tuple[Goals, list[Node]]:
    """The literals and the clauses of a conjunction."""
    parts = whole.args if whole.kind == "and" else () if whole.kind == "true" else (whole,)
    return frozenset(part for part in parts if part.kind != "or"), [part for part in parts if part.kind == "or"]


def _hidden(literal: Node) -> bool:
    return (literal.args[0] if literal.kind == "not" else literal).kind == "opaque"

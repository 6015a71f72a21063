"""Searches for a JSON value that satisfies expressions: a tableau with a look-ahead, one JSON type at a time.

Clauses are tried as in DPLL (Davis, Logemann, Loveland 1962), each alternative first on its own (failed literals,
Freeman 1995). A value of least size that satisfies some goals has no part that satisfies the same goals; so goals met
again inside themselves are given up, and recursive schemas come to an end.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from wiremark.schema.inclusion import arrays, numeric, objects, strings
from wiremark.schema.inclusion.automata import Automaton
from wiremark.schema.inclusion.evaluation import SPEAKS_OF, Evaluator
from wiremark.schema.inclusion.nodes import Node, Table
from wiremark.schema.inclusion.outcomes import NONE, OPEN, Best, Goals, Outcome, found, guessed
from wiremark.schema.inclusion.values import TYPES, Undecided, exact, key


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

    def __init__(self, table: Table, budget: int, *, strict_dot: bool) -> None:
        self.table = table
        self.evaluator = Evaluator(table, strict_dot)
        self.reasons: dict[str, None] = {}
        self._budget = budget
        self._known: dict[Goals, Outcome] = {}
        self._given_up: dict[Goals, int] = {}
        self._frames: list[_Frame] = []
        self._at: dict[Goals, int] = {}
        self._reduced: dict[tuple[str, Node], Node] = {}
        self._settled: dict[tuple[str, Goals], Outcome] = {}
        self._reliances = 0

    def tick(self, steps: int = 1) -> None:
        """Counts steps. Raises Exhausted when there are none left."""
        self._budget -= steps
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
        self._reliances += 1
        if self._frames:
            self._frames[-1].lowest = min(self._frames[-1].lowest, lowest)

    def _worked_out(self, asked: Goals, whole: Node) -> Outcome:
        depth = len(self._frames)
        frame = _Frame(asked, depth, [])
        self._frames.append(frame)
        self._at[asked] = depth
        try:
            outcome = self._of_any_type(asked, whole)
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

    def _of_any_type(self, asked: Goals, whole: Node) -> Outcome:
        listed: list[list[Any]] = [list(goal.args[0].by_key.values()) for goal in asked if goal.kind == "enum"]
        if listed:
            return self._tried(sorted(listed, key=len)[0], asked)
        best = Best()
        for kind in TYPES:
            if best.saw(self._of_type(kind, (whole,))):
                break
        return best.outcome

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
                return self._opposite(self.reduce(kind, node.args[0]))
        return node if SPEAKS_OF[node.kind] == kind else table.false

    def _opposite(self, node: Node) -> Node:
        if node.kind == "and":
            return self.table.any_of(map(self._opposite, node.args))
        if node.kind == "or":
            return self.table.all_of(map(self._opposite, node.args))
        return self.table.not_(node)

    def _branch(self, kind: str, literals: Goals, clauses: list[Node]) -> Outcome:
        """A value of the type that satisfies literals and clauses; what satisfies the literals leads the way."""
        self.tick(1 + len(literals) + len(clauses))
        outcome = self._literals(kind, literals)
        if outcome.answer is False:
            return outcome
        clauses = [clause for clause in clauses if literals.isdisjoint(clause.args)]
        broken = clauses
        if outcome.answer:
            broken = [clause for clause in clauses if not self.evaluator.holds(clause, outcome.value)]
            broken += self._barred(kind, literals, outcome.value)
        if not broken:
            return outcome
        # Look ahead: each alternative of each broken clause beside the literals.
        open_: dict[Node, list[Node]] = {}
        for clause in sorted(broken, key=lambda clause: len(clause.args)):
            alive = []
            for option in clause.args if clause.kind == "or" else (clause,):
                bearing = objects.bearing_on(option, literals)
                if 0 < len(bearing) < len(literals) and self._joined(kind, bearing, option, []).answer is False:
                    continue
                tried = self._joined(kind, literals, option, [])
                if tried.answer and self.evaluator.all(clauses, tried.value):
                    return tried
                if tried.answer is not False:
                    alive.append(option)
            if not alive:
                return NONE
            open_[clause] = alive
            if len(alive) == 1:
                break
        narrowest = min(open_, key=lambda clause: len(open_[clause]))
        rest = [clause for clause in clauses if clause not in open_]
        rest += [self.table.any_of(alive) for clause, alive in open_.items() if clause is not narrowest]
        best = Best()
        for option in open_[narrowest]:
            if best.saw(self._joined(kind, literals, option, rest)):
                break
        return best.outcome

    def _barred(self, kind: str, literals: Goals, value: Any) -> list[Node]:
        """That an array or object is not the one that was found, where the literals rule that one out."""
        if kind not in ("array", "object"):
            return []
        mark = key(value)
        ruled_out = any(
            literal.kind == "not" and literal.args[0].kind == "enum" and mark in literal.args[0].args[0].by_key
            for literal in literals
        )
        return [self._opposite(self.reduce(kind, self.table.exactly(value)))] if ruled_out else []

    def _joined(self, kind: str, literals: Goals, option: Node, clauses: list[Node]) -> Outcome:
        whole = self.table.all_of([*literals, option, *clauses])
        if whole is self.table.false:
            return NONE
        more, inner = _split(whole)
        return self._branch(kind, more, inner)

    def _literals(self, kind: str, literals: Goals) -> Outcome:
        known = self._settled.get((kind, literals))
        if known is None:
            before = self._reliances
            known = self._seen_through(kind, literals)
            if before == self._reliances:  # nothing was given up on the way
                self._settled[kind, literals] = known
        return known

    def _seen_through(self, kind: str, literals: Goals) -> Outcome:
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
            self.reasons[f"what {keyword} asks is left open"] = None
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

    def _tried(self, values: Iterable[Any], literals: Collection[Node]) -> Outcome:
        best = Best()
        for value in values:
            self.tick(len(literals))
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
                        matching[wanted].append(self.evaluator.automaton(atom.args[0]))
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

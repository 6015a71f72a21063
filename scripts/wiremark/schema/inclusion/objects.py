"""An object whose properties, by name and in number, satisfy expressions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from wiremark.schema.inclusion.evaluation import Evaluator
from wiremark.schema.inclusion.nodes import Node, Table
from wiremark.schema.inclusion.outcomes import NONE, OPEN, Best, Goals, Outcome, Solve, found, guessed
from wiremark.schema.inclusion.values import Undecided

_LARGEST: Final = 3_000
_Rule = tuple[Node, Node]
"""Of each, or of some, property whose name satisfies the first, the value satisfies the second."""


def find(
    literals: Iterable[Node], table: Table, evaluator: Evaluator, solve: Solve, tick: Callable[[], None]
) -> Outcome:
    """Such an object. `literals` are atoms about objects, or opposites of them; `solve` finds names and values."""
    return _Objects(literals, table, evaluator, solve, tick).find()


def bearing_on(option: Node, literals: Goals) -> Goals:
    """The literals that bear on the one property that `option` asks for; none where it asks for something else.

    If they leave no value for it, neither do all literals: a quick way to see that.
    """
    if option.kind != "not" or option.args[0].kind != "props" or not _alone(option.args[0].args[0]):
        return frozenset()
    names = set(_spelt(option.args[0].args[0]))
    return frozenset(
        literal
        for literal in literals
        if literal.kind == "props" and not (_alone(literal.args[0]) and names.isdisjoint(_spelt(literal.args[0])))
    )


class _Objects:
    def __init__(
        self, literals: Iterable[Node], table: Table, evaluator: Evaluator, solve: Solve, tick: Callable[[], None]
    ) -> None:
        self.table, self.evaluator, self.solve, self.tick = table, evaluator, solve, tick
        self.least, self.most = 0, None
        self.every: list[_Rule] = []
        self.some: list[_Rule] = []
        for literal in literals:
            self._take(literal)
        # Where a name stands alone there is one way to go: these first.
        self.some.sort(key=lambda rule: (not _alone(rule[0]), rule[1] is not table.true))
        self.named = sorted({name for names, _ in self.every + self.some for name in _spelt(names)})
        self.sure = self.complete = True
        self.by_name: dict[str, list[Node]] = {}
        self.general: list[_Rule] = []
        for names, node in self.every:
            if _alone(names):
                for name in _spelt(names):
                    self.by_name.setdefault(name, []).append(node)
            else:
                self.general.append((names, node))
        self._bases: dict[str, Goals] = {}
        self._known: dict[Goals, list[str]] = {}

    def _take(self, literal: Node) -> None:
        kind, args, opposite = literal.kind, literal.args, False
        if kind == "not":
            kind, args, opposite = args[0].kind, args[0].args, True
        match kind:
            case "props_least" if opposite:
                self.most = args[0] - 1 if self.most is None else min(self.most, args[0] - 1)
            case "props_least":
                self.least = max(self.least, args[0])
            case "props" if opposite:
                self.some.append((args[0], self.table.not_(args[1])))
            case "props":
                self.every.append(args)

    def find(self) -> Outcome:
        if self.most is not None and self.least > self.most:
            return NONE
        if self.least > _LARGEST:
            raise Undecided("an object would have too many properties")
        outcome = self._placed({}, 0)
        return outcome if self.complete or outcome.answer is not False else OPEN

    def _base(self, name: str) -> Goals:
        """What the value of a property must satisfy, by its name."""
        goals = self._bases.get(name)
        if goals is None:
            nodes = list(self.by_name.get(name, ()))
            for names, node in self.general:
                fits = self.evaluator.holds(names, name)
                if fits is None:
                    self.sure = False
                elif fits:
                    nodes.append(node)
            goals = self._bases[name] = frozenset(nodes)
        return goals

    def _placed(self, chosen: dict[str, Goals], at: int) -> Outcome:
        """Gives each property that is asked for a name, then fills up."""
        self.tick()
        if self.most is not None and len(chosen) > self.most:
            return NONE
        if at == len(self.some):
            return self._filled(chosen)
        (names, node), best = self.some[at], Best()
        for name, base in self._options(names, node, chosen):
            goals = base | {node}
            if self.solve(goals).answer is not False and best.saw(self._placed({**chosen, name: goals}, at + 1)):
                break
        return best.outcome

    def _options(self, names: Node, node: Node, chosen: dict[str, Goals]) -> Iterator[tuple[str, Goals]]:
        if _alone(names):
            for name in _spelt(names):
                yield name, chosen[name] if name in chosen else self._base(name)
            return
        # A rule for the same names, or for more, applies even where nobody can tell which names these are.
        parts = {names, *(names.args if names.kind == "and" else ())}
        implied = frozenset(node for other, node in self.general if other in parts)
        for name in dict.fromkeys([*chosen, *self.named]):
            fits = self.evaluator.holds(names, name)
            if fits is None:
                self.sure = False
            if fits is not False:
                yield name, (chosen[name] if name in chosen else self._base(name)) | implied
        for told, goals in self._kinds(names, node):
            yield from ((name, goals) for name in self._fresh(told, chosen, 1))

    def _fresh(self, told: Goals, chosen: dict[str, Goals], wanted: int) -> list[str]:
        """Names of a kind that are not yet chosen, as many as are wanted or as there are."""
        known = self._known.setdefault(told, [])
        fresh = [name for name in known if name not in chosen]
        while len(fresh) < wanted:
            outcome = self.solve(told | {self.table.not_(self.table.enum((*known, *chosen)))})
            if not outcome.has_value:
                self.complete &= outcome.answer is not None
                break
            self.sure &= outcome.answer is True
            known.append(outcome.value)
            fresh.append(outcome.value)
        return fresh[:wanted]

    def _kinds(self, names: Node, node: Node) -> Iterator[tuple[Goals, Goals]]:
        """The kinds of names that satisfy `names`, are spelt nowhere, and allow a value that satisfies `node`.

        Names are of one kind where they fall under the same rules. Of each: what tells the names, what the rules ask.
        """
        told = frozenset((self.table.type("string"), self.table.not_(self.table.enum(self.named)), names))
        apart = dict.fromkeys(
            [other for other, _ in self.general] + [other for other, _ in self.some if not _alone(other)]
        )
        here = frozenset(rule for other, rule in self.general if other is names)
        yield from self._told_apart(told, here, [other for other in apart if other is not names], node)

    def _told_apart(self, told: Goals, goals: Goals, apart: list[Node], node: Node) -> Iterator[tuple[Goals, Goals]]:
        self.tick()
        if self.solve(goals | {node}).answer is False or self.solve(told).answer is False:
            return
        if not apart:
            yield told, goals
            return
        first, rest = apart[0], apart[1:]
        yield from self._told_apart(told | {self.table.not_(first)}, goals, rest, node)
        asked = frozenset(rule for other, rule in self.general if other is first)
        yield from self._told_apart(told | {first}, goals | asked, rest, node)

    def _filled(self, chosen: dict[str, Goals]) -> Outcome:
        chosen = dict(chosen)
        missing = self.least - len(chosen)
        uncertain = False
        if missing > 0:
            for name in self.named:
                if missing > 0 and name not in chosen:
                    answer = self.solve(self._base(name)).answer
                    uncertain |= answer is None
                    if answer:
                        chosen[name] = self._base(name)
                        missing -= 1
        if missing > 0:
            for told, goals in self._kinds(self.table.true, self.table.true):
                answer = self.solve(goals).answer
                uncertain |= answer is None
                if answer and missing > 0:
                    names = self._fresh(told, chosen, missing)
                    chosen.update(dict.fromkeys(names, goals))
                    missing -= len(names)
        if missing > 0:
            return OPEN if uncertain or not self.sure else NONE
        outcomes = {name: self.solve(goals) for name, goals in chosen.items()}
        if any(outcome.answer is False for outcome in outcomes.values()):
            return NONE
        if not all(outcome.has_value for outcome in outcomes.values()):
            return OPEN
        value: dict[str, Any] = {name: outcome.value for name, outcome in outcomes.items()}
        sure = self.sure and all(outcome.answer for outcome in outcomes.values())
        return found(value) if sure else guessed(value)


def _alone(names: Node) -> bool:
    return names.kind == "enum"


def _spelt(names: Node) -> Iterator[str]:
    """The names that an expression spells out."""
    if names.kind == "enum":
        yield from names.args[0].of("string")
    elif names.kind in ("and", "or", "not"):
        for part in names.args:
            yield from _spelt(part)

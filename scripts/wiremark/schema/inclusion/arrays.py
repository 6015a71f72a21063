"""An array of given lengths whose items, at places and in number, satisfy expressions, all different or not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

from wiremark.schema.inclusion.nodes import Node, Table
from wiremark.schema.inclusion.outcomes import NONE, OPEN, Best, Goals, Outcome, Solve, found, guessed
from wiremark.schema.inclusion.values import Undecided, key

_LONGEST: Final = 3_000
_Span = tuple[int, int | None, Node]


@dataclass(slots=True)
class _Slot:
    """Places of the array that hold equal items, and what is asked of these."""

    places: tuple[int, ...]
    goals: Goals

    def within(self, span: _Span) -> bool:
        return any(span[0] <= place and (span[1] is None or place < span[1]) for place in self.places)


def find(literals: Iterable[Node], table: Table, solve: Solve, tick: Callable[[], None]) -> Outcome:
    """Such an array. `literals` are atoms about arrays, or opposites of them; `solve` finds items."""
    return _Arrays(literals, table, solve, tick).find()


class _Arrays:
    def __init__(self, literals: Iterable[Node], table: Table, solve: Solve, tick: Callable[[], None]) -> None:
        self.table, self.solve, self.tick = table, solve, tick
        self.least, self.most = 0, None
        self.everywhere: list[_Span] = []
        self.somewhere: list[_Span] = []
        self.counts: dict[Node, tuple[int, int | None]] = {}
        self.unique = self.repeated = False
        for literal in literals:
            self._take(literal)

    def _take(self, literal: Node) -> None:
        kind, args, opposite = literal.kind, literal.args, False
        if kind == "not":
            kind, args, opposite = args[0].kind, args[0].args, True
        match kind:
            case "items_least" if opposite:
                self.most = args[0] - 1 if self.most is None else min(self.most, args[0] - 1)
            case "items_least":
                self.least = max(self.least, args[0])
            case "items" if opposite:
                self.somewhere.append((args[0], args[1], self.table.not_(args[2])))
            case "items":
                self.everywhere.append(args)
            case "contains":
                least, most = self.counts.get(args[0], (0, None))
                if opposite:
                    most = args[1] - 1 if most is None else min(most, args[1] - 1)
                else:
                    least = max(least, args[1])
                self.counts[args[0]] = (least, most)
            case "unique":
                self.unique |= not opposite
                self.repeated |= opposite

    def find(self) -> Outcome:
        bounds = [bound for span in self.everywhere + self.somewhere for bound in span[:2] if bound is not None]
        fixed = max(bounds, default=0)
        # Beyond these lengths an item of the uniform rest could be taken out again.
        useful = fixed + len(self.somewhere) + sum(least for least, _ in self.counts.values()) + 2 * self.repeated
        longest = max(self.least, useful)
        if self.most is not None:
            longest = min(longest, self.most)
        if self.least > longest:
            return NONE
        if self.least > _LONGEST:
            raise Undecided("an array would be too long")
        best = Best()
        for length in range(min(longest, _LONGEST) + 1):
            if length >= self.least and best.saw(self._of_length(length, fixed)):
                return best.outcome
            if self.solve(self._base(length)).answer is False:
                return best.outcome
        return OPEN if longest > _LONGEST and best.outcome is NONE else best.outcome

    def _base(self, place: int) -> Goals:
        return frozenset(
            node for start, end, node in self.everywhere if start <= place and (end is None or place < end)
        )

    def _of_length(self, length: int, fixed: int) -> Outcome:
        best = Best()
        if any(least > length for least, _ in self.counts.values()):
            return NONE
        singles = [_Slot((place,), self._base(place)) for place in range(length)]
        if not self.repeated:
            best.saw(self._placed(singles, 0))
            return best.outcome
        tail = min(length, fixed + len(self.somewhere) + 2)
        for one, other in combinations(range(tail), 2):
            pair = _Slot((one, other), singles[one].goals | singles[other].goals)
            rest = [slot for slot in singles if slot.places[0] not in (one, other)]
            if self.solve(pair.goals).answer is not False and best.saw(self._placed([pair, *rest], 0)):
                break
        return best.outcome

    def _placed(self, slots: list[_Slot], at: int) -> Outcome:
        """Gives each item that is asked for somewhere a place, then counts."""
        self.tick()
        if at == len(self.somewhere):
            return self._counted(
                slots, [(node, 0, 0) for node in sorted(self.counts, key=lambda node: -self.counts[node][0])]
            )
        span, best, tried = self.somewhere[at], Best(), set()
        for number, slot in enumerate(slots):
            goals = slot.goals | {span[2]}
            mark = (goals, *(slot.within(other) for other in self.somewhere[at:]), len(slot.places))
            if not slot.within(span) or mark in tried or self.solve(goals).answer is False:
                continue
            tried.add(mark)
            if best.saw(self._placed([*slots[:number], _Slot(slot.places, goals), *slots[number + 1 :]], at + 1)):
                break
        return best.outcome

    def _counted(self, slots: list[_Slot], undone: list[tuple[Node, int, int]]) -> Outcome:
        """Settles for each slot whether its item is one of those counted."""
        self.tick()
        if not undone:
            return self._filled(slots)
        (node, number, count), later = undone[0], undone[1:]
        least, most = self.counts[node]
        left = sum(len(slot.places) for slot in slots[number:])
        if count + left < least or (most is not None and count > most):
            return NONE
        if number == len(slots):
            return self._counted(slots, later)
        slot, best = slots[number], Best()
        for counted in (True, False) if count < least else (False, True):
            goals = slot.goals | {node if counted else self.table.not_(node)}
            if self.solve(goals).answer is False:
                continue
            after = [*slots[:number], _Slot(slot.places, goals), *slots[number + 1 :]]
            if best.saw(self._counted(after, [(node, number + 1, count + counted * len(slot.places)), *later])):
                break
        return best.outcome

    def _filled(self, slots: list[_Slot]) -> Outcome:
        outcomes = list(self._different(slots)) if self.unique else [self.solve(slot.goals) for slot in slots]
        if any(outcome.answer is False for outcome in outcomes):
            return NONE
        if not all(outcome.has_value for outcome in outcomes):
            return OPEN
        items: list[Any] = [None] * sum(len(slot.places) for slot in slots)
        for slot, outcome in zip(slots, outcomes, strict=True):
            for place in slot.places:
                items[place] = outcome.value
        sure = all(outcome.answer for outcome in outcomes)
        return found(items) if sure else guessed(items)

    def _different(self, slots: list[_Slot]) -> Iterator[Outcome]:
        taken: list[Outcome] = []
        for slot in slots:
            if len(slot.places) > 1:
                return iter((NONE,))
            taken.append(self._other(slot.goals, [outcome.value for outcome in taken]))
            if not taken[-1].has_value:
                return self._matched(slots)
        return iter(taken)

    def _other(self, goals: Goals, barred: list[Any]) -> Outcome:
        return self.solve(goals | {self.table.not_(self.table.enum(barred))})

    def _matched(self, slots: list[_Slot]) -> Iterator[Outcome]:
        """A system of distinct representatives: bipartite matching by augmenting paths (Kuhn 1955)."""
        choices: list[list[Outcome]] = []
        is_open = False
        for slot in slots:
            values: list[Outcome] = []
            while len(values) < len(slots):
                outcome = self._other(slot.goals, [known.value for known in values])
                if not outcome.has_value:
                    is_open |= outcome.answer is None
                    break
                values.append(outcome)
            choices.append(values)
        holder: dict[Any, int] = {}
        chosen: dict[int, Outcome] = {}

        def place(slot: int, seen: set[Any]) -> bool:
            for outcome in choices[slot]:
                mark = key(outcome.value)
                if mark in seen:
                    continue
                seen.add(mark)
                if mark not in holder or place(holder[mark], seen):
                    holder[mark], chosen[slot] = slot, outcome
                    return True
            return False

        for number in range(len(slots)):
            if not place(number, set()):
                yield OPEN if is_open or any(not known.answer for values in choices for known in values) else NONE
                return
        yield from (chosen[number] for number in range(len(slots)))

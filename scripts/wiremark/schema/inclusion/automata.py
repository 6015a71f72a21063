"""Patterns as automata: Thompson's construction (Thompson 1968), determinised while it is walked."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from wiremark.schema.inclusion.patterns import EVERY, Anchor, Chars, Choice, Ranges, Repeat, Sequence, Tree, parse
from wiremark.schema.inclusion.values import Undecided

_LARGEST: Final = 20_000

State = frozenset[int]
FOUND: Final[State] = frozenset((-1,))
"""The pattern has been found: whatever follows, the string matches."""


class Automaton:
    """Walks strings, one code point at a time; a string matches where the pattern is found anywhere in it."""

    def __init__(self, tree: Tree) -> None:
        self._empty: list[list[int]] = []
        self._anchors: list[list[tuple[str, int]]] = []
        self._chars: list[list[tuple[Ranges, int]]] = []
        self._moves: dict[tuple[State, int], State] = {}
        self._accepts: dict[State, bool] = {}
        first, self._last = self._new(), self._new()
        self._chars[first].append((EVERY, first))  # found anywhere: skip what stands before
        self._build(tree, first, self._last)
        self._opening = frozenset((first,))
        self.start = self._closed(self._opening, "^")

    def cuts(self) -> set[int]:
        """The code points at which some set of characters in the pattern begins, or has just ended."""
        return {cut for ranges in self.sets() for low, high in ranges for cut in (low, high + 1)}

    def sets(self) -> set[Ranges]:
        """The sets of characters in the pattern."""
        return {ranges for row in self._chars for ranges, _ in row}

    def move(self, state: State, char: int) -> State:
        """The state after one more character."""
        if state is FOUND:
            return FOUND
        after = self._moves.get((state, char))
        if after is None:
            reached = (
                target
                for source in state
                for ranges, target in self._chars[source]
                if any(low <= char <= high for low, high in ranges)
            )
            after = self._moves[state, char] = self._closed(frozenset(reached), "")
        return after

    def accepts(self, state: State) -> bool:
        """Whether a string that ends in this state matches."""
        if state is FOUND:
            return True
        known = self._accepts.get(state)
        if known is None:
            anchors = "^$" if state == self.start else "$"
            known = self._accepts[state] = self._closed(state, anchors) is FOUND
        return known

    def matches(self, text: str) -> bool:
        """Whether the pattern is found in the text."""
        state = self.start
        for char in text:
            state = self.move(state, ord(char))
        return self.accepts(state)

    def _closed(self, states: State, anchors: str) -> State:
        reached, waiting = set(states), list(states)
        while waiting:
            state = waiting.pop()
            after = self._empty[state] + [target for at, target in self._anchors[state] if at in anchors]
            for target in after:
                if target not in reached:
                    reached.add(target)
                    waiting.append(target)
        return FOUND if self._last in reached else frozenset(reached)

    def _new(self) -> int:
        if len(self._empty) >= _LARGEST:
            raise Undecided("a pattern grows too large")
        self._empty.append([])
        self._anchors.append([])
        self._chars.append([])
        return len(self._empty) - 1

    def _build(self, tree: Tree, start: int, end: int) -> None:
        match tree:
            case Chars(ranges):
                self._chars[start].append((ranges, end))
            case Anchor(at):
                self._anchors[start].append((at, end))
            case Choice(options):
                for option in options:
                    self._build(option, start, end)
            case Sequence(parts):
                for part in parts[:-1]:
                    middle = self._new()
                    self._build(part, start, middle)
                    start = middle
                if parts:
                    self._build(parts[-1], start, end)
                else:
                    self._empty[start].append(end)
            case Repeat(body, least, most):
                for _ in range(least):
                    middle = self._new()
                    self._build(body, start, middle)
                    start = middle
                if most is None:
                    loop, after = self._new(), self._new()
                    self._empty[start].append(loop)
                    self._build(body, loop, after)
                    self._empty[after].append(loop)
                    self._empty[loop].append(end)
                    return
                for _ in range(most - least):
                    self._empty[start].append(end)
                    middle = self._new()
                    self._build(body, start, middle)
                    start = middle
                self._empty[start].append(end)


@lru_cache(maxsize=512)
def has_dot(source: str) -> bool:
    """Whether it matters to a pattern which characters the dot leaves out. Raises Undecided as `automaton` does."""
    return "." in source and parse(source, True) != parse(source, False)


@lru_cache(maxsize=512)
def automaton(source: str, strict_dot: bool) -> Automaton:
    """The automaton of a pattern. Raises Undecided where the pattern is not supported."""
    return Automaton(parse(source, strict_dot))

"""A string that matches patterns, matches none of others, has a length within bounds and is none of some."""

from __future__ import annotations

from collections.abc import Callable, Collection
from itertools import pairwise
from typing import Final

from wiremark.schema.inclusion.automata import Automaton, State
from wiremark.schema.inclusion.values import Undecided

_LONGEST: Final = 1_000_000
_NICEST: Final = (
    "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ _-.:/@#,;+*?!()[]{}<>=&%$'\"|~^`\\éα中😀"
)

_Place = tuple[tuple[State, ...], int, int]


def find(
    least: int,
    most: int | None,
    found: Collection[Automaton],
    missing: Collection[Automaton],
    barred: Collection[str],
    tick: Callable[[], None],
) -> str | None:
    """A shortest such string; None where there is none. Raises Undecided where the search would be too long."""
    if most is not None and least > most:
        return None
    if least > _LONGEST:
        raise Undecided("a string would be too long")
    if not found and not missing:
        return _plain(least, most, barred)
    return _walk(least, most, [*found], [*missing], barred, tick)


def _plain(least: int, most: int | None, barred: Collection[str]) -> str | None:
    if not least and "" not in barred:
        return ""
    if most == 0:
        return None
    length, taken = max(least, 1), frozenset(barred)
    for point in range(len(taken) + 1):
        if (text := (chr(97 + point) if point < 26 else chr(0x4E00 + point)) + "a" * (length - 1)) not in taken:
            return text
    raise Undecided("too many strings are ruled out")


def _walk(
    least: int,
    most: int | None,
    found: list[Automaton],
    missing: list[Automaton],
    barred: Collection[str],
    tick: Callable[[], None],
) -> str | None:
    # Breadth first through the product of the automata, a count of characters and the trie of the strings ruled out.
    machines = found + missing
    trie, ends = _trie(barred)
    alphabet = _alphabet(machines, {char for row in trie for char in row})
    counted = max(least, most + 1 if most is not None else 0)
    start: _Place = (tuple(machine.start for machine in machines), 0, 0)
    came: dict[_Place, tuple[_Place, int] | None] = {start: None}
    level, length = [start], 0
    while level and (most is None or length <= most):
        for place in level:
            states, _, twig = place
            if length < least or twig in ends:
                continue
            answers = [machine.accepts(state) for machine, state in zip(machines, states, strict=True)]
            if all(answers[: len(found)]) and not any(answers[len(found) :]):
                return _spelt(came, place)
        after: list[_Place] = []
        length += 1
        for place in level:
            states, _, twig = place
            for char in alphabet:
                tick()
                moved = tuple([machine.move(state, char) for machine, state in zip(machines, states, strict=True)])
                if not all(moved[: len(found)]):
                    continue  # a pattern that can no longer be found
                target = (moved, min(length, counted), trie[twig].get(char, -1) if twig >= 0 else -1)
                if target not in came:
                    came[target] = (place, char)
                    after.append(target)
        level = after
    return None


def _spelt(came: dict[_Place, tuple[_Place, int] | None], place: _Place) -> str:
    chars = []
    while (step := came[place]) is not None:
        place, char = step
        chars.append(chr(char))
    return "".join(reversed(chars))


def _trie(texts: Collection[str]) -> tuple[list[dict[int, int]], set[int]]:
    rows: list[dict[int, int]] = [{}]
    ends = set()
    for text in texts:
        at = 0
        for char in map(ord, text):
            if char not in rows[at]:
                rows[at][char] = len(rows)
                rows.append({})
            at = rows[at][char]
        ends.add(at)
    return rows, ends


def _alphabet(machines: list[Automaton], singled: set[int]) -> list[int]:
    """One code point for each set of them that nothing tells apart, and those singled out."""
    cuts = {0, 0xD800, 0xE000, 0x110000}
    for machine in machines:
        cuts |= machine.cuts()
    for char in singled:
        cuts |= {char, char + 1}
    ordered = sorted(cuts)
    sets = [ranges for machine in machines for ranges in machine.sets()]
    first: dict[object, int] = {}
    for low, high in pairwise(ordered):
        if low == 0xD800 or low >= 0x110000:
            continue
        mark: object = low if low in singled else tuple([any(a <= low <= b for a, b in ranges) for ranges in sets])
        char = next((ord(nice) for nice in _NICEST if low <= ord(nice) < high), high - 1)
        if mark not in first or _rank(char) < _rank(first[mark]):
            first[mark] = char
    return sorted(first.values(), key=_rank)


def _rank(char: int) -> int:
    place = _NICEST.find(chr(char))
    return place if place >= 0 else len(_NICEST) + char

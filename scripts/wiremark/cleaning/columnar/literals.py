"""Strings of which a line must hold at least one for a pattern to match it, read off the parsed pattern.

As in the prefilters of RE2 and of code search (Russ Cox, "Regular Expression Matching with a Trigram Index", 2012):
of the sets of strings that a pattern needs, the one that the fewest lines of prose hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from re import _constants as sre  # type: ignore[attr-defined]  # private, but its tree is what there is
from typing import Any, Final

from wiremark.cleaning.columnar.shapes import parsed

Atoms = tuple[str, ...]
"""A string with room for case: per position the characters that may stand there."""
Strings = frozenset[Atoms]

_MOST_STRINGS: Final = 96
_MOST_CHARACTERS: Final = 6
_RARE: Final = 0.005
_MOST_HELD: Final = 1.1  # of the strings, by a line of prose: a rough estimate
_LONG_ENOUGH: Final = 9
# What `re` takes for these letters, case aside; RE2 knows the first two only.
_ODD_CASES: Final = {"s": "ſ", "k": "\u212a", "i": "\u0130\u0131"}
_NOTHING: Final[Strings] = frozenset({()})


@cache
def needed(pattern: str) -> str | None:
    """A pattern for RE2 found in every line that `pattern` matches, or None where none would spare much."""
    tree = parsed(pattern)
    found = _best(_sets(tree, tree.state.flags))
    if found is None or _cost(found) > _MOST_HELD:
        return None
    return "|".join(sorted("".join(map(_class, atoms)) for atoms in _shortest(frozenset(map(_rarest, found)))))


def _rarest(atoms: Atoms) -> Atoms:
    """The part of a string that is rarest, a few characters long: more make the search slow to set up."""
    parts = [atoms[start : start + _LONG_ENOUGH] for start in range(max(1, len(atoms) - _LONG_ENOUGH + 1))]
    return min(parts, key=lambda part: _product(map(_share, part)))


def _shortest(strings: Strings) -> Strings:
    """The strings without those that hold another."""
    return frozenset(
        atoms
        for atoms in strings
        if not any(
            atoms[start:end] in strings
            for start in range(len(atoms))
            for end in range(start + 1, len(atoms) + 1)
            if end - start < len(atoms)
        )
    )


@cache
def signs(pattern: str) -> str | None:
    """Characters of which every line that `pattern` matches holds one, or None where prose is full of them."""
    tree = parsed(pattern)
    found = _rarest_signs(tree, tree.state.flags)
    return "".join(sorted(found)) if found and _share("".join(found)) < _RARE else None


def _rarest_signs(items: Sequence[Any], flags: int) -> frozenset[str] | None:
    sets = [found for kind, value in items if (found := _signs_of(kind, value, flags))]
    return min(sets, key=lambda found: _share("".join(found)), default=None)


def _signs_of(kind: Any, value: Any, flags: int) -> frozenset[str] | None:
    if kind is sre.LITERAL:
        return frozenset(_cases(chr(value), flags))
    if kind is sre.IN:
        return frozenset(sign for each in _members(value) or "" for sign in _cases(each, flags))
    if kind is sre.SUBPATTERN:
        _, added, dropped, inner = value
        return _rarest_signs(inner, (flags | added) & ~dropped)
    if kind is sre.BRANCH:
        ways = [_rarest_signs(way, flags) for way in value[1]]
        return frozenset().union(*(way or () for way in ways)) if all(ways) else None
    if kind in (sre.MAX_REPEAT, sre.MIN_REPEAT) and value[0] > 0:
        return _rarest_signs(value[2], flags)
    return None


def _class(characters: str) -> str:
    return re.escape(characters) if len(characters) == 1 else f"[{re.escape(characters)}]"


def _sets(items: Sequence[Any], flags: int) -> list[Strings]:
    """Sets of strings, of each of which a match of all `items` in a row holds at least one."""
    sets: list[Strings] = []
    run = _NOTHING
    for item in items:
        exact = _exact(item, flags)
        if exact is not None and len(run) * len(exact) <= _MOST_STRINGS:
            run = frozenset((*left, *right) for left in run for right in exact)
            continue
        sets.append(run)
        run = exact if exact is not None and len(exact) <= _MOST_STRINGS else _NOTHING
        inner = _best(_inside(item, flags))
        if inner is not None:
            sets.append(inner)
    sets.append(run)
    return [found for found in sets if () not in found]


def _inside(item: Any, flags: int) -> list[Strings]:
    kind, value = item
    if kind is sre.BRANCH:
        ways = [_best(_sets(way, flags)) for way in value[1]]
        if all(way is not None for way in ways):
            return [frozenset().union(*(way for way in ways if way is not None))]
    elif kind is sre.SUBPATTERN:
        _, added, dropped, inner = value
        return _sets(inner, (flags | added) & ~dropped)
    elif kind in (sre.MAX_REPEAT, sre.MIN_REPEAT) and value[0] > 0:
        return _sets(value[2], flags)
    return []


def _exact(item: Any, flags: int) -> Strings | None:
    """All that `item` matches, where that is a small set."""
    kind, value = item
    if kind is sre.LITERAL:
        return frozenset({(_cases(chr(value), flags),)})
    if kind is sre.IN:
        characters = _members(value)
        if not characters:
            return None
        return frozenset({("".join(sorted({*"".join(_cases(sign, flags) for sign in characters)})),)})
    if kind is sre.SUBPATTERN:
        _, added, dropped, inner = value
        return _in_a_row(inner, (flags | added) & ~dropped)
    if kind is sre.BRANCH:
        return _together(_in_a_row(way, flags) for way in value[1])
    if kind is sre.MAX_REPEAT and value[1] <= 3:
        one = _in_a_row(value[2], flags)
        return one and _together(_times(one, count) for count in range(value[0], value[1] + 1))
    return None


def _in_a_row(items: Sequence[Any], flags: int) -> Strings | None:
    strings = _NOTHING
    for item in items:
        exact = _exact(item, flags)
        if exact is None or len(strings) * len(exact) > _MOST_STRINGS:
            return None
        strings = frozenset((*left, *right) for left in strings for right in exact)
    return strings


def _times(one: Strings, count: int) -> Strings | None:
    strings = _NOTHING
    for _ in range(count):
        if len(strings) * len(one) > _MOST_STRINGS:
            return None
        strings = frozenset((*left, *right) for left in strings for right in one)
    return strings


def _together(ways: Iterable[Strings | None]) -> Strings | None:
    strings: Strings = frozenset()
    for way in ways:
        if way is None or len(strings) + len(way) > _MOST_STRINGS:
            return None
        strings |= way
    return strings


def _members(parts: Sequence[Any]) -> str | None:
    """The characters of a class, where they are few."""
    characters = ""
    for kind, value in parts:
        if kind is sre.LITERAL:
            characters += chr(value)
        elif kind is sre.RANGE and value[1] - value[0] < _MOST_CHARACTERS:
            characters += "".join(map(chr, range(value[0], value[1] + 1)))
        else:
            return None
    return characters if len(characters) <= _MOST_CHARACTERS else None


def _cases(sign: str, flags: int) -> str:
    if not flags & re.IGNORECASE or not sign.isalpha():
        return sign
    if not sign.isascii():
        raise NotImplementedError("letters that are not ASCII with their case folded")
    return f"{sign.lower()}{sign.upper()}{_ODD_CASES.get(sign.lower(), '')}"


def _best(sets: Iterable[Strings]) -> Strings | None:
    return min(sets, key=_cost, default=None)


def _cost(strings: Strings) -> float:
    """About how many of the strings a line of prose holds, 250 characters long."""
    return sum(250 * _product(map(_share, atoms)) for atoms in strings)


def _product(shares: Iterable[float]) -> float:
    product = 1.0
    for share in shares:
        product *= share
    return product


def _share(characters: str) -> float:
    return sum(map(_share_of, filter(str.isascii, characters)))


def _share_of(sign: str) -> float:
    """How often a character stands in prose, by a rough estimate."""
    if sign == " ":
        return 0.17
    if sign.islower():
        return 0.06
    return 0.003 if sign.isalnum() or sign in ".,-'\"()/:" else 0.0001

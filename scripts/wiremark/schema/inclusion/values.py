"""JSON values as JSON Schema sees them: six types, exact numbers, `1` equal to `1.0` and not to `true`."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

TYPES: Final = ("null", "boolean", "number", "string", "array", "object")

Key = tuple[Any, ...]


class Undecided(Exception):
    """The question is left open; the message says why."""


_NAMES: Final = {
    type(None): "null",
    bool: "boolean",
    int: "number",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
}


def type_of(value: Any) -> str:
    """One of TYPES. Raises Undecided where `value` is none of JSON's."""
    name = _NAMES.get(type(value))
    if name is None:
        raise Undecided(f"{type(value).__name__} is no JSON value")
    return name


def exact(number: float) -> Fraction:
    """The number that JSON text writes: 0.1 is a tenth. Raises Undecided for infinity and NaN."""
    if isinstance(number, int):
        return Fraction(number)
    if not math.isfinite(number):
        raise Undecided("a number that JSON cannot write")
    return Fraction(Decimal(repr(number)))


def rendered(number: Fraction) -> int | float | None:
    """The Python number that JSON writes as exactly `number`; None where there is none."""
    if number.denominator == 1:
        return number.numerator
    try:
        near = float(number)
    except OverflowError:
        return None
    return near if exact(near) == number else None


def key(value: Any) -> Key:
    """Equal for values that JSON Schema takes as equal, and for these only; hashable."""
    kind = type_of(value)
    if kind == "array":
        return (kind, *map(key, value))
    if kind == "object":
        return (kind, *((name, key(value[name])) for name in sorted(value)))
    return (kind, exact(value) if type(value) is float else value)

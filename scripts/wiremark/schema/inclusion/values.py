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


def type_of(value: Any) -> str:
    """One of TYPES. Raises Undecided where `value` is none of JSON's."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, str):
        return "string"
    if isinstance(value, list):
        return "array"
    if isinstance(value, dict):
        return "object"
    raise Undecided(f"{type(value).__name__} is no JSON value")


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
    match type_of(value):
        case "null":
            return ("null",)
        case "array":
            return ("array", *map(key, value))
        case "object":
            return ("object", *((name, key(value[name])) for name in sorted(value)))
        case "number":
            return ("number", exact(value))
        case kind:
            return (kind, value)

"""A number within bounds, a multiple of some, a multiple of none of others, and none of some."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from wiremark.schema.inclusion.values import Undecided, rendered

_STEPS: Final = 20_000


@dataclass(slots=True)
class Numbers:
    """What is asked of a number: bounds, open or not; what it is a multiple of, or not; numbers ruled out."""

    low: Fraction | None = None
    low_open: bool = False
    high: Fraction | None = None
    high_open: bool = False
    factors: list[Fraction] = field(default_factory=list)
    others: list[Fraction] = field(default_factory=list)
    barred: Collection[Fraction] = ()

    def above(self, bound: Fraction, is_open: bool) -> None:
        """Raises the lower bound."""
        if self.low is None or (bound, is_open) > (self.low, self.low_open):
            self.low, self.low_open = bound, is_open

    def below(self, bound: Fraction, is_open: bool) -> None:
        """Lowers the upper bound."""
        if self.high is None or (-bound, is_open) > (-self.high, self.high_open):
            self.high, self.high_open = bound, is_open

    def within(self, number: Fraction) -> bool:
        """Whether the number lies between the bounds."""
        if self.low is not None and (number < self.low or (self.low_open and number == self.low)):
            return False
        return not (self.high is not None and (number > self.high or (self.high_open and number == self.high)))

    def fits(self, number: Fraction) -> bool:
        """Whether the number is one that is asked for."""
        return (
            self.within(number)
            and number not in self.barred
            and all((number / factor).denominator == 1 for factor in self.factors)
            and not any((number / factor).denominator == 1 for factor in self.others)
        )


def find(asked: Numbers, tick: Callable[[], None]) -> int | float | None:
    """Such a number, a plain one if there is; None where there is none.

    Raises Undecided where it is neither found nor excluded.
    """
    if asked.low is not None and asked.high is not None:
        if asked.low > asked.high or (asked.low == asked.high and (asked.low_open or asked.high_open)):
            return None
        if asked.low == asked.high:
            return _written(asked.low) if asked.fits(asked.low) else None
    if asked.factors:
        return _stepped(asked, tick)
    for number in _dense(asked):
        tick()
        if asked.fits(number) and (found := rendered(number)) is not None:
            return found
    raise Undecided("no number of a few digits lies between the bounds")


def _written(number: Fraction) -> int | float:
    found = rendered(number)
    if found is None:
        raise Undecided("a number has more digits than are kept")
    return found


def _stepped(asked: Numbers, tick: Callable[[], None]) -> int | float | None:
    step = asked.factors[0]
    for factor in asked.factors[1:]:
        step = _common(step, factor)
    first = None if asked.low is None else math.ceil(asked.low / step)
    last = None if asked.high is None else math.floor(asked.high / step)
    if first is not None and asked.low_open and first * step == asked.low:
        first += 1
    if last is not None and asked.high_open and last * step == asked.high:
        last -= 1
    if first is not None and last is not None and first > last:
        return None
    # n·step is a multiple of another factor exactly where n is one of its turn: so all repeats after the turns' least
    # common multiple.
    turns = [int(_common(step, factor) / step) for factor in asked.others]
    if 1 in turns:
        return None
    period = math.lcm(*turns) if turns else 1
    unbounded = first is None or last is None
    for tried, count in enumerate(_outward(first, last)):
        tick()
        if not any(count % turn == 0 for turn in turns) and (number := count * step) not in asked.barred:
            return _written(number)
        if tried > _STEPS:
            break
    else:
        return None
    near = first if first is not None else last if last is not None else 0
    if not unbounded and (last or 0) - (first or 0) < period * (len(asked.barred) + 1):
        raise Undecided("too many multiples to try")
    # One more than a multiple of the period is a multiple of no turn.
    start = near // period * period + 1
    for more in range(len(asked.barred) + 3):
        count = start + period * (more if first is not None or last is None else -more)
        if asked.fits(count * step):
            return _written(count * step)
    raise Undecided("too many multiples to try")


def _common(one: Fraction, other: Fraction) -> Fraction:
    return Fraction(math.lcm(one.numerator, other.numerator), math.gcd(one.denominator, other.denominator))


def _outward(first: int | None, last: int | None) -> Iterator[int]:
    """All whole numbers between the bounds, from the one next to zero."""
    middle = 0
    if first is not None and first > 0:
        middle = first
    elif last is not None and last < 0:
        middle = last
    yield middle
    distance = 1
    while True:
        up = last is None or middle + distance <= last
        down = first is None or middle - distance >= first
        if not up and not down:
            return
        if up:
            yield middle + distance
        if down:
            yield middle - distance
        distance += 1


def _dense(asked: Numbers) -> Iterator[Fraction]:
    low, high = asked.low, asked.high
    yield Fraction(0)
    yield from (bound for bound in (low, high) if bound is not None)
    some = len(asked.barred) + 12
    for digits in range(18):
        scale = 10**digits
        start = 0 if low is None else math.ceil(low * scale)
        if low is None and high is not None:
            start = math.floor(high * scale) - some
        yield from (Fraction(start + count, scale) for count in range(some + 1))
        if low is None and high is None:
            yield from (Fraction(-count, scale) for count in range(some))
    if low is not None and high is not None:
        for parts in range(2, 40):
            yield low + (high - low) / parts

"""What a search for a value came to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from wiremark.schema.inclusion.nodes import Node

Goals = frozenset[Node]


@dataclass(frozen=True, slots=True)
class Outcome:
    """`answer`: True with a value; False: there is no value; None: not known, then `value` may be a guess."""

    answer: bool | None
    value: Any = None
    has_value: bool = False


NONE: Final = Outcome(False)
OPEN: Final = Outcome(None)

Solve = Callable[[Goals], Outcome]


def found(value: Any) -> Outcome:
    """A value."""
    return Outcome(True, value, True)


def guessed(value: Any) -> Outcome:
    """A value that may do."""
    return Outcome(None, value, True)


class Best:
    """The best of the outcomes of ways that exclude nothing: a value, else the first guess, else open, else none."""

    def __init__(self) -> None:
        self.outcome = NONE

    def saw(self, outcome: Outcome) -> bool:
        """Takes an outcome in; whether it ends the search."""
        if outcome.answer or (outcome.answer is None and not self.outcome.has_value):
            self.outcome = outcome
        return self.outcome.answer is True

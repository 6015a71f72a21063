"""The formulas of agreement: F1, observed agreement, Cohen's kappa, Krippendorff's alpha.

None stands for "nothing to measure": an empty denominator is no agreement and no disagreement.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Values = Sequence[tuple[Hashable, Hashable]]
"""What two annotators chose for the same items."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, 0 to 1 (kappa and alpha from -1) or None, and the counts that it was made of."""

    value: float | None
    n: Mapping[str, int] = field(default_factory=dict)


def f1(both: int, a: int, b: int) -> Figure:
    """F1 of what `both` have among the `a` things of one annotator and the `b` of the other: 2·both / (a + b).

    The harmonic mean of precision and recall, whichever is taken for the standard (Hripcsak & Rothschild 2005).
    """
    return Figure(2 * both / (a + b) if a + b else None, {"both": both, "a": a, "b": b})


def share(agreed: int, n: int) -> Figure:
    """Observed agreement: `agreed` of `n` items."""
    return Figure(agreed / n if n else None, {"agreed": agreed, "n": n})


def equal(values: Values) -> Figure:
    """Observed agreement: the share of items for which both chose the same."""
    return share(sum(a == b for a, b in values), len(values))


def kappa(values: Values) -> Figure:
    """Cohen's kappa (Cohen 1960): (observed - expected) / (1 - expected), expected from each annotator's own choices.

    1 where both always chose one and the same value, and kappa is not defined.
    """
    n, first, second = len(values), Counter(a for a, _ in values), Counter(b for _, b in values)
    by_chance = sum(number * second[value] for value, number in first.items())  # times n²
    agreed = sum(a == b for a, b in values)
    if not n:
        return Figure(None, {"n": 0})
    return Figure((agreed * n - by_chance) / (n * n - by_chance) if by_chance < n * n else 1.0, {"n": n})


def jaccard(a: Collection[Hashable], b: Collection[Hashable]) -> float:
    """What two sets share, over what either has; 1 where both are empty."""
    a, b = set(a), set(b)
    return len(a & b) / len(a | b) if a or b else 1.0


def alpha(values: Sequence[tuple[frozenset[str], frozenset[str]]]) -> Figure:
    """Krippendorff's alpha, nominal, of two annotators. An item's value is a set of labels; two sets are equal or not.

    After Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", by the package krippendorff.
    None where no item has a label on either side; 1 where all have the same.
    """
    counts = {"n": len(values), "labelled": sum(bool(a or b) for a, b in values)}
    if not counts["labelled"]:
        return Figure(None, counts)
    domain = sorted({value for pair in values for value in pair}, key=sorted)
    if len(domain) == 1:
        return Figure(1.0, counts)
    import krippendorff
    import numpy

    column = {value: number for number, value in enumerate(domain)}
    table = numpy.zeros((len(values), len(domain)), dtype=int)
    for row, pair in enumerate(values):
        for value in pair:
            table[row, column[value]] += 1
    return Figure(float(krippendorff.alpha(value_counts=table, level_of_measurement="nominal")), counts)


def plain(figures: Mapping[str, Any]) -> dict[str, Any]:
    """Figures as JSON has them: the value under each name, the counts of all under "n"; groups of figures likewise."""
    counts = {name: dict(figure.n) for name, figure in figures.items() if isinstance(figure, Figure)}
    values = {
        name: figure.value if isinstance(figure, Figure) else plain(figure) if isinstance(figure, Mapping) else figure
        for name, figure in figures.items()
    }
    return {**values, "n": counts} if counts else values

"""Is one cleaner better than another on the same pages, or is it chance?

The difference is that of the F1 of each page's text. The interval is a bootstrap that draws whole sites, for pages of
one site are alike; the probability is that of a sign-flip test over pages: how often would a difference as large, in
either direction, come about if on every page it could as well have gone the other way (Noreen, Computer-Intensive
Methods for Testing Hypotheses, 1989).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

DRAWS = 5000


@dataclass(frozen=True, slots=True)
class Difference:
    """The mean of ours minus theirs, between `low` and `high` in 95 of 100 draws, and the probability of chance."""

    mean: float
    low: float
    high: float
    chance: float

    def __str__(self) -> str:
        chance = f"p {self.chance:.3f}" if self.chance >= 0.001 else "p < 0.001"
        return f"{self.mean:+.3f} [{self.low:+.3f}, {self.high:+.3f}] {chance}"


def difference(ours: Sequence[float], theirs: Sequence[float], sites: Sequence[str], seed: int = 1) -> Difference:
    """How `ours` differs from `theirs`: the F1 of the same pages in the same order, and the site of each page."""
    import numpy as np

    random = np.random.default_rng(seed)
    gain = np.asarray(ours, float) - np.asarray(theirs, float)
    _, site = np.unique(np.asarray(sites), return_inverse=True)
    sums, sizes = np.bincount(site, gain), np.bincount(site)
    drawn = random.integers(len(sums), size=(DRAWS, len(sums)))
    low, high = np.quantile(sums[drawn].sum(1) / sizes[drawn].sum(1), (0.025, 0.975))
    flipped = (random.integers(2, size=(DRAWS, len(gain))) * 2 - 1) @ gain
    # A sum of the same terms in another order may be off by a rounding: such a one counts as equal.
    as_large = int((np.abs(flipped) >= abs(gain.sum()) - 1e-9).sum())
    return Difference(float(gain.mean()), float(low), float(high), (1 + as_large) / (1 + DRAWS))

"""Which blocks of a page are its article: two models, the second of which sees what the first says of the neighbours.

The second look is stacking over a page (Wolpert, Neural Networks 5, 1992; for page blocks see Web2Text, which has a
graphical model in its place).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from wiremark.cleaning.context.trees import UNIT, Trees, load
from wiremark.cleaning.html.blocks import Block, Page
from wiremark.cleaning.html.cues import COMMENTS
from wiremark.cleaning.html.features import rows
from wiremark.cleaning.html.neighbours import widened
from wiremark.cleaning.html.said import Said

Scores = npt.NDArray[np.float64]

MODEL = Path(__file__).with_name("page.model")
FIRST, SECOND = 4, 3
"""Ensembles of each look, whose log odds are averaged."""

_MOST = 20_000
_KEPT = 0.5
_SURE = 0.9
_FAIR = 0.25
_ENOUGH = 400


@dataclass(frozen=True, slots=True)
class Model:
    """The ensembles of the first and of the second look."""

    first: Sequence[Trees]
    second: Sequence[Trees]


@cache
def shipped() -> Model:
    """The model of the package."""
    return Model(
        [load(MODEL, f"first{number}") for number in range(FIRST)],
        [load(MODEL, f"second{number}") for number in range(SECOND)],
    )


def candidates(page: Page) -> list[Block]:
    """The blocks that may be the article: not what no reader sees, nor what readers wrote, nor what
    stands below more than any article has."""
    seen = (block for block in page.blocks if not block.element.hidden and not block.element.cues & COMMENTS)
    return [*islice(seen, _MOST)]


def matrix(page: Page, told: Said) -> Scores:
    """The first rows of a page's candidates, blocks by features. told: what the page says of itself."""
    return np.array(rows(candidates(page), told), dtype=np.float64)


def averaged(ensembles: Sequence[Trees], table: Scores) -> Scores:
    """The probability of each row, by the mean of the ensembles' log odds."""
    margin = np.mean([trees.margins(table) for trees in ensembles], axis=0) / UNIT
    found: Scores = 1 / (1 + np.exp(-np.clip(margin, -30, 30)))
    return found


def scored(page: Page, table: Scores, model: Model) -> Scores:
    """How sure the model is, 0 to 1, that each block is the article's, 0 for those that are no candidates; `table` are
    the first rows."""
    found = np.zeros(len(page.blocks))
    if len(table):
        here = candidates(page)
        known = {id(block) for block in here}
        places = [row for row, block in enumerate(page.blocks) if id(block) in known]
        found[places] = averaged(model.second, widened(table, averaged(model.first, table), here))
    return found


def chosen(page: Page, scores: Scores) -> list[bool]:
    """Which blocks are the article: none where the best look bad.

    Where the best blocks of an odd page look but fair, the others are held against those.
    """
    best = _best(page, scores)
    if best < _FAIR:
        return [False] * len(scores)
    return [bool(score >= _KEPT * min(1.0, best / _SURE)) for score in scores]


def _best(page: Page, scores: Scores) -> float:
    """The mean score of the page's best few hundred characters."""
    if not len(scores):
        return 0.0
    length = np.array([len(block.text) for block in page.blocks], dtype=np.float64)
    order = np.argsort(-scores, kind="stable")
    top = order[: int(np.searchsorted(np.cumsum(length[order]), _ENOUGH)) + 1]
    return float((scores[top] * length[top]).sum() / length[top].sum())

"""Which blocks of a page are its article: two models, the second of which sees what the first says of the neighbours.

The second look is stacking over a page (Wolpert, Neural Networks 5, 1992; for page blocks see Web2Text, which has a
graphical model in its place).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from wiremark.cleaning.html.blocks import Block, Page
from wiremark.cleaning.html.cues import COMMENTS
from wiremark.cleaning.html.features import rows
from wiremark.cleaning.html.metadata import Stated
from wiremark.cleaning.html.second_look import widened
from wiremark.cleaning.trees import Trees, load

Scores = npt.NDArray[np.float64]

FILE: Final = Path(__file__).with_name("model.npz")
"""The model that the package brings; ORIGIN.md beside it says where its numbers come from."""

_MOST = 20_000
_KEPT = 0.5
_SURE = 0.9
_FAIR = 0.25
_ENOUGH = 400
_HEADING = 0.15
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True, slots=True)
class Model:
    """The ensembles of the first and of the second look."""

    first: Trees
    second: Trees


@cache
def shipped() -> Model:
    """The model of the package."""
    return Model(load(FILE, "first"), load(FILE, "second"))


def candidates(page: Page) -> list[Block]:
    """The blocks that may be the article: not what no reader sees, nor what readers wrote, nor what
    stands below more than any article has."""
    seen = (block for block in page.blocks if not block.element.hidden and not block.element.cues & COMMENTS)
    return [*islice(seen, _MOST)]


def matrix(page: Page, stated: Stated) -> Scores:
    """The first rows of a page's candidates, blocks by features; `stated` is what the page says of itself."""
    return np.array(rows(candidates(page), stated), dtype=np.float64)


def scored(page: Page, table: Scores, model: Model) -> Scores:
    """How sure the model is, 0 to 1, that each block is the article's, 0 for those that are no candidates; `table` are
    the first rows."""
    found = np.zeros(len(page.blocks))
    if len(table):
        here = candidates(page)
        known = {id(block) for block in here}
        places = [row for row, block in enumerate(page.blocks) if id(block) in known]
        found[places] = model.second.scores(widened(table, model.first.scores(table), here))
    return found


def chosen(page: Page, scores: Scores) -> list[bool]:
    """Which blocks are the article: none where the best look bad.

    Where the best blocks of an odd page look but fair, the others are held against those. A heading without a link,
    right between two of the article's blocks, is the article's too, unless it looks bad.
    """
    best = _best(page, scores)
    if best < _FAIR:
        return [False] * len(scores)
    found = [bool(score >= _KEPT * min(1.0, best / _SURE)) for score in scores]
    headings = [
        score >= _HEADING and not block.links and block.element.tag in _HEADINGS
        for block, score in zip(page.blocks, scores.tolist(), strict=True)
    ]
    beside = zip([False, *found[:-1]], found, [*found[1:], False], headings, strict=True)
    return [here or (heading and above and below) for above, here, below, heading in beside]


def _best(page: Page, scores: Scores) -> float:
    """The mean score of the page's best few hundred characters."""
    if not len(scores):
        return 0.0
    length = np.array([len(block.text) for block in page.blocks], dtype=np.float64)
    order = np.argsort(-scores, kind="stable")
    top = order[: int(np.searchsorted(np.cumsum(length[order]), _ENOUGH)) + 1]
    return float((scores[top] * length[top]).sum() / length[top].sum())

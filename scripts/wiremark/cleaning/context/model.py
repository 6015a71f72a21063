"""How sure the model is that a line is no part of the article: two ensembles, the second of which sees the first's
scores round a line (stacked sequential learning, Cohen and Carvalho, IJCAI 2005, in place of a chain model)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from wiremark.cleaning.context.features import FAR, Line, Matrix, counts, distances, means, rows, shifted
from wiremark.cleaning.context.line import NAMES
from wiremark.cleaning.trees import UNIT, Trees, load, numbers, probability, save

FILE: Final = Path(__file__).with_name("model.npz")
"""The model that the package brings; ORIGIN.md beside it says where its numbers come from."""

# What is known beforehand, in log odds: a line of a thread is hardly ever body, one that opens a quotation mostly is,
# and so is a first line that greets ("Friends,").
_THREAD, _QUOTATION = 3 * UNIT, -3 * UNIT // 2
_QUOTES = ('"', "“")
_MOST = 0.6  # of a text, in code points: more goes only where a story stays
_STORY = 300  # code points of prose: two or three sentences
_TIMES = 3  # as much prose may go as stays
_SENTENCE = 40  # code points: a shorter line is no prose
_END = NAMES.index("end_sentence")
_FEW = 0.2  # of the lines
_CERTAIN = 6.0  # log odds beyond this are all one


@dataclass(frozen=True, slots=True)
class Model:
    """Two ensembles, and for each mode the probability from which a line is taken out."""

    first: Trees
    second: Trees
    cuts: Mapping[str, float]

    def scores(self, lines: Sequence[Line]) -> list[float]:
        """The probability, 0 to 1 with four decimals, that each of `lines` is no part of the article."""
        return self._judged(lines)[0] if lines else []

    def dropped(self, lines: Sequence[Line], mode: str) -> dict[int, float]:
        """The numbers of the lines that `mode` takes out, with their scores; none where nothing would be left.

        Where that would be most of the text and what stays is no story, or far more of the prose would go than stay,
        the page is unlike those that the model knows, and `full` acts as `safe` does.
        """
        if not lines:
            return {}
        scores, table = self._judged(lines)
        left = [row for row, line in enumerate(lines) if line.kept]
        found = [row for row in left if scores[row] >= self.cuts[mode]]
        if mode == "safe" or _too_much(lines, table, left, found):
            found = cautious(scores, lines, table, self.cuts["safe"])
        return {row: scores[row] for row in found} if len(found) < len(left) else {}

    def _judged(self, lines: Sequence[Line]) -> tuple[list[float], Matrix]:
        table = rows(lines)
        return weighed(self.second.margins(widened(table, self.first.margins(table), lines)), table, lines), table


def weighed(margins: npt.NDArray[np.int64], table: Matrix, lines: Sequence[Line]) -> list[float]:
    """The second ensemble's log odds for `lines`, whose features are `table`, with what is known beforehand."""
    margins = margins + _THREAD * table[:, -1].astype(np.int64)
    opens = [line.text.startswith(_QUOTES) for line in lines]
    opens[0] |= lines[0].text.endswith(",")
    margins = margins + _QUOTATION * np.array(opens)
    return [round(probability(margin), 4) for margin in margins.tolist()]


def cautious(scores: Sequence[float], lines: Sequence[Line], table: Matrix, cut: float) -> list[int]:
    """The numbers of the lines that may go where body lines come first: those of at least `cut`.

    Outside a thread of comments they are few; where they are many (a live page, a list of names), none of them goes.
    """
    thread = table[:, -1] > 0
    free = [row for row, line in enumerate(lines) if line.kept and not thread[row]]
    found = [row for row, line in enumerate(lines) if line.kept and scores[row] >= cut]
    many = sum(not thread[row] for row in found) > _FEW * len(free)
    return [row for row in found if thread[row]] if many else found


def _too_much(lines: Sequence[Line], table: Matrix, left: Sequence[int], found: Sequence[int]) -> bool:
    """Whether the lines `found`, of the lines `left` by the rules, are most of them and no story stays.

    A page full of links may go but for its story. Prose: lines that end as a sentence does, outside a thread.
    """
    if _size(lines, found) <= _MOST * _size(lines, left):
        return False
    prose = {row for row in left if table[row, _END] > 0 and not table[row, -1] and len(lines[row].text) >= _SENTENCE}
    taken = _size(lines, sorted(prose.intersection(found)))
    stays = _size(lines, sorted(prose.difference(found)))
    return stays < _STORY or taken > _TIMES * stays


def _size(lines: Sequence[Line], rows: Sequence[int]) -> int:
    return sum(len(lines[row].text) for row in rows)


def widened(table: Matrix, margins: npt.NDArray[np.int64], lines: Sequence[Line]) -> Matrix:
    """The features of the second ensemble: those of the first, and what its log odds are at a line and round it."""
    kept = np.array([line.kept for line in lines])
    odds = np.where(kept, np.clip(margins / UNIT, -_CERTAIN, _CERTAIN), _CERTAIN).astype(np.float32)[:, None]
    sure = np.concatenate([odds < -2, odds < 0, odds < 1, odds > 0, odds > 2], axis=1)
    size = np.array([min(len(line.text), 1000) for line in lines], dtype=np.float64)
    weight = np.where(odds[:, 0] < 0, size, 0)
    total = np.cumsum(weight)
    total_odds = np.cumsum(odds[:, 0], dtype=np.float64)
    sums = [
        np.clip(total_odds, -60, 60),
        np.clip(total_odds[-1] - total_odds + odds[:, 0], -60, 60),
        (total - weight) / max(total[-1], 1),
        (total[-1] - total) / max(total[-1], 1),
        np.full(len(lines), odds.mean(dtype=np.float64)),
        _runs(odds[:, 0] > 0),
    ]
    return np.concatenate(
        [
            table,
            odds,
            *(shifted(odds, step) for step in (-5, -4, -3, -2, -1, 1, 2, 3, 4, 5)),
            *(means(odds, reach) for reach in (1, 2, 4, 8, 16)),
            *distances(sure),
            *counts(sure),
            np.stack(sums, axis=1),
        ],
        axis=1,
        dtype=np.float32,
    )


def _runs(flags: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """For each line, how many lines of the same flag stand together there."""
    edges = np.concatenate([[0], np.flatnonzero(flags[1:] != flags[:-1]) + 1, [len(flags)]])
    lengths = np.diff(edges)
    return np.repeat(np.minimum(lengths, FAR), lengths).astype(np.float64)


@cache
def shipped() -> Model:
    """The model of the package."""
    safe, full = numbers(FILE, "cuts").tolist()
    return Model(load(FILE, "first"), load(FILE, "second"), {"safe": safe, "full": full})


def write(model: Model, path: Path) -> None:
    """Write a model as numbers; the same model gives the same bytes."""
    cuts: Any = [model.cuts["safe"], model.cuts["full"]]
    save(path, {"first": model.first, "second": model.second}, cuts=cuts)

"""Boosted decision trees as plain numbers: read from a small file, scored with numpy.

Every tree is stored as a full binary tree of one depth (Breiman et al., Classification and Regression Trees, 1984;
boosting: Friedman, Annals of Statistics 29, 2001), so that all trees step down one level at once. Leaves are whole
numbers, whose sum is the same in any order: a row scores the same, bit for bit, alone and in a batch.
"""

import io
import math
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

UNIT: Final = 65536
"""A leaf of this value adds 1 to the log odds."""

_ROWS = 256  # at a time: what is looked up then stays in the cache


@dataclass(frozen=True, slots=True)
class Trees:
    """An ensemble of `count` trees of the depth `d`.

    `feature` and `threshold` have the shape (count, 2**d - 1), the root of a tree first, then level by level: a row
    goes left where `row[feature] <= threshold`. `leaf` has the shape (count, 2**d), in units of 1 / UNIT.
    """

    feature: npt.NDArray[np.uint16]
    threshold: npt.NDArray[np.float32]
    leaf: npt.NDArray[np.int32]

    def margins(self, matrix: npt.ArrayLike) -> npt.NDArray[np.int64]:
        """The log odds of every row of `matrix` (rows by features, finite numbers), in units of 1 / UNIT."""
        rows = np.ascontiguousarray(matrix, dtype=np.float32)
        found = np.empty(len(rows), dtype=np.int64)
        for at in range(0, len(rows), _ROWS):
            found[at : at + _ROWS] = self._margins(rows[at : at + _ROWS])
        return found

    def scores(self, matrix: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """The probability, 0 to 1, of every row of `matrix`."""
        return np.array([probability(margin) for margin in self.margins(matrix).tolist()], dtype=np.float64)

    def _margins(self, rows: npt.NDArray[np.float32]) -> npt.NDArray[np.int64]:
        count, leaves = self.leaf.shape
        feature, threshold = self.feature.ravel(), self.threshold.ravel()
        first = np.arange(count, dtype=np.intp) * (leaves - 1)  # where each tree's nodes begin
        cell = (np.arange(len(rows), dtype=np.intp) * rows.shape[1])[:, None]  # where each row's numbers begin
        values = rows.ravel()
        node: npt.NDArray[np.intp] = np.zeros((len(rows), count), dtype=np.intp)
        for _ in range(leaves.bit_length() - 1):
            here = node + first
            right = values.take(cell + feature.take(here)) > threshold.take(here)
            node = 2 * node + 1 + right
        leaf = node - (leaves - 1) + np.arange(count, dtype=np.intp) * leaves
        margins: npt.NDArray[np.int64] = self.leaf.ravel().take(leaf).sum(axis=1, dtype=np.int64)
        return margins


def probability(margin: int) -> float:
    """The probability, 0 to 1, that log odds of `margin` / UNIT stand for."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, margin / UNIT))))


def load(path: Path | str, name: str = "trees") -> Trees:
    """The ensemble called `name` of the file at `path`, which `save` wrote.

    Raises OSError where there is no such file, KeyError where it has no such ensemble.
    """
    with np.load(path, allow_pickle=False) as file:
        return Trees(file[f"{name}.feature"], file[f"{name}.threshold"], file[f"{name}.leaf"])


def numbers(path: Path | str, name: str) -> npt.NDArray[Any]:
    """The array called `name` of the file at `path`. Raises as `load` does."""
    with np.load(path, allow_pickle=False) as file:
        found: npt.NDArray[Any] = file[name]
        return found


def save(path: Path, ensembles: Mapping[str, Trees], **arrays: npt.ArrayLike) -> None:
    """Write ensembles and further `arrays` of numbers, each under its name; the same numbers give the same bytes."""
    named: dict[str, npt.NDArray[Any]] = {name: np.asarray(array) for name, array in arrays.items()}
    for name, trees in ensembles.items():
        named |= {f"{name}.{part}": getattr(trees, part) for part in ("feature", "threshold", "leaf")}
    temporary = path.with_name(path.name + ".tmp")
    with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for name, array in sorted(named.items()):
            content = io.BytesIO()
            np.save(content, np.ascontiguousarray(array), allow_pickle=False)
            file.writestr(zipfile.ZipInfo(f"{name}.npy"), content.getvalue(), zipfile.ZIP_DEFLATED, 9)
    temporary.replace(path)

"""Trees grown by LightGBM (Ke et al., NeurIPS 2017) and turned into plain numbers. Needs the extra `train`."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from wiremark.cleaning.trees import UNIT, Trees


def grow(
    matrix: npt.NDArray[np.float32],
    labels: npt.ArrayLike,
    *,
    weights: npt.NDArray[np.float64] | None = None,
    rounds: int = 200,
    seed: int = 0,
    **settings: Any,
) -> Trees:
    """An ensemble of `rounds` trees, that tells the rows labelled 1 from those labelled 0.

    `settings` are LightGBM's own, over ours; `max_depth` bounds the size of what is written. One thread and
    fixed seeds: the same input gives the same trees.
    """
    import lightgbm

    chosen = {"objective": "binary", "max_depth": 5, "num_leaves": 24, "learning_rate": 0.05, **settings}
    fixed = {"num_threads": 1, "deterministic": True, "force_row_wise": True, "seed": seed, "use_missing": False}
    data = lightgbm.Dataset(matrix, np.asarray(labels), weight=weights)
    return converted(lightgbm.train({**chosen, **fixed, "verbosity": -1}, data, num_boost_round=rounds))


def together(ensembles: Sequence[Trees]) -> Trees:
    """One ensemble whose log odds are the mean of those of `ensembles`; of the depth of the deepest."""
    depth = max(each.leaf.shape[1] for each in ensembles)
    parts = [_deepened(each, depth) for each in ensembles]
    leaves = np.concatenate([each.leaf for each in parts]) / len(parts)
    return Trees(
        np.concatenate([each.feature for each in parts]),
        np.concatenate([each.threshold for each in parts]),
        np.rint(leaves).astype(np.int32),
    )


def _deepened(trees: Trees, leaves: int) -> Trees:
    """The same trees with so many leaves: below those that were there everything goes left."""
    count, there = trees.leaf.shape
    more = (0, 0), (0, leaves - there)
    leaf = np.zeros((count, leaves), np.int32)
    leaf[:, :: leaves // there] = trees.leaf
    return Trees(np.pad(trees.feature, more), np.pad(trees.threshold, more, constant_values=np.inf), leaf)


def converted(booster: Any) -> Trees:
    """The trees of a LightGBM booster: numerical splits alone, rows without missing values, one output."""
    trees = [tree["tree_structure"] for tree in booster.dump_model()["tree_info"]]
    depth = max(1, *map(_depth, trees)) if trees else 1
    feature = np.zeros((len(trees), 2**depth - 1), dtype=np.uint16)
    threshold = np.full(feature.shape, np.inf, dtype=np.float32)
    leaf = np.zeros((len(trees), 2**depth), dtype=np.int32)
    for number, tree in enumerate(trees):
        _lay_out(tree, 0, feature[number], threshold[number], leaf[number])
    return Trees(feature, threshold, leaf)


def _depth(node: dict[str, Any]) -> int:
    return 0 if "leaf_value" in node else 1 + max(_depth(node["left_child"]), _depth(node["right_child"]))


def _lay_out(
    node: dict[str, Any],
    at: int,
    feature: npt.NDArray[np.uint16],
    threshold: npt.NDArray[np.float32],
    leaf: npt.NDArray[np.int32],
) -> None:
    """Write `node` at the place `at` of a full tree; below a leaf that stands higher up, everything goes left."""
    if "leaf_value" in node:
        while at < len(feature):
            at = 2 * at + 1
        leaf[at - len(feature)] = round(node["leaf_value"] * UNIT)
        return
    feature[at] = node["split_feature"]
    threshold[at] = _at_most(node["threshold"])
    _lay_out(node["left_child"], 2 * at + 1, feature, threshold, leaf)
    _lay_out(node["right_child"], 2 * at + 2, feature, threshold, leaf)


def _at_most(threshold: float) -> np.float32:
    """The largest float32 that is not above `threshold`: no float32 lies between the two."""
    near = np.float32(threshold)
    return near if near <= threshold else np.nextafter(near, np.float32(-np.inf))

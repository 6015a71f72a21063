"""The rows of `clusters`: what clusters.json says of each, with its members, which the annotations name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wiremark.dataset.columns.arrays import offsets
from wiremark.dataset.columns.batch import Batch

KINDS = {"event": ("events", "cluster"), "utterance": ("quotes", "utterance")}
"""The kinds of cluster: the layer of those that belong to one, and the property that names it."""


class Members:
    """The records that belong to clusters, gathered batch by batch: of the whole corpus, but of each three names."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], list[pa.Table]] = {}

    def add(self, split: str, batch: Batch) -> None:
        """Those of a batch, all of whose articles are of one split."""
        for kind, (layer, named) in KINDS.items():
            rows = batch.layer(layer)
            rows = rows.where(rows[named].is_valid())
            ids = batch.annotated_ids.take(rows.parent)
            table = pa.table({"cluster": rows[named], "document_id": ids, "id": rows["id"]})
            self._found.setdefault((kind, split), []).append(table)

    def lists(self, kind: str, split: str, clusters: pa.Array) -> pa.ListArray:
        """For each cluster of a kind its members in a split, in the order of the articles and of their texts."""
        empty = pa.table({name: pa.array([], pa.string()) for name in ("cluster", "document_id", "id")})
        found = pa.concat_tables([empty, *self._found.get((kind, split), ())])
        place = pc.index_in(found["cluster"], value_set=clusters).combine_chunks()
        found, place = found.filter(place.is_valid()), place.drop_null().to_numpy()
        order = pa.array(np.argsort(place, kind="stable"))
        found = found.take(order).combine_chunks()
        lengths = np.bincount(place, minlength=len(clusters))
        parts = [found[name].combine_chunks() for name in ("document_id", "id")]
        return pa.ListArray.from_arrays(offsets(lengths), pa.StructArray.from_arrays(parts, ["document_id", "id"]))


Rows = list[Mapping[str, Any]]


def clusters(
    listed: Mapping[str, Sequence[Mapping[str, Any]]], members: Members, splits: Sequence[str]
) -> Iterator[tuple[str, Rows, pa.ListArray]]:
    """By kind and split the clusters and their members there. One without any members is in the first split.

    listed: the lists of clusters.json by their keys. A cluster is in every split that has a member.
    """
    for kind in KINDS:
        rows = [{**row, "kind": kind} for row in listed.get(f"{kind}s", ())]
        ids = pa.array([row["id"] for row in rows], pa.string())
        found = {split: members.lists(kind, split, ids) for split in splits}
        many = {split: np.diff(lists.offsets.to_numpy()) for split, lists in found.items()}
        none = sum(many.values()) == 0
        for split, lists in found.items():
            kept = np.nonzero((many[split] > 0) | (none if split == splits[0] else False))[0]
            yield split, [rows[place] for place in kept], lists.take(pa.array(kept))

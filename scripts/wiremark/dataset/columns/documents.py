"""The columns of `documents`: what is known of each article, its text, its rights."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa

from wiremark.cleaning import METADATA
from wiremark.dataset.columns.arrays import offsets
from wiremark.dataset.columns.batch import Article, Batch
from wiremark.sources import MODES

_KNOWN: dict[str, Callable[[Article], Any]] = {
    "language": lambda article: article.source.language,
    "publisher": lambda article: article.source.publisher,
    "agency": lambda article: article.source.agency,
    "author": lambda article: article.source.author,
    "published_how": lambda article: article.source.published_how,
    "published_from": lambda article: article.source.published_from,
    "translated_from": lambda article: article.source.translated_from,
    "story": lambda article: article.source.story,
    "split": lambda article: article.source.split,
    "rights_holder": lambda article: article.source.rights.holder,
    "licence": lambda article: article.source.rights.licence,
    "rights_basis": lambda article: article.source.rights.basis,
    "seed": lambda article: article.source.file,
    "raw_sha256": lambda article: article.record["raw_sha256"],
    "text_sha256": lambda article: article.record["text_sha256"],
    "rules_version": lambda article: article.record["rules_version"],
    "clean_mode": lambda article: article.record.get("mode", MODES[0]),
    "model_version": lambda article: article.record.get("model_version"),
    "page_model_version": lambda article: article.record.get("page_model_version"),
}


def documents(batch: Batch) -> dict[str, pa.Array]:
    """A row for each article."""
    articles = batch.articles
    taken = [article.record["metadata"] for article in articles]
    return {
        "document_id": batch.ids,
        **{name: pa.array([some.get(name) for some in taken], pa.string()) for name in METADATA},
        **{name: pa.array([value(article) for article in articles], pa.string()) for name, value in _KNOWN.items()},
        "text": batch.texts,
        "published": pa.array([article.source.published for article in articles], pa.date32()),
        "layers": _layers(batch),
        "length": pa.array([len(article.text) for article in articles], pa.int32()),
    }


def _layers(batch: Batch) -> pa.ListArray:
    """The layers that were done in each article; none where there is no annotation."""
    found = batch.layers
    lengths = np.zeros(len(batch.articles), np.int32)
    lengths[batch.annotated.to_numpy()] = np.diff(found.offsets.to_numpy())
    return pa.ListArray.from_arrays(offsets(lengths), found.values)

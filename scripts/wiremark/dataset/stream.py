"""From articles to Parquet files, batch by batch: what is held does not grow with the corpus.

All that is gathered over the whole corpus are the members of clusters, three names each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from wiremark.dataset.columns.batch import Article, Batch, columns_of
from wiremark.dataset.columns.clusters import Members, clusters
from wiremark.dataset.ner import Losses
from wiremark.dataset.parts import Part
from wiremark.dataset.shards import Bounds, Writer
from wiremark.dataset.tables import Config
from wiremark.schema.arrow import Table, table_of, to_arrow
from wiremark.schema.profile import Profile
from wiremark.sources import SPLITS

BATCH = 4 << 20
"""The bytes of JSON and text in a batch, more or less. Nothing that is written depends on it."""


@dataclass(frozen=True)
class Shared:
    """What all articles share: the schema, the knowledge base, the lists of clusters.json by their keys."""

    profile: Profile
    entities: Sequence[Mapping[str, Any]] = ()
    clusters: Mapping[str, Any] | None = None


def write_tables(
    configs: Sequence[Config],
    shared: Shared,
    articles: Callable[[str], Iterable[Article]],
    folder: Path,
    *,
    bounds: Bounds | None = None,
    batch: int = BATCH,
) -> tuple[Part, ...]:
    """Writes the shards of each config into a folder.

    articles: gives those of a split in order, valid. They are taken one after the other, and one split after the other,
    so that row groups of one split only are in the making. Rows stand in the order of the articles and of their texts;
    entities and clusters in their own.
    """
    writers = {config.name: Writer(folder, config, bounds or Bounds()) for config in configs}
    entities = to_arrow(shared.entities, table_of(shared.profile.records["Entity"]))
    members, known, losses = Members(), columns_of(entities), list[Losses]()
    for split in SPLITS:
        for some in batches(articles(split), batch):
            gathered = Batch(shared.profile, some, known, losses)
            for config in configs:
                if config.columns:
                    writers[config.name].add(split, config.rows(config.columns(gathered)))
            members.add(split, gathered)
        for config in configs:
            if config.columns:
                writers[config.name].end(split)
    for config in configs:
        if config.name == "entities":
            whole = to_arrow(shared.entities, config.table)
            writers[config.name].add(SPLITS[0], whole.combine_chunks())
        if config.name == "clusters":
            for split, rows in _clusters(config, shared, members):
                writers[config.name].add(split, rows)
    parts = (writers[config.name].finish() for config in configs)
    lost = sum(losses, Losses())
    return tuple(replace(part, lost=lost) if part.config.name == "ner" else part for part in parts)


def batches(articles: Iterable[Article], size: int = BATCH) -> Iterator[list[Article]]:
    """The articles in their order, so many at once that they have `size` bytes, or the last ones fewer."""
    held: list[Article] = []
    weight = 0
    for article in articles:
        held.append(article)
        weight += len(article.text) + len(article.raw or b"")
        if weight >= size:
            yield held
            held, weight = [], 0
    if held:
        yield held


def _clusters(config: Config, shared: Shared, members: Members) -> Iterator[tuple[str, pa.Table]]:
    """The rows of `clusters` by split, with the members that the annotations name."""
    said = Table({name: node for name, node in config.table.columns.items() if name != "members"})
    for split, rows, lists in clusters(shared.clusters or {}, members, SPLITS):
        columns = columns_of(to_arrow(rows, said))
        if rows:
            yield split, config.rows({**columns, "members": lists})

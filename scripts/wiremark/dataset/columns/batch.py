"""A batch of articles, and what all tables take from it: parsed annotations in canonical order, their layers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wiremark.annotation.store import dumps, first_span
from wiremark.dataset.columns.arrays import Exploded, conform, explode, first, numbers, offsets, parsed
from wiremark.dataset.ner import Losses
from wiremark.schema.profile import Array, Profile, Record, listed
from wiremark.sources import Source
from wiremark.text.order import natural


class Article(Protocol):
    """What a batch reads of an article: `wiremark.dataset.inputs.Article` is one."""

    @property
    def source(self) -> Source:
        """Its entry in SOURCES.toml."""

    @property
    def text(self) -> str:
        """The content of corpus/<id>.txt."""

    @property
    def record(self) -> Mapping[str, Any]:
        """The content of corpus/<id>.json."""

    @property
    def raw(self) -> bytes | None:
        """The annotation as JSON, laid out anyhow, its records in any order; None where there is none."""

    @property
    def known(self) -> Sequence[tuple[int, int]] | None:
        """The parts of the text whose annotation is known, start and end, in order; None where all are."""


UNSETTLED = frozenset({"orphans", "review"})
"""Of a document file, what waits for a person, and is in no table."""


@dataclass(frozen=True)
class Batch:
    """Some articles, in order. entities: the knowledge base, its columns as `columns_of` gives them.

    losses: gets what the tags of `ner` lose, when these are made.
    """

    profile: Profile
    articles: Sequence[Article]
    entities: Mapping[str, pa.Array]
    losses: list[Losses] = field(default_factory=list)

    @cached_property
    def ids(self) -> pa.Array:
        """The ids of all articles."""
        return pa.array([article.source.id for article in self.articles], pa.string())

    @cached_property
    def texts(self) -> pa.Array:
        """The texts of all articles."""
        return pa.array([article.text for article in self.articles], pa.string())

    @cached_property
    def annotated(self) -> pa.Array:
        """The places of the articles that have an annotation."""
        return pa.array([n for n, article in enumerate(self.articles) if article.raw is not None], pa.int64())

    @cached_property
    def annotated_ids(self) -> pa.Array:
        """The ids of the articles that have an annotation."""
        return self.ids.take(self.annotated)

    @cached_property
    def _root(self) -> Record:
        root = self.profile.records["Document"]
        fields = {name: node for name, node in root.fields.items() if name not in UNSETTLED}
        return Record(root.name, fields, root.required)

    @cached_property
    def annotations(self) -> dict[str, pa.Array]:
        """The properties of the annotations, labels by id, records in canonical order; a layer not done is null."""
        raws = [article.raw for article in self.articles if article.raw is not None]
        table = parsed(raws, self._root)
        if astray := _unordered(table, self._root):
            whole = self.profile.records["Document"]
            for place in astray:
                raws[place] = dumps(json.loads(raws[place]), whole).encode("utf-8")
            table = parsed(raws, self._root)
        found = {name: conform(_one(table, name), node) for name, node in self._root.fields.items()}
        return found | {name: _where(done, found[name]) for name, done in _done(found["annotated_with"]).items()}

    @cached_property
    def done(self) -> dict[str, pa.Array]:
        """For each layer, which of the annotations have it, also where nothing was found."""
        return _done(self.annotations["annotated_with"])

    @cached_property
    def layers(self) -> pa.ListArray:
        """For each annotation the names of the layers that were done, in the order of the schema."""
        names = pa.array(list(self.done), pa.string())
        done = np.array([numbers(mask.cast(pa.int8())) for mask in self.done.values()], bool).reshape(len(names), -1).T
        return pa.ListArray.from_arrays(offsets(done.sum(axis=1)), names.take(pa.array(np.nonzero(done)[1])))

    def layer(self, name: str) -> Exploded:
        """The records of a layer, of all annotations."""
        if name not in self._exploded:
            self._exploded[name] = explode(self.annotations[name])
        return self._exploded[name]

    @cached_property
    def _exploded(self) -> dict[str, Exploded]:
        return {}

    def spans(self, layer: str, name: str) -> pa.StructArray:
        """For each record of a layer the span in the property `name`, or the first one there."""
        return first(self.layer(layer)[name])


def columns_of(table: pa.Table) -> dict[str, pa.Array]:
    """Each column of a table as one array."""
    return {name: _one(table, name) for name in table.column_names}


def _one(table: pa.Table, name: str) -> pa.Array:
    column = table[name]
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _done(annotated_with: pa.StructArray) -> dict[str, pa.Array]:
    return {field.name: annotated_with.field(field.name).is_valid() for field in annotated_with.type}


def _where(done: pa.Array, lists: pa.ListArray) -> pa.ListArray:
    return lists if pc.all(done).as_py() is not False else pc.if_else(done, lists, pa.scalar(None, lists.type))


def _unordered(table: pa.Table, root: Record) -> list[int]:
    """The places of the rows in which records do not stand as `wiremark.annotation.store` writes them."""
    astray: set[int] = set()
    for name, node in root.fields.items():
        record = listed(node) if isinstance(node, Array) else None
        if record and record.key:
            astray |= set(_astray(explode(_one(table, name)), record, record.key[0]))
    return sorted(astray)


def _astray(rows: Exploded, record: Record, key: str) -> list[int]:
    parent = numbers(rows.parent)
    later = parent[1:] == parent[:-1]  # has one of the same document before it
    wrong = np.zeros(len(later), bool)
    if found := first_span(record):
        span = first(rows[found[0]])
        for part in found[1:]:
            values = numbers(span.field(part))
            wrong |= later & (values[1:] < values[:-1])
            later &= values[1:] == values[:-1]
    ids = rows[key]
    tied = [n for n in np.nonzero(later)[0] if natural(ids[n].as_py()) > natural(ids[n + 1].as_py())]
    return [int(parent[n]) for n in (*np.nonzero(wrong)[0], *tied)]

"""The configs of the dataset: which columns each has, and what makes them out of a batch of articles.

Columns are taken from the schema, so that a field added there is a column here. Every table is joined to the others
by `document_id`; rows stand in the order of SOURCES.toml and, within a document, in the order of the text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import pyarrow as pa

from wiremark.cleaning import METADATA
from wiremark.dataset.columns import records
from wiremark.dataset.columns.arrays import conform
from wiremark.dataset.columns.batch import UNSETTLED, Batch
from wiremark.dataset.columns.clusters import KINDS
from wiremark.dataset.columns.documents import documents
from wiremark.dataset.columns.names import ner
from wiremark.dataset.ner import bio
from wiremark.schema.arrow import Column, Day, Table, arrow_schema, table_of
from wiremark.schema.profile import Array, Integer, Profile, Record, Text


@dataclass(frozen=True)
class Config:
    """A table of the dataset. row: what a row is.

    columns: makes them, and maybe more, out of a batch; None for a table whose rows are not of single articles.
    """

    name: str
    row: str
    table: Table
    columns: Callable[[Batch], Mapping[str, pa.Array]] | None

    @cached_property
    def schema(self) -> pa.Schema:
        """The table's Arrow schema."""
        return arrow_schema(self.table)

    def rows(self, columns: Mapping[str, pa.Array]) -> pa.Table:
        """The table out of columns that were made for it, in its types and its order. Raises KeyError."""
        arrays = [conform(columns[name], column) for name, column in self.table.columns.items()]
        return pa.Table.from_arrays(arrays, schema=self.schema)


def configs(profile: Profile) -> tuple[Config, ...]:
    """Every config that the schema gives rise to; the first is the default."""
    mention, time, event, quote = (profile.records[name] for name in ("Mention", "Time", "Event", "Quote"))
    found = (
        ("documents", "article: its text, what is known of it, its rights", _documents(), documents),
        ("annotations", "article: its layers, nested as annotated", _annotations(profile), records.documents),
        ("mentions", "mention of an entity", _flat(mention, "span"), records.rows("mentions", "span")),
        ("times", "time expression", _flat(time, "span"), records.rows("times", "span")),
        ("events", "event", _flat(event, "trigger", "arguments"), records.rows("events", "trigger")),
        ("event_arguments", "argument of an event", _arguments(profile), records.arguments),
        ("quotes", "attributed statement", _flat(quote, "content"), records.rows("quotes", "content")),
        ("coref", "entity in an article, with its mentions", _coref(profile), records.coref),
        ("ner", "sentence: tokens, and BIO tags of the outermost names", _ner(mention), ner),
        ("entities", "entity of the knowledge base", table_of(profile.records["Entity"]), None),
        ("clusters", "event or utterance, with the records that tell it, across articles", _clusters(profile), None),
    )
    return tuple(Config(*parts) for parts in found)


_ID = Text()
_NAMED = Text(nullable=True)
_SPAN: Mapping[str, Column] = {"start": Integer(), "end": Integer(), "text": Text()}


def _documents() -> Table:
    return Table(
        {
            "document_id": _ID,
            **dict.fromkeys(METADATA, _NAMED),
            "text": Text(),
            "language": Text(),
            "publisher": _NAMED,
            "agency": _NAMED,
            "author": _NAMED,
            "published": Day(),
            "published_how": Text(),
            "published_from": Text(),
            "translated_from": _NAMED,
            "story": Text(),
            "split": Text(),
            "layers": Array(Text()),
            "rights_holder": Text(),
            "licence": Text(),
            "rights_basis": Text(),
            "length": Integer(),
            "seed": Text(),
            "raw_sha256": Text(),
            "text_sha256": Text(),
            "rules_version": Text(),
            "clean_mode": Text(),
            "model_version": _NAMED,
            "page_model_version": _NAMED,
        }
    )


_NOT_ROWS = {"document", *UNSETTLED}  # known already; and what waits for a person


def _annotations(profile: Profile) -> Table:
    """A document file as it is, with the text; a layer is nullable, because one not done differs from an empty one."""
    layers = profile.records["AnnotatedWith"].fields
    fields = {
        name: replace(node, nullable=True) if name in layers else node
        for name, node in profile.records["Document"].fields.items()
        if name not in _NOT_ROWS
    }
    return Table({"document_id": _ID, "text": Text(), "layers": Array(Text()), **fields})


def _flat(record: Record, span: str, *left_out: str) -> Table:
    """A layer's record as columns, with start, end and text of the span, or of the first of the spans, in `span`."""
    columns: dict[str, Column] = {"document_id": _ID}
    for name, node in record.fields.items():
        if name == span:
            columns |= _SPAN
        if name not in left_out and not (name == span and isinstance(node, Record)):
            columns[name] = node
    return Table(columns, frozenset(record.fields) - record.required)


def _arguments(profile: Profile) -> Table:
    role = profile.records["Argument"].fields["role"]
    mention, event = (profile.records[name].fields for name in ("Mention", "Event"))
    columns = {
        "document_id": _ID,
        "event": _ID,
        "event_type": event["type"],
        "role": role,
        "mention": _NAMED,
        "mention_type": replace(mention["type"], nullable=True),
        "entity": _NAMED,
        "argument_event": _NAMED,
        "argument_event_type": replace(event["type"], nullable=True),
        **_SPAN,
    }
    return Table(columns)


def _coref(profile: Profile) -> Table:
    mention, entity = profile.records["Mention"].fields, profile.records["Entity"].fields
    columns = {"document_id": _ID, "entity": _ID, "name": entity["name"], "type": entity["type"]}
    return Table({**columns, "mentions": Array(Text()), "spans": Array(mention["span"])})


def _ner(mention: Record) -> Table:
    types = mention.fields["type"]
    tags = Text(labels=bio(types.labels if isinstance(types, Text) else ()))
    return Table(
        {
            "id": _ID,
            "document_id": _ID,
            "sentence_id": Integer(),
            "tokens": Array(Text()),
            "token_offsets": Array(Array(Integer())),
            "ner_tags": Array(tags),
        }
    )


def _clusters(profile: Profile) -> Table:
    """The rows of clusters.json, of events and of utterances, with what belongs to them, which is nowhere listed."""
    event, utterance = profile.records["EventCluster"].fields, profile.records["Utterance"].fields
    member = Record("ClusterMember", {"document_id": _ID, "id": _ID}, frozenset({"document_id", "id"}))
    kind = Text(values=tuple(KINDS))
    fields = {name: _nullable(node) for name, node in {**event, **utterance}.items() if name != "id"}
    return Table({"id": _ID, "kind": kind, **fields, "members": Array(member)}, frozenset(fields))


def _nullable(node: Column) -> Column:
    return node if isinstance(node, Record) else replace(node, nullable=True)

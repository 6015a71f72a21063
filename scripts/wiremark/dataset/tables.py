"""The configs of the dataset: which columns each has, and how its rows come out of an article.

Columns are taken from the schema, so that a field added there is a column here. Every table is joined to the others
by `document_id`; rows stand in the order of SOURCES.toml and, within a document, in the order of the text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from wiremark.dataset.inputs import Article, Inputs
from wiremark.dataset.ner import bio
from wiremark.schema.arrow import Column, Day, Table, table_of, yaml_features
from wiremark.schema.profile import Array, Integer, Profile, Record, Text
from wiremark.sources import SPLITS

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Config:
    """A table of the dataset. row: what a row is. rows: gives those of an article that has the layers in `needs`."""

    name: str
    needs: tuple[str, ...]
    row: str
    table: Table
    rows: Callable[[Inputs, Article], Iterable[Row]]


def configs(profile: Profile) -> tuple[Config, ...]:
    """Every config that the schema gives rise to; the first is the default."""
    mention, time, event, quote = (profile.records[name] for name in ("Mention", "Time", "Event", "Quote"))
    found = (
        ("documents", (), "article: its text, what is known of it, its rights", _documents(), _document),
        ("annotations", (), "article: its layers, nested as annotated", _annotations(profile), _annotation),
        ("mentions", ("mentions",), "mention of an entity", _flat(mention, "span"), _spans("mentions", "span")),
        ("times", ("times",), "time expression", _flat(time, "span"), _spans("times", "span")),
        ("events", ("events",), "event", _flat(event, "trigger", "arguments"), _spans("events", "trigger")),
        ("event_arguments", ("events",), "argument of an event", _arguments(profile), _argument_rows),
        ("quotes", ("quotes",), "attributed statement", _flat(quote, "content"), _spans("quotes", "content")),
        ("coref", ("mentions",), "entity in an article, with its mentions", _coref(profile), _coref_rows),
        ("ner", ("mentions",), "sentence: tokens, and BIO tags of the outermost names", _ner(mention), _ner_rows),
        ("entities", (), "entity of the knowledge base", table_of(profile.records["Entity"]), _no_rows),
        (
            "clusters",
            (),
            "event or utterance, with the records that tell it, across articles",
            _clusters(profile),
            _no_rows,
        ),
    )
    return tuple(Config(*parts) for parts in found)


def rows_of(config: Config, inputs: Inputs) -> dict[str, list[Row]]:
    """The rows by split, for the splits that have any; the knowledge base as a whole is in `train`.

    A split without rows is left out, because `datasets` 3 to 5.2 cannot load a config in which one split is empty.
    """
    rows: dict[str, list[Row]] = {split: [] for split in SPLITS}
    for article in inputs.articles:
        if set(config.needs) <= set(article.layers):
            rows[article.source.split] += config.rows(inputs, article)
    if config.name == "entities":
        rows["train"] += inputs.entities
    if config.name == "clusters":
        for split, row in _cluster_rows(inputs):
            rows[split].append(row)
    return {split: part for split, part in rows.items() if part}


def digest(config: Config, rows: Mapping[str, Iterable[Row]]) -> str:
    """The sha256 of what a config says, in hexadecimal: of its columns and rows as JSON, whatever wrote the files."""
    found = hashlib.sha256(_canonical(yaml_features(config.table)))
    for split, part in rows.items():
        for row in part:
            known = {name: row.get(name) for name in config.table.columns}
            found.update(b"\n" + _canonical([split, known]))
    return found.hexdigest()


def _canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


_ID = Text()
_NAMED = Text(nullable=True)
_SPAN: Mapping[str, Column] = {"start": Integer(), "end": Integer(), "text": Text()}


METADATA = ("title", "byline", "dateline", "agency_tag", "edition_tag")
"""What cleaning took out of an article and the config `documents` gives: words of the article."""


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
        }
    )


def _document(inputs: Inputs, article: Article) -> Iterable[Row]:
    source, record = article.source, article.record
    yield {
        "document_id": source.id,
        **record["metadata"],
        "text": article.text,
        "language": source.language,
        "publisher": source.publisher,
        "agency": source.agency,
        "author": source.author,
        "published": source.published.isoformat(),
        "published_how": source.published_how,
        "published_from": source.published_from,
        "translated_from": source.translated_from,
        "story": source.story,
        "split": source.split,
        "layers": article.layers,
        "rights_holder": source.rights.holder,
        "licence": source.rights.licence,
        "rights_basis": source.rights.basis,
        "length": len(article.text),
        "seed": source.file,
        "raw_sha256": record["raw_sha256"],
        "text_sha256": record["text_sha256"],
        "rules_version": record["rules_version"],
    }


_NOT_ROWS = {"document", "orphans", "review"}  # known already; and what waits for a person


def _annotations(profile: Profile) -> Table:
    """A document file as it is, with the text; a layer is nullable, because one not done differs from an empty one."""
    layers = profile.records["AnnotatedWith"].fields
    fields = {
        name: replace(node, nullable=True) if name in layers else node
        for name, node in profile.records["Document"].fields.items()
        if name not in _NOT_ROWS
    }
    return Table({"document_id": _ID, "text": Text(), "layers": Array(Text()), **fields})


def _annotation(inputs: Inputs, article: Article) -> Iterable[Row]:
    if article.annotation:
        undone = inputs.profile.records["AnnotatedWith"].fields.keys() - set(article.layers)
        yield {
            "document_id": article.source.id,
            "text": article.text,
            "layers": article.layers,
            **{name: value for name, value in article.annotation.items() if name not in {*undone, *_NOT_ROWS}},
        }


def _flat(record: Record, span: str, *left_out: str) -> Table:
    """A layer's record as columns, with start, end and text of the span, or of the first of the spans, in `span`."""
    columns: dict[str, Column] = {"document_id": _ID}
    for name, node in record.fields.items():
        if name == span:
            columns |= _SPAN
        if name not in left_out and not (name == span and isinstance(node, Record)):
            columns[name] = node
    return Table(columns, frozenset(record.fields) - record.required)


def _spans(layer: str, span: str) -> Callable[[Inputs, Article], Iterable[Row]]:
    def rows(inputs: Inputs, article: Article) -> Iterable[Row]:
        for record in article.records(layer):
            yield {"document_id": article.source.id, **record, **_first(record[span])}

    return rows


def _first(spans: Any) -> dict[str, Any]:
    found: Mapping[str, Any] = spans[0] if isinstance(spans, list) else spans
    return dict(found)


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


def _argument_rows(inputs: Inputs, article: Article) -> Iterable[Row]:
    for event in article.records("events"):
        for argument in event["arguments"]:
            row = {"document_id": article.source.id, "event": event["id"], "event_type": event["type"]}
            row["role"] = argument["role"]
            if "mention" in argument:
                filler = article.by_id[argument["mention"]]
                row |= {"mention": filler["id"], "mention_type": filler["type"], "entity": filler["entity"]}
                yield row | _first(filler["span"])
            else:
                filler = article.by_id[argument["event"]]
                row |= {"argument_event": filler["id"], "argument_event_type": filler["type"]}
                yield row | _first(filler["trigger"])


def _coref(profile: Profile) -> Table:
    mention, entity = profile.records["Mention"].fields, profile.records["Entity"].fields
    columns = {"document_id": _ID, "entity": _ID, "name": entity["name"], "type": entity["type"]}
    return Table({**columns, "mentions": Array(Text()), "spans": Array(mention["span"])})


def _coref_rows(inputs: Inputs, article: Article) -> Iterable[Row]:
    chains: dict[str, list[Any]] = {}
    for mention in article.records("mentions"):
        if mention["entity"] is not None:
            chains.setdefault(mention["entity"], []).append(mention)
    for key, chain in chains.items():
        entity = inputs.entity[key]
        yield {
            "document_id": article.source.id,
            "entity": key,
            "name": entity["name"],
            "type": entity["type"],
            "mentions": [mention["id"] for mention in chain],
            "spans": [mention["span"] for mention in chain],
        }


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


def _ner_rows(inputs: Inputs, article: Article) -> Iterable[Row]:
    return article.ner[0]


def _clusters(profile: Profile) -> Table:
    """The rows of clusters.json, of events and of utterances, with what belongs to them, which is nowhere listed."""
    event, utterance = profile.records["EventCluster"].fields, profile.records["Utterance"].fields
    member = Record("ClusterMember", {"document_id": _ID, "id": _ID}, frozenset({"document_id", "id"}))
    kind = Text(values=tuple(_CLUSTERS))
    fields = {name: _nullable(node) for name, node in {**event, **utterance}.items() if name != "id"}
    return Table({"id": _ID, "kind": kind, **fields, "members": Array(member)}, frozenset(fields))


_CLUSTERS = {"event": ("events", "cluster"), "utterance": ("quotes", "utterance")}
"""The kinds of cluster: the layer of those that belong to one, and the property that names it."""


def _nullable(node: Column) -> Column:
    return node if isinstance(node, Record) else replace(node, nullable=True)


def _cluster_rows(inputs: Inputs) -> Iterator[tuple[str, Row]]:
    """Each cluster, in every split that has a member with the members of that split alone; in `train` without any."""
    for kind, (layer, named) in _CLUSTERS.items():
        members: dict[str, dict[str, list[Row]]] = {}
        for article in inputs.articles:
            for record in article.records(layer):
                if record[named] is not None:
                    found = members.setdefault(record[named], {}).setdefault(article.source.split, [])
                    found.append({"document_id": article.source.id, "id": record["id"]})
        for cluster in inputs.clusters.get("events" if kind == "event" else "utterances", ()):
            for split, part in members.get(cluster["id"], {"train": []}).items():
                yield split, {**cluster, "kind": kind, "members": part}


def _no_rows(inputs: Inputs, article: Article) -> Iterable[Row]:
    return ()

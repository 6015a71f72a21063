"""Counts: what a corpus holds, per layer, label and document. Pure functions of parsed annotation files.

What is counted follows from the schema: a property with labels is counted by label, in the order of the label ids and
with the labels that never occur; any other property that may be absent, null or empty by whether something is given.
A document is counted in a layer where `annotated_with` names the layer, so that a zero says "looked for, none found".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypedDict

from wiremark.annotation.stats.corpus import Corpus, Object
from wiremark.schema.profile import Array, Node, Record, Text, inner, listed
from wiremark.text.words import tokens, words


class Tally(TypedDict):
    """How many, and in which document how many; every document that was looked at stands there."""

    count: int
    documents: dict[str, int]


class Labels(TypedDict):
    """Records by the label of one property. `without`: those in which it is absent, null or an empty list."""

    labels: dict[str, Tally]
    without: Tally


class Given(TypedDict):
    """Records in which a property says something, and those in which it is absent, null or an empty list."""

    given: Tally
    without: Tally


class Layer(TypedDict):
    """The counts of one layer, or of the records inside its records (`parts`: the arguments of events)."""

    records: Tally
    labels: dict[str, Labels]
    given: dict[str, Given]
    parts: dict[str, Layer]


class Made(TypedDict):
    """Who made a layer of a document, and how far it is."""

    annotators: list[str]
    state: str


class Document(TypedDict):
    """A document: its length, and per layer who made it (`layers`: only those that were done).

    words: runs of other characters than white space. tokens: runs of letters and digits, and single other signs.
    """

    id: str
    words: int
    tokens: int
    layers: dict[str, Made]


class Entities(TypedDict):
    """listed: how many entities.json has. mentioned: how many a mention links to. labels: the listed, by property.

    The documents of `mentioned` and of `labels` are those with mentions of such an entity.
    """

    listed: int
    mentioned: Tally
    labels: dict[str, Labels]


def documents(corpus: Corpus) -> list[Document]:
    """One row for each document."""
    return [
        {
            "id": id,
            "words": words(text),
            "tokens": len(tokens(text)),
            "layers": {
                layer: {"annotators": list(made["annotators"]), "state": made["state"]}
                for layer, made in corpus.documents.get(id, {"annotated_with": {}})["annotated_with"].items()
            },
        }
        for id, text in corpus.texts.items()
    ]


def layers(corpus: Corpus) -> dict[str, Layer]:
    """The counts of every layer that the schema has."""
    return {name: _layer(corpus.records(name), record) for name, record in corpus.profile.layers.items()}


def entities(corpus: Corpus) -> Entities:
    """The counts of the knowledge base."""
    mentions = corpus.records("mentions")
    linked = {id: {m["entity"] for m in found if m["entity"] is not None} for id, found in mentions.items()}
    listed = {entity["id"]: entity for entity in corpus.entities}
    counted = {id: [listed[entity] for entity in sorted(found) if entity in listed] for id, found in linked.items()}
    record = corpus.profile.records["Entity"]
    mentioned = tally({id: len(found) for id, found in counted.items()})
    labels = {name: by_label(counted, name, node) for name, node in _labelled(record)}
    whole = {name: by_label({"": corpus.entities}, name, node) for name, node in _labelled(record)}
    for name, found in labels.items():  # an entity of several documents is one entity
        for label, row in found["labels"].items():
            row["count"] = whole[name]["labels"][label]["count"]
        found["without"]["count"] = whole[name]["without"]["count"]
    mentioned["count"] = len({entity for found in linked.values() for entity in found} & listed.keys())
    return {"listed": len(listed), "mentioned": mentioned, "labels": labels}


def tally(counts: Mapping[str, int]) -> Tally:
    """The sum beside its parts."""
    return {"count": sum(counts.values()), "documents": dict(counts)}


def by_label(records: Mapping[str, Sequence[Object]], name: str, node: Node) -> Labels:
    """Records per document, counted by the label of the property `name`; one with several counts under each."""
    found = {
        id: Counter(label for record in rows for label in _values(record.get(name))) for id, rows in records.items()
    }
    return {
        "labels": {label: tally({id: counts[label] for id, counts in found.items()}) for label in _names(node)},
        "without": tally({id: sum(not _values(row.get(name)) for row in rows) for id, rows in records.items()}),
    }


def _layer(records: Mapping[str, Sequence[Object]], record: Record) -> Layer:
    parts = {name: part for name, node in record.fields.items() if (part := listed(node)) and not part.span}
    return {
        "records": tally({id: len(rows) for id, rows in records.items()}),
        "labels": {name: by_label(records, name, node) for name, node in _labelled(record)},
        "given": {name: _given(records, name) for name in _optional(record)},
        "parts": {
            name: _layer(
                {id: [part for row in rows for part in row.get(name) or ()] for id, rows in records.items()}, part
            )
            for name, part in parts.items()
        },
    }


def _given(records: Mapping[str, Sequence[Object]], name: str) -> Given:
    given = {id: sum(bool(_values(row.get(name))) for row in rows) for id, rows in records.items()}
    return {"given": tally(given), "without": tally({id: len(rows) - given[id] for id, rows in records.items()})}


def _labelled(record: Record) -> Iterator[tuple[str, Node]]:
    yield from ((name, node) for name, node in record.fields.items() if _names(node))


def _optional(record: Record) -> Iterator[str]:
    """The properties that may say nothing and have no labels."""
    for name, node in record.fields.items():
        empty = isinstance(node, Array) and node.min_items == 0
        if not _names(node) and (empty or node.nullable or name not in record.required):
            yield name


def _names(node: Node) -> tuple[str, ...]:
    """The labels of a property, or of the items of a list, by their ids."""
    text = inner(node)
    return tuple(label.name for label in text.labels) if isinstance(text, Text) else ()


def _values(value: Any) -> Iterable[Any]:
    """What a property says: nothing, one thing, or the items of a list."""
    if isinstance(value, list):
        return value
    return () if value is None else (value,)

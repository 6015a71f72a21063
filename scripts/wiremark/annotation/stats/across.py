"""Tables over documents: under which forms an entity occurs, who tells an utterance, who tells an event.

Pure functions of parsed annotation files. No row holds more than seven running words of an article: of an utterance
ids and lengths are given, of a form its first seven words.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, TypedDict

from wiremark.annotation.matching import PLACES, spans
from wiremark.annotation.stats.corpus import Corpus, Object
from wiremark.schema.profile import Node, Record, Text, listed
from wiremark.text.words import opening, words

NAME = "NAM"
CANONICAL = "canonical"


class Alias(TypedDict):
    """A form of an entity: a name under which the articles have it, or one that entities.json lists.

    kinds: `canonical` where it is the entity's name, then the kinds under which entities.json lists it, or else the
    variants that its mentions have. count: mentions with exactly this form, by document where there are any.
    """

    entity: str
    name: str
    form: str
    kinds: list[str]
    listed: bool
    count: int
    documents: dict[str, int]


class Member(TypedDict):
    """A record in a cluster. labels: what the schema's label properties say of it, null where nothing.

    text: the trigger of an event, its first seven words; null for an utterance, of which no text is shown.
    words, code_points: the length of the trigger or of the content.
    """

    document: str
    id: str
    text: str | None
    labels: dict[str, str | None]
    words: int
    code_points: int


class Cluster(TypedDict):
    """A cluster with its members over all documents; `attributes`: what clusters.json says of it, but its id."""

    id: str
    attributes: dict[str, Any]
    documents: int
    members: list[Member]


class Clusters(TypedDict):
    """The clusters of one kind. members: records in a cluster. single: records in none. across: in ≥ 2 documents."""

    count: int
    members: int
    single: int
    across: int
    clusters: list[Cluster]


def aliases(corpus: Corpus) -> list[Alias]:
    """The forms of every entity of entities.json, most frequent first; entities by id.

    Of nominals and pronouns only those forms that entities.json lists.
    """
    named: dict[str, Counter[str]] = defaultdict(Counter)
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    variants: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for document, rows in corpus.records("mentions").items():
        for mention in rows:
            entity, form = mention["entity"], mention["span"]["text"]
            counts[entity, form][document] += 1
            if mention["form"] == NAME:
                named[entity][form] += 1
            if mention.get("variant"):
                variants[entity, form][mention["variant"]] += 1
    found = []
    for entity in sorted(corpus.entities, key=lambda entity: str(entity["id"])):
        id, name = entity["id"], entity["name"]
        kinds: dict[str, list[str]] = {}
        for alias in entity.get("aliases", ()):
            kinds.setdefault(alias["form"], []).append(alias["kind"])
        forms = {name, *kinds, *named[id]}
        for form in sorted(forms, key=lambda form: (-counts[id, form].total(), form)):
            own = [CANONICAL] if form == name else []
            own += dict.fromkeys(kinds.get(form, ()) if form in kinds or own else sorted(variants[id, form]))
            per_document = dict(counts[id, form])  # in the order of the texts, as `records` is
            found.append(
                Alias(
                    entity=id,
                    name=name,
                    form=opening(form),
                    kinds=own,
                    listed=form in kinds or form == name,
                    count=sum(per_document.values()),
                    documents=per_document,
                )
            )
    return found


def clusters(corpus: Corpus) -> dict[str, Clusters]:
    """Every kind of cluster that the schema has (`events`, `utterances`), with the members that documents name."""
    found = {}
    for kind, node in corpus.profile.records["Clusters"].fields.items():
        record = listed(node)
        if record and record.key:
            found[kind] = _clusters(corpus, corpus.clusters.get(kind, ()), record, record.key[1])
    return found


def _clusters(corpus: Corpus, listed: Sequence[Object], record: Record, space: str) -> Clusters:
    members: dict[str | None, list[Member]] = defaultdict(list)
    for layer, name, kind in _naming(corpus, space):
        for document, rows in corpus.records(layer).items():
            found = [(_member(document, layer, row, kind), row.get(name)) for row in rows]
            for (_, member), cluster in sorted(found, key=lambda pair: pair[0][0]):
                members[cluster].append(member)
    single = len(members.pop(None, ()))
    clusters = [
        Cluster(
            id=cluster["id"],
            attributes={key: _attribute(cluster.get(key), node) for key, node in record.fields.items() if key != "id"},
            documents=len({member["document"] for member in members[cluster["id"]]}),
            members=members[cluster["id"]],
        )
        for cluster in sorted(listed, key=lambda cluster: str(cluster["id"]))
    ]
    return {
        "count": len(clusters),
        "members": sum(len(cluster["members"]) for cluster in clusters),
        "single": single,
        "across": sum(cluster["documents"] > 1 for cluster in clusters),
        "clusters": clusters,
    }


def _naming(corpus: Corpus, space: str | None) -> Iterator[tuple[str, str, Record]]:
    """The layers, with the property and the schema of their records, whose records name a cluster of this kind."""
    for layer, kind in corpus.profile.layers.items():
        for name, node in kind.fields.items():
            if isinstance(node, Text) and space is not None and node.ref == space and layer in PLACES:
                yield layer, name, kind


def _attribute(value: Any, node: Node) -> Any:
    """What clusters.json says, but of records inside the record (conflicts) only how many there are."""
    return len(value or ()) if listed(node) else value


def _member(document: str, layer: str, row: Object, kind: Record) -> tuple[tuple[int, str], Member]:
    """The member, after its place in the article."""
    parts = spans(row, PLACES[layer])
    labels = {name: row.get(name) for name, node in kind.fields.items() if isinstance(node, Text) and node.labels}
    return (parts[0]["start"], row["id"]), Member(
        document=document,
        id=row["id"],
        text=opening(" ".join(part["text"] for part in parts)) if layer == "events" else None,
        labels=labels,
        words=sum(words(part["text"]) for part in parts),
        code_points=sum(part["end"] - part["start"] for part in parts),
    )

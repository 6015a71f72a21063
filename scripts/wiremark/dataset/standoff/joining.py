"""rehydrate.json: what the tables of a stand-off release lack for the dataset to be put together again.

That is SOURCES.toml, the agreement of the passes, what annotators cited from an article, and the aliases that are
noun phrases of one. A word of an article is not in it, only its place: in the clean text, or in the raw one, without a
byte order mark and with LF line ends.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from wiremark.annotation.agreement.published import Pairs
from wiremark.dataset.inputs import Article, Inputs
from wiremark.dataset.standoff.words import Citation, Piece, citations, cited, quoted
from wiremark.dataset.without_texts import is_phrase
from wiremark.schema.profile import Profile, Record
from wiremark.sources import Source, Sources
from wiremark.workspace import sha256

CLUSTERS = {"events": "EventCluster", "utterances": "Utterance"}
"""The lists of clusters.json, and what is in them."""

KINDS = {"event": "events", "utterance": "utterances"}
"""The lists by what the table of clusters calls their kind."""


class Dating(msgspec.Struct):
    """From what the day of an article is, in pieces. A place is one in the plain raw text, whose sha256 stands here."""

    published_from: list[Piece]
    plain_sha256: str


class Phrase(msgspec.Struct):
    """An alias that is a noun phrase of an article. at: its number in the list of aliases. alias: all but its form.

    document: in whose clean text the places are; None where the form stands in no text.
    """

    at: int
    alias: dict[str, Any]
    document: str | None
    form: list[Piece]


class Joining(msgspec.Struct):
    """The file. sources: SOURCES.toml without `published_from`, which is in `dating`, by document.

    readings: by cluster what its readings of an article say, in the order in which they stand; a place is one in the
    clean text of the reading's document. aliases: by entity those that are noun phrases of an article, in order.
    agreement: of the passes.
    """

    rehydrate: int
    sources: dict[str, Any]
    dating: dict[str, Dating]
    readings: dict[str, list[list[Piece] | None]]
    aliases: dict[str, list[Phrase]]
    agreement: Pairs | None


def joining(inputs: Inputs, raw: Callable[[Source], bytes]) -> Joining:
    """What a stand-off release of these inputs needs. raw: gives the seed of a document."""
    texts = {article.source.id: article.text for article in inputs.articles}
    sources = msgspec.to_builtins(inputs.sources)
    for row in sources["documents"]:
        del row["published_from"], row["line"]
    dating = {source.id: _dating(source, plain(raw(source))) for source in inputs.sources.documents}
    readings = {
        row["id"]: said
        for record, row in clusters(inputs.profile, inputs.clusters)
        if (said := [_reading(place, texts) for place in citations(record, row)])
    }
    return Joining(1, sources, dating, readings, _phrases(inputs), inputs.agreement)


def clusters(profile: Profile, found: Mapping[str, Any]) -> Iterator[tuple[Record, dict[str, Any]]]:
    """Every cluster of clusters.json, with its record in the schema."""
    for name, record in CLUSTERS.items():
        for row in found.get(name, ()):
            yield profile.records[record], row


def _dating(source: Source, text: str) -> Dating:
    return Dating(quoted(source.published_from, text), sha256(text.encode("utf-8")))


def _reading(place: Citation, texts: Mapping[str, str]) -> list[Piece] | None:
    value = place.holder.get(place.name)
    return None if value is None else cited(value, texts.get(place.holder.get(place.document, ""), ""))


def _phrases(inputs: Inputs) -> dict[str, list[Phrase]]:
    found: dict[str, list[Phrase]] = {}
    for entity in inputs.entities:
        for at, alias in enumerate(entity.get("aliases") or ()):
            if is_phrase(alias):
                document, form = _phrase(alias["form"], entity["id"], inputs.articles)
                rest = {name: value for name, value in alias.items() if name != "form"}
                found.setdefault(entity["id"], []).append(Phrase(at, rest, document, form))
    return found


def _phrase(form: str, entity: str, articles: Sequence[Article]) -> tuple[str | None, list[Piece]]:
    """The article in which a phrase stands, first of all one that names the entity, and the phrase as places in it.

    Where it stands in none as it is, the article with the most of its words.
    """
    of_it = [article for article in articles if any(row["entity"] == entity for row in article.records("mentions"))]
    for article in (*of_it, *articles):
        if form in article.text:
            return article.source.id, cited(form, article.text)
    best: tuple[str | None, list[Piece]] = (None, [form])
    for article in of_it or articles:
        pieces = cited(form, article.text)
        if _own(pieces) < _own(best[1]):
            best = article.source.id, pieces
    return best


def _own(pieces: Sequence[Piece]) -> int:
    """How many characters are not those of a text."""
    return sum(len(piece) for piece in pieces if isinstance(piece, str))


def plain(raw: bytes) -> str:
    """A raw article as it is compared: without a byte order mark, lines ended by LF."""
    return raw.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")


def dumps(content: Joining) -> str:
    """The file, with a final newline."""
    return json.dumps(msgspec.to_builtins(content), ensure_ascii=False, indent=2) + "\n"


def loads(content: bytes) -> Joining:
    """The file's content. Raises ValueError where it is of another form."""
    return msgspec.json.decode(content, type=Joining)


def sources(content: Joining, published_from: Mapping[str, str]) -> Sources:
    """SOURCES.toml again, with the documents for which it is known where their day is from. Raises ValueError."""
    rows = [
        row | {"published_from": published_from[row["id"]]}
        for row in content.sources["documents"]
        if row.get("id") in published_from
    ]
    return msgspec.convert(content.sources | {"documents": rows}, Sources)

"""rehydrate.json: what the tables of a stand-off release lack for the dataset to be put together again.

That is SOURCES.toml, the agreement of the passes, and what annotators cited from an article. A cited word is not in
it, only its place: in the clean text, or in the raw one, without a byte order mark and with LF line ends.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from wiremark.annotation.agreement.published import Pairs
from wiremark.dataset.inputs import Inputs
from wiremark.dataset.standoff.words import Citation, Piece, citations, cited, quoted
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


class Joining(msgspec.Struct):
    """The file. sources: SOURCES.toml without `published_from`, which is in `dating`, by document.

    readings: by cluster what its readings of an article say, in the order in which they stand; a place is one in the
    clean text of the reading's document. agreement: of the passes.
    """

    rehydrate: int
    sources: dict[str, Any]
    dating: dict[str, Dating]
    readings: dict[str, list[list[Piece] | None]]
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
    return Joining(1, sources, dating, readings, inputs.agreement)


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

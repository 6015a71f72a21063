"""What became of each document and span of a stand-off release: the report of `rehydrate`, and REHYDRATED.json."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import msgspec

from wiremark.diagnostics import count

Fate = Literal["exact", "moved", "lost"]
"""exact: the same words at the same place. moved: proven to be the same words, at another place. lost: not proven."""


@dataclass(frozen=True)
class Document:
    """A document. file: the article that was taken, by its name in the folder of texts; None where there is none.

    text: is its clean text that of the release, `same`, or `edited`; `missing` where there is no article. raw: is it
    byte for byte the raw article of the release. spans: how many had which fate; of a missing document there are none.
    sentences: how many of an edited copy are not in `ner`, because nothing proves that all their names are known.
    """

    id: str
    file: str | None
    text: Literal["same", "edited", "missing"]
    raw: bool
    spans: dict[str, int]
    sentences: int = 0


@dataclass(frozen=True)
class Span:
    """A span of an edited document: its record, the property that holds it (`content[1]` is the second of a list),
    and its offsets in the article of the release and in the one at hand, in code points, end exclusive."""

    document: str
    layer: str
    id: str
    property: str
    old: tuple[int, int]
    new: tuple[int, int] | None
    fate: Fate


@dataclass(frozen=True)
class Change:
    """A record that is left out, or a property that lost something, and why. document: None for a cluster."""

    document: str | None
    layer: str
    id: str
    property: str | None
    why: str


@dataclass(frozen=True)
class Outcome:
    """The whole: name and version of the corpus; spans of edited documents; records without something; prose that
    cites words that are not at hand, by document."""

    name: str
    version: str
    documents: list[Document] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    uncited: list[str] = field(default_factory=list)

    @property
    def exact(self) -> bool:
        """Whether the text of every document is that of the release, so that every span stands where it stood."""
        return all(document.text == "same" for document in self.documents)

    @property
    def fates(self) -> dict[str, int]:
        """How many spans had which fate."""
        total: Counter[str] = Counter()
        for document in self.documents:
            total.update(document.spans)
        return {fate: total[fate] for fate in ("exact", "moved", "lost")}

    @property
    def sentences(self) -> int:
        """How many sentences of edited copies are not in `ner`."""
        return sum(document.sentences for document in self.documents)

    def plain(self) -> dict[str, Any]:
        """As JSON values, the keys stable."""
        return {"rehydrated": 1, "fates": self.fates, **msgspec.to_builtins(self)}

    def lines(self) -> Iterator[str]:
        """What a reader is told: each document, each span that is not exact, each record that lacks something."""
        width = max(len(document.id) for document in self.documents)
        for document in self.documents:
            yield f"{document.id:<{width}}  {_told(document)}"
        moved = [span for span in self.spans if span.fate != "exact"]
        if moved:
            yield ""
        for span in moved:
            old, new = (f"{at[0]}-{at[1]}" if at else "" for at in (span.old, span.new))
            arrow = f" -> {new}" if new else ""
            yield f"{span.fate}: {span.document} {span.layer} {span.id} {span.property} {old}{arrow}"
        if self.changes:
            yield ""
        for change in self.changes:
            place = " ".join(part for part in (change.document, change.layer, change.id, change.property) if part)
            yield f"{'changed' if change.property else 'left out'}: {place}: {change.why}"
        for id in self.uncited:
            yield f"note: {id}: `published_from` cites words that this copy does not have at their place; they read […]"
        told = ", ".join(f"{number} {fate}" for fate, number in self.fates.items())
        yield f"\n{count(len(self.documents), 'document')}; spans: {told}"
        if self.sentences:
            yield f"{count(self.sentences, 'sentence')} of edited copies not in `ner`: not every name is known there"


def _told(document: Document) -> str:
    if document.text == "missing":
        return "no article"
    spans = ", ".join(f"{number} {fate}" for fate, number in document.spans.items() if number)
    if document.text == "same":
        text = "the article" if document.raw else "the same text in other bytes"
    else:
        text = "an edited copy"
    return f"{document.file}: {text}; {spans or 'no span'}"


def dumps(outcome: Outcome) -> str:
    """REHYDRATED.json, with a final newline."""
    return json.dumps(outcome.plain(), ensure_ascii=False, indent=2) + "\n"


def loads(content: bytes) -> Outcome:
    """The outcome that a file holds. Raises ValueError where it is of another form."""
    return msgspec.convert(json.loads(content), Outcome)

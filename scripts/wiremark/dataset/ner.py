"""Names as BIO tags on tokens, and the count of what tags cannot say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from wiremark.dataset.sentences import sentences, tokens
from wiremark.schema.profile import Label


@dataclass(frozen=True, slots=True)
class Losses:
    """Names that BIO tags do not show as they are.

    nested: left out, because they stand inside a longer name or cross an earlier one.
    inexact: start or end inside a token, and are tagged on the whole token.
    parted: go on in the next sentence, and are tagged as a name in each.
    hidden: left out, because other names took all their tokens.
    """

    names: int = 0
    nested: int = 0
    inexact: int = 0
    parted: int = 0
    hidden: int = 0

    def __add__(self, other: Losses) -> Losses:
        return Losses(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))


def bio(labels: Sequence[Label]) -> tuple[Label, ...]:
    """The tags: O is 0; the type with id n has B- at 1 + 2n and I- after it. An appended type moves none."""
    tags = [Label(0, "O")]
    for label in labels:
        tags += Label(1 + 2 * label.id, f"B-{label.name}"), Label(2 + 2 * label.id, f"I-{label.name}")
    return tuple(tags)


def tagged(
    document: str, text: str, language: str, mentions: Sequence[Mapping[str, Any]]
) -> tuple[list[dict[str, Any]], Losses]:
    """The sentences of a document as rows of the config `ner`, and what was lost.

    mentions: the records of the layer; those of form NAM are its names. Offsets are code points of `text`.
    """
    names = sorted(
        ((m["span"]["start"], m["span"]["end"], m["type"]) for m in mentions if m["form"] == "NAM"),
        key=lambda name: (name[0], -name[1]),
    )
    outer = list(_outermost(names))
    cuts = [tokens(text, sentence) for sentence in sentences(text, language)]
    tags = [["O"] * len(row) for row in cuts]
    inexact = parted = hidden = 0
    for start, end, label in outer:
        touched = [(s, t) for s, row in enumerate(cuts) for t, cut in enumerate(row) if cut[0] < end and start < cut[1]]
        free = [(s, t) for s, t in touched if tags[s][t] == "O"]
        hidden += not free
        inexact += bool(free) and (cuts[free[0][0]][free[0][1]][0], cuts[free[-1][0]][free[-1][1]][1]) != (start, end)
        parted += len({s for s, _ in free}) > 1
        last = None
        for s, t in free:
            tags[s][t] = f"{'I' if s == last else 'B'}-{label}"
            last = s
    rows = [
        {
            "id": f"{document}:{number}",
            "document_id": document,
            "sentence_id": number,
            "tokens": [text[start:end] for start, end in row],
            "token_offsets": [list(cut) for cut in row],
            "ner_tags": tags[number],
        }
        for number, row in enumerate(cuts)
    ]
    return rows, Losses(len(names), len(names) - len(outer), inexact, parted, hidden)


def _outermost(names: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Of names sorted by start, longest first: those that start where no earlier one is open."""
    open_until = 0
    for name in names:
        if name[0] >= open_until:
            open_until = name[1]
            yield name

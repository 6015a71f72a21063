"""A document as every format sees it: its text, its records in canonical order, its sentences and tokens."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from wiremark.annotation.store import dumps
from wiremark.dataset.inputs import Article, Inputs
from wiremark.dataset.ner import Losses, tagged
from wiremark.dataset.sentences import Cut
from wiremark.sources import Source

Object = Mapping[str, Any]
UNEVEN = "not exact: an edge inside a token"


@dataclass(frozen=True)
class Document:
    """annotation: the content of annotations/<id>.json in canonical order, None where there is none."""

    source: Source
    text: str
    annotation: Object | None

    @property
    def layers(self) -> list[str]:
        """The layers that were done, also those in which nothing was found."""
        return list(self.annotation["annotated_with"]) if self.annotation else []

    def records(self, layer: str) -> Sequence[Object]:
        """The records of a layer, in the order of the text; nothing where it was not done."""
        found: Sequence[Object] = self.annotation[layer] if self.annotation and layer in self.layers else ()
        return found

    @cached_property
    def ner(self) -> tuple[list[dict[str, Any]], Losses]:
        """The rows of the config `ner`, and what the tags lose."""
        return tagged(self.source.id, self.text, self.source.language, self.records("mentions"))

    @cached_property
    def sentences(self) -> list[list[Cut]]:
        """The tokens of each sentence, in code points of the text."""
        return [[(start, end) for start, end in row["token_offsets"]] for row in self.ner[0]]


def document(inputs: Inputs, article: Article) -> Document:
    """The article as a document."""
    found = article.annotation
    if found is not None:
        found = json.loads(dumps(dict(found), inputs.profile.records["Document"]))
    return Document(article.source, article.text, found)


def touched(cuts: Sequence[Cut], start: int, end: int) -> Cut:
    """The first and the last token, end exclusive, that share a character with a span; cuts in order, no overlap."""
    return bisect_right(cuts, start, key=lambda cut: cut[1]), bisect_left(cuts, end, key=lambda cut: cut[0])


def exact(cuts: Sequence[Cut], part: Cut, start: int, end: int) -> bool:
    """Whether these tokens begin and end where the span does."""
    return (cuts[part[0]][0], cuts[part[1] - 1][1]) == (start, end)

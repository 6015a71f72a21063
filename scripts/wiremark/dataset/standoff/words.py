"""What an annotator cited from an article, as places in it, and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from wiremark.dataset.without_texts import DOCUMENT, citing
from wiremark.schema.profile import Array, Node, Record, Text

Piece = str | list[int]
"""Words of the annotator's own; or start and end of words in the clean text, in code points, end exclusive."""

Find = Callable[[int, int], tuple[int, int] | None]
"""Where words of the article stand in the text at hand; None where that cannot be said."""

LOST = "[…]"
"""Stands for cited words that are not at hand."""

_WORD = re.compile(r"\w+|[^\w]")
_QUOTED = re.compile(r"(?<=['\"‘“])(?<!\w.)[^'\"‘“](?:.*?[^\s])??(?=['\"’”](?!\w))", re.DOTALL)
"""What stands in quotation marks; an apostrophe within a word is none."""


def cited(prose: str, text: str) -> list[Piece]:
    """The prose without the words that the text has as well: each longest run of them is a place in it."""
    if prose and (at := text.find(prose)) >= 0:
        return [[at, at + len(prose)]]
    words = [match.span() for match in _WORD.finditer(prose)]
    pieces: list[Piece] = []
    number = 0
    while number < len(words):
        start = words[number][0]
        found = _longest(prose, text, words, number)
        if found:
            number, at = found
            end = words[number - 1][1]
            pieces.append([at, at + end - start])
        else:
            number += 1
            pieces += [prose[start : words[number - 1][1]]]
    return _joined(pieces)


def _longest(prose: str, text: str, words: Sequence[tuple[int, int]], first: int) -> tuple[int, int] | None:
    """Of the runs of words from `first` on that stand in the text the longest: the word after it, and where it is."""
    start = words[first][0]
    if not prose[start].isalnum():
        return None
    best = None
    for number in range(first, len(words)):
        piece = prose[start : words[number][1]]
        if text.find(piece) < 0:
            break
        if piece[-1].isalnum() and (whole := re.search(rf"(?<!\w){re.escape(piece)}(?!\w)", text)):
            best = number + 1, whole.start()
    return best


def quoted(prose: str, text: str) -> list[Piece]:
    """The prose without what it has in quotation marks and the text has as well."""
    pieces: list[Piece] = []
    at = 0
    for match in _QUOTED.finditer(prose):
        pieces += [prose[at : match.start()], *cited(match.group(), text)]
        at = match.end()
    return _joined([*pieces, prose[at:]])


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Own words that follow each other as one piece; nothing empty."""
    made: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str) and made and isinstance(made[-1], str):
            made[-1] += piece
        elif piece:
            made.append(piece)
    return made


def told(pieces: Sequence[Piece], text: str, find: Find, lost: str | None = None) -> str | None:
    """The prose again; where words that it cites cannot be found, `lost` stands for them, or without it for all."""
    made = []
    for piece in pieces:
        if isinstance(piece, str):
            made.append(piece)
        else:
            place = find(piece[0], piece[1])
            words = lost if place is None else text[slice(*place)]
            if words is None:
                return None
            made.append(words)
    return "".join(made)


class Citation(NamedTuple):
    """An object that cites an article: the properties that hold the words, and the id of the document."""

    holder: dict[str, Any]
    name: str
    document: str


def citations(node: Node, value: Any) -> Iterator[Citation]:
    """What within a value cites an article, or may, in order."""
    if isinstance(node, Array) and value is not None:
        for item in value:
            yield from citations(node.items, item)
    elif isinstance(node, Record) and value is not None:
        texts = citing(node)
        for name, child in node.fields.items():
            if isinstance(child, Text) and child.ref == DOCUMENT:
                yield from (Citation(value, cites, name) for cites in sorted(texts))
            yield from citations(child, value.get(name))

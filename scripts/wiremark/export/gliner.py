"""GLiNER's training data: a JSON list with an object a sentence, its tokens and its mentions.

{"tokenized_text": […], "ner": [[first, last, "type"], …]}: first and last token, both inclusive. Mentions may nest.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from wiremark.dataset.inputs import Article, Inputs
from wiremark.export.conll import HOLDS, NO_NAME, NOT_DONE
from wiremark.export.items import Lost, left_out, whole_document
from wiremark.export.piece import Options, Piece
from wiremark.export.tokens import UNEVEN, exact, touched

SUFFIX = ".json"


def piece(inputs: Inputs, document: Article, options: Options) -> Piece:
    """The sentences of a document; none where its mentions were not annotated."""
    if "mentions" not in document.layers:
        return Piece(None, whole_document(document, NOT_DONE))
    cuts = document.sentences
    bounds = [(row[0][0], row[-1][1]) for row in cuts]
    marked: list[list[tuple[int, int, str]]] = [[] for _ in cuts]
    gone, uneven = {}, 0
    for mention in document.records("mentions"):
        start, end = mention["span"]["start"], mention["span"]["end"]
        first, after = touched(bounds, start, end)
        if mention["form"] != "NAM" and not options.all_mentions:
            gone["mentions", mention["id"]] = NO_NAME
        elif after - first != 1:
            gone["mentions", mention["id"]] = "goes on in the next sentence"
        else:
            part = touched(cuts[first], start, end)
            uneven += not exact(cuts[first], part, start, end)
            marked[first].append((part[0], part[1] - 1, mention["type"]))
    lost = left_out(document, HOLDS, gone)
    lost[Lost("mentions.span", UNEVEN)] += uneven
    content = [
        {"tokenized_text": [document.text[start:end] for start, end in row], "ner": [list(n) for n in sorted(names)]}
        for row, names in zip(cuts, marked, strict=True)
    ]
    return Piece(content, +lost)


def joined(contents: Sequence[list[Any]]) -> bytes:
    """The file of a split: a sentence a line."""
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for part in contents for row in part)
    return f"[\n{lines}\n]\n".encode()

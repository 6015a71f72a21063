"""Tokens and BIO tags in two columns, as in the CoNLL-2003 shared task (Tjong Kim Sang and De Meulder 2003).

A sentence is a block of lines, a document begins with a line -DOCSTART-. Tokens and tags are those of the config `ner`,
and `datasets` reads them: load_dataset("conll", data_files=…, column_names=["tokens", "ner_tags"]).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wiremark.dataset.inputs import Article, Inputs
from wiremark.export.items import NESTED, WITH_RECORD, Lost, left_out, whole_document
from wiremark.export.piece import Options, Piece

SUFFIX = ".conll"
HOLDS = frozenset({"documents", "mentions", "mentions.type", "mentions.span"})
NOT_DONE = "its mentions were not annotated"
NO_NAME = "no name"


def piece(inputs: Inputs, document: Article, options: Options) -> Piece:
    """The lines of a document; none where its mentions were not annotated."""
    if "mentions" not in document.layers:
        return Piece(None, whole_document(document, NOT_DONE))
    rows, losses = document.ner
    lines = ["-DOCSTART- O", ""]
    for row in rows:
        lines += [f"{token} {tag}" for token, tag in zip(row["tokens"], row["ner_tags"], strict=True)]
        lines.append("")
    mentions = document.records("mentions")
    lost = left_out(document, HOLDS, {("mentions", m["id"]): NO_NAME for m in mentions if m["form"] != "NAM"})
    for why, number in ((NESTED, losses.nested), ("other names took its tokens", losses.hidden)):
        lost[Lost("mentions", why)] += number
        lost[Lost("mentions.type", WITH_RECORD)] += number
        lost[Lost("mentions.span", WITH_RECORD)] += number
    names = Counter((m["span"]["start"], m["span"]["end"], m["type"]) for m in mentions if m["form"] == "NAM")
    same = (names & Counter(name for row in rows for name in _names(row))).total()
    uneven = losses.names - losses.nested - losses.hidden - same
    lost[Lost("mentions.span", "not exact: an edge inside a token, or the end of a sentence within")] += uneven
    return Piece("".join(f"{line}\n" for line in lines), +lost)


def joined(contents: Sequence[str]) -> bytes:
    """The file of a split."""
    return "".join(contents).encode("utf-8")


def _names(row: Mapping[str, Any]) -> Iterable[tuple[int, int, str]]:
    """Start, end and type of each name that the tags of a sentence say, in code points of the text."""
    found: list[tuple[int, int, str]] = []
    for (start, end), tag in zip(row["token_offsets"], row["ner_tags"], strict=True):
        if tag.startswith("B-"):
            found.append((start, end, tag[2:]))
        elif tag.startswith("I-"):
            found[-1] = (found[-1][0], end, found[-1][2])
    return found

"""Tokens and BIO tags in two columns, as in the CoNLL-2003 shared task (Tjong Kim Sang and De Meulder 2003).

A sentence is a block of lines, a document begins with a line -DOCSTART-. Tokens and tags are those of the config `ner`,
and `datasets` reads them: load_dataset("conll", data_files=…, column_names=["tokens", "ner_tags"]).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from wiremark.dataset.inputs import Inputs
from wiremark.export.document import Document, exact, touched
from wiremark.export.items import Lost, left_out, whole_document
from wiremark.export.piece import Options, Piece

SUFFIX = ".conll"
HOLDS = frozenset({"documents", "mentions", "mentions.type", "mentions.span"})
NOT_DONE = "its mentions were not annotated"
NESTED = "inside a longer name, or across an earlier one"
NO_NAME = "no name"


def piece(inputs: Inputs, document: Document, options: Options) -> Piece:
    """The lines of a document; none where its mentions were not annotated."""
    if "mentions" not in document.layers:
        return Piece(None, whole_document(document, NOT_DONE))
    tags, gone, uneven = tagged(document)
    lines = ["-DOCSTART- O", ""]
    for cuts, row in zip(document.sentences, tags, strict=True):
        lines += [f"{document.text[start:end]} {tag}" for (start, end), tag in zip(cuts, row, strict=True)]
        lines.append("")
    lost = left_out(document, HOLDS, {("mentions", id): why for id, why in gone.items()})
    lost[Lost("mentions.span", "not exact: an edge inside a token, or the end of a sentence within")] += uneven
    return Piece("".join(f"{line}\n" for line in lines), +lost)


def joined(contents: Sequence[str]) -> bytes:
    """The file of a split."""
    return "".join(contents).encode("utf-8")


def tagged(document: Document) -> tuple[list[list[str]], dict[str, str], int]:
    """The tags of each sentence, why a mention has none, by its id, and how many tagged names are not exact.

    The same names as in the config `ner`: the outermost ones, each on the whole tokens that no other has.
    """
    cuts = [cut for row in document.sentences for cut in row]
    home = [number for number, row in enumerate(document.sentences) for _ in row]
    tags = ["O"] * len(cuts)
    mentions = document.records("mentions")
    gone = {mention["id"]: NO_NAME for mention in mentions if mention["form"] != "NAM"}
    names = [mention for mention in mentions if mention["form"] == "NAM"]
    names.sort(key=lambda name: (name["span"]["start"], -name["span"]["end"], name["type"]))
    uneven = open_until = 0
    for name in names:
        start, end = name["span"]["start"], name["span"]["end"]
        if start < open_until:
            gone[name["id"]] = NESTED
            continue
        open_until = end
        free = [token for token in range(*touched(cuts, start, end)) if tags[token] == "O"]
        if not free:
            gone[name["id"]] = "other names took its tokens"
            continue
        uneven += home[free[0]] != home[free[-1]] or not exact(cuts, (free[0], free[-1] + 1), start, end)
        before = -1
        for token in free:
            tags[token] = f"{'I' if home[token] == before else 'B'}-{name['type']}"
            before = home[token]
    told = iter(tags)
    return [list(islice(told, len(row))) for row in document.sentences], gone, uneven

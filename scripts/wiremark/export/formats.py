"""The formats, one module each, and an export: its files, and the count of what they leave out.

The module of a format has `piece(inputs, document, options) -> Piece`, a pure function. Where a split is one file, it
has `joined(contents) -> bytes` and `SUFFIX`, the end of the file's name; else the content of a piece is the document's
files by name. `shared(inputs, named) -> Piece`, if it is there, gives the files of all together, and what is left out
of the knowledge base and the clusters.
"""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from wiremark.dataset.inputs import Inputs
from wiremark.diagnostics import Usage
from wiremark.export.document import document
from wiremark.export.items import NO_PLACE, Lost, Tally, of_corpus, of_document
from wiremark.export.piece import Options
from wiremark.sources import SPLITS


@dataclass(frozen=True)
class Format:
    """A format. module: of this room. extra: what is to be installed for it. holds, leaves: for people."""

    name: str
    module: str
    holds: str
    leaves: str
    extra: str = ""


FORMATS = {
    found.name: found
    for found in (
        Format(
            "conll",
            "conll",
            "tokens and BIO tags of the outermost names, a file per split",
            "all but outermost names; ids, links, every other property",
        ),
        Format(
            "docbin",
            "docbin",
            "spaCy: doc.ents, span groups for all mentions, times, triggers, quotations",
            "what is no span, label, id or entity; edges inside a token",
            "spacy",
        ),
        Format(
            "gliner",
            "gliner",
            "GLiNER's JSON: names, nested ones too; --all-mentions for all",
            "all but mentions within a sentence; ids, links, every other property",
        ),
        Format(
            "webannotation",
            "webannotation",
            "W3C Web Annotation, JSON-LD: every record, entities, clusters",
            "what waits for a person",
        ),
        Format(
            "brat",
            "brat",
            "brat's stand-off: every record and annotation.conf",
            "who annotated a layer; the knowledge base and clusters but their ids and names",
        ),
        Format(
            "cas",
            "cas",
            "UIMA CAS, XMI: every record with its references, the entities and clusters it names",
            "entities and clusters that no record names; what waits for a person",
            "cas",
        ),
    )
}


@dataclass(frozen=True)
class Export:
    """The articles of some splits in a format. tally is complete once `files` came to its end."""

    format: Format
    inputs: Inputs
    splits: Collection[str] = SPLITS
    options: Options = field(default_factory=Options)

    @cached_property
    def tally(self) -> Tally:
        """What there is and what is left out, of the articles that were written so far."""
        return Tally(of_corpus(self.inputs))

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Each file's name and content. Raises Usage where a library is missing."""
        module = _module(self.format)
        parts: dict[str, list[Any]] = {}
        named: set[str] = set()
        for article in self.inputs.articles:
            if article.source.split not in self.splits:
                continue
            found = document(self.inputs, article)
            piece = module.piece(self.inputs, found, self.options)
            self.tally.there.update(of_document(found) + piece.there)
            self.tally.lost.update(piece.lost)
            named |= piece.named
            if piece.content is None:
                continue
            if hasattr(module, "joined"):
                parts.setdefault(article.source.split, []).append(piece.content)
            else:
                yield from piece.content.items()
        for split, contents in parts.items():
            yield f"{split}{module.SUFFIX}", module.joined(contents)
        if hasattr(module, "shared"):
            shared = module.shared(self.inputs, named)
            self.tally.lost.update(shared.lost)
            yield from shared.content.items()
        else:
            self.tally.lost.update(Counter({Lost(kind, NO_PLACE): n for kind, n in of_corpus(self.inputs).items()}))


def _module(form: Format) -> Any:
    try:
        return importlib.import_module(f"wiremark.export.{form.module}")
    except ImportError as error:
        if not form.extra:
            raise
        raise Usage(
            f"the format {form.name} needs a library that is not installed: {error.name or error}",
            f"install it: pip install 'wiremark[{form.extra}]'",
        ) from None

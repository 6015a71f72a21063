"""The formats, one module each.

The module of a format has `piece(inputs, document, options) -> Piece`, a pure function. Where a split is one file, it
has `joined(contents) -> bytes` and `SUFFIX`, the end of the file's name; else the content of a piece is the document's
files by name. `shared(inputs, named) -> Piece`, if it is there, gives the files of all together, and what is left out
of the knowledge base and the clusters.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Any

from wiremark.diagnostics import Usage


@dataclass(frozen=True)
class Format:
    """A format, and its module. extra: what is to be installed for it. holds, leaves: what people are told."""

    name: str
    holds: str
    leaves: str
    extra: str = ""

    def loaded(self) -> Any:
        """The module. Raises Usage where a library that it needs is missing."""
        try:
            return importlib.import_module(f"wiremark.export.{self.name}")
        except ImportError as error:
            if not self.extra:
                raise
            raise Usage(
                f"the format {self.name} needs a library that is not installed: {error.name or error}",
                f"install it: pip install 'wiremark[{self.extra}]'",
            ) from None


FORMATS = {
    found.name: found
    for found in (
        Format(
            "conll",
            "tokens and BIO tags of the outermost names, a file per split",
            "other mentions, times, events, quotations; ids, links, every other property",
        ),
        Format(
            "docbin",
            "spaCy: doc.ents, span groups for all mentions, times, triggers, quotations",
            "arguments and every property but span, type, id, entity; an edge inside a token",
            "spacy",
        ),
        Format(
            "gliner",
            "GLiNER's JSON: names, nested ones too; --all-mentions for all",
            "times, events, quotations; mentions across sentences; ids, links, every other property",
        ),
        Format(
            "webannotation",
            "W3C Web Annotation, JSON-LD: every record, entities, clusters",
            "records that wait for a person",
        ),
        Format(
            "brat",
            "brat's stand-off: every record and annotation.conf",
            "who annotated a layer; of the knowledge base and the clusters all but ids and names; records that wait",
        ),
        Format(
            "cas",
            "UIMA CAS, XMI: every record with its references, the entities and clusters it names",
            "entities and clusters that no record names; records that wait for a person",
            "cas",
        ),
    )
}

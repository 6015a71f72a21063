"""What of a table is the articles' own text, and the table without it.

Source text is the text of a span (`x-span` says which property holds it), the article itself, what cleaning took
from it into metadata, and what cites it: from which words a day was inferred, and the readings in which documents
differ. Of `ner`, which is the text cut into tokens, nothing is left. The names and titles of entities stay; aliases
that describe an entity in words of an article go.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from wiremark.cleaning import METADATA
from wiremark.dataset.tables import Config
from wiremark.schema.arrow import Column, Day, Table
from wiremark.schema.profile import Array, Node, Record, Text

_TEXTS = {"documents": frozenset({"text", "published_from", *METADATA})}
_EVERYWHERE = frozenset({"text"})
_ROWS = {"documents": "article: what is known of it, its rights"}
"""What a row is where that is another thing without the text."""

DOCUMENT = "document"
"""The id space of documents."""


def without_texts(config: Config) -> Config | None:
    """The config as a stand-off release has it; None where nothing would be left of it."""
    if config.name == "ner":
        return None
    texts = _TEXTS.get(config.name, _EVERYWHERE)
    kept = {name: column for name, column in config.table.columns.items() if name not in texts}
    columns: dict[str, Column] = {
        name: column if isinstance(column, Day) else _bare(column) for name, column in kept.items()
    }
    row = _ROWS.get(config.name, config.row)
    return replace(config, row=row, table=Table(columns, config.table.optional - texts))


def _bare(node: Node) -> Node:
    match node:
        case Array():
            return replace(node, items=_bare(node.items))
        case Record():
            texts = citing(node) | ({node.span.text} if node.span and node.span.of == "corpus" else set())
            fields = {name: _bare(node) for name, node in node.fields.items() if name not in texts}
            return replace(node, fields=fields, required=node.required - texts, span=None)
        case _:
            return node


DESCRIBING = "nominal"
"""The kind of alias that is a describing noun phrase, and no name."""


def without_phrases(entities: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The entities as a stand-off release has them: without aliases that are no names."""
    return [
        {**entity, "aliases": [alias for alias in entity["aliases"] if not is_phrase(alias)]}
        if any(map(is_phrase, entity.get("aliases") or ()))
        else dict(entity)
        for entity in entities
    ]


def is_phrase(alias: Mapping[str, Any]) -> bool:
    """Whether an alias is a describing noun phrase, as articles have it; none is where the schema has no such kind."""
    return alias.get("kind") == DESCRIBING


def citing(record: Record) -> set[str]:
    """The properties that cite an article: free text in a record that names a document and has no id of its own."""
    texts = {name: node for name, node in record.fields.items() if isinstance(node, Text)}
    if record.key or not any(node.ref == DOCUMENT for node in texts.values()):
        return set()
    return {name for name, node in texts.items() if not (node.labels or node.values or node.pattern or node.ref)}

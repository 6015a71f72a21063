"""What of a table is the articles' own text, and the table without it.

Source text is the text of a span (`x-span` says which property holds it), the article itself, and what cleaning took
from it into metadata. Of `ner`, which is the text cut into tokens, nothing is left.
"""

from __future__ import annotations

from dataclasses import replace

from wiremark.dataset.tables import METADATA, Config
from wiremark.schema.arrow import Column, Day, Table
from wiremark.schema.profile import Array, Node, Record

_TEXTS = {"documents": frozenset({"text", *METADATA})}
_EVERYWHERE = frozenset({"text"})


def without_texts(config: Config) -> Config | None:
    """The config as a stand-off release has it; None where nothing would be left of it."""
    if config.name == "ner":
        return None
    texts = _TEXTS.get(config.name, _EVERYWHERE)
    kept = {name: column for name, column in config.table.columns.items() if name not in texts}
    columns: dict[str, Column] = {
        name: column if isinstance(column, Day) else _bare(column) for name, column in kept.items()
    }
    return replace(config, table=Table(columns, config.table.optional - texts))


def _bare(node: Node) -> Node:
    match node:
        case Array():
            return replace(node, items=_bare(node.items))
        case Record():
            text = node.span.text if node.span and node.span.of == "corpus" else None
            fields = {name: _bare(node) for name, node in node.fields.items() if name != text}
            return replace(node, fields=fields, required=node.required - {text}, span=None)
        case _:
            return node

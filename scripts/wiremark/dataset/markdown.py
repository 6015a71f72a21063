"""Tables in Markdown: of the texts of a dataset, and of the figures that README and the card share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wiremark.annotation.stats import Summary, tables
from wiremark.annotation.table import Table

MANY = 100
"""Above so many documents a page has no row for each."""


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table without a final newline; a bar within a cell is escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)


def figures(summary: Summary, section: str, *left_out: str) -> str:
    """The tables of a section of the figures, each under a heading of the third level; no final newline.

    left_out: titles of tables that are not wanted.
    """
    return "\n\n".join(_figure(found) for found in tables(summary, section) if found.title not in left_out)


def _figure(found: Table) -> str:
    parts = [f"### {found.title}", table(found.head, found.rows) if found.rows else "", found.note]
    return "\n\n".join(part for part in parts if part)

"""Tables in Markdown, whose cells may hold Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wiremark.annotation.table import Table


def in_markdown(found: Table, level: int = 3) -> str:
    """The table under a heading of this level, its note below; no final newline. Without rows there is no head."""
    parts = [f"{'#' * level} {found.title}", table(found.head, found.rows) if found.rows else "", found.note]
    return "\n\n".join(part for part in parts if part)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table without a final newline; a bar within a cell is escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)

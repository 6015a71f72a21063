"""The figures that README and the card share, in Markdown."""

from __future__ import annotations

from wiremark.annotation.markdown import in_markdown
from wiremark.annotation.stats import Summary, tables

MANY = 100
"""Above so many documents a page has no row for each."""


def figures(summary: Summary, section: str, *left_out: str) -> str:
    """The tables of a section of the figures, each under a heading of the third level; no final newline.

    left_out: titles of tables that are not wanted.
    """
    return "\n\n".join(in_markdown(found) for found in tables(summary, section) if found.title not in left_out)

"""Tables on a terminal."""

from __future__ import annotations

from wiremark.annotation.table import NOTHING, Table
from wiremark.diagnostics import columns

WIDTH = 116
"""A line of a table is cut where it would be longer, if its last column can be."""


def aligned(table: Table) -> str:
    """The table under its title: numbers to the right, a last column that is too long on several lines."""
    rows = [tuple(f"{cell}" for cell in row) for row in (table.head, *table.rows)] if table.rows else []
    widths = [max(columns(cell) for cell in column) for column in zip(*rows, strict=True)]
    right = [
        all(isinstance(cell, int) or cell == NOTHING for cell in column) for column in zip(*table.rows, strict=True)
    ]
    before = " " * sum(width + 2 for width in widths[:-1])
    lines = [table.title]
    for row in rows:
        *padded, last = (_padded(*cell) for cell in zip(row, widths, right, strict=True))
        first, *more = _wrapped(last.rstrip(), max(40, WIDTH - len(before)))
        lines += ["  ".join(["", *padded, first]).rstrip(), *(f"  {before}{piece}" for piece in more)]
    return "\n".join([*lines, *(f"  {line}" for line in table.note.split("\n") if line)])


def _wrapped(cell: str, width: int) -> list[str]:
    """The cell in pieces of this width, cut after commas alone."""
    pieces = [""]
    for item in cell.split(", "):
        joined = f"{pieces[-1]}, {item}" if pieces[-1] else item
        if columns(joined) <= width or not pieces[-1]:
            pieces[-1] = joined
        else:
            pieces[-1] += ","
            pieces.append(item)
    return pieces


def _padded(cell: str, width: int, numeric: bool) -> str:
    gap = " " * (width - columns(cell))
    return gap + cell if numeric else cell + gap

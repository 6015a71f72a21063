"""Tables of the bench: rows under a heading, in columns."""

from __future__ import annotations

from collections.abc import Sequence


def show(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Prints them: the first column to the left, the others to the right, a last one that is longer to the left.

    A row may be shorter than the heading.
    """
    widths = [max(len(row[place]) for row in (heading, *rows) if place < len(row)) for place in range(len(heading))]
    for row in (heading, *rows):
        cells = [
            cell.ljust(width) if place in (0, len(heading) - 1) else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=False))
        ]
        print("  " + "  ".join(cells).rstrip())
    print(flush=True)


def share(value: float | None) -> str:
    """A share of one with three digits, as papers write it; a dash where there is none."""
    return "-" if value is None else f"{value:.3f}".removeprefix("0")

"""A table of figures, for any rendering: the terminal, README, the dataset card."""

from __future__ import annotations

from dataclasses import dataclass

NOTHING = "–"
"""A cell where there is no figure."""


@dataclass(frozen=True, slots=True)
class Table:
    """A title, a head, rows as long as the head, and a note of lines below, which may be empty. Numbers are numbers."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    note: str = ""


def number(value: float | None) -> str:
    """A figure with three decimals."""
    return NOTHING if value is None else f"{value:.3f}"

"""The leak report as tables."""

from __future__ import annotations

from collections.abc import Iterator

from wiremark.annotation.table import NOTHING, Table
from wiremark.dataset.splits.report import Report, Shared

SHOWN = 30
"""So many pairs are shown; the JSON has all."""


def tables(report: Report) -> Iterator[Table]:
    """The splits, the pairs that share windows, and what is named in several splits."""
    rows = tuple((one["split"], one["documents"], one["stories"], f"{one['share']:.1%}") for one in report["splits"])
    yield Table(f"Splits by {report['by']}", ("split", "documents", "stories", "share"), rows)
    pairs = report["pairs"]
    beyond = f"{len(pairs) - SHOWN} more of these; --format json has them all\n" if len(pairs) > SHOWN else ""
    near = "" if report["exact"] else "within a split near-duplicates alone, those that MinHash finds\n"
    places = "a run's place: code points of both clean texts" if pairs else "no two texts share one"
    yield Table(
        "Windows of eight words that two texts share",
        ("first", "second", "splits", "windows", "of", "near-duplicates", "longest run", "its place"),
        tuple(_row(pair) for pair in pairs[:SHOWN]),
        beyond + near + places,
    )
    if report["across"]:
        yield Table(
            "Named in several splits",
            ("kind", "in several", "of"),
            tuple((kind.replace("_", " "), *numbers) for kind, numbers in report["across"].items()),
            "no leak in itself: the same people are in the news",
        )


def _row(pair: Shared) -> tuple[object, ...]:
    first, second = pair["splits"]
    run = pair["longest"]
    return (
        pair["first"],
        pair["second"],
        first if first == second else f"{first} | {second}",
        pair["windows"],
        pair["of"],
        "yes" if pair["near_duplicates"] else "no",
        f"{run['words']} words" if run else NOTHING,
        "{}–{} | {}–{}".format(*run["first"], *run["second"]) if run else NOTHING,
    )

"""What an export holds and what it leaves out, for the terminal, for programs and for a page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wiremark.annotation.markdown import table as in_markdown
from wiremark.annotation.table import Table
from wiremark.export.export import Export
from wiremark.export.items import NO_PLACE, WITH_RECORD, Tally


def kinds(tally: Tally) -> list[str]:
    """The kinds there are: documents, the layers, what stands beside them; each with its properties after it."""
    order = {"documents": 0, "entities": 2, "clusters": 3}
    groups = list(dict.fromkeys(kind.partition(".")[0] for kind in tally.there))
    rank = {group: (order.get(group, 1), number) for number, group in enumerate(groups)}
    return sorted((kind for kind in tally.there if tally.there[kind]), key=lambda kind: rank[kind.partition(".")[0]])


def table(export: Export, title: str) -> Table:
    """Each kind with how much there is, how much of it is written, and why the rest is not.

    Properties of records that are all left out are not told of: they go with them.
    """
    tally = export.tally
    rows = []
    for kind in kinds(tally):
        owner = kind.partition(".")[0]
        reasons = tally.reasons(kind)
        if kind == owner or owner not in tally.there or (reasons and tally.held(owner)):
            told = ", ".join(f"{number} {why}" for why, number in reasons.items())
            rows.append((kind, tally.there[kind], tally.held(kind), told))
    note = "" if any(+tally.lost) else "nothing is left out"
    return Table(title, ("", "there", "written", "left out"), tuple(rows), note)


def as_json(export: Export) -> dict[str, Any]:
    """The same, complete: every kind with what there is, what is written, and what is left out by reason."""
    tally, sources = export.tally, export.inputs.sources
    items = {
        kind: {"there": tally.there[kind], "written": tally.held(kind), "left_out": tally.reasons(kind)}
        for kind in kinds(tally)
    }
    return {
        "format": export.format.name,
        "corpus": {"name": sources.name, "version": sources.version},
        "schema": export.inputs.profile.version,
        "splits": list(export.splits),
        "items": items,
    }


def page(exports: Iterable[Export]) -> str:
    """A Markdown table with a row for each format."""
    rows = ((f"`{one.format.name}`", one.format.holds, in_words(one.tally)) for one in exports)
    return in_markdown(("format", "what it holds", "left out here"), rows)


def in_words(tally: Tally) -> str:
    """What is left out, in one line."""
    parts = []
    found = kinds(tally)
    owners = [kind for kind in found if kind.partition(".")[0] not in found or "." not in kind]
    for owner in owners:
        there, reasons = tally.there[owner], tally.reasons(owner)
        if not tally.held(owner):
            parts.append(f"all {there} {owner}" + ("" if list(reasons) == [NO_PLACE] else f": {_told(reasons)}"))
            continue
        if reasons:
            parts.append(f"{sum(reasons.values())} of {there} {owner}: {_told(reasons)}")
        own = [kind for kind in found if kind.startswith(f"{owner}.") and kind not in owners]
        gone = [kind.partition(".")[2] for kind in own if not tally.held(kind)]
        if gone:
            parts.append(f"of {owner}: {', '.join(gone)}")
        for kind in own:
            other = {why: number for why, number in tally.reasons(kind).items() if why != WITH_RECORD}
            if tally.held(kind) and other:
                parts.append(f"{sum(other.values())} of {tally.there[kind]} {kind}: {_told(other)}")
    return "; ".join(parts) or "nothing"


def _told(reasons: dict[str, int]) -> str:
    """Reasons in words, with their numbers where there are several."""
    return ", ".join(f"{number} {why}" if reasons.keys() - {why} else why for why, number in reasons.items())

"""Spans of one layer that cross, and spans that stand inside others where they may not."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from wiremark.validation.guideline.view import Extent, View, called, finding, held
from wiremark.validation.item import Item
from wiremark.validation.places import Problem, show


def crossing(view: View) -> Iterator[Problem]:
    """Mentions or contents that cross; times or triggers that overlap at all."""
    for layer, key, rule in (
        ("mentions", "span", view.rule("mentions.span")),
        ("quotes", "content", view.rule("quotes.content")),
        ("times", "span", view.rule("times.span")),
        ("events", "trigger", view.rule("events.trigger")),
    ):
        if not view.has(f"{layer}.{key}"):
            continue
        nests = layer in ("mentions", "quotes")
        for item, before, extent in _overlaps(view, layer, key, nests):
            (start, end), (first, last) = extent
            what = "crosses" if nests else "overlaps"
            yield finding(
                item.at(key),
                f"{_named(item, layer)} {what} {_named(before, layer)}",
                found=f"{start}:{end}, and {before.id} at {first}:{last}",
                expected="spans inside one another, or apart" if nests else "spans apart",
                help=f"mend the edges of one of the two, or take {item.id} or {before.id} out",
                rule=rule,
            )


def nesting(view: View) -> Iterator[Problem]:
    """What stands inside a name or a pronoun, and contents inside one another without a chain."""
    if view.has("mentions.form"):
        yield from _in_names(view)
        yield from _triggers_in_names(view)
    if view.has("quotes.chain"):
        yield from _in_contents(view)


def _named(item: Item, layer: str) -> str:
    if layer == "mentions" or layer == "times":
        return f"{item.id} ({show(item.words)})"
    return called(item) if layer == "events" else f"the content of {item.id}"


def _overlaps(view: View, layer: str, key: str, nests: bool) -> Iterator[tuple[Item, Item, tuple[Extent, Extent]]]:
    """Each record with an earlier one that it crosses, or, where nothing nests, overlaps. Told once per record."""
    spans = [(extent, item) for item, extents in view.spanned(layer, key) for extent in extents]
    open_: list[tuple[Extent, Item]] = []
    told: set[str] = set()
    for extent, item in sorted(spans, key=lambda row: (row[0][0], -row[0][1])):
        while open_ and open_[-1][0][1] <= extent[0]:
            open_.pop()
        if open_ and open_[-1][1] is not item and item.pointer not in told:
            over, before = open_[-1]
            if extent[1] > over[1] or (not nests and not _same(item, before, over == extent)):
                told.add(item.pointer)
                yield item, before, (extent, over)
        open_.append((extent, item))


def _same(item: Item, before: Item, same_place: bool) -> bool:
    """One record twice: records.duplicates tells of it."""
    return same_place and item.data.get("type") == before.data.get("type")


def _in_names(view: View) -> Iterator[Problem]:
    """A nominal may hold mentions; names and pronouns hold none."""
    rule = view.label_rule("mentions.form", "NAM")
    open_: list[tuple[Extent, Item]] = []
    placed = [(extents[0], item) for item, extents in view.spanned("mentions", "span")]
    for extent, item in sorted(placed, key=lambda row: (row[0][0], -row[0][1])):
        while open_ and open_[-1][0][1] <= extent[0]:
            open_.pop()
        over, holder = open_[-1] if open_ else (None, None)
        if over and holder and over != extent and extent[1] <= over[1] and holder.text("form") in ("NAM", "PRO"):
            yield finding(
                item.at("span"),
                f"{_named(item, 'mentions')} stands inside the {'name' if holder.text('form') == 'NAM' else 'pronoun'} "
                f"{_named(holder, 'mentions')}",
                found=f"a mention inside a {holder.text('form')} mention",
                expected="mentions inside NOM mentions only",
                help=f"take {item.id} out, or mend the edges or the form of {holder.id}",
                rule=rule,
            )
        open_.append((extent, item))


def _triggers_in_names(view: View) -> Iterator[Problem]:
    """Words are part of a name or an event trigger, never both."""
    names = sorted(
        (extents[0], item.id) for item, extents in view.spanned("mentions", "span") if item.text("form") == "NAM"
    )
    starts = [extent[0] for extent, _ in names]
    # of all names that begin up to here, the one that ends last
    widest = list(accumulate(names, _wider))
    for event, extents in view.spanned("events", "trigger"):
        start = extents[0][0]
        at = bisect_right(starts, start) - 1
        if at >= 0 and widest[at][0][1] > start:
            (first, last), name = widest[at]
            yield finding(
                event.at("trigger"),
                f"{called(event)} stands inside a name",
                found=f"{name} ({show((view.text or '')[first:last])}) holds the trigger",
                expected="words that are part of a name, or a trigger",
                help=f"take the event out where it is only named, or take {name} out where no name is meant",
                rule="R-G3",
            )


def _wider(one: tuple[Extent, str], two: tuple[Extent, str]) -> tuple[Extent, str]:
    return one if one[0][1] >= two[0][1] else two


def _in_contents(view: View) -> Iterator[Problem]:
    """A quotation inside another one names by its chain who passes it on."""
    spans = [(extent, item, extents) for item, extents in view.spanned("quotes", "content") for extent in extents]
    open_: list[tuple[Extent, Item, tuple[Extent, ...]]] = []
    told: set[str] = set()
    for extent, item, extents in sorted(spans, key=lambda row: (row[0][0], -row[0][1])):
        while open_ and open_[-1][0][1] <= extent[0]:
            open_.pop()
        holder = open_[-1] if open_ else None
        open_.append((extent, item, extents))
        if not holder or holder[1] is item or item.pointer in told or not held(extents, holder[2]):
            continue
        chains = [bool(one.data.get("chain")) for one in (item, holder[1])]
        outer = holder[1].text("speaker")
        if outer is None and not chains[0]:
            continue  # nobody whom a chain could name
        if chains[0] and (not outer or held(holder[2], extents) or outer in item.data["chain"]):
            continue
        if any(chains) and held(holder[2], extents):
            continue
        told.add(item.pointer)
        if held(holder[2], extents) and item.data.get("speaker") == holder[1].data.get("speaker"):
            continue  # the same quotation twice: records.duplicates tells of it
        yield finding(
            item.at("content"),
            f"{item.id} stands inside {holder[1].id}, whose speaker is not in its chain",
            found=f"the chain {', '.join(item.strings('chain')) or '[]'}",
            expected=f"who passes it on, outermost first, and so the speaker of {holder[1].id}: {outer or 'null'}",
            help=f"put {show(outer)} into the chain of {item.id}, or mend the edges of one of the two",
            rule=view.rule("quotes.chain"),
        )

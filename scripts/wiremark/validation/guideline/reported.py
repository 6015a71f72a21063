"""Which quotation an event is told in, and who commits to it."""

from __future__ import annotations

from collections.abc import Iterator

from wiremark.validation.guideline.view import Extent, View, called, finding, held
from wiremark.validation.item import Item
from wiremark.validation.places import Problem, show

AUTHOR = "author"
Placed = tuple[Item, tuple[Extent, ...]]


def reported_in(view: View) -> Iterator[Problem]:
    """`reported_in` is the innermost quotation whose content holds the trigger, and null where none does."""
    quotes = view.by_id("quotes")
    for event, holding in _held(view):
        inner = _innermost(holding)
        given = event.text("reported_in")
        quote = quotes.get(given or "")
        if event.data.get("reported_in") is not None and (quote is None or not view.extents(quote, "content")):
            continue  # dangling, or a content that is not in its place: level 3 tells
        if (given in inner) if inner else given is None:
            continue
        names = [item.id for item, _ in holding]
        if given is None:
            what = f"stands in the content of {inner[0]}, and reported_in is null"
        elif given in names:
            what = f"stands in {given}, and further in in {inner[0]}"
        else:
            what = f"does not stand in the content of {given}"
        yield finding(
            event.at("reported_in"),
            f"{called(event)} {what}",
            found=show(given),
            expected=f"{' or '.join(map(show, inner)) or 'null'}, the innermost quotation whose content holds it",
            help=f"write {show(inner[0]) if inner else 'null'}, or mend the edges of the content",
            rule=view.rule("events.reported_in"),
        )


def source(view: View) -> Iterator[Problem]:
    """Inside a quotation its speaker commits to the event, outside of one the author."""
    quotes = view.by_id("quotes")
    for event in view.layer("events"):
        given = event.text("factuality_source")
        if not given or "reported_in" not in event.data:
            continue
        if event.data["reported_in"] is None:
            wanted, why = AUTHOR, "the event stands outside of quotations"
        else:
            quote = quotes.get(event.text("reported_in") or "")
            if quote is None or not (quote.data.get("speaker") is None or quote.text("speaker")):
                continue
            speaker = quote.text("speaker")
            wanted = speaker or AUTHOR
            why = f"the speaker of {quote.id}" if speaker else f"{quote.id} names no speaker"
        if given != wanted:
            yield finding(
                event.at("factuality_source"),
                f"the factuality of {called(event)} is ascribed to {given}",
                found=show(given),
                expected=f"{show(wanted)}: {why}",
                help=f"write {show(wanted)}, or mend reported_in or the speaker",
                rule=view.rule("events.factuality_source"),
            )


def _held(view: View) -> Iterator[tuple[Item, list[Placed]]]:
    """Each event that has a place, with the quotations whose content holds its trigger. One sweep over both."""
    spans = sorted(
        ((extent, placed) for placed in view.spanned("quotes", "content") for extent in placed[1]),
        key=lambda row: row[0],
        reverse=True,
    )
    open_: list[tuple[Extent, Placed]] = []
    for event, trigger in sorted(view.spanned("events", "trigger"), key=lambda row: row[1][0]):
        start, end = trigger[0]
        while spans and spans[-1][0][0] <= start:
            open_.append(spans.pop())
        open_ = [row for row in open_ if row[0][1] > start]
        holding = [placed for extent, placed in open_ if end <= extent[1] and held(trigger, placed[1])]
        yield event, holding


def _innermost(holding: list[Placed]) -> list[str]:
    """The ids of those that hold no other of them; several where their contents are the same."""
    return [
        item.id
        for item, extents in holding
        if not any(held(inner, extents) and not held(extents, inner) for _, inner in holding)
    ]

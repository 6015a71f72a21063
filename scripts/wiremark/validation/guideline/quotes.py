"""Quotations: type, speaker, utterance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wiremark.validation.guideline.view import Extent, View, finding
from wiremark.validation.guideline.words import ARTICLES, TITLES
from wiremark.validation.item import Item
from wiremark.validation.places import Problem, show

_TYPES = {
    "direct": "all letters of the content stand inside double quotation marks",
    "mixed": "some letters of the content stand inside double quotation marks",
    "indirect": "no letter of the content stands inside double quotation marks",
}


def computed(view: View) -> Iterator[tuple[Item, str, str]]:
    """The quotations with another type than the quotation marks of the article give: record, type there, type given.

    Only where the marks are English ones.
    """
    if view.language != "en":
        return
    for quote, content in view.spanned("quotes", "content"):
        given, wanted = quote.text("type"), view.marks.type_of(content)
        if given and wanted and given in _TYPES and given != wanted:
            yield quote, given, wanted


def types(view: View) -> Iterator[Problem]:
    """The type that the quotation marks of the article give, where they are English ones."""
    for quote, given, wanted in computed(view):
        yield finding(
            quote.at("type"),
            f"{quote.id or 'the quotation'} is {wanted} by its quotation marks",
            found=show(given),
            expected=f"{show(wanted)}: {_TYPES[wanted]}",
            help=f"write {show(wanted)} (`wiremark validate --fix` does), or mend the edges: the marks stand inside",
            rule=view.rule("quotes.type"),
        )


def speaker(view: View) -> Iterator[Problem]:
    """Where the source is a mention, but for its article or title, the speaker is the entity of that mention.

    Not with a chain: there the source may be the one who passes the words on.
    """
    by_place: dict[Extent, list[Item]] = {}
    for mention, extents in view.spanned("mentions", "span"):
        by_place.setdefault(extents[0], []).append(mention)
    for quote, extents in view.spanned("quotes", "source"):
        if len(extents) != 1 or quote.data.get("chain") or "speaker" not in quote.data:
            continue
        found = by_place.get(extents[0]) or by_place.get(_core(view, extents[0])) or []
        given = quote.data["speaker"]
        entities = [mention.data["entity"] for mention in found if "entity" in mention.data]
        if entities and (given is None or isinstance(given, str)) and given not in entities:
            wanted = entities[0]
            yield finding(
                quote.at("speaker"),
                f"the speaker of {quote.id or 'the quotation'} is not the entity of its source",
                found=show(given),
                expected=f"{show(wanted)}, the entity of {found[0].id} ({show(found[0].words)}), which is the source",
                help=f"write {show(wanted)}, or mend the entity of {found[0].id}",
                rule=view.rule("quotes.speaker"),
            )


def _core(view: View, extent: Extent) -> Extent:
    """A source without its article or, of a person, the title."""
    start, end = extent
    text = (view.text or "")[start:end].casefold() if view.language == "en" else ""
    left = max((len(word) for word in (*ARTICLES, *TITLES) if text.startswith(word)), default=0)
    return start + left, end


def utterances(view: View) -> Iterator[Problem]:
    """`utterance` and `relation` stand together, and the utterance is one of this speaker's."""
    for quote in view.layer("quotes"):
        utterance, relation = quote.data.get("utterance"), quote.data.get("relation")
        if "utterance" in quote.data and "relation" in quote.data and (utterance is None) != (relation is None):
            here, lacking = ("relation", "utterance") if utterance is None else ("utterance", "relation")
            yield finding(
                quote.at(lacking),
                f"{quote.id or 'the quotation'} has {'an' if here[0] == 'u' else 'a'} {here} and no {lacking}",
                found=f"{lacking} null, {here} {show(quote.data[here])}",
                expected="both, or both null",
                help=f"give the {lacking}, or write null for the {here}",
                rule=view.rule(f"quotes.{lacking}"),
            )
        other = view.utterances.get(quote.text("utterance") or "", {}).get("speaker")
        own = quote.text("speaker")
        if own and isinstance(other, str) and not _akin(own, other, view.entities):
            yield finding(
                quote.at("utterance"),
                f"{quote.id or 'the quotation'} and its utterance have different speakers",
                found=f"{own} here, {other} in clusters.json",
                expected="one speaker, or one that the other belongs to: a ministry and its state",
                help="mend the speaker here or in clusters.json, or take the quotation out of this utterance",
                rule=view.rule("quotes.utterance"),
            )


def _akin(one: str, other: str, entities: Mapping[str, Mapping[str, Any]]) -> bool:
    """The same, or one holds the other, at once or by others, or one is a member of the other."""
    return (
        other in _holders(one, entities)
        or one in _holders(other, entities)
        or any(
            part in (members if isinstance(members := entities.get(group, {}).get("members"), list) else ())
            for part, group in ((one, other), (other, one))
        )
    )


def _holders(id: str, entities: Mapping[str, Mapping[str, Any]]) -> set[str]:
    """An entity and all that it belongs to."""
    found: set[str] = set()
    at: Any = id
    while isinstance(at, str) and at not in found:
        found.add(at)
        at = entities.get(at, {}).get("holder")
    return found

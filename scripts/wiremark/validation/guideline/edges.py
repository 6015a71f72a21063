"""Where spans begin and end: no white space, no word cut in two, and what the rules leave outside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from unicodedata import combining

from wiremark.schema.profile import plan
from wiremark.schema.walk import child
from wiremark.validation.guideline.mentions import forms
from wiremark.validation.guideline.view import Extent, View, finding
from wiremark.validation.guideline.words import (
    ARTICLES,
    BOUNDS,
    IDIOMS,
    POSSESSIVES,
    QUOTATION_MARKS,
    TIME_PREPOSITIONS,
    TITLES,
)
from wiremark.validation.item import Item
from wiremark.validation.level3 import spans_of
from wiremark.validation.places import Problem, show

_CARRIER = ",;:."
_ABBREVIATION = re.compile(r"(?:\b(?:[A-Za-z]\.)+|\b(?:Inc|Corp|Co|Ltd|Jr|Sr|No|vs|etc|St)\.|\.\.\.?)$")
_SPACED = 0x0590
"""Scripts before this one (Latin, Greek, Cyrillic, Armenian) put white space or a mark between words."""


class _Edge(NamedTuple):
    """What stands at an edge and should not, and the extent without it; or what should stand inside."""

    what: str
    better: Extent
    rule: str


def edges(view: View) -> Iterator[Problem]:
    """Edges against the rules of their layer. Told once per span."""
    for layer, key in (
        ("mentions", "span"),
        ("times", "span"),
        ("events", "trigger"),
        ("quotes", "content"),
        ("quotes", "source"),
        ("quotes", "cue"),
    ):
        for item in view.layer(layer) if view.has(f"{layer}.{key}") else ():
            for pointer, extent in _spans(view, item, key):
                edge = _edge(view, layer, key, item, extent)
                if edge is not None:
                    yield _told(view, pointer, extent, edge)


def cut_words(view: View) -> Iterator[Problem]:
    """Spans that begin or end inside a word; a hyphen or an apostrophe parts words."""
    text = view.text
    if text is None:
        return
    for pointer, span, rule in spans_of(view.data, plan(view.record)):
        start, end = span.get(rule.start), span.get(rule.end)
        if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(text):
            continue
        if text[start:end] != span.get(rule.text):
            continue
        first, last = start, end
        while _joined(text, first):
            first -= 1
        while _joined(text, last):
            last += 1
        if (first, last) != (start, end):
            yield finding(
                child(pointer, rule.text),
                f"the span {show(text[start:end])} cuts a word in two",
                found=f"{show(text[first:last])} with edges at {start} and {end}",
                expected="edges between words",
                help=f"write start {first} and end {last}, or leave the word out",
                rule=_rule(view, pointer),
            )


def _joined(text: str, at: int) -> bool:
    """Whether the signs before and after an offset are one word."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if combining(after):
        return True
    return before.isalnum() and after.isalnum() and ord(before) < _SPACED and ord(after) < _SPACED


def _rule(view: View, pointer: str) -> str:
    """The rule of a span, by its place: `/mentions/3/span` is `mentions.span`."""
    keys = [key for key in pointer.split("/")[1:] if not key.isdecimal()]
    return view.rule(".".join(keys))


def _spans(view: View, item: Item, key: str) -> Iterator[tuple[str, Extent]]:
    """The spans of a record that have a place, with their pointers, as they stand."""
    value, base = item.data.get(key), item.at(key)
    listed = enumerate(value) if isinstance(value, list) else ()
    spans = [(child(base, number), span) for number, span in listed] or [(base, value)]
    for pointer, span in spans:
        extents = view.extents(Item("", {"span": span}), "span")
        if extents and isinstance(span, dict):
            yield pointer, extents[0]


def _edge(view: View, layer: str, key: str, item: Item, extent: Extent) -> _Edge | None:
    text = (view.text or "")[extent[0] : extent[1]]
    rule = view.rule(f"{layer}.{key}")
    bare = text.strip()
    if bare != text:
        start = extent[0] + len(text) - len(text.lstrip())
        return _Edge("white space at an edge", (start, start + len(bare)), rule)
    if layer == "mentions":
        return _mention(view, item, text, extent, rule)
    if layer == "times":
        return _time(view, text, extent, rule)
    return _content(view, text, extent, rule) if key == "content" else None


def _mention(view: View, item: Item, text: str, extent: Extent, rule: str) -> _Edge | None:
    start, end = extent
    if text[0] in ",;:" or text[-1] in ",;:":
        return _Edge("a punctuation mark at an edge", _without(text, extent, ",;: "), rule)
    if item.text("form") == "NAM" and (text[0] in QUOTATION_MARKS or text[-1] in '"”'):
        return _Edge("quotation marks around the name", _without(text, extent, '"“”‘’'), rule)
    entity = view.entities.get(item.text("entity") or "", {})
    if item.text("form") != "NAM" or view.language != "en" or text.casefold() in forms(entity):
        return None
    lower = text.casefold()
    left = max((len(word) for word in ARTICLES if lower.startswith(word) and lower != word), default=0)
    if left:
        return _Edge("an article before the name", (start + left, end), rule)
    titles = TITLES if item.text("type") == "PERSON" else TITLES[:3]
    left = max((len(word) for word in titles if lower.startswith(word)), default=0)
    if left and left < len(text):
        return _Edge("a title, an office or “former” before the name", (start + left, end), rule)
    right = _possessive(lower)
    return _Edge("a possessive after the name", (start, end - right), rule) if right else None


def _time(view: View, text: str, extent: Extent, rule: str) -> _Edge | None:
    if text[0] in ",;:" or text[-1] in ",;:":
        return _Edge("a comma at an edge", _without(text, extent, ",;: "), rule)
    lower = text.casefold()
    left = next((len(word) for word in TIME_PREPOSITIONS if lower.startswith(word)), 0)
    if left and view.language == "en" and lower not in IDIOMS and not lower.startswith(BOUNDS):
        return _Edge("a preposition before the time", (extent[0] + left, extent[1]), rule)
    right = _possessive(lower) if view.language == "en" else 0
    return _Edge("a possessive after the time", (extent[0], extent[1] - right), rule) if right else None


def _possessive(text: str) -> int:
    """How many signs a possessive at the end takes; none where nothing else would be left."""
    right = next((len(mark) for mark in POSSESSIVES if text.endswith(mark)), 0)
    return right if right < len(text) else 0


def _content(view: View, text: str, extent: Extent, rule: str) -> _Edge | None:
    start, end = extent
    whole, marks = view.text or "", view.marks
    if text[0] in _CARRIER and not marks.inside(start):
        return _Edge("punctuation of the carrier sentence at an edge", _without(text, extent, _CARRIER + " "), rule)
    if text[-1] in _CARRIER and not marks.inside(end - 1) and not _ABBREVIATION.search(text):
        return _Edge("punctuation of the carrier sentence at an edge", _without(text, extent, _CARRIER + " "), rule)
    if whole[start - 1 : start] in ("“", '"') and whole[end : end + 1] in ("”", '"') and marks.inside(start):
        return _Edge("its quotation marks outside", (start - 1, end + 1), rule)
    if view.language == "en" and re.search(r"(?<!\w)that\s$", whole[max(0, start - 6) : start], re.IGNORECASE):
        return _Edge("“that” outside, before it", (start - 5, end), rule)
    return None


def _without(text: str, extent: Extent, signs: str) -> Extent:
    left, right = len(text) - len(text.lstrip(signs)), len(text) - len(text.rstrip(signs))
    return (extent[0] + left, extent[1] - right) if left < len(text) else extent


def _told(view: View, pointer: str, extent: Extent, edge: _Edge) -> Problem:
    start, end = edge.better
    better = (view.text or "")[start:end]
    return finding(
        child(pointer, "text"),
        f"the span has {edge.what}",
        found=f"{show(_ends((view.text or '')[extent[0] : extent[1]]))}, {extent[0]}:{extent[1]}",
        expected=f"{show(_ends(better))}, {start}:{end}",
        help=f"write start {start}, end {end} and this text",
        rule=edge.rule,
    )


def _ends(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:28]} … {text[-28:]}"

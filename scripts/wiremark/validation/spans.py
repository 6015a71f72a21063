"""Spans against the article: does each hold the words it says, and if not, where do they stand?

All offsets are code points of the article's clean text, end exclusive.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

from wiremark.diagnostics import count
from wiremark.schema.profile import SpanRule
from wiremark.schema.walk import child
from wiremark.text.occurrences import occurrences
from wiremark.text.offsets import readings
from wiremark.validation.level2 import OCCURRENCE
from wiremark.validation.places import Problem, show

NEAR = 50
"""How far, in code points, words may stand from wrong offsets and still be what they meant."""

_PLAIN = str.maketrans("“”„‟‘’‚‛\u00a0\u202f‐‑–—", "\"\"\"\"''''  ----")
_SHOWN = 5
Span = Mapping[str, Any]
_Said = tuple[Any, Any, Any]
"""What a span says of itself: text, start, end."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands in the article."""

    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.start}..{self.end}"


@lru_cache(maxsize=1024)
def every_place(words: str, article: str) -> tuple[Place, ...]:
    """Every place that holds `words`, overlapping ones included, in order. None for no words."""
    return tuple(Place(at, at + len(words)) for at in occurrences(words, article))


@lru_cache(maxsize=1024)
def whole_words(words: str, article: str) -> tuple[Place, ...]:
    """Where `words` stand as words of their own, which is what a reader counts."""
    return tuple(place for place in every_place(words, article) if not inside_word(place, article))


def places_of(words: str, article: str) -> tuple[Place, ...]:
    """Where `words` stand as words of their own; if nowhere, every place."""
    return whole_words(words, article) or every_place(words, article)


def inside_word(place: Place, article: str) -> bool:
    """True where an edge parts two letters or digits; in scripts without case there is no telling."""
    return any(
        0 < edge < len(article) and _of_word(article[edge - 1]) and _of_word(article[edge])
        for edge in (place.start, place.end)
    )


def _of_word(sign: str) -> bool:
    return sign.isdecimal() or sign.lower() != sign.upper() or unicodedata.combining(sign) > 0


def settled(span: Span, rule: SpanRule, article: str) -> Place | None:
    """The only place that the span can have: where its offsets say, or its occurrence, or where its text stands once.

    A null is no offset. Inside a word nothing is settled but by offsets, and nothing far from those that are given.
    None where that is not settled, or where the span's own keys are not of the right kind.
    """
    words, start, end = span.get(rule.text), span.get(rule.start), span.get(rule.end)
    if not isinstance(words, str) or any(value is not None and type(value) is not int for value in (start, end)):
        return None
    given = [offset for offset in (start, end) if isinstance(offset, int)]
    if given:
        first = given[0] - (len(words) if start is None else 0)
        last = given[-1] + (len(words) if end is None else 0)
        if _holds(words, first, last, article):
            return Place(first, last)
    places = whole_words(words, article)
    number = span.get(OCCURRENCE)
    if number is not None:
        return places[number - 1] if not given and type(number) is int and 1 <= number <= len(places) else None
    return places[0] if len(places) == 1 and _near(places[0], given, article) else None


def _near(place: Place, given: Sequence[int], article: str) -> bool:
    """True where a place is within reach of the offsets given, or these say nothing: outside the article, or none."""
    if not all(0 <= offset <= len(article) for offset in given):
        return True
    return not given or max(place.start - max(given), min(given) - place.end) <= NEAR


class Settlement(NamedTuple):
    """What is settled for the spans of one file, in their order, and what is to be said of the unit of its offsets.

    unit: the one that every span counts, where it is another than code points; empty elsewhere.
    """

    note: str
    places: list[Place | None]
    unit: str = ""


def settlement(spans: Iterable[tuple[Span, SpanRule]], article: str) -> Settlement:
    """Settles the spans of one file.

    The offsets of a file count one unit. Where all fit in another one than code points, all are read in that; where
    only some of the wrong ones do, nothing is settled, lest the file be left with two units.
    """
    spans = list(spans)
    right, wrong = list[_Said](), list[_Said]()
    for span, rule in spans:
        said = _said(span, rule)
        if isinstance(said[0], str) and (type(said[1]) is int or type(said[2]) is int):
            (right if _holds(*said, article) else wrong).append(said)
    if wrong:
        units = {
            unit: (at, sum(_read(said, at, article) is not None for said in wrong))
            for unit, at in readings(article).items()
            if all(_read(said, at, article) for said in right)
        }
        whole = [(unit, at) for unit, (at, fitting) in units.items() if fitting == len(wrong)]
        if len(whole) == 1:
            ((unit, at),) = whole
            places = [_read(_said(*pair), at, article) or settled(*pair, article) for pair in spans]
            return Settlement("", places, unit)
        for unit, (_, fitting) in units.items():
            if fitting and len(wrong) > 1:
                note = (
                    f"{fitting} of the spans that are off fit if offsets count {unit}: `--fix` moves none of this file"
                )
                return Settlement(note, [None] * len(spans))
    return Settlement("", [settled(*pair, article) for pair in spans])


def _said(span: Span, rule: SpanRule) -> _Said:
    return span.get(rule.text), span.get(rule.start), span.get(rule.end)


def _read(said: _Said, at: Mapping[int, int], article: str) -> Place | None:
    """The place of a span whose offsets count another unit; `at` is from that unit to code points."""
    words, start, end = said
    if type(start) is not int or type(end) is not int or start not in at or end not in at:
        return None
    place = Place(at[start], at[end])
    return place if _holds(words, place.start, place.end, article) else None


def misplaced(span: Span, rule: SpanRule, article: str, pointer: str, place: Place | None) -> Problem | None:
    """The problem of one span, or None. What level 2 sees without the article is not reported again.

    place: what is settled for it, and `--fix` will set.
    """
    words, start, end = _said(span, rule)
    if not isinstance(words, str) or not words or _holds(words, start, end, article):
        return None
    if any(value is not None and type(value) is not int for value in (start, end)):
        return None
    given = Place(start, end) if start is not None and end is not None else None
    places = places_of(words, article)
    if not places:
        return _nowhere(words, given, rule, article, pointer)
    if given is None:
        return _without_offsets(span, rule, places, article, pointer, place)
    return _off(words, given, places, rule, article, pointer, place)


def misplaced_all(spans: Iterable[tuple[str, Span, SpanRule]], article: str) -> list[Problem]:
    """The problems of all spans of a file, given with their pointers; one for all where offsets count other units."""
    spans = list(spans)
    note, places, unit = settlement([(span, rule) for _, span, rule in spans], article)
    found = [
        misplaced(span, rule, article, pointer, place)
        for (pointer, span, rule), place in zip(spans, places, strict=True)
    ]
    off = [number for number, problem in enumerate(found) if problem and problem.code == "A301"]
    if unit and off:
        pointer, span, rule = spans[off[0]]
        found = [problem for problem in found if problem and problem.code != "A301"]
        return [
            _of_unit(unit, len(off), _said(span, rule), places[off[0]], child(pointer, rule.start)),
            *filter(None, found),
        ]
    return [
        replace(problem, notes=(*problem.notes, note)) if note and problem.code == "A301" else problem
        for problem in found
        if problem
    ]


def _of_unit(unit: str, number: int, said: _Said, place: Place | None, pointer: str) -> Problem:
    """All offsets of a file at once. said, place: the first span that is off, and where it stands."""
    words, start, end = said
    return Problem(
        code="A316",
        pointer=pointer,
        message=f"these offsets look like {unit}",
        found=f"{count(number, 'span')} off; the first, {show(words)}, says {Place(start, end)}",
        expected=f"code points of the article, in which it stands at {place}",
        notes=("read in that unit, every span fits",),
        help="`wiremark validate --fix` converts them all",
    )


def _holds(words: str, start: Any, end: Any, article: str) -> bool:
    """The invariant: `article[start:end] == words`, with offsets that do not run out of the article."""
    return type(start) is int and type(end) is int and 0 <= start == end - len(words) and article[start:end] == words


def _without_offsets(
    span: Span, rule: SpanRule, places: Sequence[Place], article: str, pointer: str, place: Place | None
) -> Problem:
    words, start, end = _said(span, rule)
    given, number = start if start is not None else end, span.get(OCCURRENCE)
    missing = "offsets" if given is None else rule.end if end is None else rule.start
    if place:
        help = f"`wiremark validate --fix` fills them in: {place}"
    elif given is not None:
        which = rule.start if start is not None else rule.end
        help = f"it does not {which} at {given}: {_set(_nearest(places, Place(given, given)), places, rule)}"
    elif inside_word(places[0], article):
        help = f"it stands only inside a word: write start and end if that is meant, as in {places[0]}"
    elif number is not None:
        help = f'"{OCCURRENCE}" is {show(number)}: write a number from 1 to {len(places)}'
    else:
        help = f'add "{OCCURRENCE}": 1 for the first, and so on to {len(places)}; then run `wiremark validate --fix`'
    return Problem(
        code="A312",
        pointer=pointer,
        message=f"the span {show(words)} has no {missing}",
        found=f"it stands in the article {_listed(places)}",
        expected="start and end, in code points of the article",
        help=help,
    )


def _off(
    words: str,
    given: Place,
    places: Sequence[Place],
    rule: SpanRule,
    article: str,
    pointer: str,
    place: Place | None,
) -> Problem:
    nearest = place or _nearest(places, given)
    if place:
        once = "once " if len(places) == 1 else ""
        help = f"it stands {once}in the article, at {place}: `wiremark validate --fix` sets that"
    else:
        help = _set(nearest, places, rule)
    return Problem(
        code="A301",
        pointer=child(pointer, rule.start if given.start != nearest.start else rule.end),
        message=f"the offsets of the span {show(words)} are off",
        found=_slice(given, article),
        expected=f"the offsets of {show(words)}: it stands {_listed(places)}",
        help=help,
    )


def _nearest(places: Sequence[Place], given: Place) -> Place:
    """The place whose offsets differ least from those given. All places are in order and equally long."""
    at = bisect_left(places, given.start, key=lambda place: place.start)
    around = places[max(0, at - 1) : at + 1]
    return min(around, key=lambda place: abs(place.start - given.start) + abs(place.end - given.end))


def _set(place: Place, places: Sequence[Place], rule: SpanRule) -> str:
    which = "the only place" if len(places) == 1 else f"the nearest of {len(places)} places"
    return f"set {rule.start} to {place.start} and {rule.end} to {place.end}, {which}"


def _nowhere(words: str, given: Place | None, rule: SpanRule, article: str, pointer: str) -> Problem:
    similar = _similar(words, article)
    inside = article[max(0, given.start) : max(0, given.end)] if given else ""
    if similar:
        there = article[similar.start : similar.end]
        help = f"the article writes it {show(there)}, at {similar}{_signs(words, there)}"
    elif inside:
        help = f"write {show(inside)}, or give the offsets of what is meant"
    else:
        help = "copy the words from the article, letter by letter"
    return Problem(
        code="A302",
        pointer=child(pointer, rule.text),
        message="the text of the span is not in the article",
        found=show(words),
        expected=_slice(given, article) if given else "words that stand in the article",
        help=help,
    )


def _similar(words: str, article: str) -> Place | None:
    """Where the words stand but for the kind of quotation marks, spaces and dashes, or for case."""
    for way in (_plain, _lower):
        there, wanted = way(article), way(words)
        at = there.find(wanted) if (len(there), len(wanted)) == (len(article), len(words)) else -1
        if at >= 0:
            return Place(at, at + len(words))
    return None


@lru_cache(maxsize=8)
def _plain(text: str) -> str:
    return text.translate(_PLAIN)


@lru_cache(maxsize=8)
def _lower(text: str) -> str:
    return text.lower()


def _signs(words: str, there: str) -> str:
    """Names the first sign that differs where the eye may not see it."""
    for ours, sign in zip(words, there, strict=True):
        if ours != sign and not sign.isalpha():
            return f", with {_name(sign)} where the span has {_name(ours)}"
    return ""


def _name(sign: str) -> str:
    return f"U+{ord(sign):04X} {unicodedata.name(sign, '')}".rstrip()


def _slice(place: Place, article: str) -> str:
    if not 0 <= place.start < place.end <= len(article):
        return f"{place} is no stretch of the article, which has {len(article)} code points"
    before = article[max(0, place.start - 20) : place.start].replace("\n", " ")
    after = article[place.end : place.end + 20].replace("\n", " ")
    dots = "…" if place.start > 20 else ""
    more = "…" if place.end + 20 < len(article) else ""
    inside = article[place.start : place.end].replace("\n", " ")
    inside = inside if len(inside) <= 60 else f"{inside[:30]} … {inside[-30:]}"
    return f"the article has at {place}: {dots}{before}[{inside}]{after}{more}"


def _listed(places: Sequence[Place]) -> str:
    if len(places) == 1:
        return f"once, at {places[0]}"
    more = f" and {len(places) - _SHOWN} more" if len(places) > _SHOWN else ""
    return f"{len(places)} times, at {', '.join(map(str, places[:_SHOWN]))}{more}"

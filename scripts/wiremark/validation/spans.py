"""Spans against the article: does each hold the words it says, and if not, where do they stand?

All offsets are code points of the article's clean text, end exclusive.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from wiremark.schema.profile import SpanRule
from wiremark.validation.level2 import OCCURRENCE
from wiremark.validation.places import Problem, child, show

_PLAIN = str.maketrans("“”„‟‘’‚‛\u00a0\u202f‐‑–—", "\"\"\"\"''''  ----")
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands in the article."""

    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.start}..{self.end}"


def every_place(words: str, article: str) -> list[Place]:
    """Every place that holds `words`, overlapping ones included, in order. None for no words."""
    found = []
    at = article.find(words) if words else -1
    while at >= 0:
        found.append(Place(at, at + len(words)))
        at = article.find(words, at + 1)
    return found


def places_of(words: str, article: str) -> list[Place]:
    """Where `words` stand as words of their own, which is what a reader counts; if nowhere, every place."""
    found = every_place(words, article)
    return [place for place in found if not inside_word(place, article)] or found


def inside_word(place: Place, article: str) -> bool:
    """True where an edge parts two letters or digits; in scripts without case there is no telling."""
    return any(
        0 < edge < len(article) and _of_word(article[edge - 1]) and _of_word(article[edge])
        for edge in (place.start, place.end)
    )


def _of_word(sign: str) -> bool:
    return sign.isdecimal() or sign.lower() != sign.upper() or unicodedata.combining(sign) > 0


def settled(span: dict[str, Any], rule: SpanRule, article: str) -> Place | None:
    """The only place that the span can have: where its offsets say, or its occurrence, or where its text stands once.

    Inside a word nothing is settled but by offsets.

    None where that is not settled, or where the span's own keys are not of the right kind.
    """
    words, start, end = span.get(rule.text), span.get(rule.start), span.get(rule.end)
    if not isinstance(words, str) or any(value is not None and type(value) is not int for value in (start, end)):
        return None
    every = every_place(words, article)
    given = [place for place in every if start in (None, place.start) and end in (None, place.end)]
    if (start is not None or end is not None) and len(given) == 1:
        return given[0]
    places = [place for place in every if not inside_word(place, article)]
    number = span.get(OCCURRENCE)
    if number is not None:
        offsets_absent = start is None and end is None
        return places[number - 1] if offsets_absent and type(number) is int and 1 <= number <= len(places) else None
    return places[0] if len(places) == 1 else None


def misplaced(span: dict[str, Any], rule: SpanRule, article: str, pointer: str) -> Problem | None:
    """The problem of one span, or None. What level 2 sees without the article is not reported again."""
    words = span.get(rule.text)
    start, end = span.get(rule.start), span.get(rule.end)
    if not isinstance(words, str) or not words or _holds(words, start, end, article):
        return None
    places = places_of(words, article)
    if rule.start not in span or rule.end not in span:
        return (
            _without_offsets(span, rule, places, article, pointer)
            if places
            else _nowhere(words, None, rule, article, pointer)
        )
    if type(start) is not int or type(end) is not int:
        return None
    if not places:
        return _nowhere(words, Place(start, end), rule, article, pointer)
    return _off(words, Place(start, end), places, rule, article, pointer)


def misplaced_all(spans: Iterator[tuple[str, Any, SpanRule]], article: str) -> list[Problem]:
    """The problems of all spans of a file, given with their pointers; says so where offsets count other units."""
    given = [(pointer, span, rule) for pointer, span, rule in spans if isinstance(span, dict)]
    problems = [problem for pointer, span, rule in given if (problem := misplaced(span, rule, article, pointer))]
    if sum(problem.code == "A301" for problem in problems) > 1 and (unit := _other_unit(given, article)):
        note = f"every span of this file fits if its offsets count {unit}; wiremark counts code points"
        problems = [replace(problem, notes=(*problem.notes, note)) for problem in problems]
    return problems


def _holds(words: str, start: Any, end: Any, article: str) -> bool:
    """The invariant: `article[start:end] == words`, with offsets that do not run out of the article."""
    return type(start) is int and type(end) is int and 0 <= start == end - len(words) and article[start:end] == words


def _without_offsets(span: dict[str, Any], rule: SpanRule, places: list[Place], article: str, pointer: str) -> Problem:
    words, number = span[rule.text], span.get(OCCURRENCE)
    settled_by_number = type(number) is int and 1 <= number <= len(places)
    if inside_word(places[0], article):
        help = f"it stands only inside a word: write start and end if that is meant, as in {places[0]}"
    elif len(places) == 1 or settled_by_number:
        place = places[number - 1 if isinstance(number, int) and settled_by_number else 0]
        help = f"`wiremark validate --fix` fills them in: {place}"
    elif number is not None:
        help = f'"{OCCURRENCE}" is {show(number)}: write a number from 1 to {len(places)}'
    else:
        help = f'add "{OCCURRENCE}": 1 for the first, and so on to {len(places)}; then run `wiremark validate --fix`'
    return Problem(
        code="A312",
        pointer=pointer,
        message=f"the span {show(words)} has no offsets",
        found=f"it stands in the article {_listed(places)}",
        expected="start and end, in code points of the article",
        help=help,
    )


def _off(words: str, given: Place, places: list[Place], rule: SpanRule, article: str, pointer: str) -> Problem:
    nearest = min(places, key=lambda place: abs(place.start - given.start) + abs(place.end - given.end))
    if len(places) == 1 and not inside_word(nearest, article):
        help = f"it stands once in the article, at {nearest}: `wiremark validate --fix` sets that"
    else:
        help = (
            f"set {rule.start} to {nearest.start} and {rule.end} to {nearest.end}, the nearest of {len(places)} places"
        )
    return Problem(
        code="A301",
        pointer=child(pointer, rule.start if given.start != nearest.start else rule.end),
        message=f"the offsets of the span {show(words)} are off",
        found=_slice(given, article),
        expected=f"the offsets of {show(words)}: it stands {_listed(places)}",
        help=help,
    )


def _nowhere(words: str, given: Place | None, rule: SpanRule, article: str, pointer: str) -> Problem:
    at = article.translate(_PLAIN).find(words.translate(_PLAIN))
    if at < 0:
        lowered = article.lower()
        at = lowered.find(words.lower()) if len(lowered) == len(article) else -1
    similar = Place(at, at + len(words)) if at >= 0 else None
    if similar:
        help = f"the article writes it {show(article[similar.start : similar.end])}, at {similar}"
    elif given and article[max(0, given.start) : max(0, given.end)]:
        help = f"write {show(article[max(0, given.start) : max(0, given.end)])}, or give the offsets of what is meant"
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


def _listed(places: list[Place]) -> str:
    if len(places) == 1:
        return f"once, at {places[0]}"
    more = f" and {len(places) - _SHOWN} more" if len(places) > _SHOWN else ""
    return f"{len(places)} times, at {', '.join(map(str, places[:_SHOWN]))}{more}"


def _other_unit(given: list[tuple[str, dict[str, Any], SpanRule]], article: str) -> str | None:
    """The unit in which all offsets of a file fit, if it is UTF-16 (browsers) or UTF-8 (bytes)."""
    for codec, width, unit in (("utf-16-le", 2, "UTF-16 units, as browsers do"), ("utf-8", 1, "UTF-8 bytes")):
        data = article.encode(codec)
        if all(_fits(span, rule, data, width, codec) for _, span, rule in given):
            return unit
    return None


def _fits(span: dict[str, Any], rule: SpanRule, data: bytes, width: int, codec: str) -> bool:
    words, start, end = span.get(rule.text), span.get(rule.start), span.get(rule.end)
    if not isinstance(words, str) or type(start) is not int or type(end) is not int or start < 0:
        return False
    return data[width * start : width * end] == words.encode(codec, "surrogatepass")

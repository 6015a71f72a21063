"""Spans against the article: what is off, what is nowhere, and what is settled."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiremark.schema.profile import SpanRule
from wiremark.validation.spans import Place, misplaced, misplaced_all, places_of, settled

RULE = SpanRule("corpus", "start", "end", "text")
ARTICLE = "🚢 the ferry, the “Ferry” of the harbour e\u0301t"


def span(text: str, start: Any = None, end: Any = None, **more: Any) -> dict[str, Any]:
    return {
        **({} if start is None else {"start": start}),
        **({} if end is None else {"end": end}),
        "text": text,
        **more,
    }


@pytest.mark.parametrize(
    ("given", "code", "pointer", "help"),
    [
        (span("ferry", 6, 11), None, "", ""),
        (
            span("ferry", 7, 12),
            "A301",
            "/s/start",
            "it stands once in the article, at 6..11: `wiremark validate --fix` sets that",
        ),
        (
            span("ferry", 6, 12),
            "A301",
            "/s/end",
            "it stands once in the article, at 6..11: `wiremark validate --fix` sets that",
        ),
        (span("the", 15, 18), "A301", "/s/start", "set start to 13 and end to 16, the nearest of 3 places"),
        (
            span("t", len(ARTICLE) - 1, 999),
            "A301",
            "/s/end",
            f"set start to {len(ARTICLE) - 1} and end to {len(ARTICLE)}, the nearest of 4 places",
        ),
        (span("fery", 6, 11), "A302", "/s/text", 'write "ferry", or give the offsets of what is meant'),
        (span('"Ferry"', 17, 24), "A302", "/s/text", 'the article writes it "“Ferry”", at 17..24'),
        (span("Harbour", 0, 1), "A302", "/s/text", 'the article writes it "harbour", at 32..39'),
        (span("boat"), "A302", "/s/text", "copy the words from the article, letter by letter"),
        (span("ferry"), "A312", "/s", "`wiremark validate --fix` fills them in: 6..11"),
        (span("the", occurrence=3), "A312", "/s", "`wiremark validate --fix` fills them in: 28..31"),
        (span("the", occurrence=4), "A312", "/s", '"occurrence" is 4: write a number from 1 to 3'),
        (
            span("the"),
            "A312",
            "/s",
            'add "occurrence": 1 for the first, and so on to 3; then run `wiremark validate --fix`',
        ),
        (span("ferry", "6", 11), None, "", ""),
        (span("", 6, 6), None, "", ""),
    ],
)
def test_misplaced(given: dict[str, Any], code: str | None, pointer: str, help: str) -> None:
    problem = misplaced(given, RULE, ARTICLE, "/s")
    assert (problem and problem.code) == code
    if problem:
        assert (problem.pointer, problem.help) == (pointer, help)


@pytest.mark.parametrize(
    ("given", "place"),
    [
        (span("ferry", 6, 11), Place(6, 11)),
        (span("ferry", 7, 12), Place(6, 11)),
        (span("ferry"), Place(6, 11)),
        (span("the"), None),
        (span("the", occurrence=2), Place(13, 16)),
        (span("the", occurrence=0), None),
        (span("the", occurrence=True), None),
        (span("the", 13), Place(13, 16)),
        (span("the", end=31), Place(28, 31)),
        (span("the", 14), None),
        (span("the", 14, 17), None),
        (span("the", "13", 16), None),
        (span("boat", 3, 7), None),
    ],
)
def test_settled(given: dict[str, Any], place: Place | None) -> None:
    assert settled(given, RULE, ARTICLE) == place


@pytest.mark.parametrize(("codec", "width", "unit"), [("utf-16-le", 2, "UTF-16"), ("utf-8", 1, "UTF-8")])
def test_offsets_in_other_units_are_recognised(codec: str, width: int, unit: str) -> None:
    given = []
    for place in (Place(6, 11), Place(17, 24), Place(32, 39)):
        start, end = (len(ARTICLE[:at].encode(codec)) // width for at in (place.start, place.end))
        given.append(("/s", span(ARTICLE[place.start : place.end], start, end), RULE))
    problems = misplaced_all(iter(given), ARTICLE)
    assert len(problems) == 3
    assert all(unit in problem.notes[0] for problem in problems)
    assert misplaced_all(iter([*given, ("/s", span("ferry", 5, 10), RULE)]), ARTICLE)[0].notes == ()


@given(st.text(min_size=1), st.data())
def test_the_invariant(article: str, data: st.DataObject) -> None:
    """A span is fine exactly if the slice of the article is its text and lies within it."""
    start, end = data.draw(st.integers(-3, len(article) + 3)), data.draw(st.integers(-3, len(article) + 3))
    text = data.draw(st.sampled_from([article[max(0, start) : max(0, end)] or article[:1], article[:1]]))
    fine = 0 <= start <= end <= len(article) and article[start:end] == text
    assert (misplaced(span(text, start, end), RULE, article, "") is None) == fine
    assert all(article[place.start : place.end] == text for place in places_of(text, article))


@pytest.mark.parametrize(
    ("words", "article", "places"),
    [
        ("Korea", "Koreans and Korea-Japan, Korea.", [(12, 17), (25, 30)]),
        ("rice", "the price", [(5, 9)]),
        ("19", "2019 and 19", [(9, 11)]),
        ("e", "e\u0301 e", [(3, 4)]),
        ("東京", "東京都と東京", [(0, 2), (4, 6)]),
    ],
)
def test_words_are_counted_as_a_reader_does(words: str, article: str, places: list[tuple[int, int]]) -> None:
    assert [(place.start, place.end) for place in places_of(words, article)] == places


def test_nothing_is_settled_inside_a_word_but_by_offsets() -> None:
    assert settled({"text": "rice"}, RULE, "the price") is None
    assert settled({"text": "rice", "occurrence": 1}, RULE, "the price") is None
    assert settled({"text": "rice", "start": 5}, RULE, "the price") == Place(5, 9)
    assert settled({"text": "rice", "start": 1, "end": 5}, RULE, "the price") is None
    problem = misplaced({"text": "rice"}, RULE, "the price", "")
    assert problem
    assert (problem.code, "only inside a word" in problem.help) == ("A312", True)

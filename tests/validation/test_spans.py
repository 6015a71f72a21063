"""Spans against the article: what is off, what is nowhere, and what is settled."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiremark.schema.profile import SpanRule
from wiremark.validation.places import Problem
from wiremark.validation.spans import Place, misplaced_all, places_of, settled, settlement

RULE = SpanRule("corpus", "start", "end", "text")
ARTICLE = "🚢 the ferry, the “Ferry” of the harbour e\u0301t"


def problem_of(given: dict[str, Any], article: str = ARTICLE) -> Problem | None:
    return next(iter(misplaced_all([("/s", given, RULE)], article)), None)


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
            span("ferry", 8, 13),
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
        (span("ferry", 6, None), "A312", "/s", "`wiremark validate --fix` fills them in: 6..11"),
        (
            span("the", 14),
            "A312",
            "/s",
            "it does not start at 14: set start to 13 and end to 16, the nearest of 3 places",
        ),
        (span("the", end=31, occurrence=1), "A312", "/s", "`wiremark validate --fix` fills them in: 28..31"),
        (span("the", 15, 18), "A301", "/s/start", "set start to 13 and end to 16, the nearest of 3 places"),
        (
            span("t", len(ARTICLE) - 1, 999),
            "A301",
            "/s/end",
            f"set start to {len(ARTICLE) - 1} and end to {len(ARTICLE)}, the nearest of 4 places",
        ),
        (span("fery", 6, 11), "A302", "/s/text", 'write "ferry", or give the offsets of what is meant'),
        (
            span('"Ferry"', 17, 24),
            "A302",
            "/s/text",
            'the article writes it "“Ferry”", at 17..24, '
            "with U+201C LEFT DOUBLE QUOTATION MARK where the span has U+0022 QUOTATION MARK",
        ),
        (
            span("the\u00a0harbour", 28, 39),
            "A302",
            "/s/text",
            'the article writes it "the harbour", at 28..39, '
            "with U+0020 SPACE where the span has U+00A0 NO-BREAK SPACE",
        ),
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
    problem = problem_of(given)
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
        ({"text": "ferry", "start": None, "end": 11}, Place(6, 11)),
        ({"text": "ferry", "start": None, "end": None}, Place(6, 11)),
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
    (problem,) = misplaced_all(iter(given), ARTICLE)
    assert (problem.code, problem.pointer) == ("A316", "/s/start")
    assert unit in problem.message
    assert problem.found.startswith("3 spans off")
    (one,) = misplaced_all(given[:1], ARTICLE)  # a single one is enough
    assert (one.code, one.found[:11]) == ("A316", "1 span off;")
    told = [(span, rule) for _, span, rule in given]
    without = (span("the", occurrence=3), RULE)
    assert settlement([*told, without], ARTICLE)[1] == [Place(6, 11), Place(17, 24), Place(32, 39), Place(28, 31)]
    # a span that is off in every unit: nothing of the file is touched
    assert settlement([*told, (span("ferry", 5, 10), RULE), without], ARTICLE)[1] == [None] * 5
    # spans that are right in code points: the file counts no other unit, and each span is looked at by itself
    right = [(span("t", 42, 43), RULE), (span("harbour", 32, 39), RULE)]
    assert settlement([*told[:2], *right], ARTICLE) == (
        "",
        [Place(6, 11), Place(17, 24), Place(42, 43), Place(32, 39)],
        "",
    )


@pytest.mark.parametrize(
    ("start", "end", "place"),
    [
        (100, 105, None),
        (55, 60, Place(0, 5)),
        (56, 61, None),
        (0, 900, Place(0, 5)),
        (1000, 1005, None),
        (2000, 2005, Place(0, 5)),
        (-3, 2, Place(0, 5)),
        (100, None, None),
        (None, 100, None),
        (20, None, Place(0, 5)),
    ],
)
def test_far_from_its_offsets_nothing_is_settled(start: int | None, end: int | None, place: Place | None) -> None:
    article = "Korea" + " x" * 600
    given = span("Korea", start, end)
    assert settled(given, RULE, article) == place
    problem = problem_of(given, article)
    assert problem
    assert ("--fix" in problem.help) == (place is not None)


def test_many_faults_in_one_article_take_no_quadratic_time() -> None:
    article = "Japan met Korea in Tokyo. " * 5000
    given = [("/s", span("Japan", 26 * number + 1, 26 * number + 6), RULE) for number in range(5000)]
    before = time.process_time()
    assert len(misplaced_all(given, article)) == 5000
    assert time.process_time() - before < 5


@given(st.text(min_size=1), st.data())
def test_the_invariant(article: str, data: st.DataObject) -> None:
    """A span is fine exactly if the slice of the article is its text and lies within it."""
    start, end = data.draw(st.integers(-3, len(article) + 3)), data.draw(st.integers(-3, len(article) + 3))
    text = data.draw(st.sampled_from([article[max(0, start) : max(0, end)] or article[:1], article[:1]]))
    fine = 0 <= start <= end <= len(article) and article[start:end] == text
    assert (problem_of(span(text, start, end), article) is None) == fine
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
    problem = problem_of({"text": "rice"}, "the price")
    assert problem
    assert (problem.code, "only inside a word" in problem.help) == ("A312", True)

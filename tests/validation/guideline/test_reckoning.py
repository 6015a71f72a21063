"""What the words for a time mean from a day: Tuesday, 7 May 2024, in week 19."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiremark.text.timex import Days, days
from wiremark.validation.guideline.reckoning import full, meant, relative, weekday

TUESDAY = Days(date(2024, 5, 7), date(2024, 5, 7))


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("Monday", "2024-05-06 2024-05-13"),
        ("Tuesday", "2024-05-07 2024-05-14"),
        ("late Wednesday night", "2024-05-01 2024-05-08"),
        ("Thurs.", "2024-05-02 2024-05-09"),
        ("last Tuesday", "2024-04-30"),
        ("last Friday", "2024-04-26 2024-05-03"),
        ("this Friday", "2024-05-03 2024-05-10"),
        ("next Friday", "2024-05-10 2024-05-17"),
        ("the previous Friday", "2024-05-03"),
        ("today", "2024-05-07"),
        ("Earlier today", "2024-05-07"),
        ("earlier in the day", "2024-05-07"),
        ("tomorrow morning", "2024-05-08"),
        ("last night", "2024-05-06"),
        ("the day before yesterday", "2024-05-05"),
        ("the previous day", "2024-05-06"),
        ("last week", "2024-W18"),
        ("earlier this week", "2024-W19"),
        ("the following week", "2024-W20"),
        ("next month", "2024-06"),
        ("last year", "2023"),
        ("the weekend", "2024-W18-WE 2024-W19-WE 2024-W20-WE"),
        ("last weekend", "2024-W18-WE 2024-W19-WE"),
    ],
)
def test_meant(words: str, values: str) -> None:
    assert meant(words, TUESDAY) == tuple(days(value) for value in values.split())
    assert relative(words)


@pytest.mark.parametrize(
    "words", ["Tuesdays", "every Tuesday", "two days after Tuesday", "the week", "a week", "May 7", "soon", "", "March"]
)
def test_what_the_words_do_not_tell(words: str) -> None:
    assert meant(words, TUESDAY) is None
    assert not relative(words)
    assert weekday(words) is None


def test_from_a_longer_time_the_day_is_not_told() -> None:
    week = days("2024-W18")
    assert week
    assert meant("Tuesday", week) is meant("the previous day", week) is None
    assert meant("the following week", week) == (days("2024-W19"),)
    assert meant("the following year", week) == (days("2025"),)
    year = days("2023")
    assert year
    assert meant("the following year", year) == (days("2024"),)
    assert meant("the following month", year) is None


@pytest.mark.parametrize("words", ["Tuesday", "Tues.", "last Tuesday", "Tuesday morning"])
def test_weekday(words: str) -> None:
    assert weekday(words) == "tuesday"


@pytest.mark.parametrize("words", ["Tuesday, May 7", "Tues., 7 May 2024", "Tuesday the 7th of May"])
def test_a_date_rules_over_the_weekday_beside_it(words: str) -> None:
    assert weekday(words) is None


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        ("2019", True),
        ("May 2022", True),
        ("May 7, 2024", True),
        ("7 May 2024", True),
        ("May 7", False),
        ("2019 or so", False),
    ],
)
def test_full(words: str, whole: bool) -> None:
    assert full(words) is whole


@given(
    st.sampled_from(["Monday", "next week", "last weekend", "next month", "last year", "the day after tomorrow"]),
    st.dates(),
)
def test_the_ends_of_the_calendar(words: str, day: date) -> None:
    meant(words, Days(day, day))
    meant(words, Days(date.min, date.min)), meant(words, Days(date.max, date.max))

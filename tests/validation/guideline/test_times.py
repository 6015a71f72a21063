"""Times, in an article of Tuesday, 7 May 2024."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Found = Callable[..., list[str]]


def time(words: str, value: str, type: str = "DATE", **more: Any) -> dict[str, Any]:
    return {"id": "t1", "type": type, "span": words, "value": value, **more}


DCT = {"anchor": "dct"}


@pytest.mark.parametrize(
    ("one", "codes"),
    [
        (time("May 2022", "2022-05"), []),
        (time("May 2022", "2022-13"), ["A414"]),
        (time("May 2022", "May 2022"), ["A414"]),
        (time("soon", "FUTURE_REF", **DCT), []),
        (time("two hours", "PT2H", "DURATION"), []),
        (time("two hours", "PT2H"), ["A415"]),
        (time("two hours", "2024", "DURATION"), ["A415"]),
        (time("Monday morning", "2024-05-06TMO", "TIME", **DCT), []),
        (time("Monday morning", "2024-05-06TMO", "DATE", **DCT), ["A415"]),
        (time("Monday morning", "2024-05-06", "TIME", **DCT), ["A415"]),
        (time("every Monday", "XXXX-WXX-1", "SET"), []),
        (time("every day", "P1D", "SET"), []),
        (time("now", "PRESENT_REF", "SET"), ["A415"]),
        (time("now", "PRESENT_REF", "NO_TYPE"), []),
    ],
)
def test_value(one: dict[str, Any], codes: list[str], found: Found) -> None:
    assert found(one["span"], times=[one]) == codes


@pytest.mark.parametrize(
    ("words", "value", "more", "codes"),
    [
        ("Tuesday", "2024-05-07", DCT, []),
        ("Tuesday", "2024-05-14", DCT, []),
        ("Tuesday", "2024-05-06", DCT, ["A416 /times/0/value"]),
        ("Tuesday", "2024-04-30", DCT, ["A416 /times/0/value"]),
        ("last Tuesday", "2024-04-30", DCT, []),
        ("Tuesday", "2024-W19-2", DCT, []),
        ("Tuesday", "XXXX-WXX-2", DCT, ["A416 /times/0/value"]),
        ("Tuesday", "2024-05-07", {}, ["A416 /times/0"]),
        ("Tuesday, May 7, 2024", "2024-05-07", {}, []),
        ("Tuesday, May 8, 2024", "2024-05-08", {}, []),
        ("today", "2024-05-07", DCT, []),
        ("today", "2024-05-08", DCT, ["A416 /times/0/value"]),
        ("today", "PRESENT_REF", DCT, []),
        ("yesterday", "2024-05-06", DCT, []),
        ("yesterday", "PAST_REF", DCT, ["A416 /times/0/value"]),
        ("last week", "2024-W18", DCT, []),
        ("last week", "2024-W19", DCT, ["A416 /times/0/value"]),
        ("last week", "2024-04-30", DCT, ["A416 /times/0/value"]),
        ("last year", "2023", DCT, []),
        ("last year", "2024", DCT, ["A416 /times/0/value"]),
        ("the weekend", "2024-W18-WE", DCT, []),
        ("the weekend", "2024-W15-WE", DCT, ["A416 /times/0/value"]),
        ("2019", "2019", {}, []),
        ("2019", "2019", DCT, ["A416 /times/0/anchor"]),
        ("May 7", "2024-05-07", DCT, []),
        ("soon", "FUTURE_REF", DCT, []),
        ("soon", "FUTURE_REF", {}, ["A416 /times/0"]),
        ("any time", "FUTURE_REF", {}, []),
        ("a while ago", "PAST_REF", {}, []),
        ("a while ago", "PAST_REF", DCT, ["A416 /times/0/anchor"]),
        ("Tuesday", "2024-05-40", DCT, ["A414 /times/0/value"]),
        ("Tuesday", "2024-05-07", {"anchor": "t9"}, []),
    ],
)
def test_anchor(words: str, value: str, more: dict[str, Any], codes: list[str], found: Found) -> None:
    assert found(words, times=[time(words, value, **more)], places=True) == codes


def test_an_anchor_that_is_a_time(found: Found) -> None:
    text = "They met on Friday. The previous day they had not, nor the following week."
    friday = time("Friday", "2024-05-03", **DCT)
    before = {**time("The previous day", "2024-05-02", anchor="t1"), "id": "t2"}
    later = {**time("the following week", "2024-W19", anchor="t1"), "id": "t3"}
    assert found(text, times=[friday, before, later]) == []
    assert found(text, times=[friday, {**before, "value": "2024-05-06"}, later], places=True) == ["A416 /times/1/value"]


def test_in_speech_of_another_day_no_time_may_name_the_anchor(found: Found) -> None:
    text = "“We sail today,” she said."
    quote = {"id": "q1", "content": ["“We sail today,”"]}
    assert found(text, times=[time("today", "2024-04-02")], quotes=[quote]) == []
    assert found(text, times=[time("today", "2024-04-02")]) == ["A416"]


def test_words_of_another_language_mean_nothing_here(found: Found) -> None:
    assert found("today", times=[time("today", "2024-04-02")], view={"language": "de"}) == []
    assert found("today", times=[time("today", "2024-04-02", **DCT)], view={"dct": None}) == []


@pytest.mark.parametrize(
    ("type", "value", "begin", "end", "codes"),
    [
        ("DURATION", "P35Y", "1910", "1945", []),
        ("DURATION", "P35Y", "1910", None, []),
        ("DURATION", "P35Y", None, "1945", []),
        ("DURATION", "P30Y", "1910", "1945", ["A417 /times/0/end_point"]),
        ("DURATION", "P35Y", "1945", "1910", ["A417 /times/0/end_point"]),
        ("DURATION", "PXY", "1945", "1910", ["A417 /times/0/end_point"]),
        ("DURATION", "P1D", "2023-02-30", "2023-03-01", ["A417 /times/0/begin_point"]),
        ("SET", "P1D", "2023-02-03", "2023-03-01", ["A417 /times/0/end_point"]),
        ("DATE", "1910", "1910", None, ["A417 /times/0/begin_point"]),
    ],
)
def test_points(type: str, value: str, begin: str | None, end: str | None, codes: list[str], found: Found) -> None:
    more = {key: point for key, point in (("begin_point", begin), ("end_point", end)) if point}
    assert found("1910-45", times=[time("1910-45", value, type, **more)], places=True) == codes

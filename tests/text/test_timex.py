"""TIMEX3 values: what is one, which days it covers, and how long lies between two points."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiremark.text.timex import Days, days, kind, matches, month_of, week_of

GOOD = {
    "date": "2023-03-21 2023-03 2023 202 20 2023-W11 2023-W11-3 2023-W11-WE 2020-W53 2023-Q1 2023-H2 2023-SU "
    "2024-02-29 XXXX-WXX-2 XXXX-XX-XX 2023-XX 202X FY2023 BC0050 2023-QX",
    "time": "2023-03-21TMO 2023-03-21TNI 2023-03-21T14:30 2023-03-21T14:30:05 2023-03-21T14 T09 "
    "XXXX-WXX-2TEV T14:30Z T14:30+09:00",
    "duration": "P12Y PT20M P2W P1DT12H P1Y6M PXD PTXH PXXY P2WE P3DE P1CE PT1.5H P2Q",
    "reference": "PAST_REF PRESENT_REF FUTURE_REF",
}
BAD = (
    "2023-02-30 2023-02-29 2023-13 2023-00 2023-04-31 2023-03-00 2023-W53 2023-W00 2023-W11-8 0000 2023-3-2 23-03-21 "
    "2023/03/21 21.03.2023 2023-Q5 P PT P12 P-1Y 12Y PY P1H PT2D P1M1Y 2023-03-21T25 2023-03-21TXY "
    "2023-02-30TMO 2023-03-21T past_ref NEXT_REF Tuesday X 2023-W11-WK ２０２３ P٣D"
)


@pytest.mark.parametrize(
    ("value", "what"), [(value, what) for what, values in GOOD.items() for value in values.split()]
)
def test_values(value: str, what: str) -> None:
    assert kind(value) == what


@pytest.mark.parametrize("value", [*BAD.split(), "", " ", "2023-03-21 ", "2023-03-21\n", "P1 Y"])
def test_no_values(value: str) -> None:
    assert kind(value) is None


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2023-03-21", "2023-03-21", "2023-03-21"),
        ("2023-03-21TMO", "2023-03-21", "2023-03-21"),
        ("2023-W11", "2023-03-13", "2023-03-19"),
        ("2023-W11-WE", "2023-03-18", "2023-03-19"),
        ("2023-W11-3", "2023-03-15", "2023-03-15"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-Q4", "2023-10-01", "2023-12-31"),
        ("2023-H1", "2023-01-01", "2023-06-30"),
        ("2023", "2023-01-01", "2023-12-31"),
        ("202", "2020-01-01", "2029-12-31"),
        ("19", "1900-01-01", "1999-12-31"),
    ],
)
def test_days(value: str, first: str, last: str) -> None:
    assert days(value) == Days(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "value", ["P1Y", "PAST_REF", "2023-SU", "202X", "XXXX-WXX-2", "2023-02-30", "FY2023", "BC0050", "T09"]
)
def test_no_days(value: str) -> None:
    assert days(value) is None


@pytest.mark.parametrize(
    ("value", "first", "last", "holds"),
    [
        ("P35Y", "1910", "1945", True),
        ("P36Y", "1910", "1945", True),
        ("P34Y", "1910", "1945", False),
        ("P35Y", "1945", "1910", False),
        ("P2D", "2023-03-16", "2023-03-17", True),
        ("P1D", "2023-03-16", "2023-03-17", True),
        ("P4D", "2023-03-16", "2023-03-17", False),
        ("P1W", "2023-03-13", "2023-03-19", True),
        ("P2W", "2023-03-13", "2023-03-19", False),
        ("P3M", "2023-01", "2023-04", True),
        ("P6M", "2023-01", "2023-04", False),
        ("P3M", "2023-01-31", "2023-04-01", True),
        ("PXD", "2023-03-16", "2023-03-17", True),
        ("P9D", "2023", "2023", True),
        ("P1Y2M", "2020", "2023", True),
        ("P1Y", "2023-02-30", "2023", True),
    ],
)
def test_points(value: str, first: str, last: str, holds: bool) -> None:
    assert matches(value, first, last) is holds


@given(st.dates(date(2, 1, 1), date(9998, 12, 1)))
def test_every_day_lies_in_its_week_and_month(day: date) -> None:
    assert kind(day.isoformat()) == kind(week_of(day)) == kind(month_of(day)) == "date"
    for value in (week_of(day), month_of(day), day.isoformat()[:4]):
        stretch = days(value)
        assert stretch
        assert stretch.first <= day <= stretch.last
    assert week_of(day, 1) == week_of(day + timedelta(7))


@given(st.text("0123456789XPTWDMYHSQEAFNIRBCU-:.+Z_"))
def test_no_text_makes_it_raise(value: str) -> None:
    kind(value), days(value), matches(value, value, "2023")
    assert days(value) is None or kind(value.partition("T")[0]) == "date"

"""Values of TIMEX3 time expressions: their grammar, the days they cover, and the words they are reckoned from.

After the TIMEX3 guidelines (TimeML 1.2.1) and ISO 8601: `2023-03-21`, `2023-W11`, `2023-W11-WE`, `2023-03-21TMO`,
`P12Y`, `PAST_REF`. An `X` stands for a digit that is not known.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Literal, NamedTuple

Kind = Literal["date", "time", "duration", "reference"]

REFERENCES = ("PAST_REF", "PRESENT_REF", "FUTURE_REF")

_DATE = re.compile(
    r"(?:(?P<year>[0-9X]{4})"
    r"(?:-(?P<month>[01X][0-9X])(?:-(?P<day>[0-3X][0-9X]))?"
    r"|-W(?P<week>[0-5X][0-9X])(?:-(?P<weekday>[1-7X]|WE))?"
    r"|-(?P<part>Q[1-4X]|H[12X]|SP|SU|FA|WI))?"
    r"|(?P<decades>[0-9X]{2,3})|FY(?P<fiscal>[0-9X]{4})|BC(?P<before>[0-9X]{4}))",
    re.ASCII,
)
_TIME = re.compile(
    r"T(?:(?P<part>MO|MI|AF|EV|NI|DT)"
    r"|(?P<hour>[0-2X][0-9X])(?::(?P<minute>[0-5X][0-9X])(?::(?P<second>[0-6X][0-9X]))?)?(?:Z|[+-][01][0-9](?::?[0-5][0-9])?)?)",
    re.ASCII,
)
_NUMBER = r"(?:[0-9]+(?:\.[0-9]+)?|X+)"
_DURATION = re.compile(
    rf"P(?=.)(?:{_NUMBER}(?:CE|DE|ML))?(?:{_NUMBER}Y)?(?:{_NUMBER}Q)?(?:{_NUMBER}M)?(?:{_NUMBER}(?:WE|W))?(?:{_NUMBER}D)?"
    rf"(?:T(?=.)(?:{_NUMBER}(?:MO|MI|AF|EV|NI|DT))?(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?",
    re.ASCII,
)
_PLAIN = re.compile(r"P([0-9]+)([YMWD])", re.ASCII)


def kind(value: str) -> Kind | None:
    """What a value says: a date (a day or longer), a time within a day, a duration, or a vague reference.

    None where it is no TIMEX3 value: another form, or a day that no calendar has.
    """
    if value in REFERENCES:
        return "reference"
    if value.startswith("P"):
        return "duration" if _DURATION.fullmatch(value) else None
    day, clock, _ = value.partition("T")
    if clock:
        time = _TIME.fullmatch(value, len(day))
        return "time" if time and _hour_exists(time) and (not day or _date_exists(day)) else None
    return "date" if _date_exists(value) else None


class Days(NamedTuple):
    """A stretch of days, both ends inside."""

    first: date
    last: date


def days(value: str) -> Days | None:
    """The days that a value covers, of a time of day its day; None for durations, references and open digits.

    A season or a fiscal year is None too: where it begins is not the same everywhere.
    """
    found = _DATE.fullmatch(value.partition("T")[0])
    if not found or "X" in value or not _date_exists(found[0]):
        return None
    if found["decades"]:
        width = 10 ** (4 - len(found["decades"]))
        return _years(int(found["decades"]) * width, width)
    if not found["year"]:
        return None
    year, part = int(found["year"]), found["part"]
    if found["day"]:
        day = date(year, int(found["month"]), int(found["day"]))
        return Days(day, day)
    if found["week"]:
        return _week(year, int(found["week"]), found["weekday"])
    if found["month"]:
        return _months(year, int(found["month"]), 1)
    if part and part[0] in "QH":
        width = 3 if part[0] == "Q" else 6
        return _months(year, (int(part[1]) - 1) * width + 1, width)
    return None if part else _years(year, 1)


def matches(value: str, first: str, last: str) -> bool:
    """Whether a duration can lie between two points (days, months or years), both given as ISO 8601.

    The ends may count or not: 1910 to 1945 is P35Y and P36Y. True where the value does not settle it: open digits,
    several units, points coarser than its unit. False where `last` is before `first`.
    """
    begin, end = days(first), days(last)
    if begin is None or end is None:
        return True
    if end.last < begin.first:
        return False
    plain = _PLAIN.fullmatch(value)
    if not plain:
        return True
    number, unit = int(plain[1]), plain[2]
    parts = min(first.count("-"), last.count("-"))
    if unit == "Y":
        passed = end.first.year - begin.first.year
        return number in ((passed, passed + 1) if parts == 0 else (passed - 1, passed, passed + 1))
    months = (end.first.year - begin.first.year) * 12 + end.first.month - begin.first.month
    if unit == "M":
        return parts == 0 or number in ((months, months + 1) if parts == 1 else (months - 1, months, months + 1))
    passed = (end.first - begin.first).days
    return parts < 2 or passed <= number * (7 if unit == "W" else 1) <= passed + (7 if unit == "W" else 1)


def week_of(day: date, offset: int = 0) -> str:
    """The ISO week of a day, `offset` weeks later, as a value."""
    year, week, _ = (day + timedelta(weeks=offset)).isocalendar()
    return f"{year:04}-W{week:02}"


def month_of(day: date, offset: int = 0) -> str:
    """The month of a day, `offset` months later, as a value."""
    months = day.year * 12 + day.month - 1 + offset
    return f"{months // 12:04}-{months % 12 + 1:02}"


def _hour_exists(time: re.Match[str]) -> bool:
    return "X" in (time["hour"] or "X") or int(time["hour"]) <= 24


def _date_exists(value: str) -> bool:
    found = _DATE.fullmatch(value)
    if not found:
        return False
    year, month, day, week = found["year"], found["month"], found["day"], found["week"]
    if month and "X" not in month and not 1 <= int(month) <= 12:
        return False
    if day and "X" not in day:
        known = month and "X" not in month
        length = monthrange(int(year) if "X" not in year and int(year) else 2000, int(month))[1] if known else 31
        return 1 <= int(day) <= length
    if week and "X" not in week:
        last = 53 if "X" in year or not int(year) else date(int(year), 12, 28).isocalendar().week
        return 1 <= int(week) <= last
    return "X" in value or not year or int(year) > 0


def _years(year: int, width: int) -> Days | None:
    return Days(date(year, 1, 1), date(year + width - 1, 12, 31)) if 1 <= year <= 9999 - width else None


def _months(year: int, month: int, width: int) -> Days:
    last = month + width - 1
    return Days(date(year, month, 1), date(year, last, monthrange(year, last)[1]))


def _week(year: int, week: int, weekday: str | None) -> Days | None:
    try:
        monday = date.fromisocalendar(year, week, 1)
        first, last = {None: (0, 6), "WE": (5, 6)}.get(weekday) or (int(weekday or 1) - 1,) * 2
        return Days(monday + timedelta(first), monday + timedelta(last))
    except (OverflowError, ValueError):
        return None

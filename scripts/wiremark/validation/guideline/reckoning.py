"""What English words for a time must mean, seen from the day that they are reckoned from."""

from __future__ import annotations

import re
from datetime import date, timedelta

from wiremark.text.timex import Days, days, month_of, week_of

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT = {name[:3]: name for name in _WEEKDAYS} | {
    "tues": "tuesday",
    "wednes": "wednesday",
    "thur": "thursday",
    "thurs": "thursday",
}
_DAY = rf"(?P<day>{'|'.join(_WEEKDAYS)}|(?:{'|'.join(sorted(_SHORT, key=len, reverse=True))})\.?)"
_PART = r"(?: (?:morning|noon|afternoon|evening|night))?"
_EARLY = r"(?:(?:early|earlier|late|later) )?"
_BARE = re.compile(
    rf"{_EARLY}(?P<which>(?:last|past|this past|this|next|coming|this coming|the previous|the following) )?"
    rf"{_DAY}{_PART}"
)
_MONTHS = (
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec"
)
_WHICH = {
    None: (-6, 7),
    "last": (-13, -1),
    "past": (-7, -1),
    "this past": (-7, -1),
    "this": (-6, 6),
    "next": (1, 13),
    "coming": (1, 7),
    "this coming": (1, 7),
    "the previous": (-7, -1),
    "the following": (1, 7),
}
"""How many days before or after. A bare weekday is the nearest past one, the day itself among them, or the next."""

_DAYS = {
    **dict.fromkeys(("today", "tonight", "this morning", "this afternoon", "this evening"), 0),
    **dict.fromkeys(("the same day", "that day", "that same day", "in the day"), 0),
    **dict.fromkeys(("yesterday", "last night", "the previous day", "the day before", "a day earlier"), -1),
    **dict.fromkeys(("tomorrow", "the next day", "the following day", "the day after", "a day later"), 1),
    "the day before yesterday": -2,
    "the day after tomorrow": 2,
}
_DAYWISE = re.compile(rf"{_EARLY}(?P<day>{'|'.join(sorted(_DAYS, key=len, reverse=True))}){_PART}")
_UNIT = re.compile(
    rf"{_EARLY}(?P<which>last|this|next|the previous|the following|the same|that|that same|the)"
    r" (?P<unit>week|weekend|month|year)"
)
_STEP = {
    "last": -1,
    "the previous": -1,
    "this": 0,
    "the same": 0,
    "that": 0,
    "that same": 0,
    "next": 1,
    "the following": 1,
}
_WIDTH = {"week": 7, "weekend": 7, "month": 31, "year": 366}
_FULL = re.compile(
    rf"(?:(?:{_MONTHS.replace(' ', '|')})\.? )?(?:[0-9]{{1,2}},? )?(?:(?:{_MONTHS.replace(' ', '|')})\.? )?[0-9]{{4}}"
)


def weekday(words: str) -> str | None:
    """The weekday that the words name, in lower case; None for other words, and beside a date, which rules (R-G1)."""
    match = _BARE.fullmatch(words.casefold())
    if not match:
        return None
    name = match["day"].rstrip(".")
    return name if name in _WEEKDAYS else _SHORT[name]


def meant(words: str, base: Days) -> tuple[Days, ...] | None:
    """The days that the words can mean, reckoned from `base`, the days of the anchor; None where they do not tell.

    "Tuesday" is the nearest one before, the day itself among them, or the next after; "last week" the ISO week before.
    """
    plain = words.casefold()
    single = base.first == base.last
    if (match := _BARE.fullmatch(plain)) and single:
        first, last = _WHICH[(match["which"] or "").strip() or None]
        number = _WEEKDAYS.index(weekday(words) or "")
        near = [_later(base.first, offset) for offset in range(first, last + 1)]
        return tuple(Days(day, day) for day in near if day and day.weekday() == number)
    if (match := _DAYWISE.fullmatch(plain)) and single:
        day = _later(base.first, _DAYS[match["day"]])
        return (Days(day, day),) if day else None
    if match := _UNIT.fullmatch(plain):
        return _unit(match["which"], match["unit"], base)
    return None


def relative(words: str) -> bool:
    """Whether the words tell a day only from another one."""
    day = date(2024, 5, 7)
    return meant(words, Days(day, day)) is not None


def full(words: str) -> bool:
    """Whether the words give a year, so that nothing is reckoned."""
    return _FULL.fullmatch(words.casefold()) is not None


def _unit(which: str, unit: str, base: Days) -> tuple[Days, ...] | None:
    if (base.last - base.first).days >= _WIDTH[unit]:
        return None
    try:
        if unit == "weekend":
            steps = (-1, 0, 1) if which not in ("last", "next") else (-1, 0) if which == "last" else (0, 1)
            found = [days(f"{week_of(base.first, step)}-WE") for step in steps]
        elif which == "the":
            return None
        elif unit == "week":
            found = [days(week_of(base.first, _STEP[which]))]
        elif unit == "month":
            found = [days(month_of(base.first, _STEP[which]))]
        else:
            found = [days(f"{base.first.year + _STEP[which]:04}")]
    except (OverflowError, ValueError):
        return None  # beyond the calendar's first or last year
    return tuple(stretch for stretch in found if stretch) or None


def _later(day: date, offset: int) -> date | None:
    try:
        return day + timedelta(offset)
    except OverflowError:
        return None

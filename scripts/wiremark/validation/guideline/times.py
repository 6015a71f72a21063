"""Times: well-formed values, values that fit their type, their anchor and their points."""

from __future__ import annotations

from collections.abc import Iterator

from wiremark.text.timex import Days, days, kind, matches
from wiremark.validation.guideline.reckoning import full, meant, relative, weekday
from wiremark.validation.guideline.view import View, finding
from wiremark.validation.item import Item
from wiremark.validation.places import Problem, show

_FORMS = "2023-03-21, 2023-W11, 2023-W11-WE, 2023-03-21TMO, P12Y, PT20M, PXD, PAST_REF"
_FITS = {
    "DATE": (("date", "reference"), "a day or longer, such as 2024-05-07 or 2024-W19, or PAST_REF and its like"),
    "TIME": (("time", "reference"), "a time within a day, such as 2024-05-07TMO or 2024-05-07T14:30"),
    "DURATION": (("duration",), "a duration, such as P12Y or PT20M"),
    "SET": (("duration", "date", "time"), "the period, such as P1D, or a date with open digits, such as XXXX-WXX-2"),
}
_NOW = ("soon", "now", "currently")


def value(view: View) -> Iterator[Problem]:
    """A value that TIMEX3 does not know, or a day that no calendar has."""
    for time in view.layer("times"):
        given = time.text("value")
        if given and kind(given) is None:
            yield finding(
                time.at("value"),
                f"{show(given)} is no TIMEX3 value, or no day of the calendar",
                found=show(given),
                expected=f"a value of a form such as {_FORMS}",
                help="write the value in ISO 8601 as TIMEX3 has it, with X for digits that are not known",
                rule=view.rule("times.value"),
            )


def type_of_value(view: View) -> Iterator[Problem]:
    """A value that does not go with the type."""
    for time in view.layer("times"):
        type, given = time.text("type") or "", time.text("value") or ""
        what = kind(given)
        if type in _FITS and what and what not in _FITS[type][0]:
            fitting = next((name for name, (kinds, _) in _FITS.items() if what in kinds), type)
            yield finding(
                time.at("value"),
                f"the value {show(given)} is no {type}",
                found=f"{show(given)} for {show(time.words)}",
                expected=_FITS[type][1],
                help=f'write "type": "{fitting}", or the value that the words have as {type}',
                rule=view.rule("times.value"),
            )


def reckoned(view: View) -> Iterator[Problem]:
    """Values that are not what the words mean, seen from their anchor; English words."""
    if view.language != "en":
        return
    contents = _Contents(view)
    for time in view.layer("times"):
        text, given = " ".join(time.words.split()), time.text("value") or ""
        if time.text("type") not in ("DATE", "TIME") or not text or kind(given) in (None, "duration"):
            continue
        anchor, stretch = time.text("anchor"), days(given)
        base = _base(view, anchor)
        name = weekday(text)
        wanted = meant(text, base) if base else None
        if name and stretch and stretch.first == stretch.last and f"{stretch.first:%A}".casefold() != name:
            yield _off(view, time, text, f"{given} is a {stretch.first:%A}", f"a {name.capitalize()}", wanted)
        elif wanted and (stretch is None or stretch not in wanted) and not _vague(text, given):
            yield _off(view, time, text, show(given), "", wanted)
        elif "anchor" not in time.data and _wants_anchor(text, given) and not contents.hold(time):
            yield finding(
                time.pointer,
                f"{show(text)} is reckoned from another day, and has no anchor",
                found="no anchor",
                expected='"dct", or the id of the time that it is reckoned from',
                help='add "anchor": "dct" where it is reckoned from the date of the document',
                rule=view.rule("times.anchor"),
            )
        elif anchor and (full(text) or given == "PAST_REF"):
            what = "a full date or a year" if full(text) else "not told to the day"
            yield finding(
                time.at("anchor"),
                f"{show(text)} is {what}, and has an anchor",
                found=show(anchor),
                expected="no anchor: nothing is reckoned",
                help="take the anchor out",
                rule=view.rule("times.anchor"),
            )


def points(view: View) -> Iterator[Problem]:
    """Points on what is no stretch of time, that no calendar has, in the wrong order, or against the value."""
    rule = view.rule("times.begin_point")
    for time in view.layer("times"):
        given = {key: point for key in ("begin_point", "end_point") if (point := time.text(key)) is not None}
        type = time.text("type")
        if given and type in ("DATE", "TIME"):
            key = next(iter(given))
            yield finding(
                time.at(key),
                f"{show(time.words)} is {type} and has {' and '.join(given)}",
                found=", ".join(f"{key} {show(point)}" for key, point in given.items()),
                expected="points on DURATION and SET only",
                help="write the type DURATION and its value, or take the points out",
                rule=rule,
            )
            continue
        wrong = [key for key, point in given.items() if days(point) is None]
        for key in wrong:
            yield finding(
                time.at(key),
                f"no calendar has {show(given[key])}",
                found=show(given[key]),
                expected="a day, month or year that there is",
                help="write the date that the text gives",
                rule=rule,
            )
        if len(given) == 2 and not wrong:
            first, last = given["begin_point"], given["end_point"]
            if not matches(time.text("value") or "", first, last):
                yield finding(
                    time.at("end_point"),
                    f"{first} to {last} is not the duration {time.text('value')}",
                    found=f"{show(first)} to {show(last)}, value {show(time.text('value'))}",
                    expected="an end that is not before the beginning, and the value that lies between them",
                    help="mend the points, or the value: 1910 to 1945 is P35Y",
                    rule=rule,
                )


def _base(view: View, anchor: str | None) -> Days | None:
    """The days of an anchor: those of the document's date, or of a time's value."""
    if anchor == "dct":
        return Days(view.dct, view.dct) if view.dct else None
    time = view.by_id("times").get(anchor or "")
    return days(time.text("value") or "") if time else None


def _wants_anchor(text: str, given: str) -> bool:
    """Words that tell a time only from the day of the text."""
    return text.casefold() in _NOW if kind(given) == "reference" else relative(text)


def _vague(text: str, given: str) -> bool:
    """“today” may stand for the present age."""
    return given == "PRESENT_REF" and text.casefold() == "today"


def _off(view: View, time: Item, text: str, found: str, plain: str, wanted: tuple[Days, ...] | None) -> Problem:
    anchor = time.text("anchor") or "no anchor"
    base = _base(view, time.text("anchor"))
    since = f", reckoned from {anchor}, {_said(base)}" if base else ""
    right = " or ".join(map(_said, wanted)) if wanted else plain
    return finding(
        time.at("value"),
        f"the value of {show(text)} is not {plain or 'what it means from its anchor'}",
        found=found,
        expected=right + since,
        help="write the value that the words have, or mend the anchor",
        rule="R-T4" if weekday(text) else view.rule("times.value"),
    )


def _said(stretch: Days) -> str:
    return f"{stretch.first}" if stretch.first == stretch.last else f"{stretch.first} to {stretch.last}"


class _Contents:
    """The contents of quotations, where a day may be reckoned from the day of the speech, which no time names."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._spans = [extent for _, extents in view.spanned("quotes", "content") for extent in extents]

    def hold(self, time: Item) -> bool:
        extents = self._view.extents(time, "span")
        return bool(extents) and any(start <= extents[0][0] and extents[0][1] <= end for start, end in self._spans)

"""Event clusters: can their events be one event, and are the conflicts between documents told as they should be?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from wiremark.schema.walk import child
from wiremark.text.timex import Days, days
from wiremark.text.windows import windows, words
from wiremark.text.words import RUNNING_WORDS
from wiremark.validation.corpus.folders import Folder, Found, Row
from wiremark.validation.item import Item
from wiremark.validation.places import Problem, show

_CALENDAR = ("DATE", "TIME")  # types of times that have a place in the calendar
_INSIDE = ("START", "MID", "END")  # mods that leave a time inside its value; the others make it open or vague
_ISO = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}", re.ASCII)
_DAY = re.compile(r"\b[0-9]{4}\b(?:-[0-9]{2}){0,2}", re.ASCII)


def events(folder: Folder) -> Found:
    """Members of event clusters: their type, their times, the date of the document that tells them (R-C1)."""
    for id, members in folder.members.items():
        cluster = folder.clusters.get(id)
        if cluster is None:
            continue  # level 3 has said so
        for member in members:
            yield from _typed(member, cluster, folder)
            yield from _tellable(member, cluster, folder)
        yield from _at_one_time(members, cluster, folder)


def calendar(folder: Folder) -> Found:
    """Days of clusters and utterances that no calendar has: nothing can be told to be on them."""
    for row in (*folder.entries("events"), *folder.entries("utterances")):
        day = row.data.get("day")
        if isinstance(day, str) and _ISO.fullmatch(day) and not days(day):
            yield (
                row.file,
                Problem(
                    code="A518",
                    pointer=child(row.pointer, "day"),
                    message=f"no calendar has the day of {show(row.id)}",
                    found=show(day),
                    expected="a year, a month or a day that there is",
                    help="mend it",
                ),
            )


def readings(folder: Folder) -> Found:
    """Conflicts of event clusters: who is said to tell them, and in how many words (R-C3)."""
    for row in folder.entries("events"):
        telling = {member.document for member in folder.members.get(row.id, ())}
        for reading in _readings(row):
            document, value = reading.data.get("document"), reading.text("value")
            if folder.whole and folder.done(document, "events") and document not in telling:
                yield (
                    row.file,
                    Problem(
                        code="A513",
                        severity="warning",
                        pointer=child(reading.pointer, "document"),
                        message=f"a reading of a document that has no event in {show(row.id)}",
                        found=show(document),
                        expected=f"a document with a member (R-C3): {', '.join(sorted(telling)) or 'there is none'}",
                        help=f"put its event into the cluster, or take the reading of {document} away",
                    ),
                )
            article = folder.documents.get(document) if isinstance(document, str) else None
            if value and _long(value, article.text if article else None):
                yield (
                    row.file,
                    Problem(
                        code="A514",
                        pointer=child(reading.pointer, "value"),
                        message="a reading has too many words of the article",
                        found=f"{len(value.split())} words",
                        expected=f"at most {RUNNING_WORDS} running words, or a day (R-C3)",
                        help="cut it to the words in which the documents differ",
                    ),
                )


def _typed(member: Row, cluster: Row, folder: Folder) -> Found:
    ours, theirs = member.data.get("type"), cluster.data.get("type")
    if not isinstance(theirs, str) or ours == theirs:
        return
    guess = _meant(member, folder)
    yield (
        member.file,
        Problem(
            code="A501",
            pointer=child(member.pointer, "cluster"),
            message=f"{member.id} is {show(ours)} and its cluster is {show(theirs)}"
            + (f": did you mean {show(guess)}?" if guess else ""),
            found=show(cluster.id),
            expected=f"a cluster of type {show(ours)} (R-C1)",
            help=(f"write {show(guess)}, or " if guess else "") + "change the type of the event or of the cluster",
        ),
    )


def _meant(member: Row, folder: Folder) -> str | None:
    """The cluster of the member's type with the most of its arguments, or of their owners, among its participants."""
    score = Counter[str]()
    for entity in _named(member, folder):
        for one in {entity, *folder.owners(entity)}:
            score.update(folder.taking_part.get((member.data.get("type"), one), ()))
    return max(sorted(score), key=lambda name: score[name], default=None)


def _named(member: Row, folder: Folder) -> set[str]:
    """The entities among an event's arguments."""
    mentions = folder.layer[member.document, "mentions"]
    named = (argument.text("mention") or "" for argument in member.objects("arguments"))
    return {entity for id in named if id in mentions and (entity := mentions[id].text("entity"))}


def _at_one_time(members: Sequence[Row], cluster: Row, folder: Folder) -> Found:
    """Members whose own times are not the cluster's day, or not those of the other members."""
    dated = [(member, times) for member in members if (times := _times(member, folder))]
    day = cluster.days
    on_day = [times for _, times in dated if not day or _meet(times, day)]
    best = _busiest([[span for _, span in times] for times in on_day])
    shared = next((time.text("value") for times in on_day for time, span in times if _meet([(time, span)], best)), None)
    for member, times in dated:
        off_day = day and not _meet(times, day)
        if not off_day and _meet(times, best):
            continue
        if _told_otherwise(member, cluster, folder):
            continue
        said = ", ".join(f"{show(time.words)} ({time.text('value')})" for time, _ in times)
        yield (
            member.file,
            Problem(
                code="A502",
                pointer=child(member.pointer, "times"),
                message=f"the time of {member.id} cannot be that of its cluster {show(cluster.id)}",
                found=said,
                expected=f"a time of {show(cluster.data['day'])}, the day of the cluster (R-C1)"
                if off_day
                else f"a time that the other members can have, of whom one has {show(shared)} (R-C1)",
                help="link it to another cluster, or, where the documents differ, say so:"
                f" add a reading of {member.document} with its words to conflicts of the cluster",
            ),
        )


def _times(member: Row, folder: Folder) -> list[tuple[Row, Days]]:
    """An event's times that have a place in the calendar; none of an event with an aspect, whose phase they date."""
    if member.data.get("aspect", "none") != "none":
        return []
    known = folder.layer[member.document, "times"]
    times = [known[id] for id in member.strings("times") if id in known]
    return [
        (time, span)
        for time in times
        if time.text("type") in _CALENDAR and time.data.get("mod", "START") in _INSIDE
        if (span := days(time.text("value") or "")) and isinstance(time.data.get("span"), dict)
    ]


def _meet(times: Sequence[tuple[Any, Days]], days: Days) -> bool:
    return any(span.first <= days.last and days.first <= span.last for _, span in times)


def _busiest(members: Sequence[Sequence[Days]]) -> Days:
    """The day on which most of the members can be, the earliest of several: a sweep over the ends of their spans."""
    edges: list[tuple[date, bool, int]] = []
    for number, spans in enumerate(members):
        for first, last in spans:
            edges += [(first, False, number), (last, True, number)]
    best, at, open_ = 0, date.min, Counter[int]()
    for day, closing, number in sorted(edges):
        if closing:
            open_[number] -= 1
            if not open_[number]:
                del open_[number]
        else:
            open_[number] += 1
            if len(open_) > best:
                best, at = len(open_), day
    return Days(at, at)


def _told_otherwise(member: Row, cluster: Row, folder: Folder) -> bool:
    """True where a reading of the member's document tells a time: the conflict is known and stands where it should."""
    texts = {time.words.casefold() for time in folder.layer[member.document, "times"].values()}
    for reading in _readings(cluster):
        value = (reading.text("value") or "").casefold()
        if reading.text("document") == member.document and (
            _DAY.search(value) or any(text and text in value for text in texts)
        ):
            return True
    return False


def _tellable(member: Row, cluster: Row, folder: Folder) -> Found:
    """An event told as past and certain by a document that is older than the cluster's day."""
    event, day, dct = member.data, cluster.days, days(folder.dct(member))
    past = event.get("tense") == "PAST" and event.get("factuality") == "CT+" and event.get("aspect", "none") == "none"
    if not past or not day or not dct or day.first <= dct.last or _told_otherwise(member, cluster, folder):
        return
    yield (
        member.file,
        Problem(
            code="A503",
            pointer=child(member.pointer, "cluster"),
            message=f"{member.id} is told as past before the day of its cluster",
            found=f"{show(cluster.id)} of {cluster.data['day']}; the document is of {folder.dct(member)}",
            expected=f"a cluster of {folder.dct(member)} or before (R-C1)",
            help="link it to another cluster, mend tense and factuality, or mend the day of the cluster",
        ),
    )


def _readings(cluster: Row) -> list[Item]:
    return [reading for conflict in cluster.objects("conflicts") for reading in conflict.objects("readings")]


def _long(value: str, article: str | None) -> bool:
    """True where a reading has too many running words of the article; where there is none, too many words at all.

    Case, marks and punctuation make no difference, as where a release is searched for words.
    """
    runs = set(windows(words(value)))
    return bool(runs) and (article is None or not runs.isdisjoint(windows(words(article))))

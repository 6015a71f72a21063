"""Utterances: can their quotations be of one utterance, and which of them is verbatim?"""

from __future__ import annotations

from collections.abc import Sequence

from wiremark.schema.profile import listed
from wiremark.schema.walk import child
from wiremark.text.timex import days
from wiremark.validation.context import Loaded
from wiremark.validation.corpus.folders import Folder, Found, Row
from wiremark.validation.places import Problem, show

_DIRECT = "direct"
_AHEAD = frozenset({"will", "would", "shall", "to", "expected", "plans"})  # cues of what is not yet said


def utterances(folder: Folder) -> Found:
    """Quotations of an utterance: the date of the document, and which of them is verbatim (R-C2)."""
    for id, tellings in folder.tellings.items():
        utterance = folder.utterances.get(id)
        if utterance is None:
            continue
        for telling in tellings:
            yield from _said(telling, utterance, folder)
        yield from _verbatim(tellings, utterance, folder.complete("quotes"))


def _said(telling: Row, utterance: Row, folder: Folder) -> Found:
    day, dct = utterance.days, days(folder.dct(telling))
    words = {word for span in telling.objects("cue") for word in (span.text("text") or "").lower().split()}
    if day and dct and day.first > dct.last and not words & _AHEAD:
        yield (
            telling.file,
            Problem(
                code="A503",
                pointer=child(telling.pointer, "utterance"),
                message=f"{telling.id} is told before the day of its utterance",
                found=f"{show(utterance.id)} of {utterance.data['day']}; the document is of {folder.dct(telling)}",
                expected=f"an utterance of {folder.dct(telling)} or before (R-C2)",
                help="link it to another utterance, or mend the day of the utterance",
            ),
        )


def _verbatim(tellings: Sequence[Row], utterance: Row, complete: bool) -> Found:
    """One is verbatim, the longest direct one, or several of the very same words; without a direct one none is, and the
    longest is variant. complete: no longer one can stand in a document that is still to be done.
    """
    if not any("relation" in telling.data for telling in tellings) or not _known(tellings[0]):
        return
    direct = [telling for telling in tellings if telling.data.get("type", _DIRECT) == _DIRECT]
    wanted = "verbatim" if direct else "variant"
    longest = _longest(direct or tellings, wanted)
    why = f"the longest{' direct' if direct else ''} quotation {show(wanted)}{'' if direct else ', and none verbatim'}"
    if complete and longest.data.get("relation") != wanted:
        yield _related(longest, f"the longest quotation of {show(utterance.id)} is not {wanted}", why, wanted)
    for telling in tellings:
        said = telling.data.get("relation") == "verbatim"
        if said and telling is not longest and not (direct and _content(telling) == _content(longest)):
            message = f"a shorter quotation of {show(utterance.id)}" if direct else "a quotation that is not direct"
            yield _related(telling, f"{message} is verbatim", f"{why}: {longest.name}", "")


def _known(telling: Row) -> bool:
    """Whether the schema has the labels that this is about; where they were renamed, nothing can be said."""
    quote = listed(telling.file.record.fields.get("quotes"))
    type, relation = (getattr(quote.fields.get(key), "names", ()) if quote else () for key in ("type", "relation"))
    return {"verbatim", "variant"} <= set(relation) and (not type or _DIRECT in type)


def _longest(tellings: Sequence[Row], relation: str) -> Row:
    """The one with the most letters, or with the most words; where these are two, the one of that relation."""
    by_words = max(tellings, key=lambda telling: sum(len(words.split()) for words in _words(telling)))
    by_letters = max(tellings, key=lambda telling: len(_content(telling)))
    return by_words if by_words.data.get("relation") == relation else by_letters


def _related(telling: Row, message: str, why: str, wanted: str) -> tuple[Loaded, Problem]:
    return telling.file, Problem(
        code="A504",
        severity="warning",
        pointer=child(telling.pointer, "relation"),
        message=message,
        found=f"{telling.id} is {show(telling.data.get('relation'))}",
        expected=f"{why} (R-C2)",
        help=f"write {show(wanted)}"
        if wanted
        else "write variant, paraphrase or partial, by how much of it this tells",
    )


def _content(telling: Row) -> str:
    """The letters and digits of a quotation's content."""
    return "".join(letter for letter in "".join(_words(telling)) if letter.isalnum())


def _words(telling: Row) -> list[str]:
    return [span.text("text") or "" for span in telling.objects("content")]

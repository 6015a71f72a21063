"""What can be wrong with a `result`, in words. Pointers begin at the result."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from wiremark.text.spelling import close
from wiremark.validation.places import Problem, kind, show

_HALF = re.compile("[\ud800-\udfff\0]")


def sound(text: str) -> bool:
    """False for a text with a lone surrogate or NUL in it."""
    return not _HALF.search(text)


def lacking(number: int, row: Any, *keys: str) -> Problem | None:
    """What keeps a row from being read at all: it is no object, or one of these keys is not there."""
    if not isinstance(row, dict):
        return form(f"/{number}", "a row that is no object", show(row), "an object")
    for key in keys:
        wanted = dict if key == "value" else str
        if not isinstance(row.get(key), wanted) or not row[key]:
            what = f"a row of type {row['type']}" if isinstance(row.get("type"), str) else "a row"
            pointer = f"/{number}/{key}" if key in row else f"/{number}"
            found = show(row[key]) if key in row else ""
            return form(pointer, f"{what} without {key}", found, "an object" if wanted is dict else "a string")
        if wanted is str and not sound(row[key]):
            return unsound(f"/{number}/{key}", row[key])
    return None


def form(pointer: str, message: str, found: str, expected: str) -> Problem:
    """Something of a different form than in Label Studio's JSON."""
    return Problem(
        code="T111",
        pointer=pointer,
        message=message,
        found=found,
        expected=expected,
        help="where a program wrote these rows, mend the program: Label Studio's own have this form",
    )


def unknown(pointer: str, what: str, name: Any, names: Sequence[str], code: str = "T113") -> Problem:
    """A control (T112), or a label of one (T113), that the config does not have."""
    guess = close(name, tuple(names)) if isinstance(name, str) else None
    return Problem(
        code=code,
        pointer=pointer,
        message=f"{show(name)} is not {what}" + (f": did you mean {show(guess)}?" if guess else ""),
        found=show(name),
        expected=_some(names),
        help="`wiremark labelstudio config` has the controls and labels of this schema",
    )


def twice(pointer: str, id: str, found: str) -> Problem:
    """Two regions of one id."""
    return Problem(
        code="T114",
        pointer=pointer,
        message=f"the region id {show(id)} stands twice",
        found=found,
        expected="each region with an id and one label of its own",
        help="the editor loses one of the two: give it an id, or mark it as a region, of its own",
    )


def labels(number: int, id: str, found: Any, names: Sequence[str]) -> Problem:
    """A region with no label, or with several."""
    return Problem(
        code="T113",
        pointer=f"/{number}/value",
        message=f"a region without exactly one label: {id}",
        found=", ".join(map(show, found)) if isinstance(found, list) and found else "none",
        expected=f"one of {_some(names)}",
        help="choose its label, or delete the region",
    )


def outside(number: int, start: int, end: int, size: int) -> Problem:
    """A region that covers no words of the text."""
    what = "that is empty" if start == end else "that ends before it starts" if end < start else "outside the text"
    if 0 <= start < end <= size:
        what = "of white space alone"
    return Problem(
        code="T115",
        pointer=f"/{number}/value",
        message=f"a region {what}",
        found=f"{start}..{end}",
        expected=f"words within 0..{size}, in code points of the text, end exclusive",
        help="mark the words again",
    )


def astray(number: int, control: str, layer: str, found: str, help: str) -> Problem:
    """A value beside no region of its layer."""
    return Problem(
        code="T116",
        pointer=f"/{number}",
        message=f"{control} without a region that it could belong to",
        found=found,
        expected=f"one for a region of {layer}, with the region's id",
        help=help,
    )


def dangling(pointer: str, id: str, regions: Mapping[str, Any]) -> Problem:
    """A relation to no region."""
    guess = close(id, tuple(regions)[:1000])
    return Problem(
        code="T117",
        pointer=pointer,
        message="a relation to nothing" + (f": did you mean {show(guess)}?" if guess else ""),
        found=f"no region {show(id)}",
        expected="the id of a region in the same result",
        help="delete the relation: with it the editor shows an empty page",
    )


def unlabelled(number: int, source: str, target: str, fitting: Sequence[str]) -> Problem:
    """A relation that says nothing."""
    return Problem(
        code="T118",
        pointer=f"/{number}",
        message=f"a relation without a label, from {source} to {target}",
        found="no label",
        expected=" or ".join(fitting) or "a label; none fits these two",
        help="label it in the list of relations, or delete it",
    )


def two_ways(number: int, source: str, target: str, direction: Any) -> Problem:
    """A relation of which nobody can tell where it leads."""
    return Problem(
        code="T119",
        pointer=f"/{number}/direction",
        message="a relation in both directions",
        found=f"{show(direction)}, between {source} and {target}",
        expected='"right" or "left": it leads from one record to another',
        help="click on the relation's arrow in the editor until it points one way",
    )


def misfit(pointer: str, label: str, found: str, expected: Sequence[str], help: str) -> Problem:
    """A relation between what it does not go between."""
    return Problem(
        code="T119",
        pointer=pointer,
        message=f"a relation {label} whose ends do not fit",
        found=found,
        expected=f"from {', or from '.join(expected)}",
        help=help,
    )


def several(pointer: str, what: str, found: Sequence[str]) -> Problem:
    """More values than a property has."""
    return Problem(
        code="T120",
        pointer=pointer,
        message=f"several values where one may stand: {what}",
        found=", ".join(map(show, found)),
        expected="one",
        help="keep one of them",
    )


def unbound(number: int, id: str, label: str, layers: Sequence[str]) -> Problem:
    """A further span that belongs to no record."""
    return Problem(
        code="T121",
        pointer=f"/{number}",
        message=f"a further span of no record: {id}",
        found=f"{label}, to which no relation leads",
        expected=f"a relation {label} to it, from a region of {' or '.join(layers)}",
        help="draw the relation from the record to this region, or delete the region",
    )


def unsound(pointer: str, text: str) -> Problem:
    """A text that servers and files do not bear."""
    return Problem(
        code="T122",
        pointer=pointer,
        message="a lone surrogate, or NUL",
        found=show(text),
        expected="text without either: a lone surrogate keeps the server from showing the whole project",
        help="write it anew",
    )


def otherwise(number: int, id: str, said: Any, words: str) -> Problem:
    """A region that was given other words than it covers."""
    return Problem(
        code="T123",
        severity="warning",
        pointer=f"/{number}/value/text",
        message=f"the region {id} gives other words than it covers",
        found=show(said) if isinstance(said, str) else kind(said),
        expected=show(words),
        help="the offsets count, not the words; look at the region if a program set them",
    )


def trimmed(number: int, id: str, words: str) -> Problem:
    """White space at the edge of a region, which is left out."""
    return Problem(
        code="T124",
        severity="warning",
        pointer=f"/{number}/value",
        message=f"white space at the edge of the region {id} is left out",
        found=show(words),
        expected=show(words.strip()),
    )


def _some(names: Sequence[str]) -> str:
    """Names, or the first of many."""
    return ", ".join(names[:16]) + (f" … ({len(names)} in all)" if len(names) > 16 else "")


def newcomer(number: int, what: str, id: str, record: str, file: str, guess: str | None) -> Problem:
    """An id that nobody had, for which a row is added."""
    return Problem(
        code="T203",
        severity="warning",
        pointer=f"/{number}",
        message=f"the {what} {show(id)} is new" + (f": did you mean {show(guess)}?" if guess else ""),
        found=f"{record} names it, and a row for it is added to {file}",
        expected="one that is there, or a new one",
        help="complete the new row; or name another in the editor, and take the row out",
    )


def missing(number: int, id: str, property: str, names: Sequence[str]) -> Problem:
    """A value that only a person can give."""
    return Problem(
        code="T201",
        pointer=f"/{number}",
        message=f"{id} has no {property}",
        found="nothing set",
        expected=_some(names) or "a value",
        help=f"set {property} beside the region",
    )

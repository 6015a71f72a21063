"""What one node says of its values: types, lists of values, bounds, patterns, and whatever else is not about members.

Each keyword, or group of keywords that speak together, is one change; set inclusion says later what it does.
"""

from __future__ import annotations

from typing import Any

from wiremark.schema.changes.comparison import Comparison, listed, shown
from wiremark.schema.changes.normal import ASSERTIONS, KNOWN, PROSE, at, canonical
from wiremark.schema.changes.record import ABSENT
from wiremark.schema.changes.view import View, kinds
from wiremark.schema.walk import steps

GROUPS: tuple[tuple[str, ...], ...] = (
    ("minimum", "exclusiveMinimum"),
    ("maximum", "exclusiveMaximum"),
    ("multipleOf",),
    ("minLength",),
    ("maxLength",),
    ("pattern",),
    ("minItems",),
    ("maxItems",),
    ("uniqueItems",),
    ("contains", "minContains", "maxContains"),
    ("minProperties",),
    ("maxProperties",),
    ("propertyNames",),
    ("dependentRequired", "dependentSchemas", "dependencies"),
    ("not",),
    ("if", "then", "else"),
    ("unevaluatedItems",),
    ("unevaluatedProperties",),
    ("$ref",),
    ("$dynamicRef", "$recursiveRef"),
)
"""Keywords that are compared as a whole. Those that hold schemas of members are walked instead."""


def name(view: View) -> str:
    """What a node is called in messages: its name in `$defs`, or the last names of its place that say something."""
    inner = steps(view.pointer)
    if len(inner) == 2 and inner[0] in ("$defs", "definitions"):
        return inner[1]
    parts = [part for part in steps(view.start) if part not in _DULL and not part.isdigit()]
    return ".".join(parts[-2:]) or "the schema"


def member(view: View, key: str) -> str:
    """What a property of a node is called in messages."""
    return key if view.start == "" else f"{name(view)}.{key}"


_DULL = {"properties", "items", "$defs", "definitions", "anyOf", "allOf", "oneOf"}


def words(both: Comparison, old: View, new: View) -> None:
    """Words, defaults, deprecation, and keywords that nobody knows."""
    prose = [key for key in sorted(PROSE) if _differ(old, new, key)]
    if prose:
        both.tell("wording", old.place(prose[0]), new.place(prose[0]), f"{listed(prose)} of {name(new)}")
    if _differ(old, new, "default"):
        _default(both, old, new)
    if (old.keywords.get("deprecated") is True) != (new.keywords.get("deprecated") is True):
        verb = "is deprecated" if new.keywords.get("deprecated") is True else "is offered again"
        both.tell("deprecated", old.place("deprecated"), new.place("deprecated"), f"{name(new)} {verb}")
    strange = {**old.keywords, **new.keywords}.keys() - KNOWN
    for key in sorted(key for key in strange if _differ(old, new, key)):
        both.tell(
            "unclassified",
            old.place(key),
            new.place(key),
            f"the keyword {key!r} at {name(new)} has no meaning that is known here",
            found=_text(new, key),
            expected=_text(old, key),
        )


def _default(both: Comparison, old: View, new: View) -> None:
    before, after = old.keywords.get("default", ABSENT), new.keywords.get("default", ABSENT)
    kind = "default added" if before is ABSENT else "default changed"
    both.tell(
        kind,
        old.place("default"),
        new.place("default"),
        f"{name(new)}, where it is absent, {'now reads' if before is ABSENT else 'no longer reads'} "
        f"{shown(after if before is ABSENT else before)}",
        found=shown(after),
        expected=shown(before),
        witness=ABSENT if before is ABSENT else {"before": before, "after": None if after is ABSENT else after},
    )


def _differ(old: View, new: View, key: str) -> bool:
    return _text(old, key) != _text(new, key)


def _text(view: View, key: str) -> str:
    return shown(view.keywords.get(key, ABSENT), 10_000)


def null(both: Comparison, old: View, new: View) -> None:
    """Null came or went."""
    if old.nullable == new.nullable or "null" in (old.keywords.get("type"), new.keywords.get("type")):
        return
    before = at(both.old, old.start)
    if new.nullable:
        edits = ((old.start, {"anyOf": [before, {"type": "null"}]}),)
        both.tell(
            "null allowed", old.start, new.start, f"{name(new)} may be null", found="null or a value", edits=edits
        )
    else:
        edits = ((old.start, {"allOf": [before, {"not": {"type": "null"}}]}),)
        both.tell(
            "null forbidden",
            old.start,
            new.start,
            f"{name(new)} may not be null",
            expected="null or a value",
            edits=edits,
        )


def whole(both: Comparison, old: View, new: View) -> bool:
    """Tells a node that is now another kind of thing, all its keywords at once. Returns True where it is."""
    if old.never != new.never:
        edits = both.replaced(old.start, at(both.new, new.start))
        both.tell("values", old.start, new.start, f"{name(new)} is another schema", edits=edits)
        return True
    before, after = kinds(both.old, old), kinds(both.new, new)
    if before == after or before is None:
        if _differ(old, new, "type"):
            found, expected = (shown(view.keywords.get("type", ABSENT)) for view in (new, old))
            message = f"the type of {name(new)} is given otherwise"
            edits = both.put(old, new, ("type",))
            both.tell("values", *_at(old, new, "type"), message, found=found, expected=expected, edits=edits)
        return False
    both.tell(
        "type" if before else "values",
        *_at(old, new, "type"),
        f"{name(new)} is {_kinds(after)} where it was {_kinds(before)}",
        found=_kinds(after),
        expected=_kinds(before),
        edits=both.put(old, new, tuple(sorted(ASSERTIONS & {*old.keywords, *new.keywords}))),
        touch=((old.start, False),),
        witness={"before": _kinds(before), "after": _kinds(after)},
    )
    return True


def _at(old: View, new: View, key: str) -> tuple[str, str]:
    return old.places.get(key, old.pointer), new.places.get(key, new.pointer)


def _kinds(found: frozenset[str] | None) -> str:
    return "anything" if found is None else listed(sorted(found)) or "null"


def enumeration(both: Comparison, old: View, new: View, labels: frozenset[str]) -> None:
    """Listed values that are no labels."""
    before, after = _listed(old), _listed(new)
    if before is None and after is None:
        return
    if before is None or after is None:
        keys = ("enum", "const")
        place = _at(old, new, "enum" if "enum" in {**old.keywords, **new.keywords} else "const")
        verb = "are listed" if before is None else "are no longer listed"
        both.tell("values", *place, f"the values of {name(new)} {verb}", edits=both.put(old, new, keys))
        return
    gone = [value for text, value in before.items() if text not in after and not _among(value, labels)]
    came = [value for text, value in after.items() if text not in before and not _among(value, labels)]
    if gone:
        rest = [value for text, value in before.items() if text in after or _among(value, labels)]
        _members(both, old, new, gone, rest, "no longer among")
    if came:
        _members(both, old, new, came, [*before.values(), *came], "now among")


def _among(value: Any, labels: frozenset[str]) -> bool:
    return isinstance(value, str) and value in labels


def _members(both: Comparison, old: View, new: View, values: list[Any], left: list[Any], verb: str) -> None:
    """Tells listed values that came or went; `left`: what the old list is then."""
    key, now = ("enum" if "enum" in view.keywords else "const" for view in (old, new))
    place = old.places[key]
    left = [*left, None] if old.nullable else left
    edits = ((place, ABSENT), (f"{place.rpartition('/')[0]}/enum", left)) if left else ((old.start, False),)
    words = listed([shown(value) for value in values])
    message = f"{words} {'is' if len(values) == 1 else 'are'} {verb} the values of {name(new)}"
    said = {"found": words} if verb.startswith("now") else {"expected": words}
    both.tell("values", place, new.places[now], message, edits=edits, **said)


def _listed(view: View) -> dict[str, Any] | None:
    values = view.keywords.get("enum")
    if "const" in view.keywords:
        values = [view.keywords["const"]]
    return {canonical(value): value for value in values} if isinstance(values, list) else None


def bounds(both: Comparison, old: View, new: View) -> None:
    """Every group of keywords that is compared as a whole."""
    for group in GROUPS:
        changed = [key for key in group if _differ(old, new, key)]
        if changed:
            key = changed[0]
            both.tell(
                "values",
                *_at(old, new, key),
                f"{listed(changed)} of {name(new)} changes",
                found=shown(new.keywords.get(key, ABSENT)),
                expected=shown(old.keywords.get(key, ABSENT)),
                edits=both.put(old, new, group),
            )

"""Ids, references and spans: `x-key`, `x-ref` and `x-span`, compared by what they point to and not by their names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wiremark.schema.changes.comparison import Comparison, listed, shown
from wiremark.schema.changes.normal import at, canonical, local, subschemas
from wiremark.schema.changes.record import ABSENT
from wiremark.schema.changes.values import name
from wiremark.schema.changes.view import View

Places = frozenset[str]


def compare(both: Comparison) -> None:
    """Tells every id, reference and span that is bound more, less or otherwise. Run after the walk."""
    same: dict[str, str] = {}
    for old, new in both.pairs:
        if "x-key" in old.keywords and "x-key" in new.keywords:
            same.setdefault(old.places["x-key"], new.places["x-key"])
    before, after = _spaces(both.old), _spaces(both.new)
    held = _held(both.new)
    for place in frozenset(place for places in before.values() for place in places) & held:
        same.setdefault(place, place)  # its record stands elsewhere in the file
    moved = {space: frozenset(same.get(place, f"old {place}") for place in places) for space, places in before.items()}
    done: set[tuple[str, str]] = set()
    for old, new in both.pairs:
        mark = old.place("x-key") + old.place("x-ref"), new.place("x-key") + new.place("x-ref")
        if mark not in done:
            _key(both, old, new, moved, after)
            _ref(both, old, new, moved, after, held)
        done.add(mark)
        _span(both, old, new)


def _spaces(schema: Mapping[str, Any]) -> dict[str, Places]:
    """The places of the keys that open each id space."""
    found: dict[str, set[str]] = {}
    for pointer, node in subschemas(schema):
        if isinstance(node, Mapping) and isinstance(node.get("x-key"), str):
            found.setdefault(node["x-key"], set()).add(f"{pointer}/x-key")
    return {space: frozenset(places) for space, places in found.items()}


def _held(schema: Mapping[str, Any]) -> Places:
    """The places of the keys that a file can hold: those that lead from the root to some value."""
    found, seen, todo = set[str](), {""}, [""]
    while todo:
        start = todo.pop()
        node = at(schema, start)
        if isinstance(node, Mapping):
            node = {keyword: value for keyword, value in node.items() if keyword not in ("$defs", "definitions")}
        for pointer, inner in subschemas(node, start):
            if isinstance(inner, Mapping) and "x-key" in inner:
                found.add(f"{pointer}/x-key")
            target = local(inner.get("$ref")) if isinstance(inner, Mapping) else None
            if target is not None and target not in seen:
                seen.add(target)
                todo.append(target)
    return frozenset(found)


def _key(both: Comparison, old: View, new: View, before: Mapping[str, Places], after: Mapping[str, Places]) -> None:
    one, two = (view.keywords.get("x-key", ABSENT) for view in (old, new))
    if one is ABSENT and two is ABSENT:
        return
    places = old.place("x-key"), new.place("x-key")
    words: dict[str, Any] = {"found": shown(two), "expected": shown(one)}
    readable = all(value is ABSENT or isinstance(value, str) for value in (one, two))
    if not readable:
        if canonical(_plain(one)) != canonical(_plain(two)):
            both.at(places, "unclassified", f"the x-key of {name(new)} cannot be read", **words)
    elif one is ABSENT:
        both.at(places, "identity narrowed", f"{name(new)} is now an id, each once", **_more(old), **words)
    elif two is ABSENT:
        both.at(places, "identity widened", f"{name(new)} is no longer an id", **words)
    else:
        was, now = before.get(one, frozenset()), after.get(two, frozenset())
        was = frozenset(place for place in was if not place.startswith("old "))
        shared = frozenset(place for space in before.values() for place in space)
        if now & shared - was:
            both.at(
                places,
                "identity narrowed",
                f"{name(new)} shares its ids with more",
                **_more(old),
                **words,
            )
        elif was - now:
            both.at(places, "identity widened", f"{name(new)} shares its ids with less", **words)


def _more(old: View) -> dict[str, Any]:
    return {"touch": ((old.start, False),), "witness": {"value": name(old), "twice": True}}


def _ref(
    both: Comparison,
    old: View,
    new: View,
    before: Mapping[str, Places],
    after: Mapping[str, Places],
    held: Places,
) -> None:
    one, two = (view.keywords.get("x-ref", ABSENT) for view in (old, new))
    if one is ABSENT and two is ABSENT:
        return
    places = old.place("x-ref"), new.place("x-ref")
    words: dict[str, Any] = {"found": shown(two), "expected": shown(one)}
    was, now = _targets(one, before), _targets(two, after)
    touch: dict[str, Any] = {"touch": ((old.start, False),), "witness": {"before": _plain(one), "after": _plain(two)}}
    alike = canonical(_plain(one)) == canonical(_plain(two))
    if alike and was and now and was != now:  # the same word, and not the same records
        now = now & (held | was)
        words = {"found": _counted(two, now), "expected": _counted(one, was)}
    if was is None or now is None:
        if not alike:
            both.at(places, "unclassified", f"the x-ref of {name(new)} cannot be read", **words)
    elif one is ABSENT:
        both.at(places, "identity narrowed", f"{name(new)} is now a reference", **touch, **words)
    elif two is ABSENT:
        both.at(places, "identity widened", f"{name(new)} is no longer a reference", **words)
    elif alike and was and not now:
        touch["witness"]["after"] = None
        both.at(places, "reference emptied", f"{name(new)} refers to what is gone", **touch, **words)
    elif was < now:
        both.at(places, "identity widened", f"{name(new)} may refer to more", **words)
    elif now < was:
        both.at(places, "identity narrowed", f"{name(new)} may refer to less", **touch, **words)
    elif was != now:
        notes = (f"before: {_named(was)}; now: {_named(now)}",)
        both.at(places, "reference moved", f"{name(new)} refers to something else", notes=notes, **touch, **words)


def _named(targets: Places) -> str:
    """The places of ids, without the words in their pointers that say nothing."""
    return listed(sorted(target.removesuffix("/x-key").removeprefix("old ") for target in targets))


def _counted(value: Any, targets: Places) -> str:
    """A reference with the places of the ids that it leads to."""
    return f"{shown(value)}: {_named(targets) or 'nothing that a file holds'}"


def _plain(value: Any) -> Any:
    return None if value is ABSENT else value


def _targets(value: Any, spaces: Mapping[str, Places]) -> Places | None:
    """The keys that a reference may name; a space that nothing opens here counts by its name. None if unreadable."""
    names = [] if value is ABSENT else [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(space, str) for space in names):
        return None
    return frozenset(
        place for space in names for place in spaces.get(space, frozenset({f"{space}, which no x-key opens"}))
    )


_UNIT = "code_point"


def _span(both: Comparison, old: View, new: View) -> None:
    one, two = (view.keywords.get("x-span", ABSENT) for view in (old, new))
    if one is ABSENT and two is ABSENT:
        return
    places = old.place("x-span"), new.place("x-span")
    words: dict[str, Any] = {"found": shown(two), "expected": shown(one)}
    touch: dict[str, Any] = {"touch": ((old.start, False),)}
    if one is ABSENT:
        more = {**touch, "witness": {"before": None, "after": two}}
        both.at(places, "identity narrowed", f"{name(new)} is now a span of a text", **more, **words)
        return
    if two is ABSENT:
        both.at(places, "identity widened", f"{name(new)} is no longer a span of a text", **words)
        return
    if not isinstance(one, Mapping) or not isinstance(two, Mapping):
        if canonical(_plain(one)) != canonical(_plain(two)):
            both.at(places, "unclassified", f"the x-span of {name(new)} cannot be read", **words)
        return
    renamed = both.properties.get((old.pointer, new.pointer), {})
    was = {
        "unit": _UNIT,
        **{key: renamed.get(value, value) if isinstance(value, str) else value for key, value in one.items()},
    }
    now = {"unit": _UNIT, **two}
    changed = [key for key in {**was, **now} if canonical(was.get(key)) != canonical(now.get(key))]
    if not changed:
        return
    spot: dict[str, Any] = {
        "witness": {"before": {key: was.get(key) for key in changed}, "after": {key: now.get(key) for key in changed}}
    }
    said: dict[str, Any] = {
        "found": f"{changed[0]} {shown(now.get(changed[0], ABSENT))}",
        "expected": f"{changed[0]} {shown(was.get(changed[0], ABSENT))}",
    }
    if changed == ["text"] and "text" not in was:
        both.at(
            places,
            "identity narrowed",
            f"{name(new)} must hold the words of its span",
            **touch,
            **said,
            **spot,
        )
    elif changed == ["text"] and "text" not in now:
        both.at(places, "identity widened", f"{name(new)} need not hold the words of its span", **said)
    elif set(changed) - {"of", "start", "end", "text", "unit"}:
        both.at(places, "unclassified", f"the x-span of {name(new)} says what is not known here", **said)
    else:
        both.at(
            places,
            "span changed",
            f"the offsets of {name(new)} count something else",
            **touch,
            **said,
            **spot,
        )

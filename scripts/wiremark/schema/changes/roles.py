"""What may stand together: `x-roles` (which events have a role, which mentions fill it) and the domains of labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from wiremark.schema.changes.comparison import Comparison, listed
from wiremark.schema.changes.labels import rows
from wiremark.schema.changes.normal import canonical, subschemas
from wiremark.schema.walk import child

SIDES = ("domain", "range")


def compare(both: Comparison) -> None:
    """Tells every role and every label that goes with fewer or more than before. Run after the walk: it knows names."""
    before, after = both.old.get("x-roles", {}), both.new.get("x-roles", {})
    readable = all(isinstance(found, Mapping) and all(map(_rule, found.values())) for found in (before, after))
    if not readable:
        if canonical(before) != canonical(after):
            one, two = ("/x-roles" if "x-roles" in schema else "" for schema in (both.old, both.new))
            both.tell("unclassified", one, two, "x-roles cannot be read", expected="a domain and a range for each role")
    else:
        lists, values = _sets(both.old), [_listed(both.old), _listed(both.new)]
        if values[0] is None and not before:  # no role was bound: where roles stand, only the new schema tells
            values[0] = _standing(both, values[1])
        coming = {name for heirs in both.heirs.values() for name in heirs}
        for role in dict.fromkeys((*before, *after)):
            heir = both.heirs.get(role, (role,))[0]
            if _lives(role, heir, before, coming, values):
                for side in SIDES:
                    names = [_names(found.get(key), side) for found, key in ((before, role), (after, heir))]
                    places = _place(both.old, role, side), _place(both.new, heir, side)
                    _told(both, places, names, lists, (role, heir), side)
    _domains(both)


def _rule(rule: Any) -> bool:
    return isinstance(rule, Mapping) and all(
        key in SIDES and isinstance(value, list) and all(isinstance(name, str) for name in value)
        for key, value in rule.items()
    )


def _lives(role: str, heir: str, before: Any, coming: set[str], listed: list[frozenset[str] | None]) -> bool:
    """True where a role is there before and after: one that comes or goes is told with the values of its property."""
    if role not in before and role in coming:
        return False  # told under its old name
    return all(found is None or name in found for name, found in zip((role, heir), listed, strict=True))


def _listed(schema: Mapping[str, Any]) -> frozenset[str] | None:
    """The values of the properties that list a role; None where none does, so that any role may stand."""
    roles = set(schema.get("x-roles", ()))
    values = [frozenset(filter(_is_text, node["enum"])) for node in _enums(schema)]
    mine = [names for names in values if names & roles]
    return frozenset().union(*mine) if mine else None


def _standing(both: Comparison, listed: frozenset[str] | None) -> frozenset[str] | None:
    """The old values of the properties that list roles in the new schema."""
    if listed is None:
        return None
    found = [frozenset(filter(_is_text, node["enum"])) for node in _enums(both.old)]
    mine = [names for names in found if names & listed]
    return frozenset().union(*mine) if mine else None


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _enums(schema: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    for _, node in subschemas(schema):
        if isinstance(node, Mapping) and isinstance(node.get("enum"), list):
            yield node


def _sets(schema: Mapping[str, Any]) -> list[frozenset[str]]:
    """The label sets of a schema."""
    found = (rows(node.get("x-labels")) for _, node in subschemas(schema) if isinstance(node, Mapping))
    return [frozenset(names) for names in found if names]


def _names(rule: Any, side: str) -> frozenset[str] | None:
    """The names that a role goes with; None for all."""
    listed = rule.get(side) if isinstance(rule, Mapping) else None
    return frozenset(listed) if listed else None


def _place(schema: Mapping[str, Any], role: str, side: str) -> str:
    found = schema.get("x-roles")
    if not isinstance(found, Mapping):
        return ""
    if role not in found:
        return "/x-roles"
    return child(child("/x-roles", role), side) if side in found[role] else child("/x-roles", role)


def _told(
    both: Comparison,
    places: tuple[str, str],
    names: list[frozenset[str] | None],
    lists: list[frozenset[str]],
    called: tuple[str, str],
    side: str,
) -> None:
    """Compares what something goes with, in the names of the new schema, and tells it."""
    who = called[1]
    if names == [None, None]:
        return
    given = (names[0] or frozenset()) | (names[1] or frozenset())
    every = max(lists, key=lambda labels: len(labels & given), default=frozenset[str]())
    closed = bool(every & given)
    was = (every if closed else frozenset[str]()) if names[0] is None else names[0]
    old = _now(both, was)
    new = _now(both, every) | old if names[1] is None else names[1]
    lost, gained = sorted(old - new), sorted(new - old - both.added)
    said = {"found": _said(names[1]), "expected": _said(names[0])}
    if lost or (names[0] is None and not closed):
        both.tell(
            "roles narrowed",
            *places,
            f"{who} {_LESS[side]} {listed(lost) or 'anything'}",
            witness={"label" if side == "with" else "role": who, _KEYS[side]: lost[0] if lost else None},
            role={
                "role": called[0],
                "side": side,
                "lost": [name for name in was if _now(both, frozenset({name})) & frozenset(lost)],
            },
            notes=(f"{who} {_MORE[side]} {listed(gained)}",) if gained and names[0] is not None else (),
            **said,
        )
    elif gained or (names[1] is None and not closed):
        both.tell("roles widened", *places, f"{who} {_MORE[side]} {listed(gained) or 'anything'}", **said)


def _now(both: Comparison, names: frozenset[str]) -> frozenset[str]:
    """What old names are called now, those that are gone left out."""
    return frozenset(heir for name in names - both.removed for heir in both.heirs.get(name, (name,)))


def _said(names: frozenset[str] | None) -> str:
    return "all" if names is None else listed(sorted(names))


_LESS = {
    "domain": "is no longer a role of",
    "range": "is no longer filled by",
    "with": "no longer goes with",
}
_MORE = {"domain": "is now a role of", "range": "may now be filled by", "with": "now goes with"}
_KEYS = {"domain": "event", "range": "filler", "with": "type"}


def _domains(both: Comparison) -> None:
    """The domain of a label: the labels of the record's type that it goes with."""
    lists = _sets(both.old)
    for old, new in both.pairs:
        before, after = (rows(seen.keywords.get("x-labels")) or {} for seen in (old, new))
        for name, row in before.items():
            heir = both.heirs.get(name, (name,))[0]
            if heir not in after or not (_listing(row) and _listing(after[heir])):
                continue
            names = [frozenset(found.get("domain") or ()) or None for found in (row, after[heir])]
            if names[0] != names[1]:
                spots = (
                    child(old.place("x-labels"), list(before).index(name)),
                    child(new.place("x-labels"), list(after).index(heir)),
                )
                _told(both, spots, names, lists, (name, heir), "with")


def _listing(row: Mapping[str, Any]) -> bool:
    found = row.get("domain", [])
    return isinstance(found, list) and all(isinstance(name, str) for name in found)

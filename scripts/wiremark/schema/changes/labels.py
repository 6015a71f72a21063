"""Label sets: who is new, gone, renamed, merged, split; whose id moved. An id keeps its label for ever.

Two labels on one id are one renamed label only where something says so: the new name stands where the old one stood in
`x-roles` or in the domain of other labels, they differ in case alone, their descriptions are the same words, or a
migration names them. Otherwise the id counts as given to another label.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wiremark.schema.changes.normal import subschemas


@dataclass(frozen=True, slots=True)
class Evidence:
    """What tells a rename: per list of names that changed, those that left it and came; and pairs from a migration."""

    lists: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()
    named: frozenset[tuple[str, str]] = frozenset()


@dataclass(slots=True)
class LabelChanges:
    """What became of a label set, by name. `split` and `merged`: from one name to several, from several to one."""

    renamed: dict[str, str] = field(default_factory=dict)
    split: dict[str, tuple[str, ...]] = field(default_factory=dict)
    merged: dict[tuple[str, ...], str] = field(default_factory=dict)
    reused: dict[str, str] = field(default_factory=dict)
    refilled: list[str] = field(default_factory=list)
    moved: dict[str, tuple[int, int]] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)


def rows(value: Any) -> dict[str, Mapping[str, Any]] | None:
    """`x-labels` by name; None where it is no list of rows with a name and an id, each once."""
    if not isinstance(value, list):
        return None
    found: dict[str, Mapping[str, Any]] = {}
    for row in value:
        named = isinstance(row, Mapping) and isinstance(row.get("name"), str) and type(row.get("id")) is int
        if not named or row["name"] in found:
            return None
        found[row["name"]] = row
    return found if len({row["id"] for row in found.values()}) == len(found) else None


def evidence(old: Mapping[str, Any], new: Mapping[str, Any], named: frozenset[tuple[str, str]]) -> Evidence:
    """Every list of names in the roles and domains of both schemas that lost some names and gained others."""
    before, after = _lists(old), _lists(new)
    changed = []
    for place, names in before.items():
        left, came = names - after.get(place, names), after.get(place, names) - names
        if left and came:
            changed.append((left, came))
    return Evidence(tuple(changed), named)


def _lists(schema: Mapping[str, Any]) -> dict[tuple[str, ...], frozenset[str]]:
    found: dict[tuple[str, ...], frozenset[str]] = {}
    roles = schema.get("x-roles")
    for role, rule in roles.items() if isinstance(roles, Mapping) else ():
        for side in ("domain", "range"):
            if isinstance(rule, Mapping) and isinstance(rule.get(side), list):
                found[str(role), side] = _names(rule[side])
    for pointer, node in subschemas(schema):
        for name, row in (rows(node.get("x-labels")) or {}).items() if isinstance(node, Mapping) else ():
            if isinstance(row.get("domain"), list):
                found[pointer, name, "domain"] = _names(row["domain"])
    return found


def _names(values: Sequence[Any]) -> frozenset[str]:
    return frozenset(value for value in values if isinstance(value, str))


def label_changes(
    old: Mapping[str, Mapping[str, Any]], new: Mapping[str, Mapping[str, Any]], known: Evidence
) -> LabelChanges:
    """What became of each label of a set. Both by name, as `rows` gives them."""
    found = LabelChanges()
    gone = [name for name in old if name not in new]
    came = [name for name in new if name not in old]
    holder = {row["id"]: name for name, row in new.items()}
    taken = {old[name]["id"] for name in gone}
    fresh = [name for name in came if new[name]["id"] not in taken]
    for name in old:
        if name in new and old[name]["id"] != new[name]["id"]:
            found.moved[name] = (old[name]["id"], new[name]["id"])
    split_off: set[str] = set()
    for name in gone:
        heir = holder.get(old[name]["id"])
        if heir is None or heir in old:
            continue
        joined = tuple(other for other in gone if other == name or _joins(other, heir, old, holder, known))
        parts = tuple(part for part in fresh if _apart(name, heir, part, gone, known))
        if len(joined) > 1:
            found.merged[joined] = heir
        elif not _same(name, heir, old, new, known):
            found.reused[name] = heir
        elif parts:
            found.split[name] = (heir, *parts)
            split_off |= set(parts)
        else:
            found.renamed[name] = heir
    told = {*found.renamed, *found.split, *found.reused, *(name for names in found.merged for name in names)}
    found.removed = [name for name in gone if name not in told]
    last = max((row["id"] for row in old.values()), default=-1)
    for name in fresh:
        gap = new[name]["id"] < last and new[name]["id"] not in {row["id"] for row in old.values()}
        if gap:
            found.refilled.append(name)
        elif name not in split_off:
            found.added.append(name)
    return found


def _same(name: str, heir: str, old: Mapping[str, Any], new: Mapping[str, Any], known: Evidence) -> bool:
    if name.casefold() == heir.casefold() or (name, heir) in known.named:
        return True
    prose = [key for key in ("description", "example") if old[name].get(key) and new[heir].get(key)]
    if prose and all(old[name][key] == new[heir][key] for key in prose):
        return True
    stood = [came for left, came in known.lists if name in left]
    return bool(stood) and all(heir in came for came in stood)


def _joins(other: str, heir: str, old: Mapping[str, Any], holder: Mapping[int, str], known: Evidence) -> bool:
    """True where `heir`, on the id of one label, also took the place of `other`, which left no heir of its own."""
    if (other, heir) in known.named:
        return True
    own = holder.get(old[other]["id"])
    stood = [came for left, came in known.lists if other in left]
    return (own is None or own in old) and bool(stood) and all(heir in came for came in stood)


def _apart(name: str, heir: str, part: str, gone: Sequence[str], known: Evidence) -> bool:
    """True where a fresh label came wherever `name` left for `heir`, and `name` alone left there."""
    if (name, part) in known.named:
        return True
    stood = [(left & set(gone), came) for left, came in known.lists if name in left]
    return bool(stood) and all(left == {name} and {heir, part} <= came for left, came in stood)


def heirs(found: LabelChanges) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The names that stand for an old one in the new schema, for each label that did not keep its name."""
    yield from ((name, (heir,)) for name, heir in found.renamed.items())
    yield from found.split.items()
    yield from ((name, (heir,)) for names, heir in found.merged.items() for name in names)

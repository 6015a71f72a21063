"""Entities and clusters by id; clusters that were merged, split or renamed are told by the members they share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wiremark.dataset.changes.keyed import Row
from wiremark.dataset.changes.record import Clusters, Items, Member
from wiremark.dataset.changes.records import differences
from wiremark.dataset.without_texts import without_phrases

Found = Iterable[tuple[str, Sequence[Row], Sequence[Row]]]
"""Keys whose rows differ, with the rows of both sides."""

Key = tuple[str, str]


def items(found: Found, told: Mapping[str, Any], *, mixed: bool = False) -> Items:
    """What became of the entities. told: the columns whose values may be repeated. mixed: one side has no texts."""
    changes: Items = {"added": [], "removed": [], "changed": []}
    for id, *sides in found:
        before, after = (without_phrases(side) if mixed else side for side in sides)
        if not before:
            changes["added"].append(id)
        elif not after:
            changes["removed"].append(id)
        elif properties := differences(before[0], after[0], told):
            changes["changed"].append({"id": id, "properties": properties})
    return changes


def clusters(found: Found, told: Mapping[str, Any]) -> Clusters:
    """What became of the clusters, each with its rows of all splits."""
    changes: Clusters = {
        "added": [],
        "removed": [],
        "changed": [],
        "joined": [],
        "left": [],
        "merged": [],
        "split": [],
        "renamed": [],
    }
    old: dict[str, list[Key]] = {}
    new: dict[str, list[Key]] = {}
    for id, before, after in found:
        old[id], new[id] = _members(before), _members(after)
        if not before:
            changes["added"].append(id)
        elif not after:
            changes["removed"].append(id)
        elif properties := differences(before[0], after[0], told, frozenset({"members"})):
            changes["changed"].append({"id": id, "properties": properties})
        changes["joined"] += _listed(id, new[id], old[id])
        changes["left"] += _listed(id, old[id], new[id])
    _overlaps(changes, old, new)
    return changes


def _members(rows: Sequence[Row]) -> list[Key]:
    return [(member["document_id"], member["id"]) for row in rows for member in row.get("members") or ()]


def _listed(id: str, members: Sequence[Key], others: Sequence[Key]) -> list[Member]:
    known = set(others)
    return [{"cluster": id, "document": key[0], "id": key[1]} for key in members if key not in known]


def _overlaps(changes: Clusters, old: Mapping[str, Sequence[Key]], new: Mapping[str, Sequence[Key]]) -> None:
    """Follows each member from its cluster to the one that it has now. Clusters that did not change share none."""
    now = {member: id for id, members in new.items() for member in members}
    heirs: dict[str, list[str]] = {}
    parents: dict[str, list[str]] = {}
    for id, members in old.items():
        for heir in dict.fromkeys(now[member] for member in members if member in now):
            heirs.setdefault(id, []).append(heir)
            parents.setdefault(heir, []).append(id)
    for id, found in parents.items():
        whole = [parent for parent in found if heirs[parent] == [id]]
        if len(whole) > 1:
            changes["merged"].append({"clusters": whole, "into": id})
    for id, found in heirs.items():
        apart = [heir for heir in found if parents[heir] == [id]]
        if len(apart) > 1:
            changes["split"].append({"cluster": id, "into": apart})
        if len(found) == 1 and found == apart and id in changes["removed"] and found[0] in changes["added"]:
            changes["renamed"].append({"before": id, "after": found[0]})

"""What happened to a label set, told change by change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wiremark.schema.changes.comparison import Comparison, listed, shown
from wiremark.schema.changes.labels import LabelChanges, heirs, label_changes, rows
from wiremark.schema.changes.normal import canonical
from wiremark.schema.changes.record import ABSENT, Edit
from wiremark.schema.changes.view import View
from wiremark.schema.walk import child, steps

Rows = Mapping[str, Mapping[str, Any]]


def compare(both: Comparison, old: View, new: View) -> frozenset[str]:
    """Tells every change of the labels of two nodes. Returns the names that it spoke of, old and new."""
    before, after = (view.keywords.get("x-labels", ABSENT) for view in (old, new))
    if before is ABSENT and after is ABSENT:
        return frozenset()
    places = old.place("x-labels"), new.place("x-labels")
    if before is ABSENT or after is ABSENT:
        kind, verb = ("ids added", "get ids") if before is ABSENT else ("ids removed", "lose their ids")
        both.tell(
            kind,
            *places,
            f"the values of {_set(new)} {verb}",
            found=_short(after),
            expected=_short(before),
            touch=((old.pointer, False),),
            witness={"before": _short(before), "after": _short(after)},
        )
        return frozenset()
    one, two = rows(before), rows(after)
    if one is None or two is None:
        if canonical(before) != canonical(after):
            expected = "rows with a name and an id, each once"
            both.tell("unclassified", *places, "x-labels cannot be read", expected=expected)
        return frozenset()
    found = label_changes(one, two, both.evidence)
    _Set(both, old, new, one, two).tell(found)
    both.heirs |= dict(heirs(found))
    both.removed |= {*found.removed, *found.reused}
    both.added |= {*found.added, *found.reused.values(), *found.refilled}
    return frozenset(one) | frozenset(two)


def _set(view: View) -> str:
    """What a label set is called: its name in `$defs`, or the property it stands in."""
    return (steps(view.pointer) or ["the schema"])[-1]


def _short(value: Any) -> str:
    return "without ids" if value is ABSENT else "with ids"


class _Set:
    """The labels of two nodes, with their places in the files."""

    def __init__(self, both: Comparison, old: View, new: View, before: Rows, after: Rows) -> None:
        self._both = both
        self._old, self._new = old, new
        self._before, self._after = before, after
        self._name = _set(new)
        values = old.keywords.get("enum")
        self._values = values if isinstance(values, list) else None

    def _row(self, name: str) -> str:
        """The pointer of an old label's row."""
        return child(self._old.place("x-labels"), list(self._before).index(name))

    def _heir(self, name: str) -> str:
        """The pointer of a new label's row."""
        return child(self._new.place("x-labels"), list(self._after).index(name))

    def _enum(self, gone: tuple[str, ...] = (), came: tuple[str, ...] = ()) -> tuple[Edit, ...]:
        if self._values is None or "enum" not in self._old.places:
            return ()
        whole = [value for value in self._values if value not in gone]
        whole += [name for name in came if name not in whole]
        if self._old.nullable:
            whole.append(None)
        return ((self._old.places["enum"], whole),) if whole else ((self._old.pointer, False),)

    def _example(self, gone: str) -> Any:
        """The witness where no JSON value shows that a label is gone."""
        return ABSENT if self._values is not None else {"label": gone}

    def tell(self, found: LabelChanges) -> None:
        tell, name = self._both.tell, self._name
        whole = self._old.place("x-labels"), self._new.place("x-labels")
        for old, new in found.renamed.items():
            tell(
                "label renamed",
                self._row(old),
                self._heir(new) + "/name",
                f"{old} of {name} is renamed {new}",
                found=shown(new),
                expected=shown(old),
                edits=self._enum((old,), (new,)),
                witness=self._example(old),
                operation={"op": "rename_label", "labels": name, "from": old, "to": new},
            )
        for old, parts in found.split.items():
            tell(
                "label split",
                self._row(old),
                self._heir(parts[0]) + "/name",
                f"{old} of {name} is split into {listed(parts)}",
                found=listed(parts),
                expected=old,
                edits=self._enum((old,), parts),
                witness=self._example(old),
                operation={
                    "op": "split_label",
                    "labels": name,
                    "from": old,
                    "to": list(parts),
                    "else": "needs_review",
                    "note": "say by which property the new labels are told apart, or let a person look at each",
                },
            )
        for olds, new in found.merged.items():
            tell(
                "labels merged",
                self._row(olds[0]),
                self._heir(new) + "/name",
                f"{listed(olds)} of {name} are merged into {new}",
                found=new,
                expected=listed(olds),
                edits=self._enum(olds, (new,)),
                witness=self._example(olds[0]),
                notes=(self._id_note(olds[0], new),),
                operation={"op": "merge_labels", "labels": name, "from": list(olds), "to": new},
            )
        for old, new in found.reused.items():
            id = self._before[old]["id"]
            tell(
                "label id reused",
                self._row(old),
                self._heir(new) + "/id",
                f"id {id} of {name} was {old} and is now {new}",
                found=f"{id}: {new}",
                expected=f"{id}: {old}",
                edits=self._enum((old,), (new,)),
                witness=self._example(old),
                notes=(self._id_note(old, new),),
            )
        for new in found.refilled:
            id = self._after[new]["id"]
            tell(
                "label id refilled",
                whole[0],
                self._heir(new) + "/id",
                f"id {id} of {name}, which a label gave back, is now {new}",
                found=f"{id}: {new}",
                expected=f"the next free id, {max(row['id'] for row in self._before.values()) + 1}",
                edits=self._enum((), (new,)),
                witness={"id": id, "before": None, "after": new},
            )
        if found.moved:
            self._tell_moved(found)
        for old in found.removed:
            deprecated = self._before[old].get("deprecated") is True
            tell(
                "label removed",
                self._row(old),
                whole[1],
                f"{old} of {name} is removed",
                found=f"{name} without {old}",
                expected=shown(old),
                edits=self._enum((old,)),
                witness=self._example(old),
                notes=() if deprecated else (f"{old} was not deprecated before",),
            )
        for new in found.added:
            tell(
                "label added",
                whole[0],
                self._heir(new) + "/name",
                f"{new} is added to {name}",
                found=shown(new),
                edits=self._enum((), (new,)),
                notes=("files annotated before are valid, and have not been searched for it",),
            )
        origin = {new: old for old, new in found.renamed.items()} | {name: name for name in self._before}
        for new, old in origin.items():
            if new in self._after:
                self._attributes(old, new)

    def _tell_moved(self, found: LabelChanges) -> None:
        moved = [f"{name} {ids[0]} → {ids[1]}" for name, ids in found.moved.items()]
        holder = {row["id"]: name for name, row in self._after.items()}
        name, (before, after) = next(iter(found.moved.items()))
        self._both.tell(
            "label moved",
            self._row(name),
            self._heir(name) + "/id",
            f"{listed([str(key) for key in found.moved])} of {self._name} {'move' if len(moved) > 1 else 'moves'}"
            f" to {'other ids' if len(moved) > 1 else 'another id'}",
            found=f"{name}: {after}",
            expected=f"{name}: {before}",
            touch=self._enum(tuple(found.moved)),
            witness={"id": before, "before": name, "after": holder.get(before)},
            notes=(listed(moved),),
        )

    def _id_note(self, old: str, new: str) -> str:
        return f"in a dataset {self._after[new]['id']} was {old}, and would now read {new}"

    def _attributes(self, old: str, new: str) -> None:
        """What a row says of a label that stays."""
        before, after = self._before[old], self._after[new]
        places = self._row(old), self._heir(new)
        tell = self._both.tell
        if (before.get("deprecated") is True) != (after.get("deprecated") is True):
            verb = "is deprecated" if after.get("deprecated") is True else "is offered again"
            tell("deprecated", *places, f"{new} of {self._name} {verb}")
        strange = [key for key in {**before, **after} if key not in _ROW and before.get(key) != after.get(key)]
        for key in strange:
            tell("unclassified", *places, f"the meaning of {key!r} at {new} of {self._name} is not known")
        changed = [key for key in _WORDS if canonical(before.get(key)) != canonical(after.get(key))]
        if changed:
            tell("wording", *places, f"{listed(changed)} of {new} in {self._name}")


_WORDS = ("description", "example", "color", "hotkey", "since", "rule")
_ROW = {"id", "name", "deprecated", "domain", *_WORDS}

"""The properties of an object: added, removed, renamed, required or not; and whether others may stand beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wiremark.schema.changes.comparison import Comparison
from wiremark.schema.changes.normal import canonical
from wiremark.schema.changes.record import ABSENT, Edit
from wiremark.schema.changes.values import member, name
from wiremark.schema.changes.view import View, view
from wiremark.schema.walk import child

Nodes = tuple[str, Any, str, Any]
"""Two schemas that stand for each other: pointer and schema, old and new."""


def compare(both: Comparison, old: View, new: View) -> Iterator[Nodes]:
    """Tells what became of the properties of two nodes. Yields the schemas of those that stayed."""
    yield from _Object(both, old, new).compare()


def _properties(seen: View) -> dict[str, Any]:
    found = seen.keywords.get("properties")
    return {str(key): value for key, value in found.items()} if isinstance(found, Mapping) else {}


def _required(seen: View) -> list[str]:
    found = seen.keywords.get("required")
    return [key for key in found if isinstance(key, str)] if isinstance(found, list) else []


class _Object:
    def __init__(self, both: Comparison, old: View, new: View) -> None:
        self._both = both
        self._old, self._new = old, new
        self._before, self._after = _properties(old), _properties(new)
        self._needed, self._needs = _required(old), _required(new)

    def compare(self) -> Iterator[Nodes]:
        gone = [key for key in self._before if key not in self._after]
        came = [key for key in self._after if key not in self._before]
        renamed = self._renamed(gone, came)
        self._both.properties[self._old.pointer, self._new.pointer] = renamed
        for key, heir in renamed.items():
            self._tell_renamed(key, heir)
            yield self._place(self._old, key), self._before[key], self._place(self._new, heir), self._after[heir]
        for key in gone:
            if key not in renamed:
                self._tell_removed(key)
        for key in came:
            if key not in renamed.values():
                self._tell_added(key)
        skip = {*came, *(key for key in gone if key in renamed or key not in self._needs)}
        for key in dict.fromkeys((*self._needed, *self._needs)):
            if key not in skip and (key in self._needed) != (key in self._needs):
                self._tell_required(key)
        yield from self._others()
        for key in self._before:
            if key in self._after:
                yield self._place(self._old, key), self._before[key], self._place(self._new, key), self._after[key]

    def _place(self, seen: View, key: str) -> str:
        return child(seen.places.get("properties", f"{seen.pointer}/properties"), key)

    def _list(self, gone: str = "", came: str = "") -> tuple[Edit, ...]:
        """The edit that takes a name from `required`, and adds one."""
        names = [key for key in self._needed if key != gone] + ([came] if came else [])
        if names == self._needed:
            return ()
        return ((self._old.places.get("required", f"{self._old.pointer}/required"), names or ABSENT),)

    def _put(self, key: str) -> tuple[Edit, ...]:
        return self._both.replaced(self._place(self._old, key), self._after[key])

    def _renamed(self, gone: list[str], came: list[str]) -> dict[str, str]:
        """Old to new names of properties that are the same but for the name, where no other fits."""
        fits: dict[str, list[str]] = {}
        for key in gone:
            fits[key] = [heir for heir in came if self._alike(key, heir)]
        wanted = [heir for heirs in fits.values() for heir in heirs]
        return {key: heirs[0] for key, heirs in fits.items() if len(heirs) == 1 and wanted.count(heirs[0]) == 1}

    def _alike(self, key: str, heir: str) -> bool:
        before = view(self._both.old, self._before[key], "")
        after = view(self._both.new, self._after[heir], "")
        same = canonical(dict(before.keywords)) == canonical(dict(after.keywords)) and before.nullable == after.nullable
        return same and before.keywords != {} and (key in self._needed) == (heir in self._needs)

    def _tell_renamed(self, key: str, heir: str) -> None:
        edits = ((self._place(self._old, key), ABSENT), *self._put(heir))
        edits += self._list(key, heir) if key in self._needed else ()
        places = self._place(self._old, key), self._place(self._new, heir)
        self._both.tell(
            "property renamed",
            *places,
            f"{member(self._new, key)} is renamed {heir}",
            found=heir,
            expected=key,
            edits=edits,
            touch=((self._place(self._old, key), False),),
            operation=self._operation("rename_attribute", **{"from": key, "to": heir}),
        )

    def _tell_removed(self, key: str) -> None:
        place = self._place(self._old, key)
        self._both.tell(
            "property removed",
            place,
            self._new.place("properties"),
            f"{member(self._new, key)} is removed",
            expected=key,
            edits=((place, ABSENT), *self._list(key)),
            touch=((place, False),),
            operation={"op": "remove_layer", "layer": key}
            if name(self._new) == "Document"
            else self._operation("remove_attribute", attribute=key),
        )

    def _tell_added(self, key: str) -> None:
        required = key in self._needs
        bound = "additionalProperties" not in self._old.keywords and not self._closed(self._old)
        kind = "required property added" if required else "free property bound" if bound else "property added"
        verb = "is added and required" if required else "was free and is now described" if bound else "is added"
        place = self._place(self._new, key)
        edits = (*self._put(key), *(self._list("", key) if required and key not in self._needed else ()))
        self._both.tell(
            kind,
            self._old.place("properties"),
            place,
            f"{member(self._new, key)} {verb}",
            found=key,
            edits=edits,
            operation=self._added(key) if required else None,
        )

    def _tell_required(self, key: str) -> None:
        now = key in self._needs
        self._both.tell(
            "property required" if now else "property optional",
            self._old.place("required"),
            self._new.place("required"),
            f"{member(self._new, key)} {'becomes required' if now else 'becomes optional'}",
            found=f"{key} {'required' if now else 'optional'}",
            expected=f"{key} {'optional' if now else 'required'}",
            edits=self._list("", key) if now else self._list(key),
            operation=self._operation("set_default", attribute=key, note="value: what records without it get")
            if now
            else None,
        )

    def _operation(self, op: str, **more: Any) -> dict[str, Any] | None:
        """An operation of a migration on this record; none where the object has no name in `$defs`."""
        named = self._new.pointer.startswith("/$defs/") and self._new.pointer.count("/") == 2
        return {"op": op, "record": name(self._new), **more} if named else None

    def _added(self, key: str) -> dict[str, Any] | None:
        seen = view(self._both.new, self._after[key], self._place(self._new, key))
        if "default" in seen.keywords:
            return self._operation("add_attribute", attribute=key, value=seen.keywords["default"])
        if seen.nullable:
            return self._operation("add_attribute", attribute=key, value=None)
        return self._operation("add_attribute", attribute=key, note="value: what old records get")

    def _closed(self, seen: View) -> bool:
        return seen.keywords.get("additionalProperties") is False

    def _others(self) -> Iterator[Nodes]:
        """What may stand beside the named properties."""
        key, old, new = "additionalProperties", self._old, self._new
        before, after = (seen.keywords.get(key, ABSENT) for seen in (old, new))
        places = old.place(key), new.place(key)
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            yield places[0], before, places[1], after
        elif before is not after and not (before in (True, ABSENT) and after in (True, ABSENT)):
            kind = "object closed" if after is False else "object opened" if before is False else "values"
            verb = {"object closed": "is closed", "object opened": "is opened"}.get(kind, "holds other members")
            edits = self._both.put(old, new, (key,))
            self._both.tell(kind, *places, f"{name(new)} {verb}", edits=edits)

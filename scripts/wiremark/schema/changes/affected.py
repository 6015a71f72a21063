"""How many annotations a change hits: those that become invalid when the change alone is made in their schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from wiremark.schema.changes.normal import aligned, edited
from wiremark.schema.changes.record import Affected, SchemaDiff, SchemaFinding
from wiremark.schema.validator import compiled, of_root

File = tuple[str, Any]
"""The name in `$defs` of a file's root, or nothing, and the file's data."""


def counted(diff: SchemaDiff, old: Mapping[str, Any], new: Mapping[str, Any], files: Sequence[File]) -> SchemaDiff:
    """The differences with the number of files and values that each break hits. `files`: data of the old version."""
    before, _ = aligned(old, new)
    base = _Errors(before)
    told = [replace(one, affected=_hit(one, before, base, files)) if one.breaks else one for one in diff.findings]
    return replace(diff, findings=tuple(told))


def _hit(one: SchemaFinding, old: Mapping[str, Any], base: _Errors, files: Sequence[File]) -> Affected:
    change = one.change
    if change is None:
        return Affected(files=0, values=0, total=len(files))
    if change.role is not None:
        each = [sum(1 for _ in fallen(data, change.role)) for _, data in files]
    else:
        edits = change.touch or change.edits
        errors = _Errors(edited(old, edits)) if edits else None
        each = [len(errors.of(kind, data) - base.of(kind, data)) if errors else 0 for kind, data in files]
    return Affected(files=sum(1 for number in each if number), values=sum(each), total=len(files))


class _Errors:
    """Where jsonschema-rs finds a file's data wrong under a schema."""

    def __init__(self, schema: Any) -> None:
        self._schema = schema
        self._compiled: dict[str, Any] = {}
        self._known: dict[int, frozenset[str]] = {}

    def of(self, kind: str, data: Any) -> frozenset[str]:
        """The places of what is wrong; nothing where the schema cannot be compiled."""
        if id(data) not in self._known:
            self._known[id(data)] = frozenset(self._found(kind, data))
        return self._known[id(data)]

    def _found(self, kind: str, data: Any) -> Iterator[str]:
        if kind not in self._compiled:
            try:
                self._compiled[kind] = compiled(of_root(self._schema, kind))
            except Exception:  # what it cannot compile, it says by an exception of its own
                self._compiled[kind] = None
        if self._compiled[kind] is not None:
            for error in self._compiled[kind].iter_errors(data):
                yield "/".join(str(step) for step in error.instance_path)


def fallen(data: Any, role: Mapping[str, Any]) -> Iterator[str]:
    """The arguments of a document's events that a narrower role no longer allows, each by its pointer."""
    lost = frozenset(role["lost"])
    types = {row.get("id"): row.get("type") for layer in ("mentions", "events") for row in _rows(data, layer)}
    for number, event in enumerate(_rows(data, "events")):
        for place, argument in enumerate(_rows(event, "arguments")):
            if argument.get("role") != role["role"]:
                continue
            filler = types.get(argument.get("mention"))
            if (event.get("type") if role["side"] == "domain" else filler) in lost:
                yield f"/events/{number}/arguments/{place}"


def _rows(data: Any, key: str) -> Iterable[Mapping[str, Any]]:
    found = data.get(key) if isinstance(data, Mapping) else None
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []

"""Records without what is gone: no reference to nothing stays, and what cannot be without it goes as well."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from wiremark.schema.profile import Array, Node, Record, Text

GONE = object()
"""Stands for a value that cannot stay."""

Gone = Mapping[str, Collection[str]]
"""The ids that are gone, by id space."""


def pruned(node: Node, value: Any, gone: Gone) -> Any:
    """The value without references to what is gone; GONE where it cannot be without them.

    An item goes from its list, and the list with it where too few are left; a property becomes null where the schema
    allows that, is left out where it is optional, and takes its object along where it is neither.
    """
    if value is None:
        return None
    match node:
        case Text() if node.ref and value not in node.values:
            return GONE if value in gone.get(node.ref, ()) else value
        case Array():
            kept = [item for item in (pruned(node.items, item, gone) for item in value) if item is not GONE]
            return GONE if len(kept) < min(node.min_items, len(value)) else kept
        case Record():
            return _record(node, value, gone)
        case _:
            return value


def _record(node: Record, value: Mapping[str, Any], gone: Gone) -> Any:
    made = {}
    for name, part in value.items():
        kept = pruned(node.fields[name], part, gone)
        if kept is not GONE:
            made[name] = kept
        elif node.fields[name].nullable:
            made[name] = None
        elif name in node.required or name in node.one_of:
            return GONE
    return GONE if node.required - made.keys() else made

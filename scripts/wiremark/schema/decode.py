"""msgspec types made from a schema's profile: the fast way from an annotation file's bytes to typed objects.

The types hold what decides in one look: kinds, labels, missing and unknown keys, least values and lengths. Patterns,
keys, references and `one_of` are no part of them; `wiremark.validation` checks those.
"""

from __future__ import annotations

import keyword
from dataclasses import replace
from functools import lru_cache
from typing import Annotated, Any, Literal

import msgspec

from wiremark.schema.profile import Array, Boolean, Integer, Node, Profile, Record, Text


@lru_cache(maxsize=64)
def types(profile: Profile, name: str) -> type[msgspec.Struct]:
    """The struct of the record `name` of `$defs`, the same class at every call. Raises KeyError where there is none.

    Fields stand in the schema's order. An optional key that is absent is `msgspec.UNSET`, never None, and is left out
    when encoding: JSON → struct → JSON loses nothing.
    """
    return _struct(profile.records[name], {})


@lru_cache(maxsize=64)
def decoder(profile: Profile, name: str) -> msgspec.json.Decoder[Any]:
    """The decoder of files whose root is the record `name`. Its `decode` raises msgspec.MsgspecError."""
    return msgspec.json.Decoder(types(profile, name))


def _struct(record: Record, made: dict[str, tuple[Record, type[msgspec.Struct]]]) -> type[msgspec.Struct]:
    record = replace(record, nullable=False)
    known = made.get(record.name)
    if known and known[0] == record:
        return known[1]
    names = {key: _attribute(key) for key in record.fields}
    fields: list[Any] = []
    for key, node in record.fields.items():
        kind = _type(node, made)
        fields.append(
            (names[key], kind) if key in record.required else (names[key], kind | msgspec.UnsetType, msgspec.UNSET)
        )
    struct = msgspec.defstruct(
        record.name,
        fields,
        kw_only=True,
        forbid_unknown_fields=True,
        rename={attribute: key for key, attribute in names.items()},
    )
    made[record.name] = (record, struct)
    return struct


def _type(node: Node, made: dict[str, tuple[Record, type[msgspec.Struct]]]) -> Any:
    kind: Any
    match node:
        case Text() if node.closed:
            kind = Literal[node.names]
        case Text():
            kind = Annotated[str, msgspec.Meta(min_length=node.min_length)] if node.min_length else str
        case Integer():
            kind = int if node.minimum is None else Annotated[int, msgspec.Meta(ge=node.minimum)]
        case Boolean():
            kind = bool
        case Array():
            kind = list[_type(node.items, made)]  # type: ignore[misc]
            if node.min_items:
                kind = Annotated[kind, msgspec.Meta(min_length=node.min_items)]
        case Record():
            kind = _struct(node, made)
    return kind | None if node.nullable else kind


def _attribute(key: str) -> str:
    """The attribute that holds a key: the key itself where Python allows it."""
    return (
        key
        if key.isidentifier() and not keyword.iskeyword(key)
        else "key_" + "".join(letter if letter.isalnum() else "_" for letter in key)
    )

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
def types(profile: Profile, name: str, absent: object = msgspec.UNSET) -> type[msgspec.Struct]:
    """The struct of the record `name` of `$defs`, the same class at every call. Raises KeyError where there is none.

    Fields stand in the schema's order. An optional key that is absent is `msgspec.UNSET`, never None, and is left out
    when encoding: JSON → struct → JSON loses nothing. absent: another object for it, where nothing will be encoded.
    """
    return _Maker(absent).struct(profile.records[name])


@lru_cache(maxsize=64)
def decoder(profile: Profile, name: str) -> msgspec.json.Decoder[Any]:
    """The decoder of files whose root is the record `name`. Its `decode` raises msgspec.MsgspecError."""
    return msgspec.json.Decoder(types(profile, name))


class _Maker:
    """Makes the structs of one file's records, each once."""

    def __init__(self, absent: object) -> None:
        self._absent = absent
        self._made: dict[str, tuple[Record, type[msgspec.Struct]]] = {}

    def struct(self, record: Record) -> type[msgspec.Struct]:
        record = replace(record, nullable=False)
        known = self._made.get(record.name)
        if known and known[0] == record:
            return known[1]
        names = {key: attribute(key) for key in record.fields}
        fields: list[Any] = []
        for key, node in record.fields.items():
            kind = self._type(node)
            fields.append(
                (names[key], kind) if key in record.required else (names[key], kind | msgspec.UnsetType, self._absent)
            )
        struct = msgspec.defstruct(
            record.name,
            fields,
            kw_only=True,
            forbid_unknown_fields=True,
            gc=False,  # a tree has no circles
            rename={attribute: key for key, attribute in names.items()},
        )
        self._made[record.name] = (record, struct)
        return struct

    def _type(self, node: Node) -> Any:
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
                kind = list[self._type(node.items)]  # type: ignore[misc]
                if node.min_items:
                    kind = Annotated[kind, msgspec.Meta(min_length=node.min_items)]
            case Record():
                kind = self.struct(node)
        return kind | None if node.nullable else kind


def attribute(key: str) -> str:
    """The attribute that holds a key: the key itself where Python allows it."""
    return (
        key
        if key.isidentifier() and not keyword.iskeyword(key)
        else "key_" + "".join(letter if letter.isalnum() else "_" for letter in key)
    )

"""The UIMA type system of a schema: a type for each of its objects, a feature for each property.

A layer's record and a further span are annotations, everything else is a TOP. A reference is a feature structure; where
a property may hold a fixed word too (dct, author), it is a string, and the referred structure stands in `<name>_ref`.
Span objects have no features: their offsets are the annotation's own. `type` is called `label`, since each feature
structure of UIMA has a type of its own, and JCas a method of that name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from cassis import TypeSystem
from cassis.typesystem import (
    TYPE_NAME_ANNOTATION,
    TYPE_NAME_BOOLEAN,
    TYPE_NAME_FS_ARRAY,
    TYPE_NAME_INTEGER,
    TYPE_NAME_STRING,
    TYPE_NAME_STRING_ARRAY,
    TYPE_NAME_TOP,
)

from wiremark.export.items import UNMARKED
from wiremark.export.layers import cluster_records, is_span, layers_of, reference, spaces
from wiremark.schema.profile import Array, Boolean, Integer, Node, Profile, Record, Text, inner

RENAMED = {"type": "label"}


def type_name(record: Record) -> str:
    """The full name of a record's type."""
    return f"wiremark.{record.name}"


def feature_name(key: str) -> str:
    """The name of a property's feature."""
    return RENAMED.get(key, key)


@lru_cache(maxsize=8)
def type_system(profile: Profile) -> Any:
    """The type system of a schema version."""
    system, records = TypeSystem(), _records(profile)
    layers = {layer.record.name for layer in layers_of(profile).values()}
    for record in records:
        marks = record.span is not None or record.name in layers
        system.create_type(type_name(record), TYPE_NAME_ANNOTATION if marks else TYPE_NAME_TOP)
    for record in records:
        for key, node in features(profile, record).items():
            _feature(system, profile, type_name(record), feature_name(key), node)
    return system


def features(profile: Profile, record: Record) -> Mapping[str, Node]:
    """The properties of a record that are features: all but offsets, and in the root its layers."""
    if record.span:
        return {}
    skipped = {*UNMARKED, *profile.layers} if record is profile.records["Document"] else set()
    own = record.name in {layer.record.name for layer in layers_of(profile).values()}
    return {
        key: node
        for key, node in record.fields.items()
        if key not in skipped and not (own and isinstance(node, Record) and is_span(node))
    }


def target(profile: Profile, node: Node | None) -> Record | None:
    """The record that a reference leads to; None for any other node, and for the id of a document."""
    return spaces(profile).get(reference(node))


def _records(profile: Profile) -> list[Record]:
    """Every record that a file may hold, each once."""
    roots = [profile.records["Document"], profile.records["Entity"], *cluster_records(profile).values()]
    roots += [layer.record for layer in layers_of(profile).values()]
    found: dict[str, Record] = {}
    for root in roots:
        for record in _within(profile, root):
            found.setdefault(record.name, record)
    return list(found.values())


def _within(profile: Profile, record: Record) -> Iterator[Record]:
    yield record
    for node in features(profile, record).values():
        part = inner(node)
        if isinstance(part, Record):
            yield from _within(profile, part)


def _feature(system: Any, profile: Profile, owner: str, name: str, node: Node) -> None:
    part = inner(node)
    led = target(profile, part)
    fixed = isinstance(part, Text) and bool(part.values)
    element = None
    match part:
        case Text() if led and not fixed:
            element = type_name(led)
        case Text():
            element = TYPE_NAME_STRING
        case Integer():
            element = TYPE_NAME_INTEGER
        case Boolean():
            element = TYPE_NAME_BOOLEAN
        case Record():
            element = type_name(part)
    if not isinstance(node, Array):
        system.create_feature(owner, name, element)
    elif element == TYPE_NAME_STRING:
        system.create_feature(owner, name, TYPE_NAME_STRING_ARRAY)
    else:
        system.create_feature(owner, name, TYPE_NAME_FS_ARRAY, element)
    if led and fixed and not isinstance(node, Array):
        system.create_feature(owner, f"{name}_ref", type_name(led))

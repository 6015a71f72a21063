"""The decoder: JSON → struct → JSON loses nothing, and the types are the schema's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiremark.schema.decode import decoder, types
from wiremark.schema.profile import Array, Boolean, Integer, Node, Profile, Record, Text, read

TESTS = Path(__file__).parents[1]
PROFILE: Profile = read(json.loads((TESTS.parent / "schemas/annotation-1.0.0.json").read_bytes()))


def values(node: Node) -> st.SearchStrategy[Any]:
    """Values that the types allow; patterns are not theirs to check."""
    found: st.SearchStrategy[Any]
    match node:
        case Text():
            found = st.sampled_from(node.names) if node.closed else st.text(min_size=node.min_length)
        case Integer():
            found = st.integers(min_value=node.minimum)
        case Boolean():
            found = st.booleans()
        case Array():
            found = st.lists(values(node.items), min_size=node.min_items, max_size=3)
        case Record():
            fields = {key: values(child) for key, child in node.fields.items()}
            found = st.fixed_dictionaries(
                {key: value for key, value in fields.items() if key in node.required},
                optional={key: value for key, value in fields.items() if key not in node.required},
            )
    return st.none() | found if node.nullable else found


@pytest.mark.parametrize("name", ["Mention", "Time", "Event", "Quote", "Document", "Entities", "Clusters"])
def test_nothing_is_lost(name: str) -> None:
    @given(values(PROFILE.records[name]))
    def there_and_back(data: Any) -> None:
        decoded = decoder(PROFILE, name).decode(json.dumps(data))
        assert json.loads(msgspec.json.encode(decoded)) == data
        assert list(json.loads(msgspec.json.encode(decoded))) == [
            key for key in PROFILE.records[name].fields if key in data
        ]

    there_and_back()


def test_absent_is_not_null() -> None:
    raw = {"id": "m1", "type": "ORG", "span": {"start": 0, "end": 1, "text": "x"}, "form": "NAM", "entity": None}
    mention: Any = decoder(PROFILE, "Mention").decode(json.dumps(raw))
    assert mention.entity is None
    assert mention.variant is msgspec.UNSET
    with pytest.raises(msgspec.ValidationError):
        decoder(PROFILE, "Mention").decode(json.dumps({**raw, "variant": None}))


@pytest.mark.parametrize(
    "change",
    [{"type": "org"}, {"polrity": 1}, {"form": None}, {"id": 1}, {"span": {"start": -1, "end": 1, "text": "x"}}],
)
def test_what_the_types_refuse(change: dict[str, Any]) -> None:
    raw = {"id": "m1", "type": "ORG", "span": {"start": 0, "end": 1, "text": "x"}, "form": "NAM", "entity": None}
    with pytest.raises(msgspec.ValidationError):
        decoder(PROFILE, "Mention").decode(json.dumps({**raw, **change}))


def test_types_are_made_once_and_shared() -> None:
    assert types(PROFILE, "Document") is types(PROFILE, "Document")
    fields = {field.name: field.type for field in msgspec.structs.fields(types(PROFILE, "Mention"))}
    assert issubclass(fields["span"], msgspec.Struct)


def test_keys_that_are_no_names_in_python() -> None:
    node = {
        "type": "object",
        "additionalProperties": False,
        "properties": {"class": {"type": "integer"}, "x-y": {"type": "boolean"}},
    }
    profile = read({"x-version": "1.0.0", "$defs": {"A": node}})
    raw = b'{"class":1,"x-y":true}'
    assert msgspec.json.encode(decoder(profile, "A").decode(raw)) == raw

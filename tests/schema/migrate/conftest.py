"""A small schema, changed step by step, and the files that follow it."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from wiremark.schema import profile
from wiremark.schema.migrate import Migration, read
from wiremark.schema.profile import Profile

Schema = dict[str, Any]
Change = Callable[[Schema], None]
Pair = Callable[..., tuple[Profile, Profile]]


def labels(*names: str, first: int = 0) -> dict[str, Any]:
    rows = [{"id": number, "name": name} for number, name in enumerate(names, first)]
    return {"type": "string", "enum": list(names), "x-labels": rows}


def closed(required: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "required": required, "properties": properties}


def ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


def listed(name: str) -> dict[str, Any]:
    return {"type": "array", "items": ref(name)}


def small() -> Schema:
    """Places that are mentions, and the entities they link to; what the text lost below orphans."""
    text: dict[str, Any] = {"type": "string"}
    whole: dict[str, Any] = {"type": "integer", "minimum": 0}
    stamp = {"type": "string", "const": "1.0.0"}
    defs = {
        "Kind": labels("PLACE", "PERSON", "LAW", "BOOK"),
        "Field": labels("war", "trade", "arts"),
        "State": labels("draft", "done"),
        "Span": closed(["start", "end", "text"], start=whole, end=whole, text=text)
        | {"x-span": {"of": "corpus", "start": "start", "end": "end", "text": "text"}},
        "EntityRef": {"type": "string", "x-ref": "entity"},
        "Argument": closed(["role"], role=labels("giver", "taker"), mention={"type": "string", "x-ref": "mention"}),
        "Mention": closed(
            ["id", "type", "span", "entity"],
            id={"type": "string", "x-key": "mention"},
            type=ref("Kind"),
            span=ref("Span"),
            entity={"anyOf": [ref("EntityRef"), {"type": "null"}]},
            fields=listed("Field"),
            arguments=listed("Argument"),
            grade={"type": "string", "enum": ["a", "b"]},
            cue=ref("Span"),
        ),
        "Orphan": closed(["record"], record=ref("Mention")),
        "Orphans": closed([], mentions=listed("Orphan")),
        "Done": closed(["state"], state=ref("State")),
        "AnnotatedWith": closed([], mentions=ref("Done")),
        "ReviewItem": closed(
            ["list", "id", "property", "reason", "was"],
            list=text,
            id=text,
            property=text,
            reason=text,
            was=text,
            choices={"type": "array", "items": text},
        ),
        "Review": {"type": "array", "minItems": 1, "items": ref("ReviewItem")},
        "Document": closed(
            ["schema_version", "mentions"],
            schema_version=stamp,
            annotated_with=ref("AnnotatedWith"),
            mentions=listed("Mention"),
            orphans=ref("Orphans"),
            review=ref("Review"),
        ),
        "Pass": ref("Document"),
        "Entity": closed(
            ["id", "type", "note"],
            id={"type": "string", "x-key": "entity"},
            type=ref("Kind"),
            note={"type": ["string", "null"]},
        ),
        "Entities": closed(
            ["schema_version", "entities"], schema_version=stamp, entities=listed("Entity"), review=ref("Review")
        ),
        "Clusters": closed(["schema_version"], schema_version=stamp, review=ref("Review")),
    }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "x-version": "1.0.0", "$defs": defs}


def stamped(schema: Schema, version: str) -> Schema:
    """The schema as another version."""
    schema = copy.deepcopy(schema)
    schema["x-version"] = version
    for name in ("Document", "Entities", "Clusters"):
        schema["$defs"][name]["properties"]["schema_version"]["const"] = version
    return schema


@pytest.fixture
def schema() -> Schema:
    return small()


@pytest.fixture
def pair() -> Pair:
    """The profiles of the small schema and of version 2.0.0, in which each change is made."""

    def make(*changes: Change) -> tuple[Profile, Profile]:
        later = stamped(small(), "2.0.0")
        for change in changes:
            change(later["$defs"])
        return profile.read(small()), profile.read(later)

    return make


@pytest.fixture
def migration() -> Callable[..., Migration]:
    """A migration from 1.0.0 to 2.0.0 of these operations."""
    return lambda *rows: read({"from": "1.0.0", "to": "2.0.0", "operations": list(rows)})


@pytest.fixture
def document() -> dict[str, Any]:
    """A document file of the small schema."""

    def span(start: int, text: str) -> dict[str, Any]:
        return {"start": start, "end": start + len(text), "text": text}

    return {
        "schema_version": "1.0.0",
        "annotated_with": {"mentions": {"state": "draft"}},
        "mentions": [
            {
                "id": "m1",
                "type": "PLACE",
                "span": span(0, "PLACE"),
                "entity": "E:1",
                "fields": ["war", "arts"],
                "grade": "a",
            },
            {"id": "m2", "type": "LAW", "span": span(9, "a law"), "entity": None, "fields": ["war"]},
            {
                "id": "m3",
                "type": "PLACE",
                "span": span(20, "a town"),
                "entity": "E:2",
                "arguments": [{"role": "giver", "mention": "m1"}, {"role": "taker"}],
                "cue": span(30, "cue"),
            },
        ],
        "orphans": {"mentions": [{"record": {"id": "m4", "type": "PLACE", "span": span(3, "lost"), "entity": None}}]},
    }


@pytest.fixture
def linked() -> dict[str, dict[str, Any]]:
    """The entities that it links to."""
    return {
        "entity": {
            "E:1": {"id": "E:1", "type": "PLACE", "note": "state"},
            "E:2": {"id": "E:2", "type": "PLACE", "note": "town"},
        }
    }

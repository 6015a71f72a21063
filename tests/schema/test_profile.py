"""The profile: what it reads, what it refuses and where, and the plan that holds a file together."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from wiremark.schema.keywords import SchemaError
from wiremark.schema.profile import Array, Integer, Profile, Record, SpanRule, Text, plan, read, regex

SCHEMA = Path(__file__).parents[2] / "schemas/annotation-1.0.0.json"


@pytest.fixture(scope="module")
def profile() -> Profile:
    return read(json.loads(SCHEMA.read_bytes()))


def definitions(**defs: Any) -> dict[str, Any]:
    return {"$id": "urn:wiremark:annotation-1.0.0", "x-version": "1.0.0", "$defs": defs}


def closed(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": properties}


X = "/$defs/A/properties/x"
ROW = "/$defs/A/x-labels/0"


def labelled(**row: Any) -> dict[str, Any]:
    """A schema with one label, changed."""
    return definitions(A={"type": "string", "enum": ["a"], "x-labels": [{"id": 0, "name": "a", **row}]})


def span(**rule: Any) -> dict[str, Any]:
    """A schema with a span whose x-span is changed."""
    number = {"type": "integer"}
    said = {"of": "corpus", "start": "start", "end": "end", "text": "text", **rule}
    return definitions(A={**closed(start=number, end=number, text={"type": "string"}), "x-span": said})


def test_what_a_span_and_a_reference_may_be() -> None:
    assert read(span()).records["A"].span == SpanRule("corpus", "start", "end", "text")
    assert read(span(of="/text", unit="code_point")).records["A"].span
    assert read(definitions(A=closed(x={"type": "string", "x-ref": "document"}))).records["A"]


def test_the_repository_s_schema(profile: Profile) -> None:
    assert {"Document", "Pass", "Entities", "Clusters"} <= set(profile.records)
    assert profile.records["Pass"] == profile.records["Document"]
    assert [label.id for label in profile.labels["EntityType"]] == list(range(10))
    mention = profile.records["Mention"]
    entity, form = mention.fields["entity"], mention.fields["form"]
    assert isinstance(entity, Text)
    assert (entity.nullable, entity.ref, entity.closed) == (True, "entity", False)
    assert isinstance(form, Text)
    assert (form.names, form.closed) == (("NAM", "NOM", "PRO"), True)
    assert profile.records["Argument"].one_of == ("mention", "event")
    trigger = profile.records["Event"].fields["trigger"]
    assert isinstance(trigger, Array)
    assert trigger.min_items == 1
    assert isinstance(trigger.items, Record)
    assert trigger.items.fields["start"] == Integer(minimum=0)


def test_the_plan_of_a_document(profile: Profile) -> None:
    todo = plan(profile.records["Document"])
    assert {space for _, space in todo.keys} == {"mention", "time", "event", "quote"}
    refs = {("/".join(path), node.ref) for path, node in todo.refs}
    assert ("events/*/arguments/*/mention", "mention") in refs
    assert ("times/*/anchor", "time") in refs
    assert ("quotes/*/chain/*", "entity") in refs
    spans = "mentions/*/span times/*/span events/*/trigger/* quotes/*/content/* quotes/*/source/* quotes/*/cue/*"
    assert {"/".join(path) for path, _ in todo.spans} == set(spans.split())


def test_fixed_values_beside_a_pattern_and_beside_labels() -> None:
    labels = {"type": "string", "enum": ["a", "b"], "x-labels": [{"id": 1, "name": "a"}, {"id": 0, "name": "b"}]}
    time = {"anyOf": [{"const": "dct"}, {"type": "string", "pattern": "^t", "x-ref": "time"}]}
    key = {"type": "string", "x-key": "time"}
    schema = definitions(A=closed(x=time, y={"anyOf": [labels, {"const": "c"}]}), B=closed(id=key))
    fields = read(schema).records["A"].fields
    assert [node.names for node in fields.values() if isinstance(node, Text)] == [("dct",), ("b", "a", "c")]
    assert [node.closed for node in fields.values() if isinstance(node, Text)] == [False, True]


@pytest.mark.parametrize(
    ("schema", "pointer"),
    [
        ({"$defs": {}}, "/x-version"),
        ({"x-version": "1.0.0"}, "/$defs"),
        (definitions(A={"type": "object", "properties": {}}), "/$defs/A"),
        (definitions(A=closed(x={"type": "number"})), "/$defs/A/properties/x/type"),
        (definitions(A=closed(x={"type": "string", "format": "date"})), "/$defs/A/properties/x/format"),
        (definitions(A=closed(x={"$ref": "#/$defs/A"})), "/$defs/A"),
        (definitions(A=closed(x={"$ref": "other.json"})), "/$defs/A/properties/x/$ref"),
        (definitions(A=closed(x={"$ref": "#/$defs/B"})), "/$defs/A"),
        (definitions(A=closed(x={"type": ["string", "null"]})), "/$defs/A/properties/x"),
        (definitions(A={"type": "string", "pattern": "("}), "/$defs/A/pattern"),
        (definitions(A={"type": "string", "enum": ["a"], "pattern": "a"}), "/$defs/A/pattern"),
        (definitions(A={"type": ["string", "null"], "enum": ["a"]}), "/$defs/A/type"),
        (definitions(A={"type": "string", "enum": ["a"], "x-labels": [{"id": 0, "name": "b"}]}), "/$defs/A/x-labels"),
        (definitions(A={"anyOf": [{"const": 1}, {"type": "string"}]}), "/$defs/A/anyOf"),
        (definitions(A=5), "/$defs/A"),
        (definitions(A={**closed(), "required": 5}), "/$defs/A/required"),
        (definitions(A={**closed(), "properties": []}), "/$defs/A/properties"),
        (definitions(A={"type": "string", "minLength": "1"}), "/$defs/A/minLength"),
        (definitions(A={"type": "string", "minLength": -1}), "/$defs/A/minLength"),
        (definitions(A={"type": "string", "minLength": None}), "/$defs/A/minLength"),
        (definitions(A={"type": "string", "pattern": 5}), "/$defs/A/pattern"),
        (definitions(A={"type": "string", "enum": []}), "/$defs/A/enum"),
        (definitions(A={"type": "string", "enum": "ab"}), "/$defs/A/enum"),
        (definitions(A={"type": "integer", "minimum": True}), "/$defs/A/minimum"),
        (definitions(A={"type": "integer", "minimum": 10**30}), "/$defs/A/minimum"),
        (definitions(A=closed(x={"type": "array", "items": {"type": "string"}, "minItems": 1.0})), f"{X}/minItems"),
        (definitions(A=closed(x={"type": "string", "x-key": ["a"]})), f"{X}/x-key"),
        (definitions(A=closed(x={"type": "string", "x-ref": 3})), f"{X}/x-ref"),
        (definitions(A=closed(x={"type": "string", "x-ref": "nowhere"})), f"{X}/x-ref"),
        (labelled(id="0"), f"{ROW}/id"),
        (labelled(id=0.5), f"{ROW}/id"),
        (labelled(id=-1), f"{ROW}/id"),
        (labelled(id=True), f"{ROW}/id"),
        (labelled(id=10_000), f"{ROW}/id"),
        (labelled(name=1), f"{ROW}/name"),
        (labelled(color=5), f"{ROW}/color"),
        (labelled(deprecated="no"), f"{ROW}/deprecated"),
        (labelled(colour="red"), f"{ROW}/colour"),
        (definitions(A={"type": "string", "enum": ["a"], "x-labels": [{"name": "a"}]}), ROW),
        (definitions(A={"type": "string", "enum": ["a"], "x-labels": [5]}), ROW),
        (span(of="corpuss"), "/$defs/A/x-span/of"),
        (span(of=5), "/$defs/A/x-span/of"),
        (span(start="zz"), "/$defs/A/x-span/start"),
        (span(end="text"), "/$defs/A/x-span/end"),
        (span(text="start"), "/$defs/A/x-span/text"),
        (span(start=1), "/$defs/A/x-span/start"),
        (span(unit="byte"), "/$defs/A/x-span/unit"),
        (definitions(A={**closed(), "x-span": []}), "/$defs/A/x-span"),
        ({**definitions(), "x-roles": {"actor": {"domain": "AID"}}}, "/x-roles/actor/domain"),
        ({**definitions(), "x-roles": []}, ""),
    ],
)
def test_what_is_outside_the_profile_is_refused_with_its_place(schema: dict[str, Any], pointer: str) -> None:
    with pytest.raises(SchemaError) as refused:
        read(schema)
    assert refused.value.pointer == pointer


def test_patterns_mean_what_json_schema_means() -> None:
    assert regex("^m[1-9]$").search("m1")
    assert not regex("^m[1-9]$").search("m1\n")
    assert not regex(r"^\d$").search("٣")
    assert regex(r"^[$]\$$").search("$$")

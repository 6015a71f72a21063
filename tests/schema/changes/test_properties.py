"""What holds for any two schemas: equal ones do not differ, key order is nothing, and no input raises."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any, ClassVar

import jsonschema_rs
from hypothesis import given, settings
from hypothesis import strategies as st

from wiremark.schema import diff
from wiremark.schema.changes.normal import canonical

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-2, 3)
    | st.floats(allow_nan=False, width=16)
    | st.sampled_from(["string", "integer", "a", "", "#/$defs/a", "#", "code_point"])
)
WORDS = st.sampled_from(
    [
        *(
            "type",
            "enum",
            "const",
            "items",
            "properties",
            "required",
            "additionalProperties",
            "$ref",
            "$defs",
            "a",
            "b",
        ),
        *("x-labels", "x-key", "x-ref", "x-span", "x-roles", "x-version", "x-strange", "$id", "$schema", "default"),
        *("deprecated", "title", "minimum", "pattern", "anyOf", "allOf", "not", "id", "name", "domain", "range"),
        *("schema_version", "description", "prefixItems", "patternProperties", "of", "start", "end", "text", "unit"),
    ]
)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4), max_leaves=12
)
OBJECTS = st.dictionaries(WORDS, JSON, max_size=5)

TYPES = st.sampled_from(
    [
        {"type": "string"},
        {"type": "integer"},
        {"type": "number", "minimum": 1},
        {"type": "string", "minLength": 1},
        {"enum": ["a", "b"]},
        {"enum": ["a", None]},
        {"type": ["string", "null"]},
        {"$ref": "#/$defs/Sort"},
        {"type": "array", "items": {"type": "string"}},
    ]
)


@st.composite
def schemas(draw: st.DrawFn) -> dict[str, Any]:
    names = draw(st.lists(st.sampled_from(["A", "B", "C"]), min_size=1, unique=True))
    properties = draw(st.dictionaries(st.sampled_from(["p", "q", "r"]), TYPES, max_size=3))
    ids = draw(st.permutations(range(len(names))))
    return {
        "type": "object",
        "properties": properties,
        "required": draw(st.lists(st.sampled_from(sorted(properties) or ["p"]), max_size=2, unique=True)),
        **draw(st.sampled_from([{}, {"additionalProperties": False}])),
        "x-roles": {"r": {"range": draw(st.lists(st.sampled_from(names), unique=True))}},
        "$defs": {
            "Sort": {
                "type": "string",
                "enum": names,
                "x-labels": [{"id": id, "name": name} for id, name in zip(ids, names, strict=True)],
            }
        },
    }


@settings(max_examples=30, deadline=None)
@given(OBJECTS, OBJECTS)
def test_no_json_object_raises(old: dict[str, Any], new: dict[str, Any]) -> None:
    found = diff(old, new)
    assert (found.bump == "none") == (not found.findings)


@settings(max_examples=30, deadline=None)
@given(OBJECTS | schemas())
def test_a_schema_does_not_differ_from_itself_in_any_order(schema: dict[str, Any]) -> None:
    assert diff(schema, schema).bump == "none"
    assert diff(schema, turned(schema)).bump == "none"


def turned(value: Any) -> Any:
    """The same JSON with the keys of every object the other way round."""
    if isinstance(value, dict):
        return {key: turned(inner) for key, inner in reversed(value.items())}
    return [turned(inner) for inner in value] if isinstance(value, list) else value


@settings(max_examples=30, deadline=None)
@given(schemas(), schemas())
def test_a_break_is_shown_and_what_is_shown_is_a_break(old: dict[str, Any], new: dict[str, Any]) -> None:
    found = diff(old, new)
    before, after = jsonschema_rs.validator_for(old), jsonschema_rs.validator_for(new)
    for one in found.findings:
        assert one.has_witness == (one.bump == "major"), one
        assert one.pointer == "" or one.pointer.startswith("/")
        if one.instance:
            assert before.is_valid(one.witness)
            assert not after.is_valid(one.witness)
    if found.compatible is False:
        assert any(one.instance for one in found.findings)
        assert found.bump == "major"
    assert found.bump != "unclassified"


@settings(max_examples=30, deadline=None)
@given(schemas(), schemas())
def test_an_id_that_names_another_label_is_never_stable(old: dict[str, Any], new: dict[str, Any]) -> None:
    before, after = ({row["id"]: row["name"] for row in schema["$defs"]["Sort"]["x-labels"]} for schema in (old, new))
    met = any({"$ref": "#/$defs/Sort"} in (side["properties"].get(key) for side in (old, new)) for key in "pqr")
    both = any(old["properties"].get(key) == new["properties"].get(key) == {"$ref": "#/$defs/Sort"} for key in "pqr")
    moved = any(after.get(id, name) != name and name in after.values() for id, name in before.items())
    stable = diff(old, new).label_ids_stable
    if both and moved:
        assert stable is False
    if not met:
        assert stable is True


def test_too_deep_a_schema_is_not_classified_and_raises_nothing() -> None:
    deep: dict[str, Any] = {"type": "string"}
    for _ in range(3000):
        deep = {"items": deep}
    found = diff({"type": "string"}, {"not": deep})
    assert found.bump in ("unclassified", "major")


def test_canonical_tells_one_from_true_and_from_a_fraction() -> None:
    assert len({canonical(value) for value in (1, 1.0, True, "1")}) == 4


def test_nothing_is_fetched() -> None:
    class Seen(BaseHTTPRequestHandler):
        asked: ClassVar[list[str]] = []

        def do_GET(self) -> None:
            self.asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Seen) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        at = f"http://127.0.0.1:{server.server_port}"
        found = diff({"$ref": f"{at}/a"}, {"$ref": f"{at}/b"})
        named = diff({"$schema": f"{at}/meta", "type": "string"}, {"$schema": f"{at}/meta", "type": "integer"})
        server.shutdown()
    assert (found.bump, named.bump, Seen.asked) == ("unclassified", "major", [])

"""Set inclusion, keyword by keyword: pairs of schemas, and whether the second takes in all that the first does."""

from __future__ import annotations

from typing import Any, Final

import jsonschema_rs
import pytest

from wiremark.schema.inclusion import included, verdict

Pair = tuple[str, Any, Any, bool]

_WORD = {"type": "string"}
_WHOLE = {"type": "integer"}
_TREE = {
    "$ref": "#/$defs/t",
    "$defs": {"t": {"type": "object", "properties": {"next": {"$ref": "#/$defs/t"}, "v": _WHOLE}, "required": ["v"]}},
}
_TREE_OF_NUMBERS = {
    "$ref": "#/$defs/u",
    "$defs": {
        "u": {
            "type": "object",
            "properties": {"next": {"anyOf": [{"$ref": "#/$defs/u"}, {"const": 0}]}, "v": {"type": "number"}},
        }
    },
}
_TALL = {
    "$ref": "#/$defs/a",
    "$defs": {"a": {"type": "object", "properties": {"n": {"$ref": "#/$defs/a"}}, "required": ["n"]}},
}

NEW: Final[list[Pair]] = [
    ("no schema is narrower than false", False, {"type": "null"}, True),
    ("true takes everything", {}, True, True),
    ("true is wider", True, {"type": ["null", "boolean", "number", "string", "array"]}, False),
    ("all types are everything", True, {"type": ["null", "boolean", "number", "string", "array", "object"]}, True),
    ("an integer is a number", _WHOLE, {"type": "number"}, True),
    ("a number may have a fraction", {"type": "number"}, _WHOLE, False),
    ("a whole float is an integer", {"const": 1.0}, _WHOLE, True),
    ("one is not true", {"const": 1}, {"const": True}, False),
    ("one is 1.0, deep", {"const": {"a": [1]}}, {"enum": [{"a": [1.0]}]}, True),
    ("deep true is not deep 1", {"const": {"a": [True]}}, {"const": {"a": [1]}}, False),
    ("the order of members", {"const": {"a": 1, "b": 2}}, {"const": {"b": 2, "a": 1}}, True),
    ("the order of items", {"const": [1, 2]}, {"const": [2, 1]}, False),
    ("a label taken out", {"enum": ["a", "b"]}, {"enum": ["a"]}, False),
    ("an empty enum", {"enum": []}, {"const": 1}, True),
    ("enum as a range", {"enum": [1, 2, 3]}, {"type": "integer", "minimum": 1}, True),
    ("a range as enum", {"type": "integer", "minimum": 1, "maximum": 3}, {"enum": [1, 2, 3]}, True),
    ("a range of numbers is no enum", {"type": "number", "minimum": 1, "maximum": 3}, {"enum": [1, 2, 3]}, False),
    ("a point", {"type": "number", "minimum": 1, "maximum": 1}, {"const": 1}, True),
    ("an open bound", {"minimum": 0}, {"exclusiveMinimum": 0}, False),
    ("an open bound of integers", {"type": "integer", "exclusiveMinimum": 0}, {"minimum": 1}, True),
    ("a bound says nothing of strings", {"minimum": 0}, {"type": "number"}, False),
    ("the lower of two bounds", {"type": "number", "allOf": [{"maximum": 3}, {"maximum": 5}]}, {"maximum": 4}, True),
    ("the open of two bounds", {"maximum": 5, "exclusiveMaximum": 5}, {"exclusiveMaximum": 5}, True),
    ("multiples", {"multipleOf": 6}, {"multipleOf": 4}, False),
    ("multiples of both", {"allOf": [{"multipleOf": 4}, {"multipleOf": 6}]}, {"multipleOf": 12}, True),
    ("multiples of a cent", {"multipleOf": 0.01}, {"multipleOf": 0.001}, True),
    ("multiples of a third part", {"multipleOf": 0.3}, {"multipleOf": 0.1}, True),
    ("one of three in a row", {"type": "integer", "minimum": 4, "maximum": 5}, {"not": {"multipleOf": 3}}, True),
    ("no multiple between", {"exclusiveMinimum": 7, "exclusiveMaximum": 14, "multipleOf": 7}, {"not": _WHOLE}, True),
    (
        "no multiple between, of numbers",
        {"type": "number", "minimum": 7.5, "maximum": 13, "multipleOf": 7},
        False,
        True,
    ),
    ("integers by multiples", {"type": "number", "multipleOf": 1}, _WHOLE, True),
    ("a large number", {"const": 10**30}, {"maximum": 10**30 - 1}, False),
    ("lengths count code points", {"type": "string", "maxLength": 1}, {"pattern": "^.?$"}, False),
    ("one code point beyond 16 bits", {"const": "😀"}, {"maxLength": 1}, True),
    ("a shorter least length", {"type": "string", "minLength": 10**9}, {"minLength": 10**9 - 1}, True),
    ("a pattern's length", {"type": "string", "pattern": "^(ab){2,3}$"}, {"minLength": 4, "maxLength": 6}, True),
    ("as long as it must be", {"type": "string", "pattern": "^a*$", "minLength": 7}, {"type": "null"}, False),
    ("the empty string", {"const": ""}, {"allOf": [{"pattern": "^$"}, {"pattern": "$^"}]}, True),
    ("a pattern is found anywhere", {"type": "string", "pattern": "a"}, {"pattern": "^a"}, False),
    ("anchors in a choice", {"type": "string", "pattern": "^a|b$"}, {"pattern": "^a"}, False),
    ("digits are ASCII", {"type": "string", "pattern": r"^\d$"}, {"pattern": "^[0-9]$"}, True),
    ("digits, the other way", {"type": "string", "pattern": "^[0-9]$"}, {"enum": [*"0123456789"]}, True),
    ("word characters", {"pattern": r"^\w+$"}, {"pattern": "^[A-Za-z0-9_]+$"}, True),
    ("no white space", {"pattern": r"^\S$"}, {"pattern": "^[^\\s]$"}, True),
    ("a line's end is no end", {"type": "string", "pattern": "^a$"}, {"const": "a"}, True),
    ("an escaped slash", {"pattern": r"^a\/b$"}, {"pattern": "^a/b$"}, True),
    ("the same pattern, not understood", {"pattern": "^(?!a)"}, {"pattern": "^(?!a)"}, True),
    ("not understood, and more", {"pattern": "^(?!a)", "maxLength": 3}, {"pattern": "^(?!a)"}, True),
    ("beside one not understood", {"pattern": "^(?!a)", "maxLength": 3}, {"maxLength": 4}, True),
    ("patterns apart", {"allOf": [{"pattern": "^a"}, {"pattern": "^b"}, _WORD]}, False, True),
    ("words ruled out", {"type": "string", "maxLength": 1, "pattern": "^[ab]"}, {"enum": ["a", "b"]}, True),
    ("formats assert nothing", {"format": "date"}, {"format": "uri"}, True),
    ("formats assert nothing, either way", _WORD, {"format": "uri"}, True),
    ("names without effect", {"x-labels": [1], "title": "a"}, {"x-labels": [2]}, True),
    ("an optional property", {"properties": {"a": _WHOLE}}, {"properties": {"a": _WHOLE, "b": _WORD}}, False),
    ("one more required", {"required": ["a"]}, {"required": ["a", "b"]}, False),
    ("one required less", {"required": ["a", "b"]}, {"required": ["a"]}, True),
    ("required says nothing of arrays", {"required": ["a"]}, {"type": "object"}, False),
    ("closing", {"type": "object"}, {"properties": {"a": {}}, "additionalProperties": False}, False),
    (
        "closed into open",
        {"properties": {"a": _WHOLE}, "additionalProperties": False},
        {"properties": {"b": _WORD}},
        True,
    ),
    (
        "a property that cannot be",
        {"properties": {"a": False}, "required": ["a"], "type": "object"},
        {"type": "null"},
        True,
    ),
    (
        "named and matched",
        {"properties": {"ab": _WHOLE}, "patternProperties": {"^a": _WORD}},
        {"properties": {"ab": False}},
        True,
    ),
    ("a matched name", {"patternProperties": {"^a": _WORD}}, {"properties": {"ab": _WORD}}, True),
    ("a name not matched", {"patternProperties": {"^a": _WORD}}, {"properties": {"b": _WORD}}, False),
    (
        "additional beside a pattern",
        {"patternProperties": {"^a": {}}, "additionalProperties": False},
        {"propertyNames": {"pattern": "^a"}},
        True,
    ),
    (
        "names, the other way",
        {"propertyNames": {"pattern": "^a"}},
        {"patternProperties": {"^a": {}}, "additionalProperties": False},
        True,
    ),
    (
        "as many as there are names",
        {"type": "object", "propertyNames": {"enum": ["a", "b"]}},
        {"maxProperties": 2},
        True,
    ),
    ("one name more", {"propertyNames": {"enum": ["a", "b", "c"]}}, {"maxProperties": 2}, False),
    (
        "few short names",
        {"type": "object", "propertyNames": {"maxLength": 0}, "minProperties": 2},
        {"type": "null"},
        True,
    ),
    (
        "the one name that can be",
        {"type": "object", "propertyNames": {"enum": ["ab"]}},
        {"propertyNames": {"maxLength": 1}},
        False,
    ),
    ("the least number by required", {"type": "object", "required": ["a", "b"]}, {"minProperties": 2}, True),
    (
        "names enough beside a foreign one",
        {
            "type": "object",
            "minProperties": 4,
            "not": {"propertyNames": {"enum": ["a", "b"]}},
        },
        {"maxProperties": 3},
        False,
    ),
    ("any property", {"type": "object", "minProperties": 1}, {"required": ["a"]}, False),
    ("dependent names", {"dependentRequired": {"a": ["b"]}}, {"dependentRequired": {"a": ["b", "c"]}}, False),
    (
        "dependent schemas",
        {"dependentSchemas": {"a": {"required": ["b", "c"]}}},
        {"dependentRequired": {"a": ["c"]}},
        True,
    ),
    ("items", {"items": _WHOLE}, {"items": {"type": "number"}}, True),
    ("the first item", {"prefixItems": [_WHOLE]}, {"prefixItems": [_WHOLE, _WORD]}, False),
    ("no second item", {"prefixItems": [_WHOLE], "items": False}, {"prefixItems": [_WHOLE, _WORD]}, True),
    ("no second item, by number", {"prefixItems": [_WHOLE], "items": False}, {"maxItems": 1}, True),
    ("an empty array holds all", {"type": "array", "maxItems": 0}, {"items": False}, True),
    ("one is contained", {"type": "array", "contains": _WHOLE}, {"minItems": 1}, True),
    ("two are contained", {"contains": _WHOLE, "minContains": 2}, {"contains": {"type": "number"}}, True),
    ("two that can be", {"type": "array", "contains": _WHOLE, "minContains": 2}, {"type": "null"}, False),
    ("none need be contained", {"contains": _WHOLE, "minContains": 0}, {"contains": _WHOLE}, False),
    ("at most one", {"contains": {"type": "number"}, "maxContains": 1}, {"contains": _WHOLE, "maxContains": 1}, False),
    (
        "all are counted",
        {"type": "array", "items": _WHOLE, "contains": _WHOLE, "maxContains": 2},
        {"maxItems": 2},
        True,
    ),
    ("all different", {"uniqueItems": True}, {"maxItems": 3}, False),
    ("four of three", {"uniqueItems": True, "items": {"enum": ["a", "b", "c"]}}, {"maxItems": 3}, True),
    ("1 and 1.0 are the same", {"uniqueItems": True, "items": {"enum": [1, True]}}, {"not": {"minItems": 3}}, False),
    (
        "different by place",
        {
            "type": "array",
            "prefixItems": [{"enum": [1, 2]}, {"enum": [1]}],
            "items": False,
            "uniqueItems": True,
            "minItems": 2,
        },
        {"const": [2, 1]},
        True,
    ),
    (
        "different by place, and there are such",
        {"type": "array", "prefixItems": [{"enum": [8, 9]}, {"enum": [8]}], "uniqueItems": True, "minItems": 2},
        {"type": "null"},
        False,
    ),
    ("two alike", {"type": "array", "items": {"const": [[7]]}, "not": {"uniqueItems": True}}, {"type": "null"}, False),
    ("not all different", {"type": "array", "not": {"uniqueItems": True}}, {"minItems": 2}, True),
    ("one of exactly", {"oneOf": [{"minimum": 0}, {"maximum": 0}]}, {"not": {"const": 0}}, True),
    ("one of, both", {"anyOf": [_WHOLE, {"type": "number"}]}, {"oneOf": [_WHOLE, {"type": "number"}]}, False),
    ("not of a property", {"properties": {"a": False}}, {"not": {"required": ["a"]}}, False),
    (
        "not of a property, objects",
        {"type": "object", "not": {"required": ["a"]}},
        {"properties": {"a": False}},
        True,
    ),
    (
        "if, then",
        {"if": {"minimum": 5}, "then": {"multipleOf": 2}, "else": {"multipleOf": 3}, "type": "integer"},
        {"anyOf": [{"multipleOf": 2}, {"maximum": 3}]},
        True,
    ),
    ("else", {"if": _WHOLE, "then": True, "else": {"const": "a"}}, {"type": ["integer", "string"]}, True),
    ("then without if", {"then": _WHOLE}, _WHOLE, False),
    ("a keyword beside $ref", {"$ref": "#/$defs/a", "minimum": 3, "$defs": {"a": _WHOLE}}, {"minimum": 4}, False),
    (
        "a keyword beside $ref, numbers",
        {"$ref": "#/$defs/a", "minimum": 3, "$defs": {"a": _WHOLE}},
        {"type": "number", "minimum": 2},
        True,
    ),
    ("a list of itself", _TREE, _TREE_OF_NUMBERS, True),
    ("a list of itself, the other way", _TREE_OF_NUMBERS, _TREE, False),
    ("a list without an end", _TALL, {"type": "null"}, True),
    (
        "an anchor",
        {"$ref": "#here", "$defs": {"a": {"$anchor": "here", "type": "integer"}}},
        {"type": "number"},
        True,
    ),
    (
        "an address in the document",
        {"$id": "http://example.org/s", "$ref": "a", "$defs": {"x": {"$id": "a", "type": "integer"}}},
        {"type": "number"},
        True,
    ),
    (
        "names left over",
        {"allOf": [{"properties": {"a": _WHOLE}}], "unevaluatedProperties": False, "type": "object"},
        {"properties": {"a": {"type": "number"}}, "additionalProperties": False},
        True,
    ),
    (
        "names left over by a branch",
        {"anyOf": [{"properties": {"a": {}}, "required": ["b"]}, True], "unevaluatedProperties": False},
        {"maxProperties": 0},
        True,
    ),
    (
        "names left over by no branch",
        {"anyOf": [{"properties": {"a": {}, "b": {}}, "required": ["b"]}, True], "unevaluatedProperties": False},
        {"maxProperties": 0},
        False,
    ),
    (
        "names left over by else",
        {
            "type": "object",
            "if": {"required": ["c"]},
            "else": {"properties": {"xy": {}}},
            "unevaluatedProperties": False,
        },
        {"maxProperties": 0},
        False,
    ),
    (
        "items left over",
        {"type": "array", "contains": _WORD, "unevaluatedItems": False},
        {"items": _WORD, "minItems": 1},
        True,
    ),
    ("draft-07's keywords say nothing", {"dependencies": {"a": ["b"]}, "$defs": {}}, {"minProperties": 0}, True),
]
"""Of 2020-12."""

OLD: Final[list[Pair]] = [
    ("a keyword beside $ref", {"$ref": "#/definitions/a", "minimum": 3, "definitions": {"a": _WHOLE}}, {}, True),
    (
        "a keyword beside $ref says nothing",
        {"$ref": "#/definitions/a", "minimum": 3, "definitions": {"a": _WHOLE}},
        {"minimum": 2},
        False,
    ),
    ("items in a row", {"items": [_WHOLE]}, {"items": [_WHOLE, _WORD]}, False),
    ("no further items", {"items": [_WHOLE], "additionalItems": False}, {"items": [_WHOLE, _WORD]}, True),
    ("additionalItems without a row", {"items": _WHOLE, "additionalItems": False}, {"maxItems": 0}, False),
    ("dependencies by name", {"dependencies": {"a": ["b"]}}, {"dependencies": {"a": {"required": ["b"]}}}, True),
    ("dependencies by schema", {"dependencies": {"a": {"minProperties": 2}}}, {"dependencies": {"a": ["b"]}}, False),
    ("contains counts one", {"contains": _WHOLE, "minContains": 0}, {"contains": _WHOLE}, True),
    ("2020-12's keywords say nothing", {"prefixItems": [_WHOLE]}, {"items": [_WHOLE]}, False),
    ("no unevaluatedProperties", {"unevaluatedProperties": False}, {"maxProperties": 0}, False),
    ("an encoding dropped", {"contentEncoding": "base64"}, {}, True),
]
"""Of draft-07."""


NEWER: Final = "https://json-schema.org/draft/2020-12/schema"
OLDER: Final = "http://json-schema.org/draft-07/schema#"
CASES: Final = [(NEWER, *pair) for pair in NEW] + [(OLDER, *pair) for pair in OLD]

EACH: Final = pytest.mark.parametrize(
    ("draft", "name", "old", "new", "holds"),
    CASES,
    ids=[f"{'new' if case[0] == NEWER else 'old'}: {case[1]}" for case in CASES],
)


def said(schema: Any, draft: str) -> Any:
    return {"$schema": draft, **schema} if isinstance(schema, dict) else schema


@EACH
def test_the_table(draft: str, name: str, old: Any, new: Any, holds: bool) -> None:
    answer = included(said(old, draft), said(new, draft))
    assert answer.holds is holds, answer
    assert answer.has_witness is not holds
    if not holds:
        validator = jsonschema_rs.Draft202012Validator if draft == NEWER else jsonschema_rs.Draft7Validator
        assert validator(old).is_valid(answer.witness)
        assert not validator(new).is_valid(answer.witness)


@EACH
def test_the_search_alone(
    draft: str, name: str, old: Any, new: Any, holds: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verdict, "values_of", lambda *schemas: [])  # no value that happens to be a witness
    assert included(said(old, draft), said(new, draft)).holds is holds


def test_the_table_has_no_name_twice() -> None:
    assert len({case[:2] for case in CASES}) == len(CASES)

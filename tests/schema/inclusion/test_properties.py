"""Set inclusion: what has to hold for any two schemas, and for anything that is none."""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import cache
from itertools import product
from typing import Any, Final

import jsonschema_rs
from hypothesis import given, settings
from hypothesis import strategies as st

from wiremark.schema.inclusion import included

NEWER: Final = "https://json-schema.org/draft/2020-12/schema"
OLDER: Final = "http://json-schema.org/draft-07/schema#"
_NAMES: Final = ["a", "b", "ab"]
_VALUES: Final[list[Any]] = [None, True, False, 0, 1, 2, 3, -1, 0.5, 1.0, "", "a", "b", "ab", [], [1], {}, {"a": 1}]
_PATTERNS: Final = ["a", "^a", "b$", "^a*$", "^(ab)*$", "^.$", "^[^a]", "^a|b$", "", "^(?!a)"]
_TYPES: Final = ["null", "boolean", "integer", "number", "string", "array", "object"]


@cache
def instances() -> list[Any]:
    """Values of all types, and arrays and objects of up to three of some."""
    some = [None, True, 0, 1, 0.5, "a", "b", [], [1], {}, {"a": 1}]
    arrays = [list(items) for size in range(4) for items in product(some[: 10 - 2 * size], repeat=size)]
    objects = [
        dict(zip(names, items, strict=True))
        for names in (("a",), ("b",), ("a", "b"), ("ab", "c"))
        for items in product(some[:8], repeat=len(names))
    ]
    return [
        *_VALUES,
        5,
        7,
        1.5,
        10**20,
        "aa",
        "ba",
        "abab",
        "c",
        "😀",
        *arrays,
        *objects,
        [[1], [1, 1]],
        {"a": {"a": {}}},
    ]


def _schemas(draft: str, depth: int) -> st.SearchStrategy[Any]:
    keywords = _plain()
    if depth:
        keywords |= _applicators(draft, _schemas(draft, depth - 1))
    one = st.lists(keywords, max_size=3).map(
        lambda parts: {word: value for part in parts for word, value in part.items()}
    )
    return one | one | st.booleans()


def _plain() -> st.SearchStrategy[dict[str, Any]]:
    count, number = st.integers(0, 3), st.sampled_from([-1, 0, 1, 2, 3, 0.5, 1.5, 10**20])
    words: dict[str, st.SearchStrategy[Any]] = {
        "type": st.sampled_from(_TYPES) | st.lists(st.sampled_from(_TYPES), min_size=1, max_size=2, unique=True),
        "enum": st.lists(st.sampled_from(_VALUES), min_size=1, max_size=4),
        "const": st.sampled_from(_VALUES),
        "multipleOf": st.sampled_from([1, 2, 3, 0.5, 1.5]),
        "pattern": st.sampled_from(_PATTERNS),
        "required": st.lists(st.sampled_from(_NAMES), max_size=2, unique=True),
        "uniqueItems": st.booleans(),
    }
    words |= dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), number)
    words |= dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"), count)
    return st.one_of([st.fixed_dictionaries({word: values}) for word, values in words.items()])


def _applicators(draft: str, inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    several = st.lists(inner, min_size=1, max_size=3)
    named = st.dictionaries(st.sampled_from(_NAMES), inner, min_size=1, max_size=2)
    matched = st.dictionaries(st.sampled_from(_PATTERNS), inner, min_size=1, max_size=2)
    defs = "$defs" if draft == NEWER else "definitions"
    words: dict[str, st.SearchStrategy[Any]] = {"items": inner, "properties": named, "patternProperties": matched}
    words["$ref"] = st.sampled_from([f"#/{defs}/x", f"#/{defs}/y"])
    words["propertyNames"] = st.sampled_from(_PATTERNS).map(lambda pattern: {"pattern": pattern}) | inner
    words |= dict.fromkeys(("allOf", "anyOf", "oneOf"), several)
    words |= dict.fromkeys(("not", "if", "then", "else", "contains", "additionalProperties"), inner)
    if draft == NEWER:
        words |= {"prefixItems": several, "dependentSchemas": named}
        words |= dict.fromkeys(("minContains", "maxContains"), st.integers(0, 3))
        words |= dict.fromkeys(("unevaluatedItems", "unevaluatedProperties"), inner)
        words["dependentRequired"] = st.just({"a": ["b"]})
    else:
        words |= {"items": inner | several, "additionalItems": inner, "dependencies": named | st.just({"a": ["b"]})}
    return st.one_of([st.fixed_dictionaries({word: values}) for word, values in words.items()])


@st.composite
def pairs(draw: st.DrawFn) -> tuple[str, Any, Any]:
    """A draft and two schemas that declare it."""
    draft = draw(st.sampled_from([NEWER, OLDER]))
    defs = "$defs" if draft == NEWER else "definitions"
    inner = _schemas(draft, 1)
    named = {"x": draw(inner), "y": {draw(st.sampled_from(["items", "additionalProperties"])): {"$ref": f"#/{defs}/y"}}}
    old, new = draw(_schemas(draft, 2)), draw(_schemas(draft, 2))
    if isinstance(old, dict) and isinstance(new, dict) and draw(st.integers(0, 3)):
        new = {**old, **new} if draw(st.booleans()) else {word: value for word, value in old.items() if word not in new}
    return draft, _rooted(draft, defs, named, old), _rooted(draft, defs, named, new)


def _rooted(draft: str, defs: str, named: dict[str, Any], schema: Any) -> dict[str, Any]:
    return {"$schema": draft, defs: named, **(schema if isinstance(schema, dict) else {} if schema else {"not": {}})}


def valid(schema: Any) -> Callable[[Any], bool]:
    return jsonschema_rs.validator_for(schema).is_valid


@given(pairs())
@settings(max_examples=60, deadline=None)
def test_a_witness_is_one_and_a_proof_has_none(pair: tuple[str, Any, Any]) -> None:
    _, old, new = pair
    verdict = included(old, new, budget=20_000)
    if verdict.holds is False:
        assert valid(old)(verdict.witness)
        assert not valid(new)(verdict.witness)
    elif verdict.holds:
        before, after = valid(old), valid(new)
        assert not [value for value in instances() if before(value) and not after(value)]
    else:
        assert verdict.reason


def joined(word: str, pair: tuple[str, Any, Any]) -> Any:
    draft, old, new = pair
    defs = "$defs" if draft == NEWER else "definitions"
    return {"$schema": draft, defs: old[defs], word: [old, new]}


@given(pairs())
@settings(max_examples=25, deadline=None)
def test_a_schema_is_in_itself_and_in_either_of_two(pair: tuple[str, Any, Any]) -> None:
    _, old, new = pair
    assert included(old, copy.deepcopy(old)).holds is True
    assert included(old, joined("anyOf", pair), budget=20_000).holds is not False
    assert included(joined("allOf", pair), new, budget=20_000).holds is not False


KEYWORDS = [
    *("$ref", "$id", "$schema", "type", "enum", "const", "items", "prefixItems", "properties", "required", "pattern"),
    *("allOf", "anyOf", "oneOf", "not", "if", "then", "else", "contains", "minContains", "multipleOf", "minimum"),
    *("dependentRequired", "dependencies", "definitions", "$defs", "unevaluatedProperties", "patternProperties"),
]
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3) | st.sampled_from(KEYWORDS), inner),
    max_leaves=8,
)


@given(_JSON, _JSON)
@settings(max_examples=60, deadline=None)
def test_anything_may_be_asked(old: Any, new: Any) -> None:
    verdict = included(old, new, budget=20_000)
    assert (verdict.holds is None) == bool(verdict.reason)
    assert verdict.has_witness is (verdict.holds is False)

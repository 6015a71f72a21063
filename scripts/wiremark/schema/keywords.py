"""The keywords of a schema file, each with the values that it may have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any


class SchemaError(ValueError):
    """The schema is outside the profile. `pointer` is a JSON pointer into the schema file."""

    def __init__(self, pointer: str, message: str) -> None:
        super().__init__(f"{pointer or '/'}: {message}")
        self.pointer = pointer
        self.message = message


OBJECT = {"type", "properties", "required", "additionalProperties", "oneOf", "x-span"}
STRING = {"type", "enum", "const", "pattern", "minLength", "x-labels", "x-key", "x-ref"}
SPAN = {"of", "start", "end", "text", "unit"}
LABEL = {"id", "name", "description", "example", "color", "hotkey", "since", "deprecated", "domain", "rule"}
ROLE = {"domain", "range"}
_ANNOTATIONS = {"title", "description", "examples", "default", "$comment", "x-rule"}


def only(schema: Any, allowed: set[str], pointer: str) -> None:
    """Raises SchemaError unless `schema` is an object with allowed keywords alone and each has a value it may have."""
    if not isinstance(schema, Mapping):
        raise SchemaError(pointer, "expected an object")
    for keyword, value in schema.items():
        if keyword not in allowed and keyword not in _ANNOTATIONS:
            raise SchemaError(f"{pointer}/{keyword}", f"the keyword {keyword!r} is outside the profile here")
        words, fits = _VALUES.get(keyword, _ANY)
        if not fits(value):
            raise SchemaError(f"{pointer}/{keyword}", f"expected {words}")


_Values = tuple[str, Callable[[Any], bool]]
_ANY: _Values = ("any value", lambda value: True)
_TEXT: _Values = ("a string", lambda value: isinstance(value, str))
_NAME: _Values = ("a string, not empty", lambda value: isinstance(value, str) and value != "")
_NAMES: _Values = (
    "a list of strings",
    lambda value: isinstance(value, list) and all(isinstance(item, str) for item in value),
)


def _integer(least: int, most: int) -> _Values:
    return f"an integer from {least} to {most}", lambda value: type(value) is int and least <= value <= most


def _each(keywords: str, values: _Values) -> Iterable[tuple[str, _Values]]:
    return ((keyword, values) for keyword in keywords.split())


_LARGEST = 2**31 - 1  # offsets become Arrow's int32
_VALUES: Mapping[str, _Values] = dict(
    [
        *_each("title description example color hotkey since", _TEXT),
        *_each("pattern name x-key x-ref start end text rule x-rule", _NAME),
        *_each("required domain range", _NAMES),
        *_each("minLength minItems", _integer(0, _LARGEST)),
        *_each("minimum", _integer(-_LARGEST, _LARGEST)),
        *_each("id", _integer(0, 9_999)),  # a ClassLabel has a name for every id below its greatest
        *_each("deprecated", ("true or false", lambda value: isinstance(value, bool))),
        *_each("enum", ("a list of values, not empty", lambda value: isinstance(value, list) and value != [])),
        *_each("anyOf oneOf x-labels", ("a list", lambda value: isinstance(value, list))),
        *_each("properties x-span", ("an object", lambda value: isinstance(value, Mapping))),
        *_each("of", ("'corpus', or a JSON pointer", lambda value: value == "corpus" or str(value).startswith("/"))),
        *_each("unit", ("'code_point', which all offsets count", lambda value: value == "code_point")),
    ]
)

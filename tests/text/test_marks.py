"""Double quotation marks, and the type of a quotation that they give."""

from __future__ import annotations

import pytest

from wiremark.text.marks import Marks


def type_of(text: str, *parts: str) -> str | None:
    places = [(text.index(part), text.index(part) + len(part)) for part in parts]
    return Marks(text).type_of(places)


@pytest.mark.parametrize(
    ("text", "parts", "type"),
    [
        ("“We sail,” she said.", ("“We sail,”",), "direct"),
        ('"We sail," she said.', ('"We sail,"',), "direct"),
        ("“We sail,” she said.", ("We sail",), "direct"),
        ("She said that they sail.", ("that they sail",), "indirect"),
        ("She said that they “sail on” soon.", ("that they “sail on” soon",), "mixed"),
        ("“We,” she said, “sail.”", ("“We,”", "“sail.”"), "direct"),
        ("“We,” she said, and they sail.", ("“We,”", "they sail"), "mixed"),
        ("It said 'we sail' and ‘we stay’.", ("'we sail' and ‘we stay’",), "indirect"),
        ("“We sail.\n\n“We stay,” she said.", ("“We sail.", "“We stay,”"), "direct"),
        ("“We sail.\n\nThey stay.", ("They stay",), "indirect"),
        ('She said "we sail.\n\nThey stay, "he" said.', ("They stay",), "indirect"),
        ("“2024!” she said.", ("“2024!”",), None),
        ("“É’s “ship” sails” 🚢 on", ("on",), "indirect"),
    ],
)
def test_type(text: str, parts: tuple[str, ...], type: str | None) -> None:
    assert type_of(text, *parts) == type


def test_inside() -> None:
    marks = Marks("a “b” c")
    assert [marks.inside(at) for at in range(7)] == [False, False, False, True, False, False, False]

"""Words in one dress: what makes no difference, and that places and words go together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiremark.text.windows import _folded, folded, letters, placed, windows, words


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("The Mayor’s ferry", "the mayor's FERRY"),
        ("“a second boat,” he said", '"a second boat", he said'),
        ("Straße Œuvre", "STRASSE œuvre"),
        ("Cafe\u0301 ﬁnal", "CAFÉ final"),
        ("har\u00adbour sail\u200bing", "harbour sailing"),
        ("two\u00a0boats\u3000left", "two boats left"),
        ("*two* _boats_ ~~left~~", "two boats left"),
        ("１２ boats — 3", "12 boats 3"),
    ],
)
def test_dress_makes_no_difference(text: str, same: str) -> None:
    assert words(text) == words(same)


def test_what_is_a_word() -> None:
    assert words("S. Korea's half-open door, 1,000 times – and") == [
        "s",
        "koreas",
        "halfopen",
        "door",
        "1000",
        "times",
        "and",
    ]
    assert words("…  — !") == []
    assert words("渡し船が") == ["渡", "し", "船", "か"]  # no spaces: each sign is a word; the voicing mark goes


@given(st.text(max_size=60))
def test_places_are_those_of_the_words(text: str) -> None:
    assert [words(text[start:end]) for start, end in placed(text)] == [[word] for word in words(text)]


@given(st.text(max_size=60))
def test_letters_are_those_of_the_words(text: str) -> None:
    assert letters(text) == "".join(words(text))


@given(st.text(st.characters(max_codepoint=0x2100), max_size=60))
def test_the_fast_way_is_the_slow_way(text: str) -> None:
    assert folded(text) == _folded(text)


def test_windows() -> None:
    assert list(windows(["a", "b", "c"], 2)) == [("a", "b"), ("b", "c")]
    assert list(windows(["a", "b"], 3)) == []

"""Heads and stems of the baseline."""

from __future__ import annotations

import pytest

from wiremark.annotation.agreement.heads import head


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("the mayor of Port Ellery", "mayor"),
        ("the mayors", "mayor"),
        ("Mina Hale, the mayor", "hale"),
        ("officials who left", "offici"),
        ("asked", "ask"),
        ("the board's ferries", "ferri"),
        ("the board's", "board"),
        ("of them", "them"),
        ("fishing-boats", "fishing-boat"),
        ("“”", ""),
        ("", ""),
        ("🚢", ""),
    ],
)
def test_heads(phrase: str, expected: str) -> None:
    assert head(phrase) == expected


def test_the_head_of_a_name_is_its_last_word() -> None:
    assert head("Ministry of Ferries", name=True) == "ferri"
    assert head("Ministry of Ferries") == "ministri"

"""What is cited is a place and no word, and comes back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiremark.dataset.standoff.words import Piece, cited, quoted, told

TEXT = (
    "Borduria refused the two ferries. They met again after next week’s vote, in the Harbour Board's hall. "
    "港務局が拒否した"
)


def of(start: str) -> list[int]:
    at = TEXT.index(start)
    return [at, at + len(start)]


@pytest.mark.parametrize(
    ("prose", "pieces"),
    [
        ("refused the two", [of("refused the two")]),
        ("refused all ferries", [of("refused"), " all ", of("ferries")]),
        ("Board-led", [of("Board"), "-led"]),
        ("fused", [of("fused")]),
        ("fused metal", ["fused metal"]),
        ("2023-03-21", ["2023-03-21"]),
        ("港務局", [of("港務局")]),
        ("", []),
    ],
)
def test_the_longest_runs_of_words_become_places(prose: str, pieces: list[Piece]) -> None:
    assert cited(prose, TEXT) == pieces


@pytest.mark.parametrize(
    ("prose", "pieces"),
    [
        ("'refused' in the week", ["'", of("refused"), "' in the week"]),
        ("(“next week’s vote”)", ["(“", of("next week’s vote"), "”)"]),
        ("the ferries of 1920", ["the ferries of 1920"]),
        ("'never' and 'two'", ["'never' and '", of("two"), "'"]),
    ],
)
def test_only_what_stands_in_quotation_marks_is_cited_in_prose(prose: str, pieces: list[Piece]) -> None:
    assert quoted(prose, TEXT) == pieces


def test_lost_words_are_said_to_be() -> None:
    pieces = quoted("'refused' on a Monday", TEXT)
    assert told(pieces, TEXT, lambda *_: None) is None
    assert told(pieces, TEXT, lambda *_: None, "[…]") == "'[…]' on a Monday"


@given(st.text("refusd tw'“”fi. 港😀", max_size=40))
def test_prose_comes_back_and_none_of_its_pieces_has_a_word_of_the_text(prose: str) -> None:
    for cite in (cited, quoted):
        assert told(cite(prose, TEXT), TEXT, lambda start, end: (start, end)) == prose
    words = {word for piece in cited(prose, TEXT) if isinstance(piece, str) for word in piece.split()}
    assert not words & set(TEXT.split())

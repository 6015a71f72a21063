"""A copy is told by whole paragraphs, and what a place is said to be has the very words."""

from __future__ import annotations

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiremark.cleaning import JOINER
from wiremark.dataset.standoff.paragraphs import LEAST, Places, dumps, loads, paragraphs, places

LONG = [" ".join(f"{letter}{number}" for number in range(LEAST)) for letter in "abcdefg"]
SHORT = "It refused. 😀"


def joined(*pieces: str) -> str:
    return JOINER.join(pieces)


def test_only_long_paragraphs_have_a_hash_and_none_overlap() -> None:
    text = joined(LONG[0], SHORT, " ".join(LONG[1].split()[:-1]), "港" * 2 * LEAST, "港" * (2 * LEAST - 2))
    found = paragraphs(text)
    assert [text[start:end] for start, end, _ in found] == text.split(JOINER)
    assert [hashed is not None for *_, hashed in found] == [True, False, False, True, False]
    assert all(before[1] < after[0] for before, after in itertools.pairwise(found))


def test_the_file_comes_back() -> None:
    documents = {"a": paragraphs(joined(LONG[0], SHORT)), "b": []}
    assert loads(dumps(documents).encode()) == documents
    assert json.loads(dumps(documents))["documents"]["b"] == []
    with pytest.raises(ValueError, match="paragraphs"):
        loads(b"{}")


def moved(old: str, new: str) -> Places:
    return places(paragraphs(old), new)


def test_a_paragraph_moves_with_its_words_and_a_short_one_is_not_guessed() -> None:
    old = joined(LONG[0], SHORT, LONG[1])
    new = joined("New.", LONG[0], SHORT, LONG[1])
    found = moved(old, new)
    assert found.of(0, 2) == (6, 8)
    at = old.index(SHORT)
    assert found.of(at, at + 2) is None
    assert found.of(at - 4, at + 2) is None, "half of it is proven"
    assert found.of(old.index("b0"), old.index("b0") + 2) == (new.index("b0"), new.index("b0") + 2)


def test_a_span_over_two_paragraphs_needs_both_side_by_side() -> None:
    old = joined(LONG[0], LONG[1])
    whole = 0, len(old)
    assert moved(old, joined("New.", old)).of(*whole) == (6, 6 + len(old))
    assert moved(old, joined(LONG[0], "New.", LONG[1])).of(*whole) is None


def test_what_stands_between_two_paragraphs_counts_as_well() -> None:
    old, new = joined(LONG[0], "", LONG[1]), joined(*LONG[:2])
    found = moved(old, new)
    assert found.of(0, len(old)) is None
    assert found.of(old.index("b0"), len(old)) == (new.index("b0"), len(new))


@pytest.mark.parametrize("copy", [joined(LONG[0], LONG[0]), joined(LONG[0], LONG[1], LONG[0])])
def test_what_stands_twice_could_be_either(copy: str) -> None:
    assert moved(LONG[0], copy).of(0, 2) is None
    assert moved(copy, LONG[0]).of(0, 2) is None


def test_the_longest_row_in_order_is_found() -> None:
    old = joined(*LONG[:4])
    found = moved(old, joined(LONG[3], *LONG[:3]))
    assert [found.of(old.index(f"{letter}0"), old.index(f"{letter}0") + 2) is not None for letter in "abcd"] == [
        True,
        True,
        True,
        False,
    ]


def test_nothing_in_common_is_nothing() -> None:
    assert moved(joined(*LONG[:2]), joined(*LONG[2:4])).runs == ()
    assert moved("", LONG[0]).of(0, 0) is None


PIECES = st.lists(st.sampled_from([*LONG, SHORT, "", f"{LONG[0]} cafe\u0301", f"😀 {LONG[1]}"]), max_size=9)


@given(PIECES, PIECES, st.data())
def test_a_place_has_the_very_words(old: list[str], new: list[str], draw: st.DataObject) -> None:
    before, after = joined(*old), joined(*new)
    found = moved(before, after)
    start = draw.draw(st.integers(0, len(before)))
    end = draw.draw(st.integers(start, len(before)))
    place = found.of(start, end)
    if place is not None:
        assert after[slice(*place)] == before[start:end]
    ends = [end + shift for _, end, shift in found.runs]
    assert ends == sorted(ends), "places keep the order of the text"

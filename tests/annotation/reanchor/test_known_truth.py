"""Random edits of which it is known where every character went."""

from __future__ import annotations

import random
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wiremark.annotation.reanchor import SETTLED, Reanchoring

WORDS = [f"{head}{tail}" for head in "bdfgklmnprstvz" for tail in ("ana", "ero", "ilu", "oma", "usi", "ene")] + [
    "the",
    "of",
]
Text = list[tuple[str, int]]
"""Words, each with its number in the old text, -1 for what is new."""


def edited(seed: int) -> tuple[Text, Text]:
    """An old text of words that come again and again, and a new one: pieces cut, written (words made up) and moved."""
    rng = random.Random(seed)  # noqa: S311
    old: Text = [(rng.choice(WORDS), number) for number in range(rng.randint(20, 90))]
    new = list(old)
    for _ in range(rng.randint(0, 4)):
        at, size = rng.randint(0, len(new)), rng.randint(1, 12)
        kind = rng.choice(("cut", "write", "replace", "move"))
        piece, rest = new[at : at + size], new[:at] + new[at + size :]
        fresh: Text = [(f"x{rng.randrange(100)}y", -1) for _ in range(rng.randint(1, 6))]
        if kind == "write":
            new = new[:at] + fresh + new[at:]
        elif kind == "move":
            there = rng.randint(0, len(rest))
            new = rest[:there] + piece + rest[there:]
        else:
            new = rest if kind == "cut" else new[:at] + fresh + new[at + size :]
    return old, new


def laid(text: Text) -> tuple[str, list[tuple[int, int]]]:
    """The words with blanks between them, and where each stands."""
    places, at = [], 0
    for word, _ in text:
        places.append((at, at + len(word)))
        at += len(word) + 1
    return " ".join(word for word, _ in text), places


@pytest.mark.parametrize("seed", range(60))
def test_what_is_settled_is_right(seed: int) -> None:
    """Seeds that are fixed: of random words in random order, now and then no text tells which one was cut."""
    texts = edited(seed)
    (old, ours), (new, theirs) = map(laid, texts)
    where = {number: theirs[at] for at, (_, number) in enumerate(texts[1]) if number >= 0}
    reanchoring = Reanchoring(old, new)
    for first, more in product(range(len(ours)), range(3)):
        last = min(len(ours) - 1, first + more)
        start, end = ours[first][0], ours[last][1]
        placed = reanchoring.place(start, end)
        if placed.state in SETTLED:
            assert new[placed.start : placed.end] == old[start:end]
            own = [number for number in range(first, last + 1) if number in where]
            shift = placed.start - start
            assert any(where[number][0] == ours[number][0] + shift for number in own)
        elif placed.start >= 0:
            assert 0 <= placed.start < placed.end <= len(new)


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=60), st.data())
def test_the_same_text_keeps_all(text: str, data: st.DataObject) -> None:
    if text:
        start = data.draw(st.integers(0, len(text) - 1))
        placed = Reanchoring(text, text).place(start, data.draw(st.integers(start + 1, len(text))))
        assert placed.state == "kept"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40), st.data())
def test_any_two_texts(old: str, new: str, data: st.DataObject) -> None:
    """Nothing falls over, and what is settled has the very same words."""
    if old:
        start = data.draw(st.integers(0, len(old) - 1))
        end = data.draw(st.integers(start + 1, len(old)))
        placed = Reanchoring(old, new).place(start, end)
        if placed.state in SETTLED:
            assert new[placed.start : placed.end] == old[start:end]

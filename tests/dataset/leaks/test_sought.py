"""Runs against a search by brute force, with windows of many letters and of few."""

from __future__ import annotations

import random

import pytest

from wiremark.dataset.leaks.sought import Sought
from wiremark.text.windows import letters, words


def brute(texts: list[str], other: str) -> set[tuple[int, int, int]]:
    """The longest runs of eight whole words whose letters stand in the other one: text, first word, words."""
    found, there = set[tuple[int, int, int]](), letters(other)
    for number, text in enumerate(texts):
        ours = words(text)
        for start in range(len(ours)):
            sizes = [n for n in range(8, len(ours) - start + 1) if "".join(ours[start : start + n]) in there]
            if sizes and not any(one == number and at < start and at + n >= start + max(sizes) for one, at, n in found):
                found.add((number, start, max(sizes)))
    return found


@pytest.mark.parametrize("syllables", [["ka", "to", "rimelu"], ["a", "b", "c"], ["渡", "船"]])
@pytest.mark.parametrize("seed", range(4))
def test_the_longest_run_is_that_of_brute_force(seed: int, syllables: list[str]) -> None:
    chance = random.Random(seed)  # noqa: S311 (no secret)

    def some(least: int, most: int) -> str:
        return " ".join("".join(chance.choices(syllables, k=3)) for _ in range(chance.randint(least, most)))

    quoted = [some(9, 14) for _ in range(4)]
    texts = [f"{some(0, 20)} {chance.choice(quoted)} {some(0, 20)}" for _ in range(6)]
    other = "".join(f"{some(0, 9)} {quote}" for quote in quoted).replace(" ", "")
    found = {(run.text, run.start, run.words) for _, _, run in Sought({"a": texts}).runs(letters(other))}
    expected = brute(texts, other)
    assert expected
    assert max(words for _, _, words in found) == max(words for _, _, words in expected)


def test_a_run_over_the_edge_of_a_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wiremark.dataset.leaks.sought._PIECE", 10)
    text = "Norland’s old lighthouse keeper counted eleven boats before breakfast"
    ((start, end, run),) = Sought({"a": [text]}).runs(letters(f"and then {text} again"))
    assert (start, end, run.words) == (7, 7 + len(letters(text)), 9)


def test_nothing_is_sought_in_short_texts() -> None:
    sought = Sought({"a": ["two words", ""]})
    assert list(sought.runs("twowords" * 100)) == []
    assert list(Sought({}).runs("")) == []
    assert list(Sought({"a": ["one two three four five six seven eight"]}).runs("one")) == []

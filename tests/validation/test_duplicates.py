"""Shared windows against a count by brute force; which pairs are near-duplicates; the longest run of both."""

from __future__ import annotations

import random
from itertools import combinations
from pathlib import Path

import pytest

from wiremark.text.windows import words
from wiremark.validation.corpus import duplicates
from wiremark.validation.corpus.duplicates import Pair, apart, counted, longest, pairs
from wiremark.workspace import Workspace

SPLITS = ("train", "validation", "test")


def collection(seed: int, documents: int = 30) -> dict[str, str]:
    """Texts of made-up words that quote each other, some of them twice, and some shorter than a window."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    quoted = [" ".join(chance.choices("abcdefgh", k=chance.randint(6, 30))) for _ in range(5)]
    texts = {}
    for number in range(documents):
        parts = chance.sample(quoted, chance.randint(0, 3)) + chance.sample(quoted, 1) * 2
        between = [" ".join(f"w{chance.randrange(10**6)}" for _ in range(chance.randint(0, 40))) for _ in parts]
        texts[f"d{number:02}"] = " ".join(f"{part}, {more}." for part, more in zip(parts, between, strict=True))
    return texts


def brute(one: str, other: str) -> tuple[int, int]:
    sets = [{" ".join(w[at : at + 8]) for at in range(len(w) - 7)} for w in (words(one), words(other))]
    return len(sets[0] & sets[1]), min(map(len, sets))


def brute_pairs(texts: dict[str, str]) -> list[Pair]:
    found = [Pair(a, b, *brute(texts[a], texts[b])) for a, b in combinations(sorted(texts), 2)]
    return [pair for pair in found if pair.windows]


@pytest.mark.parametrize("seed", range(5))
def test_pairs_are_those_of_brute_force(seed: int) -> None:
    texts = collection(seed)
    expected = brute_pairs(texts)
    assert len(expected) > 100
    assert pairs(dict(reversed(texts.items()))) == expected
    assert counted(combinations(texts, 2), texts) == expected


@pytest.mark.parametrize("at_once", [1, 4, 1000])
@pytest.mark.parametrize("seed", range(3))
def test_pairs_over_splits_are_those_of_brute_force(seed: int, at_once: int) -> None:
    texts = collection(seed)
    splits = {id: SPLITS[max(0, number % 6 - 3)] for number, id in enumerate(texts)}
    expected = [pair for pair in brute_pairs(texts) if splits[pair.first] != splits[pair.second]]
    assert apart(splits, texts.__getitem__, at_once) == expected


def test_one_split_is_not_even_read() -> None:
    assert apart({"a": "train", "b": "train"}, dict[str, str]().__getitem__) == []


def test_of_a_phrase_that_all_have_the_first_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duplicates, "_COMMON", 3)
    texts = {f"d{number}": "one two three four five six seven eight" for number in range(6)}
    found = {(pair.first, pair.second) for pair in pairs(texts)}
    assert found == {(f"d{a}", f"d{b}") for a, b in combinations(range(6), 2) if a < 3}


@pytest.mark.parametrize(
    ("windows", "of", "near"),
    [
        (8, 160, True),
        (8, 161, False),
        (7, 100, False),  # one sentence, quoted in both
        (20, 400, True),
        (19, 400, False),
        (3, 3, True),  # a short text that stands whole in the other
        (2, 3, False),
    ],
)
def test_what_is_near(windows: int, of: int, near: bool) -> None:
    assert Pair("a", "b", windows, of).near is near


def test_the_five_articles() -> None:
    workspace = Workspace.at(Path(__file__).parents[2])
    texts = {id: workspace.text(id) for id in workspace.sources().ids()}
    found = {(pair.first[-3:], pair.second[-3:]): (pair.windows, pair.near) for pair in pairs(texts)}
    assert found == {
        ("001", "002"): (19, True),  # one agency's
        ("001", "003"): (1, False),
        ("001", "004"): (1, False),
        ("002", "004"): (1, False),
    }


@pytest.mark.parametrize("seed", range(2))
def test_the_longest_run(seed: int) -> None:
    texts = list(collection(seed, 8).values())
    for one, other in combinations(texts, 2):
        a, b = (f" {' '.join(words(text))} " for text in (one, other))
        runs = [
            n
            for n in range(8, 80)
            for at in range(len(a.split()) - n + 1)
            if f" {' '.join(a.split()[at : at + n])} " in b
        ]
        found = longest(one, other)
        assert (found["words"] if found else None) == (max(runs) if runs else None)
        if found:
            assert words(one[slice(*found["first"])]) == words(other[slice(*found["second"])])
            assert len(words(one[slice(*found["first"])])) == found["words"]


def test_places_are_code_points_of_the_texts() -> None:
    first = "🚢 Then: “Ten boats sailed for Skarholm at dawn on Monday,” she said."
    second = "ten boats sailed for Skarholm, at dawn on Monday; he did not"
    assert longest(first, second) == {"words": 9, "first": (9, 56), "second": (0, 48)}
    assert first[9:56].startswith("Ten boats")
    assert first[9:56].endswith("on Monday")

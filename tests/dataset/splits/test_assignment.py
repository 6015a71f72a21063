"""Splits that depend on names alone, hold units together, move nobody, and come near the ratios."""

from __future__ import annotations

import random
from collections import Counter, defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiremark.dataset.splits.assignment import Place, Together, assigned, settled, stories
from wiremark.sources import SPLITS
from wiremark.validation.corpus.duplicates import Pair

RATIOS = {"train": 80.0, "validation": 10.0, "test": 10.0}
BLANK = Place("", "")


def near(first: str, second: str, windows: int = 50) -> Pair:
    return Pair(min(first, second), max(first, second), windows, 100)


def sizes(places: dict[str, Place]) -> list[int]:
    counts = Counter(place.split for place in places.values())
    return [counts[split] for split in SPLITS]


def test_a_document_without_a_story_joins_its_near_duplicates() -> None:
    places = {
        "a": BLANK,
        "b": BLANK,
        "c": Place("strike", ""),
        "d": Place("vote", ""),
        "e": BLANK,
        "f": BLANK,
        "g": BLANK,
    }
    pairs = [near("a", "b"), near("b", "c", 20), near("b", "d", 30), near("f", "e")]
    assert stories(places, pairs) == {
        "a": "vote",  # over b, which shares most with d
        "b": "vote",
        "c": "strike",
        "d": "vote",
        "e": "e",
        "f": "e",
        "g": "g",
    }


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        (1, [1, 0, 0]),
        (2, [2, 0, 0]),
        (3, [3, 0, 0]),
        (4, [2, 1, 1]),
        (5, [3, 1, 1]),
        (10, [8, 1, 1]),
        (100, [80, 10, 10]),
        (999, [799, 100, 100]),
    ],
)
def test_few_and_many_are_parted_by_the_ratios(documents: int, expected: list[int]) -> None:
    places = dict.fromkeys((f"d{number}" for number in range(documents)), BLANK)
    assert sizes(assigned(places, (), "story", RATIOS, "0")) == expected


def test_a_split_without_a_share_gets_nothing() -> None:
    places = dict.fromkeys((f"d{number}" for number in range(20)), BLANK)
    assert sizes(assigned(places, (), "story", {"train": 1.0, "validation": 0.0, "test": 1.0}, "0")) == [10, 0, 10]


def test_a_story_stands_in_one_split_and_so_do_its_near_duplicates() -> None:
    places = {f"d{number}": Place(f"s{number % 7}", "") for number in range(40)}
    pairs = [near("d0", "d1"), near("d2", "d9")]
    by_story = assigned(places, pairs, "story", RATIOS, "0")
    assert all(len({by_story[f"d{n}"].split for n in range(40) if n % 7 == story}) == 1 for story in range(7))
    assert by_story["d0"].split == by_story["d1"].split
    by_document = assigned(places, pairs, "document", RATIOS, "0")
    assert by_document["d0"].split == by_document["d1"].split
    assert sizes(by_document) == [32, 4, 4]
    assert {place.story for place in by_document.values()} == {f"s{number}" for number in range(7)}


def test_a_further_document_goes_to_its_unit_and_moves_nobody() -> None:
    places = {f"d{number:02}": Place(f"s{number % 9}", "") for number in range(30)}
    first = assigned(places, (), "story", RATIOS, "0")
    more = {**first, "a0": BLANK, "a1": Place("s3", ""), "a2": BLANK, "z": BLANK}
    second = assigned(more, [near("a0", "d05")], "story", RATIOS, "0")
    assert {id: second[id] for id in first} == first
    assert second["a0"] == first["d05"]
    assert second["a1"] == Place("s3", first["d03"].split)
    assert second["z"].story == "z"


def test_where_a_unit_stands_in_two_splits_the_new_go_to_the_larger_part() -> None:
    places = {"a": Place("s", "test"), "b": Place("s", "train"), "c": Place("s", "test"), "d": Place("s", "")}
    assert assigned(places, (), "story", RATIOS, "0")["d"].split == "test"


def test_near_duplicates_of_two_splits_go_with_the_one_they_share_most_with() -> None:
    places = {"a": Place("s", "test"), "b": Place("t", "train"), "c": Place("t", "train"), "new": BLANK, "newer": BLANK}
    pairs = [near("a", "new", 30), near("b", "new", 20), near("c", "new", 20), near("new", "newer")]
    for by in ("story", "document"):
        found = assigned(places, pairs, by, RATIOS, "0")
        assert (found["new"], found["newer"]) == (Place("s", "test"), Place("s", "test"))
    given = places | {"new": Place("t", ""), "newer": Place("u", "")}
    found = assigned(given, pairs, "story", RATIOS, "0")
    assert (found["new"], found["newer"]) == (Place("t", "train"), Place("u", "train"))
    found = assigned(given, pairs, "document", RATIOS, "0")
    assert (found["new"], found["newer"]) == (Place("t", "test"), Place("u", "test"))


@given(st.randoms(use_true_random=False))
def test_no_story_is_parted_that_was_not(chance: random.Random) -> None:
    ids = [f"d{number}" for number in range(14)]
    split_of = {story: chance.choice(SPLITS) for story in "stuv"}
    given = {}
    for id in ids:
        story = chance.choice(["", *split_of])
        given[id] = Place(story, chance.choice(["", split_of.get(story, "")]))
    found = assigned(given, [_some(chance, ids) for _ in range(12)], "story", RATIOS, "0")
    assert all(found[id].split == place.split for id, place in given.items() if place.split)
    assert len({place.story for place in found.values()}) == len(set(found.values()))


@given(st.randoms(use_true_random=False), st.sampled_from(["story", "document"]))
def test_the_order_of_rows_is_nothing(chance: random.Random, by: str) -> None:
    ids = [f"d{number}" for number in range(25)]
    given = {id: Place(chance.choice(["", "s1", "s2"]), "") for id in ids}
    given |= {"x": Place("s1", "test"), "y": BLANK}
    pairs = [_some(chance, ids) for _ in range(6)]
    found = assigned(given, pairs, by, RATIOS, "7")
    other = list(given.items())
    chance.shuffle(other)
    assert assigned(dict(other), pairs[::-1], by, RATIOS, "7") == found
    parts: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        assert found[pair.first].split == found[pair.second].split
    for place in found.values():
        parts[place.story].add(place.split)
    assert by == "document" or all(len(splits) == 1 for splits in parts.values())


def _some(chance: random.Random, ids: list[str]) -> Pair:
    first, second = chance.sample(ids, 2)
    return near(first, second, chance.randint(8, 40))


def test_another_seed_is_another_assignment() -> None:
    places = dict.fromkeys((f"d{number}" for number in range(30)), BLANK)
    assert len({tuple(assigned(places, (), "story", RATIOS, str(seed)).values()) for seed in range(5)}) == 5


def test_near_duplicates_that_were_missed_are_put_together_after_all() -> None:
    texts = {f"d{number}": " ".join(f"w{number}x{at}" for at in range(60)) for number in range(12)}
    texts |= {f"copy{number}": texts[f"d{number}"] for number in range(12)}
    found = settled(dict.fromkeys(texts, BLANK), texts, (), "document", RATIOS, "0")
    assert all(found[f"d{number}"].split == found[f"copy{number}"].split for number in range(12))
    assert sizes(found) == [20, 2, 2]


def test_groups_are_joined_over_others() -> None:
    together = Together("abcdef")
    for pair in ("ed", "bc", "dc", "fz"):
        together.join(*pair)
    assert together.groups() == [["a"], ["b", "c", "d", "e"], ["f"]]

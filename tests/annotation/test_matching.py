"""Extents without their edges, and one-to-one matching: the greatest total, whoever is called A."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wiremark.annotation.matching import SOFT, Tie, assign, extent, iou, match

TEXT = 'Mina Hale said: "The ferry sails on Monday," and left the Harbour Board at once; nobody asked why she did so.'
SPANS = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 30)).map(
    lambda place: {"start": place[0], "end": min(len(TEXT), sum(place)), "text": TEXT[place[0] : sum(place)]}
)
RECORDS = st.lists(st.fixed_dictionaries({"type": st.sampled_from(["ORG", "GPE"]), "span": SPANS}), max_size=8).map(
    lambda rows: [{"id": f"m{number}", **row} for number, row in enumerate(rows, 1)]
)


def span(start: int, end: int, text: str = TEXT) -> dict[str, Any]:
    return {"start": start, "end": end, "text": text[start:end]}


def words(points: frozenset[int], text: str = TEXT) -> str:
    return "".join(text[point] for point in sorted(points))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ('"The ferry sails,"', "The ferry sails"),
        ("“The ferry sails.”", "The ferry sails"),
        ("«The ferry»", "The ferry"),
        (" \n\u00a0the ferry\t", "the ferry"),
        ("``the ferry''", "the ferry"),
        ('the "ferry", or so', 'the "ferry", or so'),  # inside, signs stay
        ("U.S.", "U.S"),
        ("$5", "$5"),  # a symbol, no punctuation
        ("🚢", "🚢"),
        ('."', '."'),  # nothing else is there
    ],
)
def test_edges_are_taken_away(text: str, kept: str) -> None:
    points = extent([{"start": 10, "end": 10 + len(text), "text": text}])
    assert words(frozenset(point - 10 for point in points), text) == kept


def test_each_span_of_a_record_has_its_own_edges() -> None:
    # "The ferry|," |sails on Monday,": the parts are trimmed, what lies between them is not covered
    parts = [span(16, 26), span(27, 43)]
    assert words(extent(parts)) == "The ferrysails on Monday"
    assert extent([*parts, span(14, 16)]) == extent(parts)  # a part of edge signs alone adds nothing
    assert extent([]) == frozenset()


def test_a_span_whose_text_is_not_its_length_is_taken_as_it_stands() -> None:
    assert extent([{"start": 3, "end": 6, "text": "..."}]) == {3, 4, 5}
    assert extent([{"start": 3, "end": 6}]) == frozenset({3, 4, 5})


def test_iou() -> None:
    assert iou({1, 2, 3, 4}, {3, 4, 5, 6}) == 2 / 6
    assert iou({1}, {1}) == 1.0
    assert iou(set(), set()) == 0.0


def test_the_greatest_total_and_not_the_greatest_first() -> None:
    # A has [0,10) and [0,6); B has [0,10) and [4,12). IoU: A1B1 1, A1B2 6/12, A2B1 6/10, A2B2 2/12.
    # Greedily A1B1 alone: 1. The greatest total is A1B2 + A2B1 = 1.1, so the exact pair is given up.
    text = "x" * 20
    a = [{"id": "m1", "span": span(0, 10, text)}, {"id": "m2", "span": span(0, 6, text)}]
    b = [{"id": "m1", "span": span(0, 10, text)}, {"id": "m2", "span": span(4, 12, text)}]
    found = match(a, b, "mentions")
    assert [(pair.a, pair.b, pair.exact) for pair in found.pairs] == [(0, 1, False), (1, 0, False)]
    assert [pair.iou for pair in found.pairs] == [0.5, 0.6]


def test_less_than_half_is_no_pair() -> None:
    text = "x" * 30
    long, half, less = span(0, 20, text), span(0, 10, text), span(0, 9, text)
    assert match([{"span": long}], [{"span": half}], "mentions").pairs
    found = match([{"span": long}], [{"span": less}], "mentions")
    assert (found.pairs, found.only_a, found.only_b) == ((), (0,), (0,))


def test_of_equal_spans_the_partners_agree_in_more() -> None:
    a = [{"id": "m1", "type": "ORG", "span": span(0, 4)}, {"id": "m2", "type": "GPE", "span": span(0, 4)}]
    b = [{"id": "m7", "type": "GPE", "span": span(0, 4)}, {"id": "m8", "type": "ORG", "span": span(0, 4)}]
    assert [(pair.a, pair.b) for pair in match(a, b, "mentions").pairs] == [(0, 1), (1, 0)]


def test_of_partners_that_are_equally_good_one_is_fixed() -> None:
    # [0,10) and its two halves, .5 each: which half it is depends on what they say, not on their order or their ids
    text = "x" * 20
    whole = [{"id": "m1", "type": "ORG", "span": span(0, 10, text)}]
    halves = [{"id": id, "type": "GPE", "span": span(*place, text)} for id, place in (("m1", (0, 5)), ("m2", (5, 10)))]
    (pair,) = match(whole, halves, "mentions").pairs
    chosen = halves[pair.b]["span"]
    for order in permutations(halves):
        for ids in permutations(("m1", "m2")):
            rows = [{**row, "id": id} for row, id in zip(order, ids, strict=True)]
            (pair,) = match(whole, rows, "mentions").pairs
            assert rows[pair.b]["span"] == chosen
            (pair,) = match(rows, whole, "mentions").pairs
            assert rows[pair.a]["span"] == chosen


def test_a_layer_against_itself_is_paired_with_itself_even_where_spans_stand_twice() -> None:
    rows = [{"id": f"m{n}", "type": "ORG", "span": span(0, 4), "entity": f"E:{n}"} for n in range(6)]
    assert [(pair.a, pair.b) for pair in match(rows, rows, "mentions").pairs] == [(n, n) for n in range(6)]


@pytest.mark.parametrize("layer", ["mentions", "times", "events", "quotes"])
def test_empty_layers(layer: str) -> None:
    found = match([], [], layer)
    assert (found.pairs, found.only_a, found.only_b) == ((), (), ())


@settings(deadline=None)  # the first call imports networkx
@given(RECORDS, RECORDS)
def test_matching_is_one_to_one_and_as_good_as_any(a: list[dict[str, Any]], b: list[dict[str, Any]]) -> None:
    found = match(a, b, "mentions")
    assert sorted([*(pair.a for pair in found.pairs), *found.only_a]) == list(range(len(a)))
    assert sorted([*(pair.b for pair in found.pairs), *found.only_b]) == list(range(len(b)))
    ours, theirs = ([extent([record["span"]]) for record in side] for side in (a, b))
    for pair in found.pairs:
        assert pair.iou == iou(ours[pair.a], theirs[pair.b]) >= SOFT
        assert pair.exact == (ours[pair.a] == theirs[pair.b])
    exact = sum(min(ours.count(points), theirs.count(points)) for points in set(ours))
    assert len(found.pairs) >= exact
    other = match(b, a, "mentions")
    assert sum(pair.iou for pair in other.pairs) == pytest.approx(sum(pair.iou for pair in found.pairs))


WEIGHTS = st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 3)), st.sampled_from([0.0, 0.5, 0.6, 0.75, 1.0]))


@settings(deadline=None)  # the first call imports networkx
@given(WEIGHTS)
def test_no_assignment_has_a_greater_total(weights: dict[tuple[int, int], float]) -> None:
    found = assign(weights)
    assert len({row for row, _ in found}) == len({column for _, column in found}) == len(found)
    best = max(sum(weights.get((row, order[row]), 0) for row in range(4)) for order in permutations(range(4)))
    assert sum(weights[pair] for pair in found) == pytest.approx(best)


def test_ties_are_decided_in_their_order() -> None:
    weights = dict.fromkeys([(0, 0), (0, 1), (1, 0), (1, 1)], 0.5)
    straight, crossed = [(0, 0), (1, 1)], [(0, 1), (1, 0)]
    assert assign(weights, {pair: Tie(alike=1) for pair in crossed}) == crossed
    assert assign(weights, {pair: Tie(last=1) for pair in straight}) == straight
    both = {pair: Tie(last=9) for pair in straight} | {pair: Tie(alike=1) for pair in crossed}
    assert assign(weights, both) == crossed
    assert assign({**weights, (0, 0): 0.5001}, both) == straight

"""Partitions, what is asked about them, and decisions that contradict each other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from wiremark.annotation.adjudication.lines import Line, update
from wiremark.annotation.adjudication.names import Labels, free, merged
from wiremark.annotation.adjudication.pairs import Clash, Member, alone, asked, blocks, clashes, unsettled


def members(*labels: str) -> list[Member]:
    """`xp` is a member n1 that A has in x and B in p; `-` is none."""
    parts = ([None if sign == "-" else sign for sign in pair] for pair in labels)
    return [Member(f"n{number}", a, b) for number, (a, b) in enumerate(parts, 1)]


def pair(first: str, second: str, decision: str | None, layer: str = "clusters.events") -> Line:
    return Line(None, layer, (first, second), "same", "different", decision)


def test_what_both_put_together_is_a_block() -> None:
    found = [[member.name for member in block] for block in blocks(members("xp", "xq", "xp", "-p", "-p", "--", "--"))]
    assert found == [["n1", "n3"], ["n2"], ["n4"], ["n5"], ["n6"], ["n7"]]


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ("xp xp xp", []),
        ("xp yp", [("n1", "n2", "different", "same")]),
        ("xp xp xq", [("n1", "n3", "same", "different")]),
        ("xp xq xq xp", [("n1", "n2", "same", "different")]),
        ("x- x- --", [("n1", "n2", "same", "different")]),
        ("-- -- --", []),
        ("xp yq zr", []),
    ],
)
def test_one_question_for_two_blocks_that_one_pass_joins(labels: str, expected: list[tuple[str, ...]]) -> None:
    assert asked(members(*labels.split())) == expected


def test_alone_is_who_has_no_company_and_no_counterpart() -> None:
    found = alone(members("x-", "-p", "yq", "zr", "z-", "--"))
    assert [member.name for member in found] == ["n1", "n2"]


def test_a_broken_triangle_names_its_lines() -> None:
    lines = [pair("x", "y", "same"), pair("x", "z", "different"), pair("y", "z", "same")]
    assert clashes(lines) == [Clash(1, [0, 2])]
    for answer in ("near", "unsure"):
        assert clashes([lines[0], replace(lines[1], decision=answer), lines[2]]) == [Clash(1, [0, 2])]
    for other in ("same", None):
        assert clashes([lines[0], replace(lines[1], decision=other), lines[2]]) == []
    assert clashes([lines[0], lines[1], replace(lines[2], decision="near")]) == []
    assert clashes([lines[0], replace(lines[1], layer="entities"), lines[2]]) == []


def test_a_long_way_round_is_found_and_so_is_a_block() -> None:
    chain = [pair(f"n{n}", f"n{n + 1}", "same") for n in range(1, 5)]
    assert clashes([*chain, pair("n1", "n5", "unsure")]) == [Clash(4, [0, 1, 2, 3])]
    apart = [pair("n1", "n3", "different")]
    assert clashes(apart) == []
    assert clashes(apart, lambda layer, member: "n1") == [Clash(0, [])]


def test_only_what_does_not_follow_is_asked() -> None:
    first, second, third = pair("x", "y", None), pair("x", "z", None), pair("y", "z", None)
    every = [first, second, third]

    def rest(*decided: Line) -> list[Line]:
        return unsettled(every, decided)

    same = replace(first, decision="same")
    assert rest() == every
    assert rest(same) == every
    assert rest(same, replace(second, decision="same")) == [first, second]
    assert rest(same, replace(second, decision="near")) == [first, second]
    assert rest(replace(first, decision="near"), replace(second, decision="near")) == every
    assert rest(replace(same, a="different"), replace(second, decision="same")) == every  # no longer what they have


def test_decisions_stay_with_their_item_and_its_values() -> None:
    old = Line("ferry", "mentions", "m1.type", "GPE", "LOC", "b", None, "R-E5", "it is a bay")
    now = Line("ferry", "mentions", "m1.type", "GPE", "LOC", rule="R-E5", at=(0, 4), text="Bay")
    kept, dropped = update([old], [now], lambda line: (None, None))
    assert (kept, dropped) == ([replace(old, at=(0, 4), text="Bay")], [])
    changed = replace(now, b="FAC")
    assert update([old], [changed], lambda line: (None, None)) == ([changed], [old])
    assert update([old], [], lambda line: ("GPE", "LOC")) == ([old], [])
    assert update([old], [], lambda line: ("GPE", "GPE")) == ([], [old])
    assert update([replace(old, decision=None)], [], lambda line: ("GPE", "LOC")) == ([], [])


def test_names_follow_the_records_that_are_shared() -> None:
    labels = [Labels("x", "p"), Labels("x", "p"), Labels("x", "q"), Labels("y", "q")]
    names = merged(labels, {"x", "y", "z"}, {"p", "q", "r"}, (), lend=False)
    assert (names.a, names.b) == ({"x": "x", "y": "y", "z": "z"}, {"p": "x", "q": "y", "r": "r"})


def test_the_workspace_has_the_first_word_on_names() -> None:
    labels = [Labels("x", "p", "w"), Labels("x", "p", "w"), Labels("x", "p", "v")]
    assert merged(labels, {"x"}, {"p"}, {"w", "v"}, lend=True).a == {"x": "w"}
    assert merged(labels, {"x"}, {"p"}, {"w", "v"}, lend=False).a == {"x": "x"}
    assert merged(labels, {"x"}, {"p"}, {"p"}, lend=False).a == {"x": "p"}
    labels = [Labels("w", None), Labels("x", None, "w")]
    assert merged(labels, {"w", "x"}, (), {"w"}, lend=True).a == {"x": "w", "w": "w-2"}


def test_one_spelling_of_two_things_is_made_two() -> None:
    labels = [Labels("x", "y"), Labels("z", "x")]
    names = merged(labels, {"x", "z"}, {"x", "y"}, (), lend=False)
    assert (names.a, names.b) == ({"x": "x", "z": "z"}, {"y": "x", "x": "z"})
    names = merged([Labels("x", "y")], {"x"}, {"x", "y"}, (), lend=False)
    assert (names.a, names.b) == ({"x": "x"}, {"y": "x", "x": "x-2"})
    assert merged([], {"x"}, {"x"}, (), lend=False).b == {"x": "x"}
    assert free("x", {"x", "x-2"}) == "x-3"

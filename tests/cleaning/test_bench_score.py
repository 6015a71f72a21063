"""The scorer of tests/bench/clean.py on made-up pages, whose figures are worked out by hand."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from tests.bench.cleaning.paired import difference
from tests.bench.cleaning.peers import aligned, c4, paragraphs
from tests.bench.cleaning.score import Judged, Line, Page, figures, judge, overlap, shingles

HEAD, BODY, TAIL = "The ferry is late again today", "Ostrand waits for the ferry, says Falk.", "Subscribe now"


def page(*lines: tuple[str, bool], unsure: tuple[int, ...] = (), **known: Any) -> Page:
    """A page of these lines, each with whether it is of the body."""
    at, labelled = 0, []
    for number, (text, keep) in enumerate(lines):
        labelled.append(Line(at, at + len(text), keep, number not in unsure))
        at += len(text) + 1
    gold = shingles("\n".join(text for text, keep in lines if keep))
    return Page("aeb-1", "ferry.example", "\n".join(text for text, _ in lines), tuple(labelled), gold, known)


def test_runs_of_four_words_are_counted_and_a_short_text_is_one_run() -> None:
    assert shingles("a b c d a b c d") == Counter(
        {("a", "b", "c", "d"): 2, ("b", "c", "d", "a"): 1, ("c", "d", "a", "b"): 1, ("d", "a", "b", "c"): 1}
    )
    assert shingles("Late, again!") == Counter([("Late", "again")])
    assert shingles(" - ") == Counter()


def test_overlap_counts_a_run_as_often_as_both_have_it() -> None:
    twice, once = shingles("a b c d a b c d"), shingles("a b c d")
    assert overlap(twice, once) == (1 / 5, 1.0)
    assert overlap(shingles(""), once) == (0.0, 0.0)
    assert overlap(once, shingles("")) == (0.0, 1.0)


def test_a_decision_is_judged_by_lines_and_by_text() -> None:
    made = page((HEAD, True), (BODY, True), (TAIL, False))
    judged = judge(made, [True, False, True])
    assert judged.sure == Counter({(True, True): 1, (False, True): 1, (True, False): 1})
    # The head gives 3 runs, all right, and with the tail 2 more; the gold text has 10, of which the head's 3 are found.
    assert (judged.precision, judged.recall) == (3 / 5, 3 / 10)
    assert not judged.perfect
    assert judge(made, [True, True, False]).perfect


def test_an_unsure_line_counts_in_the_text_alone() -> None:
    made = page((HEAD, True), (TAIL, False), unsure=(1,))
    judged = judge(made, [True, True])
    assert judged.sure == Counter({(True, True): 1})
    assert judged.perfect
    assert judged.precision == 3 / 5


def test_figures_are_of_all_lines_together_and_of_texts_page_by_page() -> None:
    first = Judged(Counter({(True, True): 6, (True, False): 2, (False, False): 1, (False, True): 1}), 0.5, 1.0)
    second = Judged(Counter({(True, True): 3, (False, False): 1}), 1.0, 0.5)
    found = figures([first, second])
    assert (found.text_precision, found.text_recall, found.text_f1) == (0.75, 0.75, 0.75)
    assert (found.keep_precision, found.keep_recall) == (9 / 11, 9 / 10)
    assert found.keep_f1 == pytest.approx(2 * 9 / (2 * 9 + 2 + 1))
    assert found.removal_precision == 2 / 3
    assert found.drop_f1 == pytest.approx(2 * 2 / (2 * 2 + 1 + 2))
    assert found.perfect == 0.5


def test_who_takes_nothing_out_has_no_precision_of_it() -> None:
    found = figures([judge(page((HEAD, True), (TAIL, False)), [True, True])])
    assert (found.removal_precision, found.drop_f1, found.keep_recall) == (None, 0.0, 1.0)


def test_lines_are_found_again_in_what_an_extractor_gives() -> None:
    lines = ["A & B go  home", "-", "twice", "twice", "gone"]
    assert "<p>A &amp; B go  home</p>" in paragraphs(lines)
    assert aligned(lines, ["A & B go home", "-", " twice"]) == [True, True, True, False, False]


def test_the_rule_of_c4_wants_five_words_and_an_end() -> None:
    lines = [
        "It is late. So what?",
        "He said “it is late.”",
        "It is very late, again",
        "It is late.",
        "We wait and see...",
    ]
    assert c4()(lines) == [True, True, False, False, False]


def test_a_difference_on_every_page_is_no_chance_and_none_is() -> None:
    sites = [f"{number // 2}.example" for number in range(40)]
    better = difference([0.9] * 40, [0.8] * 40, sites)
    assert better.mean == pytest.approx(0.1)
    assert better.low == pytest.approx(better.high)
    assert better.chance < 0.001
    evens = [0.8 + 0.1 * (number % 2) for number in range(40)]
    same = difference(evens, evens[::-1], sites)
    assert same.mean == pytest.approx(0)
    assert same.chance > 0.9

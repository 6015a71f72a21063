"""A gate lets every line pass that its pattern matches; and it spares something."""

from __future__ import annotations

import random
import re

import numpy as np
import pytest
from tests.cleaning.columnar.test_equality import BODY, LINES, MORE, ODD

from wiremark.cleaning import RULES, Part
from wiremark.cleaning.columnar.gates import Edges, Gates, Pattern, rare_signs
from wiremark.cleaning.columnar.shapes import shape

PATTERNS = sorted(
    {Pattern(rule.pattern, rule.part is Part.LINE) for rule in RULES}
    | {Pattern(pattern, whole=False) for rule in RULES for pattern in (rule.above, *rule.below) if pattern},
    key=lambda pattern: pattern.pattern,
)
ODD_CASES = str.maketrans({"s": "ſ", "k": "\u212a", "i": "ı"})


def lines() -> list[str]:
    """Examples, as they are and in other cases, cut, and with odd characters at either end."""
    chance = random.Random(1)  # noqa: S311
    made = {*LINES, BODY, MORE}
    for line in LINES:
        made |= {line.upper(), line.lower(), line.swapcase(), line.lower().translate(ODD_CASES), line[:-1], line[1:]}
        made |= {line.replace("i", "İ"), f"{line}.", f"{line}{chance.choice(ODD)}", f"{chance.choice(ODD)}{line}"}
    return sorted(line for line in made if line and "\n" not in line and "\r" not in line)


def matches(pattern: Pattern, line: str) -> bool:
    return bool((re.fullmatch if pattern.whole else re.match)(pattern.pattern, line))


def edges_of(gates: Gates, tried: list[str]) -> Edges:
    raw = "".join(tried).encode("utf-8")
    ends = np.cumsum([len(line.encode("utf-8")) for line in tried])
    starts = np.concatenate(([0], ends[:-1]))
    signs = rare_signs(raw, starts, ends, np.array([len(line) for line in tried]))
    return gates.edges(np.frombuffer(raw, np.uint8), starts, ends, signs)


def passing(gates: Gates, number: int, tried: list[str]) -> set[int]:
    lengths = np.array([len(line) for line in tried])
    return set(gates.passing(edges_of(gates, tried), number, lengths).tolist())


def test_what_a_pattern_matches_passes_its_gates() -> None:
    gates, tried = Gates(PATTERNS), lines()
    edges, lengths = edges_of(gates, tried), np.array([len(line) for line in tried])
    seen = 0
    for number, pattern in enumerate(PATTERNS):
        passing = set(gates.passing(edges, number, lengths).tolist())
        for at, line in enumerate(tried):
            if matches(pattern, line):
                seen += 1
                assert at in passing, (pattern, line)
    assert seen > len(PATTERNS)


def test_lines_of_prose_stop_at_most_gates() -> None:
    gates = Gates(PATTERNS)
    prose = [
        "The council will vote on the budget for the new pier before the end of the summer.",
        "Four ships waited outside the harbour, the pilots said, and none of them had enough coal for the night.",
        "Mayor Ana Ruiz called it a day to remember for all of Port Elsin.",
    ]
    found = [len(passing(gates, number, prose)) for number in range(len(PATTERNS))]
    assert sum(found) < len(PATTERNS) * len(prose) / 4


@pytest.mark.parametrize(
    ("pattern", "line"),
    [("(?i:kiss)", "\u212aıſſ"), ("(?i:kiss)", "KİSS"), ("[^a]b", "éb"), ("a|bc?", "b"), ("(?:ab){2,3}", "ababab")],
)
def test_shapes_know_odd_cases_and_repeats(pattern: str, line: str) -> None:
    assert re.fullmatch(pattern, line)
    assert passing(Gates([Pattern(pattern, whole=True)]), 0, [line]) == {0}


def test_a_shape_holds_lengths_and_edges() -> None:
    here = shape("ab{2,4}(?:c|d)", whole=True, depth=4)
    assert (here.shortest, here.longest) == (4, 6)
    gates = Gates([Pattern("ab{2,4}(?:c|d)", whole=True)])
    for line, passes in (("abbc", True), ("abbbbd", True), ("xbbc", False), ("abbe", False), ("abc", False)):
        assert (passing(gates, 0, [line]) == {0}) is passes, line


@pytest.mark.parametrize(
    ("pattern", "passes", "stops"),
    [
        (".* [A-Z][a-z]*", "the ferry Tarrow", "the long ferry"),  # the last word
        (".* (?:of|at) ?[A-Z]+", "the port ofAB", "the port AtAB"),
        ("(?:.* )?é.{0,9}", "Le échangeur", "Le xchangeur"),
        (".*[(\\[].*", "the ferry [late", "the ferry late"),  # a rare sign
        (".*(?:©|@).*", "the ferry © late", "the ferry late"),
        ("(?:[a-z ]+ (?:by|at) [a-z]+|X.*)\\.?", "fish at sea.", "Fish at sea."),  # one way or the other
    ],
)
def test_each_gate_stops_what_it_is_for(pattern: str, passes: str, stops: str) -> None:
    gates = Gates([Pattern(pattern, whole=True)])
    assert passing(gates, 0, [passes, stops]) == {0}


def test_characters_behind_one_that_is_not_ascii_are_told() -> None:
    gates = Gates([Pattern("é[ab].*", whole=True), Pattern(".*[ab]…”", whole=True)])
    assert passing(gates, 0, ["éa", "éc"]) == {0}
    assert passing(gates, 1, ["xa…”", "xc…”"]) == {0}

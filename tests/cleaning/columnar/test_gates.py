"""A gate lets every line pass that its pattern matches; and it spares something."""

from __future__ import annotations

import random
import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from tests.cleaning.columnar.test_equality import BODY, LINES, MORE, ODD

from wiremark.cleaning import RULES, Part
from wiremark.cleaning.columnar.gates import Gates, Pattern
from wiremark.cleaning.columnar.literals import needed, signs
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


def test_what_a_pattern_matches_passes_its_gates() -> None:
    gates, tried = Gates(PATTERNS), lines()
    column = pa.array(tried)
    data = np.frombuffer("".join(tried).encode("utf-8"), np.uint8)
    ends = np.cumsum([len(line.encode("utf-8")) for line in tried])
    starts = np.concatenate(([0], ends[:-1]))
    lengths = np.array([len(line) for line in tried])
    edges = gates.edges(data, starts, ends, cut=np.zeros(len(tried), np.bool_))
    seen = 0
    for number, pattern in enumerate(PATTERNS):
        passing = set(gates.passing(edges, number, lengths).tolist())
        strings = needed(pattern.pattern)
        rare = signs(pattern.pattern)
        held = pc.match_substring_regex(column, strings).to_pylist() if strings else [True] * len(tried)
        for at, line in enumerate(tried):
            if matches(pattern, line):
                seen += 1
                assert at in passing, (pattern, line)
                assert held[at], (pattern, line)
                assert rare is None or set(rare) & set(line), (pattern, line)
    assert seen > len(PATTERNS)


@pytest.mark.parametrize(
    ("pattern", "line"),
    [("(?i:kiss)", "\u212aıſſ"), ("(?i:kiss)", "KİSS"), ("[^a]b", "éb"), ("a|bc?", "b"), ("(?:ab){2,3}", "ababab")],
)
def test_shapes_know_odd_cases_and_repeats(pattern: str, line: str) -> None:
    assert re.fullmatch(pattern, line)
    gates = Gates([Pattern(pattern, whole=True)])
    data = np.frombuffer(line.encode("utf-8"), np.uint8)
    edges = gates.edges(data, np.array([0]), np.array([data.size]), cut=np.zeros(1, np.bool_))
    assert gates.passing(edges, 0, np.array([len(line)])).tolist() == [0]
    strings = needed(pattern)
    assert strings is None or pc.match_substring_regex(pa.array([line]), strings).to_pylist() == [True]


def test_a_shape_holds_lengths_and_edges() -> None:
    here = shape("ab{2,4}(?:c|d)", whole=True, depth=4)
    assert (here.shortest, here.longest) == (4, 6)
    gates = Gates([Pattern("ab{2,4}(?:c|d)", whole=True)])
    for line, passes in (("abbc", True), ("abbbbd", True), ("xbbc", False), ("abbe", False), ("abc", False)):
        data = np.frombuffer(line.encode("utf-8"), np.uint8)
        edges = gates.edges(data, np.array([0]), np.array([data.size]), cut=np.zeros(1, np.bool_))
        assert (gates.passing(edges, 0, np.array([len(line)])).size == 1) is passes, line

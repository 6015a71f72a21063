"""No pattern hangs on a line that nearly fits it. The matching runs in a process of its own, which can be ended."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from wiremark.cleaning import RULES, Part, Rule

SCRIPTS = Path(__file__).parents[2] / "scripts"
HANG = 120  # seconds; all of it takes about three
LONGEST = 600  # no rule reads further into a line
WORDS = ("Ana ", "Ana de ", "Ana, ", "Ana and ", "Ana de Al de Al de Al de Al and ", "a. ", "A. ")
UNITS = (*WORDS, "A", "A ", "A.", "Ana/", "a", "- ", "(", "|", "9", ".", " ")
BAD_TAILS = ("", "x", "?", "\x00", " x)", ".")


def near_misses(rule: Rule) -> Iterator[str]:
    """Each line of the example, cut at each of its words, and there something repeated: its own words, or a unit."""
    for line in rule.example.split("\n"):
        words = line.split(" ")
        for cut in range(len(words) + 1):
            head = " ".join(words[:cut])
            own = {f" {' '.join(words[first:cut])}" for first in range(cut)}
            for unit in (*UNITS, *sorted(own)):
                for tail in BAD_TAILS:
                    yield f"{head} {unit * LONGEST}".lstrip()[: LONGEST - len(tail)] + tail


def main() -> None:
    for rule in RULES:
        print(rule.id, flush=True)
        pattern, others = re.compile(rule.pattern), [*map(re.compile, filter(None, (rule.above, *rule.below)))]
        for line in near_misses(rule):
            _ = pattern.fullmatch(line) if rule.part is Part.LINE else pattern.match(line)
            re.search(rule.unless, line)
            for other in others:
                other.match(line)


def test_no_pattern_hangs_on_a_near_miss_of_its_own_example() -> None:
    try:
        ran = subprocess.run(
            [sys.executable, __file__],
            env=os.environ | {"PYTHONPATH": str(SCRIPTS)},
            timeout=HANG,
            capture_output=True,
            text=True,
        )
    except subprocess.TimeoutExpired as expired:
        seen = expired.stdout.decode() if isinstance(expired.stdout, bytes) else expired.stdout or ""
        pytest.fail(f"hangs: {seen.split()[-1:]}")
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.split() == [rule.id for rule in RULES]


if __name__ == "__main__":
    main()

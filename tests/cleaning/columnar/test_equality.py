"""The columnar path against the reference, span for span."""

from __future__ import annotations

import gzip
import json
import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.bench.cleaning.perturbed import documents
from tests.cleaning.columnar.expected import check

from wiremark.cleaning import RULES
from wiremark.cleaning.cleaned import WHITE_SPACE
from wiremark.cleaning.columnar import texts

ROOT = Path(__file__).parents[3]
PAGES = ROOT.parent / "shared/bench/clean"
BODY = "The harbour was closed for a week after the storm, its master said on Monday."
MORE = "It will open again when the last of the wrecks has been lifted, he told reporters."

EXAMPLES = [text for rule in RULES for text in (rule.example, rule.counter_example)]
LINES = sorted({line for example in EXAMPLES for line in example.split("\n")})
BREAKS = ["\n", "\r\n", "\r", "\n\n", "\r\r\n", "\n \n", "\n\r"]
ODD = [
    *WHITE_SPACE,
    "\x00",
    "\x07",
    "\x1b",
    "\x7f",
    "\x85",
    "\ufffd",
    "😀",
    "👩🏽‍🍳",
    "e\u0301",
    "“q”",
    "完",
    "İ",
    "ı",
    "ſ",
    "\u212a",
]
ODD += ["\u0600", "\u200e", "\U0010ffff", "ł", "’", "…", "É"]
PIECES = [
    "Ana Ruiz",
    "- ",
    "|",
    "(END)",
    "(LEAD) ",
    "By ",
    "OSTRAND, May 3 (AP) — ",
    "Photo: ",
    "x" * 590,
    "word " * 130,
]


def test_examples_alone_and_inside_an_article() -> None:
    check([*EXAMPLES, *(f"{BODY}\n{text}\n{MORE}" for text in EXAMPLES), *(f"{text}\n\n{BODY}" for text in EXAMPLES)])


def test_strings_that_rules_need_are_searched_for_in_many_lines_or_in_few(monkeypatch: pytest.MonkeyPatch) -> None:
    # case aside, re and RE2 take these letters for others; in small letters they are not
    odd = [line.replace("s", "ſ").replace("k", "\u212a") for line in EXAMPLES]
    odd.append("Tarrow News. All rightſ reserved")
    raws = [*odd, *(f"{BODY}\n{text}\n{MORE}" for text in [*EXAMPLES, *odd])]
    for few in (0, 10_000):
        monkeypatch.setattr(texts, "_FEW", few)
        check(raws)


def test_pairs_of_examples() -> None:
    chance = random.Random(1)  # noqa: S311
    check([f"{chance.choice(EXAMPLES)}{chance.choice(BREAKS)}{chance.choice(EXAMPLES)}" for _ in range(300)])


def test_seeds_made_up_articles_and_the_example() -> None:
    folders = ("seeds", "tests/cleaning/articles", "scripts/wiremark/template/example/seeds")
    paths = [path for folder in folders for path in sorted((ROOT / folder).glob("*.txt"))]
    assert len(paths) >= 15
    check([path.read_bytes().decode("utf-8") for path in paths])


def test_perturbed_seeds() -> None:
    check(list(documents(60)))


@pytest.mark.parametrize("mode", ["safe", "full"])
def test_the_modes_with_a_model(mode: str) -> None:
    folders = ("seeds", "tests/cleaning/articles")
    raws = [path.read_bytes().decode("utf-8") for folder in folders for path in sorted((ROOT / folder).glob("*.txt"))]
    check([*raws, "", BODY, *EXAMPLES[:40], *documents(5)], mode=mode)
    check(raws[:2], mode=mode, language="de")


@pytest.mark.parametrize("language", ["de", "en-GB", "und"])
def test_other_languages_have_their_rules(language: str) -> None:
    check(EXAMPLES[::3], language=language)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        " ",
        "\n",
        "\r",
        "\r\n\r\n",
        WHITE_SPACE,
        "\n".join(WHITE_SPACE),
        f"{WHITE_SPACE * 3}a{WHITE_SPACE * 3}\n{WHITE_SPACE}",
        "-\n" * 300,
        "(END)\n" + "-\nHarbour master honoured\n" * 60 + f"{BODY}\n-\nA link",
        "March 2, 2031\n" * 40,
        f"{BODY}\n" * 101 + "Also read: Ten questions about the storm",
        f"(LEAD) {'a' * 593}\n{BODY}",
        f"(LEAD) {'a' * 594}\n{BODY}",
        f"OSTRAND, May 3 (AP) — {'é' * 700}",
        "é" * 600 + "|",
        "é" * 599 + "|",
        "x" * 599 + "|",
        "x" * 600 + "|",
    ],
    ids=lambda raw: repr(raw[:20]),
)
def test_edges(raw: str) -> None:
    check([raw])
    check([BODY, raw, "", raw, f"{raw}\n{BODY}"])


TEXTS = st.lists(
    st.one_of(*map(st.sampled_from, (BREAKS, LINES, ODD, PIECES)), st.characters(exclude_categories=["Cs"])),
    max_size=24,
).map("".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, max_size=8))
def test_any_text(raws: list[str]) -> None:
    check(raws)


def fuzzed(count: int, seed: int) -> list[str]:
    """Texts of examples, odd characters, breaks, long lines and slices of one another."""
    chance = random.Random(seed)  # noqa: S311
    kinds = (BREAKS, BREAKS, LINES, LINES, ODD, PIECES, [BODY, MORE])
    made = []
    for _ in range(count):
        pieces = [chance.choice(chance.choice(kinds)) for _ in range(chance.randrange(40))]
        pieces = [piece[chance.randrange(len(piece)) :] if chance.random() < 0.1 else piece for piece in pieces]
        if chance.random() < 0.1:
            pieces = [re.sub(".", lambda match: match[0].swapcase(), piece) for piece in pieces]
        made.append("".join(pieces))
    return made


def test_some_fuzzed_texts() -> None:
    check(fuzzed(150, 0))


@pytest.mark.shared
@pytest.mark.parametrize("seed", range(1, 11))
def test_ten_thousand_fuzzed_texts(seed: int) -> None:
    check(fuzzed(1000, seed))


@pytest.mark.shared
@pytest.mark.parametrize(
    "line", ["a", "é", " ", "\u3000", "-\n", "\n", "\r", "| ", "Ruiz ", "(LEAD) ", "A. "], ids=lambda line: repr(line)
)
def test_ten_megabytes_of(line: str) -> None:
    many = line * (10_000_000 // len(line)) if "\n" not in line and "\r" not in line else line * 50_000
    check([BODY, many, f"{BODY}\n{many}x.\n{MORE}"])


@pytest.mark.shared
@pytest.mark.parametrize("name", ["dev", "dev_residual"])
def test_every_page_of_the_benchmark(name: str) -> None:
    with gzip.open(PAGES / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        check([json.loads(line)["raw_text"] for line in file])

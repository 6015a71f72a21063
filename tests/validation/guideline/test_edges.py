"""Where spans begin and end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from wiremark.validation.places import Problem

Found = Callable[..., list[str]]
TEXT = (
    "The Harbour Ministry's plan, in May 2024, for President Mina Hale of The Hague: the 35-year rule of the former "
    "Mina Hale, the U.S. and The Daily’s friends at May 2024's end: “the Pact”."
)


def name(words: Any, type: str = "ORG", form: str = "NAM", entity: str | None = None) -> dict[str, Any]:
    return {"id": "m1", "type": type, "span": words, "form": form, "entity": entity}


@pytest.mark.parametrize(
    ("given", "better"),
    [
        (name("Harbour Ministry"), None),
        (name("The Harbour Ministry"), '"Harbour Ministry", 4:20'),
        (name("The Harbour Ministry", form="NOM"), None),
        (name("Harbour Ministry's"), '"Harbour Ministry", 4:20'),
        (name("Harbour Ministry's plan,", form="NOM"), '"Harbour Ministry\'s plan", 4:27'),
        (name(" Harbour Ministry"), '"Harbour Ministry", 4:20'),
        (name("President Mina Hale", "PERSON"), '"Mina Hale", 56:65'),
        (name("former Mina Hale", "PERSON"), '"Mina Hale", 111:120'),
        (name("The Daily", entity="E:daily"), None),
        (name("The Daily"), '"Daily"'),
        (name("U.S.", "LAW"), None),
        (name("“the Pact”"), f'"the Pact", {TEXT.index("the Pact")}:'),
    ],
)
def test_mentions(given: dict[str, Any], better: str | None, problems: Callable[..., list[Problem]]) -> None:
    found = [one for one in problems(TEXT, mentions=[given]) if one.code == "A412"]
    assert [one.expected.startswith(better or "-") for one in found] == [True] * bool(better)


def test_another_language_has_other_articles(found: Found) -> None:
    assert found(TEXT, mentions=[name("The Harbour Ministry")], view={"language": "de"}) == []


@pytest.mark.parametrize(
    ("words", "value", "codes"),
    [
        ("May 2024", "2024-05", []),
        ("in May 2024", "2024-05", ["A412"]),
        ("May 2024,", "2024-05", ["A412"]),
        ("May 2024's", "2024-05", ["A412"]),
    ],
)
def test_times(words: str, value: str, codes: list[str], found: Found) -> None:
    assert found(TEXT, times=[{"id": "t1", "type": "DATE", "span": words, "value": value}]) == codes


SAID = "“We sail.\n\n“We stay,” she said. “We wait,” he said, and that it sails, for the U.S. The end: “No,” it said."


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (["“We sail.", "“We stay,”"], 0),
        (["“We sail", "“We stay,”"], 0),
        (["“We wait,”"], 0),
        (["We wait,"], 1),
        (["We wait"], 0),
        (["“We wait,” he said,"], 1),
        (["that it sails"], 0),
        (["it sails"], 1),
        (["it sails,"], 1),
        (["that it sails, for the U.S."], 0),
        (["The end:"], 1),
        ([": “No,”"], 1),
        (["“We wait,” "], 1),
    ],
)
def test_contents(content: list[str], codes: int, found: Found) -> None:
    quote = {"id": "q1", "content": content, "source": [], "cue": []}
    assert found(SAID, quotes=[quote]).count("A412") == codes


@pytest.mark.parametrize(
    ("text", "words", "codes"),
    [
        ("the 35-year rule", "35-year", 0),
        ("the 35-year rule", "35", 0),
        ("the 35-year rule", "5-year", 1),
        ("the 35-year rule", "35-y", 1),
        ("Ruritania's plan", "Ruritania", 0),
        ("Ruritania’s plan", "Ruritania", 0),
        ("the G7 here", "7", 1),
        ("a café here", "cafe", 1),
        ("日本政府は", "日本", 0),
        ("한국은 말했다", "한국", 0),
        ("🚢Hale", "Hale", 0),
        ("Гавань стоит", "Гава", 1),
    ],
)
def test_cut_words(text: str, words: str, codes: int, found: Found) -> None:
    if words == "cafe":
        text, words = "a cafe\N{COMBINING ACUTE ACCENT} here", "cafe"
    one = {"id": "m1", "type": "ORG", "span": words, "form": "NOM", "entity": None}
    assert found(text, mentions=[one]) == ["A413"] * codes


def test_every_span_is_looked_at(found: Found) -> None:
    quote = {"id": "q1", "content": ["“We wa"], "source": ["h"], "cue": ["aid"]}
    assert sorted(found(SAID, quotes=[quote], places=True)) == [
        "A413 /quotes/0/content/0/text",
        "A413 /quotes/0/cue/0/text",
        "A413 /quotes/0/source/0/text",
    ]


@pytest.mark.parametrize("words", ["at least two years", "at most two years"])
def test_a_bound_belongs_to_the_time(words: str, found: Found) -> None:
    time = {"id": "t1", "type": "DURATION", "span": words, "value": "P2Y"}
    assert found(f"It takes {words}.", times=[time]) == []

"""Quotations: type, speaker, utterance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Found = Callable[..., list[str]]
TEXT = "“We sail,” the Harbour Ministry said. President Mina Hale said that they “sail” soon."
MENTIONS = [
    {"id": "m1", "type": "ORG", "span": "Harbour Ministry", "form": "NAM", "entity": "E:ministry"},
    {"id": "m2", "type": "PERSON", "span": "Mina Hale", "form": "NAM", "entity": "E:hale"},
]


def quote(**more: Any) -> dict[str, Any]:
    plain = {
        "id": "q1",
        "type": "direct",
        "content": ["“We sail,”"],
        "source": ["the Harbour Ministry"],
        "cue": ["said"],
    }
    return {**plain, "speaker": "E:ministry", "chain": [], "utterance": None, "relation": None, **more}


MIXED = {"content": ["that they “sail” soon"], "source": ["President Mina Hale"], "speaker": "E:hale"}


@pytest.mark.parametrize("language", ["de", "fr", ""])
def test_marks_of_other_languages_are_not_judged(language: str, found: Found) -> None:
    text = "„Wir segeln“, said the Harbour Ministry."
    told = quote(type="direct", content=["„Wir segeln“"], source=["the Harbour Ministry"])
    assert found(text, quotes=[told], view={"language": language}) == []


@pytest.mark.parametrize("type", ["direct", "mixed", "indirect"])
def test_type(type: str, found: Found) -> None:
    assert found(TEXT, quotes=[quote(type=type)]) == ["A406"] * (type != "direct")
    assert found(TEXT, quotes=[quote(type=type, **MIXED)]) == ["A406"] * (type != "mixed")


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        ({}, []),
        ({"speaker": "E:ruritania"}, ["A424"]),
        ({"speaker": None}, ["A424"]),
        ({"speaker": "E:ruritania", "chain": ["E:ministry"]}, []),
        ({"source": [], "speaker": "E:hale"}, []),
        ({"source": ["Harbour Ministry"], "speaker": "E:hale"}, ["A424"]),
        ({**MIXED, "type": "mixed"}, []),
        ({**MIXED, "type": "mixed", "speaker": "E:daily"}, ["A424"]),
    ],
)
def test_speaker(more: dict[str, Any], codes: list[str], found: Found) -> None:
    assert found(TEXT, mentions=MENTIONS, quotes=[quote(**more)]) == codes


@pytest.mark.parametrize(
    ("speaker", "utterance", "relation", "codes"),
    [
        ("E:ministry", "U:ministry", "verbatim", []),
        ("E:ministry", None, "verbatim", ["A421 /quotes/0/utterance"]),
        ("E:ministry", "U:ministry", None, ["A421 /quotes/0/relation"]),
        ("E:ruritania", "U:ministry", "partial", []),
        ("E:hale", "U:ministry", "partial", ["A421 /quotes/0/utterance"]),
        ("E:group", "U:hale", "partial", []),
        (None, "U:hale", "partial", []),
        ("E:hale", "U:unnamed", "partial", []),
        ("E:hale", "U:nothing", "partial", []),
    ],
)
def test_utterance(
    speaker: str | None, utterance: str | None, relation: str | None, codes: list[str], found: Found
) -> None:
    one = quote(speaker=speaker, utterance=utterance, relation=relation)
    assert found(TEXT, quotes=[one], places=True) == codes


def test_holders_in_a_circle(found: Found) -> None:
    entities = {"E:a": {"holder": "E:b"}, "E:b": {"holder": "E:a", "members": 5}}
    one = quote(speaker="E:a", utterance="U:hale", relation="partial")
    assert found(TEXT, quotes=[one], view={"entities": entities}) == ["A421"]

"""Mentions against their entities."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Found = Callable[..., list[str]]
TEXT = "Ruritania and the Ruritanian Harbour Ministry told her of Ruritz, Ruri, the Kingdom of Ruritania; Mina Hale."


def mention(words: Any, type: str, entity: str | None = None, form: str = "NAM", **more: Any) -> dict[str, Any]:
    return {"id": "m1", "type": type, "span": words, "form": form, "entity": entity, **more}


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        (mention("Harbour Ministry", "ORG", "E:ministry"), []),
        (mention("Harbour Ministry", "FAC", "E:ministry"), ["A402"]),
        (mention("Ruritanian", "NORP", "E:ruritania", variant="demonym"), []),
        (mention("Harbour Ministry", "NORP", "E:ministry"), ["A402"]),
        (mention("Harbour Ministry", "FAC"), []),
        (mention("Harbour Ministry", "FAC", "E:nobody"), []),
        (mention("Harbour Ministry", "NO_TYPE", "E:ministry"), []),
    ],
)
def test_type(given: dict[str, Any], codes: list[str], found: Found) -> None:
    assert found(TEXT, mentions=[given]) == codes


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        (mention("Ruritania", "GPE", "E:ruritania", metonymy="none"), []),
        (mention("Ruritania", "GPE", "E:ruritania"), ["A403"]),
        (mention("Ruritanian", "NORP", "E:ruritania", variant="demonym", metonymy="government"), ["A403"]),
        (mention("Mina Hale", "PERSON", metonymy="literal"), ["A403"]),
        (mention("Mina Hale", "NO_TYPE", metonymy="literal"), []),
    ],
)
def test_metonymy(given: dict[str, Any], codes: list[str], found: Found) -> None:
    assert found(TEXT, mentions=[given]) == codes


@pytest.mark.parametrize(
    ("words", "given", "codes"),
    [
        ("Ruritania", None, []),
        ("Ruritania", "canonical", []),
        ("Ruritania", "short", ["A422"]),
        ("Ruritz", "capital", []),
        ("Ruritz", None, ["A422"]),
        ("Ruritz", "canonical", ["A422"]),
        ("Ruritz", "acronym", ["A422"]),
        (("Ruri", 4), "short", []),
        ("Kingdom of Ruritania", None, []),
        ("Kingdom of Ruritania", "short", []),
        ("Kingdom of Ruritania", "canonical", ["A422"]),
        ("Mina Hale", "typo", []),
        ("Ruritz", "no_variant", []),
    ],
)
def test_variant(words: Any, given: str | None, codes: list[str], found: Found) -> None:
    more = {"variant": given} if given else {}
    one = mention(words, "GPE", "E:ruritania", metonymy="literal", **more)
    assert found(TEXT, mentions=[one]) == codes


def test_a_variant_is_for_names(found: Found) -> None:
    one = mention("her", "PERSON", "E:hale", "PRO", variant="short")
    assert found(TEXT, mentions=[one], places=True) == ["A422 /mentions/0/variant"]


def test_a_span_that_is_not_there_has_no_form(found: Found) -> None:
    span = {"start": 0, "end": 6, "text": "Ruritz"}
    assert found(TEXT, mentions=[mention(span, "GPE", "E:ruritania", metonymy="literal")]) == []


@pytest.mark.parametrize(
    ("words", "form", "codes"),
    [
        ("her", "PRO", []),
        ("the Kingdom", "PRO", ["A423"]),
        ("her", "NOM", ["A423"]),
        ("the Kingdom", "NOM", []),
    ],
)
def test_pronouns(words: str, form: str, codes: list[str], found: Found) -> None:
    assert found(TEXT, mentions=[mention(words, "PERSON", None, form)]) == codes
    assert found(TEXT, mentions=[mention(words, "PERSON", None, form)], view={"language": "de"}) == []

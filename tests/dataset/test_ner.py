"""BIO tags against hand-written expectations."""

from __future__ import annotations

from typing import Any

import pytest

from wiremark.dataset.ner import Losses, bio, tagged
from wiremark.schema.arrow import class_names
from wiremark.schema.profile import Label


def name(text: str, piece: str, label: str, form: str = "NAM") -> dict[str, Any]:
    start = text.index(piece)
    return {"span": {"start": start, "end": start + len(piece), "text": piece}, "type": label, "form": form}


def tags(text: str, *names: tuple[str, ...]) -> tuple[list[str], Losses]:
    """Each sentence as `token/tag token/tag …`, without the tokens outside a name."""
    rows, lost = tagged("d", text, "en", [name(text, *parts) for parts in names])
    shown = [
        " ".join(f"{token}/{tag}" for token, tag in zip(row["tokens"], row["ner_tags"], strict=True) if tag != "O")
        for row in rows
    ]
    return shown, lost


@pytest.mark.parametrize(
    ("text", "names", "expected", "lost"),
    [
        (
            "Ruritania-Borduria ties",
            [("Ruritania", "GPE"), ("Borduria", "GPE")],
            ["Ruritania/B-GPE Borduria/B-GPE"],
            Losses(names=2),
        ),
        (
            "the Army/Navy (G-3) said",
            [("Navy", "ORG"), ("G-3", "ORG")],
            ["Navy/B-ORG G/B-ORG -/I-ORG 3/I-ORG"],
            Losses(names=2),
        ),
        ("Mina Hale's plan", [("Mina Hale", "PERSON")], ["Mina/B-PERSON Hale/I-PERSON"], Losses(names=1)),
        ("the U.S.-led force", [("U.S.", "GPE")], ["U.S./B-GPE"], Losses(names=1)),
        (
            "the Bank of Ruritania",
            [("Ruritania", "GPE"), ("Bank of Ruritania", "ORG")],
            ["Bank/B-ORG of/I-ORG Ruritania/I-ORG"],
            Losses(names=2, nested=1),
        ),
        (
            "Mina Hale Oster",
            [("Mina Hale", "PERSON"), ("Hale Oster", "PERSON")],
            ["Mina/B-PERSON Hale/I-PERSON"],
            Losses(names=2, nested=1),
        ),
        ("Ruritanians left", [("Ruritania", "GPE")], ["Ruritanians/B-GPE"], Losses(names=1, inexact=1)),
        (
            "proRuritania",
            [("pro", "NORP"), ("Ruritania", "GPE")],
            ["proRuritania/B-NORP"],
            Losses(names=2, inexact=1, hidden=1),
        ),
        ("Acme is. Big said so.", [("is. Big", "ORG")], ["is/B-ORG ./I-ORG", "Big/B-ORG"], Losses(names=1, parted=1)),
        ("she left", [("she", "PERSON", "PRO")], [""], Losses()),
    ],
)
def test_tags(text: str, names: list[tuple[str, ...]], expected: list[str], lost: Losses) -> None:
    assert tags(text, *names) == (expected, lost)


def test_a_row_is_a_sentence_with_offsets_into_the_document() -> None:
    text = "One 😀 day.\n\nHale left."
    rows, _ = tagged("doc", text, "en", [name(text, "Hale", "PERSON")])
    assert rows == [
        {
            "id": "doc:0",
            "document_id": "doc",
            "sentence_id": 0,
            "tokens": ["One", "😀", "day", "."],
            "token_offsets": [[0, 3], [4, 5], [6, 9], [9, 10]],
            "ner_tags": ["O"] * 4,
        },
        {
            "id": "doc:1",
            "document_id": "doc",
            "sentence_id": 1,
            "tokens": ["Hale", "left", "."],
            "token_offsets": [[12, 16], [17, 21], [21, 22]],
            "ner_tags": ["B-PERSON", "O", "O"],
        },
    ]


def test_cuts_do_not_depend_on_names() -> None:
    text = "Ruritanians didn't. Hale did."
    bare, _ = tagged("d", text, "en", [])
    named, _ = tagged("d", text, "en", [name(text, "tanians didn", "ORG")])
    assert [row["token_offsets"] for row in bare] == [row["token_offsets"] for row in named]


def test_an_appended_type_moves_no_tag() -> None:
    types = (Label(0, "PERSON"), Label(1, "GPE"))
    assert class_names(bio(types)) == ["O", "B-PERSON", "I-PERSON", "B-GPE", "I-GPE"]
    assert class_names(bio((*types, Label(3, "LAW"))))[:5] == class_names(bio(types))
    assert class_names(bio((*types, Label(3, "LAW"))))[5:] == ["_retired_5", "_retired_6", "B-LAW", "I-LAW"]


def test_losses_add_up() -> None:
    assert Losses(1, 2, 3, 4, 5) + Losses(1, 1, 1, 1, 1) == Losses(2, 3, 4, 5, 6)

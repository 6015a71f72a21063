"""Cuts against hand-written expectations, and what must hold for any text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wiremark.dataset.sentences import pieces, sentences


def tokens(text: str, sentence: tuple[int, int]) -> list[tuple[int, int]]:
    words = re.compile(r"\S+").finditer(text, *sentence)
    return [(word.start() + start, word.start() + end) for word in words for start, end in pieces(word.group())]


def cut_tokens(text: str) -> list[str]:
    return [text[start:end] for start, end in tokens(text, (0, len(text)))]


def cut_sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text, "en")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ruritania-Borduria talks", "Ruritania|-|Borduria|talks"),
        ("army/navy (G-3)", "army|/|navy|(|G|-|3|)"),
        ("[Hale’s] plan", "[|Hale|’s|]|plan"),
        ("It didn't, can't, won’t, ISN'T.", "It|did|n't|,|ca|n't|,|wo|n’t|,|IS|N'T|."),
        ("they're we've I'll she'd I'm", "they|'re|we|'ve|I|'ll|she|'d|I|'m"),
        ("O'Neill's rock'n'roll workers' pay", "O'Neill|'s|rock'n'roll|workers|'|pay"),
        ("the U.S.-led U.S.'s 5 p.m. S. Hale", "the|U.S.|-|led|U.S.|'s|5|p.m.|S|.|Hale"),
        ("1,000 km, 8.10 at 3pm, 1910-45, $5", "1,000|km|,|8.10|at|3pm|,|1910|-|45|,|$|5"),
        ("wait... “no”―yes", "wait|...|“|no|”|―|yes"),
        ("cafe\u0301 naïve ❤\ufe0f😀", "cafe\u0301|naïve|❤\ufe0f|😀"),
        ("a\u00a0b\u2028c\r\nd", "a|b|c|d"),
        ("日本 Nippon_1", "日|本|Nippon|_|1"),
        ("", ""),
    ],
)
def test_tokens(text: str, expected: str) -> None:
    assert "|".join(cut_tokens(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She met S. Hale on Sept. 3. Gen. Oster came.", ["She met S. Hale on Sept. 3.", "Gen. Oster came."]),
        ("It is in the U.S. He left.", ["It is in the U.S.", "He left."]),
        ("“We signed. It is done.” He left.", ["“We signed. It is done.”", "He left."]),
        ("No full stop\n\nNext one", ["No full stop", "Next one"]),
        ("One\nline. Two", ["One\nline.", "Two"]),
        ("  Padded.  \n\n\n \n\n Again.\n", ["Padded.", "Again."]),
        ("A\u00a0. A') b", ["A\u00a0. A') b"]),  # sentencex 1.0.32 panics at the unmasked text
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert cut_sentences(text) == expected


PIECES = [*"aB.é-1, 日_😀’\n\u00a0\u200d", "U.", "n't", "'s", "e\u0301", "\n\n", "\r\n"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join) | st.text(st.characters(codec="utf-8"), max_size=25))
def test_every_character_that_shows_is_in_one_token(text: str) -> None:
    cuts = [cut for sentence in sentences(text, "en") for cut in tokens(text, sentence)]
    covered = [place for start, end in cuts for place in range(start, end)]
    assert covered == [place for place, sign in enumerate(text) if not sign.isspace()]


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_sentences_are_in_order_and_stay_in_their_paragraph(text: str) -> None:
    end = 0
    for start, stop in sentences(text, "en"):
        assert end <= start < stop
        assert "\n\n" not in text[start:stop]
        assert not text[start].isspace()
        assert not text[stop - 1].isspace()
        end = stop

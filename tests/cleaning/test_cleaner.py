"""What holds for every text: nothing is lost, nothing is rewritten, and the way back is exact."""

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wiremark.cleaning import JOINER, RULES, Removed, Rule, clean, cleaner, dumps, rebuild, record

ODD = [
    "😀",
    "👩🏽‍🍳",
    "e\u0301",
    "\u00a0",
    "\u200b",
    "\ufeff",
    "\x85",
    "\u2028",
    "\u3000",
    "“q”",
    "\x0c",
    "é",
    "ł",
    "完",
]
BREAKS = ["\n", "\r\n", "\r", "\n\n", "\r\r\n"]
WORDS = [
    "The harbour reopened. ",
    "Ana Ruiz",
    " ",
    "\t",
    "|",
    "-",
    "(END)",
    "(LEAD) ",
    "By ",
    "OSTRAND, May 3 (AP) — ",
    "Photo: ",
]
EXAMPLES = [line for rule in RULES for line in rule.example.split("\n")]
texts = st.lists(
    st.one_of(*map(st.sampled_from, (ODD, BREAKS, WORDS, EXAMPLES)), st.characters(exclude_categories=["Cs"]))
).map("".join)
# whichever test is the first compiles all the patterns
patient = settings(deadline=None)


@patient
@given(texts)
def test_segments_and_removed_pieces_tile_the_raw_text(raw: str) -> None:
    cleaned = clean(raw)
    spans = [(piece.start, piece.end) for piece in cleaned.removed]
    spans += [(segment.raw_start, segment.raw_start + segment.length) for segment in cleaned.segments]
    at = 0
    for start, end in sorted(spans):
        assert start == at < end
        at = end
    assert at == len(raw)
    assert all(piece.text == raw[piece.start : piece.end] for piece in cleaned.removed)


@patient
@given(texts)
def test_text_is_the_slices_joined(raw: str) -> None:
    cleaned = clean(raw)
    slices = [raw[segment.raw_start : segment.raw_start + segment.length] for segment in cleaned.segments]
    assert cleaned.text == JOINER.join(slices)
    assert not any("\n" in piece or "\r" in piece for piece in slices)
    for segment, piece in zip(cleaned.segments, slices, strict=True):
        assert cleaned.text[segment.text_start : segment.text_start + segment.length] == piece == piece.strip()


@patient
@given(texts)
def test_raw_text_is_rebuilt_from_record_and_clean_text(raw: str) -> None:
    cleaned = clean(raw)
    written = dumps(record(cleaned, id="a", seed="a.txt", raw=raw.encode("utf-8")))
    assert rebuild(json.loads(written), cleaned.text) == raw


@patient
@given(texts)
def test_a_line_is_kept_as_one_slice(raw: str) -> None:
    ends = [(segment.raw_start, segment.raw_start + segment.length) for segment in clean(raw).segments]
    assert all({"\n", "\r"} & set(raw[end:start]) for (_, end), (start, _) in pairwise(ends))


@patient
@given(texts, st.sampled_from(["en", "ko", "en-GB"]))
def test_cleaning_is_deterministic(raw: str, language: str) -> None:
    assert clean(raw, language=language) == clean(raw, language=language)


@pytest.mark.parametrize("raw", ["", " ", "\n", "\r\n\r\n", "\ufeff", "\t\u00a0\r"])
def test_a_blank_text_gives_an_empty_one(raw: str) -> None:
    cleaned = clean(raw)
    assert (cleaned.text, cleaned.segments, cleaned.metadata) == ("", (), {})
    assert "".join(piece.text for piece in cleaned.removed) == raw


def test_white_space_and_breaks_are_records_of_their_own() -> None:
    assert clean(" a\t\r\n\r b").removed == (
        Removed(0, 1, "white_space", "white_space", " "),
        Removed(2, 3, "white_space", "white_space", "\t"),
        Removed(3, 5, "line_break", "line_break", "\r\n"),
        Removed(5, 6, "line_break", "line_break", "\r"),
        Removed(6, 7, "white_space", "white_space", " "),
    )


def test_separators_that_only_python_knows_stay_inside_a_line() -> None:
    assert clean("one\x85two\u2028three\x0cfour").text == "one\x85two\u2028three\x0cfour"


def test_an_unknown_language_gets_the_neutral_rules_and_a_note() -> None:
    raw = "By Ana Ruiz\nfalk@ostrand.example\n(END)"
    cleaned = clean(raw, language="tlh")
    assert cleaned.text == "By Ana Ruiz"
    assert cleaned.notes == ("no rules for language 'tlh': only the language-neutral ones ran",)
    assert clean(raw, language="en-GB").notes == ()


def test_two_bylines_become_one_value() -> None:
    assert clean("By Ana Ruiz\nBy Jo Falk").metadata == {"byline": "Ana Ruiz; Jo Falk"}


@pytest.mark.parametrize(
    "unit", ["a", "A ", "(", "Ab ", "Photo: A ", "- ", "By Al ", "| ", "A/", "a. ", "![", "@a", "\u00a0", "A. "]
)
def test_a_very_long_line_is_only_a_line(unit: str) -> None:
    raw = unit * (1_000_000 // len(unit))
    assert clean(raw).text == raw.strip()
    for length in (150, 590, 600, 601):  # where the whole-line rules still look
        near = clean((unit * 601)[:length] + "!")
        assert sum(len(piece.text) for piece in near.removed) + len(near.text) == length + 1


def test_prose_below_an_end_mark_stays() -> None:
    prose = "The harbour master, who had slept for an hour, then read out a list of the ships that were safe."
    assert clean(f"(END)\n-\nHarbour reopens\n{prose}\nHe wept").text == f"{prose}{JOINER}He wept"


def test_the_table_is_looked_through_for_a_kind_of_place_and_not_for_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def looked_through(lines: int) -> int:
        seen: list[Rule] = []

        def matcher_of(rule: Rule) -> Any:
            seen.append(rule)
            return matcher(rule)

        monkeypatch.setattr(cleaner, "_matcher", matcher_of)
        assert clean("Harbour\n" * lines).text.count("Harbour") == lines
        return len(seen)

    matcher = cleaner._matcher
    assert looked_through(200) == looked_through(20_000)

from __future__ import annotations

from wiremark.text.words import opening, tokens, words


def test_words_are_parted_by_white_space() -> None:
    assert words(" The “ferry”  – late.\n") == 4


def test_tokens_are_runs_of_letters_and_digits_or_single_signs() -> None:
    text = "It’s 1,000_km."
    assert [text[start:end] for start, end in tokens(text)] == ["It", "’", "s", "1", ",", "000", "_", "km", "."]


def test_seven_running_words_are_shown_and_no_more() -> None:
    assert opening("one two three four\nfive six seven") == "one two three four five six seven"
    assert opening("one two three four five six seven eight") == "one two three four five six seven …"

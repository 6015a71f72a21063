"""Small cases by hand: what becomes of one span of an old text in a new one."""

from __future__ import annotations

import pytest

from wiremark.annotation.reanchor import Placed, Reanchoring

OLD = (
    "Mayor Hale met the Harbour Board on Monday. The board backed her plan.\n\n"
    "Norland sent a second boat to Port Ellery. It came on Tuesday, and the mayor was glad.\n\n"
    "The Harbour Board will meet again next week, said Hale."
)
FIRST, SECOND, THIRD = OLD.split("\n\n")


def placed(new: str, words: str, nth: int = 0, old: str = OLD) -> tuple[str, str]:
    """The state of the nth occurrence of words, and what stands at its new place."""
    at = -1
    for _ in range(nth + 1):
        at = old.index(words, at + 1)
    found = Reanchoring(old, new).place(at, at + len(words))
    assert found.state != "kept" or (found.start, found.end) == (at, at + len(words))
    assert found.state != "shifted" or found.start != at
    return found.state, new[found.start : found.end] if found.start >= 0 else ""


@pytest.mark.parametrize(
    ("new", "words", "nth", "state", "there"),
    [
        (OLD, "Hale", 0, "kept", "Hale"),
        (OLD + " More.", "Hale", 1, "kept", "Hale"),
        (OLD.replace("Monday", "Friday"), "Mayor Hale", 0, "kept", "Mayor Hale"),
        (f"New words here. {OLD}", "Norland", 0, "shifted", "Norland"),
        (OLD.replace(" on Monday", ""), "Harbour Board", 0, "kept", "Harbour Board"),
        (OLD.replace(" on Monday", ""), "Harbour Board", 1, "shifted", "Harbour Board"),
        (OLD.replace(" on Monday", ""), "Monday", 0, "orphaned", ""),
        (OLD.replace("a second boat", "a second, larger boat"), "a second boat", 0, "edited", "a second, larger boat"),
        (OLD.replace("a second boat", "a second ship"), "a second boat", 0, "edited", "a second ship"),
        (OLD.replace("Tuesday", "Tuesdya"), "Tuesday", 0, "edited", "Tuesdya"),
        (OLD.replace("Norland", "Norlands"), "Norland", 0, "edited", "Norlands"),
        (OLD.replace("Port Ellery", "“Port Ellery”"), "Port Ellery", 0, "shifted", "Port Ellery"),
        (OLD.replace("Port Ellery", "the new Port Ellery today"), "Port Ellery", 0, "shifted", "Port Ellery"),
        (OLD.replace("was glad", "was  glad"), "was glad", 0, "edited", "was  glad"),
        (f"{SECOND}\n\n{FIRST}\n\n{THIRD}", "Monday", 0, "moved", "Monday"),
        (f"{FIRST}\n\n{THIRD}", "Harbour Board", 0, "kept", "Harbour Board"),
        (f"{FIRST}\n\n{THIRD}", "Harbour Board", 1, "shifted", "Harbour Board"),
        (f"{SECOND}\n\n{THIRD}", "Harbour Board", 0, "orphaned", ""),
        (f"{SECOND}\n\n{THIRD}", "Harbour Board", 1, "shifted", "Harbour Board"),
        ("", "Hale", 0, "orphaned", ""),
        ("Nothing of it is left over in this one.", "Hale", 0, "orphaned", ""),
    ],
)
def test_by_hand(new: str, words: str, nth: int, state: str, there: str) -> None:
    assert placed(new, words, nth) == (state, there)


def test_a_cut_that_may_have_taken_either_of_two_is_ambiguous() -> None:
    old = "Early that day it rained. Then Hale met Lund. Then Hale met Rask, and all of them went home again."
    new = "Early that day it rained. Then Hale met Rask, and all of them went home again."
    assert placed(new, "Hale", 0, old) == ("ambiguous", "Hale")
    assert placed(new, "Hale", 1, old) == ("ambiguous", "Hale")
    assert placed(new, "Lund", 0, old)[0] == "orphaned"
    assert placed(new, "Hale met Rask", 0, old) == ("shifted", "Hale met Rask")


def test_what_is_written_twice_side_by_side_is_ambiguous_with_both_places() -> None:
    old = "It rained all of the day. Hale met Lund. Nobody knew then what came of it in the end."
    new = old.replace("Hale met Lund.", "Hale met Lund. Hale met Lund.")
    at = old.index("Lund")
    found = Reanchoring(old, new).place(at, at + 4)
    assert found.state == "ambiguous"
    assert sorted(found.choices) == [(35, 39), (50, 54)]
    assert [new[start:end] for start, end in found.choices] == ["Lund", "Lund"]


def test_of_two_moved_paragraphs_that_begin_alike_each_finds_its_own() -> None:
    first = "Hale said that the harbour would be built within the year."
    second = "Hale also asked the neighbours for a loan of two boats."
    third = "Nobody answered her before the end of that long winter."
    old, new = f"{first}\n\n{second}\n\n{third}", f"{second}\n\n{third}\n\n{first}"
    assert [placed(new, "Hale", nth, old)[1] for nth in (0, 1)] == ["Hale", "Hale"]
    found = [Reanchoring(old, new).place(old.index(part), old.index(part) + 4) for part in (first, second)]
    assert [place.start for place in found] == [new.index(first), new.index(second)]
    assert {place.state for place in found} <= {"kept", "shifted", "moved"}


@pytest.mark.parametrize(
    ("old", "new", "words", "state"),
    [
        ("Then 🚢 sailed from the cafe to the sea.", "And then 🚢 sailed from the cafe to the sea.", "🚢", "shifted"),
        ("They sat in the cafe by the sea.", "They sat in the cafe\u0301 by the sea.", "cafe", "edited"),
        ("They sat in the cafe\u0301 by the sea.", "She sat in the cafe\u0301 by the sea.", "cafe\u0301", "shifted"),
        ("They saw 👩 on the old pier.", "They saw 👩\u200d🚀 on the old pier.", "👩", "edited"),
        ("政府は条約を更新した。首相は述べた。", "昨日政府は条約を更新した。首相は述べた。", "条約", "shifted"),
    ],
)
def test_signs_of_several_code_points_and_scripts_without_spaces(old: str, new: str, words: str, state: str) -> None:
    assert placed(new, words, 0, old)[0] == state


def test_another_article_settles_nothing() -> None:
    new = "Hale told the Harbour Board nothing. On Monday night she went to Port Ellery and slept until Tuesday."
    for words in ("Hale", "Harbour Board", "Monday", "Port Ellery", "Norland", "week"):
        assert placed(new, words)[0] in ("ambiguous", "orphaned")


def test_white_space_alone_has_no_place() -> None:
    assert Reanchoring("a b", "a  b").place(1, 2) == Placed("orphaned")

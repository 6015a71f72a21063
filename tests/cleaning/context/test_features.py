"""What the model sees of a line and round it."""

import numpy as np
import pytest

from wiremark.cleaning.context.features import Line, counts, distances, in_thread, means, rows, shifted
from wiremark.cleaning.context.line import NAMES, describe, opens_thread
from wiremark.cleaning.context.shared_words import NAMES as COMMON
from wiremark.cleaning.context.shared_words import compare

STORY = "The harbour of Ostrand was closed on Monday after a storm tore two cranes from the quay, its master said."


def number(text: str, name: str) -> float:
    return describe(text)[0][NAMES.index(name)]


@pytest.mark.parametrize(
    ("name", "text", "other"),
    [
        ("good", STORY, "Harbour closed after storm"),
        ("end_sentence", "“It is over.”", "It is over:"),
        ("starts_mark", "• Ferries", "Ferries •"),
        ("names", "Ana Ruiz", "Ana Ruiz spoke to dockers at the gate"),
        ("date", "Seen on 3 March 2031 in the port", "Seen in the port"),
        ("dateline", "OSTRAND — The harbour reopened.", "Ostrand — the harbour — reopened."),
        ("role", "Ana Ruiz is a freelance writer in Ostrand.", "Ana Ruiz is in Ostrand."),
        ("cue_promotion", "Sign up for the Harbour Letter", "The sign was put up for ships"),
        ("cue_caption", "A crane is seen from the quay", "A crane fell from the quay"),
        ("start_heading", "More from the harbour", "No more ferries"),
        ("start_byline", "By Ana Ruiz", "by the harbour"),
        ("group_said", "“Never,” she said", "“Never”"),
        ("tabs", "Crane\tShip", "Crane Ship"),
    ],
)
def test_a_line_is_told_from_another(name: str, text: str, other: str) -> None:
    assert number(text, name) > number(other, name)


def test_a_long_line_is_read_at_its_ends_only() -> None:
    assert number("word " * 400_000 + "end.", "end_sentence") == 1
    assert len(describe("word " * 400_000)[1]) < 300


def test_a_caption_shares_more_words_with_the_story_than_a_link_does() -> None:
    texts = [STORY, "Cranes on the quay of Ostrand harbour after the storm", "Ten recipes for lemon cake this summer"]
    contents = [describe(text)[1] for text in texts]
    common = [row[COMMON.index("common")] for row in compare(contents, [True, False, False])]
    assert common[1] > 0.5 > common[2] == 0


def test_what_stands_near() -> None:
    column = np.array([[1.0], [2.0], [6.0]], dtype=np.float32)
    assert shifted(column, 1).tolist() == [[2.0], [6.0], [-1.0]]
    assert shifted(column, -4).tolist() == [[-1.0], [-1.0], [-1.0]]
    assert means(column, 1).tolist() == [[1.5], [3.0], [4.0]]
    flags = np.array([[True], [False], [True], [False]])
    above, below = distances(flags)
    assert (above.ravel().tolist(), below.ravel().tolist()) == ([50, 1, 2, 1], [2, 1, 50, 50])
    above, below = counts(flags)
    assert (above.ravel().tolist(), below.ravel().tolist()) == ([0, 1, 1, 2], [1, 1, 0, 0])


def test_a_thread_begins_at_a_head_that_counts_or_at_the_first_of_three_entries() -> None:
    def found(*texts: str) -> list[bool]:
        return list(map(bool, in_thread([opens_thread(text) for text in texts])))

    entry = "Jo Falk on March 2, 2031 at 10:15 am said:"
    assert found(STORY, "12 responses to “Harbour closed”", "Good.") == [False, True, True]
    assert found(STORY, entry, "Good.", entry, "Bad.") == [False] * 5
    assert found(STORY, entry, "Good.", entry, "Bad.", entry) == [False, True, True, True, True, True]


@pytest.mark.parametrize("text", ["x", "…", "\u200d", "1", "\ud7ff", "a\tb", "ﷺ" * 3000, "!" * 5000])
def test_any_line_has_finite_numbers(text: str) -> None:
    for page in ([text], [text, STORY], [STORY, text, text]):
        table = rows([Line(each, "", True) for each in page])
        assert table.shape[0] == len(page)
        assert np.isfinite(table).all()
        assert (table == rows([Line(each, "", True) for each in page])).all()

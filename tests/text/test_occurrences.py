from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from wiremark.text.occurrences import occurrences


@example("aa", "aaa")
@given(st.text("ab😀", max_size=3), st.text("ab😀", max_size=12))
def test_every_place_and_no_other(words: str, text: str) -> None:
    holding = [at for at in range(len(text)) if words and text[at : at + len(words)] == words]
    assert list(occurrences(words, text)) == holding

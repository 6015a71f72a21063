"""Every token stands where it says, and every run says what stands there."""

from __future__ import annotations

from html import unescape

import pytest
from tests.cleaning.html.pages import ARTICLES
from tests.cleaning.html.test_page import ODD

from wiremark.cleaning.html.tokens import END, START, TEXT, runs, seen, tokens

PAGES = {**ARTICLES, **{name: page for name, page in ODD.items() if not name.startswith("deep")}}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_tokens_tile_a_page_and_tags_are_tags(page: str) -> None:
    at = 0
    for token in tokens(page):
        assert token.start == at < token.end
        raw = page[token.start : token.end]
        if token.kind in (START, END):
            assert raw.startswith(("<", "\ufeff<"))
            assert raw.endswith(">") or token.end == len(page)
            assert token.tag in raw.lower().replace("\0", "\ufffd")
        elif token.kind == TEXT:
            assert not raw.lower().startswith(("<p", "<div", "</p", "<h1"))
        at = token.end
    assert at == len(page)


def test_runs_say_what_a_browser_shows() -> None:
    page = "a  b\r\n\tc&amp;d &nbsp;e&#10;f&lt g\0h&nosuch;i"
    found = runs(page, 0, len(page))
    assert "".join(run.text for run in found) == "a b c&d \u00a0e f< gh&nosuch;i"
    for run in found:
        raw = page[run.start : run.end]
        assert run.text in (raw, unescape(raw), " ")


def test_a_tag_that_the_page_breaks_off_in_is_no_text() -> None:
    page = "<p>The ferry sailed.</p><p>It was 3 < 4.</blo"
    assert [page[token.start : token.end] for token in tokens(page) if token.kind == TEXT] == [
        "The ferry sailed.",
        "It was 3 < 4.",
    ]


def test_an_excerpt_is_what_a_reader_sees() -> None:
    piece = 'x">Read<!-- not --> <b>more</b><script>no()</script> &amp; <style>p {}</style>more</a'
    assert seen(piece) == "Read more & more"

"""What others make of a page of HTML: its article as plain text, a block a line.

`PAGES` has each peer as it is set up here, with what its own benchmark entry sets (no comments, for trafilatura) and
what only decorates (bullets, texts of pictures) off. Making an extractor imports the peer, so it raises ImportError
where that is not installed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Extractor = Callable[[str], str]

_PLAIN: Mapping[str, Any] = {"alt_texts": False, "comments": False, "list_bullets": False}


def justext() -> Extractor:
    import justext as package

    words = package.get_stoplist("English")
    return lambda page: "\n".join(
        paragraph.text
        for paragraph in package.justext(page.encode(), words, encoding="utf-8")
        if not paragraph.is_boilerplate
    )


def trafilatura() -> Extractor:
    import trafilatura as package

    return lambda page: package.extract(page, include_comments=False) or ""


def trafilatura_fast() -> Extractor:
    import trafilatura as package

    return lambda page: package.extract(page, include_comments=False, fast=True) or ""


def resiliparse(*, main: bool = True, options: Mapping[str, Any] = _PLAIN) -> Extractor:
    """The main content, or all text; with no options as it is set: with bullets and the texts of pictures."""
    from resiliparse.extract.html2text import extract_plain_text

    return lambda page: str(extract_plain_text(page, main_content=main, **options))


def readability() -> Extractor:
    """readability-lxml, and resiliparse for the text of the HTML that it gives."""
    from readability import Document
    from resiliparse.extract.html2text import extract_plain_text

    def extract(page: str) -> str:
        article = Document(page).summary(html_partial=True)
        return str(extract_plain_text(article, **_PLAIN))

    return extract


def newspaper() -> Extractor:
    from newspaper import Article, Config

    config = Config()
    config.fetch_images = False  # else it asks the network

    def extract(page: str) -> str:
        article = Article(url="http://localhost/", language="en", config=config)
        article.download(input_html=page)
        article.parse()
        return str(article.text)

    return extract


def turbohtml() -> Extractor:
    import turbohtml as package

    return lambda page: package.parse(page).main_text() or ""


def boilerpy() -> Extractor:
    from boilerpy3.extractors import ArticleExtractor

    extractor = ArticleExtractor(raise_on_failure=False)
    return lambda page: extractor.get_content(page) or ""


def goose() -> Extractor:
    from goose3 import Goose

    reader = Goose({"enable_image_fetching": False})
    return lambda page: reader.extract(raw_html=page).cleaned_text or ""


PAGES: dict[str, Callable[[], Extractor]] = {
    "trafilatura fast": trafilatura_fast,
    "trafilatura": trafilatura,
    "readability-lxml": readability,
    "resiliparse main": resiliparse,
    "newspaper4k": newspaper,
    "turbohtml main_text": turbohtml,
    "justext": justext,
    "boilerpy3": boilerpy,
    "goose3": goose,
    "resiliparse, all text": lambda: resiliparse(main=False),
}

"""A seed is cleaned as what it is: text, or a page of HTML."""

from wiremark.cleaning.cleaned import Cleaned
from wiremark.cleaning.cleaner import clean
from wiremark.cleaning.html import clean_html

PAGES = (".html", ".htm", ".xhtml")
"""How the names of pages end, in any case."""


def is_page(name: str) -> bool:
    """Whether the file of this name holds a page of HTML."""
    return name.lower().endswith(PAGES)


def clean_seed(name: str, raw: str, *, language: str = "en", mode: str = "rules") -> Cleaned:
    """`clean` or, by the file's name, `clean_html`, which raises NoArticle for a page that has none."""
    return (clean_html if is_page(name) else clean)(raw, language=language, mode=mode)

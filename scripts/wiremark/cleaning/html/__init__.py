"""A page of HTML in, its article out: blocks with their places in the page, a model that chooses, the text cleaner."""

from typing import Final

from wiremark.cleaning.html.metadata import stated
from wiremark.cleaning.html.page import NoArticle, clean_html
from wiremark.cleaning.html.tokens import seen

PAGE_MODEL_VERSION: Final = "2"
"""Changes with the page model or with what it sees."""

__all__ = ["PAGE_MODEL_VERSION", "NoArticle", "clean_html", "seen", "stated"]

"""A page of HTML in, its article out: blocks with their places in the page, a model that chooses, the text cleaner."""

from wiremark.cleaning.html.page import NoArticle, clean_html
from wiremark.cleaning.html.said import stated
from wiremark.cleaning.html.tokens import seen

__all__ = ["NoArticle", "clean_html", "seen", "stated"]

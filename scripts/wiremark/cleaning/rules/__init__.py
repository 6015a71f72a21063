"""The rule table: what may leave an article, and why.

One row holds one habit of newsrooms or web pages, never one article. Rows are tried from top to bottom, and
a line that no row claims stays. All examples are made up. CLEANING.md has what each row gets right.
"""

from typing import Final

from wiremark.cleaning.rule import Rule
from wiremark.cleaning.rules.comments import COMMENTS
from wiremark.cleaning.rules.contact import CONTACT
from wiremark.cleaning.rules.head import HEAD
from wiremark.cleaning.rules.links import LINKS
from wiremark.cleaning.rules.markup import MARKUP
from wiremark.cleaning.rules.page import PAGE
from wiremark.cleaning.rules.pictures import PICTURES
from wiremark.cleaning.rules.top import TOP
from wiremark.cleaning.rules.wire import WIRE

RULES_VERSION: Final = "2"
"""Changes whenever a row does what it did not do before."""

RULES: Final[tuple[Rule, ...]] = (
    *MARKUP,
    *WIRE,
    *CONTACT,
    *PAGE,
    *COMMENTS,
    *LINKS,
    *HEAD,
    *PICTURES,
    *TOP,
)

LANGUAGES: Final = frozenset(tag for rule in RULES for tag in rule.languages or ())
"""The languages that rules know, as primary subtags."""


def primary(language: str) -> str:
    """The primary subtag of a BCP 47 tag, in small letters."""
    return language.partition("-")[0].lower()


def rules_for(language: str) -> tuple[Rule, ...]:
    """The rules that act on texts in `language`, a primary subtag, in the table's order."""
    return tuple(rule for rule in RULES if rule.languages is None or language in rule.languages)

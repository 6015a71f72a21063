"""Raw article text in, clean text out, with a record of every code point that left and why."""

from wiremark.cleaning.audit import dumps, rebuild, record
from wiremark.cleaning.cleaned import JOINER, Cleaned, Removed, Segment
from wiremark.cleaning.cleaner import clean
from wiremark.cleaning.html import NoArticle, clean_html, seen, stated
from wiremark.cleaning.identity import fingerprint
from wiremark.cleaning.rule import HIDDEN, METADATA, REASONS, REGION, TAGS, Part, Place, Rule, is_layout
from wiremark.cleaning.rules import RULES, RULES_VERSION
from wiremark.cleaning.seed import clean_seed, is_page

__all__ = [
    "HIDDEN",
    "JOINER",
    "METADATA",
    "REASONS",
    "REGION",
    "RULES",
    "RULES_VERSION",
    "TAGS",
    "Cleaned",
    "NoArticle",
    "Part",
    "Place",
    "Removed",
    "Rule",
    "Segment",
    "clean",
    "clean_html",
    "clean_seed",
    "dumps",
    "fingerprint",
    "is_layout",
    "is_page",
    "rebuild",
    "record",
    "seen",
    "stated",
]

"""Raw article text in, clean text out, with a record of every code point that left and why."""

from wiremark.cleaning.audit import dumps, rebuild, record
from wiremark.cleaning.cleaner import JOINER, Cleaned, Removed, Segment, clean
from wiremark.cleaning.rule import HIDDEN, METADATA, REASONS, Part, Place, Rule
from wiremark.cleaning.rules import RULES, RULES_VERSION

__all__ = [
    "HIDDEN",
    "JOINER",
    "METADATA",
    "REASONS",
    "RULES",
    "RULES_VERSION",
    "Cleaned",
    "Part",
    "Place",
    "Removed",
    "Rule",
    "Segment",
    "clean",
    "dumps",
    "rebuild",
    "record",
]

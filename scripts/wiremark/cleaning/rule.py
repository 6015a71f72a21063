"""What one row of the rule table is."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

METADATA: Final = ("title", "byline", "dateline", "agency_tag", "edition_tag")
"""Reasons of pieces that are set aside: they leave the text and become metadata of the same name."""

BOILERPLATE: Final = "boilerplate"
"""The reason of pieces that a model takes out."""

REASONS: Final = (
    *METADATA,
    *("caption", "credit", "related_link", "separator", "end_mark", "contact", "source_line", "navigation"),
    *("published", "markup", BOILERPLATE, "line_break", "white_space"),
)
"""Every reason a removed piece can have; "published" is a page's own date, "boilerplate" is given by a model, the last
two by the cleaner itself."""

SOME_BODY: Final = "\nThe harbour will be closed to all ships until the end of the week, its master said."
"""What stands below an example that needs some body there."""

HIDDEN: Final = ("line_break", "white_space")
"""Reasons of pieces that a reader of an audit seldom wants to see."""

CONTEXT: Final = "context"
"""The rule of the pieces that the context model takes out."""

REGION: Final = "page"
"""The rule of the regions of a page that are not its article; their pieces hold the tags too."""

TAGS: Final = "page.markup"
"""The rule of the pieces of a page that no reader of the page sees: tags, scripts, comments. As little wanted."""

LONGEST: Final = 600
"""No caption, credit, title or link is longer; a longer line is prose, of which only the head is looked at."""
LONGEST_NEWS: Final = 100
"""Of the pages that news stories stand on, in lines that are not blank."""
LINES_ABOVE: Final = 3
"""What may be kept above a byline: a kicker, a headline, a line or two of standfirst."""


def is_layout(reason: str, rule: str) -> bool:
    """Whether a removed piece has no words that a reader could miss: white space, or a page's tags."""
    return reason in HIDDEN or rule == TAGS


class Part(Enum):
    """How much of a line a pattern speaks of."""

    LINE = "the whole line"
    HEAD = "its beginning"


class Place(Enum):
    """Where in the article a rule may act."""

    ANYWHERE = "on any line"
    FIRST = "nothing is kept above, and a sentence stands below"
    TOP = "at most three lines are kept above, one of them a sentence"
    AFTER_END = "below an end mark, with nothing kept between"
    NEWS = "the page has at most a hundred lines: in a longer one, a guide, the same words are often body"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row.

    `pattern` matches a trimmed line, or its beginning. It takes its group `cut`, which touches an edge of the
    line, or else all that it matches; the group `value`, where there is one, is the tidy form for the metadata.
    It acts on no line in which `unless` is found, nor on one that, in small letters, holds none of `needs`.
    `above` and `below` are how the non-blank lines around must begin. A rule that acts `once` rests afterwards;
    below one that `ends_article` stands nothing but links. `languages` None means every language.
    `example` is a line or block that the rule acts on, `counter_example` one that every rule leaves whole.
    """

    id: str
    reason: str
    pattern: str
    example: str
    counter_example: str
    needs: tuple[str, ...] = ()
    unless: str = ""
    part: Part = Part.LINE
    place: Place = Place.ANYWHERE
    above: str = ""
    below: tuple[str, ...] = ()
    once: bool = False
    ends_article: bool = False
    languages: tuple[str, ...] | None = ("en",)

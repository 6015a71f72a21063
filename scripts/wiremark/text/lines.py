"""Where the lines of a text are.

A line ends at "\\n", "\\r\\n" or a lone "\\r", and nowhere else: `str.splitlines` also cuts at form
feeds, U+0085, U+2028 and others, which news articles carry inside a sentence.
"""

import re
from typing import NamedTuple

_BREAK = re.compile(r"\r\n|\n|\r")


class Line(NamedTuple):
    """One line as code point offsets: the line is `text[start:end]`, with its break `text[start:end_with_break]`."""

    start: int
    end: int
    end_with_break: int


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """1-based line and column of an offset, all in code points, as editors count them: lines end at a line feed."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def lines(text: str) -> list[Line]:
    """The lines of `text`, in order; together, breaks included, they tile it.

    A break at the very end closes the last line and opens no empty one; an empty text has no lines.
    """
    found: list[Line] = []
    start = 0
    for line_break in _BREAK.finditer(text):
        found.append(Line(start, line_break.start(), line_break.end()))
        start = line_break.end()
    if start < len(text):
        found.append(Line(start, len(text), len(text)))
    return found

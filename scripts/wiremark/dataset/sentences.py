"""Where a text is cut into sentences and tokens. The cuts depend on the text alone, never on its annotation.

Sentences come from sentencex, whose pieces, laid side by side, are the text again. White space is masked before
sentencex sees it, one character for one: 1.0.32 panics at a no-break space after an initial.

Tokens are cut finely, so that a name seldom ends inside one: hyphens, slashes, brackets and all other signs stand
alone, and so do clitics ('s, n't, 're …) and ideographs. Kept together are numbers (1,000 and 8.10), initials with
their periods (U.S., a.m.), words with an apostrophe inside (O'Neill), and a mark with the character that it sits on.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import sentencex  # type: ignore[import-untyped]

Cut = tuple[int, int]
"""Start and end in code points of the text, end exclusive."""

_PARAGRAPH = re.compile(r"(?:[^\n]++|\n(?!\n))++")
_BLANK = re.compile(r"[^\S ]")
_MARK = "\u0300"
_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_LETTER = rf"[^\W_{_IDEOGRAPHS}]{_MARK}*"
_CLITIC = r"['’](?:s|re|ve|ll|d|m)\b"
_NOT = r"n['’]t\b"
_TOKEN = re.compile(
    rf"""
      (?:[^\W\d_]{_MARK}*\.){{2,}}             # initials
    | \d+(?:[.,:]\d+)*(?![\w{_MARK}])          # a number
    | {_NOT} | (?<=[\w.{_MARK}]){_CLITIC}      # a clitic
    | (?:{_LETTER}(?!{_NOT}))*{_LETTER}        # a word, up to n't …
      (?:(?!{_CLITIC})['’](?:{_LETTER})+)*     # … and beyond an apostrophe
    | \.{{2,}} | \S{_MARK}*                    # dots, an ideograph, any other sign
    """,
    re.VERBOSE | re.IGNORECASE,
)


def sentences(text: str, language: str) -> list[Cut]:
    """The sentences of a text in the language with this BCP 47 tag, in order, without white space at their edges.

    None crosses a paragraph; paragraphs are parted by empty lines.
    """
    cuts = []
    blanked = _BLANK.sub(" ", text)
    for paragraph in _PARAGRAPH.finditer(text):
        masked = blanked[paragraph.start() : paragraph.end()]
        found = sentencex.segment(language, masked)
        end = paragraph.start()
        for piece in found if "".join(found) == masked else [masked]:
            start, end = end, end + len(piece)
            core = piece.strip()
            if core:
                first = start + piece.index(core)
                cuts.append((first, first + len(core)))
    return cuts


def within(cut: Cut, parts: Iterable[Cut] | None) -> bool:
    """Whether a part of a text is in one of some parts; None stands for the whole text."""
    return parts is None or any(start <= cut[0] and cut[1] <= end for start, end in parts)


@lru_cache(maxsize=1 << 16)
def pieces(word: str) -> tuple[Cut, ...]:
    """The tokens of what stands between white space: together they hold all of it. What is around it moves none."""
    if word.isalpha() and word.isascii():
        return ((0, len(word)),)
    if not word.isascii():
        word = "".join(_MARK if unicodedata.category(sign) in _ATTACHED else sign for sign in word)
    return tuple((match.start(), match.end()) for match in _TOKEN.finditer(word))


_ATTACHED = frozenset({"Mn", "Mc", "Me", "Cf"})
"""Characters that belong to the one before: combining marks, joiners, variation selectors."""

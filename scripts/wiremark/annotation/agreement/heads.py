"""The head word of a phrase, stemmed: the baseline that every clustering has to beat puts equal heads together.

English: prepositions and stems are its own; in another language the baseline is only the last word or so.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_CUT = re.compile(
    r"[,;:()]|\b(?:about|after|against|among|around|as|at|before|between|by|during|for|from|in|into|near|of|on|over"
    r"|since|that|through|to|toward|towards|under|until|which|who|whose|with|within|without)\b",
    re.IGNORECASE,
)


def head(phrase: str, *, name: bool = False) -> str:
    """The stem of a phrase's head, in lower case; empty where it has no word.

    The head of a name is its last word; of another phrase the last word before the first preposition, relative pronoun
    or comma that is not its beginning.
    """
    part = phrase
    if not name:
        part = next((piece for piece in _CUT.split(phrase) if _WORD.search(piece)), phrase)
    found = _WORD.findall(part)
    return stem(found[-1]) if found else ""


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """The stem of a word, by the English Snowball stemmer (Porter 2001), in lower case and without a possessive 's."""
    return str(_stemmer()(_POSSESSIVE.sub("", word).lower()))


@lru_cache(maxsize=1)
def _stemmer() -> Callable[[str], str]:
    import snowballstemmer

    found: Callable[[str], str] = snowballstemmer.stemmer("english").stemWord
    return found

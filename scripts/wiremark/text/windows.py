"""Words as they are compared between texts, whatever their dress, and the windows of n of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from wiremark.text.words import RUNNING_WORDS

WINDOW = RUNNING_WORDS + 1
"""So many running words are one window: one more than may be shown of an article."""


class _Fold(dict[int, str | None]):
    """What becomes of a code point of folded text, None where it goes; filled as they come."""

    def __missing__(self, point: int) -> str | None:
        sign = chr(point)
        kept: str | None
        if sign.isspace():
            kept = " "
        elif not sign.isalnum():
            kept = None
        else:
            kept = f" {sign} " if _stands_alone(point) else sign
        self[point] = kept
        return kept


def _stands_alone(point: int) -> bool:
    """True for Han and kana, which are written without spaces: each sign is a word."""
    return 0x3040 <= point <= 0x30FF or 0x3400 <= point <= 0x9FFF or 0x20000 <= point <= 0x3FFFF


_FOLD = _Fold()
_BEYOND = re.compile(r"[^\x00-\x7f]")
_FEW = 40


def folded(text: str) -> str:
    """The words of a text in one dress, with one or more spaces between them.

    Words are what stands between white space, as `text.words` counts them. Case and compatibility forms are folded
    (Unicode NFKD); accents, punctuation and signs that cannot be seen are gone, so “S. Korea’s” is `s koreas`.
    """
    if not text.isascii():
        text = _nearly_ascii(text)
    return _folded(text)


def _folded(text: str) -> str:
    return (text if text.isascii() else unicodedata.normalize("NFKD", text)).casefold().translate(_FOLD)


def _nearly_ascii(text: str) -> str:
    """A text with the few signs replaced that keep it from being ASCII, which is folded several times as fast."""
    signs = set(_BEYOND.findall(text))
    for sign in signs if len(signs) <= _FEW else ():
        alone = _folded(sign)
        if alone.isascii():
            text = text.replace(sign, alone)
    return text


def words(text: str) -> list[str]:
    """The folded words of a text; what is punctuation alone is none."""
    return folded(text).split()


def letters(text: str) -> str:
    """The letters and digits of a text, folded, with nothing between them."""
    return "".join(folded(text).split())


def placed(text: str) -> list[tuple[int, int]]:
    """Where each of `words(text)` stands: offsets in code points, end exclusive, without signs that folding takes."""
    places: list[tuple[int, int]] = []
    start = end = -1
    for at, sign in enumerate(text):
        for kept in folded(sign):
            if kept != " ":
                start, end = (at if start < 0 else start), at + 1
            elif start >= 0:
                places.append((start, end))
                start = -1
    if start >= 0:
        places.append((start, end))
    return places


def windows(words: Sequence[str], size: int = WINDOW) -> Iterator[tuple[str, ...]]:
    """Every run of `size` words, in order; none for fewer words."""
    return zip(*(words[at:] for at in range(size)), strict=False)

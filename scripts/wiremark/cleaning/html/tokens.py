"""A page of HTML as tokens that tile it, each with its place in the page.

turbohtml's tokenizer (that of the HTML standard, section 13.2.5) says where a token starts; it ends where the next
one starts. What a text says is worked out piece by piece, so that each character knows the raw ones it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any, NamedTuple

from wiremark.diagnostics import Usage

TEXT, START, END, OTHER = 0, 1, 2, -1
"""Kinds of token; every other number, too, is something else: a comment, a doctype."""

_BREAK = re.compile(r"\r\n|\n|\r")
_BLANK_REFERENCE = "&(?:#0{0,9}(?:9|10|12|13|32)|#[xX]0{0,9}(?:9|[aAcCdD]|20)|Tab|NewLine);"
_SPECIAL = re.compile(
    rf"(?P<blank> *(?:[\t\n\f\r]|{_BLANK_REFERENCE})(?:[ \t\n\f\r]|{_BLANK_REFERENCE})*|  +)"
    r"|&(?:#[0-9]{1,9};?|#[xX][0-9a-fA-F]{1,8};?|[A-Za-z][A-Za-z0-9]{0,31};?)"
    r"|(?P<nothing></>|\x00)"
)
_UNSEEN = re.compile(r"(?is)<!--.*?(?:-->|\Z)|<(script|style|svg|noscript)\b.*?(?:</\1\s*>?|\Z)")
_UNFINISHED = re.compile(r"<[A-Za-z/!?][^<>]*\Z")
_TAG = re.compile(r"<[^<>]*>?|^[^<>]*>")


class Token(NamedTuple):
    """`page[start:end]`, of the kind TEXT, START, END or another; a tag has its name and its attributes, decoded."""

    kind: int
    start: int
    end: int
    tag: str
    attrs: list[tuple[str, str | None]]


class Run(NamedTuple):
    """What `page[start:end]` says: the same characters, a decoded reference, or for white space one blank or, where
    lines are kept, a line feed."""

    start: int
    end: int
    text: str


def tokens(page: str) -> Iterator[Token]:
    """The tokens of a page, in order; they tile it. Raises Usage where turbohtml is not installed."""
    tokenize = _tokenizer()

    starts = [0, *(match.end() for match in _BREAK.finditer(page))]
    kind, at, tag, attrs = OTHER, 0, "", list[tuple[str, str | None]]()
    for token in tokenize(page):
        here = starts[token.line - 1] + token.col
        if here > at:
            yield Token(kind, at, here, tag, attrs)
        kind, at, tag, attrs = int(token.type), here, token.tag or "", [*(token.attrs or ())]
    unfinished = _UNFINISHED.search(page, at) if kind == TEXT else None  # a tag that the page breaks off in
    if unfinished:
        if unfinished.start() > at:
            yield Token(kind, at, unfinished.start(), tag, attrs)
        kind, at = OTHER, unfinished.start()
    if at < len(page):
        yield Token(kind, at, len(page), tag, attrs)


def _tokenizer() -> Any:
    try:
        from turbohtml import tokenize
    except ImportError:
        raise Usage("turbohtml, which reads pages of HTML, is not installed", "pip install turbohtml") from None
    return tokenize


def runs(page: str, start: int, end: int, *, lines: bool = False) -> list[Run]:
    """What the text `page[start:end]` says, piece by piece; what says nothing (a NUL) is left out. lines: white space
    with a line break in it is a line feed and no blank."""
    found, at = [], start
    for match in _SPECIAL.finditer(page, start, end):
        here = match.start()
        if match["nothing"] is None:
            said = unescape(match[0])
            if match["blank"] is not None:
                said = "\n" if lines and _BREAK.search(said) else " "
            if said == match[0] != "\n":
                continue
            if here > at:
                found.append(Run(at, here, page[at:here]))
            found.append(Run(here, match.end(), said))
        elif here > at:
            found.append(Run(at, here, page[at:here]))
        at = match.end()
    if at < end:
        found.append(Run(at, end, page[at:end]))
    return found


def seen(piece: str) -> str:
    """What a reader sees of a piece of a page, near enough for an excerpt, in one line."""
    return " ".join(unescape(_TAG.sub(" ", _UNSEEN.sub(" ", piece))).split())

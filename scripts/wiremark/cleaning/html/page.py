"""A page of HTML in, its article out, with a record of every code point of the page that left and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wiremark.cleaning.cleaned import JOINER, Cleaned, Segment
from wiremark.cleaning.cleaner import clean
from wiremark.cleaning.html.blocks import Block, Page, read
from wiremark.cleaning.html.metadata import Piece, Stated, stated_in
from wiremark.cleaning.html.offsets import Claim, Plain, tiled
from wiremark.cleaning.html.signs import no_article
from wiremark.cleaning.html.words import words
from wiremark.cleaning.rule import BOILERPLATE, REGION

if TYPE_CHECKING:
    from wiremark.cleaning.html.model import Scores

_LEAST_WORDS = 25


class NoArticle(ValueError):
    """A page that has no article. The message says what stands there instead."""


def clean_html(raw: str, *, language: str = "en", mode: str = "rules") -> Cleaned:
    """The article of the page `raw`: the page model chooses its blocks, then `clean` acts on their text.

    Offsets are those of the page. `metadata` has the title, the byline and the day (`published`, like 2024-03-07)
    that the page states, and what `clean` sets aside. A paragraph with markup in it is several segments, which follow
    each other in the text without a joiner. Raises NoArticle where the page has none.
    """
    from wiremark.cleaning.html.model import matrix, scored, shipped

    page = read(raw)
    if not page.elements:
        raise NoArticle("text without the markup of a page" if raw.strip() else "nothing")
    if not page.blocks:
        raise NoArticle("markup without text")
    stated = stated_in(page)
    if stated.title and (what := no_article(raw, stated.title.value)):
        raise NoArticle(what)
    scores = scored(page, matrix(page, stated), shipped())
    return cut(page, scores, language=language, mode=mode, stated=stated)


def cut(
    page: Page, scores: Scores, *, language: str = "en", mode: str | None = "rules", stated: Stated | None = None
) -> Cleaned:
    """What `clean_html` gives for a page whose blocks have these scores; mode None leaves the text cleaner out.

    Raises NoArticle.
    """
    from wiremark.cleaning.html.model import chosen

    pieces = _pieces(stated)
    title = pieces.get("title")
    keep = [
        here and not (title is not None and (block.start, block.end) == (title.start, title.end))
        for block, here in zip(page.blocks, chosen(page, scores), strict=True)
    ]
    kept = [block for block, here in zip(page.blocks, keep, strict=True) if here]
    count = sum(len(words(block.text)) for block in kept)
    if count < _LEAST_WORDS:
        raise NoArticle(f"{count} words that may be text of an article" if count else "lists, links and labels")
    plain = Plain(page.raw, kept)
    cleaned = clean(plain.text, language=language, mode=mode) if mode else _as_it_is(plain.text)
    if not cleaned.text:
        raise NoArticle("notes and captions alone")
    segments = plain.segments(cleaned.segments)
    claims = [*plain.claims(cleaned.removed, {segment.raw_start for segment in segments})]
    for block, here, score in zip(page.blocks, keep, scores, strict=True):
        if not here:
            claims += _left_out(block, round(1 - float(score), 3), pieces)
    claims += _elsewhere(page, pieces)
    metadata = {reason: piece.value for reason, piece in pieces.items()}
    return Cleaned(
        cleaned.text,
        tiled(page.raw, segments, claims),
        tuple(segments),
        metadata | {name: value for name, value in cleaned.metadata.items() if name not in metadata},
        cleaned.notes,
    )


def _as_it_is(text: str) -> Cleaned:
    """A text of lines, each of which stays."""
    found, at = list[Segment](), 0
    for line in text.split("\n"):
        found.append(Segment(at, at + len(found), len(line)))
        at += len(line) + 1
    return Cleaned(text.replace("\n", JOINER), (), tuple(found), {}, ())


def _pieces(stated: Stated | None) -> dict[str, Piece]:
    if stated is None:
        return {}
    named = {"title": stated.title, "byline": stated.byline, "published": stated.published}
    return {reason: piece for reason, piece in named.items() if piece is not None}


def _left_out(block: Block, score: float, pieces: dict[str, Piece]) -> Iterator[Claim]:
    """A block that is not the article's; what is set aside in it stands apart."""
    at = block.start
    inside = [(piece, reason) for reason, piece in pieces.items() if block.start <= piece.start < block.end]
    for piece, reason in sorted(inside):
        if piece.start >= at and piece.end <= block.end:
            if piece.start > at:
                yield Claim(at, piece.start, BOILERPLATE, REGION, score)
            yield Claim(piece.start, piece.end, reason, piece.rule)
            at = piece.end
    if at < block.end:
        yield Claim(at, block.end, BOILERPLATE, REGION, score)


def _elsewhere(page: Page, pieces: dict[str, Piece]) -> Iterator[Claim]:
    """What is set aside outside of the blocks: in the head of the page, in an attribute."""
    at = 0
    for piece, reason in sorted((piece, reason) for reason, piece in pieces.items()):
        if piece.start >= at and not any(b.start < piece.end and piece.start < b.end for b in page.blocks):
            yield Claim(piece.start, piece.end, reason, piece.rule)
            at = piece.end

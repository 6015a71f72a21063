"""What a page says of itself: title, byline and day, with the place in the page where each stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any, NamedTuple

from wiremark.cleaning.html.blocks import Page, Tag, read
from wiremark.cleaning.html.words import words

_KINDS = re.compile(r"(?i)article|posting|report|review|story")
_STRING = r'"%s"\s*:\s*(?:\[\s*)?"((?:[^"\\]|\\.)*)"'
_CONTENT = re.compile(r"""(?i)[\s"'/](?:content|datetime)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ADDRESS = re.compile(r"(?i)^\s*(?:https?:|www\.|/|@)")
_BLANKS = re.compile(r"\s+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SITE = re.compile(r"(?<=\S)\s+(?P<bar>[|·»–—-])\s+(?P<name>[^|<>\s]+(?:\s+[^|·»–—\s-][^|<>\s]*)*)\s*$")
_BY = re.compile(r"(?i)^by:?\s+")


class Piece(NamedTuple):
    """Where something is stated, `page[start:end]`, which place that is (a rule's id), and its tidy value."""

    start: int
    end: int
    rule: str
    value: str


@dataclass(frozen=True, slots=True)
class Stated:
    """What a page says of itself; pieces are None, texts empty where it says nothing of them."""

    title: Piece | None
    byline: Piece | None
    published: Piece | None
    description: str
    body: str


def stated_in(page: Page) -> Stated:
    """Reads JSON-LD first, then meta tags, then what stands on the page; for the title its headings. Raises nothing."""
    objects = list(_objects(page))
    articles = [each for each in objects if _KINDS.search(str(each[1].get("@type", "")))]
    speaking = [tag for tag in page.tags if tag.name == "meta" and tag.attrs.get("content", "").strip()]
    meta = {name: tag for tag in reversed(speaking) for name in _names(tag)}
    bodies = [value for _, each in objects if isinstance(value := each.get("articleBody"), str)]
    described = (meta[name].attrs.get("content", "") for name in ("og:description", "description") if name in meta)
    return Stated(
        next(_titles(page, articles, meta), None),
        next(_bylines(page, articles, meta), None),
        next(_days(page, articles, meta), None),
        next(described, ""),
        max(bodies, key=len, default=""),
    )


def stated(raw: str) -> dict[str, str]:
    """What the page `raw` states: of title, byline, published (a day), publisher and language those that it does."""
    page = read(raw)
    named = stated_in(page)
    found = {name: piece.value for name in ("title", "byline", "published") if (piece := getattr(named, name))}
    for tag in page.tags:
        if tag.name == "html" and _LANGUAGE.fullmatch(language := tag.attrs.get("lang", "").strip()):
            found.setdefault("language", language)
        if tag.name == "meta" and "og:site_name" in _names(tag) and (site := _tidy(tag.attrs.get("content", ""))):
            found.setdefault("publisher", site)
    return found


def _names(tag: Tag) -> list[str]:
    return [tag.attrs[name].lower() for name in ("property", "name", "itemprop") if tag.attrs.get(name)]


def _objects(page: Page) -> Iterator[tuple[Tag, dict[str, Any]]]:
    """Every JSON-LD object of the page, those within others too, with its script."""
    for tag in page.tags:
        if tag.name == "script" and "ld+json" in tag.attrs.get("type", "").lower():
            source = page.raw[slice(*tag.content)].strip().removeprefix("<!--").removesuffix("-->")
            try:
                waiting = [json.loads(source, strict=False)]
            except (ValueError, RecursionError):
                continue
            while waiting:
                value = waiting.pop(0)
                if isinstance(value, dict):
                    yield tag, value
                    waiting += value.values()
                elif isinstance(value, list):
                    waiting += value


def _in_json(page: Page, tag: Tag, key: str, value: str, rule: str) -> Iterator[Piece]:
    for match in re.compile(_STRING % key).finditer(page.raw, *tag.content):
        try:
            same = json.loads(f'"{match[1]}"', strict=False) == value
        except ValueError:
            continue
        if same:
            tidy = _tidy(unescape(value))
            if tidy:
                yield Piece(match.start(1), match.end(1), rule, tidy)
            return


def _in_tag(page: Page, tag: Tag, rule: str) -> Iterator[Piece]:
    match = _CONTENT.search(page.raw, tag.start, tag.end)
    if match and match.lastindex:
        tidy = _tidy(unescape(match[match.lastindex]))
        if tidy:
            yield Piece(match.start(match.lastindex), match.end(match.lastindex), rule, tidy)


def _titles(page: Page, articles: list[tuple[Tag, dict[str, Any]]], meta: dict[str, Tag]) -> Iterator[Piece]:
    """The headline where readers see it, if it is what the head says; there a site's own name is a heading too."""
    head = [*_stated_titles(page, articles, meta)]
    wanted = set(words(head[0].value)) if head else set[str]()
    sites = {_tidy(tag.attrs.get("content", "")) for tag in page.tags if "og:site_name" in _names(tag)}
    shown = [*_shown_titles(page, sites)]
    top = set(words(shown[0].value)) if shown else set[str]()
    for block in page.blocks:
        if block.element.tag == "h1" and not block.element.hidden:
            here = set(words(block.text))
            # What the head states may be the title of another article, to which the page but links.
            of_another = not wanted & (here | top) and 2 * len(here & top) >= len(here) and block.text not in sites
            if not head or 2 * len(wanted & here) >= len(wanted) or of_another:
                yield Piece(block.start, block.end, "page.h1", _tidy(block.text))
    yield from head
    yield from shown


def _shown_titles(page: Page, sites: set[str]) -> Iterator[Piece]:
    """The page's <title> less the name of the site behind it: what stands behind its last bar, or is named so."""
    for tag in page.tags:
        if tag.name == "title" and (tidy := _tidy(unescape(page.raw[slice(*tag.content)]))):
            start, end = tag.content
            site = _SITE.search(page.raw, start, end)
            if site and (site["bar"] == "|" or _tidy(unescape(site["name"])) in sites):
                end, tidy = site.start(), _tidy(unescape(page.raw[start : site.start()]))
            yield Piece(start, end, "page.title", tidy)


def _stated_titles(page: Page, articles: list[tuple[Tag, dict[str, Any]]], meta: dict[str, Tag]) -> Iterator[Piece]:
    for tag, each in articles:
        if isinstance(value := each.get("headline"), str):
            yield from _in_json(page, tag, "headline", value, "page.json_ld")
    for name in ("og:title", "twitter:title"):
        if name in meta:
            yield from _in_tag(page, meta[name], "page.meta")


def _bylines(page: Page, articles: list[tuple[Tag, dict[str, Any]]], meta: dict[str, Tag]) -> Iterator[Piece]:
    for tag, each in articles:
        authors, found = each.get("author"), list[Piece]()
        for author in authors if isinstance(authors, list) else [authors]:
            name = author.get("name") if isinstance(author, dict) else author
            if isinstance(name, list):
                name = next(iter(name), None)
            if isinstance(name, str) and not _ADDRESS.match(name):
                key = "name" if isinstance(author, dict) else "author"
                found += _in_json(page, tag, key, name, "page.json_ld")
        if found:
            names = dict.fromkeys(_BY.sub("", piece.value) for piece in found)
            last = found[-1] if found == sorted(found) else found[0]
            yield found[0]._replace(end=last.end, value="; ".join(names))
    for name in ("author", "article:author", "byl", "dc.creator", "parsely-author", "sailthru.author"):
        if name in meta:
            for piece in _in_tag(page, meta[name], "page.meta"):
                if not _ADDRESS.match(piece.value):
                    yield piece._replace(value=_BY.sub("", piece.value))
    for tag in page.tags:
        name = _tidy(unescape(page.raw[slice(*tag.content)])) if tag.name == "a" else ""
        if name and "author" in tag.attrs.get("rel", "").split():
            yield Piece(*tag.content, "page.author", name)


def _days(page: Page, articles: list[tuple[Tag, dict[str, Any]]], meta: dict[str, Tag]) -> Iterator[Piece]:
    for tag, each in articles:
        if isinstance(value := each.get("datePublished"), str):
            yield from _day(_in_json(page, tag, "datePublished", value, "page.json_ld"))
    for name in (
        *("article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "sailthru.date"),
        *("dc.date.issued", "dcterms.created", "pubdate", "publishdate", "publish-date", "date", "dc.date"),
    ):
        if name in meta:
            yield from _day(_in_tag(page, meta[name], "page.meta"))
    for tag in page.tags:
        if tag.name == "time" and "datetime" in tag.attrs:
            yield from _day(_in_tag(page, tag, "page.time"))


def _day(pieces: Iterator[Piece]) -> Iterator[Piece]:
    for piece in pieces:
        if day := _as_day(piece.value):
            yield piece._replace(value=day)


def _as_day(text: str) -> str:
    """The day of a date as ISO 8601 or RFC 5322 write it; empty where no calendar has it."""
    from email.utils import parsedate_to_datetime

    with suppress(ValueError, OverflowError, IndexError):
        if _DAY.match(text):
            return date.fromisoformat(text[:10]).isoformat()
        return parsedate_to_datetime(text).date().isoformat()
    return ""


def _tidy(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()

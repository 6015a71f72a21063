"""What the class, id or role of an element hints at: words that makers of web pages use for their parts."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

_CUES: Final = {
    "article": "article|story|post(?!al|er)|entry|news(?!letter)|blog",
    "body": "body|content|text|copy|prose|rich",
    "article_body": "(?:article|story)[-_]*(?:body|content|text|copy|main)|(?:post|entry)[-_]*(?:body|content|text)"
    "|body[-_]?(?:copy|text|content)|main[-_]?content",
    "paragraph": r"paragraph|\bpara\b|\bgraf\b|text-?block",
    "title": r"title|headline|heading|\bhed\b",
    "deck": r"summary|standfirst|deck|\bdek\b|subtitle|sub-?head|lead(?!er)|lede|excerpt|intro|abstract|description"
    "|teaser|kicker",
    "byline": r"byline|author|writer|contributor|credit(?!-?card)|reporter|source|bio\b|dateline",
    "date": r"\bdate|time(?!line)|publish|updated|timestamp|posted",
    "caption": "caption|cutline|credit|figure|photo|image|img|picture|media|gallery|slide|carousel|video|player|thumb",
    "related": "relat|recommend|similar|more[-_]|also|read-?more|recirc|trending|popular|most[-_]|latest|next|prev"
    r"|suggest|further|outbrain|taboola|onward|promo|teaser|rail|zergnet|topics?\b",
    "social": "share|social|facebook|twitter|tweet|follow|whatsapp|linkedin|pinterest|instagram|bookmark|addthis|sns",
    "comment": "comment|disqus|discuss|reply|respond|livefyre|feedback",
    "newsletter": "newsletter|subscri|sign-?up|signin|log-?in|register|paywall|premium|member|donat|support-?us|optin"
    "|form",
    "advert": r"\bads?\b|\bad[-_]|advert|sponsor|banner|dfp|promot|commercial|partner|native|affiliate",
    "nav": r"nav|menu|breadcrumb|crumb|pagination|pager|tabs?\b|skip|toolbar|topbar",
    "footer": "foot|copyright|legal|disclaimer|colophon|bottom",
    "header": r"header|masthead|\btop\b|logo|brand",
    "aside": r"aside|side-?bar|secondary|widget|right-?col|left-?col|\brail\b|extra|supplement|complementary",
    "tags": r"\btags?\b|tag-?list|categor|keyword|section-?(?:name|label)|label|eyebrow|topic",
    "quote": "pull-?quote|quote|blockquote",
    "box": "box|info|fact|inset|embed|callout|highlight|interactive|module|component|insert|sidebar",
    "popup": "modal|popup|pop-up|overlay|lightbox|cookie|consent|gdpr|notice|alert|banner|toast|tooltip|dialog",
    "list": r"list|items?\b|feed|stream|grid|cards?\b|collection",
    "tool": "print|email|font|size|button|btn|tool|icon|search|action|control",
    "hidden": "hidden|hide|invisible|sr-only|visually|screen-reader|d-none|collapse",
    "itemprop_body": "articlebody",
    "transcript": "transcript|lyrics",
    "live": "live|timeline|update",
    "comments": r"(?:^|[_-])(?:comments?|commentlist)(?:[_-]?(?:list|area|section|body|content|text|item|thread|wrapper"
    r"|container|block|box))?$|disqus",
}
COUNT: Final = len(_CUES)
COMMENTS: Final = 1 << list(_CUES).index("comments")
"""The bit of what readers wrote below an article."""

_NAMES = frozenset(
    {
        *("aria-label", "class", "data-component", "data-module", "data-testid"),
        *("data-type", "id", "itemprop", "name", "role"),
    }
)
_LONGEST = 400
_CAMEL = re.compile("(?<=[a-z])(?=[A-Z])")
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def cues(tag: str, attrs: list[tuple[str, str | None]]) -> tuple[str, int, bool]:
    """The name of an element (its tag and class), what its names hint at, a bit for each cue, and whether it is hidden.

    The class of a whole page hints at nothing in it.
    """
    if tag in ("html", "body"):
        return tag, 0, False
    names, hidden, kind = [], False, ""
    for name, value in attrs:
        if name == "hidden" or (name == "style" and value and _UNSEEN.search(value)):
            hidden = True
        elif value and name in _NAMES:
            names.append(value)
            if name == "class":
                kind = value
    bits = 0
    for name in " ".join(names)[:_LONGEST].split():
        bits |= _bits(name)
    return f"{tag}.{kind}" if kind else tag, bits, hidden


@lru_cache(maxsize=1 << 14)
def _bits(name: str) -> int:
    name = _CAMEL.sub("-", name).lower()
    return sum(1 << number for number, pattern in enumerate(_patterns()) if pattern.search(name))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Compiled when the first page is read: the command line need not wait for them."""
    return tuple(re.compile(pattern) for pattern in _CUES.values())

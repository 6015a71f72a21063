"""Plain signs, in English, that a page with paragraphs is no article: what its title calls it."""

from __future__ import annotations

import re
from typing import Final

_DOCUMENT = "(?:policy|notice|statement)"
_SIGNS: Final = {
    "a page that was not found": re.compile(
        r"(?i)(?:(?:error )?404(?: error)?\W*)?(?:sorry\W+)?(?:(?:this |the |that )?page)?\W*(?:was |is |could |can)?"
        r"(?:not (?:be )?found|no longer (?:here|exists|available)|(?:does not|doesn[’']t) exist)[.!]*"
        r"|(?:error )?404(?: error)?[.!]*"
    ),
    "a policy or terms of use": re.compile(
        rf"(?i)(?:our )?(?:(?:privacy|cookies?)(?: (?:and|&) (?:privacy|cookies?))? {_DOCUMENT}"
        r"|terms (?:(?:and|&) conditions|of (?:use|service))|terms of (?:use|service) and privacy policy)"
    ),
}
_LOGIN = re.compile(r"(?i)(?:please )?(?:log|sign)[ -]?in(?: (?:to|with|or|and) .*| required)?[.!]*")
_PASSWORD = re.compile(r"""(?i)<input\b[^>]*\btype\s*=\s*["']?password\b""")


def no_article(raw: str, title: str) -> str:
    """What the page `raw` with this title is, if that is no article; else empty. The whole title must say so, and of a
    login a field for the password stands there too."""
    for what, pattern in _SIGNS.items():
        if pattern.fullmatch(title):
            return what
    return "a login" if _LOGIN.fullmatch(title) and _PASSWORD.search(raw) else ""

"""Elements of HTML by what they do to text, as the HTML standard and browsers have it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


VOID: Final = _set("area base br col embed hr img input link meta param source track wbr")
SILENT: Final = _set(
    "audio canvas datalist head iframe map math noembed noframes noscript object plaintext script "
    "select style svg template textarea title video xmp "
    "del rp rt"
)
"""What is in these is no text of the page: it is not shown, or not read as a part of the line that it stands in."""
INLINE: Final = _set(
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i img input ins kbd label mark "
    "nobr picture q rb rp rt ruby s samp small source span strike strong sub sup time tt u var wbr"
)
TABLE: Final = frozenset({"caption", "table", "td", "template", "th"})
"""An end tag closes nothing outside of these."""

_CELL = frozenset({"td", "th"})
_RUBY = frozenset({"rb", "rp", "rt"})
_ROW = _CELL | {"tr"}
_ROWS = _ROW | {"tbody", "tfoot", "thead"}
CLOSES: Final = {
    "a": frozenset({"a"}),
    "body": frozenset({"head"}),
    "dd": frozenset({"dd", "dt"}),
    "dt": frozenset({"dd", "dt"}),
    "li": frozenset({"li"}),
    "optgroup": frozenset({"optgroup", "option"}),
    "option": frozenset({"option"}),
    "rb": _RUBY,
    "rp": _RUBY,
    "rt": _RUBY,
    "tbody": _ROWS,
    "td": _CELL,
    "tfoot": _ROWS,
    "th": _CELL,
    "tr": _ROW,
}
"""What a start tag closes: the end tags that may be left out (HTML standard, 13.1.2.4)."""
_LISTS = frozenset({"dl", "menu", "ol", "table", "ul"})
WALLS: Final = {
    "a": TABLE,
    "body": frozenset[str](),
    "dd": _LISTS,
    "dt": _LISTS,
    "li": _LISTS,
    "p": TABLE | {"button"},
    "rb": TABLE | {"ruby"},
    "rp": TABLE | {"ruby"},
    "rt": TABLE | {"ruby"},
}
"""What it closes nothing outside of."""
KEEPS_P: Final = INLINE | SILENT | _ROWS | {"body", "caption", "colgroup", "html"}
"""Start tags that do not close an open paragraph."""


@dataclass(slots=True, eq=False)
class Element:
    """One element and where it hangs. `name` is its tag and class; `own` and `cues` are what its names, and those of
    the elements around it too, hint at (bits, see cues.py); `ancestors` are all tags from the root down to it."""

    tag: str
    name: str
    own: int
    cues: int
    parent: Element | None
    depth: int
    silent: bool
    hidden: bool
    ancestors: frozenset[str]

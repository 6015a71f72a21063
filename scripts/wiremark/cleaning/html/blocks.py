"""The blocks of a page: runs of text between the tags that break a line, each with the elements it stands in.

Elements are nested as the tags stand, with the end tags that may be left out filled in, and no deeper than browsers
go. The tree is there to tell blocks apart: what a browser does to mend a broken table is left out.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from wiremark.cleaning.cleaned import WHITE_SPACE
from wiremark.cleaning.html.cues import cues
from wiremark.cleaning.html.elements import CLOSES, INLINE, KEEPS_P, SILENT, TABLE, VOID, WALLS, Element
from wiremark.cleaning.html.tokens import END, START, TEXT, Run, runs, tokens

_DEEPEST = 512
_LOOSE = INLINE | (SILENT - {"head"})  # tags that do not break a line
_SPEAKS = frozenset({"a", "html", "link", "meta", "script", "time", "title"})  # of the page
_NO_WALLS = frozenset[str]()
_PARAGRAPH = frozenset({"p"})
_BLANKS = (" ", "\n")


@dataclass(slots=True)
class Block:
    """A run of text. `runs` are what it is made of, in order, with markup and folded white space between them left
    out; `text` is what they say, in one line but where the page keeps lines (`pre`). `linked` and `strong` count the
    characters in links and in bold."""

    element: Element
    runs: list[Run] = field(default_factory=list)
    text: str = ""
    linked: int = 0
    links: int = 0
    strong: int = 0
    breaks: int = 0

    @property
    def start(self) -> int:
        """Where it starts in the page."""
        return self.runs[0].start

    @property
    def end(self) -> int:
        """Where it ends in the page."""
        return self.runs[-1].end


@dataclass(slots=True)
class Tag:
    """A start tag that may say something of the page, and for `script`, `title` and `a` its first text."""

    name: str
    start: int
    end: int
    attrs: dict[str, str]
    content: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class Page:
    """A page as read: its blocks and its speaking tags, both in order; `elements` counts the start tags but those that
    a line of plain text may have too (`em`, `a`)."""

    raw: str
    blocks: list[Block]
    tags: list[Tag]
    elements: int


def read(raw: str) -> Page:
    """The blocks of a page. Raises nothing."""
    reader = _Reader(raw)
    for token in tokens(raw):
        if token.kind == TEXT:
            reader.text(token.start, token.end)
        elif token.kind == START:
            reader.start(token.tag, token.attrs, token.start, token.end)
        elif token.kind == END:
            reader.end(token.tag)
    reader.line()
    return Page(raw, reader.blocks, reader.tags, reader.elements)


class _Reader:
    """The open elements while the tokens of a page go by, and the block that is being filled."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.stack = [Element("", "", 0, 0, None, 0, False, False, frozenset())]
        self.open: Counter[str] = Counter()
        self.blocks: list[Block] = []
        self.block: Block | None = None
        self.broken = False  # a line break stands right above
        self.tags: list[Tag] = []
        self.elements = 0

    def start(self, tag: str, attrs: list[tuple[str, str | None]], start: int, end: int) -> None:
        self.elements += tag == "br" or tag not in INLINE
        if tag == "br":
            self._one_line(start, end)
            return
        if tag not in _LOOSE:
            self.line()
        if tag not in KEEPS_P and self.open["p"]:
            self._close(_PARAGRAPH, WALLS["p"])
        if tag in CLOSES and any(self.open[name] for name in CLOSES[tag]):
            self._close(CLOSES[tag], WALLS.get(tag, frozenset({"table"})))
        if tag in _SPEAKS and (tag != "a" or any(name in ("rel", "itemprop") for name, _ in attrs)):
            self.tags.append(Tag(tag, start, end, {name: value or "" for name, value in attrs}))
        if tag in VOID or len(self.stack) >= _DEEPEST:
            return
        self.stack.append(_element(tag, attrs, self.stack[-1]))
        self.open[tag] += 1

    def end(self, tag: str) -> None:
        if tag not in _LOOSE:
            self.line()
        if self.open[tag]:
            self._close(frozenset({tag}), TABLE - {tag} if tag != "table" else _NO_WALLS)

    def text(self, start: int, end: int) -> None:
        element = self.stack[-1]
        if self.tags and not self.tags[-1].content[1] and self.tags[-1].end == start:
            self.tags[-1].content = (start, end)
        if element.silent:
            return
        found = runs(self.raw, start, end, lines=self.open["pre"] > 0)
        blank = not any(run.text.strip(WHITE_SPACE) for run in found)
        if self.block is None:
            if blank:
                return
            self.block = Block(next(each for each in reversed(self.stack) if each.tag not in INLINE))
        self.block.runs += found
        if blank:
            return
        self.broken = False
        said = sum(len(run.text) for run in found)
        if self.open["a"]:
            self.block.linked += said
            self.block.links += 1
        if self.open["b"] or self.open["strong"]:
            self.block.strong += said

    def line(self) -> None:
        """What comes next stands on a line of its own."""
        self.broken = False
        block, self.block = self.block, None
        if block is not None:
            block.runs = _folded(block.runs)
            block.text = "".join(run.text for run in block.runs)
            if block.text:
                self.blocks.append(block)

    def _one_line(self, start: int, end: int) -> None:
        """A line break: a blank in a block, where lines are kept a line feed; the second in a row ends it."""
        if self.broken:
            self.line()
        elif self.block is not None:
            self.block.breaks += 1
            self.block.runs.append(Run(start, end, "\n" if self.open["pre"] else " "))
            self.broken = True

    def _close(self, tags: frozenset[str], walls: frozenset[str]) -> None:
        """Closes the innermost of the elements with one of `tags`, and all in it, unless a wall stands between."""
        stack = self.stack
        at = len(stack) - 1
        while at and stack[at].tag not in tags:
            if stack[at].tag in walls:
                return
            at -= 1
        if not at:
            return
        if stack[at].tag in INLINE and any(element.tag not in INLINE for element in stack[at + 1 :]):
            self.open[stack[at].tag] -= 1  # </b> does not close the paragraph within
            del stack[at]
            return
        for element in stack[at:]:
            self.open[element.tag] -= 1
        del stack[at:]


def _element(tag: str, attrs: list[tuple[str, str | None]], parent: Element) -> Element:
    name, own, hidden = cues(tag, attrs)
    return Element(
        tag,
        name,
        own,
        own | parent.cues,
        parent,
        parent.depth + 1,
        parent.silent or tag in SILENT,
        parent.hidden or hidden,
        parent.ancestors if tag in parent.ancestors else parent.ancestors | {tag},
    )


def _folded(found: list[Run]) -> list[Run]:
    """The runs with one blank or line feed where several follow each other, and none at the edges."""
    kept: list[Run] = []
    last = "\n"
    for run in found:
        start, end, text = run
        if text[0] == " " and last in _BLANKS:
            if text == " ":
                continue
            run = Run(start + 1, end, text[1:])
        elif text == "\n" and last in _BLANKS:
            if last == "\n":
                continue
            _shorten(kept)
        kept.append(run)
        last = run.text[-1]
    if kept and last in _BLANKS:
        _shorten(kept)
    return kept


def _shorten(kept: list[Run]) -> None:
    """Takes the blank or line feed at the end away."""
    start, end, text = kept.pop()
    if len(text) > 1:
        kept.append(Run(start, end - 1, text[:-1]))

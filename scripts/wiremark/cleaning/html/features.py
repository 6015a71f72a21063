"""A row of numbers for each block of a page, by which a model tells the article's blocks from the rest.

What they measure, link density, density of prose, position, repeated structure, is the field's (Kohlschütter et al.,
Boilerplate detection using shallow text features, WSDM 2010; Vogels et al., Web2Text, ECIR 2018).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from wiremark.cleaning.html.block_numbers import own_numbers
from wiremark.cleaning.html.blocks import Block
from wiremark.cleaning.html.cues import COUNT
from wiremark.cleaning.html.elements import INLINE, Element
from wiremark.cleaning.html.metadata import Stated
from wiremark.cleaning.html.words import share, trigrams, words

_PLAIN = INLINE | {
    *("blockquote", "center", "dd", "dl", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("li", "ol", "p", "pre", "ul"),
}
_TAGS = (
    *("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "figcaption", "blockquote", "pre", "section"),
    *("article", "dd", "button", "label", "body", "time", "span", "header"),
)
_ANCESTORS = (
    *("article", "main", "aside", "nav", "footer", "header", "figure", "form", "table", "ul", "ol", "section"),
    *("blockquote", "button", "figcaption", "a", "p", "center", "dl", "li"),
)
_NEAR = (0, 3, 7, 10)  # of the own numbers: length, share of links, share of common words, ends like a sentence
_PROSE_WORDS, _PROSE_LINKS = 12, 0.4
_NO_H1 = -99.0
_LONGEST_BODY = 3000


class _Sums:
    """What stands in each element, by the element's id."""

    def __init__(self) -> None:
        self.direct: defaultdict[int, float] = defaultdict(float)
        self.prose: defaultdict[int, float] = defaultdict(float)
        self.all: defaultdict[int, float] = defaultdict(float)
        self.linked: defaultdict[int, float] = defaultdict(float)
        self.links: Counter[int] = Counter()
        self.blocks: Counter[int] = Counter()

    def add(self, block: Block, prose: float, container: Element) -> None:
        self.direct[id(container)] += prose
        if container.parent is not None:
            self.direct[id(container.parent)] += 0.5 * prose
        key = id(container)
        self.prose[key] += prose
        self.all[key] += len(block.text)
        self.linked[key] += block.linked
        self.links[key] += block.links > 0
        self.blocks[key] += 1

    def spread(self, elements: Sequence[Element]) -> None:
        """What stands in an element stands in those around it. elements: all of them, the outermost first."""
        for element in reversed(elements):
            if element.parent is not None:
                own, above = id(element), id(element.parent)
                self.prose[above] += self.prose[own]
                self.all[above] += self.all[own]
                self.linked[above] += self.linked[own]
                self.links[above] += self.links[own]
                self.blocks[above] += self.blocks[own]


def _upwards(element: Element | None) -> Iterator[Element]:
    """An element and those around it, the innermost first."""
    while element is not None:
        yield element
        element = element.parent


def container(block: Block) -> Element:
    """The element that holds the block's paragraph, list or heading."""
    return next(each for each in _upwards(block.element) if each.tag not in _PLAIN or each.parent is None)


def _around(holders: Sequence[Element]) -> list[Element]:
    """These elements and all around them, each once, the outermost first."""
    found: dict[int, Element] = {}
    for element in holders:
        for each in _upwards(element):
            if id(each) in found:
                break
            found[id(each)] = each
    return sorted(found.values(), key=lambda each: each.depth)


def _is_prose(block: Block, count: int) -> bool:
    """Whether a block of `count` words is a paragraph rather than a label or a link."""
    return count >= _PROSE_WORDS and block.linked < _PROSE_LINKS * len(block.text)


def rows(blocks: Sequence[Block], stated: Stated) -> list[list[float]]:
    """One row for each block, all of one length; finite numbers; `stated` is what the page says of itself."""
    if not blocks:
        return []
    found = [words(block.text) for block in blocks]
    places, texts = _places(blocks, found), _texts(blocks, found, stated)
    own = [own_numbers(block, each) for block, each in zip(blocks, found, strict=True)]
    return [
        [*own[row], *_element(block), *places[row], *texts[row], *_neighbours(own, row)]
        for row, block in enumerate(blocks)
    ]


def _element(block: Block) -> list[float]:
    element, holder = block.element, container(block)
    near = element.own | holder.own
    return [element.depth, *_tags(element.tag, element.ancestors), *_bits(near), *_bits(element.cues)]


@lru_cache(maxsize=1 << 12)
def _tags(tag: str, ancestors: frozenset[str]) -> tuple[int, ...]:
    return (*(int(tag == each) for each in _TAGS), *(int(each in ancestors) for each in _ANCESTORS))


@lru_cache(maxsize=1 << 12)
def _bits(bits: int) -> tuple[int, ...]:
    return tuple(bits >> bit & 1 for bit in range(COUNT))


def _places(blocks: Sequence[Block], found: list[list[str]]) -> list[list[float]]:
    """Where each block stands on the page, and what stands beside it in the elements around it."""
    sums = _Sums()
    prose = [
        float(len(block.text)) if _is_prose(block, len(each)) else 0.0
        for block, each in zip(blocks, found, strict=True)
    ]
    holders = [container(block) for block in blocks]
    kinds = [f"{block.element.name} {holder.name}" for block, holder in zip(blocks, holders, strict=True)]
    of_kind, prose_of_kind = Counter(kinds), defaultdict[str, float](float)
    for block, much, holder, name in zip(blocks, prose, holders, kinds, strict=True):
        sums.add(block, much, holder)
        prose_of_kind[name] += much
    elements = _around(holders)
    sums.spread(elements)
    all_prose, everything = sum(prose) or 1.0, sum(len(block.text) for block in blocks)
    best = max(holders, key=lambda each: sums.direct[id(each)])
    path = {id(element): step for step, element in enumerate(_upwards(best))}
    # How far each element is from the best one: steps up from that, and down again; and whether it is in it.
    steps, in_best = {key: (0, up) for key, up in path.items()}, {id(best)}
    for element in elements:
        if id(element) not in steps:
            above = id(element.parent)
            steps[id(element)] = (steps[above][0] + 1, steps[above][1])
            if above in in_best:
                in_best.add(id(element))
    inside = [row for row, each in enumerate(holders) if id(each) in in_best]
    h1 = next((row for row, block in enumerate(blocks) if block.element.tag == "h1"), None)
    before, table = 0, []
    for row, (block, holder, name) in enumerate(zip(blocks, holders, kinds, strict=True)):
        second = holder.parent or holder
        third = second.parent or second
        down, up = steps[id(holder)]
        table.append(
            [
                row / len(blocks),
                row,
                len(blocks),
                before / everything,
                before,
                everything,
                all_prose,
                row - h1 if h1 is not None else _NO_H1,
                row - inside[0],
                inside[-1] - row,
                up,
                down,
                float(holder is best),
                sums.direct[id(holder)] / (sums.direct[id(best)] or 1.0),
                *(
                    value
                    for each in (id(holder), id(second), id(third))
                    for value in (
                        sums.prose[each] / all_prose,
                        sums.all[each] / everything,
                        sums.prose[each] / sums.all[each],
                        sums.linked[each] / sums.all[each],
                        sums.links[each] / sums.blocks[each],
                        sums.blocks[each],
                    )
                ),
                of_kind[name],
                prose_of_kind[name] / all_prose,
                prose_of_kind[name] / of_kind[name],
            ]
        )
        before += len(block.text)
    return table


def _texts(blocks: Sequence[Block], found: list[list[str]], stated: Stated) -> list[list[float]]:
    """What each block says that is said elsewhere too, on the page or in its head."""
    grams = [trigrams(each) for each in found]
    name = words(stated.title.value if stated.title else "")
    title, title_words = trigrams(name), set(name)
    description, body = trigrams(words(stated.description)), trigrams(words(stated.body))
    times = Counter(block.text for block in blocks)
    gram_times = Counter(gram for each in grams for gram in each)
    said, said_grams = set[str](), set[tuple[str, ...]]()
    table = []
    for block, own, mine in zip(blocks, found, grams, strict=True):
        table.append(
            [
                times[block.text],
                float(block.text in said),
                share(mine, said_grams),
                sum(gram_times[gram] > 1 for gram in mine) / (len(mine) or 1),
                share(mine, title),
                len(title_words.intersection(own)) / len(title_words) if title_words else -1.0,
                share(mine, description) if description else -1.0,
                share(description, mine) if description else -1.0,
                share(mine, body) if body else -1.0,
                min(len(body), _LONGEST_BODY),
            ]
        )
        said.add(block.text)
        said_grams |= mine
    return table


def _neighbours(own: list[list[float]], row: int) -> list[float]:
    near: list[float] = []
    for step in (-3, -2, -1, 1, 2, 3):
        there = 0 <= row + step < len(own)
        near += [own[row + step][column] for column in _NEAR] if there else [-1.0] * len(_NEAR)
    return near

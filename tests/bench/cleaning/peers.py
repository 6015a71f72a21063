"""What others keep of lines of text: published rules, and extractors of HTML given each line as a paragraph.

A decider says of the lines of a page which to keep. `LINES` has one for each peer; making it imports the peer, so it
raises ImportError where that is not installed. An extractor gives text back, not decisions: a line is kept where its
words stand in the output as a line that no earlier line has claimed.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from tests.bench.cleaning import peers_html
from tests.bench.cleaning.peers_html import Extractor

Decider = Callable[[Sequence[str]], list[bool]]

TERMINAL = (".", "?", "!", '"', "”")
"""What C4 takes for the end of a sentence; the curly mark is ours, in its favour."""

_WORD = re.compile(r"\w+")
_WHITE_SPACE = re.compile(r"\s+")


def paragraphs(lines: Iterable[str]) -> str:
    """A page of HTML with each of the lines as a paragraph."""
    body = "\n".join(f"<p>{html.escape(line, quote=False)}</p>" for line in lines)
    return f"<!DOCTYPE html>\n<html><head><title></title></head><body>\n{body}\n</body></html>"


def aligned(lines: Sequence[str], output: Iterable[str]) -> list[bool]:
    """For each line whether it stands in the output: by its letters and digits, where it has none by its signs."""
    given = Counter(map(_key, output))
    kept = []
    for key in map(_key, lines):
        kept.append(given[key] > 0)
        given[key] -= kept[-1]
    return kept


def _key(line: str) -> str:
    # Without white space and invisible characters, of which extractors make what they like.
    return "".join(_WORD.findall(unicodedata.normalize("NFKC", line))) or _WHITE_SPACE.sub("", line)


def everything() -> Decider:
    return lambda lines: [True] * len(lines)


def c4() -> Decider:
    """The rule of C4 for lines: at least five words, and the end of a sentence at the end."""
    return lambda lines: [
        len(line.split()) >= 5 and line.rstrip().endswith(TERMINAL) and not line.rstrip().endswith("...")
        for line in lines
    ]


def long() -> Decider:
    return lambda lines: [len(line.strip()) >= 80 for line in lines]


def datatrove() -> Decider:
    """`C4QualityFilter`, line by line: what it takes whole documents for (too few sentences) is left out."""
    from datatrove.data import Document
    from datatrove.pipeline.filters import C4QualityFilter

    quality = C4QualityFilter(min_num_sentences=-1)

    def keeps(line: str) -> bool:
        document = Document(text=line, id="")
        return quality.filter(document) is True and bool(document.text)

    return lambda lines: [keeps(line) for line in lines]


def extracting(extract: Extractor) -> Decider:
    """What an extractor keeps of the lines when each is a paragraph of HTML."""
    return lambda lines: aligned(lines, extract(paragraphs(lines)).split("\n"))


def _on_paragraphs(made: Callable[[], Extractor]) -> Callable[[], Decider]:
    return lambda: extracting(made())


LINES: dict[str, Callable[[], Decider]] = {
    "keep everything": everything,
    "C4 rule: 5 words, an end mark": c4,
    "datatrove C4QualityFilter": datatrove,
    "80 code points": long,
    "justext on <p>": _on_paragraphs(peers_html.justext),
    "trafilatura on <p>": _on_paragraphs(peers_html.trafilatura),
    "trafilatura fast on <p>": _on_paragraphs(peers_html.trafilatura_fast),
    "resiliparse main on <p>": _on_paragraphs(peers_html.resiliparse),
    "readability-lxml on <p>": _on_paragraphs(peers_html.readability),
    "boilerpy3 on <p>": _on_paragraphs(peers_html.boilerpy),
    "turbohtml main_text on <p>": _on_paragraphs(peers_html.turbohtml),
}

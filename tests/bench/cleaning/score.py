"""How well a cleaner does on labelled pages: of lines, of the text, of documents.

A page is what stands in the JSONL of the benchmark: `raw_text`, `lines` (offsets in code points, `keep`, perhaps
`unsure`; blank lines are not listed), `gold_body`. A decision is one bool for each of its lines: is it kept.

Figures of lines count the lines of all pages together, without those that the labellers were unsure of. The text is
compared by the runs of four words that it has in common with the gold body, as often as they stand in both (the
measure of Scrapinghub's article-extraction-benchmark); precision and recall are averaged over pages, F1 is that of the
averages. A document is perfect where every sure line is decided as it is labelled.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Shingles = Counter[tuple[str, ...]]

SHINGLE = 4
NEWS = ("aeb", "feval", "fundus")
"""How the ids of pages from newsrooms begin; the others are of guides, blogs, shops, forums too."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Line:
    """A labelled line, `raw[start:end]`."""

    start: int
    end: int
    keep: bool
    sure: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A labelled page; `known` is what the file says of it, as it stands there."""

    id: str
    site: str
    raw: str
    lines: tuple[Line, ...]
    gold: Shingles
    known: dict[str, Any]

    @property
    def news(self) -> bool:
        return self.id.startswith(NEWS)


@dataclass(frozen=True, slots=True)
class Judged:
    """What a cleaner did with a page: lines by (kept, to be kept), precision and recall of its text."""

    sure: Counter[tuple[bool, bool]]
    precision: float
    recall: float

    @property
    def perfect(self) -> bool:
        return not (self.sure[True, False] or self.sure[False, True])

    @property
    def f1(self) -> float:
        return f1(self.precision, self.recall)


@dataclass(frozen=True, slots=True)
class Figures:
    """What a cleaner reaches on many pages; each is a share, 0 to 1."""

    text_precision: float
    text_recall: float
    text_f1: float
    keep_precision: float
    keep_recall: float
    """Of the lines to be kept, those that were."""
    keep_f1: float
    removal_precision: float | None
    """Of the lines taken out, those that are no part of the body; None where none was taken out."""
    drop_f1: float
    perfect: float


def load(path: Path) -> list[Page]:
    """The labelled pages of a gzipped JSONL file."""
    return list(_pages(path))


def _pages(path: Path) -> Iterator[Page]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            lines = tuple(
                Line(line["start"], line["end"], bool(line["keep"]), not line.get("unsure")) for line in row["lines"]
            )
            yield Page(row["id"], row["domain"], row["raw_text"], lines, shingles(row["gold_body"]), row)


def shingles(text: str, size: int = SHINGLE) -> Shingles:
    """The runs of `size` words in `text`; of a shorter text the one run that it is, of no words none."""
    words = _WORD.findall(text)
    if len(words) <= size:
        return Counter([tuple(words)] if words else [])
    return Counter(zip(*(words[shift:] for shift in range(size)), strict=False))


def f1(precision: float, recall: float) -> float:
    """Their harmonic mean."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def overlap(found: Shingles, gold: Shingles) -> tuple[float, float]:
    """Precision and recall of a text's runs against the gold ones."""
    common = (found & gold).total()
    return (common / found.total() if found else 0.0, common / gold.total() if gold else 1.0)


def judge(page: Page, keep: Sequence[bool], text: str | None = None) -> Judged:
    """What the decision `keep` is worth; `text` is what the cleaner gave, where that is not the kept lines."""
    pairs = list(zip(page.lines, keep, strict=True))
    if text is None:
        text = "\n".join(page.raw[line.start : line.end] for line, kept in pairs if kept)
    sure = Counter((bool(kept), line.keep) for line, kept in pairs if line.sure)
    return Judged(sure, *overlap(shingles(text), page.gold))


def figures(judged: Sequence[Judged]) -> Figures:
    """The figures over all pages."""
    sure: Counter[tuple[bool, bool]] = Counter()
    for page in judged:
        sure.update(page.sure)
    kept, dropped = _share(sure, True), _share(sure, False)
    found, hit = (sum(values) / len(judged) for values in zip(*((p.precision, p.recall) for p in judged), strict=True))
    perfect = sum(page.perfect for page in judged) / len(judged)
    taken = sure[False, True] + sure[False, False]
    removal = dropped[0] if taken else None
    return Figures(found, hit, f1(found, hit), *kept, f1(*kept), removal, f1(*dropped), perfect)


def _share(sure: Counter[tuple[bool, bool]], what: bool) -> tuple[float, float]:
    """Precision and recall of lines decided as `what`."""
    right, decided, wanted = sure[what, what], sure[what, not what], sure[not what, what]
    precision = right / (right + decided) if right + decided else 1.0
    return precision, right / (right + wanted) if right + wanted else 1.0

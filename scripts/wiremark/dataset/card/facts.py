"""What the card tells of the articles, counted in one pass over them."""

from __future__ import annotations

import datetime
import statistics
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from wiremark.annotation.annotators import is_model
from wiremark.cleaning import is_layout
from wiremark.dataset.inputs import Inputs


@dataclass(frozen=True)
class Pass:
    """Who did a layer, and how far it has come."""

    layer: str
    annotators: tuple[str, ...]
    state: str

    @property
    def by_people(self) -> bool:
        """True where a person took part."""
        return not all(is_model(name) for name in self.annotators)


@dataclass(frozen=True)
class Facts:
    """Counts of articles, unless said otherwise. Lengths are in code points of the clean text.

    authored: those whose author is known. stories: how many a split has. removed: per reason the pieces that cleaning
    took out, but for layout, and their code points. passes: how many articles have a layer by the same annotators in
    the same state.
    """

    articles: int
    annotated: int
    authored: int
    languages: Counter[str]
    translated: Counter[str]
    publishers: Counter[str]
    dated: Counter[str]
    first: datetime.date
    last: datetime.date
    stories: Mapping[str, int]
    lengths: tuple[int, float, int]
    removed: Mapping[str, tuple[int, int]]
    rules: tuple[str, ...]
    mode: str
    passes: Counter[Pass]

    @property
    def annotators(self) -> list[str]:
        """Every annotator of the layers, by name."""
        return sorted({name for row in self.passes for name in row.annotators})

    @property
    def people(self) -> list[str]:
        """The annotators who are persons, as far as their names say."""
        return [name for name in self.annotators if not is_model(name)]

    @property
    def models(self) -> list[str]:
        """The annotators who are language models."""
        return [name for name in self.annotators if is_model(name)]


@dataclass
class _Counts:
    annotated: int = 0
    lengths: list[int] = field(default_factory=list)
    removed: dict[str, tuple[int, int]] = field(default_factory=dict)
    rules: set[str] = field(default_factory=set)
    passes: Counter[Pass] = field(default_factory=Counter)


def facts(inputs: Inputs) -> Facts:
    """Counts the articles of a workspace, of which there is one at least."""
    sources = inputs.sources.documents
    counts = _Counts()
    for article in inputs.articles:
        counts.annotated += bool(article.layers)
        counts.lengths.append(len(article.text))
        counts.rules.add(article.record["rules_version"])
        for layer, made in (article.annotation or {"annotated_with": {}})["annotated_with"].items():
            counts.passes[Pass(layer, tuple(made["annotators"]), made["state"])] += 1
        for piece in article.record["removed"]:
            if not is_layout(piece["reason"], piece["rule"]):
                pieces, points = counts.removed.get(piece["reason"], (0, 0))
                counts.removed[piece["reason"]] = pieces + 1, points + piece["end"] - piece["start"]
    stories = {(source.split, source.story) for source in sources}
    return Facts(
        articles=len(sources),
        annotated=counts.annotated,
        authored=sum(source.author is not None for source in sources),
        languages=Counter(source.language for source in sources),
        translated=Counter(source.translated_from for source in sources if source.translated_from),
        publishers=Counter(source.publisher or source.agency or "not known" for source in sources),
        dated=Counter(source.published_how for source in sources),
        first=min(source.published for source in sources),
        last=max(source.published for source in sources),
        stories=Counter(split for split, _ in stories),
        lengths=(min(counts.lengths), statistics.median(counts.lengths), max(counts.lengths)),
        removed=dict(sorted(counts.removed.items())),
        rules=tuple(sorted(counts.rules)),
        mode=inputs.sources.clean_mode,
        passes=counts.passes,
    )

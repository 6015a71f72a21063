"""Everything that `wiremark stats` says of a corpus, as one object: what its JSON is, and its tables are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TypedDict

from wiremark.annotation.adjudication.lines import Line
from wiremark.annotation.agreement.published import Pairs
from wiremark.annotation.stats import across, counts
from wiremark.annotation.stats.corpus import Corpus
from wiremark.text.order import natural

OPEN, NO_RULE = "open", "none"


class Decisions(TypedDict):
    """The lines of adjudication.jsonl. open: those without a decision.

    layers: by layer, then by decision (`open` where there is none). rules: by rule, `none` where no rule is named.
    """

    count: int
    open: int
    layers: dict[str, dict[str, int]]
    rules: dict[str, int]


class Summary(TypedDict):
    """The figures; these keys are stable.

    corpus: its name and version, and the version of the schema. agreement: null where nothing is annotated twice.
    adjudication: null where there is no adjudication.jsonl.
    """

    corpus: dict[str, str]
    documents: list[counts.Document]
    layers: dict[str, counts.Layer]
    entities: counts.Entities
    aliases: list[across.Alias]
    clusters: dict[str, across.Clusters]
    agreement: Pairs | None
    adjudication: Decisions | None


def summary(corpus: Corpus, agreement: Pairs | None = None, decisions: Iterable[Line] | None = None) -> Summary:
    """The figures of a corpus. decisions: the lines of adjudication.jsonl, or None where there is no such file."""
    return {
        "corpus": {"name": corpus.name, "version": corpus.version, "schema": corpus.profile.version},
        "documents": counts.documents(corpus),
        "layers": counts.layers(corpus),
        "entities": counts.entities(corpus),
        "aliases": across.aliases(corpus),
        "clusters": across.clusters(corpus),
        "agreement": agreement,
        "adjudication": None if decisions is None else adjudicated(decisions),
    }


def adjudicated(decisions: Iterable[Line]) -> Decisions:
    """Decisions counted by layer and by rule, layers and rules in natural order."""
    lines = [(line.layer, line.decision or OPEN, line.rule or NO_RULE) for line in decisions]
    layers = {
        layer: Counter(made for at, made, _ in lines if at == layer) for layer in sorted({at for at, *_ in lines})
    }
    rules = Counter(rule for _, made, rule in lines if made != OPEN)
    return {
        "count": len(lines),
        "open": sum(made == OPEN for _, made, _ in lines),
        "layers": {layer: dict(sorted(counts.items())) for layer, counts in layers.items()},
        "rules": {rule: rules[rule] for rule in sorted(rules, key=natural)},
    }

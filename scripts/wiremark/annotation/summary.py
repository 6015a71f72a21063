"""Everything that `wiremark stats` says of a corpus, as one object: what its JSON is, and its tables are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, TypedDict

from wiremark.annotation import across, stats
from wiremark.annotation.corpus import Corpus, Object
from wiremark.text.order import natural


class Pairs(TypedDict):
    """Agreement, each pair of passes as `wiremark agree A B --format json` has it.

    passes: the pairs of annotations/passes/. rounds: those of annotations/rounds/<n>/passes/, by <n>.
    """

    passes: list[dict[str, Any]]
    rounds: dict[str, list[dict[str, Any]]]


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
    documents: list[stats.Document]
    layers: dict[str, stats.Layer]
    entities: stats.Entities
    aliases: list[across.Alias]
    clusters: dict[str, across.Clusters]
    agreement: Pairs | None
    adjudication: Decisions | None


def summary(corpus: Corpus, agreement: Pairs | None = None, decisions: Iterable[Object] | None = None) -> Summary:
    """The figures of a corpus. decisions: the lines of adjudication.jsonl, or None where there is no such file."""
    return {
        "corpus": {"name": corpus.name, "version": corpus.version, "schema": corpus.profile.version},
        "documents": stats.documents(corpus),
        "layers": stats.layers(corpus),
        "entities": stats.entities(corpus),
        "aliases": across.aliases(corpus),
        "clusters": across.clusters(corpus),
        "agreement": agreement,
        "adjudication": None if decisions is None else adjudicated(decisions),
    }


def adjudicated(decisions: Iterable[Object]) -> Decisions:
    """Decisions counted by layer and by rule, layers and rules in natural order."""
    lines = [(line["layer"], line["decision"] or OPEN, line["rule"] or NO_RULE) for line in decisions]
    layers = {
        layer: Counter(made for at, made, _ in lines if at == layer) for layer in sorted({at for at, _, _ in lines})
    }
    rules = Counter(rule for _, made, rule in lines if made != OPEN)
    return {
        "count": len(lines),
        "open": sum(made == OPEN for _, made, _ in lines),
        "layers": {layer: dict(sorted(counts.items())) for layer, counts in layers.items()},
        "rules": {rule: rules[rule] for rule in sorted(rules, key=natural)},
    }


OPEN, NO_RULE = "open", "none"


def is_model(annotator: str) -> bool:
    """True for the name of a language model among the annotators."""
    return annotator.startswith("model-")

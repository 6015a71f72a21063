"""Agreement per attribute, and per rule of the guidelines.

What attributes there are, what their values are and which rule governs each is read from the schema.

Among the soft pairs of a layer; references are compared through the matching, so a time's id is alike where the times
are partners. Clusters are not attributes here: clustering.py scores them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wiremark.annotation.agreement.alignment import SPACES, Alignment, Both
from wiremark.annotation.agreement.layers import (
    CLUSTERS,
    Figures,
    arguments,
    clusters,
    found,
    lists,
    part_spans,
    slice_of,
)
from wiremark.annotation.agreement.measures import Figure, jaccard, kappa, share
from wiremark.annotation.matching import PLACES
from wiremark.schema.profile import Array, Node, Profile, Record, Text, inner
from wiremark.text.order import natural

_CLUSTERED = ("event_cluster", "utterance")
_COLUMNS = ("n", "agreement", "kappa", "exact_f1", "soft_f1", "f1")


def attributes(alignment: Alignment, profile: Profile) -> dict[str, Figures]:
    """Per layer and property that is a label, a reference or another value: agreement, and kappa of closed labels.

    agreement: the share of pairs that are alike, among those in which one side gives a value; a null that the schema
    asks for is a value, an optional property that both leave out says nothing. kappa (Cohen) is over all pairs, with
    "left out" as a label of its own. Of lists: `agreement` is the mean Jaccard, `exact` the share equal as sets.
    """
    return {
        layer: {
            key: attribute(alignment, layer, key, node) for key, node in record.fields.items() if _is_attribute(node)
        }
        for layer, record in profile.layers.items()
    }


def attribute(alignment: Alignment, layer: str, key: str, node: Node) -> Figures:
    """The figures of one property of a layer; see `attributes`."""
    item = inner(node)
    assert isinstance(item, Text)  # noqa: S101 (what _is_attribute lets through)
    pairs = [both for both in alignment.pairs(layer) if _comparable(both, item)]
    given = [both for both in pairs if key in both.a or key in both.b]
    if isinstance(node, Array):
        shares = [_overlap(alignment, both, key, item) for both in given]
        mean = sum(shares) / len(shares) if shares else None
        equal = sum(value == 1.0 for value in shares)
        return {"agreement": Figure(mean, {"n": len(shares)}), "exact": share(equal, len(shares))}
    alike = sum(alignment.same(both.a.get(key), both.b.get(key), item, both.document) for both in given)
    figures: Figures = {"agreement": share(alike, len(given))}
    if item.closed:
        every = [(both.a.get(key), both.b.get(key)) for both in pairs]
        figures["kappa"] = kappa(every if given else [])
    return figures


def rules(alignment: Alignment, profile: Profile) -> list[dict[str, Any]]:
    """One row per property, or label, that the schema puts under a rule, sorted by rule.

    item: `mentions.metonymy`, or with a label `mentions.form=NAM`. n: pairs; of spans and arguments, those of both
    sides. exact_f1, soft_f1: of spans; of sources and cues among matched quotations; of a label the records that have
    it, matched anew. f1: argument_f1 of arguments, the mean cluster score (CoNLL) of clusters. What does not apply to
    an item is None, as is what has nothing to measure.
    """
    rows = [
        {"rule": rule, "item": item, **dict.fromkeys(_COLUMNS), **values}
        for layer, record in profile.layers.items()
        for rule, item, values in _ruled(alignment, layer, record)
    ]
    return sorted(rows, key=lambda row: (natural(row["rule"]), row["item"]))


def _ruled(alignment: Alignment, layer: str, record: Record) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    pairs, every = alignment.pairs(layer), lists(alignment.documents, layer)
    for key, node in record.fields.items():
        rule, item = record.rules.get(key, ""), f"{layer}.{key}"
        if rule and _is_attribute(node):
            figures = attribute(alignment, layer, key, node)
            agreement = figures["agreement"]
            numbers = {"n": agreement.n["n"], "agreement": agreement.value}
            yield rule, item, {**numbers, "kappa": figures["kappa"].value if "kappa" in figures else None}
        elif rule and _is_span(node):
            figures = found(every, layer) if key == PLACES.get(layer) else part_spans(pairs, key)
            yield rule, item, _spans(figures)
        elif rule and (layer, key) in CLUSTERS.values():
            kind = next(name for name, place in CLUSTERS.items() if place == (layer, key))
            score = clusters(alignment.documents)[kind]
            yield rule, item, {"n": score["items"], "f1": score["conll"]}
        elif rule and key == "arguments":
            figure = arguments(alignment, pairs)["argument_f1"]
            yield rule, item, {"n": figure.n["a"] + figure.n["b"], "f1": figure.value}
        for label in node.labels if isinstance(node, Text) else ():
            if label.rule:
                yield label.rule, f"{item}={label.name}", _spans(found(slice_of(every, key, label.name), layer))


def _spans(figures: Figures) -> dict[str, Any]:
    n = figures["exact_f1"].n
    return {"n": n["a"] + n["b"], **{name: figures[name].value for name in ("exact_f1", "soft_f1")}}


def _is_attribute(node: Node) -> bool:
    item = inner(node)
    return isinstance(item, Text) and item.key is None and item.ref not in _CLUSTERED


def _is_span(node: Node) -> bool:
    item = inner(node)
    return isinstance(item, Record) and item.span is not None


def _comparable(both: Both, node: Text) -> bool:
    """False where the property names records of a layer that not both annotated."""
    layer = SPACES.get(node.ref or "")
    return layer is None or layer in both.document.layers


def _overlap(alignment: Alignment, both: Both, key: str, node: Text) -> float:
    """Jaccard of two lists of labels or references, each item of A in the place of its partner."""
    ours, theirs = set(both.a.get(key) or ()), set(both.b.get(key) or ())
    partner = {a: b for a in ours for b in theirs if alignment.same(a, b, node, both.document)}
    return jaccard({partner.get(value, (value,)) for value in ours}, theirs)

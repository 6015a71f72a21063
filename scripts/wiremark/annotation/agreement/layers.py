"""The figures of each layer: spans, labels, links, arguments, sources and cues, clusters.

"Exact" ignores the quotation marks and punctuation at the edges of spans, "soft" is one-to-one with an IoU of .5 or
more (matching.py). A slice of a layer, such as names or speech, is what either annotator put into it, matched anew.
Every figure is symmetric in the two annotators, 1 for a pass against itself, None where there is nothing to measure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any

from wiremark.annotation.agreement.alignment import Alignment, Both, Shared
from wiremark.annotation.agreement.clustering import scores
from wiremark.annotation.agreement.heads import head
from wiremark.annotation.agreement.measures import Figure, equal, f1, kappa, share
from wiremark.annotation.matching import PLACES, SOFT, Object, assign, extent, iou, match, spans
from wiremark.schema.profile import Profile, Text

Figures = dict[str, Any]
"""Figures by name, or groups of them."""

Lists = Sequence[tuple[Sequence[Object], Sequence[Object]]]
"""Per document the records of one layer, or of a slice of it, on either side."""

CLUSTERS = {"events": ("events", "cluster"), "utterances": ("quotes", "utterance"), "entities": ("mentions", "entity")}
"""Per kind of cluster the layer whose records are its items, and the property that names the cluster."""


def figures(alignment: Alignment, documents: Sequence[Shared], profile: Profile) -> dict[str, Figures]:
    """The figures of every layer over some of the alignment's documents."""
    return {
        "mentions": mentions(alignment, documents),
        "times": times(documents),
        "events": events(alignment, documents),
        "quotes": quotes(documents, profile),
        "clusters": clusters(documents),
    }


def lists(documents: Iterable[Shared], layer: str) -> Lists:
    """The records of a layer, per document."""
    return [document.records(layer) for document in documents if layer in document.layers]


def slice_of(lists: Lists, key: str, value: str) -> Lists:
    """The records that have a value under a key, on either side."""
    return [
        ([record for record in a if record.get(key) == value], [record for record in b if record.get(key) == value])
        for a, b in lists
    ]


def found(lists: Lists, layer: str) -> Figures:
    """exact_f1: records with equal extents; soft_f1: records that are partners; over all records."""
    exact = _in_common(lists, lambda record: extent(spans(record, PLACES[layer])))
    soft = sum(len(match(a, b, layer).pairs) for a, b in lists)
    a, b = _sizes(lists)
    return {"exact_f1": f1(exact, a, b), "soft_f1": f1(soft, a, b)}


def mentions(alignment: Alignment, documents: Sequence[Shared]) -> Figures:
    """labelled_f1: equal extents and the same type; names_labelled_f1: the same among names (form NAM on both sides).

    link_accuracy: the share of soft pairs that mean one entity, or none on both sides; names_link_accuracy: of names.
    """
    every = lists(documents, "mentions")
    names = slice_of(every, "form", "NAM")
    pairs = _pairs(documents, "mentions")
    linked = [(both, alignment.same_entity(both.a["entity"], both.b["entity"])) for both in pairs]
    of_names = [same for both, same in linked if both.a.get("form") == both.b.get("form") == "NAM"]
    return {
        **found(every, "mentions"),
        "labelled_f1": _labelled(every, "mentions"),
        "names_labelled_f1": _labelled(names, "mentions"),
        "link_accuracy": share(sum(same for _, same in linked), len(linked)),
        "names_link_accuracy": share(sum(of_names), len(of_names)),
    }


def times(documents: Sequence[Shared]) -> Figures:
    """value_f1: soft pairs with equal value, over all times."""
    every = lists(documents, "times")
    equal_value = sum(a == b for a, b in chosen(_pairs(documents, "times"), "value"))
    return {**found(every, "times"), "value_f1": f1(equal_value, *_sizes(every))}


def events(alignment: Alignment, documents: Sequence[Shared]) -> Figures:
    """exact_f1, soft_f1: of triggers; labelled_f1: equal triggers and the same type. The rest is among soft pairs.

    argument_f1: arguments with the same role whose fillers, mentions or events, are partners; argument_entity_f1: or
    are mentions of one entity. Both over the arguments of matched events, where both annotated mentions too.
    """
    every = lists(documents, "events")
    pairs = _pairs(documents, "events")
    return {
        **found(every, "events"),
        "type_accuracy": equal(chosen(pairs, "type")),
        "labelled_f1": _labelled(every, "events"),
        **arguments(alignment, pairs),
        "factuality_kappa": kappa(chosen(pairs, "factuality")),
    }


def arguments(alignment: Alignment, pairs: Iterable[Both]) -> Figures:
    """argument_f1 and argument_entity_f1 of pairs of events; see `events`."""
    counts = Counter[str]()
    for both in pairs:
        if "mentions" not in both.document.layers:
            continue
        ours, theirs = (side.get("arguments") or [] for side in (both.a, both.b))
        counts["a"] += len(ours)
        counts["b"] += len(theirs)
        for name, alike in (("strict", _same_filler), ("entity", _same_filler_or_entity)):
            agreeing = {
                (i, j): 1.0
                for i, one in enumerate(ours)
                for j, other in enumerate(theirs)
                if one.get("role") == other.get("role") and alike(alignment, one, other, both.document)
            }
            counts[name] += len(assign(agreeing))
    figures = {"argument_f1": counts["strict"], "argument_entity_f1": counts["entity"]}
    return {name: f1(agreed, counts["a"], counts["b"]) for name, agreed in figures.items()}


def quotes(documents: Sequence[Shared], profile: Profile) -> Figures:
    """The five figures of quotations; again for speech, and exact, soft and full by type of quotation."""
    every = lists(documents, "quotes")
    kind = profile.records["Quote"].fields.get("type")
    by_type = {name: quoted(slice_of(every, "type", name)) for name in (kind.names if isinstance(kind, Text) else ())}
    wanted = ("exact_f1", "soft_f1", "full_f1")
    return {
        **quoted(every),
        "speech": quoted(slice_of(every, "attribution_class", "speech")),
        "by_type": {name: {key: some[key] for key in wanted} for name, some in by_type.items()},
    }


def quoted(lists: Lists) -> Figures:
    """exact_f1, soft_f1: of the content. source_f1, cue_f1: soft pairs whose sources (cues) overlap.

    These are over the quotations that have one. full_f1: soft pairs in which source and cue overlap, or are empty on
    both sides, over all quotations.
    """
    pairs = [(a[pair.a], b[pair.b]) for a, b in lists for pair in match(a, b, "quotes").pairs]
    full = sum(all(_meet(ours, theirs, part, empty=True) for part in ("source", "cue")) for ours, theirs in pairs)
    parts = {}
    for part in ("source", "cue"):
        a, b = (sum(bool(record.get(part)) for side in lists for record in side[number]) for number in (0, 1))
        parts[f"{part}_f1"] = f1(sum(_meet(ours, theirs, part) for ours, theirs in pairs), a, b)
    return {**found(lists, "quotes"), **parts, "full_f1": f1(full, *_sizes(lists))}


def part_spans(pairs: Iterable[Both], part: str) -> Figures:
    """exact_f1 and soft_f1 (IoU of .5 or more) of a part of matched records, over those that have the part."""
    counts = Counter[str]()
    for both in pairs:
        ours, theirs = (extent(spans(side, part)) for side in (both.a, both.b))
        counts.update({"a": bool(ours), "b": bool(theirs)})
        counts.update({"exact": bool(ours) and ours == theirs, "soft": iou(ours, theirs) >= SOFT})
    return {f"{name}_f1": f1(counts[name], counts["a"], counts["b"]) for name in ("exact", "soft")}


def clusters(documents: Sequence[Shared]) -> Figures:
    """Events, utterances and entities apart: the scores of clustering.py over the items that both have.

    Items are the soft pairs of all documents together; what has no cluster is one of its own. baseline_conll: what it
    gives to cluster items with equal stems of their heads (heads.py), the mean of the scores against A and against B.
    """
    summary, detail = {}, {}
    for kind, (layer, key) in CLUSTERS.items():
        items = [both for both in _pairs(documents, layer) if key in both.a or key in both.b]
        ours, theirs = (_grouped([record.get(key) for record in side]) for side in _sides(items))
        score = scores(ours, theirs)
        baselines = [
            scores(_grouped([_head(record, layer) or None for record in side]), made).conll
            for side, made in zip(_sides(items), (ours, theirs), strict=True)
        ]
        given = [value for value in baselines if value is not None]
        summary[f"{kind}_conll_f1"] = Figure(score.conll, {"items": score.items})
        detail[kind] = {**score.plain(), "baseline_conll": sum(given) / len(given) if given else None}
    return {**summary, **detail}


def chosen(pairs: Iterable[Both], key: str) -> list[tuple[Any, Any]]:
    """What either side has under a key, for the pairs in which one has the key at all."""
    return [(both.a.get(key), both.b.get(key)) for both in pairs if key in both.a or key in both.b]


def _pairs(documents: Iterable[Shared], layer: str) -> list[Both]:
    return [both for document in documents for both in document.pairs(layer)]


def _labelled(lists: Lists, layer: str) -> Figure:
    both = _in_common(lists, lambda record: (extent(spans(record, PLACES[layer])), record.get("type")))
    return f1(both, *_sizes(lists))


def _in_common(lists: Lists, what: Callable[[Object], Hashable]) -> int:
    """How many records of either side are alike in `what`, each counted once."""
    return sum((Counter(map(what, a)) & Counter(map(what, b))).total() for a, b in lists)


def _sizes(lists: Lists) -> tuple[int, int]:
    return sum(len(a) for a, _ in lists), sum(len(b) for _, b in lists)


def _same_filler(alignment: Alignment, a: Object, b: Object, document: Shared) -> bool:
    return any(
        key in a and key in b and document.partners.get(layer, {}).get(a[key]) == b[key]
        for key, layer in (("mention", "mentions"), ("event", "events"))
    )


def _same_filler_or_entity(alignment: Alignment, a: Object, b: Object, document: Shared) -> bool:
    if _same_filler(alignment, a, b, document):
        return True
    ours, theirs = (
        next((mention["entity"] for mention in side if mention["id"] == filler.get("mention")), None)
        for side, filler in zip(document.records("mentions"), (a, b), strict=True)
    )
    return ours is not None and alignment.same_entity(ours, theirs)


def _meet(a: Object, b: Object, part: str, *, empty: bool = False) -> bool:
    """Whether a part of two quotations overlaps; `empty`: or is there on neither side."""
    ours, theirs = extent(spans(a, part)), extent(spans(b, part))
    return bool(ours & theirs) or (empty and not ours and not theirs)


def _sides(items: Sequence[Both]) -> tuple[list[Object], list[Object]]:
    return [both.a for both in items], [both.b for both in items]


def _grouped(names: Iterable[str | None]) -> dict[Hashable, Hashable]:
    """A clustering of numbered items; None is a cluster of its own."""
    return {number: (name or number) for number, name in enumerate(names)}


def _head(record: Object, layer: str) -> str:
    part = {"events": "trigger", "quotes": "source", "mentions": "span"}[layer]
    words = " ".join(span["text"] for span in spans(record, part))
    return head(words, name=record.get("form") == "NAM")

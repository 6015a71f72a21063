"""How far two annotators agree: everything that `wiremark agree` tells, as one object.

Layers are measured in layers.py, attributes and rules in properties.py; the formulas are in measures.py and
clustering.py; whose record is whose is settled in matching.py and alignment.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wiremark.annotation.agreement.alignment import Alignment, Shared, align
from wiremark.annotation.agreement.layers import figures
from wiremark.annotation.agreement.measures import Figure, alpha, plain
from wiremark.annotation.agreement.properties import attributes, rules
from wiremark.annotation.matching import PLACES, Object, extent, spans
from wiremark.annotation.passes import Pass
from wiremark.schema.profile import Profile
from wiremark.text.words import tokens


def compare(a: Pass, b: Pass, profile: Profile, texts: Mapping[str, str]) -> dict[str, Any]:
    """The agreement of two passes, as JSON has it: numbers unrounded, None where there is nothing to measure.

    profile: the schema, which says what attributes there are and which rule governs each. texts: the articles by id.
    Only documents and layers that both have are compared; "documents" names them and "not_compared" the others, so
    where "documents" is empty there is nothing in common.
    """
    alignment = align(a, b)
    return {
        "a": {"name": a.name, "annotators": list(a.annotators)},
        "b": {"name": b.name, "annotators": list(b.annotators)},
        "documents": [document.id for document in alignment.documents],
        "not_compared": [alone._asdict() for alone in alignment.alone],
        "layers": plain(figures(alignment, alignment.documents, profile)),
        "attributes": plain(attributes(alignment, profile)),
        "alpha": plain(on_tokens(alignment, texts)),
        "rules": rules(alignment, profile),
        "by_document": {
            document.id: plain(figures(alignment, [document], profile)) for document in alignment.documents
        },
    }


def on_tokens(alignment: Alignment, texts: Mapping[str, str]) -> dict[str, Figure]:
    """Krippendorff's alpha per layer on the tokens of the articles, for comparison with other corpora.

    A token is a run of letters and digits or a single other sign. Its value is the set of labels over it: types of
    mentions, times and triggers; content, source and cue of quotations. So alpha does not show how records nest or
    touch, which source belongs to which content, links, arguments and clusters; and as most tokens have no label, it is
    unlike an F1. Two sets are equal or not; a token with one of two labels counts as a whole difference.
    """
    return {
        layer: alpha(
            [
                pair
                for document in alignment.documents
                if layer in document.layers
                for pair in _on_both(document, layer, texts[document.id])
            ]
        )
        for layer in PLACES
    }


def _on_both(document: Shared, layer: str, text: str) -> Iterable[tuple[frozenset[str], frozenset[str]]]:
    """Per token the labels over it on either side."""
    a, b = (_labels(side, layer, text) for side in document.records(layer))
    return zip(a, b, strict=True)


def _labels(records: Sequence[Object], layer: str, text: str) -> list[frozenset[str]]:
    """Per token the labels over it."""
    over: dict[int, set[str]] = {}
    parts = ("content", "source", "cue") if layer == "quotes" else (PLACES[layer],)
    for record in records:
        for part in parts:
            label = part if layer == "quotes" else str(record.get("type"))
            for point in extent(spans(record, part)):
                over.setdefault(point, set()).add(label)
    return [frozenset().union(*(over.get(point, ()) for point in range(*token))) for token in tokens(text)]

"""The figures of agreement that are told first, and what a corpus made with wiremark aims at.

The aims for quotations are what people reach among themselves on PolNeAR (Newell, Margolin & Ruths 2018); the others
are set by this project. A figure below its aim is published all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple


class Figure(NamedTuple):
    """A figure: its name, where it stands in the JSON of `wiremark agree` below `layers`, its aim or None."""

    name: str
    path: tuple[str, ...]
    aim: float | None = None

    def of(self, agreement: Mapping[str, Any]) -> float | None:
        """The value in the JSON of one pair of passes; None where it is null or not there."""
        value: Any = agreement.get("layers", {})
        for key in self.path:
            value = value.get(key) if isinstance(value, Mapping) else None
        return value if isinstance(value, int | float) else None

    def below(self, value: float | None) -> bool:
        """True for a value that misses the aim."""
        return value is not None and self.aim is not None and value < self.aim


def _figures() -> Iterator[Figure]:
    yield Figure("mentions, exact span", ("mentions", "exact_f1"))
    yield Figure("mentions, soft span", ("mentions", "soft_f1"))
    yield Figure("mentions, exact span and type", ("mentions", "labelled_f1"))
    yield Figure("names, exact span and type", ("mentions", "names_labelled_f1"), 0.95)
    yield Figure("entity of agreed mentions", ("mentions", "link_accuracy"), 0.97)
    yield Figure("times, exact span", ("times", "exact_f1"))
    yield Figure("times, soft span", ("times", "soft_f1"))
    yield Figure("times, equal value", ("times", "value_f1"), 0.90)
    yield Figure("event triggers", ("events", "soft_f1"), 0.85)
    yield Figure("type of agreed triggers", ("events", "type_accuracy"), 0.90)
    yield Figure("arguments of agreed triggers", ("events", "argument_f1"), 0.85)
    yield Figure("factuality of agreed triggers, kappa", ("events", "factuality_kappa"))
    yield Figure("quotations, exact content", ("quotes", "exact_f1"))
    yield Figure("quotations, soft content", ("quotes", "soft_f1"))
    yield Figure("quotations, source", ("quotes", "source_f1"))
    yield Figure("quotations, cue", ("quotes", "cue_f1"))
    yield Figure("quotations, in full", ("quotes", "full_f1"))
    yield Figure("quotations of speech, exact content", ("quotes", "speech", "exact_f1"), 0.86)
    yield Figure("quotations of speech, soft content", ("quotes", "speech", "soft_f1"), 0.94)
    yield Figure("quotations of speech, in full", ("quotes", "speech", "full_f1"), 0.92)
    yield Figure("clusters of events", ("clusters", "events_conll_f1"), 0.90)
    yield Figure("clusters of utterances", ("clusters", "utterances_conll_f1"), 0.90)
    yield Figure("clusters of entities", ("clusters", "entities_conll_f1"), 0.90)


FIGURES: tuple[Figure, ...] = tuple(_figures())

"""The figures of agreement that are told first, and what a corpus made with wiremark aims at.

The aims for quotations are what people reach among themselves on PolNeAR (Newell, Margolin & Ruths 2018); the others
are set by this project. A figure below its aim is published all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Headline(NamedTuple):
    """A figure: its name, where it stands in the JSON of `wiremark agree`, its aim or None.

    path: below `layers`, or from `attributes` on.
    """

    name: str
    path: tuple[str, ...]
    aim: float | None = None

    def of(self, agreement: Mapping[str, Any]) -> float | None:
        """The value in the JSON of one pair of passes; None where it is null or not there."""
        value: Any = agreement if self.path[0] == "attributes" else agreement.get("layers", {})
        for key in self.path:
            value = value.get(key) if isinstance(value, Mapping) else None
        return value if isinstance(value, int | float) else None

    def below(self, value: float | None) -> bool:
        """True for a value that misses the aim."""
        return value is not None and self.aim is not None and value < self.aim


BELOW = "* below the aim."
"""What a star says."""

HEADLINES = (
    Headline("mentions, exact span", ("mentions", "exact_f1")),
    Headline("mentions, soft span", ("mentions", "soft_f1")),
    Headline("mentions, exact span and type", ("mentions", "labelled_f1")),
    Headline("names, exact span and type", ("mentions", "names_labelled_f1"), 0.95),
    Headline("entity of agreed mentions", ("mentions", "link_accuracy"), 0.97),
    Headline("times, exact span", ("times", "exact_f1")),
    Headline("times, soft span", ("times", "soft_f1")),
    Headline("times, equal value", ("times", "value_f1"), 0.90),
    Headline("event triggers", ("events", "soft_f1"), 0.85),
    Headline("type of agreed triggers", ("events", "type_accuracy"), 0.90),
    Headline("arguments of agreed triggers", ("events", "argument_f1"), 0.85),
    Headline("factuality of agreed triggers, kappa", ("events", "factuality_kappa")),
    Headline("contexts of agreed triggers, all the same", ("attributes", "events", "contexts", "exact")),
    Headline("quotations, exact content", ("quotes", "exact_f1")),
    Headline("quotations, soft content", ("quotes", "soft_f1")),
    Headline("quotations, source", ("quotes", "source_f1")),
    Headline("quotations, cue", ("quotes", "cue_f1")),
    Headline("quotations, in full", ("quotes", "full_f1")),
    Headline("quotations of speech, exact content", ("quotes", "speech", "exact_f1"), 0.86),
    Headline("quotations of speech, soft content", ("quotes", "speech", "soft_f1"), 0.94),
    Headline("quotations of speech, in full", ("quotes", "speech", "full_f1"), 0.92),
    Headline("clusters of events", ("clusters", "events_conll_f1"), 0.90),
    Headline("clusters of utterances", ("clusters", "utterances_conll_f1"), 0.90),
    Headline("clusters of entities", ("clusters", "entities_conll_f1"), 0.90),
)

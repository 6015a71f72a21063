"""What an annotation holds, counted kind by kind, and what of it an export leaves out, and why.

A kind is a layer ("events"), for its records; a property of its records ("events.arguments"), for its values, where a
list counts as many as it has; "documents" and their properties; "entities"; a list of clusters.json. What an export
holds of a kind is what there is less what is left out, and the tests read it back to see that this is so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from wiremark.dataset.inputs import Article, Inputs

UNMARKED = frozenset({"orphans", "review"})
"""Parts of a document file that mark nothing in its text."""

NO_PLACE, WITH_RECORD, WAITING = "no place for it", "of a record left out", "waits for a person"
NESTED = "inside a longer name, or across an earlier one"


class Lost(NamedTuple):
    """A reason why something is left out of an export."""

    kind: str
    why: str


@dataclass
class Tally:
    """How much there is of each kind, and how much of it an export leaves out, by reason."""

    there: Counter[str] = field(default_factory=Counter)
    lost: Counter[Lost] = field(default_factory=Counter)

    def reasons(self, kind: str) -> dict[str, int]:
        """What is left out of a kind, by reason, the most first."""
        return {why: number for (of, why), number in self.lost.most_common() if of == kind and number}

    def held(self, kind: str) -> int:
        """How much of a kind the export holds."""
        return self.there[kind] - sum(self.reasons(kind).values())


def of_document(document: Article) -> Counter[str]:
    """What there is in a document."""
    found = Counter({"documents": 1})
    for name, value in (document.annotation or {}).items():
        if name in document.layers:
            for record in value:
                found[name] += 1
                for key, part in record.items():
                    found[f"{name}.{key}"] += _size(part)
        elif name in UNMARKED:
            found[f"documents.{name}"] += sum(map(len, value.values())) if name == "orphans" else len(value)
        elif value:
            found[f"documents.{name}"] += _size(value)
    return +found


def of_corpus(inputs: Inputs) -> Counter[str]:
    """What there is beside the documents: the knowledge base and the clusters."""
    clusters = {f"clusters.{name}": len(rows) for name, rows in inputs.clusters.items() if isinstance(rows, list)}
    return +Counter({"entities": len(inputs.entities), **clusters})


def left_out(
    document: Article, holds: Callable[[str], bool] | Collection[str], records: Mapping[tuple[str, str], str]
) -> Counter[Lost]:
    """What of a document is left out of a format.

    holds: the kinds that it has a place for. records: by layer and id, why a record of such a kind is left out.
    """
    has = holds if callable(holds) else holds.__contains__
    lost: Counter[Lost] = Counter()
    for kind, number in of_document(document).items():
        owner, _, part = kind.partition(".")
        if owner == "documents" and (part in UNMARKED or not has(kind)):
            lost[Lost(kind, WAITING if part in UNMARKED else NO_PLACE)] += number
    for layer in document.layers:
        for record in document.records(layer):
            why = records.get((layer, record["id"]), "") if has(layer) else NO_PLACE
            lost[Lost(layer, why)] += bool(why)
            for key, part in record.items():
                kind = f"{layer}.{key}"
                reason = (WITH_RECORD if why else "") if has(kind) else NO_PLACE
                lost[Lost(kind, reason)] += bool(reason) * _size(part)
    return +lost


def whole_document(document: Article, why: str) -> Counter[Lost]:
    """A document that is left out as it is."""
    found = of_document(document).items()
    return Counter({Lost(kind, why if kind == "documents" else WITH_RECORD): number for kind, number in found})


def _size(value: Any) -> int:
    """Nothing for null, the items of a list or of the layers done, one for any other value."""
    return len(value) if isinstance(value, list | dict) and not _is_span(value) else int(value is not None)


def _is_span(value: Any) -> bool:
    return isinstance(value, dict) and "start" in value

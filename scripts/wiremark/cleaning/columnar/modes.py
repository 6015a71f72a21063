"""The modes in which a model judges what the rules leave: document by document, after the rules' columns.

The model takes a hundred times as long as the rules, so the way through Python objects costs little beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from wiremark.cleaning.cleaned import Cleaned, Removed, Segment
from wiremark.cleaning.columnar import records
from wiremark.cleaning.columnar.arrays import numbers, scores, strings
from wiremark.cleaning.columnar.frame import Offsets
from wiremark.cleaning.context import refined
from wiremark.cleaning.rule import METADATA, REASONS


def refine(raws: pa.LargeBinaryArray, columns: Sequence[pa.Array], mode: str) -> list[pa.Array]:
    """The columns text, metadata, segments and removed as they are in `mode`, from those that the rules gave."""
    rows = zip(raws, *(column.to_pylist() for column in columns), strict=True)
    done = [refined(_cleaned(raw.as_py().decode("utf-8"), *row), mode) for raw, *row in rows]
    segments = [segment for cleaned in done for segment in cleaned.segments]
    removed = [piece for cleaned in done for piece in cleaned.removed]
    reasons = {reason: number for number, reason in enumerate(REASONS)}
    rules = {rule: number for number, rule in enumerate(records.RULE_IDS)}
    return [
        strings([cleaned.text for cleaned in done]),
        records.named([[cleaned.metadata.get(name) for cleaned in done] for name in METADATA]),
        records.lists(
            _ends([len(cleaned.segments) for cleaned in done]),
            records.SEGMENT,
            [
                numbers(np.array([segment.raw_start for segment in segments], np.int32)),
                numbers(np.array([segment.text_start for segment in segments], np.int32)),
                numbers(np.array([segment.length for segment in segments], np.int32)),
            ],
        ),
        records.lists(
            _ends([len(cleaned.removed) for cleaned in done]),
            records.REMOVED,
            [
                numbers(np.array([piece.start for piece in removed], np.int32)),
                numbers(np.array([piece.end for piece in removed], np.int32)),
                records.coded(np.array([reasons[piece.reason] for piece in removed], np.int8), REASONS),
                records.coded(np.array([rules[piece.rule] for piece in removed], np.int16), records.RULE_IDS),
                scores([piece.score for piece in removed]),
            ],
        ),
    ]


def _cleaned(
    raw: str, text: str, metadata: dict[str, str | None], segments: list[dict[str, int]], removed: list[dict[str, int]]
) -> Cleaned:
    """The records of one row as the reference has them."""
    pieces = []
    for piece in removed:
        start, end = piece["start"], piece["end"]
        pieces.append(Removed(start, end, str(piece["reason"]), str(piece["rule"]), raw[start:end]))
    kept = [Segment(each["raw_start"], each["text_start"], each["length"]) for each in segments]
    known = {name: value for name, value in metadata.items() if value is not None}
    return Cleaned(text, tuple(pieces), tuple(kept), known, ())


def _ends(counts: Sequence[int]) -> Offsets:
    return np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))

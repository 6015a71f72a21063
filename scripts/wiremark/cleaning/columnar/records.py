"""The records of a batch as Arrow arrays: clean text, segments, removed pieces, metadata."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wiremark.cleaning.cleaned import JOINER
from wiremark.cleaning.columnar.arrays import numbers, strings
from wiremark.cleaning.columnar.frame import Frame, Offsets
from wiremark.cleaning.columnar.plan import Plan
from wiremark.cleaning.columnar.search import Found
from wiremark.cleaning.columnar.walk import Outcome
from wiremark.cleaning.rule import CONTEXT, METADATA, REASONS
from wiremark.cleaning.rules import RULES

_BREAK, _WHITE = "line_break", "white_space"
RULE_IDS: Final = (*(rule.id for rule in RULES), _BREAK, _WHITE, CONTEXT)
"""Every rule that a removed piece can name."""
REMOVED: Final = pa.struct(
    [
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("reason", pa.dictionary(pa.int8(), pa.string())),
        ("rule", pa.dictionary(pa.int16(), pa.string())),
        ("score", pa.float32()),
    ]
)
SEGMENT: Final = pa.struct([("raw_start", pa.int32()), ("text_start", pa.int32()), ("length", pa.int32())])
NAMED: Final = pa.struct([(name, pa.string()) for name in METADATA])


def texts(frame: Frame, found: Found, outcome: Outcome) -> pa.StringArray:
    """The clean text of each document."""
    start, end = found.lines.start[outcome.kept], found.lines.end[outcome.kept]
    documents = np.searchsorted(start, frame.documents)
    return pc.binary_join(
        pa.ListArray.from_arrays(numbers(documents.astype(np.int32)), frame.slices(start, end)), strings([JOINER])[0]
    )


def segments(frame: Frame, found: Found, outcome: Outcome) -> pa.ListArray:
    """The kept slices of each document, in code points."""
    start, end = found.lines.start[outcome.kept], found.lines.end[outcome.kept]
    documents = np.searchsorted(start, frame.documents)
    counts = np.diff(documents)
    raw_start = frame.code_points(start)
    length = frame.code_points(end) - raw_start
    raw_start = raw_start - np.repeat(frame.code_points(frame.documents[:-1]), counts)
    text_start = np.cumsum(length + len(JOINER)) - length - len(JOINER)
    some = counts > 0
    text_start = text_start - np.repeat(text_start[documents[:-1][some]], counts[some])
    return lists(documents, SEGMENT, [raw_start, text_start, length])


def removed(frame: Frame, plan: Plan, found: Found, outcome: Outcome) -> pa.ListArray:
    """The pieces taken out of each document, in code points and in order."""
    hits, chosen = found.hits, outcome.hits
    rule = hits.rule[chosen]
    left_start, left_end, rest = hits.left_start[chosen], hits.left_end[chosen], hits.rest[chosen]
    some = rest >= 0
    inner_start = np.where(some, found.lines.start[rest], left_end)
    inner_end = np.where(some, found.lines.end[rest], left_end)
    number = np.array([RULE_IDS.index(row.rule.id) for row in plan.rows])
    reason = np.array([REASONS.index(row.rule.reason) for row in plan.rows])
    pieces = [
        _pieces(frame.line_end, frame.line_end_with_break, RULE_IDS.index(_BREAK), REASONS.index(_BREAK)),
        _pieces(hits.cut_start[chosen], hits.cut_end[chosen], number[rule], reason[rule]),
        *(
            _pieces(start, end, RULE_IDS.index(_WHITE), REASONS.index(_WHITE))
            for start, end in (
                (frame.line_start, frame.trimmed_start),
                (frame.trimmed_end, frame.line_end),
                (left_start, inner_start),
                (inner_end, left_end),
            )
        ),
    ]
    columns = [np.concatenate(column) for column in zip(*pieces, strict=True)]
    order = np.argsort(columns[0], kind="stable")
    start, end, rule, reason = (column[order] for column in columns)
    documents = np.searchsorted(start, frame.documents)
    begin = np.repeat(frame.code_points(frame.documents[:-1]), np.diff(documents))
    return lists(
        documents,
        REMOVED,
        [
            frame.code_points(start) - begin,
            frame.code_points(end) - begin,
            coded(reason.astype(np.int8), REASONS),
            coded(rule.astype(np.int16), RULE_IDS),
            pa.nulls(start.size, pa.float32()),
        ],
    )


def metadata(plan: Plan, found: Found, outcome: Outcome, documents: int) -> pa.StructArray:
    """The tidy values of what was set aside; several of one kind are joined as the reference joins them."""
    hits = found.hits
    naming = outcome.hits[plan.metadata[hits.rule[outcome.hits]] >= 0]
    line = hits.line[naming]
    naming = naming[np.lexsort((line, found.lines.row[line]))]
    names: list[list[str | None]] = [[None] * documents for _ in METADATA]
    document = found.document[found.lines.row[hits.line[naming]]].tolist()
    for at, here, name in zip(naming.tolist(), document, plan.metadata[hits.rule[naming]].tolist(), strict=True):
        earlier, value = names[name][here], hits.value[at]
        names[name][here] = f"{earlier}; {value}" if earlier else value
    return named(names)


def named(columns: Sequence[Sequence[str | None]]) -> pa.StructArray:
    """Columns of values in the order of METADATA as one."""
    return pa.StructArray.from_arrays([strings(column) for column in columns], fields=list(NAMED))


def _pieces(start: Offsets, end: Offsets, rule: Any, reason: Any) -> tuple[Offsets, Offsets, Offsets, Offsets]:
    """Those of these pieces that are not empty, with their rule and reason as numbers."""
    some = np.flatnonzero(start < end)
    rule, reason = (np.broadcast_to(column, start.shape)[some] for column in (rule, reason))
    return start[some], end[some], rule, reason


def coded(numbered: np.ndarray[Any, Any], names: Sequence[str]) -> pa.DictionaryArray:
    """Names by their numbers."""
    return pa.DictionaryArray.from_arrays(numbers(numbered), strings(names))


def lists(documents: Offsets, record: pa.StructType, columns: Sequence[Any]) -> pa.ListArray:
    """Per document its records; `documents` has the number of the first of each, and of all."""
    arrays = [column if isinstance(column, pa.Array) else numbers(column.astype(np.int32)) for column in columns]
    return pa.ListArray.from_arrays(
        numbers(documents.astype(np.int32)), pa.StructArray.from_arrays(arrays, fields=list(record))
    )

"""`clean` for a column of documents at once."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wiremark.cleaning.columnar import records
from wiremark.cleaning.columnar.arrays import numbers, strings
from wiremark.cleaning.columnar.frame import Offsets, frame
from wiremark.cleaning.columnar.plan import plan
from wiremark.cleaning.columnar.search import search
from wiremark.cleaning.columnar.walk import walk
from wiremark.cleaning.context import LANGUAGES
from wiremark.cleaning.rules import primary
from wiremark.sources import check_mode

SCHEMA: Final = pa.schema(
    [
        ("text", pa.string()),
        ("metadata", records.NAMED),
        ("segments", pa.list_(records.SEGMENT)),
        ("removed", pa.list_(records.REMOVED)),
        ("error", pa.string()),
    ]
)
"""What `clean_batch` gives."""

# So many bytes are looked at together: a round of the table costs some milliseconds for itself.
_AT_ONCE: Final = 16 << 20
_MOST_BYTES: Final = 2**31 - 1


def clean_batch(texts: pa.Array | pa.ChunkedArray, *, language: str = "en", mode: str = "rules") -> pa.RecordBatch:
    """The articles in `texts` cleaned, one row each, as `wiremark.cleaning.clean` would clean each of them.

    `texts` is a column of strings or of bytes, in any of Arrow's layouts. The columns are those of SCHEMA; offsets
    are code points. A null stays null in every column; so does a document that is not UTF-8, and its `error` says
    where: "byte 0xff at 17". Raises TypeError for a column that is neither strings nor bytes, ValueError for one of
    2 GiB or more, whose texts one column of strings cannot hold, and for a mode that there is none of.
    """
    check_mode(mode)
    column, missing, error = _decoded(texts)
    offsets = np.frombuffer(column.buffers()[1], np.int64, len(column) + 1, 8 * column.offset)
    if offsets[-1] - offsets[0] > _MOST_BYTES:
        raise ValueError("2 GiB of text or more in one column: give it in parts")
    cuts = _cuts(offsets)
    parts = [_cleaned(column.slice(start, end - start), primary(language), mode) for start, end in pairwise(cuts)]
    columns = [pa.concat_arrays(arrays) if len(parts) > 1 else arrays[0] for arrays in zip(*parts, strict=True)]
    if missing is not None:
        columns = [_without(array, missing) for array in columns]
    return pa.record_batch([*columns, error], schema=SCHEMA)


def _cleaned(column: pa.LargeBinaryArray, language: str, mode: str) -> list[pa.Array]:
    """The columns but the last, for documents that are all there and UTF-8."""
    framed, rules = frame(column), plan(language)
    found = search(framed, rules)
    outcome = walk(framed, rules, found)
    columns = [
        records.texts(framed, found, outcome),
        records.metadata(rules, found, outcome, len(column)),
        records.segments(framed, found, outcome),
        records.removed(framed, rules, found, outcome),
    ]
    if mode == "rules" or language not in LANGUAGES:
        return columns
    from wiremark.cleaning.columnar.modes import refine

    return refine(column, columns, mode)


def _cuts(offsets: Offsets) -> list[int]:
    """Where to cut the column: the first document, those that parts begin with, and the number of documents."""
    documents = offsets.size - 1
    cuts = [0]
    while cuts[-1] < documents:
        after = int(np.searchsorted(offsets, offsets[cuts[-1]] + _AT_ONCE, "right")) - 1
        cuts.append(min(documents, max(after, cuts[-1] + 1)))
    return cuts if documents else [0, 0]


def _decoded(texts: pa.Array | pa.ChunkedArray) -> tuple[pa.LargeBinaryArray, pa.BooleanArray | None, pa.StringArray]:
    """The column as bytes that are all UTF-8; which documents are missing from it, if any; what is wrong with them."""
    if pa.types.is_dictionary(texts.type):
        texts = texts.cast(texts.type.value_type)
    if not _is_text(texts.type):
        raise TypeError(f"a column of {texts.type}, where strings or bytes are wanted")
    column = texts.cast(pa.large_binary())
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    errors: list[str | None] | None = None
    if not _is_valid(column):
        errors = [_error(value) for value in column]
    elif not column.null_count:
        return column, None, pa.nulls(len(column), pa.string())
    error = pa.nulls(len(column), pa.string()) if errors is None else strings(errors)
    missing = pc.or_(pc.is_null(column), pc.is_valid(error))
    nothing = strings([""]).cast(pa.large_binary())[0]
    return pc.if_else(missing, nothing, column), missing, error


def _is_text(kind: pa.DataType) -> bool:
    types = pa.types
    return bool(
        types.is_string(kind)
        or types.is_large_string(kind)
        or types.is_string_view(kind)
        or types.is_binary(kind)
        or types.is_large_binary(kind)
        or types.is_binary_view(kind)
        or types.is_null(kind)
    )


def _is_valid(column: pa.LargeBinaryArray) -> bool:
    """Whether all that is not null is UTF-8."""
    try:
        column.view(pa.large_string()).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _error(value: pa.LargeBinaryScalar) -> str | None:
    content = value.as_py()
    try:
        if content is not None:
            content.decode("utf-8")
    except UnicodeDecodeError as broken:
        return f"byte 0x{content[broken.start]:02x} at {broken.start}"
    return None


def _without(array: pa.Array, missing: pa.BooleanArray) -> pa.Array:
    """The array with nulls where documents are missing."""
    return array.take(pc.if_else(missing, pa.nulls(1, pa.int64())[0], numbers(np.arange(len(array)))))

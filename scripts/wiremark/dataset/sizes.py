"""How many bytes the rows of a table have: where to cut it, and what `datasets` counts when it has loaded them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Integers = npt.NDArray[np.int64]


def before(table: pa.Table, places: Integers) -> Integers:
    """The bytes of the rows before each place, of 0 to all rows: values and offsets, without the bits of nulls.

    A sum over rows, so that it does not matter which table a row stands in. The columns have one chunk each.
    """
    counts = sum(_before(table[name].chunk(0), places) for name in table.column_names)
    return np.asarray(counts, np.int64)


def _before(array: pa.Array, places: Integers) -> Integers:
    """As `before`, for one array; counted from where its buffers begin."""
    kind = array.type
    if pa.types.is_struct(kind):
        return np.asarray(sum(_before(array.field(place), places) for place in range(kind.num_fields)))
    if pa.types.is_list(kind):
        inner: Integers = array.offsets.to_numpy()[places].astype(np.int64)
        return 4 * places + _before(array.values, inner)
    if pa.types.is_string(kind):
        return 4 * places + _offsets(array)[places].astype(np.int64)
    width: int = max(kind.bit_width // 8, 1)
    return places * width


def _offsets(array: pa.Array) -> npt.NDArray[np.int32]:
    buffer = array.buffers()[1]
    if not buffer or not buffer.size:
        return np.zeros(1, np.int32)
    return np.frombuffer(buffer, np.int32)[array.offset : array.offset + len(array) + 1]


def loaded(table: pa.Table) -> int:
    """The bytes of the rows as `datasets` counts them once they were written as one row group and read again.

    That is `nbytes` of what pyarrow reads: it leaves out the bits of an object that is null, and one offset of each
    list and string; integers have bits for nulls even where there is none. The columns have one chunk each.
    """
    return sum(_loaded(table[name].chunk(0)) for name in table.column_names) if table.num_rows else 0


def _loaded(array: pa.Array) -> int:
    kind, many = array.type, len(array)
    if pa.types.is_struct(kind):
        return sum(map(_loaded, array.flatten()))
    bits = -(-many // 8)
    nulls = bits if array.null_count or pa.types.is_integer(kind) else 0
    if pa.types.is_list(kind):
        return nulls + 4 * many + _loaded(array.flatten())
    if pa.types.is_string(kind):
        places = _offsets(array)
        return nulls + 4 * many + int(places[-1] - places[0])
    return nulls + (bits if pa.types.is_boolean(kind) else many * kind.bit_width // 8)

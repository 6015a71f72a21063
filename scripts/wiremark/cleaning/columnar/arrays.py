"""Arrow arrays out of numpy arrays and of strings, by their buffers.

`pyarrow.array` would import pandas, wherever that is installed, at half a second for each process.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

_KINDS = {
    np.dtype(np.int8): pa.int8(),
    np.dtype(np.int16): pa.int16(),
    np.dtype(np.int32): pa.int32(),
    np.dtype(np.int64): pa.int64(),
}


def numbers(values: np.ndarray[Any, Any]) -> pa.Array:
    """Whole numbers; the buffer is shared."""
    return pa.Array.from_buffers(_KINDS[values.dtype], values.size, [None, pa.py_buffer(np.ascontiguousarray(values))])


def truths(values: pa.BooleanArray) -> npt.NDArray[np.bool_]:
    """From an Arrow array without nulls to numpy."""
    bits = np.unpackbits(np.frombuffer(values.buffers()[1], np.uint8), bitorder="little")
    return bits[values.offset : values.offset + len(values)].view(np.bool_)


def scores(values: Sequence[float | None]) -> pa.FloatArray:
    """Floats of 32 bits and nulls."""
    there = np.fromiter((value is not None for value in values), np.bool_, len(values))
    found = np.fromiter((value or 0.0 for value in values), np.float32, len(values))
    valid = pa.py_buffer(np.packbits(there, bitorder="little"))
    return pa.Array.from_buffers(pa.float32(), len(values), [valid, pa.py_buffer(found)])


def strings(values: Sequence[str | None]) -> pa.StringArray:
    """Strings and nulls."""
    pieces = [b"" if value is None else value.encode("utf-8") for value in values]
    offsets = np.zeros(len(pieces) + 1, np.int32)
    np.cumsum(np.fromiter(map(len, pieces), np.int32, len(pieces)), out=offsets[1:])
    there = np.fromiter((value is not None for value in values), np.bool_, len(pieces))
    valid = pa.py_buffer(np.packbits(there, bitorder="little"))
    buffers = [valid, pa.py_buffer(offsets), pa.py_buffer(b"".join(pieces))]
    return pa.Array.from_buffers(pa.string(), len(pieces), buffers)

"""The digest of a table: of what it says, whatever wrote it, in whatever batches and files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from wiremark.schema.arrow import Table, arrow_type, yaml_features


class Digest:
    """The sha256 of columns and rows, split by split, taken while the rows go by.

    Each column, and each list, object and value in it, has running hashes of its own: where nulls stand, how long lists
    and strings are, and the values one after the other. None of these knows where a batch ends.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self._splits: dict[str, dict[str, _Running]] = {}

    def update(self, split: str, rows: pa.Table) -> None:
        """Further rows of a split, with the columns of the table in its types."""
        columns = self._splits.setdefault(split, {}) if rows.num_rows else {}
        for name, column in self._table.columns.items() if rows.num_rows else ():
            running = columns.setdefault(name, _Running(arrow_type(column)))
            for chunk in rows[name].chunks:
                running.update(chunk)

    def hexdigest(self) -> str:
        """The digest of what there was so far. A split without rows is none."""
        splits = {
            split: {name: some.hexdigest() for name, some in self._splits[split].items()} for split in self._splits
        }
        said = [yaml_features(self._table), splits]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode("utf-8")).hexdigest()


class _Running:
    """The values of a column, or of what is nested in one."""

    def __init__(self, kind: pa.DataType) -> None:
        self._kind, self._seen = kind, 0
        self._nulls, self._lengths, self._values = (hashlib.sha256() for _ in range(3))
        self._parts = [_Running(kind.field(place).type) for place in range(kind.num_fields)]

    def update(self, array: pa.Array) -> None:
        if array.null_count:
            places = np.nonzero(array.is_null().to_numpy(zero_copy_only=False))[0] + self._seen
            self._nulls.update(places.astype("<i8").tobytes())
        self._seen += len(array)
        if pa.types.is_list(self._kind):
            self._lengths.update(_little(pc.list_value_length(array).fill_null(0).to_numpy()))
            self._parts[0].update(array.flatten())
        elif pa.types.is_struct(self._kind):
            for part, content in zip(self._parts, array.flatten(), strict=True):
                part.update(content)
        else:
            known = array.drop_null() if array.null_count else array
            for stream, piece in zip((self._values, self._lengths), _content(known), strict=False):
                stream.update(piece)

    def hexdigest(self) -> str:
        own = [some.hexdigest() for some in (self._nulls, self._lengths, self._values)]
        said = [self._seen, *own, *(part.hexdigest() for part in self._parts)]
        return hashlib.sha256(json.dumps(said).encode("ascii")).hexdigest()


def _content(array: pa.Array) -> Iterator[bytes | memoryview]:
    """Of values without nulls their bytes, and of strings then the lengths."""
    if not len(array):
        return
    if pa.types.is_string(array.type):
        _, offsets, content = array.buffers()
        places = np.frombuffer(offsets, np.int32)[array.offset : array.offset + len(array) + 1]
        yield memoryview(content)[places[0] : places[-1]] if content else b""
        yield _little(np.diff(places))
    elif pa.types.is_boolean(array.type):
        yield array.cast(pa.uint8()).to_numpy().tobytes()
    else:
        yield _little(array.view(f"int{array.type.bit_width}").to_numpy())


def _little(numbers: npt.NDArray[np.signedinteger]) -> bytes:
    """Whole numbers as bytes, the lowest first, whatever the machine."""
    return numbers.astype(numbers.dtype.newbyteorder("<"), copy=False).tobytes()

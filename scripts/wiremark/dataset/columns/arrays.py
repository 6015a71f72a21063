"""Arrow arrays as the tables need them: read from JSON, with labels as ids, exploded, looked up.

Everything here is pure and works on whole arrays, sliced or not. A null list is as long as an empty one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json

from wiremark.schema.arrow import Column, arrow_type
from wiremark.schema.profile import Array, Record, Text

Integers = npt.NDArray[np.int64]


def parsed(objects: Sequence[bytes], record: Record) -> pa.Table:
    """JSON objects as rows: a column for each property of `record`, in its order; what it does not know is left out.

    Strings stay strings, labels too. Raises pyarrow.ArrowInvalid where an object is not as the record says.
    """
    schema = pa.schema([pa.field(name, _read_type(node)) for name, node in record.fields.items()])
    if not objects:
        return schema.empty_table()
    # a line feed in JSON is white space: with each object on a line of its own, the reader need not look for their ends
    block = b"\n".join(one.replace(b"\n", b" ").replace(b"\r", b" ") for one in objects)
    return pyarrow.json.read_json(
        pa.BufferReader(block),
        read_options=pyarrow.json.ReadOptions(use_threads=False, block_size=len(block) + 1),
        parse_options=pyarrow.json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="ignore"),
    )


def _read_type(column: Column) -> pa.DataType:
    match column:
        case Array():
            return pa.list_(_read_type(column.items))
        case Record():
            return pa.struct([pa.field(name, _read_type(node)) for name, node in column.fields.items()])
        case Text():
            return pa.string()
        case _:
            return arrow_type(column)


def conform(array: pa.Array, column: Column) -> pa.Array:
    """The array in the type of a column: labels as their ids, of objects the properties that the column has.

    Raises KeyError for an unknown label.
    """
    if array.type == arrow_type(column):
        return array
    match column:
        case Array():
            values = conform(array.values, column.items)
            return pa.ListArray.from_arrays(array.offsets, values, mask=_nulls(array))
        case Record():
            parts = [conform(array.field(name), node) for name, node in column.fields.items()]
            return pa.StructArray.from_arrays(parts, list(column.fields), mask=_nulls(array))
        case Text():
            return _label_ids(array, column)
        case _:
            return array.cast(arrow_type(column))


def _nulls(array: pa.Array) -> pa.Array | None:
    return array.is_null() if array.null_count else None


def _label_ids(names: pa.Array, column: Text) -> pa.Array:
    known = pa.array([label.name for label in column.labels], pa.string())
    places = pc.index_in(names, value_set=known)
    if places.null_count != names.null_count:
        unknown = names.filter(pc.and_(places.is_null(), names.is_valid()))
        raise KeyError(unknown[0].as_py())
    return pa.array([label.id for label in column.labels], pa.int64()).take(places)


@dataclass(frozen=True)
class Exploded:
    """The items of lists, one after the other. parent: for each the place of its list."""

    parent: pa.Array
    items: pa.StructArray

    def __getitem__(self, name: str) -> pa.Array:
        """The values of one property."""
        return self.items.field(name)

    def __len__(self) -> int:
        return len(self.items)

    def where(self, mask: pa.Array) -> Exploded:
        """The items for which `mask` is true."""
        return Exploded(self.parent.filter(mask), self.items.filter(mask))


def explode(lists: pa.ListArray) -> Exploded:
    """The items of each list, with the place of the list that they were in."""
    return Exploded(pc.list_parent_indices(lists), lists.flatten())


def first(array: pa.Array) -> pa.Array:
    """Of each list the first item; anything but lists as it is. Raises IndexError for an empty list."""
    if not pa.types.is_list(array.type):
        return array
    offsets = numbers(array.offsets)
    if len(array) and (array.null_count or (np.diff(offsets) == 0).any()):
        raise IndexError("a list without a first item")
    return array.values.take(pa.array(offsets[:-1]))


def numbers(array: pa.Array) -> Integers:
    """Whole numbers without nulls, for numpy."""
    return np.asarray(array.to_numpy(zero_copy_only=False), np.int64)


def offsets(lengths: npt.NDArray[np.integer[Any]]) -> pa.Array:
    """The offsets of lists of such lengths, which follow upon each other."""
    return pa.array(np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32))


def lookup(wanted: tuple[pa.Array, pa.Array], known: tuple[pa.Array, pa.Array]) -> pa.Array:
    """Where each pair (document, id) stands among the known pairs; null where its id is null or not there."""
    ids = pc.unique(known[1])

    def keys(pair: tuple[pa.Array, pa.Array]) -> pa.Array:
        return pc.add(pc.multiply(pair[0].cast(pa.int64()), len(ids) + 1), pc.index_in(pair[1], value_set=ids))

    return pc.index_in(keys(wanted), value_set=keys(known), skip_nulls=True)

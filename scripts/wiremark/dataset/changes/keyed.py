"""The rows of a table by their key, a row group at a time: neither release is ever in memory as a whole.

Only the keys are, with a number for each row. Rows that are equal in Arrow are told by Arrow; what differs, and that
alone, becomes Python objects, a few hundred rows at a time.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby, islice
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from wiremark.dataset.changes.views import View
from wiremark.dataset.manifest import Shard
from wiremark.diagnostics import Refused
from wiremark.schema.arrow import from_arrow

Row = Mapping[str, Any]
_SOME = 256
_KEPT = 2


class Keyed:
    """The rows of a view. `places`: the numbers of a key's rows. Raises Refused (D201) for a row without a key."""

    def __init__(self, view: View, key: str, *, once: bool = True) -> None:
        """once: a key has one row; a second raises Refused."""
        self.places: dict[str, list[int]] = {}
        self._view = view
        self._groups: list[tuple[Shard, int]] = []
        self._starts: list[int] = []
        self._kept: dict[int, pa.Table] = {}
        rows = 0
        for shard in view.release.shards(view.config) if view.table.columns else ():
            for group, ids in enumerate(self._keys(shard, key)):
                self._groups.append((shard, group))
                self._starts.append(rows)
                for id in ids:
                    if id is None or (once and id in self.places):
                        raise self._refused(shard, "a row without its id" if id is None else "an id stands twice", id)
                    self.places.setdefault(id, []).append(rows)
                    rows += 1

    def _keys(self, shard: Shard, key: str) -> Iterator[list[str | None]]:
        file = self._open(shard)
        if key not in file.schema_arrow.names:
            raise self._refused(shard, "a table without its ids", key)
        for group in range(file.num_row_groups):
            yield file.read_row_group(group, columns=[key]).column(key).to_pylist()

    def _open(self, shard: Shard) -> pq.ParquetFile:
        return pq.ParquetFile(self._view.release.folder / shard["path"])

    def _refused(self, shard: Shard, message: str, found: object) -> Refused:
        return self._view.release.refused(shard, message, f"{found}")

    @cached_property
    def form(self) -> pa.Schema | None:
        """The Arrow schema of what is compared; None where there are no rows."""
        return self._schema(self._open(self._groups[0][0])) if self._groups else None

    def _schema(self, file: pq.ParquetFile) -> pa.Schema:
        columns = self._view.table.columns
        return pa.schema([field for field in file.schema_arrow if field.name in columns])

    def _some(self, group: int) -> pa.Table:
        """A row group, with the columns that are compared. The last few are kept."""
        if group not in self._kept:
            shard, number = self._groups[group]
            file = self._open(shard)
            while len(self._kept) >= _KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[group] = file.read_row_group(number, columns=self._schema(file).names)
        return self._kept[group]

    def take(self, numbers: Sequence[int]) -> pa.Table:
        """The rows of these numbers, in this order, whichever row groups they are in."""
        order = sorted(range(len(numbers)), key=numbers.__getitem__)
        found = []
        for group, members in groupby((numbers[place] for place in order), lambda n: bisect_right(self._starts, n) - 1):
            found.append(_taken(self._some(group), [number - self._starts[group] for number in members]))
        table = pa.concat_tables(found, promote_options="default").combine_chunks()
        return _taken(table, sorted(range(len(order)), key=order.__getitem__))

    def rows(self, numbers: Sequence[int]) -> list[Row]:
        """The rows of these numbers as JSON values. Raises Refused (D201) for a label that the schema lacks."""
        if not numbers:
            return []
        try:
            return list(from_arrow(self.take(numbers), self._view.table))
        except (LookupError, ValueError) as error:
            shard = self._groups[bisect_right(self._starts, min(numbers)) - 1][0]
            raise self._refused(shard, "a value that the schema does not have", error) from None


def _taken(table: pa.Table, numbers: list[int]) -> pa.Table:
    """Rows of a table, those that follow each other without a copy."""
    if numbers == list(range(numbers[0], numbers[0] + len(numbers))):
        return table.slice(numbers[0], len(numbers))
    places = pa.py_buffer(array("q", numbers))  # of a list, Arrow would import pandas
    return table.take(pa.Array.from_buffers(pa.int64(), len(numbers), [None, places]))


def differing(before: Keyed, after: Keyed, *, alike: bool) -> Iterator[tuple[str, list[Row], list[Row]]]:
    """Every key whose rows differ, with its rows on both sides: in the order of `before`, then of `after`.

    alike: what is equal in Arrow means the same in both, so that no object need be made of it.
    """
    alike = alike and before.form is not None and after.form is not None and before.form.equals(after.form)
    keys = iter([*before.places, *(key for key in after.places if key not in before.places)])
    while some := list(islice(keys, _SOME)):
        if alike:
            some = _unlike(before, after, some)
        yield from _pairs(before, after, some)


def _unlike(before: Keyed, after: Keyed, keys: Sequence[str]) -> list[str]:
    """The keys but those that have one row on both sides, equal in Arrow."""
    single = [key for key in keys if len(before.places.get(key, ())) == 1 == len(after.places.get(key, ()))]
    equal = set(single)
    if single:
        one, two = (side.take([side.places[key][0] for key in single]) for side in (before, after))
        equal -= {single[number] for number in _unequal(one, two, 0)}
    return [key for key in keys if key not in equal]


def _unequal(one: pa.Table, two: pa.Table, start: int) -> Iterator[int]:
    """The numbers, from `start`, of the rows that differ: found by halving."""
    if one.equals(two):
        return
    if one.num_rows == 1:
        yield start
        return
    half = one.num_rows // 2
    yield from _unequal(one.slice(0, half), two.slice(0, half), start)
    yield from _unequal(one.slice(half), two.slice(half), start + half)


def _pairs(before: Keyed, after: Keyed, keys: Sequence[str]) -> Iterator[tuple[str, list[Row], list[Row]]]:
    found = []
    for side in (before, after):
        numbers = [number for key in keys for number in side.places.get(key, ())]
        rows = iter(side.rows(numbers))
        found.append([list(islice(rows, len(side.places.get(key, ())))) for key in keys])
    for key, one, two in zip(keys, *found, strict=True):
        if one != two:
            yield key, one, two

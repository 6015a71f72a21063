"""Rows of JSON as Arrow tables, and the descriptions by which Hugging Face `datasets` knows their columns.

A table's columns are nodes of the profile, so nested documents and flat tables go one way. Labels become a
ClassLabel: int64, the id that `x-labels` gives; offsets and other whole numbers become int32.

`datasets` 2.14, 3 and 5 read one and the same file, because each description uses the words that all of them know:
for lists of values `Sequence` in the file's metadata and `sequence:` in the card's YAML, for lists of objects `[{…}]`
and `list:`. The newer `List` breaks every reader before 4; `list:` for lists of values would take the `.feature` away
there, from which the usual training scripts read the label names.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from wiremark.schema.profile import Array, Boolean, Integer, Label, Node, Record, Text


@dataclass(frozen=True, slots=True)
class Day:
    """A column of calendar days, which no schema file has: ISO 8601 in JSON, date32 in Arrow."""

    nullable: bool = False


Column = Node | Day


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of a table, in order. `optional` names those that a row may lack."""

    columns: Mapping[str, Column]
    optional: frozenset[str] = frozenset()


def table_of(record: Record) -> Table:
    """The table whose rows are objects of `record`."""
    return Table(record.fields, frozenset(record.fields) - record.required)


def class_names(labels: Iterable[Label]) -> list[str]:
    """The names of a ClassLabel: the label with id n at place n.

    A gap in the ids, left by a label that is gone, holds the reserved name `_retired_<id>`.
    """
    names = {label.id: label.name for label in labels}
    return [names.get(number, f"_retired_{number}") for number in range(max(names) + 1)]


def arrow_schema(table: Table) -> pa.Schema:
    """The Arrow schema of a table, with its description for `datasets` under the metadata key `huggingface`."""
    info = {"info": {"features": legacy_features(table)}}
    fields = [pa.field(name, arrow_type(column)) for name, column in table.columns.items()]
    return pa.schema(fields, metadata={"huggingface": json.dumps(info, ensure_ascii=False)})


def arrow_type(column: Column) -> pa.DataType:
    """The Arrow type of a column. Everything is nullable in Arrow; the profile says what null means."""
    match column:
        case Array():
            return pa.list_(arrow_type(column.items))
        case Record():
            return pa.struct([pa.field(name, arrow_type(node)) for name, node in column.fields.items()])
        case Text() if _labelled(column):
            return pa.int64()
        case _:
            return pa.type_for_alias(_dtype(column))


def legacy_features(table: Table) -> dict[str, Any]:
    """The columns in the JSON form that `datasets` 2.14 to 5 all read from a Parquet file's metadata."""
    return {name: _legacy(column) for name, column in table.columns.items()}


def _legacy(column: Column) -> Any:
    match column:
        case Array(items=Record() as items):
            return [_legacy(items)]
        case Array():
            return {"feature": _legacy(column.items), "_type": "Sequence"}
        case Record():
            return {name: _legacy(node) for name, node in column.fields.items()}
        case Text() if _labelled(column):
            return {"names": class_names(column.labels), "_type": "ClassLabel"}
        case _:
            return {"dtype": _dtype(column), "_type": "Value"}


def yaml_features(table: Table) -> list[dict[str, Any]]:
    """The columns in the form that `features` has in the YAML of a dataset card."""
    return [{"name": name, **_yaml(column)} for name, column in table.columns.items()]


def _yaml(column: Column) -> dict[str, Any]:
    match column:
        case Array():
            items = _yaml(column.items)
            word = "list" if isinstance(column.items, Record) else "sequence"
            return {word: items.get("struct") or items.get("dtype") or items}
        case Record():
            return {"struct": [{"name": name, **_yaml(node)} for name, node in column.fields.items()]}
        case Text() if _labelled(column):
            names = {str(number): name for number, name in enumerate(class_names(column.labels))}
            return {"dtype": {"class_label": {"names": names}}}
        case _:
            return {"dtype": _dtype(column)}


def _labelled(text: Text) -> bool:
    return bool(text.labels) and not text.values


def _dtype(column: Column) -> str:
    match column:
        case Integer():
            return "int32"
        case Boolean():
            return "bool"
        case Day():
            return "date32"
        case _:
            return "string"


def to_arrow(rows: Iterable[Mapping[str, Any]], table: Table) -> pa.Table:
    """Rows of JSON values as an Arrow table; what a row lacks is null. Raises KeyError for an unknown label."""
    encode = _fields(table.columns, frozenset(), _encoder)
    return pa.Table.from_pylist([encode(row) for row in rows], arrow_schema(table))


def from_arrow(data: pa.Table, table: Table) -> list[dict[str, Any]]:
    """The rows that `to_arrow` was given: a null in an optional property means that it is absent."""
    decode = _fields(table.columns, table.optional, _decoder)
    return [decode(row) for row in data.to_pylist()]


Convert = Callable[[Any], Any]


def _encoder(column: Column) -> Convert:
    match column:
        case Record():
            return _fields(column.fields, frozenset(), _encoder)
        case Text() if _labelled(column):
            return {label.name: label.id for label in column.labels}.__getitem__
        case Day():
            return datetime.date.fromisoformat
        case Array():
            return _each(_encoder(column.items))
        case _:
            return _same


def _decoder(column: Column) -> Convert:
    match column:
        case Record():
            return _fields(column.fields, frozenset(column.fields) - column.required, _decoder)
        case Text() if _labelled(column):
            return class_names(column.labels).__getitem__
        case Day():
            return datetime.date.isoformat
        case Array():
            return _each(_decoder(column.items))
        case _:
            return _same


def _fields(columns: Mapping[str, Column], dropped: frozenset[str], of: Callable[[Column], Convert]) -> Convert:
    """Converts an object property by property; null stays null, or goes where the property is in `dropped`."""
    converters = {name: of(column) for name, column in columns.items()}

    def convert(row: Mapping[str, Any]) -> dict[str, Any]:
        converted = {}
        for name, converter in converters.items():
            value = row.get(name)
            if value is not None or name not in dropped:
                converted[name] = None if value is None else converter(value)
        return converted

    return convert


def _each(convert: Convert) -> Convert:
    return lambda items: [convert(item) for item in items]


def _same(value: Any) -> Any:
    return value

"""JSON lines as rows with columns. The type of a column is what all values of a key in the file have in common."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

if TYPE_CHECKING:
    import pyarrow as pa

_ABSENT: Final = object()
_EXACT = 1 << 53  # above, not every whole number is a double
_BUFFER = 1 << 20


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a file, which of them hold JSON, and whether any row names the text (or there is no row).

    keyless: where no line is an object with any key, what the first is instead.
    """

    schema: pa.Schema
    as_json: frozenset[str]
    named: bool
    keyless: str = ""


def columns(path: Path, text: str) -> Columns:
    """The columns of a file in the order in which their keys occur; where no row names it, the text is the first.

    Strings, truth values, whole numbers and numbers keep their type; numbers of both kinds are doubles; a key with
    anything else, or with values of several kinds, holds their JSON. Raises OSError.
    """
    import pyarrow as pa

    kinds: dict[str, str] = {}
    first = ""
    for number, raw in lines(path):
        found, fault = row(raw, text)
        first = first or f"line {number}: {fault}"
        for key, value in found.items():
            kinds[key] = _common(kinds.get(key, "null"), _kind(value))
    named, keyless = not first or text in kinds, "" if kinds else first
    kinds = {**({} if text in kinds else {text: "string"}), **kinds}
    kinds[text] = "string"
    numbers = {"int": pa.int64(), "long": pa.int64(), "double": pa.float64()}
    types = {"null": pa.null(), "string": pa.string(), "bool": pa.bool_(), "json": pa.string(), **numbers}
    as_json = frozenset(key for key, kind in kinds.items() if kind == "json")
    return Columns(pa.schema([(key, types[kind]) for key, kind in kinds.items()]), as_json, named, keyless)


def batch(found: list[dict[str, Any]], columns: Columns) -> pa.RecordBatch:
    """Rows as columns."""
    import pyarrow as pa

    arrays = [
        _array([_value(each.get(field.name), field.name in columns.as_json) for each in found], field.type)
        for field in columns.schema
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=columns.schema)


def _array(values: list[Any], kind: pa.DataType) -> pa.Array:
    """As `pyarrow.array`, which would load pandas wherever that is installed: seconds, and 40 MB."""
    import numpy as np
    import pyarrow as pa

    if pa.types.is_null(kind):
        return pa.nulls(len(values))
    if pa.types.is_string(kind):
        builder = pa.lib.StringBuilder()
        builder.append_values(values)
        return builder.finish()
    there = np.packbits(np.array([value is not None for value in values], "?"), bitorder="little")
    plain = [0 if value is None else value for value in values]
    given = np.array(plain, {"bool": "?", "int64": "i8", "double": "f8"}[str(kind)])
    data = np.packbits(given, bitorder="little") if pa.types.is_boolean(kind) else given
    return pa.Array.from_buffers(kind, len(values), [pa.py_buffer(there), pa.py_buffer(data)])


def lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, with their numbers; without the byte order mark of the first. Raises OSError."""
    import pyarrow as pa

    with path.open("rb") as source:
        packed = {".gz": "gzip", ".bz2": "bz2", ".zst": "zstd"}.get(path.suffix)
        stream = pa.CompressedInputStream(source, packed) if packed else source
        for number, raw in enumerate(io.BufferedReader(stream, _BUFFER) if packed else source, 1):
            line = raw.removeprefix(codecs.BOM_UTF8) if number == 1 else raw
            if line and not line.isspace():
                yield number, line


def row(raw: bytes, text: str) -> tuple[dict[str, Any], str]:
    """The object of a line, empty where it is none; and why it has no text, empty where it has one or says null."""
    try:
        found = msgspec.json.decode(raw)
    except (ValueError, RecursionError) as error:
        return {}, _undecoded(raw) or f"no JSON: {error}"
    if not isinstance(found, dict):
        return {}, f"no object, but {_named(found)}"
    value = found.get(text, _ABSENT)
    if value is _ABSENT:
        return found, f'an object without "{text}"'
    if value is None or isinstance(value, str):
        return found, ""
    return {**found, text: None}, f'{_named(value)} as "{text}"'


def _undecoded(raw: bytes) -> str:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return f"byte 0x{raw[error.start]:02x} at {error.start}"
    return ""


def _named(value: object) -> str:
    names = {type(None): "null", bool: "a truth value", int: "a number", float: "a number", str: "a string"}
    return names.get(type(value), "a list" if isinstance(value, list) else "an object")


def _kind(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, int) and not isinstance(value, bool):
        return "int" if abs(value) <= _EXACT else "long" if -(1 << 63) <= value < 1 << 63 else "json"
    return {str: "string", bool: "bool", float: "double"}.get(type(value), "json")


_WIDER = {frozenset(("int", "long")): "long", frozenset(("int", "double")): "double"}


def _common(one: str, other: str) -> str:
    if one == other or other == "null":
        return one
    return other if one == "null" else _WIDER.get(frozenset((one, other)), "json")


def _value(value: Any, as_json: bool) -> Any:
    return msgspec.json.encode(value).decode("utf-8") if as_json and value is not None else value

"""The words in Parquet and Arrow files: down each column, across each row, and what is said of the table."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from wiremark.dataset.leaks.passages import Found, Passage, Unread, lines, of_text, raw, strings

_ROWS = 4096
"""So many rows are read at once."""


def of_parquet(file: str, data: bytes) -> Found:
    """A Parquet file: its cells, the dictionaries that they are kept in, its metadata, and its bytes."""
    try:
        kept = pq.read_metadata(pa.BufferReader(data))
        leaves = [kept.schema.column(at) for at in range(kept.num_columns)]
        words = [leaf.path for leaf in leaves if leaf.physical_type in ("BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY")]
        opened = pq.ParquetFile(pa.BufferReader(data), read_dictionary=words)
        for batch in opened.iter_batches(_ROWS):
            yield from _of_batch(file, batch)
        about = {**(kept.metadata or {}), b"created_by": kept.created_by.encode()}
        yield from _of_schema(file, opened.schema_arrow, about)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        yield Unread(file, f"a Parquet file that cannot be read: {error}".split("\n")[0])
    yield from raw(file, data)


def of_arrow(file: str, data: bytes) -> Found:
    """An Arrow file, of records or of a stream."""
    try:
        source = pa.BufferReader(data)
        stream = not data.startswith(b"ARROW1")
        opened = pa.ipc.open_stream(source) if stream else pa.ipc.open_file(source)
        batches = opened if stream else (opened.get_batch(at) for at in range(opened.num_record_batches))
        for batch in batches:
            yield from _of_batch(file, batch)
        yield from _of_schema(file, opened.schema, {})
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        yield Unread(file, f"an Arrow file that cannot be read: {error}".split("\n")[0])
    yield from raw(file, data)


def _of_schema(file: str, schema: Any, about: dict[bytes, bytes]) -> Found:
    """The names of the columns, and the metadata of the table and of each column."""
    names, waiting = list[str](), [*schema]
    about = {**about, **(schema.metadata or {})}
    while waiting:
        field = waiting.pop(0)
        names.append(field.name)
        about |= {field.name.encode() + b" " + key: value for key, value in (field.metadata or {}).items()}
        waiting += [field.type.field(at) for at in range(field.type.num_fields)]
    yield Passage(file, "the names of its columns", lines(names))
    yield Passage(file, "the keys of its metadata", lines(key.decode("utf-8", "replace") for key in about))
    for key, value in about.items():
        yield from of_text(file, value.decode("utf-8", "replace"), f"metadata {key.decode('utf-8', 'replace')}")


def _of_batch(file: str, batch: Any) -> Found:
    columns = []
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        found = [one if isinstance(one, Passage) else Unread(file, one) for one in _leaves(file, name, column)]
        if found:
            yield from found
            columns.append(column)
    if _are_several(columns):
        rows = zip(*(_decoded(column).to_pylist() for column in columns), strict=True)
        yield Passage(file, "its rows, read across", lines(_edges(word) for row in rows for word in strings(row)), 1)
    yield from _in_pairs(file, batch)


_PAIRED = 6
"""So many columns of prose are read across in pairs."""


def _in_pairs(file: str, batch: Any) -> Iterator[Passage]:
    """The rows of any two columns of prose, whichever comes first, and whatever stands between them."""
    cells = {name: _decoded(column) for name, column in zip(batch.schema.names, batch.columns, strict=True)}
    texts = {name: column.to_pylist() for name, column in cells.items() if _is_text(column.type)}
    prose = [name for name, those in texts.items() if any(cell and " " in cell.strip() for cell in those)]
    for one, two in permutations(prose[:_PAIRED], 2):
        rows = zip(texts[one], texts[two], strict=True)
        across = lines(_edges(cell) for row in rows for cell in row if cell)
        yield Passage(file, f"columns {one} and {two}, read across", across, 2)


def _leaves(file: str, path: str, column: Any) -> Iterator[Passage | str]:
    """The strings down a column, and down each column within it; of what has no strings nothing."""
    kind = column.type
    if isinstance(kind, pa.BaseExtensionType):
        yield from _leaves(file, path, column.storage)
    elif pa.types.is_dictionary(kind):
        for leaf in _leaves(file, f"{path}, what else is in its dictionary", _left_over(column)):
            if isinstance(leaf, Passage):
                yield Passage(file, leaf.place, leaf.text, 1)
        yield from _leaves(file, path, column.dictionary_decode())
    elif pa.types.is_struct(kind):
        for field, inner in zip(kind, column.flatten(), strict=True):
            yield from _leaves(file, f"{path}.{field.name}", inner)
    elif pa.types.is_map(kind):
        yield from _leaves(file, f"{path}.key", column.keys)
        yield from _leaves(file, f"{path}.value", column.items)
    elif _is_list(kind):
        yield from _leaves(file, path, column.flatten())
    elif _is_text(kind):
        yield Passage(file, f"column {path}", lines(cell for cell in column.to_pylist() if cell is not None))
    elif _is_binary(kind):
        cells = [cell for cell in column.to_pylist() if cell is not None]
        yield Passage(file, f"column {path}", lines(cell.decode("utf-8", "ignore") for cell in cells))
        if not all(_is_utf8(cell) for cell in cells):
            yield f"column {path} holds bytes that are no text in UTF-8"
    elif pa.types.is_uint8(kind):
        cells = column.drop_null().to_numpy(zero_copy_only=False).tobytes()
        yield Passage(file, f"column {path}, as bytes", cells.decode("utf-8", "ignore"), 1)
    elif not (pa.types.is_primitive(kind) or pa.types.is_null(kind) or pa.types.is_decimal(kind)):
        yield f"column {path} is of a type that is not known here: {kind}"


def _left_over(column: Any) -> Any:
    """The values of a dictionary that no row has: they stand in the file all the same."""
    unused = np.ones(len(column.dictionary), bool)
    unused[column.indices.drop_null().to_numpy(zero_copy_only=False)] = False
    return column.dictionary.filter(pa.array(unused))


def _are_several(columns: list[Any]) -> bool:
    """Whether a row may have more than one string; else the way down the column has told it all."""
    return len(columns) > 1 or any(pa.types.is_nested(column.type) for column in columns)


_EDGE = 1000


def _edges(cell: str) -> str:
    """A cell without the middle of a long one, which stands in its column: runs go on over the edges of cells."""
    return cell if len(cell) <= 3 * _EDGE else f"{cell[:_EDGE]} {'xq' * 12} {cell[-_EDGE:]}"


def _decoded(column: Any) -> Any:
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


def _is_utf8(cell: bytes) -> bool:
    try:
        cell.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_list(kind: Any) -> bool:
    is_list = (pa.types.is_list, pa.types.is_large_list, pa.types.is_fixed_size_list)
    return any(holds(kind) for holds in is_list) or "list_view" in str(kind)


def _is_text(kind: Any) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _is_binary(kind: Any) -> bool:
    is_binary = (pa.types.is_binary, pa.types.is_large_binary, pa.types.is_fixed_size_binary, pa.types.is_binary_view)
    return any(holds(kind) for holds in is_binary)

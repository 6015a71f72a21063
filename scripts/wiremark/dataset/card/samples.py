"""One real row of each config, read back from what was written, short enough for a page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wiremark.dataset.parts import Part
from wiremark.schema.arrow import from_arrow

_READ, _OBJECTS, _VALUES, _LENGTH = 50, 2, 5, 64


def sample(part: Part, folder: Path) -> dict[str, Any]:
    """A row of the first shard as JSON values, labels by name: of its first rows the one that says most."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(folder / part.shards[0].path) as file:
        rows = from_arrow(_first(file), part.config.table)
    return max(rows, key=_filled)  # the first of several


def _first(file: Any) -> Any:
    import pyarrow as pa

    return pa.Table.from_batches([next(file.iter_batches(batch_size=_READ))])


def _filled(row: Mapping[str, Any]) -> int:
    return sum(value not in (None, [], "") for value in row.values())


def shown(row: Mapping[str, Any]) -> str:
    """A row as JSON, a line for each column: long strings and lists are cut, and say so."""
    lines = (f"  {_json(name)}: {_json(_cut(value))}" for name, value in row.items())
    return "{\n" + ",\n".join(lines) + "\n}"


def _cut(value: Any) -> Any:
    match value:
        case str() if len(value) > _LENGTH:
            return f"{value[:_LENGTH]}… ({len(value)} code points)"
        case list():
            most = _OBJECTS if any(isinstance(item, dict) for item in value) else _VALUES
            more = len(value) - most
            return [*map(_cut, value[:most]), *([f"… {more} more"] if more > 0 else [])]
        case dict():
            return {name: _cut(item) for name, item in value.items()}
        case _:
            return value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)

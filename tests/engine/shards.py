"""Shards to work on, and what a run left of them."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from wiremark.engine.plan import Shard, plan
from wiremark.engine.receipts import RECEIPTS


def write_shards(folder: Path, shards: int, rows: int = 3, group: int = 2) -> Path:
    """Parquet files of made-up documents, every one with an id of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    for shard in range(shards):
        ids = [f"{shard}-{row}" for row in range(rows)]
        texts = [f"Ferry {id} sailed from Port Ellery." for id in ids]
        pq.write_table(pa.table({"id": ids, "text": texts}), folder / f"part-{shard:03}.parquet", row_group_size=group)
    return folder


def shards_of(folder: Path, output: Path) -> tuple[Shard, ...]:
    return plan([str(folder)], output).shards


def left(output: Path) -> dict[str, bytes]:
    """Outputs and receipts. Locks are no part of what is made, and nothing else may be there."""
    paths = (path for path in sorted(output.rglob("*")) if path.is_file() and path.suffix != ".lock")
    found = {path.relative_to(output).as_posix(): path.read_bytes() for path in paths}
    assert all(name.endswith((".parquet", ".json")) for name in found), sorted(found)
    assert {name.removesuffix(".parquet") for name in found if name.endswith(".parquet")} == {
        name.removeprefix(f"{RECEIPTS}/").removesuffix(".json") for name in found if name.endswith(".json")
    }
    return found


def documents(output: Path) -> list[str]:
    """The ids in the outputs, sorted."""
    tables = (pq.read_table(path, columns=["id"]) for path in sorted(output.rglob("*.parquet")))
    return sorted(id for table in tables for id in table["id"].to_pylist())

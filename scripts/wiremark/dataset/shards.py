"""Writes a table's Parquet files while its rows go by, in bounded memory: row groups, and shards of some of these.

Where a row group ends depends on the rows alone, never on how they came. It ends before a document that the checksum of
its id picks, more likely a longer one, so that an article added or taken away moves no later end: otherwise all row
groups after it begin elsewhere, number their values anew, and share no bytes with those that the Hub has already.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from wiremark.dataset import sizes
from wiremark.dataset.digest import Digest
from wiremark.dataset.parts import Part, Shard
from wiremark.dataset.tables import Config
from wiremark.sources import SPLITS
from wiremark.workspace import sha256_of


@dataclass(frozen=True)
class Bounds:
    """Bytes in memory. A row group has `least` and then on average `more`, at most `most` where its documents allow;
    a shard ends with the row group in which it has `shard`."""

    least: int = 8 << 20
    more: int = 8 << 20
    most: int = 32 << 20
    shard: int = 256 << 20


class Writer:
    """A config in the making. Rows of a split are added in their order, whole documents each time."""

    def __init__(self, folder: Path, config: Config, bounds: Bounds) -> None:
        self._folder, self._config, self._bounds = folder, config, bounds
        self._digest = Digest(config.table)
        self._splits: dict[str, _Split] = {}

    def add(self, split: str, rows: pa.Table) -> None:
        """Further rows of a split, in the config's types, with one chunk in each column."""
        if rows.num_rows:
            if split not in self._splits:
                self._splits[split] = _Split(self._folder / "data" / self._config.name, split, self._bounds)
            self._digest.update(split, rows)
            self._splits[split].add(rows)

    def end(self, split: str) -> None:
        """There are no more rows of a split: writes what is left of it."""
        if split in self._splits:
            self._splits[split].end()

    def finish(self) -> Part:
        """Ends every split, and gives the shards their names, of which the number of shards is a part."""
        shards = [
            Shard(
                split, path.relative_to(self._folder).as_posix(), rows, num_bytes, path.stat().st_size, sha256_of(path)
            )
            for split in SPLITS
            if split in self._splits
            for path, rows, num_bytes in self._splits[split].finish()
        ]
        return Part(self._config, self._digest.hexdigest(), tuple(shards))


class _Split:
    """The shards of one split. In `held` are the rows of the row group that has not ended yet, `weight` bytes."""

    def __init__(self, folder: Path, split: str, bounds: Bounds) -> None:
        self._folder, self._split, self._bounds = folder, split, bounds
        self._held: list[pa.Table] = []
        self._weight = 0
        self._shards: list[_Shard] = []

    def add(self, rows: pa.Table) -> None:
        starts = _documents(rows)
        before = sizes.before(rows, starts).tolist()
        begin, ids = 0, rows[_key(rows)]
        for number, start in enumerate(starts[:-1].tolist()):
            weight = before[number + 1] - before[number]
            if self._weight >= self._bounds.least or self._weight + weight > self._bounds.most:
                chance = weight / self._bounds.more
                picked = zlib.crc32(ids[start].as_py().encode("utf-8")) < chance * 2**32
                if picked or self._weight + weight > self._bounds.most:
                    self._hold(rows.slice(begin, start - begin))
                    self._end()
                    begin = start
            self._weight += weight
        self._hold(rows.slice(begin))

    def _hold(self, rows: pa.Table) -> None:
        if rows.num_rows:
            self._held.append(rows)

    def _end(self) -> None:
        if not self._held:
            return
        if not self._shards or self._shards[-1].weight >= self._bounds.shard:
            if self._shards:
                self._shards[-1].close()
            name = f"{self._split}-{len(self._shards):05}-of-00000.parquet"  # how many there are is known at the end
            self._folder.mkdir(parents=True, exist_ok=True)
            self._shards.append(_Shard(self._folder / name, self._held[0].schema))
        self._shards[-1].write(pa.concat_tables(self._held).combine_chunks(), self._weight)
        self._held, self._weight = [], 0

    def end(self) -> None:
        """Writes the last row group, closes the last shard; done twice, it is done."""
        self._end()
        self._shards[-1].close()

    def finish(self) -> list[tuple[Path, int, int]]:
        """The shards: where they are, their rows, and the bytes that `datasets` counts."""
        self.end()
        found = []
        for number, shard in enumerate(self._shards):
            name = f"{self._split}-{number:05}-of-{len(self._shards):05}.parquet"
            found.append((shard.path.rename(self._folder / name), shard.rows, shard.num_bytes))
        return found


class _Shard:
    """A Parquet file that is being written."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self.path, self.rows, self.num_bytes, self.weight = path, 0, 0, 0
        # as the Hub advises: cut by content, so that an edit uploads little, with a page index for random access
        self._writer = pq.ParquetWriter(
            path, schema, compression="zstd", use_content_defined_chunking=True, write_page_index=True
        )

    def write(self, rows: pa.Table, weight: int) -> None:
        self._writer.write_table(rows, row_group_size=rows.num_rows)
        self.rows += rows.num_rows
        self.num_bytes += sizes.loaded(rows)
        self.weight += weight

    def close(self) -> None:
        self._writer.close()


def _key(rows: pa.Table) -> str:
    return "document_id" if "document_id" in rows.column_names else "id"


def _documents(rows: pa.Table) -> sizes.Integers:
    """Where the documents begin, and how many rows there are. A row of a table without documents is one."""
    ids = rows[_key(rows)].chunk(0)
    changes = np.asarray(pc.not_equal(ids[1:], ids[:-1]).to_numpy(zero_copy_only=False), bool)
    return np.concatenate([[0], np.nonzero(changes)[0] + 1, [len(ids)]]).astype(np.int64)

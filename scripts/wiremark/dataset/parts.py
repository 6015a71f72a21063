"""What was written: the shards of each config, as card, Croissant, manifest and checks speak of them."""

from __future__ import annotations

from dataclasses import dataclass

from wiremark.dataset.ner import Losses
from wiremark.dataset.tables import Config


@dataclass(frozen=True)
class Shard:
    """A Parquet file: its split, its name in the folder, its rows, its size in memory and on disk, in bytes.

    sha256: of the file. num_bytes is what `datasets` counts for it.
    """

    split: str
    path: str
    rows: int
    num_bytes: int
    file_bytes: int
    sha256: str


@dataclass(frozen=True)
class Part:
    """A config as it was written; one without rows has no shards. digest: the sha256 of its columns and rows.

    lost: what the tags of `ner` lose of all names; None for every other config.
    """

    config: Config
    digest: str
    shards: tuple[Shard, ...]
    lost: Losses | None = None

    @property
    def rows(self) -> dict[str, int]:
        """How many rows each split has."""
        found: dict[str, int] = {}
        for shard in self.shards:
            found[shard.split] = found.get(shard.split, 0) + shard.rows
        return found

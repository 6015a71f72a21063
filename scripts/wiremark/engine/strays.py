"""Outputs of shards that are there no more: whoever reads the whole folder would have their documents, too."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from wiremark.diagnostics import Finding
from wiremark.engine.plan import Shard
from wiremark.engine.receipts import RECEIPTS, Receipt
from wiremark.engine.records import Job


def strays(job: Job, shards: Sequence[Shard], folder: Path) -> list[Finding]:
    """A warning for each output of a job in a folder that is of none of its shards; these are all that there are.

    An output is the job's where a receipt of the same stage says so, whatever its options were.
    """
    planned = {shard.name for shard in shards}
    receipts = folder / RECEIPTS
    names = sorted(path.relative_to(receipts).as_posix().removesuffix(".json") for path in receipts.rglob("*.json"))
    outputs = [folder / f"{name}.parquet" for name in names if name not in planned and _made_by(job, receipts, name)]
    return [_stray(output) for output in outputs if output.is_file()]


def _made_by(job: Job, receipts: Path, name: str) -> bool:
    try:
        return msgspec.json.decode((receipts / f"{name}.json").read_bytes(), type=Receipt).stage == job.name
    except (OSError, ValueError):  # of something else
        return False


def _stray(output: Path) -> Finding:
    return Finding(
        code="C209",
        severity="warning",
        file=str(output),
        message="this output is of no shard of the input; it stays, and its documents with it",
        found="made by an earlier run",
        expected="outputs of the shards that there are, so that every document is there once",
        help="take it away where its shard was renamed or taken away; else nothing is to be done",
    )

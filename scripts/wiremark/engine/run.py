"""A job over shards: what came of each, in the order of the shards, and what stopped the work."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from wiremark.diagnostics import Finding
from wiremark.engine.executors import run as run_tasks
from wiremark.engine.plan import Shard
from wiremark.engine.receipts import RECEIPTS, claimed
from wiremark.engine.records import Full, Job, Lost, Outcome
from wiremark.engine.work import Work


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of the shards, in their order; and why the rest was not begun, where the disk is full."""

    outcomes: tuple[Outcome, ...]
    full: Full | None


def run(
    job: Job,
    shards: Sequence[Shard],
    folder: Path,
    jobs: int = 1,
    ray: str = "",
    told: Callable[[int], None] = lambda done: None,
) -> Ran:
    """Does a job over shards into a folder: those alone whose receipt does not fit.

    Two runs may have the same folder: no shard is done twice. told: is given how many are done. Raises Usage as
    `executors.run` does.
    """
    found: dict[int, Outcome] = {}
    full = None
    try:
        with contextlib.closing(run_tasks(Work(job, folder), shards, jobs, ray)) as results:
            for number, result in results:
                if isinstance(result, Full):
                    full = result
                    break
                found[number] = result if isinstance(result, Outcome) else _lost(shards[number], result)
                told(len(found))
    finally:
        _clear(shards, folder)
    return Ran(tuple(found[number] for number in sorted(found)), full)


def _clear(shards: Sequence[Shard], folder: Path) -> None:
    """Takes away what processes that died left of shards that nobody works on."""
    with contextlib.suppress(OSError):  # of a folder that cannot be written
        for shard in shards:
            if (folder / RECEIPTS / f"{shard.name}.lock").exists():
                with claimed(shard, folder, timeout=0):
                    pass


def _lost(shard: Shard, lost: Lost) -> Outcome:
    finding = Finding(
        code="C206",
        file=str(shard.path),
        message="the process that worked on this shard died each time; nothing was written of it",
        found=lost.reason,
        expected="memory for a batch of its rows, and nothing that kills the process",
        help="run this again with fewer --jobs; it goes on with what is left",
    )
    return Outcome(shard.name, "failed", findings=(finding,))

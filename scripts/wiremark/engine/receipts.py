"""The receipt of a shard: what was made, of what and by what. A shard is skipped only where all of that still holds."""

from __future__ import annotations

import glob
import hashlib
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import msgspec

from wiremark.diagnostics import Finding
from wiremark.engine.plan import Shard
from wiremark.engine.records import Job, Outcome

RECEIPTS = ".receipts"
"""The folder of the receipts in that of the output; hidden, so that readers of the output pass it over."""


class Content(msgspec.Struct, frozen=True):
    """A file: its size in bytes and its sha256 in hexadecimal."""

    size: int
    sha256: str


class Receipt(msgspec.Struct, frozen=True):
    """What stands in a receipt. Its findings name no file: it is the shard, under whatever name that goes by then."""

    stage: str
    fingerprint: str
    options: dict[str, str]
    input: Content
    output: Content
    rows: int
    unread: int
    tally: dict[str, int]
    findings: list[Finding]

    def outcome(self, shard: Shard) -> Outcome:
        """What came of the shard when it was done."""
        findings = tuple(replace(finding, file=str(shard.path)) for finding in self.findings)
        return Outcome(shard.name, "skipped", self.rows, self.tally, findings, self.unread)


def content(path: Path) -> Content:
    """The size and digest of a file. Raises OSError."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Content(file.tell(), digest)


def receipt(job: Job, given: Content, made: Content, outcome: Outcome) -> Receipt:
    """The receipt of a shard that is done."""
    findings = [replace(finding, file="") for finding in outcome.findings]
    options, tally = dict(sorted(job.options.items())), dict(sorted(outcome.tally.items()))
    return Receipt(job.name, job.fingerprint, options, given, made, outcome.rows, outcome.unread, tally, findings)


def place(shard: Shard, folder: Path) -> Path:
    """Where a shard's receipt is."""
    return folder / RECEIPTS / f"{shard.name}.json"


def dumps(made: Receipt) -> bytes:
    """The one written form."""
    return msgspec.json.format(msgspec.json.encode(made), indent=2) + b"\n"


def fitting(job: Job, shard: Shard, folder: Path, given: Content) -> Receipt | None:
    """The receipt of a shard, where the same job made of the same input what stands there now; else None."""
    try:
        found = msgspec.json.decode(place(shard, folder).read_bytes(), type=Receipt)
        same = (found.stage, found.fingerprint, found.options) == (job.name, job.fingerprint, dict(job.options))
        return found if same and found.input == given and found.output == content(shard.output(folder)) else None
    except (OSError, ValueError):  # no receipt, no output, or something else in its place
        return None


def temporary(path: Path) -> Path:
    """The name under which a file is written until it is whole; no other process has the same."""
    return path.with_name(f".{path.name}.{socket.gethostname()}.{os.getpid()}.tmp")


@contextmanager
def claimed(shard: Shard, folder: Path, timeout: float = -1) -> Iterator[bool]:
    """Holds the shard's lock, so that two runs never work on one shard, and clears what a killed run left of it.

    timeout: how many seconds to wait for the lock, by default for ever. Yields False where another process has it.
    A file system that knows no locks gets none: an output takes its place as a whole all the same.
    """
    import filelock

    lock = filelock.FileLock(folder / RECEIPTS / f"{shard.name}.lock")
    try:
        lock.acquire(timeout)
    except filelock.Timeout:
        yield False
        return
    except NotImplementedError:
        yield True
        return
    try:
        for whole in (shard.output(folder), place(shard, folder)):
            for left in whole.parent.glob(f".{glob.escape(whole.name)}.*.tmp"):
                left.unlink(missing_ok=True)
        yield True
    finally:
        lock.release()

"""Runs to kill, in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import REPOSITORY


class Driver:
    """A run in a process group of its own."""

    def __init__(self, raw: Path, out: Path, jobs: int, seconds: float, *ray: str) -> None:
        words = [sys.executable, "-m", "tests.engine.driver", str(raw), str(out), str(jobs), str(seconds), *ray]
        path = os.pathsep.join((str(REPOSITORY / "scripts"), str(REPOSITORY)))
        self.process = subprocess.Popen(
            words,
            cwd=REPOSITORY,
            env={**os.environ, "PYTHONPATH": path},
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout
        self.said: Iterator[str] = iter(self.process.stdout)

    def until(self, done: int) -> None:
        """Waits until so many shards are done."""
        wanted = f"done {done}\n"
        for line in self.said:
            if line == wanted:
                return
        raise AssertionError(f"it ended before {wanted}")

    def names(self) -> list[str]:
        """The shards that came through: done, or done before where all but the word of it was lost."""
        words = list(self.said)[-1].split()
        assert {word.partition(":")[2] for word in words} <= {"done", "skipped"}
        return [word.partition(":")[0] for word in words]

    def descendants(self) -> list[int]:
        """The processes below it, children first."""
        found = [self.process.pid]
        for pid in found:
            children = Path(f"/proc/{pid}/task/{pid}/children")
            found += [int(child) for child in children.read_text().split()] if children.exists() else []
        return found[1:]

    def workers(self) -> list[int]:
        """The processes of its pool: those that the forkserver made."""
        return [pid for pid in self.descendants() if parent(pid) != self.process.pid]

    def __enter__(self) -> Driver:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()

    def kill(self) -> list[int]:
        """As `kill -9` does. Returns the processes that it had."""
        had = self.descendants()
        self.process.kill()
        self.process.wait()
        return had


def parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True

"""Programs that we start and stop, with all that they start, and locks that last as long as they run."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event

POLL_SECONDS = 0.1
_GRACE_SECONDS = 10


class CannotServe(Exception):
    """The local server cannot be installed, started or kept running. `help` says what to do."""

    def __init__(self, message: str, help: str) -> None:
        super().__init__(message)
        self.help = help


class Stopped(Exception):
    """Somebody asked for an end while we waited."""


@contextmanager
def started(
    command: Sequence[str | Path], log: Path, more: Mapping[str, str], lock: int
) -> Iterator[subprocess.Popen[bytes]]:
    """A program that runs while the block does; with all that it started it is gone afterwards, however that was left.

    log: where its output is appended. more: variables beside our own environment, without those that would bring our
    packages into another Python. lock: the descriptor of a lock, which it inherits: should we be killed with no chance
    to stop it, the lock holds while it lives. Raises CannotServe where it cannot be started.
    """
    ours = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    with log.open("ab") as output:
        try:
            process = subprocess.Popen(  # noqa: S603
                command,
                env={**ours, **more},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl-C reaches us alone, and its group is its own
                umask=0o077,
                pass_fds=(lock,),
            )
        except OSError as error:
            raise CannotServe(f"{command[0]}: {error.strerror}", "name a program that runs") from None
    try:
        yield process
    finally:
        _stop(process)


def ended(process: subprocess.Popen[bytes], stop: Event) -> int:
    """The exit code of a process, once it has ended. Raises Stopped when `stop` is set before.

    A signal that sets it waits its turn, where one that raised an exception could come between a program's start and
    our knowing of it.
    """
    while (code := process.poll()) is None:
        if stop.wait(POLL_SECONDS):
            raise Stopped
    return code


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ends the process's group: asked first, then forced. What is gone already is no error."""
    for number, patience in ((signal.SIGTERM, _GRACE_SECONDS), (signal.SIGKILL, None)):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(patience)


@contextmanager
def held(path: Path, busy: str) -> Iterator[int]:
    """Holds a lock file as long as its descriptor, which it gives, is open here or in a process that inherited it.

    Raises CannotServe, with `busy` and the process that the file names, where another holds it.
    """
    try:
        import fcntl
    except ImportError:
        raise CannotServe("a local server needs Linux or macOS", "on Windows, run this in WSL") from None
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = path.read_text("utf-8", "replace").strip()
            raise CannotServe(busy, f"it is process {holder}: wait for it, use it, or stop it first") from None
        names(path, os.getpid())
        yield descriptor
    finally:
        os.close(descriptor)


def names(lock: Path, process: int) -> None:
    """Writes into a lock file which process holds it."""
    lock.write_text(f"{process}\n", "utf-8")


def tail(log: Path, lines: int = 12) -> str:
    """The last lines of a log, indented."""
    last = log.read_text("utf-8", "replace").rstrip("\n").split("\n")[-lines:]
    return "\n".join(f"  | {line}" for line in last)

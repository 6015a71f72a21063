"""Stops work at each of its file operations, before and after, and says what is on the disk then.

    for moment in moments(lambda: build(workspace, out), out.parent):
        restore(out.parent, moment.state)   # as if the power had gone then
        build(workspace, out)               # … and what then?

`moments` lets the work go on and looks at the folder at every operation; nothing that is only in memory then is in what
it sees, as nothing of it would be on the disk of a process that is killed. `stop` really kills: it forks, and the child
ends at that operation with `os._exit`. A test tries each moment the first way and some the second way, to see that
both show the same.

An operation is what changes names on the disk or opens a file to write: calls of `os`, `open` with a mode that writes,
and the opening, writing and closing of a Parquet file, which pyarrow does without Python.
"""

from __future__ import annotations

import builtins
import contextlib
import io
import os
import shutil
import signal
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

State = dict[str, bytes | None]
"""A folder: by path from there the content of each file, and None for each folder."""

_OPERATIONS: list[tuple[Any, str]] = [
    *((os, name) for name in ("mkdir", "replace", "rename", "unlink", "remove", "rmdir", "link", "symlink")),
    *((pq.ParquetWriter, name) for name in ("__init__", "write_table", "close")),
    (Path, "write_bytes"),
    (os, "open"),
    (io, "open"),
    (builtins, "open"),
]
KILLED = 9
"""The exit code of a child that was killed."""


@dataclass(frozen=True)
class Moment:
    """Before or after (`late`) the operation number `at`, from 1 on; `name` is that of the function."""

    at: int
    late: bool
    name: str
    state: State


def moments(work: Callable[[], object], root: Path) -> list[Moment]:
    """Does the work, and takes the state of the folder `root` before and after each operation."""
    found: list[Moment] = []

    def look(at: int, late: bool, name: str) -> None:
        found.append(Moment(at, late, name, state(root)))

    with _watched(look):
        work()
    return found


def stop(work: Callable[[], object], at: int, *, late: bool) -> bool:
    """Does the work in a child that dies before the operation number `at`, or after it (`late`). False: it did not."""

    def kill(number: int, after: bool, name: str) -> None:
        if (number, after) == (at, late):
            os._exit(KILLED)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads: none of pyarrow's is needed by the child
        child = os.fork()
    if child == 0:
        signal.alarm(60)
        try:
            with _watched(kill):
                work()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED


def state(root: Path) -> State:
    """What is in a folder now."""
    paths = sorted(root.rglob("*"))
    return {path.relative_to(root).as_posix(): None if path.is_dir() else path.read_bytes() for path in paths}


def within(found: State, name: str) -> State:
    """What of a state is below a folder; empty where there is none."""
    return {path.removeprefix(f"{name}/"): content for path, content in found.items() if path.startswith(f"{name}/")}


def restore(root: Path, wanted: State) -> None:
    """Makes the folder what it was."""
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    for name, content in wanted.items():
        if content is None:
            (root / name).mkdir()
        else:
            (root / name).write_bytes(content)


@contextlib.contextmanager
def _watched(look: Callable[[int, bool, str], None]) -> Iterator[None]:
    """Calls `look` before and after each operation; what it opens itself is none."""
    calls, looking = 0, False

    def told(owner: Any, name: str) -> Callable[..., Any]:
        done = getattr(owner, name)

        def call(*args: Any, **options: Any) -> Any:
            nonlocal calls, looking
            if looking or not (_writes(args, options) if name == "open" else True):
                return done(*args, **options)
            calls += 1
            at = calls
            for late in (False, True):
                if late:
                    result = done(*args, **options)
                looking = True
                look(at, late, name)
                looking = False
            return result

        return call

    with pytest.MonkeyPatch.context() as patch:
        for owner, name in _OPERATIONS:
            patch.setattr(owner, name, told(owner, name))
        yield


def _writes(args: tuple[Any, ...], options: dict[str, Any]) -> bool:
    """Whether a call of `open` writes: its mode, or its flags."""
    how = options.get("mode", options.get("flags", args[1] if len(args) > 1 else "r"))
    return bool(how & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)) if isinstance(how, int) else bool(set(how) & set("wax+"))

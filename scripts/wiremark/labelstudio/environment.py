"""The environment of the local server: Label Studio has its own, since what it needs contradicts what we need."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from wiremark.labelstudio.places import data_home

VERSION = "1.23.2"
"""The version of Label Studio that the round trip is measured and tested on."""

EXECUTABLE = "WIREMARK_LABEL_STUDIO"
"""The environment variable that names the label-studio to start, where one is installed already."""


class CannotServe(Exception):
    """The local server cannot be made, started or kept running. `help` says what to do."""

    def __init__(self, message: str, help: str) -> None:
        super().__init__(message)
        self.help = help


def executable(tell: Callable[[str], None]) -> Path:
    """The program label-studio; its environment is made where there is none yet, or a killed command left half of one.

    tell: is told what takes long. Raises CannotServe.
    """
    if named := os.environ.get(EXECUTABLE):
        if not os.access(named, os.X_OK) or Path(named).is_dir():
            raise CannotServe(f"{EXECUTABLE} names {named}, which is no program", "unset it, or name bin/label-studio")
        return Path(named).absolute()
    folder = data_home() / f"labelstudio-{VERSION}"
    program, complete = folder / "bin" / "label-studio", folder / "complete"
    with held(Path(f"{folder}.lock"), "another `serve` is installing Label Studio", "wait until it is done"):
        if not complete.exists() or not (folder / "bin" / "python").exists():
            shutil.rmtree(folder, ignore_errors=True)
            tell(f"installing Label Studio {VERSION} in {folder}, once: about 1 GB, some minutes")
            _install(folder)
            complete.touch()
    return program


def _install(folder: Path) -> None:
    log = Path(f"{folder}.log")
    with log.open("wb") as output:
        for command in (
            [sys.executable, "-m", "venv", str(folder)],
            [str(folder / "bin" / "python"), "-m", "pip", "install", f"label-studio=={VERSION}"],
        ):
            done = subprocess.run(command, env=clean_environment(), stdout=output, stderr=output, check=False)  # noqa: S603
            if done.returncode:
                raise CannotServe(
                    f"Label Studio {VERSION} could not be installed:\n{tail(log)}",
                    f"install it in an environment of its own, and name its bin/label-studio in {EXECUTABLE}",
                )


def clean_environment() -> dict[str, str]:
    """The process's environment without what would bring our packages into another Python."""
    return {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}


def tail(log: Path, lines: int = 12) -> str:
    """The last lines of a log, indented."""
    last = log.read_text("utf-8", "replace").rstrip("\n").split("\n")[-lines:]
    return "\n".join(f"  | {line}" for line in last)


@contextmanager
def held(path: Path, busy: str, help: str) -> Iterator[int]:
    """Holds a lock file, as long as its descriptor is open in this process or one that inherits it; gives that.

    Raises CannotServe, with `busy` and what the holder wrote into the file, where another process holds it.
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
            raise CannotServe(busy, help.format(path.read_text("utf-8", "replace").strip())) from None
        yield descriptor
    finally:
        os.close(descriptor)

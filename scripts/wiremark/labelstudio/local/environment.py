"""The environment of the local server: Label Studio has its own, since what it needs contradicts what we need."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event

from wiremark.labelstudio.local.processes import CannotServe, ended, held, started, tail
from wiremark.labelstudio.local.user_files import data_home, write_private

VERSION = "1.23.2"
"""The version of Label Studio that the round trip is measured and tested on."""

EXECUTABLE = "WIREMARK_LABEL_STUDIO"
"""The environment variable that names the label-studio to start, where one is installed already."""


def executable(tell: Callable[[str], None], stop: Event | None = None) -> Path:
    """The program label-studio; its environment is made where there is none yet, or a killed command left half of one.

    tell: is told what takes long. Raises CannotServe, and Stopped when `stop` is set.
    """
    if named := os.environ.get(EXECUTABLE):
        if not os.access(named, os.X_OK) or Path(named).is_dir():
            raise CannotServe(f"{EXECUTABLE} names {named}, which is no program", "unset it, or name bin/label-studio")
        return Path(named).absolute()
    folder = data_home() / f"labelstudio-{VERSION}"
    program, complete = folder / "bin" / "label-studio", folder / "complete"
    with held(Path(f"{folder}.lock"), "another `serve` is installing Label Studio") as lock:
        if not complete.exists() or not (folder / "bin" / "python").exists():
            shutil.rmtree(folder, ignore_errors=True)
            tell(f"installing Label Studio {VERSION} in {folder}, once: about 1 GB, some minutes")
            _install(folder, lock, stop or Event())
            complete.touch()
    return program


def _install(folder: Path, lock: int, stop: Event) -> None:
    log = Path(f"{folder}.log")
    write_private(log, "")
    for command in (
        [sys.executable, "-m", "venv", str(folder)],
        [str(folder / "bin" / "python"), "-m", "pip", "install", f"label-studio=={VERSION}"],
    ):
        with started(command, log, {}, lock) as process:
            code = ended(process, stop)
        if code:
            raise CannotServe(
                f"Label Studio {VERSION} could not be installed:\n{tail(log)}",
                f"install it in an environment of its own, and name its bin/label-studio in {EXECUTABLE}",
            )

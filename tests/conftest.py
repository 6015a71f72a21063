"""Copies of the repository's workspace and of the made-up one, to break; the command line in-process; Label Studio."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import filelock
import pytest

from wiremark.cli import main
from wiremark.labelstudio.local.environment import VERSION, executable
from wiremark.labelstudio.local.serve import LocalServer, serving
from wiremark.workspace import Workspace

REPOSITORY = Path(__file__).parents[1]
os.environ["PYTHONPATH"] = str(REPOSITORY / "scripts")  # for the commands that tests start


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


OPEN = shutil.ignore_patterns("RELEASED")
"""What a copy leaves out so that its schema is open, and a test may change or seal it."""

Wiremark = Callable[..., Ran]
Later = Callable[[Path, str, Mapping[str, str]], None]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A copy of the repository's seeds/ corpus/ annotations/ schemas/."""
    root = tmp_path / "workspace"
    for name in ("seeds", "corpus", "annotations", "schemas"):
        shutil.copytree(REPOSITORY / name, root / name, ignore=OPEN)
    return root


@pytest.fixture
def base(tmp_path: Path) -> Workspace:
    """A copy of tests/workspace with the repository's schemas/."""
    root = tmp_path / "base"
    shutil.copytree(REPOSITORY / "tests" / "workspace", root)
    shutil.copytree(REPOSITORY / "schemas", root / "schemas", ignore=OPEN)
    return Workspace.at(root)


@pytest.fixture
def harbour(base: Workspace) -> Path:
    """The made-up workspace with two passes over the ferry, ada's like gold; bo differs in five things."""
    shutil.rmtree(base.annotations / "passes")
    data = json.loads((base.annotations / "ferry.json").read_bytes())
    _pass(base, "ada", data)
    data["mentions"][1] |= {"id": "m20", "metonymy": "government"}
    del data["mentions"][5]
    data["events"][1]["arguments"].pop()
    data["events"][1]["cluster"] = None
    data["events"][0]["contexts"] = ["economic"]
    _pass(base, "bo", data)
    return base.root


def _pass(workspace: Workspace, name: str, data: dict[str, Any]) -> None:
    folder = workspace.annotations / "passes" / name
    folder.mkdir(parents=True)
    (folder / "ferry.json").write_text(json.dumps(data).replace('"ada"', json.dumps(name)), "utf-8")


@pytest.fixture
def wiremark(capsys: pytest.CaptureFixture[str]) -> Wiremark:
    """Runs a command: `wiremark("clean", "--check", at=folder)`."""

    def run(*args: str, at: Path | None = None) -> Ran:
        capsys.readouterr()
        try:
            code = main(["-C", str(at), *args] if at else list(args))
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 2
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return run


@pytest.fixture
def later() -> Later:
    """Adds a schema version to a workspace: 1.0.0 with words replaced, each of which stands in it."""

    def add(root: Path, version: str, words: Mapping[str, str]) -> None:
        text = (root / "schemas" / "annotation-1.0.0.json").read_text("utf-8")
        marks = {f'{before}1.0.0"': f'{before}{version}"' for before in ('"x-version": "', "annotation-", '"const": "')}
        for old, new in {**marks, **words}.items():
            assert old in text, f"{old} is not in the schema"
            text = text.replace(old, new)
        (root / "schemas" / f"annotation-{version}.json").write_text(text, "utf-8")

    return add


@dataclass
class LabelStudio:
    """A Label Studio of the tests. It keeps its port and its data when it is killed and started again."""

    program: Path
    data: Path
    port: int
    _running: ExitStack = field(default_factory=ExitStack)

    def start(self) -> LocalServer:
        self.stop()
        self.server = self._running.enter_context(serving(self.program, self.data, self.port))
        return self.server

    def stop(self) -> None:
        self._running.close()

    def kill(self) -> None:
        """As `kill -9` does."""
        os.killpg(self.server.process.pid, signal.SIGKILL)
        self.server.process.wait()

    @property
    def url(self) -> str:
        return self.server.url

    @property
    def token(self) -> str:
        return self.server.token

    def environment(self) -> dict[str, str]:
        """What `push` and `pull` read."""
        return {"LABEL_STUDIO_URL": self.url, "LABEL_STUDIO_API_KEY": self.token}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@pytest.fixture(scope="session")
def new_label_studio(pytestconfig: pytest.Config) -> Callable[[Path], LabelStudio]:
    """Makes a server, not started yet, with data in a folder: an administrator, and nothing else.

    The database is made once, by a first start, and kept in pytest's cache: that start takes a minute, others seconds.
    """
    assert pytestconfig.cache
    cache = pytestconfig.cache.mkdir(f"label-studio-{VERSION}")
    booted = cache / "booted"
    with filelock.FileLock(cache / "lock"):  # one process of the tests after the other
        program = executable(lambda message: print(message, file=sys.stderr))
        if not booted.exists():
            shutil.rmtree(cache / "booting", ignore_errors=True)
            with serving(program, cache / "booting", free_port()):
                pass
            (cache / "booting").rename(booted)

    def new(data: Path) -> LabelStudio:
        shutil.copytree(booted, data)
        return LabelStudio(program, data, free_port())

    return new


@pytest.fixture(scope="session")
def label_studio(
    new_label_studio: Callable[[Path], LabelStudio], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LabelStudio]:
    """The running server that the tests of a process share: a test makes projects with titles of its own."""
    server = new_label_studio(tmp_path_factory.mktemp("label-studio") / "data")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def throwaway(new_label_studio: Callable[[Path], LabelStudio], tmp_path: Path) -> Iterator[LabelStudio]:
    """A running server of the test's own, to kill and start again."""
    server = new_label_studio(tmp_path / "label-studio")
    server.start()
    yield server
    server.stop()

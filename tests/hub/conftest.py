"""The stand-in and a process with the real client, once for all tests here; workspaces that can be published."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.hub.client import Client, client
from tests.hub.stand_in import StandIn, serving

REPOSITORY = Path(__file__).parents[2]
TOKEN = "hf_ruritania"  # noqa: S105 (the stand-in's)

Committed = Callable[..., Path]


@pytest.fixture(scope="session")
def running() -> Iterator[StandIn]:
    with serving() as hub:
        yield hub


@pytest.fixture
def hub(running: StandIn) -> Iterator[StandIn]:
    """The stand-in, empty and without faults."""
    running.reset()
    yield running
    running.reset()


@pytest.fixture(scope="session")
def remote(running: StandIn, as_committed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """The process with the client, logged in."""
    home = tmp_path_factory.mktemp("hub") / "home"
    with client(home, running.url, as_committed, HF_TOKEN=TOKEN) as process:
        yield process


def git(root: Path, *words: str) -> None:
    names = ("-c", "user.name=ada", "-c", "user.email=ada@example.org", "-c", "core.autocrlf=false")
    subprocess.run(["git", *names, *words], cwd=root, check=True, capture_output=True)


def commit(root: Path) -> None:
    git(root, "add", ".")
    git(root, "commit", "-qm", "a state of the corpus")


def write_committed(root: Path) -> Path:
    """The made-up workspace of the tests with a sealed schema, in a git repository, all of it committed."""
    shutil.copytree(REPOSITORY / "tests" / "workspace", root)
    shutil.copytree(REPOSITORY / "schemas", root / "schemas")
    git(root, "init", "-q")
    commit(root)
    return root


@pytest.fixture(scope="session")
def as_committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_committed(tmp_path_factory.mktemp("committed") / "harbour")


@pytest.fixture
def corpus(as_committed: Path, tmp_path: Path) -> Path:
    """The made-up workspace, committed, to do with as one likes."""
    return shutil.copytree(as_committed, tmp_path / "harbour")


def raise_version(root: Path, version: str, **other: str) -> None:
    """Another version of the corpus, committed. other: values of keys of SOURCES.toml that change with it."""
    path = root / "seeds" / "SOURCES.toml"
    text = path.read_text("utf-8")
    for key, value in {"version": version, **other}.items():
        text, number = re.subn(rf'^{key} = ".*"$', f'{key} = "{value}"', text, count=1, flags=re.MULTILINE)
        assert number, key
    path.write_text(text, "utf-8")
    commit(root)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that starts the stand-in, through whatever fixture, has the marker `server`."""
    for item in items:
        if "running" in getattr(item, "fixturenames", ()) and item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.server)

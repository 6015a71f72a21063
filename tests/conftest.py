"""Copies of the repository's workspace and of the made-up one, to break, and the command line in-process."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from wiremark.cli import main
from wiremark.workspace import Workspace

REPOSITORY = Path(__file__).parents[1]
os.environ["PYTHONPATH"] = str(REPOSITORY / "scripts")  # for the commands that tests start


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Wiremark = Callable[..., Ran]
Later = Callable[[Path, str, Mapping[str, str]], None]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A copy of the repository's seeds/ corpus/ annotations/ schemas/."""
    root = tmp_path / "workspace"
    for name in ("seeds", "corpus", "annotations", "schemas"):
        shutil.copytree(REPOSITORY / name, root / name)
    return root


@pytest.fixture
def base(tmp_path: Path) -> Workspace:
    """A copy of tests/workspace with the repository's schemas/."""
    root = tmp_path / "base"
    shutil.copytree(REPOSITORY / "tests" / "workspace", root)
    shutil.copytree(REPOSITORY / "schemas", root / "schemas")
    return Workspace.at(root)


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

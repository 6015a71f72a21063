"""wiremark build: what it refuses before anything is done, under which lock, and what it says of a place."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from wiremark.workspace import Workspace


@pytest.fixture
def workspace(base: Workspace) -> Path:
    """The made-up one: nothing here depends on its articles, and it is built in no time."""
    return base.root


def files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name[0] != "."}


@pytest.mark.parametrize(
    ("out", "reason"),
    [
        ("seeds", "is in seeds/ of the workspace"),
        ("seeds/new", "is in seeds/ of the workspace"),
        ("corpus/a/b", "is in corpus/ of the workspace"),
        ("annotations/new", "is in annotations/ of the workspace"),
        ("schemas", "is in schemas/ of the workspace"),
        ("link/new", "is in seeds/ of the workspace"),
        ("", "is the workspace, or above it"),
        ("..", "is the workspace, or above it"),
        ("/", "is the workspace, or above it"),
        ("file", "is a file"),
    ],
)
def test_where_no_dataset_may_stand(wiremark: Any, workspace: Path, out: str, reason: str) -> None:
    (workspace / "file").write_bytes(b"mine")
    (workspace / "link").symlink_to("seeds")
    before = files(workspace)
    ran = wiremark("build", "--out", str(workspace / out), at=workspace)
    assert (ran.code, ran.out) == (2, "")
    assert f"--out {(workspace / out).resolve()} {reason}\n  = help: name another folder" in ran.err
    assert files(workspace) == before


def test_the_folder_one_is_in_is_not_replaced(
    wiremark: Any, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "empty" / "here"
    here.mkdir(parents=True)
    monkeypatch.chdir(here)
    for out in (".", "..", ""):
        ran = wiremark("build", "--out", out, at=workspace)
        assert ran.code == 2
        assert "is the folder that you are in, or above it" in ran.err
    assert list(here.iterdir()) == []
    assert wiremark("build", "--out", "set", at=workspace).code == 0


@pytest.mark.parametrize(("name", "why"), [("replace", "Device or resource busy"), ("mkdir", "Permission denied")])
def test_a_place_that_the_system_refuses(
    wiremark: Any, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, why: str
) -> None:
    out = tmp_path / "mount" / "point"
    out.mkdir(parents=True)
    work = getattr(os, name)

    def refuses(path: Any, *args: Any) -> None:
        if out.parent in Path(path).parents:
            raise OSError(16, why, str(path))
        work(path, *args)

    monkeypatch.setattr(os, name, refuses)
    ran = wiremark("build", "--out", str(out), at=workspace)
    assert (ran.code, ran.out) == (2, "")
    assert f"the dataset cannot be written to {out}: {why}\n  = help: name a folder with --out where" in ran.err
    assert [path.name for path in out.parent.iterdir()] == ["point"]
    assert list(out.iterdir()) == []


def test_what_another_command_writes_meanwhile_is_checked(
    wiremark: Any, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock is held by another until it has written an annotation file that is wrong."""

    @contextmanager
    def locked(self: Workspace) -> Iterator[None]:
        (self.annotations / "ferry.json").write_bytes(b"")
        yield

    monkeypatch.setattr(Workspace, "locked", locked)
    ran = wiremark("build", at=workspace)
    assert ran.code == 1
    assert "L101" in ran.out
    assert not (workspace / "dist").exists()


def test_a_dataset_that_a_killed_build_moved_comes_back_before_all_else(wiremark: Any, workspace: Path) -> None:
    assert wiremark("build", at=workspace).code == 0
    before = files(workspace / "dist")
    (workspace / "dist" / "dataset").rename(workspace / "dist" / ".dataset.wiremark-old")
    (workspace / "corpus" / "ferry.txt").unlink()
    assert wiremark("build", at=workspace).code == 1
    assert files(workspace / "dist") == before


def test_a_workspace_that_cannot_be_written_is_built_elsewhere(
    wiremark: Any, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != workspace and access(path, mode))
    before = files(workspace)
    assert wiremark("build", "--out", str(tmp_path / "set"), at=workspace).code == 0
    assert files(workspace) == before
    assert not (workspace / ".wiremark.lock").exists()

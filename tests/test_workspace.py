"""A file as git has it: read without a checkout, from wherever the workspace stands in its repository."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from wiremark.workspace import NoRevision, Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace in a folder of a repository, its schema changed after the only commit."""
    root = tmp_path / "corpora" / "ferry"
    (root / "schemas").mkdir(parents=True)
    (root / "schemas" / "a.json").write_bytes(b'{"a": "\xc3\xa9"}\n')
    for words in ("init -q -b main", "add -A", "-c user.name=n -c user.email=e commit -q -m first", "tag v1"):
        subprocess.run(["git", *words.split()], cwd=tmp_path, check=True)
    (root / "schemas" / "a.json").write_bytes(b"{}\n")
    return Workspace(root)


@pytest.mark.parametrize("ref", ["HEAD", "main", "v1"])
def test_a_file_at_a_revision(workspace: Workspace, ref: str) -> None:
    assert workspace.read_at(ref, workspace.schemas / "a.json") == b'{"a": "\xc3\xa9"}\n'
    assert workspace.read_at(ref, workspace.schemas / "b.json") is None
    assert workspace.read_at(ref, workspace.schemas) is None


def test_the_files_of_a_folder_at_a_revision(workspace: Workspace) -> None:
    (workspace.schemas / "a.json").unlink()
    assert workspace.listed_at("HEAD", workspace.schemas) == ["a.json"]
    assert workspace.listed_at("HEAD", workspace.root / "nowhere") == []


@pytest.mark.parametrize("ref", ["v2", "--all", "", "HEAD:schemas", "v1 v1"])
def test_no_such_revision(workspace: Workspace, ref: str) -> None:
    with pytest.raises(NoRevision):
        workspace.read_at(ref, workspace.schemas / "a.json")


def test_no_repository(tmp_path: Path) -> None:
    with pytest.raises(NoRevision):
        Workspace(tmp_path).read_at("HEAD", tmp_path / "a.json")


def test_no_git(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NoRevision, match="not installed"):
        workspace.read_at("HEAD", workspace.schemas / "a.json")

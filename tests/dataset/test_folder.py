"""A dataset's folder is replaced as a whole, whatever breaks and when, and no file of anybody else's goes."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from wiremark.dataset.folder import MADE_BY, Unwritable, replacing, settle
from wiremark.diagnostics import Refused
from wiremark.workspace import Workspace

OPERATIONS = [
    *((os, name) for name in ("mkdir", "replace", "rename", "unlink", "rmdir")),
    (Path, "write_bytes"),
]
"""All that changes the disk; `Path` and `shutil` come down to those of `os`."""

Content = dict[str, bytes]


class Killed(BaseException):
    """From here on the process does nothing any more."""


def content(folder: Path) -> Content:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


@contextlib.contextmanager
def breaking(at: int, *, dead: bool, late: bool) -> Iterator[list[int]]:
    """The operation number `at` fails before it did its work, or `late`; `dead`: so does every later one."""
    calls = [0]

    def broken(work: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            calls[0] += 1
            if calls[0] == at and late:
                work(*args, **options)
            if calls[0] == at or (calls[0] > at and dead):
                raise Killed if dead else OSError(28, "No space left on device")
            return work(*args, **options)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for owner, name in OPERATIONS:
            patch.setattr(owner, name, broken(getattr(owner, name)))
        yield calls


def make(workspace: Workspace, out: Path, text: str) -> None:
    """A dataset in little: a file in a folder, then the card."""
    with replacing(workspace, out) as fresh:
        (fresh / "data" / "ner").mkdir(parents=True)
        (fresh / "data" / "ner" / "train-00000-of-00001.parquet").write_bytes(text.encode())
        (fresh / "README.md").write_bytes(f"---\n{MADE_BY}\n---\n{text}".encode())


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("dead", [False, True])
@pytest.mark.parametrize("rebuilt", [False, True])
def test_whatever_breaks_a_whole_dataset_stays(tmp_path: Path, *, rebuilt: bool, dead: bool, late: bool) -> None:
    workspace = Workspace(tmp_path / "workspace")
    for text in ("old", "new"):
        make(workspace, tmp_path / text, text)
    old, new = content(tmp_path / "old"), content(tmp_path / "new")
    for at in count(1):
        out = tmp_path / str(at) / "set"
        if rebuilt:
            make(workspace, out, "old")
        with breaking(at, dead=dead, late=late) as calls, contextlib.suppress(Killed, Unwritable):
            make(workspace, out, "new")
        if rebuilt and dead and not out.exists():
            settle(workspace, out)
        assert (content(out) if out.exists() else None) in (old if rebuilt else None, new), at
        make(workspace, out, "new")
        assert content(out) == new, at
        assert [path.name for path in out.parent.iterdir()] == ["set"], at
        if calls[0] < at:
            break
    assert at > (12 if rebuilt else 7)


@pytest.mark.parametrize("name", ["notes.txt", "data/notes.txt", "data/ner/mine.parquet", ".git/config", "data/data/x"])
@pytest.mark.parametrize("folder", ["set", ".set.wiremark-old", ".set.wiremark-new"])
def test_what_no_build_wrote_is_left_alone(tmp_path: Path, folder: str, name: str) -> None:
    workspace = Workspace(tmp_path)
    make(workspace, tmp_path / "set", "old")
    (tmp_path / "set").rename(tmp_path / folder)
    (tmp_path / folder / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / folder / name).write_bytes(b"mine")
    before = content(tmp_path)
    with pytest.raises(Refused) as refused:
        make(workspace, tmp_path / "set", "new")
    [finding] = refused.value.findings
    assert (finding.code, finding.file, finding.found) == ("D101", folder, name)
    assert content(tmp_path) == before


@pytest.mark.parametrize("mine", ["README.md", "data/ner/train-00000-of-00001.parquet", "data"])
def test_the_card_tells_whose_a_folder_is(tmp_path: Path, mine: str) -> None:
    (tmp_path / "set" / mine).parent.mkdir(parents=True)
    (tmp_path / "set" / mine).write_bytes(b"---\n# Mine\n---\n")
    with pytest.raises(Refused, match="D101"):
        make(Workspace(tmp_path), tmp_path / "set", "new")


def test_a_link_in_a_dataset_is_a_file_of_its_own(tmp_path: Path) -> None:
    make(Workspace(tmp_path), tmp_path / "set", "old")
    (tmp_path / "empty").mkdir()
    (tmp_path / "set" / "data" / "link").symlink_to(tmp_path / "empty")
    with pytest.raises(Refused, match="D101"):
        make(Workspace(tmp_path), tmp_path / "set", "new")


def test_what_file_managers_drop_is_no_hindrance(tmp_path: Path) -> None:
    make(Workspace(tmp_path), tmp_path / "set", "old")
    (tmp_path / "set" / ".DS_Store").write_bytes(b"x")
    (tmp_path / "set" / "data" / "Thumbs.db").write_bytes(b"x")
    make(Workspace(tmp_path), tmp_path / "set", "new")
    assert list(content(tmp_path / "set")) == ["README.md", "data/ner/train-00000-of-00001.parquet"]

"""Releases of small made-up workspaces, each with something changed."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.dataset.conftest import DOCUMENTS, write_workspace

from wiremark.dataset.build import write_dataset
from wiremark.dataset.changes import Changes, compare
from wiremark.dataset.inputs import load_inputs
from wiremark.dataset.release import open_release

Documents = dict[str, tuple[str, str, dict[str, list[Any]] | None]]
Edit = Callable[[Path], object]
Make = Callable[..., Path]


def documents() -> Documents:
    """The documents of the made-up workspace, to be changed."""
    return copy.deepcopy(dict(DOCUMENTS))


def shifted(value: Any, by: int) -> Any:
    """An annotation with every offset moved."""
    if isinstance(value, dict):
        return {key: part + by if key in ("start", "end") else shifted(part, by) for key, part in value.items()}
    return [shifted(part, by) for part in value] if isinstance(value, list) else value


def edit(path: Path, change: Callable[[Any], object]) -> None:
    """Changes a JSON file."""
    data = json.loads(path.read_bytes())
    change(data)
    path.write_text(json.dumps(data), "utf-8")


def replaced(path: Path, *words: tuple[str, str]) -> None:
    """Replaces words of a file, each of which stands in it."""
    text = path.read_text("utf-8")
    for old, new in words:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


def release(root: Path, docs: Documents, change: Edit | None, version: str, *, texts: bool) -> Path:
    """Builds a release in the new folder `root`. change: edits the workspace before."""
    workspace = write_workspace(root / "workspace", docs, version)
    if change:
        change(workspace.root)
    folder = root / "release"
    folder.mkdir()
    write_dataset(load_inputs(workspace), folder, texts=texts)
    return folder


@pytest.fixture(scope="session")
def make(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Builds a release: `make(documents, edit, version="0.2.0", texts=False)`, each of which may be left out."""

    def call(
        docs: Documents | None = None, change: Edit | None = None, version: str = "0.1.0", *, texts: bool = True
    ) -> Path:
        return release(tmp_path_factory.mktemp("made"), docs or documents(), change, version, texts=texts)

    return call


@pytest.fixture(scope="session")
def first(make: Make) -> Path:
    """The release of the workspace as it is, version 0.1.0."""
    return make()


@pytest.fixture(scope="session")
def bare(make: Make) -> Path:
    """The same, stand-off."""
    return make(texts=False)


def differ(before: Path, after: Path) -> Changes:
    """What changed between the releases in two folders."""
    return compare(open_release(before), open_release(after))

"""The texts that annotations were made on, found by their sha256: in a folder, or in git."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from wiremark.workspace import Workspace, sha256

OldText = Callable[[str, str], str | None]
"""From a document's id and the sha256 of a text to that text; None where it cannot be found."""


def from_folder(folder: Path) -> OldText:
    """Old texts as a folder has them, `<id>.txt`."""

    def find(id: str, digest: str) -> str | None:
        path = folder / f"{id}.txt"
        data = path.read_bytes() if path.is_file() else b""
        return data.decode("utf-8") if sha256(data) == digest else None

    return find


def from_git(workspace: Workspace, ref: str) -> OldText:
    """Old texts as git has them: at `ref`, else in the commits that changed the text, the latest first.

    What it gives raises NoRevision where the workspace is in no git repository or there is no such `ref`.
    """

    def find(id: str, digest: str) -> str | None:
        path = workspace.corpus / f"{id}.txt"
        for commit in (ref, *workspace.revisions(path)):
            data = workspace.read_at(commit, path)
            if data is not None and sha256(data) == digest:
                return data.decode("utf-8")
        return None

    return find

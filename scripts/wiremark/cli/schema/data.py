"""The annotation files that a change may hit: those that follow the old version."""

from __future__ import annotations

import json
from pathlib import Path

from wiremark.annotation.store import files
from wiremark.cli.schema.schema_file import SchemaFile
from wiremark.diagnostics import Usage
from wiremark.schema.changes.affected import File
from wiremark.workspace import Workspace


def data_of(workspace: Workspace, folder: Path | None, old: SchemaFile) -> list[File]:
    """The data of the old version in `folder`, or of the workspace's annotations; what is no JSON is left out.

    Where the schema speaks of a stamp, what has none is no annotation file. Raises Usage for no folder.
    """
    stamps = '"schema_version"' in old.text
    found = []
    for path, kind in _paths(workspace, folder):
        try:
            data = json.loads(path.read_bytes())
        except (ValueError, RecursionError):
            continue
        stamp = data.get("schema_version") if isinstance(data, dict) else None
        if stamp == old.version or not old.version or not (stamps or isinstance(stamp, str)):
            found.append((kind, data))
    return found


def _paths(workspace: Workspace, folder: Path | None) -> list[tuple[Path, str]]:
    own = workspace.annotations.resolve()
    given = folder if folder is None or folder.is_dir() else workspace.root / folder
    if given is None or given.resolve() == own:
        return [(file.path, file.kind) for file in files(workspace)]
    if not given.is_dir():
        raise Usage(f"there is no folder {folder}", "name the folder that holds the annotation files")
    kinds = {"entities.json": "Entities", "clusters.json": "Clusters"}
    return [(path, kinds.get(path.name, "Document")) for path in sorted(given.rglob("*.json")) if path.is_file()]

"""Many files changed as one: the journal says what all of them will be, so that whoever comes after a kill finishes.

The journal is written whole, before the first file. From then on the change is made, whatever happens: each file has
either the content of before or that of after, and the journal holds the latter. Before it, nothing has happened.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from wiremark.diagnostics import Finding, Refused
from wiremark.workspace import Workspace, sha256, write

NAME = ".wiremark-migration.json"
"""The journal's name in schemas/; git is told to ignore it."""


def pending(workspace: Workspace) -> bool:
    """True where a change was begun and not finished."""
    return _path(workspace).is_file()


def change(workspace: Workspace, files: Mapping[Path, bytes]) -> None:
    """Writes every file, which is there already, or, after a kill, leaves what `finish` needs. Hold the lock."""
    _clear(workspace)
    if not files:
        return
    rows = [
        {"file": workspace.relative(path), "before": sha256(path.read_bytes()), "content": content.decode("utf-8")}
        for path, content in files.items()
    ]
    write(_path(workspace), json.dumps({"files": rows}, ensure_ascii=False))
    finish(workspace)


def finish(workspace: Workspace) -> list[str]:
    """Finishes what a killed command began; the names of the files that were still to be written. Hold the lock.

    Raises Refused where one of them was changed since: then a person has to look.
    """
    _clear(workspace)
    if not pending(workspace):
        return []
    rows = _rows(workspace)
    todo, wrong = list[tuple[Path, str]](), list[Finding]()
    for row in rows:
        path = workspace.root / row["file"]
        now = sha256(path.read_bytes()) if path.is_file() else ""
        if now == row["before"]:
            todo.append((path, row["content"]))
        elif now != sha256(row["content"].encode("utf-8")):
            wrong.append(_changed(row["file"]))
    if wrong:
        raise Refused(wrong)
    for path, content in todo:
        write(path, content)
    _path(workspace).unlink()
    return [workspace.relative(path) for path, _ in todo]


def _rows(workspace: Workspace) -> list[dict[str, str]]:
    """The journal's files. Raises Refused where it is not one that `change` wrote: of annotation files alone."""
    keys = ("file", "before", "content")
    try:
        rows = json.loads(_path(workspace).read_bytes())["files"]
        found = [{key: str(row[key]) for key in keys} for row in rows]
    except (ValueError, TypeError, KeyError, RecursionError):
        found = [{"file": ""}]
    if all(_inside(workspace, row["file"]) for row in found):
        return found
    help = f"look at `git status`, put annotations/ in order, and take schemas/{NAME} away"
    raise Refused([replace(unfinished(), message="the journal of a migration cannot be used", help=help)])


def _inside(workspace: Workspace, name: str) -> bool:
    path = workspace.root / name
    return path.suffix in (".json", ".jsonl") and ".." not in path.parts and path.is_relative_to(workspace.annotations)


def unfinished() -> Finding:
    """What is said where a change waits to be finished, and nothing may be written."""
    return Finding(
        code="S311",
        file=f"schemas/{NAME}",
        message="a migration was cut off: some files have the new schema, others the old one",
        found="the journal of a migration",
        expected="no journal",
        help="run `wiremark schema migrate`: it finishes what was begun",
    )


def _changed(name: str) -> Finding:
    return Finding(
        code="S312",
        file=name,
        message="changed after a migration of it was cut off",
        found="neither the content before the migration nor that after it",
        expected=f"the file as it was, to be migrated as schemas/{NAME} says",
        help=f"put the file back, for instance with `git checkout {name}`, and run this again",
    )


def _path(workspace: Workspace) -> Path:
    return workspace.schemas / NAME


def _clear(workspace: Workspace) -> None:
    """Takes away what a killed command left beside the journal; while we hold the lock, it is nobody's work."""
    for left in _left(workspace):
        left.unlink(missing_ok=True)


def _left(workspace: Workspace) -> Iterator[Path]:
    return (path for path in workspace.schemas.glob(".wiremark-*") if path.name != NAME)

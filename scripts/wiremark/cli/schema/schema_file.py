"""Which two schemas are compared: files, versions, or files as git has them at a revision."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from wiremark.diagnostics import Refused, Usage
from wiremark.schema.versions import is_version, precedence, version_in
from wiremark.validation import level1
from wiremark.workspace import NoRevision, Workspace


@dataclass(frozen=True, slots=True)
class SchemaFile:
    """One schema: what it is called in findings, its text and what that says. version: as its file or it declares.

    ref: the revision of git that has it; empty for a file here.
    """

    name: str
    text: str
    schema: dict[str, Any]
    version: str
    path: Path | None = None
    ref: str = ""


def versions(names: list[str]) -> list[str]:
    """The versions among the names of the files in schemas/, in their order."""
    return sorted(filter(None, map(version_in, names)), key=precedence)


def versions_here(workspace: Workspace) -> list[str]:
    """The versions in schemas/."""
    folder = workspace.schemas
    return versions([path.name for path in folder.iterdir()] if folder.is_dir() else [])


def resolve(workspace: Workspace, given: str) -> SchemaFile:
    """The schema that an argument names: a file, a version in schemas/, a `REF:path`, or the newest at a revision.

    Raises Usage where it names nothing, Refused where it cannot be read.
    """
    for path in (Path(given), workspace.root / given):
        if path.is_file():
            return _read(workspace.relative(path), path.read_bytes(), path)
    if is_version(given):
        path = workspace.schema(given)
        if path.is_file():
            return _read(workspace.relative(path), path.read_bytes(), path)
        raise Usage(f"there is no schemas/annotation-{given}.json", "name a version that is in schemas/, or a file")
    ref, colon, inside = given.partition(":")
    try:
        if colon:
            return _at(workspace, ref, inside)
        newest = versions(workspace.listed_at(given, workspace.schemas))
        if newest:
            return _at(workspace, given, workspace.relative(workspace.schema(newest[-1])))
    except NoRevision as error:
        raise Usage(
            f"{given}: no file, no version in schemas/, and {error}",
            "name a file, a version, a revision of git, or REF:path",
        ) from None
    raise Usage(f"{given} has no schema in schemas/", "name a revision that has one, or REF:path")


def _at(workspace: Workspace, ref: str, inside: str) -> SchemaFile:
    content = workspace.read_at(ref, workspace.root / inside)
    if content is None:
        raise Usage(f"git has no {inside} at {ref}", "name a path as it was called then, from the workspace's folder")
    return replace(_read(f"{ref}:{inside}", content, None), ref=ref)


def _read(name: str, content: bytes, path: Path | None) -> SchemaFile:
    parsed = level1.read(content, name)
    if parsed.findings or not parsed.readable:
        raise Refused(parsed.findings)
    if isinstance(parsed.data, bool):
        return SchemaFile(name, parsed.text, {} if parsed.data else {"not": {}}, "", path)
    if not isinstance(parsed.data, dict):
        raise Usage(f"{name} holds no JSON Schema", "name a JSON Schema")
    declared = parsed.data.get("x-version")
    stamp = declared if isinstance(declared, str) and is_version(declared) else ""
    version = version_in(name.rpartition("/")[2]) or stamp
    return SchemaFile(name, parsed.text, parsed.data, version, path)

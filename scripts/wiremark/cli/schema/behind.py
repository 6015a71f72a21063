"""Annotation files that stand at an older schema version than is asked for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from wiremark.annotation.store import files
from wiremark.diagnostics import Finding, count
from wiremark.schema.versions import is_version, precedence
from wiremark.validation.places import Problem, placed, show
from wiremark.workspace import Workspace


def behind(workspace: Workspace, target: str) -> list[Finding]:
    """A finding for each version before `target` that files follow; what cannot be read is left to `validate`."""
    by: dict[str, list[Path]] = {}
    texts: dict[str, str] = {}
    for file in files(workspace):
        try:
            text = file.path.read_bytes().decode("utf-8")
            data = json.loads(text)
        except (ValueError, RecursionError):
            continue
        version = data.get("schema_version") if isinstance(data, dict) else None
        if isinstance(version, str) and is_version(version) and precedence(version) < precedence(target):
            by.setdefault(version, []).append(file.path)
            texts.setdefault(version, text)
    older = sorted(by, key=precedence)
    return [not_there(workspace, version, by[version], target, texts[version]) for version in older]


def not_there(workspace: Workspace, version: str, paths: Sequence[Path], target: str, text: str) -> Finding:
    """The finding about the files of a version, at the stamp of the first of them, whose text is given."""
    problem = Problem(
        code="S306",
        pointer="/schema_version",
        message=f"{count(len(paths), 'file')} of schema {version}, and {target} is asked for",
        found=f"{show(version)} in {workspace.relative(paths[0])}" + (" and others" if len(paths) > 1 else ""),
        expected=show(target),
        help="run `wiremark schema migrate`",
    )
    return placed([problem], workspace.relative(paths[0]), text)[0]

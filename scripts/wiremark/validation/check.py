"""Runs the levels over the files of a workspace."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from wiremark.annotation.store import File, strays
from wiremark.diagnostics import Finding, ordered
from wiremark.schema.profile import Record, plan
from wiremark.validation import level1, level3
from wiremark.validation.context import Context
from wiremark.validation.level2 import structure
from wiremark.validation.places import Problem, placed
from wiremark.workspace import Workspace


def validate(workspace: Workspace, paths: Sequence[Path] | None = None) -> tuple[list[Finding], dict[str, str]]:
    """Checks the annotation files, or those under `paths`, with their schemas and SOURCES.toml. Writes nothing.

    Gives every finding, in order, and the text of every annotation file that was checked, by its name in the findings.
    Raises FileNotFoundError for a path under which there is no annotation file.
    """
    context = Context(workspace)
    findings, checked = list(context.findings), dict[str, str]()
    findings += [] if paths else [_stray(path, workspace.relative(path)) for path in strays(workspace, context.files)]
    asked = set[str]()
    for file in context.selected(paths):
        name = workspace.relative(file.path)
        parsed = level1.read(file.path.read_bytes(), name)
        checked[name] = parsed.text
        findings += parsed.findings
        record = context.record(file, parsed.data) if parsed.readable else None
        if record is not None:
            findings += placed(problems(file, parsed.data, record, context), name, parsed.text)
            asked |= level3.asked(parsed.data, plan(record))
    findings += context.missing(asked)
    return ordered(findings), checked


def _stray(path: Path, name: str) -> Finding:
    return Finding(
        code="A315",
        file=name,
        message=f"{name} looks like an annotation file, and nothing reads it",
        found="a folder" if path.is_dir() else f"a file {path.name}" if path.is_file() else "a link to nothing",
        expected="a file annotations/<id>.json or annotations/passes/<annotator>/<id>.json",
        help="move it to where it belongs under its right name, or away",
    )


def problems(file: File, data: Any, record: Record, context: Context) -> list[Problem]:
    """Levels 2 and 3 for the data of one file."""
    found = structure(data, record)
    if not isinstance(data, dict):
        return found
    deeper = list(_integrity(file, data, record, context))
    # level 3 knows the article and says more about a span without offsets than level 2 can
    told = {problem.pointer.removesuffix("/text") for problem in deeper if problem.code in ("A302", "A312")}
    return [problem for problem in found if problem.code != "A312" or problem.pointer not in told] + deeper


def _integrity(file: File, data: dict[str, Any], record: Record, context: Context) -> list[Problem]:
    todo = plan(record)
    spaces = context.spaces(file.path.parent)
    found: list[Problem] = []
    if file.kind in ("Document", "Pass"):
        own = level3.keys(data, todo)
        spaces = {name: level3.Space("A303", name, "this file", own.get(name, {})) for _, name in todo.keys} | spaces
        found += level3.unique(data, todo, {})
        found += level3.layers(data, record)
        if context.articles is not None:
            found += level3.frame(data, file.path, context.files, context.articles, context.documents)
        article = context.article(file, data)
        if article and article.text is not None and not level3.changed(data, article):
            found += level3.spans(data, todo, article.text)
    else:
        in_passes = file.path.parent.parent == context.workspace.annotations / "passes"
        found += level3.unique(data, todo, context.shared(context.workspace.annotations) if in_passes else {})
    return [*found, *level3.references(data, todo, spaces)]

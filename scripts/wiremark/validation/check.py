"""Runs the levels over the files of a workspace."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from wiremark.annotation.store import File, strays
from wiremark.diagnostics import Finding, ordered
from wiremark.schema.profile import Record, plan
from wiremark.validation import decisions, level3, level4, level5
from wiremark.validation.context import Context, Loaded
from wiremark.validation.level2 import structure
from wiremark.validation.orphans import orphaned
from wiremark.validation.places import Problem, placed
from wiremark.validation.review import waiting
from wiremark.workspace import Workspace

NAMES = ("bytes and JSON", "structure", "integrity", "guideline", "corpus")
"""What each level looks at, from 1."""


def validate(workspace: Workspace, paths: Sequence[Path] | None = None) -> tuple[list[Finding], dict[str, str]]:
    """Checks the annotation files, or those under `paths`, with their schemas and SOURCES.toml. Writes nothing.

    Gives every finding, in order, and the text of every annotation file that was checked, by its name in the findings.
    Level 5 reads every file, and tells of those under `paths`.
    Raises FileNotFoundError for a path under which there is no annotation file.
    """
    context = Context(workspace)
    findings, checked = list(context.findings), dict[str, str]()
    findings += [] if paths else [_stray(path, workspace.relative(path)) for path in strays(workspace, context.files)]
    asked = set[str]()
    loaded: list[Loaded] = []
    selected = frozenset(context.selected(paths))
    for file in context.every:
        if file not in selected and context.earlier(file):
            continue
        name, clean = workspace.relative(file.path), context.clean(file)
        if clean and context.earlier(file):
            checked[name] = context.raw(file.path).decode("utf-8")
            continue
        parsed = context.parsed(file.path)
        record = context.record(file, parsed.data) if parsed.readable else None
        if record is not None and not context.earlier(file):
            loaded.append(Loaded(file, name, parsed.data, record, context.text(file, parsed.data), clean))
        if file not in selected:
            continue
        checked[name] = parsed.text
        findings += parsed.findings
        if record is not None:
            findings += placed(problems(file, parsed.data, record, context), name, parsed.text)
            asked |= set() if clean else level3.asked(parsed.data, plan(record))
    findings += _over_the_corpus(loaded, context, checked)
    if not paths:
        findings += level5.rows(context)
        findings += decisions.check(context)
    findings += context.missing(asked)
    return ordered(findings), checked


def broken(findings: Iterable[Finding]) -> list[Finding]:
    """The errors that keep files from being read: what breaks a rule of the guidelines (levels 4 and 5) does not."""
    return [one for one in findings if one.severity == "error" and not one.code.startswith(("A4", "A5"))]


def faults(context: Context, file: File) -> tuple[bool, list[Finding]]:
    """Whether there is a schema that tells what one file should be, and the errors that keep it from being read."""
    if context.clean(file):
        return True, []
    parsed, name = context.parsed(file.path), context.workspace.relative(file.path)
    record = context.record(file, parsed.data) if parsed.readable else None
    deeper = placed(problems(file, parsed.data, record, context), name, parsed.text) if record else []
    return record is not None, broken([*parsed.findings, *deeper])


def _over_the_corpus(loaded: Sequence[Loaded], context: Context, checked: dict[str, str]) -> Iterable[Finding]:
    """Level 5: what only all files together can tell, of those that were checked."""
    found: dict[str, list[Problem]] = defaultdict(list)
    for file, problem in level5.corpus(loaded, context):
        found[file.name].append(_weighed(problem, file.file, context))
    for name, those in found.items():
        if name in checked:
            yield from placed(those, name, checked[name])


def _weighed(problem: Problem, file: File, context: Context) -> Problem:
    """Levels 4 and 5 bind the corpus's own layers; a pass is kept as its annotator made it, and only warned of."""
    own = file.path.parent == context.workspace.annotations
    return problem if own else replace(problem, severity="warning")


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
    """Levels 2 to 4 for the data of one file, as the context has parsed it."""
    found = [] if context.clean(file) else structure(data, record)
    if not isinstance(data, dict):
        return found
    if not context.earlier(file):
        found += [_weighed(problem, file, context) for problem in level4.guideline(file, data, record, context)]
    if context.clean(file):
        return found
    return level3.beside(found, _integrity(file, data, record, context))


def _integrity(file: File, data: dict[str, Any], record: Record, context: Context) -> list[Problem]:
    todo = plan(record)
    spaces = context.spaces(file.path.parent)
    found: list[Problem] = []
    if file.of_document:
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
        found += level3.unique(data, todo, _taken(data, context) if in_passes else {})
    return [*found, *level3.references(data, todo, spaces), *waiting(data), *orphaned(data)]


def _taken(data: dict[str, Any], context: Context) -> dict[str, level3.Space]:
    """Ids of the workspace that a pass may not give to its own entities: those of something else, by the type.

    An entity of the same id and type is the pass's own that adjudication took over. Clusters no annotator is shown: two
    may well hit upon one id.
    """
    top = context.workspace.annotations
    rows = data.get("entities")
    dicts = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    own = {id: row.get("type") for row in dicts if isinstance(id := row.get("id"), str)}
    given = context.items(top, "entities.json", "entities")
    space = context.shared(top).get("entity")
    if space is None or space.ids is None:
        return {}
    others = {id: where for id, where in space.ids.items() if given.get(id, {}).get("type") != own.get(id)}
    return {"entity": level3.Space(space.code, space.what, space.where, others)}

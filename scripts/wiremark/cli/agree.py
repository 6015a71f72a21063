"""wiremark agree: how far two annotators agree, per layer, attribute, rule and cluster."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wiremark import validation
from wiremark.annotation import agreement, passes
from wiremark.annotation.figures import Table
from wiremark.annotation.store import files
from wiremark.cli.report import Commands, Usage, command
from wiremark.dataset.markdown import table as in_markdown
from wiremark.diagnostics import Refused, columns
from wiremark.schema.profile import Profile
from wiremark.validation import schemas
from wiremark.workspace import Workspace

_KEYS = """\
A and B are names under annotations/passes/, folders, or `gold` for the corpus's own layers. Documents and layers that
only one of them has are named and not compared. Whatever the figures are, the exit code is 0."""


def register(commands: Commands) -> None:
    parser = command(
        commands,
        "agree",
        run,
        "Measure how far two annotators agree: per layer, attribute, rule of the guidelines, and cluster.\n" + _KEYS,
        "wiremark agree a b --format markdown",
    )
    parser.add_argument("a", metavar="A", help="a pass, a folder, or gold")
    parser.add_argument("b", metavar="B", help="another one")
    parser.add_argument(
        "--format", choices=("text", "json", "markdown"), default="text", help="how the figures are printed"
    )


def run(args: argparse.Namespace) -> int:
    workspace = Workspace.at(args.directory)
    profile = _checked(workspace, [_folder(workspace, name) for name in (args.a, args.b)])
    a, b = (_loaded(workspace, name) for name in (args.a, args.b))
    ids = a.documents.keys() & b.documents.keys()
    texts = {id: (workspace.corpus / f"{id}.txt").read_bytes().decode("utf-8") for id in ids}
    found = agreement.compare(a, b, profile, texts)
    if not found["documents"]:
        there = "; ".join(f"{side.name} has {', '.join(side.documents)}" for side in (a, b))
        raise Usage(f"{a.name} and {b.name} have no layer of a document in common", there)
    print(rendered(found, args.format))
    return 0


def rendered(found: Mapping[str, Any], form: str) -> str:
    """What `agreement.compare` found, as `text`, `json` or `markdown`, without a final newline."""
    if form == "json":
        return json.dumps(found, ensure_ascii=False, indent=2)
    parts = [agreement.heading(found), *agreement.extent(found).split("\n")]
    if form == "text":
        return "\n\n".join(["\n".join(parts), *map(_text, agreement.tables(found))])
    for table in agreement.tables(found):
        parts += [f"## {table.title}", in_markdown(table.head, table.rows), table.note]
    return "\n\n".join(["# Agreement", *filter(None, parts)])


def _folder(workspace: Workspace, name: str) -> Path:
    try:
        return passes.folder(workspace, name)
    except FileNotFoundError as error:
        raise _none(workspace, name, error) from None


def _loaded(workspace: Workspace, name: str) -> passes.Pass:
    try:
        return passes.load(workspace, name)
    except FileNotFoundError as error:
        raise _none(workspace, name, error) from None


def _none(workspace: Workspace, name: str, error: FileNotFoundError) -> Usage:
    known = passes.names(workspace)
    return Usage(f"{name}: {error.strerror}", f"there are {', '.join(known)}" if known else "annotate first")


def _checked(workspace: Workspace, folders: list[Path]) -> Profile:
    """The newest schema. Raises Refused where levels 1 to 3 find an error in the files that these folders hold.

    Files outside the workspace's annotations are left to `passes.load`.
    """
    places = {folder.resolve() for folder in (workspace.annotations, *folders)}
    shared = ("entities", "clusters")
    own = [file.path for file in files(workspace) if file.path.parent.resolve() in places]
    gold = workspace.annotations.resolve() in {folder.resolve() for folder in folders}
    wanted = [path for path in own if gold or path.parent != workspace.annotations or path.stem in shared]
    findings, _ = validation.validate(workspace, wanted) if wanted else ([], {})
    profile = schemas.load(workspace)
    # what breaks a rule of the guidelines (levels 4 and 5) is what is measured here
    broken = [finding for finding in findings if finding.severity == "error" and not _of_the_guidelines(finding.code)]
    if broken or profile.newest is None:
        raise Refused(broken or profile.findings)
    return profile.newest


def _of_the_guidelines(code: str) -> bool:
    return code.startswith(("A4", "A5"))


def _text(table: Table) -> str:
    """Aligned for a terminal: words to the left, figures to the right."""
    rows = [tuple(map(str, row)) for row in (table.head, *table.rows)]
    widths = [max(map(columns, column)) for column in zip(*rows, strict=True)]
    lines = [table.title]
    for row in rows:
        cells = zip(row, widths, strict=True)
        lines.append("  " + "  ".join(cell + " " * (width - columns(cell)) for cell, width in cells).rstrip())
    return "\n".join([*lines, *([f"  {table.note}"] if table.note else [])])

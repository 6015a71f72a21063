"""wiremark agree: how far two annotators agree, per layer, attribute, rule and cluster."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from typing import Any

from wiremark.annotation import agreement
from wiremark.annotation.markdown import in_markdown
from wiremark.cli.compared import opened
from wiremark.cli.report import Commands, command, with_format
from wiremark.cli.tables import aligned
from wiremark.diagnostics import Usage
from wiremark.workspace import Workspace

_SIDES = """\
A and B are names under annotations/passes/, folders, or `gold` for the corpus's own layers. Documents and layers that
only one of them has are named and not compared. Whatever the figures are, the exit code is 0."""


def register(commands: Commands) -> None:
    parser = command(
        commands,
        "agree",
        run,
        "Measure how far two annotators agree: per layer, attribute, rule of the guidelines, and cluster.\n" + _SIDES,
        "wiremark agree gold gold --format markdown",
    )
    parser.add_argument("a", metavar="A", help="a pass, a folder, or gold")
    parser.add_argument("b", metavar="B", help="another one")
    with_format(parser, "the figures", "markdown")


def run(args: argparse.Namespace) -> int:
    workspace = Workspace.at(args.directory)
    profile, (a, b) = opened(workspace, args.a, args.b)
    texts = {id: workspace.text(id) for id in a.documents.keys() & b.documents.keys()}
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
        return "\n\n".join(["\n".join(parts), *map(aligned, agreement.tables(found))])
    tables = [in_markdown(table, 2) for table in agreement.tables(found)]
    return "\n\n".join(["# Agreement", *filter(None, parts), *tables])

"""wiremark schema diff: what a new schema means for the annotations, readers and datasets of an old one."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from wiremark.cli.report import Commands, command, report, with_format
from wiremark.cli.schema.data import data_of
from wiremark.cli.schema.findings import as_json, change_findings, reported, summary
from wiremark.cli.schema.schema_file import resolve
from wiremark.workspace import Workspace


def register(commands: Commands) -> None:
    parser = command(
        commands,
        "diff",
        run,
        "Say what a change of a schema breaks, whom, and what version it needs. Takes any JSON Schema of draft-07 or "
        "2020-12. OLD and NEW: a file, a version in schemas/, a revision of git, or REF:path. The versions that the "
        "schemas declare are not compared. Exits 1 where something breaks, or cannot be told.",
        "wiremark schema diff main schemas/annotation-1.0.0.json --data annotations",
    )
    parser.add_argument("old", metavar="OLD", help="the schema before")
    parser.add_argument("new", metavar="NEW", help="the schema after")
    parser.add_argument("--data", type=Path, metavar="DIR", help="count what is hit among the annotation files here")
    with_format(parser)


def run(args: argparse.Namespace) -> int:
    from wiremark.schema import diff
    from wiremark.schema.changes.affected import counted

    workspace = Workspace(args.directory)
    old, new = resolve(workspace, args.old), resolve(workspace, args.new)
    found = diff(old.schema, new.schema)
    if args.data:
        found = counted(found, old.schema, new.schema, data_of(workspace, args.data, old))
    told = change_findings(found, old, new)
    if args.format == "json":
        sys.stdout.write(as_json(found, told, ()))
        return int(any(one.finding.severity == "error" for one in told))
    code = report(reported(told), args.format, workspace.root)
    if args.format == "text":
        sys.stdout.write(("\n" if reported(told) else "") + summary(found, told))
    return code

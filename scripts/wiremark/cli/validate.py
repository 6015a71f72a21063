"""wiremark validate: are the annotation files whole, true to the schema and to the texts?"""

from __future__ import annotations

import argparse
from pathlib import Path

from wiremark import validation
from wiremark.cli.report import Commands, command, report, with_format
from wiremark.diagnostics import count
from wiremark.validation.check import NAMES
from wiremark.workspace import Workspace


def register(commands: Commands) -> None:
    parser = command(
        commands,
        "validate",
        run,
        f"Check the annotation files: {', '.join(NAMES)}. Every problem is reported at once.",
        "wiremark validate annotations/gsomia-000.json",
    )
    parser.add_argument("path", nargs="*", type=Path, metavar="PATH", help="only these files or folders")
    parser.add_argument("--fix", action="store_true", help="write the canonical form; fill in offsets that are unique")
    with_format(parser)


def run(args: argparse.Namespace) -> int:
    workspace = Workspace.at(args.directory)
    paths = args.path or None
    if args.fix:
        with workspace.locked():
            fixed = validation.fix(workspace, paths)
        findings, checked = fixed.findings, fixed.sources
        for name in fixed.changed if args.format == "text" else ():
            print(f"wrote {name}")
    else:
        findings, checked = validation.validate(workspace, paths)
    if not findings and args.format == "text":
        print(f"{count(len(checked), 'file')} valid")
    return report(findings, args.format, workspace.root)

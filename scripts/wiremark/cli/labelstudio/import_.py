"""wiremark labelstudio import: what was annotated comes back from a file that a server exported."""

from __future__ import annotations

import argparse
from pathlib import Path

from wiremark.cli.labelstudio.options import add_destination, inbox, told
from wiremark.cli.report import Commands, command, report, with_format
from wiremark.labelstudio.exchange.json_file import JsonFile, located
from wiremark.workspace import Workspace

_HELP = """Import Label Studio's JSON export: each annotation becomes a file of a pass, or of gold.

Every annotation is checked, converted over the file that it would replace, and tried: what levels 1 to 3 would find in
the result is found here. Those with an error are left out, the others are written together. What the editor does not
show, and what nobody changed, stays as it is. Levels 4 and 5 are left to `wiremark validate`."""


def register(commands: Commands) -> None:
    parser = command(commands, "import", run, _HELP, "wiremark labelstudio import tasks.json --annotator ada")
    parser.add_argument("file", type=Path, metavar="FILE", help="the file: Label Studio's JSON, no other format")
    add_destination(parser)
    parser.add_argument("--dry-run", action="store_true", help="write nothing; print what there would be to say")
    with_format(parser)


def run(args: argparse.Namespace) -> int:
    workspace = Workspace.at(args.directory)
    file = JsonFile(located(args.file, args.directory), str(args.file))
    with workspace.locked():
        taken = inbox(workspace, args)
        problems = [problem.under(f"/{number}") for number, problem in taken.take(file.tasks)]
        files = taken.ready if args.dry_run else taken.write()
    code = report(file.placed(problems), args.format, workspace.root, {file.name: file.text} if problems else None)
    if args.format == "text":
        print("\n" * bool(problems) + told(taken, files, written=not args.dry_run))
    return code

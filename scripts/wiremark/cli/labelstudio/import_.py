"""wiremark labelstudio import: what was annotated comes back from a file that a server exported."""

from __future__ import annotations

import argparse
import errno
from dataclasses import replace
from pathlib import Path

from wiremark.cli.labelstudio.destination import add_destination, inbox, told
from wiremark.cli.labelstudio.json_file import JsonFile
from wiremark.cli.report import Commands, command, report, with_format
from wiremark.workspace import Workspace

_HELP = """Import Label Studio's JSON export: each annotation becomes a file of a pass, or of gold.

Every annotation is checked, converted over the file that it would replace, and tried: what levels 1 to 3 would find in
the result is found here. Those with an error are left out, the others are written together. What the editor does not
show, and what nobody changed, stays as it is. Levels 4 and 5 are left to `wiremark validate`."""


def register(commands: Commands) -> None:
    parser = command(commands, "import", run, _HELP, "wiremark labelstudio import tasks.json --annotator ada")
    parser.add_argument("file", type=Path, metavar="FILE", help="the file: Label Studio's JSON, no other format")
    add_destination(parser)
    with_format(parser)


def run(args: argparse.Namespace) -> int:
    workspace = Workspace.at(args.directory)
    file = JsonFile(_found(args.file, args.directory), str(args.file))
    with workspace.locked():
        taken = inbox(workspace, args)
        problems = [
            replace(problem, pointer=f"/{number}{problem.pointer}") for number, problem in taken.take(file.tasks)
        ]
        written = taken.write()
    code = report(file.placed(problems), args.format, workspace.root, {file.name: file.text} if problems else None)
    if args.format == "text":
        print("\n" * bool(problems) + told(taken, written))
    return code


def _found(path: Path, directory: Path) -> Path:
    """The file as it is named from here, or from the workspace's root."""
    for place in (path, directory / path):
        if place.is_file():
            return place
    raise FileNotFoundError(errno.ENOENT, "there is no such file", str(path))

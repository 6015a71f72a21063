"""wiremark labelstudio export: documents as a file of tasks, for a server that this machine does not reach."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import msgspec

from wiremark.annotation.passes import GOLD
from wiremark.cli.labelstudio.options import add_documents, add_layers
from wiremark.cli.report import Commands, command, portable, report, with_format
from wiremark.diagnostics import count
from wiremark.labelstudio.exchange.outbox import NONE, Outbox
from wiremark.workspace import Workspace, write

_HELP = f"""Export documents as Label Studio's JSON, to a file or to standard output: one task each.

Their annotations go with them, unless you ask for `--annotations {NONE}`: those who annotate a pass should not see any.
What levels 1 to 3 find in them stops the export. `import` takes the server's JSON export back."""


def register(commands: Commands) -> None:
    parser = command(commands, "export", run, _HELP, "wiremark labelstudio export tasks.json --annotations none")
    parser.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="the file to write (default: standard output)"
    )
    add_documents(parser)
    add_layers(parser)
    parser.add_argument(
        "--annotations", default=GOLD, metavar="PASS", help=f"those of gold (the default), of a pass, or {NONE}"
    )
    parser.add_argument(
        "--suggestions", metavar="PASS", help="with suggestions: a pass, gold, or a file of a model's predictions"
    )
    with_format(parser)


def run(args: argparse.Namespace) -> int:
    workspace = Workspace.at(args.directory)
    outbox = Outbox(
        workspace,
        layers=args.layers,
        documents=args.document,
        annotations=args.annotations,
        suggestions=args.suggestions,
    )
    content = msgspec.json.format(msgspec.json.encode(list(outbox.tasks())), indent=2).decode("utf-8") + "\n"
    if args.file is None:
        sys.stdout.write(portable(content, "json"))
        return 0
    write(args.file, content)
    code = report(outbox.findings, args.format, workspace.root)
    if args.format == "text":
        print(f"{count(len(outbox.ids), 'task')} written to {args.file}")
    return code

"""wiremark labelstudio config: the labelling config of the schema."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from wiremark.cli.labelstudio.options import add_layers
from wiremark.cli.report import Commands, command, portable
from wiremark.labelstudio.editor.config import config
from wiremark.labelstudio.exchange.layouts import layout_of
from wiremark.workspace import Workspace, write


def register(commands: Commands) -> None:
    parser = command(
        commands,
        "config",
        run,
        "Write the labelling config of the newest schema. It is what a project of Label Studio needs to annotate all "
        "layers at once; `push` sends it by itself.",
        "wiremark labelstudio config labelling.xml",
    )
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="where to (default: standard output)")
    add_layers(parser)
    parser.add_argument("--schema", type=Path, metavar="FILE", help="another schema (default: the newest in schemas/)")


def run(args: argparse.Namespace) -> int:
    workspace = Workspace.at(args.directory)
    text = config(layout_of(workspace, args.layers, args.schema))
    if args.file is None:
        sys.stdout.write(portable(text, "xml"))
    else:
        write(args.file, text)
    return 0

"""wiremark build: the main job. Corpus and annotations in, a folder that `load_dataset` opens out."""

from __future__ import annotations

import argparse
from pathlib import Path

from wiremark.cli.cleaned import refuse_unclean
from wiremark.cli.destination import destination, writing
from wiremark.cli.report import Commands, command, report, with_format
from wiremark.workspace import Workspace


def register(commands: Commands) -> None:
    parser = command(
        commands,
        "build",
        run,
        "Build the dataset. Checks corpus/ against cleaning, validates, writes Parquet and the dataset card.",
        "wiremark build --out dist/dataset",
    )
    parser.add_argument("--out", type=Path, metavar="DIR", help="where to (default: dist/dataset in the workspace)")
    with_format(parser)


def run(args: argparse.Namespace) -> int:
    workspace = Workspace.at(args.directory)
    out = destination(workspace.root, args.out or workspace.root / "dist" / "dataset", "--out")

    from wiremark.dataset.build import build  # pyarrow and datasets only now
    from wiremark.dataset.folder import settle

    with workspace.locked(), writing("--out"):
        settle(workspace, out)
        refuse_unclean(workspace)
        built = build(workspace, out)
    if args.format == "text":
        print(built)
        return 0
    return report((), args.format, workspace.root)

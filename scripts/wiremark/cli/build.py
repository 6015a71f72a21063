"""wiremark build: the main job. Corpus and annotations in, a folder that `load_dataset` opens out."""

from __future__ import annotations

import argparse
from pathlib import Path

from wiremark import validation
from wiremark.cli.clean import differences, outcomes_of
from wiremark.cli.report import Commands, command, with_format
from wiremark.diagnostics import Refused
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
    findings = differences(workspace, outcomes_of(workspace)) or validation.validate(workspace)[0]
    if any(finding.severity == "error" for finding in findings):
        raise Refused(findings)

    from wiremark.dataset.build import build  # pyarrow and datasets only now

    out = args.out or workspace.root / "dist" / "dataset"
    with workspace.locked():
        built = build(workspace, out)
    print(built)
    return 0

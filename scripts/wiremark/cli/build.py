"""wiremark build: the main job. Corpus and annotations in, a folder that `load_dataset` opens out."""

from __future__ import annotations

import argparse
from pathlib import Path

from wiremark.cli.cleaned import differences, outcomes_of
from wiremark.cli.report import Commands, command, report, with_format
from wiremark.diagnostics import Refused, Usage
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
    out = (args.out or workspace.root / "dist" / "dataset").resolve()
    _refuse(workspace, out)

    from wiremark.dataset.build import build  # pyarrow and datasets only now
    from wiremark.dataset.folder import Unwritable, settle

    with workspace.locked():
        settle(workspace, out)
        findings = differences(workspace, outcomes_of(workspace))
        if any(finding.severity == "error" for finding in findings):
            raise Refused(findings)
        try:
            built = build(workspace, out)
        except Unwritable as error:
            raise Usage(
                f"the dataset cannot be written to {error.filename}: {error.strerror}",
                "name a folder with --out where you may write and there is room; of a mount point, a folder inside it",
            ) from error
    if args.format == "text":
        print(built)
        return 0
    return report((), args.format, workspace.root)


def _refuse(workspace: Workspace, out: Path) -> None:
    """Raises Usage where the dataset must not stand, whatever is there."""
    root, here = workspace.root.resolve(), Path.cwd().resolve()
    within = (out, *out.parents)
    reasons = {
        **{f"is in {name}/ of the workspace": (root / name).resolve() in within for name in _FOLDERS},
        "is the workspace, or above it": out in (root, *root.parents),
        "is the folder that you are in, or above it": out in (here, *here.parents),
        "is a file": out.exists() and not out.is_dir(),
    }
    for reason, holds in reasons.items():
        if holds:
            raise Usage(f"--out {out} {reason}", "name another folder, which the build may replace as a whole")


_FOLDERS = ("seeds", "corpus", "annotations", "schemas")

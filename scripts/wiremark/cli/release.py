"""wiremark release: the dataset as it may go out, without one word of an article."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path

from wiremark.cli.cleaned import refuse_unclean
from wiremark.cli.destination import destination, writing
from wiremark.cli.report import Commands, command, report, with_format
from wiremark.diagnostics import Usage
from wiremark.workspace import Workspace

_HELP = """Make a release without texts. Checks corpus/ against cleaning, validates, writes, and looks for words.

The release has ids, offsets, types, links, clusters, splits, lengths, and hashes of whole articles and of long
paragraphs; of the words it has names and titles of entities alone. Nothing is written where eight running words of
a seed stand in any file of it. Who has the articles makes the whole dataset again with `wiremark rehydrate`."""


def register(commands: Commands) -> None:
    parser = command(commands, "release", run, _HELP, "wiremark release --standoff dist/standoff")
    parser.add_argument("--standoff", type=Path, metavar="DIR", help="the folder, which is replaced as a whole")
    with_format(parser)


def run(args: argparse.Namespace) -> int:
    if args.standoff is None:
        raise Usage(
            "release makes a release without texts, and --standoff DIR says where",
            "name the folder; the dataset with the texts is made by `wiremark build`",
        )
    workspace = Workspace.at(args.directory)
    out = destination(workspace.root, args.standoff, "--standoff")

    from wiremark.dataset.folder import settle  # pyarrow and datasets only now
    from wiremark.dataset.standoff.release import release

    with workspace.locked(), writing("--standoff"):
        settle(workspace, out)
        refuse_unclean(workspace)
        made = release(workspace, out)
    if args.format == "text":
        print(made)
        print(f"\n{_made(out)}")
        return 0
    return report((), args.format, workspace.root)


def _made(out: Path) -> str:
    return (
        "Of the articles' words it has names and titles of entities alone. With the articles in a folder, under any\n"
        "names, the whole dataset comes back:\n"
        f"wiremark rehydrate {shlex.quote(Workspace(Path()).relative(out))} --texts FOLDER"
    )

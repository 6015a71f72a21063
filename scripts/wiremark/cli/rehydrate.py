"""wiremark rehydrate: a release without texts and the articles, put together again."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from wiremark.cli.destination import destination, writing
from wiremark.cli.report import Commands, command, print_findings, report, with_format
from wiremark.diagnostics import Finding, Refused, Usage
from wiremark.workspace import Workspace

_HELP = """Put a release without texts and your own copies of its articles together.

Each article is found by its bytes, its clean text, its name or its paragraphs, cleaned by the rules of the release, and
compared by hash. Where all are the same, the dataset is that of the full build. In an edited copy a span stands where
its paragraph is proven to stand, by hash: exact, at the same offsets, or moved; any other is lost and its record left
out. Exit 0: the text of every article is that of the release. Exit 1: any is edited, or missing."""


def register(commands: Commands) -> None:
    parser = command(commands, "rehydrate", run, _HELP, "wiremark rehydrate dist/standoff --texts seeds")
    parser.add_argument("folder", type=Path, metavar="DIR", help="the release without texts")
    parser.add_argument("--texts", type=Path, required=True, metavar="FOLDER", help="your copies, under any names")
    parser.add_argument("--out", type=Path, metavar="DIR2", help="where to (default: in place of the release)")
    with_format(parser, "the spans")


def run(args: argparse.Namespace) -> int:
    folder, texts, here = args.folder, args.texts, Workspace(Path())
    if not texts.is_dir():
        raise Usage(f"{texts} is no folder", "name the folder that holds your copies of the articles")
    if folder.exists() and not folder.is_dir():
        raise Usage(f"{folder} is a file", "name the folder that holds the release")
    folder = folder.resolve()
    there, option = (args.out, "--out") if args.out else (folder, "DIR")
    out = destination(args.directory, there, option)
    if out != folder and folder in out.parents:
        raise Usage(f"--out {out} is in the release itself", "name a folder beside it")

    from wiremark.dataset.standoff.rehydrate import rehydrate  # pyarrow and datasets only now

    with writing("--out"):
        try:
            made = rehydrate(folder, texts, out, here)
        except Refused as refused:
            return _told(refused.findings, args)
    if args.format == "json":
        print_findings(made.findings, {"written": made.written, **made.outcome.plain()})
    else:
        if made.findings:
            _told(made.findings, args)
            print()
        print(made)
    return int(not made.outcome.exact)


def _told(findings: Sequence[Finding], args: argparse.Namespace) -> int:
    """Prints the findings, without a word of an article."""
    return report(findings, args.format, Path(), {finding.file: "" for finding in findings})

"""wiremark leak-check: do words of the texts stand in what is to be published?"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from wiremark.cli.report import Commands, command, print_findings, report, with_format
from wiremark.diagnostics import Usage, count

_HELP = """Look for runs of eight or more words of the texts in every file of a folder.

Read are text, Markdown, JSON, tables as text, Parquet, Arrow, and these packed as gzip, bzip2, xz, zip or tar: as they
stand, cell by cell, down each column and across each row, with metadata and the names of the files. Case, marks, markup
and where words are cut make no difference. Where anything else stands between the words (tags, keys, other columns),
twelve words of four letters or more in their order are a finding: fewer are not looked for, nor words in another order,
encoded or drawn. A file that cannot be read is a finding, too."""


def register(commands: Commands) -> None:
    parser = command(commands, "leak-check", run, _HELP, "wiremark leak-check dist/standoff --texts seeds")
    parser.add_argument("folder", type=Path, metavar="DIR", help="what is to be published")
    parser.add_argument("--texts", type=Path, required=True, metavar="FOLDER", help="the texts, for instance seeds")
    with_format(parser)


def run(args: argparse.Namespace) -> int:
    folder, texts = args.folder, args.texts
    if not folder.is_dir():
        raise Usage(f"{folder} is no folder", "name the folder that is to be published")

    from wiremark.dataset.leaks import leaks  # pyarrow only now, and only for its files

    found = leaks(folder, texts)
    named = [replace(finding, file=(args.folder / finding.file).as_posix()) for finding in found.findings]
    if args.format == "json":
        figures = {"longest_shared_run": found.longest, "files": found.files, "texts": found.texts}
        return print_findings(named, figures)
    report(named, args.format, Path(), {finding.file: "" for finding in named})  # without excerpts
    if args.format == "text":
        for file, words in found.by_file.items():
            print(f"{(args.folder / file).as_posix()}: longest shared run: {count(words, 'word')}")
        read = f"{count(found.files, 'file')} against {count(found.texts, 'text')}"
        print(f"longest shared run: {count(found.longest, 'word')} ({read})")
    return int(bool(named))

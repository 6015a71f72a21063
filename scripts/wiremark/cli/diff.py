"""wiremark diff: what changed from one release to another, by id."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from wiremark.cli.report import Commands, command, print_findings, report, with_format
from wiremark.cli.schema.schema_file import SchemaFile
from wiremark.cli.schema.way import way
from wiremark.cli.tables import aligned
from wiremark.diagnostics import Finding, Refused, Usage
from wiremark.workspace import Workspace

if TYPE_CHECKING:
    from wiremark.dataset.changes import Changes
    from wiremark.dataset.release import Release

_WORDS = """\
Documents, texts, records, labels, entities and clusters that came, went, changed or moved, with counts, and the
step of the corpus's version that this needs. An article's words are never printed. A release is a folder that `build`
or `release` made; where one has no texts, texts are not compared. The JSON is complete, the other forms cut long
lists; wiremark.dataset.changes.Changes says what each key holds. Exits 1 only where label ids mean another label."""


def register(commands: Commands) -> None:
    parser = command(
        commands,
        "diff",
        run,
        "Say what changed between two releases of the dataset, by id.\n\n" + _WORDS,
        "wiremark diff dist/dataset-1.0.0 dist/dataset --format markdown",
    )
    parser.add_argument("before", metavar="RELEASE_A", type=Path, help="the older release")
    parser.add_argument("after", metavar="RELEASE_B", type=Path, help="the newer release")
    with_format(parser, "the changes", "markdown")


def run(args: argparse.Namespace) -> int:
    folders = [_folder(given) for given in (args.before, args.after)]

    from wiremark.dataset.changes import compare, findings  # pyarrow only now
    from wiremark.dataset.release import open_release

    opened, faults = [], list[Finding]()
    for folder in folders:
        try:
            opened.append(open_release(folder))
        except Refused as refused:
            faults += refused.findings
    if faults:
        return _told(dict.fromkeys(faults), args)
    before, after = opened
    try:
        changes = compare(before, after, _renames(Workspace(args.directory), before, after))
    except Refused as refused:
        return _told(refused.findings, args)
    for side, given in ((changes["before"], args.before), (changes["after"], args.after)):
        side["folder"] = str(given)
    found = _named(findings(changes, before, after))
    if args.format == "json":
        return print_findings(found, changes)
    code = report(found, args.format, Path()) if found else 0
    sys.stdout.write(("\n" if found else "") + _rendered(changes, args.format))
    return code


def _folder(given: Path) -> Path:
    """The folder, if it is one. Raises Usage where there is none."""
    if given.is_dir():
        return given
    raise Usage(f"there is no folder {given}", "name a folder that `wiremark build` or `wiremark release` made")


def _renames(workspace: Workspace, before: Release, after: Release) -> frozenset[tuple[str, str]]:
    """The labels that the workspace's migrations rename, where there are any on the way between the two schemas."""
    one, two = (
        SchemaFile(str(side.folder), "", dict(side.schema), side.manifest["schema"]) for side in (before, after)
    )
    return way(workspace, one, two)[0].renames()


def _told(findings: Iterable[Finding], args: argparse.Namespace) -> int:
    return report(_named(findings), args.format, Path())


def _named(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, their files named from the current folder, as the command line names folders."""
    here = Workspace(Path())
    return [replace(finding, file=here.relative(Path(finding.file))) for finding in findings]


def _rendered(changes: Changes, form: str) -> str:
    from wiremark.dataset.changes.tables import heading, tables
    from wiremark.diagnostics.markdown import escaped
    from wiremark.diagnostics.markdown import table as in_markdown

    title, *lines = heading(changes)
    if form == "text":
        return "\n\n".join(["\n".join([title, *lines]), *map(aligned, tables(changes))]) + "\n"
    parts = [f"## {escaped(title)}", "\n".join(f"- {escaped(line)}" for line in lines)]
    for table in tables(changes):
        cells = ([escaped(f"{cell}") for cell in row] for row in table.rows)
        parts += [f"### {escaped(table.title)}", in_markdown(table.head, cells), table.note]
    return "\n\n".join(filter(None, parts)) + "\n"

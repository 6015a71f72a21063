"""wiremark stats: what is annotated, how often, by whom, and how far two annotators agree."""

from __future__ import annotations

import argparse
import json

from wiremark import validation
from wiremark.annotation import corpus, published
from wiremark.annotation.figures import NOTHING, OVERVIEW, SECTIONS, Table, tables
from wiremark.annotation.summary import Summary, summary
from wiremark.cli.report import Commands, Usage, command
from wiremark.dataset.markdown import figures
from wiremark.diagnostics import Finding, Refused, columns
from wiremark.validation import schemas
from wiremark.workspace import Workspace

_KEYS = """\
The JSON is complete: a label that never occurs stands there with its zero. Its keys are corpus, documents, layers,
entities, aliases, clusters, agreement and adjudication; wiremark.annotation.summary.Summary says what each holds."""


def register(commands: Commands) -> None:
    parser = command(
        commands,
        "stats",
        run,
        "Count what is annotated: per layer, label and document, with aliases, clusters, agreement and adjudication.\n"
        + _KEYS,
        "wiremark stats documents aliases --format markdown",
    )
    parser.add_argument("section", nargs="*", metavar="SECTION", help=f"only these: {', '.join(SECTIONS)}")
    parser.add_argument(
        "--format", choices=("text", "json", "markdown"), default="text", help="how the figures are printed"
    )


def run(args: argparse.Namespace) -> int:
    workspace = Workspace.at(args.directory)
    for name in args.section:
        if name not in SECTIONS:
            raise Usage(f"there are no figures called {name}", f"there are {', '.join(SECTIONS)}")
    wanted = args.section or (OVERVIEW if args.format == "text" else SECTIONS)
    chosen = [name for name in SECTIONS if name in wanted]
    found = _summary(workspace)
    if args.format == "json":
        keys = {KEYS.get(name, name) for name in chosen}
        print(
            json.dumps(
                {key: value for key, value in found.items() if key in keys or not args.section},
                ensure_ascii=False,
                indent=2,
            )
        )
    elif args.format == "markdown":
        print("\n\n".join(part for name in chosen if (part := figures(found, name))))
    else:
        print("\n\n".join(_text(table) for name in chosen for table in tables(found, name)))
        if not args.section:
            print(f"\nmore: wiremark stats {' | '.join(name for name in SECTIONS if name not in chosen)}")
    return 0


KEYS = {"labels": "layers", "events": "clusters", "utterances": "clusters"}
"""The sections that in the JSON stand under another key."""


def _summary(workspace: Workspace) -> Summary:
    """Raises Refused where a file cannot be read or does not hold together (levels 1 to 3)."""
    findings, _ = validation.validate(workspace)
    profile = schemas.load(workspace).newest
    if profile is None or any(finding.severity == "error" and not _of_the_guidelines(finding) for finding in findings):
        raise Refused(findings)
    found = corpus.load(workspace, profile)
    return summary(found, published.agreement(workspace, profile, found.texts), None)


def _of_the_guidelines(finding: Finding) -> bool:
    """True for a finding of level 4 or 5: what breaks a rule of the guidelines can be counted all the same."""
    return finding.code.startswith(("A4", "A5"))


def _text(table: Table) -> str:
    """Aligned for a terminal: numbers to the right, what is too long in the last column on several lines."""
    rows = [tuple(f"{cell}" for cell in row) for row in (table.head, *table.rows)] if table.rows else []
    widths = [max(columns(cell) for cell in column) for column in zip(*rows, strict=True)]
    right = [
        all(isinstance(cell, int) or cell == NOTHING for cell in column) for column in zip(*table.rows, strict=True)
    ]
    before = " " * sum(width + 2 for width in widths[:-1])
    lines = [table.title]
    for row in rows:
        *padded, last = (_padded(*cell) for cell in zip(row, widths, right, strict=True))
        first, *more = _wrapped(last.rstrip(), max(40, WIDTH - len(before)))
        lines += ["  ".join(["", *padded, first]).rstrip(), *(f"  {before}{piece}" for piece in more)]
    return "\n".join([*lines, *([f"  {table.note}"] if table.note else [])])


def _wrapped(cell: str, width: int) -> list[str]:
    """The cell in pieces of this width, cut after commas alone."""
    pieces = [""]
    for item in cell.split(", "):
        joined = f"{pieces[-1]}, {item}" if pieces[-1] else item
        if columns(joined) <= width or not pieces[-1]:
            pieces[-1] = joined
        else:
            pieces[-1] += ","
            pieces.append(item)
    return pieces


def _padded(cell: str, width: int, numeric: bool) -> str:
    gap = " " * (width - columns(cell))
    return gap + cell if numeric else cell + gap


WIDTH = 118

"""wiremark stats: what is annotated, how often, by whom, and how far two annotators agree."""

from __future__ import annotations

import argparse

from wiremark import validation
from wiremark.annotation.adjudication.lines import FILE, Line
from wiremark.annotation.agreement import published
from wiremark.annotation.stats import OVERVIEW, SECTIONS, Summary, load, summary, tables
from wiremark.cli.report import Commands, command, print_data, with_format
from wiremark.cli.tables import aligned
from wiremark.dataset.markdown import figures
from wiremark.diagnostics import Refused, Usage
from wiremark.validation import decisions, schemas
from wiremark.validation.context import Context
from wiremark.workspace import Workspace

_KEYS = """\
The JSON is complete: a label that never occurs stands there with its zero. Its keys are corpus, documents, layers,
entities, aliases, clusters, agreement and adjudication; wiremark.annotation.stats.Summary says what each holds."""


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
    with_format(parser, "the figures", "markdown")


def run(args: argparse.Namespace) -> int:
    workspace = Workspace.at(args.directory)
    for name in args.section:
        if name not in SECTIONS:
            raise Usage(f"there are no figures called {name}", f"there are {', '.join(SECTIONS)}")
    wanted = args.section or (OVERVIEW if args.format == "text" else SECTIONS)
    chosen = [name for name in SECTIONS if name in wanted]
    found = _summary(workspace, "agreement" in chosen)
    if args.format == "json":
        keys = {KEYS.get(name, name) for name in chosen}
        kept = {key: value for key, value in found.items() if key in keys or not args.section}
        print_data(kept)
    elif args.format == "markdown":
        print("\n\n".join(part for name in chosen if (part := figures(found, name))))
    else:
        print("\n\n".join(aligned(table) for name in chosen for table in tables(found, name)))
        if not args.section:
            print(f"\nmore: wiremark stats {' | '.join(name for name in SECTIONS if name not in chosen)}")
    return 0


KEYS = {"labels": "layers", "event-clusters": "clusters", "utterances": "clusters"}
"""The sections that in the JSON stand under another key."""


def _summary(workspace: Workspace, agreement: bool) -> Summary:
    """agreement: whether passes are compared, which takes libraries that counts do not need.

    Raises Refused where a file cannot be read or does not hold together (levels 1 to 3).
    """
    findings, _ = validation.validate(workspace)
    profile = schemas.load(workspace).newest
    if profile is None or validation.broken(findings):
        raise Refused(findings)
    corpus = load(workspace, profile)
    agreed = published.agreement(workspace, profile, corpus.texts) if agreement else None
    return summary(corpus, agreed, _decisions(workspace))


def _decisions(workspace: Workspace) -> list[Line] | None:
    """The lines of adjudication.jsonl; None where there is none. Raises Refused where one cannot be read."""
    if not (workspace.annotations / FILE).is_file():
        return None
    read = decisions.read(Context(workspace))
    if any(finding.severity == "error" for finding in read.findings):
        raise Refused(read.findings)
    return read.lines

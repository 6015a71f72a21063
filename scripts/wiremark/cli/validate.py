"""wiremark validate: are the annotation files whole, true to the schema and to the texts?"""

from __future__ import annotations

import argparse
import errno
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from wiremark import validation
from wiremark.cli.report import Commands, Usage, command, report, with_format
from wiremark.diagnostics import Finding, count
from wiremark.validation.check import NAMES
from wiremark.validation.level3 import Space
from wiremark.workspace import NotAWorkspace, Workspace

ROWS = ".jsonl"
_SHOWN = 20  # of one code, with their lines


def register(commands: Commands) -> None:
    parser = command(
        commands,
        "validate",
        run,
        f"Check the annotation files: {', '.join(NAMES)}. Every problem is reported at once. A JSONL file has rows "
        "{text, annotation}, and entities and clusters where a row brings its own: it is checked for bytes and JSON, "
        "structure and integrity alone, in a workspace or outside.",
        "wiremark validate annotations/gsomia-000.json",
    )
    parser.add_argument(
        "path", nargs="*", type=Path, metavar="PATH", help="only these files or folders, or JSONL files"
    )
    parser.add_argument("--fix", action="store_true", help="write the canonical form; fill in offsets that are unique")
    parser.add_argument(
        "--schema", type=Path, metavar="FILE", help="for JSONL files, in place of the newest schema here"
    )
    parser.add_argument("--jobs", type=_positive, default=1, metavar="N", help="processes for JSONL files (default: 1)")
    with_format(parser)


@dataclass(slots=True)
class _Done:
    """What was checked, and found."""

    findings: list[Finding] = field(default_factory=list)
    held: dict[str, str] = field(default_factory=dict)
    valid: list[str] = field(default_factory=list)


def run(args: argparse.Namespace) -> int:
    jsonl = [path for path in args.path if path.suffix == ROWS]
    others = [path for path in args.path if path.suffix != ROWS]
    if args.schema and (others or not jsonl):
        raise Usage("--schema is for JSONL files", f"name files *{ROWS} alone; a workspace's files follow its newest")
    if args.fix and jsonl:
        raise Usage("--fix does not write JSONL files", "mend what wrote the rows, or name annotation files alone")
    done = _Done()
    if others or not jsonl:
        _files(args, others, done)
    if jsonl:
        _rows(args, jsonl, done)
    if not done.findings and args.format == "text":
        print(f"{', '.join(done.valid)} valid")
    return report(done.findings, args.format, args.directory, done.held)


def _files(args: argparse.Namespace, paths: Sequence[Path], done: _Done) -> None:
    """The files of a workspace, levels 1 to 5."""
    workspace = Workspace.at(args.directory)
    if args.fix:
        with workspace.locked():
            fixed = validation.fix(workspace, paths or None)
        findings, checked = fixed.findings, fixed.sources
        for name in fixed.changed if args.format == "text" else ():
            print(f"wrote {name}")
    else:
        findings, checked = validation.validate(workspace, paths or None)
    done.findings += findings
    done.valid.append(count(len(checked), "file"))


def _rows(args: argparse.Namespace, paths: Sequence[Path], done: _Done) -> None:
    """JSONL files, levels 1 to 3."""
    from wiremark.validation.context import Context
    from wiremark.validation.jsonl import validate_rows
    from wiremark.validation.schemas import one

    workspace: Workspace | None
    try:
        workspace = Workspace.at(args.directory)
    except NotAWorkspace:
        workspace = None
        if not args.schema:
            raise Usage(
                f"{args.directory.absolute()}: no corpus workspace, and so no schema",
                "name one: wiremark validate --schema annotation-1.0.0.json FILE.jsonl",
            ) from None
    shared: Mapping[str, Space] = {}
    if workspace:
        context = Context(workspace)
        shared = context.shared(workspace.annotations)
        profile, findings = context.schemas.newest, list(context.schemas.findings)
    if args.schema:
        profile, findings = one(_found(args.schema, args.directory), str(args.schema))
    done.findings += [finding for finding in findings if finding not in done.findings]
    if profile is None:
        return
    files = {str(path): _found(path, args.directory) for path in paths}
    checked = validate_rows(files, profile, shared, args.jobs)
    done.valid.append(count(sum(one.rows for one in checked.values()), "row"))
    for name, rows in checked.items():
        done.findings += rows.findings
        done.held[name] = _excerpts(files[name], rows.findings)


def _found(path: Path, directory: Path) -> Path:
    """A file as it is named from here, or from the workspace's root."""
    for place in (path, directory / path):
        if place.is_file():
            return place
    raise FileNotFoundError(errno.ENOENT, "there is no such file", str(path))


def _excerpts(path: Path, findings: Sequence[Finding]) -> str:
    """A text with the lines of the first findings of each code at their places, and empty ones between."""
    from wiremark.validation.jsonl import lines

    shown, wanted = Counter[str](), set()
    for finding in findings:
        shown[finding.code] += 1
        if shown[finding.code] <= _SHOWN:
            wanted.add(finding.line)
    found = lines(path, wanted)
    return "\n".join(found.get(number, "") for number in range(1, max(found, default=0) + 1))


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("a number from 1 is wanted")
    return int(text)

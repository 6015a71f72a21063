"""wiremark validate: are the annotation files whole, true to the schema and to the texts?"""

from __future__ import annotations

import argparse
import errno
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wiremark import validation
from wiremark.cli.report import Commands, command, positive, report, with_format
from wiremark.diagnostics import Finding, Usage, count
from wiremark.validation import baseline, level1
from wiremark.validation.check import NAMES
from wiremark.validation.context import Context
from wiremark.validation.fix import fix_rows
from wiremark.validation.jsonl import lines, validate_rows
from wiremark.validation.level3 import Space
from wiremark.validation.schemas import one
from wiremark.workspace import NotAWorkspace, Workspace, write

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
    parser.add_argument(
        "--fix",
        action="store_true",
        help="write the canonical form; mend what is unique: offsets, integers, types of quotations",
    )
    parser.add_argument(
        "--schema", type=Path, metavar="FILE", help="for JSONL files, in place of the newest schema here"
    )
    parser.add_argument("--jobs", type=positive, default=1, metavar="N", help="processes for JSONL files (default: 1)")
    parser.add_argument("--ray", default="", metavar="ADDRESS", help="JSONL files on a Ray cluster; `local` starts one")
    parser.add_argument(
        "--baseline", type=Path, metavar="FILE", help="known findings (JSONL), which are no errors any more"
    )
    parser.add_argument(
        "--write-baseline", type=Path, metavar="FILE", help="write what is found as such a file, and exit 0"
    )
    with_format(parser)


@dataclass(slots=True)
class _Done:
    """What was checked, and found."""

    findings: list[Finding] = field(default_factory=list)
    held: dict[str, str] = field(default_factory=dict)
    valid: list[str] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    """The files that were checked, by their names in findings."""
    rows: dict[str, Path] = field(default_factory=dict)
    """The JSONL files, by theirs."""
    known: int = 0


def run(args: argparse.Namespace) -> int:
    jsonl = [path for path in args.path if path.suffix == ROWS]
    others = [path for path in args.path if path.suffix != ROWS]
    if args.schema and (others or not jsonl):
        raise Usage("--schema is for JSONL files", f"name files *{ROWS} alone; a workspace's files follow its newest")
    done = _Done()
    if others or not jsonl:
        _files(args, others, done)
    if jsonl:
        _rows(args, jsonl, done)
    if args.write_baseline:
        _write_baseline(args, done)
        return 0
    if args.baseline:
        _without_known(args, done)
    if not done.findings and args.format == "text":
        print(
            f"{', '.join(done.valid)} valid" + (f", but for {_told(done.known, args.baseline)}" if done.known else "")
        )
    code = report(done.findings, args.format, args.directory, done.held)
    if done.findings and done.known and args.format == "text":
        print(f"beside {_told(done.known, args.baseline)}")
    return code


def _told(known: int, path: Path) -> str:
    return f"{count(known, 'known finding')} in {path}"


def _without_known(args: argparse.Namespace, done: _Done) -> None:
    """Takes out what the baseline has, and adds what is wrong with it."""
    path = _found(args.baseline, args.directory)
    name = str(args.baseline)
    known, broken = baseline.read(path.read_bytes(), name)
    names = {row.key.file for row in known}
    checked = names if not args.path else names & {*done.texts, *done.rows}
    result = baseline.compared(done.findings, _keys(done), known, name, checked)
    done.known = result.known
    done.findings = [*result.new, *broken, *result.own]
    done.held[name] = path.read_bytes().decode("utf-8", "replace")


def _write_baseline(args: argparse.Namespace, done: _Done) -> None:
    before = list[baseline.Known]()
    for path in (args.baseline, args.write_baseline):
        if path and path.is_file():
            before += baseline.read(path.read_bytes(), str(path))[0]
    write(args.write_baseline, baseline.dumps(_keys(done), before))
    if args.format == "text":
        print(f"wrote {count(len(done.findings), 'finding')} to {args.write_baseline}")


def _keys(done: _Done) -> list[baseline.Key]:
    """What makes each finding the same as one of another day."""
    data: dict[tuple[str, int], Any] = {}
    for name in {finding.file for finding in done.findings} & done.texts.keys():
        data[name, 0] = level1.read(done.texts[name].encode("utf-8"), name).data
    for name, path in done.rows.items():
        wanted = (finding.line for finding in done.findings if finding.file == name)
        for number, text in lines(path, wanted).items():
            data[name, number] = level1.read(text.encode("utf-8"), name).data
    return [baseline.key(one, data.get((one.file, one.line if one.file in done.rows else 0))) for one in done.findings]


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
    done.texts |= checked
    done.valid.append(count(len(checked), "file"))


def _rows(args: argparse.Namespace, paths: Sequence[Path], done: _Done) -> None:
    """JSONL files, levels 1 to 3."""
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
    for name, path in files.items() if args.fix else ():
        mended = fix_rows(path, profile)
        if mended and args.format == "text":
            print(f"wrote {name}: {count(mended, 'row')}")
    checked = validate_rows(files, profile, shared, args.jobs, args.ray)
    done.valid.append(count(sum(rows.rows for rows in checked.values()), "row"))
    done.rows |= files
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
    shown, wanted = Counter[str](), set()
    for finding in findings:
        shown[finding.code] += 1
        if shown[finding.code] <= _SHOWN:
            wanted.add(finding.line)
    found = lines(path, wanted)
    return "\n".join(found.get(number, "") for number in range(1, max(found, default=0) + 1))

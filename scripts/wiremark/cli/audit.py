"""wiremark audit: what cleaning took out and why; and the way back from corpus/ alone."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from wiremark import cleaning
from wiremark.cli.report import Commands, command, print_data
from wiremark.diagnostics import Finding, Refused, Usage, count
from wiremark.sources import SOURCES, is_file_name
from wiremark.workspace import Workspace, write

_LONGEST = 80


def register(commands: Commands) -> None:
    parser = command(
        commands,
        "audit",
        run,
        "Show every piece that cleaning took out, with its reason, its rule and its offsets in the raw file.",
        "wiremark audit gsomia-002",
    )
    parser.add_argument("id", nargs="*", metavar="ID", help="only these documents")
    parser.add_argument("--all", action="store_true", help="line breaks, white space and the tags of pages too")
    parser.add_argument("--rebuild", type=Path, metavar="DIR", help="write the raw files into DIR, from corpus/ alone")
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="the form of the pieces (default: text)"
    )


def run(args: argparse.Namespace) -> int:
    workspace = Workspace.at(args.directory)
    found = _records(workspace, args.id)
    if args.rebuild:
        return _rebuild(found, args.rebuild)
    rows = [
        {"document": record["id"], **piece}
        for record, _ in found
        for piece in record["removed"]
        if args.all or not cleaning.is_layout(piece["reason"], piece["rule"])
    ]
    if args.format == "json":
        print_data(rows)
        return 0
    _table(rows)
    counts = Counter(row["reason"] for row in rows)
    summary = ", ".join(f"{count} {reason}" for reason, count in sorted(counts.items()))
    print(f"\n{count(len(rows), 'piece')} in {count(len(found), 'document')}: {summary}")
    return 0


def _quoted(row: dict[str, Any]) -> str:
    """A piece in one line; of a region of a page, its first words."""
    text = row["text"]
    if row["rule"] == cleaning.REGION:
        text = cleaning.seen(text)
        text = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return json.dumps(text, ensure_ascii=False)


def _table(rows: list[dict[str, Any]]) -> None:
    heads = ("document", "raw offsets", "reason", "rule", "text")
    cells = [
        (row["document"], f"{row['start']}:{row['end']}", row["reason"], row["rule"], _quoted(row)) for row in rows
    ]
    widths = [max(len(row[column]) for row in (heads, *cells)) for column in range(len(heads))]
    for row in (heads, *cells):
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _records(workspace: Workspace, ids: list[str]) -> list[tuple[dict[str, Any], str]]:
    """The records of corpus/ by id, each with the raw text that it gives back. Raises Refused with all that do not."""
    known = sorted({path.stem for path in workspace.corpus.glob("*") if path.suffix in (".txt", ".json")})
    if (workspace.root / SOURCES).is_file():
        known = sorted({*known, *workspace.sources().ids()})
    if not known:
        raise Usage("there is nothing in corpus/", "run `wiremark clean`")
    for id in ids:
        if id not in known:
            raise Usage(f"no document {id} in corpus/", f"there are {', '.join(known)}")
    found, findings = [], list[Finding]()
    for id in ids or known:
        try:
            found.append(_record(workspace, id))
        except Refused as refused:
            findings += refused.findings
    seeds = Counter(record["seed"] for record, _ in found)
    findings += [
        _damaged(f"corpus/{record['id']}.json", f"{record['seed']} is the seed of another document too")
        for record, _ in found
        if seeds[record["seed"]] > 1
    ]
    if findings:
        raise Refused(findings)
    return found


def _record(workspace: Workspace, id: str) -> tuple[dict[str, Any], str]:
    """The record of one document, and the raw text that it and its clean text give back. Raises Refused."""
    name = f"corpus/{id}.json"
    try:
        record = json.loads((workspace.root / name).read_bytes())
        raw = cleaning.rebuild(record, workspace.text(id))
    except json.JSONDecodeError as error:
        raise Refused([_damaged(name, error.msg, error.lineno, error.colno)]) from None
    except (ValueError, RecursionError) as error:
        raise Refused([_damaged(name, f"{error}")]) from None
    except (FileNotFoundError, IsADirectoryError) as error:
        missing = workspace.relative(Path(str(error.filename)))
        finding = Finding(
            code="C101",
            file=missing,
            message=f"{missing} is missing",
            expected="a clean text and its record for each document",
            help="run `wiremark clean`",
        )
        raise Refused([finding]) from None
    if record["id"] != id or not is_file_name(record["seed"]):
        raise Refused([_damaged(name, f"the record is of {record['id']!r}, from {record['seed']!r}")])
    return record, raw


def _damaged(file: str, found: str, line: int = 1, column: int = 1) -> Finding:
    return Finding(
        code="C103",
        file=file,
        line=line,
        column=column,
        message=f"{file} and its text do not give back the raw file",
        found=found,
        expected="a record that with its text tiles the raw file",
        help="run `wiremark clean`",
    )


def _rebuild(found: list[tuple[dict[str, Any], str]], folder: Path) -> int:
    for record, raw in found:
        write(folder / record["seed"], raw)
        print(f"{folder / record['seed']}  sha256 {record['raw_sha256']}")
    print(f"{count(len(found), 'raw file')} rebuilt from corpus/ alone, each with the sha256 of its seed")
    return 0

"""wiremark audit: what cleaning took out and why; and the way back from corpus/ alone."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from wiremark import cleaning
from wiremark.cli.report import Commands, Usage, command
from wiremark.diagnostics import Finding, Refused, count
from wiremark.workspace import Workspace, write


def register(commands: Commands) -> None:
    parser = command(
        commands,
        "audit",
        run,
        "Show every piece that cleaning took out, with its reason, its rule and its offsets in the raw file.",
        "wiremark audit gsomia-002",
    )
    parser.add_argument("id", nargs="*", metavar="ID", help="only these documents")
    parser.add_argument("--all", action="store_true", help="line breaks and white space too")
    parser.add_argument("--rebuild", type=Path, metavar="DIR", help="write the raw files into DIR, from corpus/ alone")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how the pieces are printed")


def run(args: argparse.Namespace) -> int:
    workspace = Workspace.at(args.directory)
    records = _records(workspace, args.id)
    if args.rebuild:
        return _rebuild(workspace, records, args.rebuild)
    rows = [
        {"document": record["id"], **piece}
        for record in records
        for piece in record["removed"]
        if args.all or piece["reason"] not in cleaning.HIDDEN
    ]
    if args.format == "json":
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    _table(rows)
    counts = Counter(row["reason"] for row in rows)
    summary = ", ".join(f"{count} {reason}" for reason, count in sorted(counts.items()))
    print(f"\n{count(len(rows), 'piece')} in {count(len(records), 'document')}: {summary}")
    return 0


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _table(rows: list[dict[str, Any]]) -> None:
    heads = ("document", "raw offsets", "reason", "rule", "text")
    cells = [
        (row["document"], f"{row['start']}:{row['end']}", row["reason"], row["rule"], _quoted(row["text"]))
        for row in rows
    ]
    widths = [max(len(row[column]) for row in (heads, *cells)) for column in range(len(heads))]
    for row in (heads, *cells):
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _records(workspace: Workspace, ids: list[str]) -> list[dict[str, Any]]:
    paths = sorted(workspace.corpus.glob("*.json"))
    known = [path.stem for path in paths]
    for id in ids:
        if id not in known:
            raise Usage(f"no document {id} in corpus/", f"there are {', '.join(known) or 'none'}")
    records, findings = [], []
    for path in paths:
        if ids and path.stem not in ids:
            continue
        try:
            record = json.loads(path.read_bytes())
            cleaning.rebuild(record, path.with_suffix(".txt").read_bytes().decode("utf-8"))
            records.append(record)
        except (ValueError, KeyError, TypeError, AttributeError, FileNotFoundError) as error:
            findings.append(
                Finding(
                    code="C103",
                    file=workspace.relative(path),
                    message=f"{workspace.relative(path)} and its text do not give back the raw file",
                    found=f"{error}" if isinstance(error, ValueError) else f"{type(error).__name__}: {error}",
                    expected="a record that with its text tiles the raw file",
                    help="run `wiremark clean`",
                )
            )
    if findings:
        raise Refused(findings)
    return records


def _rebuild(workspace: Workspace, records: list[dict[str, Any]], folder: Path) -> int:
    for record in records:
        text = (workspace.corpus / f"{record['id']}.txt").read_bytes().decode("utf-8")
        write(folder / Path(record["seed"]).name, cleaning.rebuild(record, text))
        print(f"{folder / Path(record['seed']).name}  sha256 {record['raw_sha256']}")
    print(f"{len(records)} raw files rebuilt from corpus/ alone; each has the sha256 of its seed")
    return 0

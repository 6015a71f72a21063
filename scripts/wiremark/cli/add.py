"""wiremark add: a further article. Copies the seed and appends its row to SOURCES.toml; moves nothing that is there."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any

from wiremark import sources
from wiremark.cli.report import Commands, command
from wiremark.cli.seeds import article, row, stated
from wiremark.diagnostics import Refused, Usage
from wiremark.sources import SOURCES
from wiremark.workspace import Workspace, sha256, write


def register(commands: Commands) -> None:
    parser = command(
        commands,
        "add",
        run,
        "Add an article: copy it into seeds/ as it is and append its row to SOURCES.toml, with the fields to fill in.",
        "wiremark add ~/articles/005_signing.txt",
    )
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="the raw article, UTF-8: text, or a page whose name ends in .html"
    )
    parser.add_argument("--id", help="its id (default: the corpus name and the next number)")


def run(args: argparse.Namespace) -> int:
    workspace = Workspace.at(args.directory)
    with workspace.locked():
        listed = workspace.sources_file()
        table = sources.read(listed)
        rows = table.get("documents", [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            sources.parse(listed)  # which refuses it, and says why
        id = args.id or _next_id(table, rows)
        raw = article(args.file, id, rows)
        target = workspace.seeds / args.file.name
        if target.exists() and target.read_bytes() != raw:
            raise Usage(f"seeds/{args.file.name} is there with other content", "give the new file another name")
        text = listed.decode("utf-8").rstrip("\n") + "\n" + row(id, args.file.name, sha256(raw), stated(args.file, raw))
        _check(text, len(rows) + 1)
        write(target, raw)
        write(workspace.root / SOURCES, text)
    print(f"seeds/{args.file.name} is {id}")
    print(f"next: fill in its fields in {SOURCES} (story and split: wiremark split), then wiremark clean")
    return 0


def _next_id(table: dict[str, Any], rows: list[dict[str, Any]]) -> str:
    """The corpus's name and the number after the highest; rows that are not filled in yet count too."""
    corpus = table.get("corpus")
    name = corpus.get("name") if isinstance(corpus, dict) else None
    numbers = [int(match.group(1)) for row in rows if (match := re.search(r"-(\d{1,9})$", str(row.get("id"))))]
    return f"{name if sources.is_id(name) else 'document'}-{max(numbers, default=-1) + 1:03}"


def _check(text: str, count: int) -> None:
    """Raises Usage where the new row did not become one more document: the others are written in another way."""
    try:
        if len(sources.read(text.encode("utf-8"))["documents"]) == count:
            return
    except Refused:
        pass
    raise Usage(f"no row can be appended to {SOURCES}", "write each document as a [[documents]] table of its own")

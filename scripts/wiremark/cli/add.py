"""wiremark add: a further article. Copies the seed and appends its row to SOURCES.toml; moves nothing that is there."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any

from wiremark import sources
from wiremark.cli.report import Commands, Usage, command
from wiremark.diagnostics import Refused
from wiremark.sources import SOURCES
from wiremark.workspace import Workspace, sha256, write

FIELDS = (
    ("published", "the article's day, like 2023-03-21, without quotes"),
    ("published_how", "stated, or inferred"),
    ("published_from", "what tells it: the dateline, a weekday beside a known event …"),
    ("language", "BCP 47 tag of the text: en"),
    ("story", "a name for the story; articles on one story share it"),
    ("split", "train, validation or test; the same for all articles of a story"),
)
OPTIONAL = ("publisher", "agency", "author", "translated_from")
RIGHTS = (
    ("holder", "who holds the rights in the text"),
    ("licence", "SPDX id, or NOASSERTION"),
    ("basis", "on what ground it is kept"),
)


def register(commands: Commands) -> None:
    parser = command(
        commands,
        "add",
        run,
        "Add an article: copy it into seeds/ as it is and append its row to SOURCES.toml, with the fields to fill in.",
        "wiremark add ~/articles/005_signing.txt",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the raw article, UTF-8")
    parser.add_argument("--id", help="its id (default: the corpus name and the next number)")


def run(args: argparse.Namespace) -> int:
    workspace = Workspace.at(args.directory)
    with workspace.locked():
        listed = workspace.sources_file()
        table = sources.read(listed)
        rows = table.get("documents", [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            sources.parse(listed)  # which refuses it, and says why
        raw = args.file.read_bytes()
        id = args.id or _next_id(table, rows)
        _refuse(workspace, rows, id, args.file, raw)
        text = listed.decode("utf-8").rstrip("\n") + "\n" + _row(id, args.file.name, sha256(raw))
        _check(text, len(rows) + 1)
        write(workspace.seeds / args.file.name, raw)
        write(workspace.root / SOURCES, text)
    print(f"seeds/{args.file.name} is {id}")
    print(f"next: fill in its fields in {SOURCES}, then wiremark clean")
    return 0


def _next_id(table: dict[str, Any], rows: list[dict[str, Any]]) -> str:
    """The corpus's name and the number after the highest; rows that are not filled in yet count too."""
    corpus = table.get("corpus")
    name = corpus.get("name") if isinstance(corpus, dict) else None
    numbers = [int(match.group(1)) for row in rows if (match := re.search(r"-(\d{1,9})$", str(row.get("id"))))]
    return f"{name if sources.is_id(name) else 'document'}-{max(numbers, default=-1) + 1:03}"


def _refuse(workspace: Workspace, rows: list[dict[str, Any]], id: str, file: Path, raw: bytes) -> None:
    """Raises Usage where the article cannot be added under this id and name."""
    if not sources.is_id(id):
        raise Usage(f"{id!r} is no document id", "lower-case letters and digits, parted by - . or _; no reserved name")
    if not sources.is_file_name(file.name):
        raise Usage(f"{file.name!r} cannot be the name of a seed", "rename it: in UTF-8, not hidden, not long")
    target = workspace.seeds / file.name
    for row in rows:
        if row.get("sha256") == sha256(raw):
            raise Usage(f"this article is already here, as {row.get('id')}", "nothing to do")
        if row.get("id") == id:
            raise Usage(f"the id {id} is taken, by seeds/{row.get('file')}", "give another with --id")
        if row.get("file") == file.name:
            raise Usage(f"seeds/{file.name} is the seed of {row.get('id')}", "give the new file another name")
    if target.exists() and target.read_bytes() != raw:
        raise Usage(f"seeds/{file.name} is there with other content", "give the new file another name")
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Usage(f"{file} is not UTF-8: byte {error.start} is 0x{raw[error.start]:02x}", "convert it") from None


def _check(text: str, count: int) -> None:
    """Raises Usage where the new row did not become one more document: the others are written in another way."""
    try:
        if len(sources.read(text.encode("utf-8"))["documents"]) == count:
            return
    except Refused:
        pass
    raise Usage(f"no row can be appended to {SOURCES}", "write each document as a [[documents]] table of its own")


def _row(id: str, file: str, digest: str) -> str:
    import tomlkit

    row = tomlkit.table()
    row.update({"id": id, "file": file, "sha256": digest})
    for fields, table in ((FIELDS, row), (RIGHTS, rights := tomlkit.table())):
        for key, comment in fields:
            table[key] = tomlkit.string("").comment(f"fill in: {comment}")
        if table is row:
            table.add(tomlkit.comment(f"where the article shows them: {', '.join(OPTIONAL)}"))
    row["rights"] = rights
    rows = tomlkit.aot()
    rows.append(row)
    return "\n" + tomlkit.dumps({"documents": rows})

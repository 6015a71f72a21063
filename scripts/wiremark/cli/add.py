"""wiremark add: a further article. Copies the seed and appends its row to SOURCES.toml; moves nothing that is there."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from wiremark.cli.report import Commands, command
from wiremark.workspace import SOURCES, Sources, Workspace, sha256, write

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
        sources = workspace.sources()
        raw = args.file.read_bytes()
        id = args.id or _next_id(sources)
        problem = _problem(workspace, sources, id, args.file, raw)
        if problem:
            print(f"wiremark: {problem[0]}\n  = help: {problem[1]}", file=sys.stderr)
            return problem[2]
        listed = (workspace.root / SOURCES).read_bytes().decode("utf-8")
        write(workspace.seeds / args.file.name, raw)
        write(workspace.root / SOURCES, listed.rstrip("\n") + "\n" + _row(id, args.file.name, sha256(raw)))
    print(f"seeds/{args.file.name} is {id}")
    print(f"next: fill in its fields in {SOURCES}, then wiremark clean")
    return 0


def _next_id(sources: Sources) -> str:
    numbers = [int(match.group(1)) for id in sources.ids() if (match := re.search(r"-(\d+)$", id))]
    return f"{sources.name}-{max(numbers, default=-1) + 1:03}"


def _problem(workspace: Workspace, sources: Sources, id: str, file: Path, raw: bytes) -> tuple[str, str, int] | None:
    """What stands against adding it: message, help, exit code."""
    if id in sources.ids():
        return f"the id {id} is taken", "give another with --id", 2
    for source in sources.documents:
        if source.sha256 == sha256(raw):
            return f"this article is already here, as {source.id}", "nothing to do", 1
        if source.file == file.name:
            return f"seeds/{file.name} is the seed of {source.id}", "give the new file another name", 2
    target = workspace.seeds / file.name
    if target.exists() and target.read_bytes() != raw:
        return f"seeds/{file.name} is there with other content", "give the new file another name", 2
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return f"{file} is not UTF-8 at byte {error.start}", "convert it to UTF-8 first", 1
    return None


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

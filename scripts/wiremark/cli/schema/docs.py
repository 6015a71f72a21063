"""wiremark schema docs: the tables of the newest schema, within the page that explains it."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from wiremark.cli.report import Commands, command, report, with_format
from wiremark.diagnostics import Finding, Refused
from wiremark.schema import docs
from wiremark.validation import schemas
from wiremark.workspace import Workspace, write

BEGIN, END = "<!-- schema docs -->", "<!-- end -->"
"""The lines of a page between which the tables stand."""

_NEW = f"# The schema\n\n{BEGIN}\n{END}\n"


def register(commands: Commands) -> None:
    parser = command(
        commands,
        "docs",
        run,
        "Write the tables of the newest schema into schemas/README.md. "
        f"They stand between the lines {BEGIN} and {END}; what is around them stays.",
        "wiremark schema docs --check",
    )
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where the page says otherwise")
    parser.add_argument("--out", type=Path, metavar="FILE", help="another page (default: schemas/README.md)")
    with_format(parser)


def run(args: argparse.Namespace) -> int:
    workspace = Workspace.at(args.directory)
    path = args.out or workspace.schemas / "README.md"
    name = workspace.relative(path)
    version, tables = _tables(workspace)
    page = _page(path, name, missing=None if args.check else _NEW)
    begin, end = _between(page, name)
    fresh = f"{page[:begin]}\n{tables}\n{page[end:]}"
    if args.check:
        finding = _difference(page, fresh, name)
        if finding is None and args.format == "text":
            print(f"{name} is what the schema {version} says")
        return report([finding] if finding else [], args.format, workspace.root)
    if not path.is_file() or fresh != page:
        with workspace.locked():
            write(path, fresh)
    if args.format == "text":
        print(f"{name} has the tables of the schema {version}")
        return 0
    return report((), args.format, workspace.root)


def _tables(workspace: Workspace) -> tuple[str, str]:
    """The newest version and its tables. Raises Refused where a schema cannot be used."""
    found = schemas.load(workspace)
    if found.findings or found.newest is None:
        raise Refused(found.findings)
    version = found.newest.version
    schema = json.loads(workspace.schema(version).read_bytes())
    return version, docs.tables(schema, found.newest)


def _page(path: Path, name: str, missing: str | None) -> str:
    """The page as it is; `missing` where there is none. Raises Refused where it cannot be read."""
    if not path.exists():
        if missing is None:
            raise Refused([_wrong(name, "there is no page", "run `wiremark schema docs`, which makes it")])
        return missing
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused([_wrong(name, f"byte {error.start} is not UTF-8", "save it as UTF-8")]) from None


def _between(page: str, name: str) -> tuple[int, int]:
    """Where the tables begin and end in the page. Raises Refused where it has no place for them."""
    begin = page.find(BEGIN)
    end = page.find(END, begin)
    if begin < 0 or end < 0:
        missing = BEGIN if begin < 0 else f"{END} after {BEGIN}"
        raise Refused(
            [_wrong(name, f"the page has no line {missing}", f"write {BEGIN} and {END} into it, a line each")]
        )
    return begin + len(BEGIN), end


def _difference(page: str, fresh: str, name: str) -> Finding | None:
    """The first line that is not what the schema says; None where every one is."""
    lines, wanted = (text.replace("\r\n", "\n").split("\n") for text in (page, fresh))
    for number, (line, other) in enumerate(zip(lines, wanted, strict=False), 1):
        if line != other:
            place = next((n for n, (a, b) in enumerate(zip(line, other, strict=False)) if a != b), 0)
            return _wrong(name, line, "run `wiremark schema docs`", other, number, place + 1)
    return None


def _wrong(name: str, found: str, help: str, expected: str = "", line: int = 1, column: int = 1) -> Finding:
    return Finding(
        code="S106",
        file=name,
        line=line,
        column=column,
        message=f"{name} is not what the schema says",
        found=found,
        expected=expected or "the tables of the newest schema",
        help=help,
    )

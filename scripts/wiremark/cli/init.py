"""wiremark init: a new workspace, of the template, this package's schema and guidelines, and articles or an example."""

from __future__ import annotations

import argparse
import datetime
import json
import re
import shlex
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import Any

import wiremark
from wiremark import cleaning, sources
from wiremark.cli.report import Commands, command
from wiremark.cli.seeds import article, row, stated
from wiremark.diagnostics import Finding, Refused, Usage, count
from wiremark.schema.versions import file_name, precedence, version_in
from wiremark.sources import SOURCES
from wiremark.workspace import sha256

_PACKAGE = Path(wiremark.__file__).parent
_TEMPLATE = _PACKAGE / "template"
_EXAMPLE = _TEMPLATE / "example"
_OWNER = "OWNER/wiremark"
_HELP = """Make a new workspace, ready to clean, annotate, validate and build.

It gets the schema and the guidelines of wiremark to begin with, the checks for commits and pull requests, and a README.
With --from, each .txt file and each page of HTML (.html) of a folder becomes an article. Its row in seeds/SOURCES.toml
says what could be guessed: the day from what the page says or from the file's date, a story of its own, rights unknown.
Each row says so; check it.
With --example, it holds two made-up articles, clean and completely annotated: build it, and load the dataset."""


def register(commands: Commands) -> None:
    parser = command(commands, "init", run, _HELP, "wiremark init my-corpus --from ~/articles")
    parser.add_argument("folder", type=Path, metavar="DIR", help="the new folder; an empty one will do")
    articles = parser.add_mutually_exclusive_group()
    articles.add_argument("--from", dest="source", type=Path, metavar="FOLDER", help="the folder with the articles")
    articles.add_argument("--example", action="store_true", help="two made-up articles with their annotations")
    parser.add_argument("--name", help="the corpus's name, with which the ids begin (default: the folder's)")
    parser.add_argument("--language", metavar="TAG", help="the articles' language, as in BCP 47 (en)")


def run(args: argparse.Namespace) -> int:
    folder: Path = (args.directory / args.folder).absolute()
    files = _with_example(args) if args.example else _with_articles(args, folder.name)
    listed = sources.parse(files[SOURCES]).documents
    _settle(folder, files)
    there = args.directory / args.folder
    call = f"wiremark -C {shlex.quote(str(there))}"
    print(f"{there} is a workspace with {count(len(listed), 'article')}")
    unknown = sorted(place for place, content in files.items() if _OWNER.encode() in content)
    if unknown:
        print(f"in {', '.join(unknown)}, put wiremark's repository and revision for OWNER and REV before you publish")
    if args.example:
        print(f"next: {call} build")
    else:
        print(f"next: look through {SOURCES} there, then {call} clean" if listed else f"next: {call} add FILE")
        if len(listed) > len(sources.SPLITS):  # of fewer none leaves train
            print(f"all are in train; to split them: {call} split --reassign")
    return 0


def _with_articles(args: argparse.Namespace, folder: str) -> dict[str, bytes]:
    """The files of a workspace with the articles of --from, or without any. Raises Usage."""
    name = args.name or re.sub(r"[^a-z0-9]+", "-", folder.lower()).strip("-")
    if not sources.is_id(name):
        raise Usage(f"{name!r} cannot be a corpus's name", "give one with --name: lower-case letters, digits and -")
    articles = _articles(args.source, name, args.language or "en") if args.source else {}
    files = _template(name) | {f"seeds/{file.name}": raw for file, (raw, _) in articles.items()}
    files[SOURCES] += "".join(table for _, table in articles.values()).encode("utf-8")
    return files


def _with_example(args: argparse.Namespace) -> dict[str, bytes]:
    """The files of a workspace with the example: its own stand as they are. Raises Usage."""
    if args.name or args.language:
        raise Usage("the example has a name and a language of its own", "leave out --name and --language")
    example = (path for path in _EXAMPLE.rglob("*") if path.is_file())
    return _template("example") | {path.relative_to(_EXAMPLE).as_posix(): path.read_bytes() for path in example}


def _template(name: str) -> dict[str, bytes]:
    """The files of a workspace without articles, by their place in it."""
    schemas = {version_in(path.name): path for path in _shared("schemas").glob(file_name("*"))}
    version = max(schemas, key=precedence)
    repository, revision = _published()
    words = {
        "CORPUS": name,
        "VERSION": version,
        _OWNER: repository,
        "REV": revision,
    }
    files = {f"schemas/{schemas[version].name}": schemas[version].read_bytes()}
    for shared in ("schemas/README.md", "annotations/GUIDELINES.md"):
        files[shared] = _shared(shared).read_bytes()
    for path in sorted(path for path in _TEMPLATE.rglob("*") if path.is_file() and _EXAMPLE not in path.parents):
        text = re.sub("|".join(words), lambda word: words[word[0]], path.read_text("utf-8"))
        files[path.relative_to(_TEMPLATE).as_posix().replace("dot-", ".")] = text.encode("utf-8")
    return files


def _shared(name: str) -> Path:
    """What the package shares with its repository: in the package where it is installed, else in the checkout."""
    installed = _PACKAGE / name
    return installed if installed.exists() else _PACKAGE.parents[1] / name


def _published() -> tuple[str, str]:
    """Where this package was installed from, as OWNER/NAME on GitHub and a commit; both are filled in by hand else."""
    with suppress(metadata.PackageNotFoundError, KeyError, ValueError):
        origin = json.loads(metadata.distribution("wiremark").read_text("direct_url.json") or "{}")
        if known := re.fullmatch(r"(?:https|ssh)://(?:git@)?github\.com/([^/]+/[^/]+?)(?:\.git)?", origin["url"]):
            return known.group(1), origin["vcs_info"]["commit_id"]
    return _OWNER, "REV"


def _articles(folder: Path, name: str, language: str) -> dict[Path, tuple[bytes, str]]:
    """The articles of a folder in the order of their names: the bytes of each, and its row.

    Raises Usage, and Refused with every page that has no article.
    """
    files = sorted(path for path in folder.glob("*") if path.suffix == ".txt" or cleaning.is_page(path.name))
    if not files:
        help = "name the folder that holds the articles as .txt or .html files"
        raise Usage(f"there is no .txt or .html file in {folder}", help)
    rows: list[Mapping[str, Any]] = []
    articles = {}
    findings = list[Finding]()
    for number, file in enumerate(files):
        id = f"{name}-{number:03}"
        raw = article(file, id, rows)
        rows.append({"id": id, "file": file.name, "sha256": sha256(raw)})
        guessed = {
            "published": datetime.date.fromtimestamp(file.stat().st_mtime),
            "published_how": "inferred",
            "published_from": "the day on which the file was last changed",
            "language": language,
            "story": id,
            "split": "train",
            "holder": "unknown",
            "licence": "NOASSERTION",
            "basis": "not known: find out before the text is passed on",
        }
        try:
            articles[file] = (raw, row(id, file.name, sha256(raw), guessed | stated(file, raw)))
        except Refused as refused:
            findings += refused.findings
    if findings:
        raise Refused(findings)
    return articles


def _settle(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes a workspace whole, or nothing. Raises Usage where something stands in the folder."""
    if folder.exists() and not folder.is_dir():
        raise Usage(f"{folder} is a file", "name a new folder")
    ours = {place.split("/")[0] for place in files}
    there = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
    if taken := [name for name in there if name in ours or not name.startswith(".")]:
        help = "to add articles: wiremark add FILE" if "seeds" in taken else "name a new folder, or an empty one"
        raise Usage(f"{folder} is not empty: it holds {', '.join(taken)}", help)
    near = folder if folder.exists() else folder.parent
    near.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".wiremark-", dir=near) as beside:
        whole = Path(beside) / folder.name
        for place, content in files.items():
            (whole / place).parent.mkdir(parents=True, exist_ok=True)
            (whole / place).write_bytes(content)
        for empty in ("corpus", "annotations/passes"):
            (whole / empty).mkdir(exist_ok=True)
        if folder.exists():
            _move_into(folder, whole)
        else:
            whole.rename(folder)


def _move_into(folder: Path, whole: Path) -> None:
    paths = sorted(whole.iterdir())
    try:
        for path in paths:
            path.rename(folder / path.name)
    except BaseException:
        for path in paths:
            if not path.exists():  # it was moved
                (folder / path.name).rename(path)
        raise

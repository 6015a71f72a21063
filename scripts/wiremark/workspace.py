"""Where things are in a corpus workspace, what SOURCES.toml says, and how files are written."""

from __future__ import annotations

import datetime
import hashlib
import os
import re
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wiremark.diagnostics import Finding, Refused

SOURCES = "seeds/SOURCES.toml"
RESERVED = frozenset({"entities", "clusters", "adjudication"})
_ID = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)*")


class NotAWorkspace(Exception):
    """The folder has no seeds/ and no corpus/."""


@dataclass(frozen=True, slots=True)
class Rights:
    """Who holds the text, under what licence, and on what ground that is said."""

    holder: str
    licence: str
    basis: str


@dataclass(frozen=True, slots=True)
class Source:
    """One document's row. `published` is the document creation time; None stands where the article tells nothing."""

    id: str
    file: str
    sha256: str
    published: datetime.date
    published_how: str
    published_from: str
    language: str
    story: str
    split: str
    rights: Rights
    publisher: str | None = None
    agency: str | None = None
    author: str | None = None
    translated_from: str | None = None


@dataclass(frozen=True, slots=True)
class Sources:
    """SOURCES.toml: the corpus's name and version, and its documents in the order of the file."""

    name: str
    version: str
    documents: tuple[Source, ...]

    def ids(self) -> list[str]:
        """The ids of the documents, in order."""
        return [source.id for source in self.documents]


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with seeds/ corpus/ annotations/ schemas/."""

    root: Path

    @classmethod
    def at(cls, root: Path) -> Workspace:
        """The workspace in `root`: a folder with seeds/ or corpus/. Raises NotAWorkspace."""
        if not (root / "seeds").is_dir() and not (root / "corpus").is_dir():
            raise NotAWorkspace(f"{root.absolute()}: no seeds/ and no corpus/ here, so no corpus workspace")
        return cls(root)

    @property
    def seeds(self) -> Path:
        """Raw articles and SOURCES.toml."""
        return self.root / "seeds"

    @property
    def corpus(self) -> Path:
        """Clean texts and cleaning records."""
        return self.root / "corpus"

    @property
    def annotations(self) -> Path:
        """Stand-off layers, entities, clusters, passes."""
        return self.root / "annotations"

    @property
    def schemas(self) -> Path:
        """The schema files."""
        return self.root / "schemas"

    def relative(self, path: Path) -> str:
        """The name of a file in findings: relative to the workspace, with slashes."""
        try:
            return path.absolute().relative_to(self.root.absolute()).as_posix()
        except ValueError:
            return str(path)

    def sources(self) -> Sources:
        """SOURCES.toml, checked. Raises Refused with every problem in it."""
        path = self.root / SOURCES
        if not path.is_file():
            missing = Finding(
                code="W101",
                file=SOURCES,
                message="there is no SOURCES.toml",
                expected="a [corpus] table with name and version, and a [[documents]] table for each seed",
                help="put it back, for instance with `git checkout seeds`",
            )
            raise Refused([missing])
        return parse_sources(path.read_bytes())

    def seed(self, source: Source) -> bytes:
        """The raw article. Raises Refused where it is missing or is not the file that SOURCES.toml names."""
        path = self.seeds / source.file
        line = _line_of(self.root / SOURCES, source.id)
        if not path.is_file():
            raise Refused(
                [
                    Finding(
                        code="W103",
                        file=SOURCES,
                        line=line,
                        message=f"the seed of {source.id} is missing",
                        expected=f"seeds/{source.file}",
                        help=f"put {source.file} back into seeds/, for instance with `git checkout seeds`",
                    )
                ]
            )
        raw = path.read_bytes()
        if sha256(raw) != source.sha256:
            raise Refused(
                [
                    Finding(
                        code="W104",
                        file=f"seeds/{source.file}",
                        message=f"the seed of {source.id} is not the file that SOURCES.toml names",
                        found=f"sha256 {sha256(raw)}",
                        expected=f"sha256 {source.sha256}",
                        help="seeds are never edited: put the file back, for instance with `git checkout seeds`",
                    )
                ]
            )
        return raw

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Holds the workspace's lock file while a command writes. Raises TimeoutError when another holds it."""
        import filelock

        try:
            with filelock.FileLock(self.root / ".wiremark.lock", timeout=10):
                yield
        except filelock.Timeout:
            raise TimeoutError("another wiremark command is writing in this workspace") from None


def sha256(data: bytes) -> str:
    """The digest in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def write(path: Path, content: str | bytes) -> None:
    """Writes the whole file or nothing: a temporary file beside it, then `os.replace`."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


_STRING, _DATE = "a string", "a date like 2023-03-21, without quotes"
_REQUIRED = {
    "id": _STRING,
    "file": _STRING,
    "sha256": _STRING,
    "published": _DATE,
    "published_how": _STRING,
    "published_from": _STRING,
    "language": _STRING,
    "story": _STRING,
    "split": _STRING,
}
_OPTIONAL = {"publisher": _STRING, "agency": _STRING, "author": _STRING, "translated_from": _STRING}
_RIGHTS = {"holder": _STRING, "licence": _STRING, "basis": _STRING}
_VALUES = {"published_how": ("stated", "inferred"), "split": ("train", "validation", "test")}


def parse_sources(data: bytes) -> Sources:
    """SOURCES.toml from its bytes. Raises Refused with every problem in it."""
    try:
        text = data.decode("utf-8")
        table = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        place = re.search(r"at line (\d+), column (\d+)", str(error))
        line, column = map(int, place.groups()) if place else (1, 1)
        raise Refused(
            [
                Finding(
                    code="W101",
                    file=SOURCES,
                    line=line,
                    column=column,
                    message="SOURCES.toml cannot be read",
                    found=str(error),
                    expected="TOML 1.0 in UTF-8",
                    help="mend this line; values with a quotation mark may stand in '''three single quotes'''",
                )
            ]
        ) from None
    check = _Check(text)
    corpus = check.table(table, "corpus", {"name": _STRING, "version": _STRING}, {}, 1, "[corpus]")
    rows = table.get("documents", [])
    lines = [number for number, row in enumerate(text.split("\n"), 1) if row.strip() == "[[documents]]"]
    documents, seen = [], dict[str, int]()
    for number, row in enumerate(rows if isinstance(rows, list) else []):
        line = lines[number] if number < len(lines) else 1
        where = f"documents[{number}]"
        fields = check.fields(row, _REQUIRED, {**_OPTIONAL, "rights": ""}, line, where)
        rights = check.table(row, "rights", _RIGHTS, {}, line, f"{where}.rights")
        if fields is None or rights is None:
            continue
        if not _ID.fullmatch(fields["id"]) or fields["id"] in RESERVED:
            check.wrong(line, f"{where}.id", repr(fields["id"]), "lower-case letters, digits, - . _; no reserved id")
        for key, allowed in _VALUES.items():
            if fields[key] not in allowed:
                check.wrong(line, f"{where}.{key}", repr(fields[key]), " or ".join(allowed))
        if fields["id"] in seen:
            check.twice(line, fields["id"], seen[fields["id"]])
        seen.setdefault(fields["id"], line)
        documents.append(Source(**{**fields, "rights": Rights(**rights)}))
    if check.findings or corpus is None:
        raise Refused(check.findings)
    return Sources(corpus["name"], corpus["version"], tuple(documents))


class _Check:
    """Collects what is wrong with the fields of SOURCES.toml."""

    def __init__(self, text: str) -> None:
        self._rows = text.split("\n")
        self.findings: list[Finding] = []

    def wrong(self, line: int, key: str, found: str, expected: str) -> None:
        name = key.rpartition(".")[2]
        for number in range(line, min(line + 40, len(self._rows))):
            row = self._rows[number]
            if row.strip() == "[[documents]]":
                break
            if re.match(rf"{re.escape(name)}\s*=", row):
                line = number + 1
                break
        self.findings.append(
            Finding(
                code="W102",
                file=SOURCES,
                line=line,
                pointer=key,
                message=f"{key} of SOURCES.toml is missing or wrong",
                found=found,
                expected=expected,
                help=f"write {name} = … under {self._rows[line - 1].strip() or 'its table'}"
                if found == "nothing"
                else f"mend {name}",
            )
        )

    def twice(self, line: int, id: str, first: int) -> None:
        self.findings.append(
            Finding(
                code="W105",
                file=SOURCES,
                line=line,
                message=f"the document {id} stands twice in SOURCES.toml",
                found=f"{id} here and in line {first}",
                expected="one row a document",
                help="give one of them another id",
            )
        )

    def table(
        self, parent: Any, name: str, required: Mapping[str, str], optional: Mapping[str, str], line: int, where: str
    ) -> dict[str, Any] | None:
        value = parent.get(name) if isinstance(parent, dict) else None
        if not isinstance(value, dict):
            self.wrong(line, where, "nothing" if value is None else repr(value), f"a table with {', '.join(required)}")
            return None
        return self.fields(value, required, optional, line, where)

    def fields(
        self, row: Any, required: Mapping[str, str], optional: Mapping[str, str], line: int, where: str
    ) -> dict[str, Any] | None:
        if not isinstance(row, dict):
            self.wrong(line, where, repr(row), "a table")
            return None
        before = len(self.findings)
        known = {**required, **optional}
        for key in required.keys() - row.keys():
            self.wrong(line, f"{where}.{key}", "nothing", known[key])
        for key, value in row.items():
            expected = known.get(key)
            if expected is None:
                self.wrong(line, f"{where}.{key}", "an unknown key", f"one of {', '.join(known)}")
            elif expected == _STRING and (not isinstance(value, str) or not value):
                self.wrong(line, f"{where}.{key}", repr(value), "a string; leave out the key of what is unknown")
            elif expected == _DATE and type(value) is not datetime.date:
                self.wrong(line, f"{where}.{key}", repr(value), expected)
        good = len(self.findings) == before
        return {key: value for key, value in row.items() if known[key]} if good else None


def _line_of(path: Path, id: str) -> int:
    for number, row in enumerate(path.read_text("utf-8").split("\n"), 1):
        if re.match(rf"id\s*=\s*[\"']{re.escape(id)}[\"']", row):
            return number
    return 1

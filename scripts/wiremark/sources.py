"""SOURCES.toml: what is known of each seed. Read here, and checked here with all its problems at once."""

from __future__ import annotations

import codecs
import datetime
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wiremark.diagnostics import Finding, Refused

SOURCES = "seeds/SOURCES.toml"
RESERVED = frozenset({"entities", "clusters", "adjudication"})
"""Names of files under annotations/ that no document may take as its id."""

ID = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)*")
"""The form of a document id."""


@dataclass(frozen=True, slots=True)
class Rights:
    """Who holds the text, under what licence, and on what ground that is said."""

    holder: str
    licence: str
    basis: str


@dataclass(frozen=True, slots=True)
class Source:
    """One document's row. `published` is the document creation time; None stands where the article tells nothing.

    `line` is where its id stands in SOURCES.toml.
    """

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
    line: int = 1


@dataclass(frozen=True, slots=True)
class Sources:
    """SOURCES.toml: the corpus's name and version, and its documents in the order of the file.

    What its makers say for the dataset card, empty where they say nothing: rationale, why these articles; limits, what
    to mind beside what the card counts; contact, where to write to; homepage, a URL.
    `clean_mode`: by what corpus/ is cleaned. `split_by`: what a split must hold together, the documents of a story, or
    only near-duplicates. `allow_leak`: not even these.
    """

    name: str
    version: str
    documents: tuple[Source, ...]
    description: str = ""
    rationale: str = ""
    limits: str = ""
    contact: str = ""
    homepage: str = ""
    clean_mode: str = "rules"
    split_by: str = "story"
    allow_leak: bool = False

    def ids(self) -> list[str]:
        """The ids of the documents, in order."""
        return [source.id for source in self.documents]


_STRING = "a string with something in it"
_DAY = "a day like 2023-03-21, without quotes"
_TOLD = dict.fromkeys(("description", "rationale", "limits", "contact", "homepage"), _STRING)
_FLAG = "true or false, without quotes"
_MAYBE = {**_TOLD, "clean_mode": _STRING, "split_by": _STRING, "allow_leak": _FLAG}
_CORPUS = {**dict.fromkeys(("name", "version"), _STRING), **_MAYBE}
_REQUIRED = {
    **dict.fromkeys(("id", "file", "sha256"), _STRING),
    "published": _DAY,
    **dict.fromkeys(("published_how", "published_from", "language", "story", "split"), _STRING),
}
_OPTIONAL = dict.fromkeys(("publisher", "agency", "author", "translated_from"), _STRING)
_RIGHTS = dict.fromkeys(("holder", "licence", "basis"), _STRING)
SPLITS = ("train", "validation", "test")
"""The splits, in the order in which they are listed."""

UNITS = ("story", "document")
"""What a split may be made by."""

MODES = ("rules", "safe", "full")
"""By what a text may be cleaned: the rules alone, or after them a model where it is very sure, or at its best."""

_VALUES = {"clean_mode": MODES, "published_how": ("stated", "inferred"), "split": SPLITS, "split_by": UNITS}


def check_mode(mode: str) -> None:
    """Raise ValueError where `mode` is none of MODES."""
    if mode not in MODES:
        raise ValueError(f"no mode {mode!r}: there are {', '.join(MODES)}")


def article_files(folder: Path) -> dict[str, Path]:
    """The files below a folder of articles by their names in it, in order: all but SOURCES.toml and hidden ones."""
    found = {path.relative_to(folder): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {
        name.as_posix(): path
        for name, path in found.items()
        if name.name != Path(SOURCES).name and not any(part.startswith(".") for part in name.parts)
    }


def read(data: bytes) -> dict[str, Any]:
    """SOURCES.toml as a table, unchecked. Raises Refused where it is no TOML."""
    try:
        return tomllib.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:  # among them TOMLDecodeError and UnicodeDecodeError
        place = re.search(r"at line (\d+), column (\d+)", str(error))
        line, column = map(int, place.groups()) if place else (1, 1)
        finding = Finding(
            code="W101",
            file=SOURCES,
            line=line,
            column=column,
            message="SOURCES.toml cannot be read",
            found=str(error),
            expected="TOML 1.0 in UTF-8",
            help="save it as UTF-8 without a byte order mark"
            if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
            else "mend this line; values with a quotation mark may stand in '''three single quotes'''",
        )
        raise Refused([finding]) from None


def parse(data: bytes, blank: Collection[str] = ()) -> Sources:
    """SOURCES.toml from its bytes. Raises Refused with every problem in it.

    blank: keys of a document that may be the empty string, as `wiremark add` leaves those that it does not know.
    """
    table = read(data)
    check = _Check(data.decode("utf-8"), blank)
    corpus = check.table(table, "SOURCES.toml", "corpus", _CORPUS, 1, optional=_MAYBE)
    rows = table.get("documents", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        check.wrong(1, "SOURCES.toml", "documents", repr(rows)[:60], "a [[documents]] table for each seed")
        rows = []
    documents, seen = [], dict[str, int]()
    for row, line in zip(rows, check.tables(len(rows)), strict=True):
        name = row["id"] if is_id(row.get("id")) else f"the document in line {line}"
        fields = check.fields(row, name, _REQUIRED | _OPTIONAL | {"rights": ""}, _OPTIONAL, line)
        rights = check.table(row, name, "rights", _RIGHTS, line)
        if fields is None or rights is None:
            continue
        if name in seen:
            check.twice(line, name, seen[name])
        seen.setdefault(name, line)
        documents.append(Source(**{**fields, "rights": Rights(**rights), "line": check.line(line, "id")}))
    if check.findings or corpus is None:
        raise Refused(check.findings)
    return Sources(documents=tuple(documents), **corpus)


def is_id(value: Any) -> bool:
    """True for what can be a document's id."""
    return isinstance(value, str) and len(value) <= 100 and value not in RESERVED and ID.fullmatch(value) is not None


def is_file_name(value: str) -> bool:
    """True for the plain name of a file: of a folder's own, not hidden, in UTF-8, and not too long for a disk."""
    named = value.encode("utf-8", "replace").decode("utf-8") == value and len(value.encode("utf-8")) <= 200
    return named and not value.startswith(".") and value.isprintable() and not set(value) & {"/", "\\"}


def _fits(key: str, value: Any, expected: str) -> bool:
    if expected == _DAY:
        return type(value) is datetime.date
    if expected == _FLAG:
        return isinstance(value, bool)
    if not isinstance(value, str) or not value.strip():
        return not expected
    if key == "id":
        return is_id(value)
    if key == "file":
        return is_file_name(value)
    if key == "sha256":
        return re.fullmatch("[0-9a-f]{64}", value) is not None
    return value in _VALUES.get(key, (value,))


_FORMS = {
    "id": "lower-case letters and digits, parted by - . or _; no reserved name",
    "file": "the name of a file in seeds/",
    "sha256": "64 hexadecimal digits in lower case",
    **{key: " or ".join(values) for key, values in _VALUES.items()},
}


def _expected(key: str, expected: str) -> str:
    return _FORMS.get(key, expected)


_HEADER = re.compile(r"\s*\[\[\s*documents\s*\]\]")


class _Check:
    """Collects what is wrong with the fields of SOURCES.toml."""

    def __init__(self, text: str, blank: Collection[str]) -> None:
        self._rows = text.split("\n")
        self._blank = blank
        self.findings: list[Finding] = []

    def tables(self, count: int) -> list[int]:
        """The lines in which the tables of the documents begin; 1 for those written in another way."""
        lines = [number for number, row in enumerate(self._rows, 1) if _HEADER.match(row)]
        return (lines + [1] * count)[:count]

    def table(
        self,
        parent: Mapping[str, Any],
        where: str,
        key: str,
        known: Mapping[str, str],
        line: int,
        optional: Mapping[str, str] | None = None,
    ) -> dict[str, Any] | None:
        """The table under `key`, or None and what is wrong. `known`: what is expected of each of its keys."""
        value = parent.get(key)
        if isinstance(value, dict):
            return self.fields(value, f"{key} of {where}", known, optional or {}, line)
        self.wrong(line, where, key, "nothing" if value is None else repr(value), f"a table with {', '.join(known)}")
        return None

    def fields(
        self, row: Mapping[str, Any], name: str, known: Mapping[str, str], optional: Mapping[str, str], line: int
    ) -> dict[str, Any] | None:
        """The known keys of a table, or None and what is wrong with them. `known`: what is expected of each key."""
        before = len(self.findings)
        for key, expected in known.items():
            if key not in row and key not in optional and expected:
                self.wrong(line, name, key, "nothing", _expected(key, expected))
        for key, value in row.items():
            if key not in known:
                self.wrong(line, name, key, "an unknown key", f"one of {', '.join(known)}")
            elif not _fits(key, value, known[key]) and not (key in self._blank and value == ""):
                unknown = ", or no such key where it is unknown" if key in optional else ""
                self.wrong(line, name, key, repr(value), f"{_expected(key, known[key])}{unknown}")
        return {key: row[key] for key in row if known[key]} if len(self.findings) == before else None

    def wrong(self, line: int, name: str, key: str, found: str, expected: str) -> None:
        """Books a finding on `key` of the table that begins in `line`."""
        missing = found == "nothing"
        self.findings.append(
            Finding(
                code="W102",
                file=SOURCES,
                line=line if missing else self.line(line, key),
                pointer=f"{name}.{key}",
                message=f"{key} is missing in {name}" if missing else f"{key} of {name} is wrong",
                found=found,
                expected=expected,
                help=f"add {key} = …" if missing else f"mend {key}, or fill it in",
            )
        )

    def twice(self, line: int, id: str, first: int) -> None:
        """Books a finding on an id that an earlier table has."""
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

    def line(self, start: int, key: str) -> int:
        """The line of `key` in the table that begins in line `start`, or that line."""
        for number, row in enumerate(self._rows[start:], start + 1):
            if _HEADER.match(row):
                break
            if re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", row):
                return number
        return start

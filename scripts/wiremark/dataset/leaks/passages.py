"""Every way in which the words of a file may be read: as it stands, cell by cell, down a column, across a row."""

from __future__ import annotations

import csv
import html
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

_COLUMNS = 16
"""So many fields of a line of text are read down."""

_SLICE = 1 << 23
"""What is no text is looked through in slices of so many bytes."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that can be read in one go.

    place: where in the file, in words; empty for the file as it stands. rank: 0 for a way of its own to read it; one
    with a higher rank tells the same once more where a lower one has told it. numbered: its lines are the file's.
    Passages of one place and rank follow upon each other.
    """

    file: str
    place: str
    text: str
    rank: int = 0
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """A file, or a part of it, whose words cannot be read."""

    file: str
    reason: str


Found = Iterator[Passage | Unread]


def of_text(file: str, text: str, place: str = "") -> Iterator[Passage]:
    """A text, which may be JSON, lines of JSON, or a table: its cells, and down its columns."""
    rank = 0
    for rows in _as_json(text):
        yield from _of_values(file, rows, place)
        rank = 2
    yield Passage(file, place, text, rank, numbered=not place)
    for number, column in enumerate(_columns(text)):
        yield Passage(file, f"{place or 'the text'}, read down in columns ({number})", column, 2)


def of_bytes(file: str, data: bytes) -> Found:
    """What is text is read as such. Of anything else what can be made out, and that it is unread."""
    text = decoded(data)
    if text is not None:
        yield from of_text(file, text)
        return
    yield Unread(file, "neither text in UTF-8 nor of a kind that is known here")
    yield from raw(file, data)


def raw(file: str, data: bytes) -> Iterator[Passage]:
    """The text that stands openly among other bytes."""
    for start in range(0, len(data), _SLICE):
        yield Passage(file, "its bytes", data[start : start + _SLICE].decode("utf-8", "ignore"), 3)


def decoded(data: bytes) -> str | None:
    """The text in UTF-8, or in UTF-16 with its mark; None where it is none."""
    try:
        return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        return None


def lines(cells: Iterable[str]) -> str:
    """Cells one under the other, a line each."""
    return "\n".join(cell.replace("\n", " ") if "\n" in cell else cell for cell in cells)


_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|[nrtbf/\"\\])")
_BETWEEN = re.compile(
    r"<[^<>]*>"  # tags
    r"|\]\([^()\n]*\)"  # where a link leads
    r"|\[\^?[\w*]{1,3}\]"  # marks of footnotes
    r"|(?<=\S)[/_](?:[BI]-)?[A-Za-z]{1,6}\$?(?=\s|$)"  # tags of tokens: said/VBD
    r"|^[ \t>#*/|-]*\d+[.:)|\t ]",  # numbers of lines and of lists
    re.MULTILINE,
)


def plain(text: str) -> str:
    """A text without what markup and escapes put between its words; a text without any as it is."""
    if "\\" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)) if match[1] or match[2] else " ", text)
    if "%" in text:
        text = unquote_plus(text)
    if "&" in text:
        text = html.unescape(text)
    return _BETWEEN.sub(" ", text)


def _as_json(text: str) -> Iterator[list[Any]]:
    """The text's JSON values: of the whole, or line by line. Nothing where it is none."""
    if text.lstrip()[:1] not in ("{", "[", '"'):
        return
    try:
        yield [json.loads(text, object_pairs_hook=_Pairs)]
        return
    except (ValueError, RecursionError):
        pass
    try:
        yield [json.loads(line, object_pairs_hook=_Pairs) for line in text.split("\n") if line.strip()]
    except (ValueError, RecursionError):
        return


class _Pairs(list[tuple[str, Any]]):
    """An object: a key may stand twice, and what stood under the first is in the file all the same."""


def _of_values(file: str, values: list[Any], place: str) -> Iterator[Passage]:
    every: list[str] = []
    keys: list[str] = []
    under: dict[str, list[str]] = defaultdict(list)
    _gather(values, every, keys, under)
    before = f"{place}, " if place else ""
    for name, cells in under.items():
        yield Passage(file, f"{before}{name}", lines(cells))
    yield Passage(file, f"{before}its keys", lines(keys))
    yield Passage(file, f"{before}its strings one after another", lines(every), 1)


def _gather(values: list[Any], every: list[str], keys: list[str], under: dict[str, list[str]]) -> None:
    """Every string in the order of the file, every key, and the strings by their key or their place in a row."""
    waiting: list[tuple[str, Any, bool]] = [("", value, False) for value in reversed(values)]
    while waiting:
        name, value, in_list = waiting.pop()
        if isinstance(value, str):
            every.append(value)
            under[name or "a string"].append(value)
        elif isinstance(value, _Pairs):
            keys += [key for key, _ in value]
            waiting += [(f"key {key}", inner, False) for key, inner in reversed(value)]
        elif isinstance(value, list):
            rows = [(f"{name} place {min(at, _COLUMNS)}" if in_list else name, inner) for at, inner in enumerate(value)]
            waiting += [(row, inner, True) for row, inner in reversed(rows)]


def _columns(text: str) -> Iterator[str]:
    """The fields of the lines read down, however they are parted."""
    rows = text.split("\n")
    for mark in "\t,;":
        if mark in text:
            try:
                yield from _down(csv.reader(rows, delimiter=mark))
            except csv.Error:
                yield from _down(row.split(mark) for row in rows)
    if "|" in text:
        yield from _down(row.split("|") for row in rows)
    yield from _down(row.split(None, _COLUMNS) for row in rows)


def _down(rows: Iterable[list[str]]) -> Iterator[str]:
    columns: list[list[str]] = [[] for _ in range(_COLUMNS)]
    for row in rows:
        for column, field in zip(columns, row, strict=False):
            column.append(field)
    return (lines(column) for column in columns if len(column) > 1)


def strings(value: Any) -> Iterator[str]:
    """The strings in a value, as JSON and Arrow give it, of every depth; no keys."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, bytes):
        yield value.decode("utf-8", "ignore")
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from strings(inner)


def table_of(file: str) -> str:
    """One name for all shards of a table, whose columns are read on from one to the next."""
    return re.sub(r"\d+", "0", file)

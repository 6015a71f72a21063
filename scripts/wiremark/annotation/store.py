"""Which annotation files a workspace has, and the one canonical form in which they are written.

The canonical form keeps `git diff` small: keys in the schema's order, records in the order of the article, one record
of the top level per line or block, whatever fits into a line on one line.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Container, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from wiremark.schema.profile import Array, Node, Record, inner, listed
from wiremark.text.order import natural
from wiremark.workspace import Workspace

Kind = Literal["Document", "Pass", "Entities", "Clusters"]

WIDTH = 120
"""What fits into so many code points stands on one line."""

_INDENT = "  "
_Arrange = Callable[[Any], Any]
_SHARED: Mapping[str, Kind] = {"entities.json": "Entities", "clusters.json": "Clusters"}


class File(NamedTuple):
    """An annotation file and the record of `$defs` that is its root."""

    path: Path
    kind: Kind

    @property
    def of_document(self) -> bool:
        """True for the layers of a document, False for entities and clusters."""
        return self.kind in ("Document", "Pass")


def files(workspace: Workspace) -> list[File]:
    """Every annotation file, by path: the documents, entities and clusters, then each annotator's, then the rounds'."""
    found = held(workspace.annotations, "Document")
    for annotator in annotators(workspace):
        found += held(annotator, "Pass")
    return found


def annotators(workspace: Workspace) -> list[Path]:
    """The folders of the passes, those of the rounds after those that stand now."""
    tops = (workspace.annotations, *_folders(workspace.annotations / "rounds"))
    return [annotator for top in tops for annotator in _folders(top / "passes")]


def held(folder: Path, kind: Kind) -> list[File]:
    """The annotation files of one folder, by path. kind: of those that are about a document."""
    found = (path for path in sorted(folder.glob("*.json")) if path.is_file() and not path.name.startswith("."))
    return [File(path, _SHARED.get(path.name, kind)) for path in found]


def strays(workspace: Workspace, known: Container[Path]) -> list[Path]:
    """What is called like a JSON file below annotations/ and is none of the `known` annotation files, by path."""
    named = (path for path in workspace.annotations.rglob("*") if path.suffix.lower() == ".json")
    return sorted(path for path in named if path not in known)


def dumps(data: Mapping[str, Any], record: Record) -> str:
    """The canonical form of a file's data, with a final newline. `record`: the root of the file, from the schema.

    Nothing is lost: keys that the schema does not know stand after those that it knows. Records that have an id stand
    by (start, end, id) of their first span, or by id where they have none; other lists keep their order.
    """
    arranged = _arranger(record)(data)
    blocks = []
    for key, value in arranged.items():
        name = f"{_INDENT}{_key(key)}: "
        if isinstance(value, list) and value:
            blocks.append(name + _block("[", "]", [(_INDENT * 2, item) for item in _laid_list(value, 2)], 1))
        else:
            blocks.append(name + _laid(value, 1, len(name) + 1))
    return "{\n" + ",\n".join(blocks) + "\n}\n" if blocks else "{}\n"


def _folders(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*") if path.is_dir())


def _arranger(node: Node | None) -> _Arrange:
    """What puts a value in order: the keys of objects as in the schema, then the unknown ones; records sorted."""
    if isinstance(node, Record):
        return _object(node)
    if isinstance(node, Array) and isinstance(node.items, Record | Array):
        return _list(node)
    return _as_it_stands


def _as_it_stands(value: Any) -> Any:
    return value


def _object(record: Record) -> _Arrange:
    parts = [(key, _arranger(child)) for key, child in record.fields.items()]

    def arrange(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        made = {key: put(value[key]) for key, put in parts if key in value}
        return made if len(made) == len(value) else made | {key: value[key] for key in value if key not in made}

    return arrange


def _list(node: Array) -> _Arrange:
    put, record = _arranger(node.items), listed(node)
    key = record.key[0] if record and record.key else None
    span = first_span(record) if record else None

    def order(item: Any) -> tuple[Any, ...]:
        return (*_place(item, span), natural(_name(item, key or "")))

    def arrange(value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return [put(item) for item in (value if key is None else sorted(value, key=order))]

    return arrange


def first_span(record: Record) -> tuple[str, str, str] | None:
    """The property that says where a record stands, and its keys for start and end; None where there is none."""
    for name, child in record.fields.items():
        part = inner(child)
        if isinstance(part, Record) and part.span:
            return name, part.span.start, part.span.end
    return None


def _place(item: Any, first: tuple[str, str, str] | None) -> tuple[float, float]:
    """Start and end of the record's first span, in code points; infinity where they are not known."""
    if first and isinstance(item, dict):
        span = item.get(first[0])
        if isinstance(span, list):
            span = span[0] if span else None
        if isinstance(span, dict):
            start, end = span.get(first[1]), span.get(first[2])
            if isinstance(start, int) and isinstance(end, int):
                return start, end
    return math.inf, math.inf


def _name(item: Any, key: str) -> str:
    name = item.get(key) if isinstance(item, dict) else None
    return name if isinstance(name, str) else ""


def _laid(value: Any, depth: int, before: int) -> str:
    """A value as it stands after `before` code points of its line, in a block `depth` deep."""
    if isinstance(value, dict) and value:
        parts = [f"{_key(key)}: {'null' if part is None else _line(part)}" for key, part in value.items()]
        line = f"{{{', '.join(parts)}}}"
        if before + len(line) <= WIDTH:
            return line
        indent = _INDENT * (depth + 1)
        room = WIDTH - len(indent) - 1
        rows = [
            part if len(part) <= room else f"{_key(key)}: {_laid(value[key], depth + 1, WIDTH)}"
            for key, part in zip(value, parts, strict=True)
        ]
        return _block("{", "}", [(indent, row) for row in rows], depth)
    line = _line(value)
    if before + len(line) <= WIDTH or not isinstance(value, list) or not value:
        return line
    return _block("[", "]", [(_INDENT * (depth + 1), item) for item in _laid_list(value, depth + 1)], depth)


def _laid_list(value: list[Any], depth: int) -> list[str]:
    return [_laid(item, depth, len(_INDENT) * depth + 1) for item in value]


def _block(opening: str, closing: str, rows: list[tuple[str, str]], depth: int) -> str:
    return f"{opening}\n" + ",\n".join(name + row for name, row in rows) + f"\n{_INDENT * depth}{closing}"


_line = json.JSONEncoder(ensure_ascii=False).encode
_key = lru_cache(maxsize=1024)(_line)

"""Which annotation files a workspace has, and the one canonical form in which they are written.

The canonical form keeps `git diff` small: keys in the schema's order, records in the order of the article, one record
of the top level per line or block, whatever fits into a line on one line.
"""

from __future__ import annotations

import json
import math
from collections.abc import Container, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from wiremark.schema.profile import Array, Node, Record, inner, listed
from wiremark.text.order import natural
from wiremark.workspace import Workspace

Kind = Literal["Document", "Pass", "Entities", "Clusters"]

WIDTH = 120
"""What fits into so many code points stands on one line."""

_INDENT = "  "
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
    blocks = []
    for key, node in _by_schema(data, record):
        value, name = data[key], f"{_INDENT}{_json(key)}: "
        if isinstance(value, list) and value:
            blocks.append(name + _block("[", "]", [(_INDENT * 2, item) for item in _laid_list(value, node, 2)], 1))
        else:
            blocks.append(name + _laid(value, node, 1, len(name) + 1))
    return "{\n" + ",\n".join(blocks) + "\n}\n" if blocks else "{}\n"


def _folders(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*") if path.is_dir())


def _by_schema(data: Mapping[str, Any], node: Node | None) -> Iterator[tuple[str, Node | None]]:
    """The keys of an object with their nodes: the schema's order first, then the unknown ones as they stand."""
    fields = node.fields if isinstance(node, Record) else {}
    yield from ((key, child) for key, child in fields.items() if key in data)
    yield from ((key, None) for key in data if key not in fields)


def _ordered(items: Sequence[Any], node: Node | None) -> Sequence[Any]:
    """Records with ids, sorted; anything else as it stands."""
    record = listed(node)
    if record is None or record.key is None:
        return items
    key = record.key[0]
    return sorted(items, key=lambda item: (*_place(item, record), natural(_name(item, key))))


def _place(item: Any, record: Record) -> tuple[float, float]:
    """Start and end of the record's first span, in code points; infinity where they are not known."""
    for name, child in record.fields.items():
        part = inner(child)
        if isinstance(part, Record) and part.span:
            span = item.get(name) if isinstance(item, dict) else None
            if isinstance(span, list):
                span = span[0] if span else None
            if isinstance(span, dict):
                start, end = span.get(part.span.start), span.get(part.span.end)
                if isinstance(start, int) and isinstance(end, int):
                    return start, end
            break
    return math.inf, math.inf


def _name(item: Any, key: str) -> str:
    name = item.get(key) if isinstance(item, dict) else None
    return name if isinstance(name, str) else ""


def _laid(value: Any, node: Node | None, depth: int, before: int) -> str:
    """A value as it stands after `before` code points of its line, in a block `depth` deep."""
    line = _line(value, node)
    if before + len(line) <= WIDTH or not isinstance(value, dict | list) or not value:
        return line
    if isinstance(value, list):
        return _block("[", "]", [(_INDENT * (depth + 1), item) for item in _laid_list(value, node, depth + 1)], depth)
    rows = []
    for key, child in _by_schema(value, node):
        name = f"{_INDENT * (depth + 1)}{_json(key)}: "
        rows.append((name, _laid(value[key], child, depth + 1, len(name) + 1)))
    return _block("{", "}", rows, depth)


def _laid_list(value: list[Any], node: Node | None, depth: int) -> list[str]:
    items = node.items if isinstance(node, Array) else None
    return [_laid(item, items, depth, len(_INDENT) * depth + 1) for item in _ordered(value, node)]


def _block(opening: str, closing: str, rows: list[tuple[str, str]], depth: int) -> str:
    return f"{opening}\n" + ",\n".join(name + row for name, row in rows) + f"\n{_INDENT * depth}{closing}"


def _line(value: Any, node: Node | None) -> str:
    if isinstance(value, dict):
        return (
            "{" + ", ".join(f"{_json(key)}: {_line(value[key], child)}" for key, child in _by_schema(value, node)) + "}"
        )
    if isinstance(value, list):
        items = node.items if isinstance(node, Array) else None
        return "[" + ", ".join(_line(item, items) for item in _ordered(value, node)) + "]"
    return _json(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)

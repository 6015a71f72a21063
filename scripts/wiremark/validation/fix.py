"""What can be mended without guessing: the canonical form, settled offsets, hashes and dates that are absent, integers
written as something else, the types of quotations."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from wiremark.annotation.store import dumps
from wiremark.diagnostics import Finding
from wiremark.schema.profile import Array, Integer, Node, Plan, Profile, Record, plan
from wiremark.validation import level1
from wiremark.validation.check import validate
from wiremark.validation.context import Context
from wiremark.validation.guideline.quotes import computed
from wiremark.validation.level2 import OCCURRENCE, whole
from wiremark.validation.level3 import Article, changed, spans_of
from wiremark.validation.level4 import view
from wiremark.validation.rows import Rows
from wiremark.validation.spans import places_of, settlement
from wiremark.workspace import Workspace, sha256, write


@dataclass(frozen=True, slots=True)
class FixReport:
    """The files that were written, by name, and what is still to be done: the findings after the mending."""

    changed: list[str]
    findings: list[Finding]
    sources: dict[str, str]


def fix(workspace: Workspace, paths: Sequence[Path] | None = None) -> FixReport:
    """Mends the annotation files, or those under `paths`, each one written whole or not at all.

    A file with a finding of level 1, or without a usable schema, is left alone. Nothing is filled in where the file's
    name and its document differ, and no hash and no span where the text is not the one that cleaning wrote or that was
    annotated. Takes no lock. Raises FileNotFoundError for a path with no annotation file.
    """
    context = Context(workspace)
    written = []
    for file in context.selected(paths):
        name = workspace.relative(file.path)
        raw = file.path.read_bytes()
        parsed = level1.read(raw, name)
        record = context.record(file, parsed.data) if parsed.readable and not parsed.findings else None
        if record is None or not isinstance(parsed.data, dict):
            continue
        integers(parsed.data, record)
        article = context.article(file, parsed.data) if file.of_document else None
        if article:
            fill(parsed.data, plan(record), article)
        if file.path.parent == workspace.annotations:  # passes stay as their annotators made them
            for quote, _, wanted in computed(view(file, parsed.data, record, context)):
                cast("dict[str, Any]", quote.data)["type"] = wanted
        canonical = dumps(parsed.data, record).encode("utf-8")
        if canonical != raw:
            write(file.path, canonical)
            written.append(name)
    return FixReport(written, *validate(workspace, paths))


def fill(data: dict[str, Any], plan: Plan, article: Article) -> None:
    """Fills in, in place, what one document file leaves to the tool: dct, text_sha256, offsets (code points)."""
    _complete(data, "dct", article.dct)
    if article.text is None or article.text_sha256 is None:
        return
    _complete(data, "text_sha256", article.text_sha256)
    if not changed(data, article):
        place(data, plan, article.text)


def fix_rows(path: Path, profile: Profile) -> int:
    """Mends the rows of a JSONL file, which is written whole or not at all. Gives how many rows are other now.

    A row with a finding of level 1 is left alone, and one in which nothing is to be mended stays byte for byte.
    """
    rows, lines, number = Rows(profile), list[bytes](), 0
    with path.open("rb") as file:
        for raw in file:
            parsed = level1.read(raw, "", "row") if not raw.isspace() and not rows.clean(raw) else None
            data = parsed.data if parsed and parsed.readable and not parsed.findings else None
            before = json.dumps(data, ensure_ascii=False)
            if isinstance(data, dict):
                _row(data, rows.record, profile)
            after = json.dumps(data, ensure_ascii=False)
            number += before != after
            lines.append(raw if before == after else f"{after}\n".encode())
    if number:
        write(path, b"".join(lines))
    return number


def _row(row: dict[str, Any], record: Record, profile: Profile) -> None:
    integers(row, record)
    annotation, text = row.get("annotation"), row.get("text")
    if isinstance(annotation, dict) and isinstance(text, str):
        digest = sha256(text.encode("utf-8"))
        _complete(annotation, "text_sha256", digest)
        if not changed(annotation, Article("", "", text, digest)):
            place(annotation, plan(profile.records["Document"]), text)


def place(data: dict[str, Any], plan: Plan, text: str) -> None:
    """Fills in, in place, the offsets that are settled: code points of `text`."""
    spans = [(span, rule) for _, span, rule in spans_of(data, plan)]
    for (span, rule), found in zip(spans, settlement(spans, text).places, strict=True):
        if found is None:
            continue
        number = span.get(OCCURRENCE)
        if type(number) is int and places_of(span[rule.text], text)[number - 1 : number] == (found,):
            del span[OCCURRENCE]
        span[rule.start], span[rule.end] = found.start, found.end


def integers(data: Any, node: Node) -> Any:
    """The data with integers where the schema wants them and they have a fraction of nothing or quotation marks."""
    match node:
        case Integer():
            number = whole(data)
            return data if number is None else number
        case Array() if isinstance(data, list):
            data[:] = [integers(item, node.items) for item in data]
        case Record() if isinstance(data, dict):
            data |= {key: integers(data[key], part) for key, part in node.fields.items() if key in data}
    return data


def _complete(data: dict[str, Any], key: str, value: str) -> None:
    """Sets what is absent or null."""
    if data.get(key) is None:
        data[key] = value

"""What can be mended without guessing: the canonical form, settled offsets, hashes and dates that are absent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wiremark.annotation.store import dumps
from wiremark.diagnostics import Finding
from wiremark.schema.profile import Plan, plan
from wiremark.validation import level1
from wiremark.validation.check import validate
from wiremark.validation.context import Context
from wiremark.validation.level2 import OCCURRENCE
from wiremark.validation.level3 import Article, changed, spans_of
from wiremark.validation.spans import places_of, settlement
from wiremark.workspace import Workspace, write


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
        article = context.article(file, parsed.data) if file.of_document else None
        if article:
            fill(parsed.data, plan(record), article)
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
    if changed(data, article):
        return
    spans = [(span, rule) for _, span, rule in spans_of(data, plan)]
    for (span, rule), place in zip(spans, settlement(spans, article.text)[1], strict=True):
        if place is None:
            continue
        number = span.get(OCCURRENCE)
        if type(number) is int and places_of(span[rule.text], article.text)[number - 1 : number] == (place,):
            del span[OCCURRENCE]
        span[rule.start], span[rule.end] = place.start, place.end


def _complete(data: dict[str, Any], key: str, value: str) -> None:
    """Sets what is absent or null."""
    if data.get(key) is None:
        data[key] = value

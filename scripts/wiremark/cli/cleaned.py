"""What cleaning gives for each document of a workspace, and where corpus/ differs from it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from wiremark import cleaning
from wiremark.cli.seeds import no_article
from wiremark.diagnostics import Finding, Refused
from wiremark.sources import SOURCES, Source
from wiremark.text.lines import line_and_column
from wiremark.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Outcome:
    """What cleaning gives for one document: its two files in corpus/, by path, its text, and what the cleaner noted."""

    id: str
    files: dict[Path, bytes]
    text: str
    text_sha256: str
    removed: int
    notes: tuple[str, ...]


def outcomes_of(workspace: Workspace, mode: str = "") -> list[Outcome]:
    """Cleans every document of SOURCES.toml, in its order. Raises Refused with every seed that cannot be read.

    mode: one of MODES, by default that of SOURCES.toml.
    """
    sources = workspace.sources()
    findings = list(_unlisted(workspace, {source.file for source in sources.documents}))
    outcomes = []
    for source in sources.documents:
        try:
            outcomes.append(outcome(workspace, source, mode or sources.clean_mode))
        except Refused as refused:
            findings += refused.findings
    if findings:
        raise Refused(findings)
    return outcomes


def differences(workspace: Workspace, outcomes: list[Outcome]) -> list[Finding]:
    """Where corpus/ is not what cleaning gives."""
    findings = [
        finding
        for outcome in outcomes
        for path, content in outcome.files.items()
        for finding in _difference(workspace, path, content)
    ]
    return [*findings, *strays(workspace, outcomes)]


def refuse_unclean(workspace: Workspace) -> None:
    """Raises Refused where corpus/ is not what cleaning gives, or a seed cannot be read."""
    findings = differences(workspace, outcomes_of(workspace))
    if findings:
        raise Refused(findings)


def strays(workspace: Workspace, outcomes: list[Outcome]) -> Iterator[Finding]:
    """Files of corpus/ that belong to no document."""
    wanted = {path for outcome in outcomes for path in outcome.files}
    for path in sorted(workspace.corpus.glob("*")):
        if path not in wanted and not path.name.startswith("."):
            yield Finding(
                code="C104",
                file=workspace.relative(path),
                message=f"{workspace.relative(path)} belongs to no document of SOURCES.toml",
                expected="<id>.txt and <id>.json for each document",
                help="take the file away, or put its row back into seeds/SOURCES.toml",
            )


def outcome(workspace: Workspace, source: Source, mode: str) -> Outcome:
    """Cleans one document in one of MODES. Raises Refused where its seed cannot be read."""
    raw = workspace.seed(source)
    try:
        cleaned = cleaning.clean_seed(source.file, raw.decode("utf-8"), language=source.language, mode=mode)
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        line, column = line_and_column(before, len(before))
        finding = Finding(
            code="W106",
            file=f"seeds/{source.file}",
            line=line,
            column=column,
            message=f"the seed of {source.id} is not UTF-8",
            found=f"byte 0x{raw[error.start]:02x}",
            expected="UTF-8",
            help="convert a copy of the article to UTF-8 and add it as a seed of its own with `wiremark add`",
        )
        raise Refused([finding]) from None
    except cleaning.NoArticle as error:
        raise Refused([no_article(f"seeds/{source.file}", f"the page of {source.id}", error)]) from None
    record = cleaning.record(cleaned, id=source.id, seed=source.file, raw=raw, mode=mode)
    files = {
        workspace.corpus / f"{source.id}.txt": cleaned.text.encode("utf-8"),
        workspace.corpus / f"{source.id}.json": cleaning.dumps(record).encode("utf-8"),
    }
    visible = sum(not cleaning.is_layout(piece.reason, piece.rule) for piece in cleaned.removed)
    return Outcome(source.id, files, cleaned.text, record["text_sha256"], visible, cleaned.notes)


def _unlisted(workspace: Workspace, listed: set[str]) -> Iterator[Finding]:
    for path in sorted(workspace.seeds.iterdir()):
        if path.name not in listed and path.name != Path(SOURCES).name and not path.name.startswith("."):
            yield Finding(
                code="W107",
                file=workspace.relative(path),
                message=f"{path.name} has no row in SOURCES.toml",
                expected="one row for each file in seeds/",
                help="run `wiremark add` on it, or take it away",
            )


def _difference(workspace: Workspace, path: Path, content: bytes) -> Iterator[Finding]:
    name = workspace.relative(path)
    help = "run `wiremark clean`; corpus/ is written by the tool alone: what should read otherwise needs a rule"
    if path.is_dir():
        help = "take the folder away, then run `wiremark clean`"
    if not path.is_file():
        message = f"{name} is {'a folder' if path.is_dir() else 'missing'}"
        yield Finding(code="C101", file=name, message=message, expected="what cleaning gives", help=help)
        return
    present = path.read_bytes()
    if present != content:
        at = len(os.path.commonprefix([present, content]))  # noqa: RUF071 (of bytes, not of paths)
        before = content[:at].decode("utf-8", "ignore")
        line, column = line_and_column(before, len(before))
        yield Finding(
            code="C101",
            file=name,
            line=line,
            column=column,
            message=f"{name} is not what cleaning gives",
            found=_around(present, at),
            expected=_around(content, at),
            help=help,
        )


def _around(data: bytes, at: int) -> str:
    text = data[max(0, at - 20) : at + 30].decode("utf-8", "ignore")
    return json.dumps(text, ensure_ascii=False) if data[at:] else "the end of the file"

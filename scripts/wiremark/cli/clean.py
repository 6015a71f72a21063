"""wiremark clean: seeds/ → corpus/. Joins the cleaning rules with the annotations that a changed text would hurt."""

from __future__ import annotations

import argparse
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from wiremark import cleaning
from wiremark.cli.following import Following, follow
from wiremark.cli.old_texts import OldText, from_folder, from_git
from wiremark.cli.report import Commands, command, report, with_format
from wiremark.diagnostics import Finding, Refused, count
from wiremark.sources import SOURCES, Source
from wiremark.text.lines import line_and_column
from wiremark.workspace import NoRevision, Workspace, write_all


@dataclass(frozen=True, slots=True)
class Outcome:
    """What cleaning gives for one document: its two files in corpus/, by path, its text, and what the cleaner noted."""

    id: str
    files: dict[Path, bytes]
    text: str
    text_sha256: str
    removed: int
    notes: tuple[str, ...]


def register(commands: Commands) -> None:
    parser = command(
        commands,
        "clean",
        run,
        "Clean every seed into corpus/. Where that would change a text that is annotated, it exits 1 and writes\n"
        "nothing; --reanchor writes corpus/ and the annotations that follow it together, or nothing.",
        "wiremark clean --check",
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--check", action="store_true", help="write nothing; exit 1 where corpus/ differs from cleaning")
    how.add_argument("--reanchor", action="store_true", help="change annotated texts too, and move the annotations")
    with_format(parser)


def run(args: argparse.Namespace) -> int:
    workspace = Workspace.at(args.directory)
    if args.check:
        outcomes = outcomes_of(workspace)
        findings = differences(workspace, outcomes)
        if not findings and args.format == "text":
            print(f"corpus/ is what cleaning gives: {count(len(outcomes), 'document')}")
        return report(findings, args.format, workspace.root)
    with workspace.locked():
        return _write(workspace, outcomes_of(workspace), args)


def _old_text(workspace: Workspace) -> OldText:
    """A text as corpus/ has it still, else as git has it."""
    here, in_git = from_folder(workspace.corpus), from_git(workspace, "HEAD")

    def find(id: str, digest: str) -> str | None:
        found = here(id, digest)
        try:
            return in_git(id, digest) if found is None else found
        except NoRevision:
            return None

    return find


def _write(workspace: Workspace, outcomes: list[Outcome], args: argparse.Namespace) -> int:
    following = Following()
    if args.reanchor:
        following = follow(workspace, {outcome.id: outcome.text for outcome in outcomes}, _old_text(workspace))
        findings = following.findings
    else:
        findings = [finding for outcome in outcomes for finding in _hurt(workspace, outcome)]
    if findings:
        return report(findings, args.format, workspace.root)
    files = [file for outcome in outcomes for file in outcome.files.items()]
    changed = {path: content for path, content in files if not path.is_file() or path.read_bytes() != content}
    write_all(changed | following.contents)
    if args.format == "text":
        pieces = sum(outcome.removed for outcome in outcomes)
        print(f"{count(len(outcomes), 'document')} clean, {count(pieces, 'piece')} taken out", end="; ")
        print(f"{count(len(changed), 'file')} of corpus/ written")
        for outcome in outcomes:
            for note in outcome.notes:
                print(f"note: {outcome.id}: {note}")
        print("next: wiremark audit shows what was taken out")
    code = report([*following.asked(written=True), *_strays(workspace, outcomes)], args.format, workspace.root)
    if args.format == "text" and following.done:
        print(f"\n{following.table()}")
    return code


def outcomes_of(workspace: Workspace) -> list[Outcome]:
    """Cleans every document of SOURCES.toml, in its order. Raises Refused with every seed that cannot be read."""
    sources = workspace.sources()
    findings = list(_unlisted(workspace, {source.file for source in sources.documents}))
    outcomes = []
    for source in sources.documents:
        try:
            outcomes.append(_outcome(workspace, source))
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
    return [*findings, *_strays(workspace, outcomes)]


def _outcome(workspace: Workspace, source: Source) -> Outcome:
    raw = workspace.seed(source)
    try:
        cleaned = cleaning.clean(raw.decode("utf-8"), language=source.language)
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
    record = cleaning.record(cleaned, id=source.id, seed=source.file, raw=raw)
    files = {
        workspace.corpus / f"{source.id}.txt": cleaned.text.encode("utf-8"),
        workspace.corpus / f"{source.id}.json": cleaning.dumps(record).encode("utf-8"),
    }
    visible = sum(piece.reason not in cleaning.HIDDEN for piece in cleaned.removed)
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


def _strays(workspace: Workspace, outcomes: list[Outcome]) -> Iterator[Finding]:
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


def _hurt(workspace: Workspace, outcome: Outcome) -> Iterator[Finding]:
    """The annotation files whose text this outcome would change under them."""
    path = next(path for path in outcome.files if path.suffix == ".txt")
    if path.is_file() and path.read_bytes() == outcome.files[path]:
        return
    for annotated in sorted(workspace.annotations.rglob(f"{outcome.id}.json")):
        data = annotated.read_bytes().decode("utf-8", "replace")
        match = re.search(r'"text_sha256"\s*:\s*"([0-9a-f]*)"', data)
        digest = match[1] if match else "nobody knows"
        line, column = line_and_column(data, match.start()) if match else (1, 1)
        if digest != outcome.text_sha256:
            yield Finding(
                code="C102",
                file=workspace.relative(annotated),
                line=line,
                column=column,
                pointer="/text_sha256",
                message=f"cleaning would change the text of {outcome.id}, which is annotated; nothing was written",
                found=f"annotated on text {digest}",
                expected=f"text {outcome.text_sha256}, as cleaning gives it now",
                help="look at the change (`git diff`), then let the annotations follow it: `wiremark clean --reanchor`",
            )

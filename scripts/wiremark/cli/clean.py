"""wiremark clean: seeds/ → corpus/, or shard by shard. Joins cleaning with annotations that a new text hurts."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from wiremark.cli.cleaned import Outcome, differences, outcomes_of, strays
from wiremark.cli.following import Following, follow
from wiremark.cli.old_texts import OldText, from_folder, from_git
from wiremark.cli.report import Commands, command, positive, report, with_format
from wiremark.diagnostics import Finding, Usage, count
from wiremark.sources import MODES, SOURCES
from wiremark.text.lines import line_and_column
from wiremark.workspace import NoRevision, Workspace, write_all


def register(commands: Commands) -> None:
    parser = command(
        commands,
        "clean",
        run,
        "Clean every seed into corpus/. Where that would change a text that is annotated, it exits 1 and writes\n"
        "nothing; --reanchor writes corpus/ and the annotations that follow it together, or nothing.\n\n"
        "With --input it needs no workspace: it cleans texts in Parquet or JSON lines, shard by shard, into\n"
        "Parquet; a run that was stopped goes on where it is run again.",
        "wiremark clean --check\n  wiremark clean --input raw --output clean --jobs 4",
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--check", action="store_true", help="write nothing; exit 1 where corpus/ differs from cleaning")
    how.add_argument("--reanchor", action="store_true", help="change annotated texts too, and move the annotations")
    parser.add_argument(
        "--mode",
        choices=MODES,
        help="rules alone, or a model after them: safe, full; kept as [corpus] clean_mode (default: as it says; rules)",
    )
    _with_shards(parser)
    with_format(parser)


def _with_shards(parser: argparse.ArgumentParser) -> None:
    shards = parser.add_argument_group("a large corpus")
    shards.add_argument(
        "--input", nargs="+", metavar="SHARDS", help="files, folders, patterns: *.parquet, *.jsonl(.gz)"
    )
    shards.add_argument("--output", type=Path, metavar="DIR", help="where to: a Parquet file for each shard")
    shards.add_argument("--jobs", type=positive, metavar="N", help="processes (default: 1)")
    shards.add_argument("--ray", metavar="ADDRESS", help="on a Ray cluster; `local` starts one here")
    shards.add_argument("--shard", type=_part, metavar="I/N", help="every N-th shard from the I-th: 1/4 … 4/4 are all")
    shards.add_argument("--language", metavar="L", help="of the texts, a BCP 47 tag (default: en)")
    shards.add_argument("--text-column", metavar="NAME", help="the column of the texts (default: text)")
    shards.add_argument("--id-column", metavar="NAME", help="the column that names a document (default: id)")
    shards.add_argument("--prefix", metavar="P", help="what the names of new columns begin with (default: nothing)")


_DEFAULTS = {
    "jobs": 1, "ray": "", "shard": None, "language": "en", "text_column": "text", "id_column": "id", "prefix": ""
}  # fmt: skip


def _part(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"([1-9][0-9]*)/([1-9][0-9]*)", text)
    if match is None or int(match[1]) > int(match[2]):
        raise argparse.ArgumentTypeError("I/N is wanted, with I from 1 to N, for instance 3/64")
    return int(match[1]), int(match[2])


def run(args: argparse.Namespace) -> int:
    if args.input:
        return _shards(args)
    for name in ("output", *_DEFAULTS):
        if getattr(args, name) is not None:
            raise Usage(f"--{name.replace('_', '-')} is for shards", "name them with --input, or leave it out")
    workspace = Workspace.at(args.directory)
    if args.check:
        outcomes = outcomes_of(workspace, args.mode or "")
        findings = differences(workspace, outcomes)
        if not findings and args.format == "text":
            print(f"corpus/ is what cleaning gives: {count(len(outcomes), 'document')}")
        return report(findings, args.format, workspace.root)
    with workspace.locked():
        return _write(workspace, outcomes_of(workspace, args.mode or ""), args)


def _shards(args: argparse.Namespace) -> int:
    for name in ("check", "reanchor"):
        if getattr(args, name):
            raise Usage(f"--{name} is for the seeds of a workspace", "leave out --input, or this")
    if not args.output:
        raise Usage("--input without --output", "name the folder for the clean shards: --output DIR")
    for name, value in {**_DEFAULTS, "mode": "rules"}.items():
        if getattr(args, name) is None:
            setattr(args, name, value)
    from wiremark.cli.clean_shards import clean_shards  # the engine only now

    return clean_shards(args)


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
    mode = _mode(workspace, args.mode)
    write_all(changed | following.contents | mode)
    if args.format == "text":
        pieces = sum(outcome.removed for outcome in outcomes)
        print(f"{count(len(outcomes), 'document')} clean, {count(pieces, 'piece')} taken out", end="; ")
        print(f"{count(len(changed), 'file')} of corpus/ written")
        if mode:
            print(f"{SOURCES} says so: clean_mode = {args.mode}")
        for outcome in outcomes:
            for note in outcome.notes:
                print(f"note: {outcome.id}: {note}")
        print("next: wiremark audit shows what was taken out")
    code = report([*following.asked(written=True), *strays(workspace, outcomes)], args.format, workspace.root)
    if args.format == "text" and following.done:
        print(f"\n{following.table()}")
    return code


def _mode(workspace: Workspace, mode: str | None) -> dict[Path, bytes]:
    """SOURCES.toml with another mode, which all commands follow from now on; nothing where it says the same."""
    if mode is None or mode == workspace.sources().clean_mode:
        return {}
    from wiremark.dataset.splits.rows import written

    text = workspace.sources_file().decode("utf-8")
    return {workspace.root / SOURCES: written(text, {}, {"clean_mode": mode}).encode("utf-8")}


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

"""wiremark clean: seeds/ → corpus/. Joins the cleaning rules with the annotations that a changed text would hurt."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator

from wiremark.cli.cleaned import Outcome, differences, outcomes_of, strays
from wiremark.cli.following import Following, follow
from wiremark.cli.old_texts import OldText, from_folder, from_git
from wiremark.cli.report import Commands, command, report, with_format
from wiremark.diagnostics import Finding, count
from wiremark.text.lines import line_and_column
from wiremark.workspace import NoRevision, Workspace, write_all


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
    code = report([*following.asked(written=True), *strays(workspace, outcomes)], args.format, workspace.root)
    if args.format == "text" and following.done:
        print(f"\n{following.table()}")
    return code


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

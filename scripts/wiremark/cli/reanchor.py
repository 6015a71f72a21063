"""wiremark reanchor: annotations follow a changed text. The old text comes from git, or from a folder."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from wiremark.cli.following import Following, follow
from wiremark.cli.old_texts import OldText, from_folder, from_git
from wiremark.cli.report import Commands, command, report, with_format
from wiremark.diagnostics import Usage, count, ordered
from wiremark.workspace import Workspace, write_all

_HELP = """Move annotations to changed texts. Every span of gold, passes and rounds ends in one of six states:

  kept       the same words at the same offsets
  shifted    the same words at other offsets
  moved      the same words, out of the old order
  edited     the text changed within: new bounds are proposed, and a row of `review` waits for a person
  ambiguous  it may stand elsewhere, or be gone: a place is proposed, and a row of `review` waits for a person
  orphaned   the words are gone: the record is kept in `orphans`, and comes back when they do

The old text is the one whose sha256 the annotation file names: at REF in git, else in an earlier commit of the text.
Every file is written, or none. The exit code is 1 where a person has to look."""


def register(commands: Commands) -> None:
    parser = command(commands, "reanchor", run, _HELP, "wiremark reanchor --dry-run")
    parser.add_argument("id", nargs="*", metavar="ID", help="only these documents")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--from", dest="ref", default="HEAD", metavar="REF", help="a commit with the old texts (HEAD)")
    where.add_argument("--old", type=Path, metavar="FOLDER", help="a folder with the old texts, <id>.txt, not git")
    parser.add_argument("--dry-run", action="store_true", help="write nothing; print what would become of each span")
    with_format(parser)


def run(args: argparse.Namespace) -> int:
    workspace = Workspace.at(args.directory)
    if args.dry_run:
        return _told(follow(workspace, _texts(workspace, args.id), _source(workspace, args)), args, workspace)
    with workspace.locked():
        following = follow(workspace, _texts(workspace, args.id), _source(workspace, args))
        write_all(following.contents)
    return _told(following, args, workspace)


def _told(following: Following, args: argparse.Namespace, workspace: Workspace) -> int:
    """Prints what a person has to look at, then how many spans of each file ended in which state."""
    findings = [*following.findings, *following.asked(written=not args.dry_run)]
    code = report(ordered(findings), args.format, workspace.root)
    if args.format == "text" and following.done:
        files = count(len(following.contents), "file")
        print("\n" * code + following.table())
        print(f"{files} would be written; this was a dry run" if args.dry_run else f"{files} written")
    elif args.format == "text" and not findings:
        print("every annotation file is on the text that corpus/ has: nothing to do")
    return code


def _source(workspace: Workspace, args: argparse.Namespace) -> OldText:
    if args.old is None:
        return from_git(workspace, args.ref)
    folder: Path = args.old if args.old.is_dir() else workspace.root / args.old
    if not folder.is_dir():
        raise Usage(f"there is no folder {args.old}", "name the folder that holds the old texts, as <id>.txt")
    return from_folder(folder)


def _texts(workspace: Workspace, ids: Sequence[str]) -> dict[str, str]:
    """The texts of these documents, or of all; Usage where there is none of a name."""
    known = sorted(path.stem for path in workspace.corpus.glob("*.txt"))
    for id in ids:
        if id not in known:
            raise Usage(f"there is no corpus/{id}.txt", f"there are {', '.join(known)}" if known else "clean first")
    return {id: workspace.text(id) for id in ids or known}

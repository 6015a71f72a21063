"""wiremark publish: a release onto the Hugging Face Hub, with a tag. A dry run unless told otherwise."""

from __future__ import annotations

import argparse
import re
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from wiremark.cli.cleaned import refuse_unclean
from wiremark.cli.report import Commands, command, print_findings, report, with_format
from wiremark.diagnostics import Finding, Refused, Usage, count
from wiremark.workspace import Workspace

if TYPE_CHECKING:
    from wiremark.dataset.hub.connection import Hub
    from wiremark.dataset.hub.plan import Plan
    from wiremark.dataset.hub.publish import Wanted
    from wiremark.dataset.hub.staging import Staged

_HELP = """Publish the corpus on the Hugging Face Hub. Without --upload it only shows what would happen.

A stand-off release, without the articles' text, is made from the workspace as it is committed, compared with what the
repository holds, uploaded, compared again, and tagged with the corpus's version; a tag never moves.
The token is that of HF_TOKEN, else of `hf auth login`; HF_ENDPOINT names another Hub."""


def register(commands: Commands) -> None:
    parser = command(commands, "publish", run, _HELP, "wiremark publish ruritania/harbour-news")
    parser.add_argument("repository", metavar="REPO_ID", help="the dataset repository: namespace/name")
    parser.add_argument("--upload", action="store_true", help="do it")
    parser.add_argument("--private", action="store_true", help="a repository that is not there is made a private one")
    parser.add_argument("--tag", metavar="NAME", help="the tag (default: v and the version of the corpus)")
    parser.add_argument("--with-texts", action="store_true", help="the full release, with the articles' text")
    parser.add_argument(
        "--public-texts", action="store_true", help="with --with-texts: everybody may see the text, you have the right"
    )
    with_format(parser, "the plan")


def run(args: argparse.Namespace) -> int:
    workspace = Workspace.at(args.directory)
    _check_names(args)

    from wiremark.dataset.hub.connection import Hub  # the Hub's client, pyarrow and datasets only now
    from wiremark.dataset.hub.gates import refusals
    from wiremark.dataset.hub.publish import publish

    hub = Hub(args.repository)
    if args.upload and not hub.is_logged_in:
        raise Usage(f"there is no token for {hub.host}", "set HF_TOKEN to one that may write, or run `hf auth login`")
    with tempfile.TemporaryDirectory(prefix="wiremark-") as folder:
        release, findings = _staged(workspace, Path(folder), texts=args.with_texts)
        wanted = _wanted(args, release)
        plan, why = _planned(hub, release, wanted, needed=args.upload)
        findings += refusals(plan, public_texts=wanted.public_texts)
        if not args.upload:
            return _show(plan, findings, args, [*hub.notes, *why])
        if findings:
            raise Refused(findings)
        done = publish(hub, plan, wanted)
    said = {"commit": done.commit, "committed": done.committed, "tagged": done.tagged}
    if args.format == "json":
        _print_json(plan, (), said)
        return 0
    what = "uploaded" if done.committed else "nothing had changed, no commit was made"
    tag = f"tagged {plan.tag}" if done.tagged else f"the tag {plan.tag} was there"
    print(f"{release.name}: {what}; {tag}\n  {hub.url}\n  commit {done.commit}")
    print(f'\nfrom datasets import load_dataset\nload_dataset("{hub.repository}", revision="{plan.tag}")')
    _print_notes(hub.notes)
    return 0


def _check_names(args: argparse.Namespace) -> None:
    """Raises Usage for what is no repository, or no tag."""
    part = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]|\.(?!\.))*(?<![-.])"
    name = args.repository
    if not re.fullmatch(f"{part}/{part}", name) or "--" in name or name.endswith(".git") or len(name) > 96:
        raise Usage(f"{name} is no repository", "name one like ruritania/harbour-news: namespace/name")
    if args.tag is not None and not re.fullmatch(r"(?![0-9a-f]{40}$)[A-Za-z0-9](?:[\w.+-]*[\w+])?", args.tag, re.ASCII):
        raise Usage(f"--tag {args.tag} is no name for a tag", "give it one like v1.2.0")
    if args.public_texts and not args.with_texts:
        raise Usage("--public-texts is of a release with texts", "give --with-texts too, or leave it out")


def _staged(workspace: Workspace, folder: Path, *, texts: bool) -> tuple[Staged, list[Finding]]:
    """The release, and what speaks against publishing it. Raises Refused where none can be made."""
    from wiremark.dataset.hub.gates import unready
    from wiremark.dataset.hub.staging import stage

    with workspace.locked():
        refuse_unclean(workspace)
        release = stage(workspace, folder, texts=texts)
        findings = unready(workspace, release.manifest["schema"])
        return replace(release, origin=workspace.head()), findings


def _wanted(args: argparse.Namespace, release: Staged) -> Wanted:
    from wiremark.dataset.hub.publish import Wanted

    return Wanted(args.tag or f"v{release.manifest['version']}", args.private, args.public_texts)


def _planned(hub: Hub, release: Staged, wanted: Wanted, *, needed: bool) -> tuple[Plan, list[str]]:
    """What would happen, and what is not known of it: a dry run goes on where the Hub does not answer."""
    from wiremark.dataset.hub.connection import Unreachable, Unsure
    from wiremark.dataset.hub.publish import planned, unasked

    try:
        plan = planned(hub, release, wanted)
    except (Unreachable, Unsure) as error:
        if needed:
            raise
        return unasked(hub, release, wanted), [f"{error}: what is there was not compared"]
    unseen = plan.there is None and not hub.is_logged_in
    return plan, ["without a token a private repository is not seen"] if unseen else []


def _show(plan: Plan, findings: list[Finding], args: argparse.Namespace, notes: list[str]) -> int:
    """The dry run's answer. Returns the exit code: 1 where --upload would be refused."""
    from wiremark.dataset.hub.showing import as_text

    if args.format == "json":
        _print_json(plan, findings, {"notes": notes})
        return int(bool(findings))
    code = report(findings, "text", args.directory)
    print("\n" * bool(findings) + as_text(plan))
    _print_notes(notes)
    if findings:
        print(f"\nnothing was uploaded, and --upload would be refused: {count(len(findings), 'finding')} above")
    elif plan.is_done:
        print(f"\nnothing to upload: the tag {plan.tag} stands for this release")
    else:
        print("\nnothing was uploaded: the same command with --upload does it")
    return code


def _print_notes(notes: list[str]) -> None:
    for note in notes:
        print(f"  note        {note}")


def _print_json(plan: Plan, findings: list[Finding] | tuple[()], more: dict[str, object]) -> None:
    from wiremark.dataset.hub.showing import as_data

    print_findings(findings, {"plan": as_data(plan), **more})

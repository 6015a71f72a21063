"""wiremark labelstudio pull: what was annotated on a live server, into a pass or into gold."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

from wiremark.cli.labelstudio.connect import add_server, collected, connected, existing, wanted
from wiremark.cli.labelstudio.options import add_destination, inbox, told, users_of
from wiremark.cli.report import Commands, command, report, with_format
from wiremark.diagnostics import Finding, Usage, ordered
from wiremark.labelstudio.exchange.inbox import Inbox, Told
from wiremark.labelstudio.server.connection import Server
from wiremark.labelstudio.server.projects import Project
from wiremark.labelstudio.server.pull import repeats
from wiremark.workspace import Workspace

_HELP = """Pull what was annotated on a Label Studio server: from the annotator's own project, or else the corpus's.

Every document that is in order is written, whole; what is not is reported with the task's link, and so is work that was
skipped or is not submitted yet. What the editor does not show, and what nobody changed, stays as it is."""


def register(commands: Commands) -> None:
    parser = command(commands, "pull", run, _HELP, "wiremark labelstudio pull --annotator ada")
    add_destination(parser)
    add_server(parser)
    with_format(parser)


def run(args: argparse.Namespace) -> int:
    workspace = Workspace.at(args.directory)
    users = users_of(workspace, args.users) if args.users else None
    with connected(args) as server, workspace.locked():
        taken = inbox(workspace, args, users and _by_number(server, users))
        project = _project(server, workspace, args)
        taken.repeats = repeats(server, project.id)
        findings, written = list[Finding](), list[str]()

        def take(page: list[Any]) -> list[Told]:
            told = taken.take(page)
            written.extend(taken.write())  # page by page, so that memory does not grow with the project
            return told

        try:
            for finding in collected(server, project, take):
                findings.append(finding)  # one by one: what was found stays where the next page does not come
        except BaseException:
            if findings or written:
                _say(args, workspace, findings, taken, written)
            raise
    return _say(args, workspace, findings, taken, written)


def _say(
    args: argparse.Namespace, workspace: Workspace, findings: list[Finding], taken: Inbox, written: list[str]
) -> int:
    """Prints what was found and what was written. Returns the exit code."""
    code = report(ordered(findings), args.format, workspace.root)
    if args.format == "text":
        print("\n" * bool(findings) + told(taken, written))
    return code


def _project(server: Server, workspace: Workspace, args: argparse.Namespace) -> Project:
    """The one that the options name; of an annotator who has none of their own, and for gold, the corpus's."""
    owner = "" if args.into else args.annotator or ""  # with --into, the annotator is who signs a new layer
    names = dict.fromkeys((wanted(workspace, args.project, owner), wanted(workspace, args.project)))
    for name in names:
        project = existing(server, name)
        if project is not None:
            return project
    titles = " or ".join(name.title for name in names)
    raise Usage(f"there is no project called {titles} on {server.url}", "push first, or name one with --project")


def _by_number(server: Server, users: Mapping[str, str]) -> dict[str, str]:
    """The same by the users' numbers alone: the server says whose an address is; nothing else here needs to know."""
    members = server.again(lambda sdk: sdk.users.list()) if any("@" in user for user in users) else []
    numbers = {str(member.email).lower(): str(member.id) for member in members}
    unknown = sum("@" in user and user.lower() not in numbers for user in users)
    if unknown:
        what = "address" if unknown == 1 else "addresses"
        raise Usage(f"{unknown} {what} in --users: no user of {server.url}", "compare with the page Organization there")
    return {numbers.get(user.lower(), user): name for user, name in users.items()}

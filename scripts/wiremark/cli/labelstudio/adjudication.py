"""What is to decide goes to a server or into a file, and what was submitted comes back to the desk."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from wiremark.cli.labelstudio.connect import add_server, collected, connected, existing, prepared, wanted
from wiremark.cli.progress import progress
from wiremark.diagnostics import Finding, Usage, count
from wiremark.labelstudio.editor.config import config
from wiremark.labelstudio.exchange.desk import Desk
from wiremark.labelstudio.exchange.json_file import JsonFile, located
from wiremark.labelstudio.exchange.tasks import ITEMS
from wiremark.labelstudio.server.connection import Server
from wiremark.labelstudio.server.projects import Project
from wiremark.labelstudio.server.pull import pages
from wiremark.labelstudio.server.push import push
from wiremark.labelstudio.server.refusals import unfit
from wiremark.validation.places import unplaced
from wiremark.workspace import Workspace, write_all


def add_ways(parser: argparse.ArgumentParser, ways: argparse._MutuallyExclusiveGroup) -> None:
    """Adds `--push`, `--pull`, `--export`, `--import`, and what they need."""
    ways.add_argument("--push", action="store_true", help="to Label Studio: a task for each document with open items")
    ways.add_argument("--pull", action="store_true", help="what was submitted there decides the items")
    ways.add_argument("--export", type=Path, metavar="FILE", help="the same tasks into a file, their config beside it")
    ways.add_argument(
        "--import", dest="file", type=Path, metavar="FILE", help="what stands in the server's JSON decides"
    )
    parser.add_argument("--overwrite", action="store_true", help="what is decided in the editor wins over the lines")
    add_server(parser)


def give(args: argparse.Namespace, workspace: Workspace, desk: Desk) -> tuple[list[Finding], str]:
    """Brings the tasks where the options say. What did not go, and what is to be said.

    Raises Usage, OSError, and Refused where a task would break the editor.
    """
    if not desk.documents:
        return [], "nothing is open that can be decided in the editor"
    if args.push:
        return _push(args, workspace, desk)
    beside = args.export.with_suffix(".xml")
    if beside == args.export:
        raise Usage(f"{args.export} would hold the tasks and the config at once", f"name {beside.with_suffix('.json')}")
    tasks = list(desk.tasks(desk.documents))
    content = msgspec.json.format(msgspec.json.encode(tasks), indent=1) + b"\n"
    write_all({args.export: content, beside: config(desk.layout, items=True).encode()})
    return (
        [],
        f"{count(len(tasks), 'document')} in {args.export}, and the labelling config of their project in {beside}",
    )


def take(args: argparse.Namespace, workspace: Workspace, desk: Desk) -> tuple[list[Finding], dict[str, str]]:
    """Lays on the desk what was submitted. What is wrong with it, and the content of the file it stands in, by name.

    Raises Usage, OSError, and Refused where the file is none of tasks.
    """
    if args.file:
        file = JsonFile(located(args.file, args.directory), str(args.file))
        problems = [problem.under(f"/{number}") for number, problem in desk.take(file.tasks)]
        return file.placed(problems), {file.name: file.text}
    with connected(args) as server:
        name = wanted(workspace, args.project, desk.name)
        project = existing(server, name)
        if project is None:
            raise Usage(f"there is no project called {name.title} on {server.url}", "push first")
        return [*collected(server, project, desk.take)], {}


def _push(args: argparse.Namespace, workspace: Workspace, desk: Desk) -> tuple[list[Finding], str]:
    with connected(args) as server:
        name = wanted(workspace, args.project, desk.name)
        before = existing(server, name)
        held = dict(_stale(server, before, desk)) if before else {}
        project = prepared(server, workspace, name, desk.layout, items=True)
        open_ones = [document for document in desk.documents if document not in held]
        with progress("pushing", len(open_ones)) as line:
            pushed = push(server, project, desk.tasks(open_ones), lambda pushed: line.at(pushed.done), begin=desk.name)
    told = [
        f"{count(pushed.new, 'document')} pushed, {pushed.there} there already",
        f"  project   {project.title}, {project.url}",
        *(
            [f"  beside    {count(desk.beyond, 'item')} to decide in the file: pairs and clusters"]
            if desk.beyond
            else ()
        ),
        f"  next      decide and submit there, then: wiremark adjudicate {args.a} {args.b} --pull",
    ]
    return [*held.values(), *unfit(pushed, project)], "\n".join(told)


def _stale(server: Server, project: Project, desk: Desk) -> Iterator[tuple[str, Finding]]:
    """Tasks of what the passes had before. Those without work go, and are sent anew; of the others it is said.

    Raises Usage where the project is one to annotate in.
    """
    for page in pages(server, project.id):
        for task in page:
            if ITEMS not in task["data"]:
                raise Usage(
                    f"the project {project.title} ({project.url}) is one to annotate in",
                    "name another with --project, or none: adjudication has a project of its own",
                )
            problem = desk.stale(task)
            if problem is None:
                continue
            if task["annotations"] or task["drafts"]:
                yield str(task["data"]["document"]), unplaced(problem, project.task_url(task["id"]))
            else:
                server.once(partial(_delete, task["id"]))


def _delete(task: int, sdk: Any) -> None:
    sdk.tasks.delete(task)

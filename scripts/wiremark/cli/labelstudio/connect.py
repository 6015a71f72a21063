"""What push, pull and adjudicate share: the server, the login, the project."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wiremark.cli.progress import progress
from wiremark.diagnostics import Finding, Refused, Usage
from wiremark.labelstudio.editor.config import config, read
from wiremark.labelstudio.editor.layout import Layout
from wiremark.labelstudio.exchange.inbox import Told
from wiremark.labelstudio.local.user_files import token_file
from wiremark.labelstudio.server.connection import Server, ServerError
from wiremark.labelstudio.server.login import VARIABLE, NoToken, token
from wiremark.labelstudio.server.projects import LONGEST, SHORTEST, Project, configure, find, make, numbered, title
from wiremark.labelstudio.server.pull import pages
from wiremark.labelstudio.server.refusals import lost_labels
from wiremark.validation import schemas
from wiremark.validation.places import unplaced
from wiremark.workspace import Workspace

URL = "LABEL_STUDIO_URL"
"""The environment variable with the server's address."""

LOCAL = "http://127.0.0.1:8080"
"""Where `serve` answers by default, and where the others look for it."""


def add_server(parser: argparse.ArgumentParser) -> None:
    """Adds `--url`, `--token-file`, `--project`."""
    parser.add_argument("--url", help=f"the server (default: the variable {URL}, else {LOCAL})")
    parser.add_argument(
        "--token-file",
        type=Path,
        metavar="FILE",
        help=f"a file with the token that only you can read (default: the variable {VARIABLE}, else {_kept()})",
    )
    parser.add_argument("--project", metavar="NAME", help="another project, by its number or title")


def _kept() -> str:
    """The file that `serve` writes, as help shows it."""
    path = token_file()
    return f"~/{path.relative_to(Path.home())}" if path.is_relative_to(Path.home()) else f"{path}"


@contextmanager
def connected(args: argparse.Namespace) -> Iterator[Server]:
    """The server that the options name. What goes wrong with it within is Usage."""
    try:
        with Server(args.url or os.environ.get(URL) or LOCAL, token(os.environ, args.token_file)) as server:
            if server.in_clear:
                print(
                    f"wiremark: {server.url} is another machine, and http shows everybody between the token",
                    file=sys.stderr,
                )
            yield server
    except (NoToken, ServerError) as error:
        raise Usage(f"{error}", error.help) from None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A project by its title, or by its number where there is one."""

    title: str
    number: int | None = None


def wanted(workspace: Workspace, project: str | None, annotator: str = "") -> Wanted:
    """The project that `--project` names, else the corpus's, or the one that is an annotator's own."""
    if project:
        return Wanted(project, int(project) if project.isdecimal() else None)
    return Wanted(title(workspace.sources().name, annotator))


def existing(server: Server, name: Wanted) -> Project | None:
    """A project, if there is one. Raises Usage where it is none of ours, or there is none of this number."""
    project = find(server, name.title) if name.number is None else numbered(server, name.number)
    if project is None and name.number is not None:
        raise Usage(f"there is no project {name.number} on {server.url}", "its number stands in its address")
    if project is not None and project.foreign:
        raise Usage(
            f"the project {project.title} ({project.url}) is not wiremark's",
            "name another with --project: a title that no project has becomes a new one",
        )
    return project


def prepared(server: Server, workspace: Workspace, name: Wanted, layout: Layout, items: bool = False) -> Project:
    """A project with the config of a layout; a new one where no project has the title.

    items: as for `config`. Raises Usage where it cannot be used, Refused where work in it would lose its labels.
    """
    project = existing(server, name)
    if project is None:
        if not SHORTEST <= len(name.title) <= LONGEST:
            told = f"{name.title}: a project's title has {SHORTEST} to {LONGEST} characters"
            raise Usage(told, "name another: --project")
        return make(server, name.title, config(layout, items=items))
    if project.tasks and ("$items" in project.config) != items:
        other = "annotate" if items else "adjudicate"
        raise Usage(f"the project {project.title} ({project.url}) is one to {other} in", "name another with --project")
    known = read(project.config)
    newest = schemas.load(workspace).newest
    shown = [layer for layer in (newest.layers if newest else ()) if layer in known.controls]
    if project.tasks and shown != [*layout.layers]:
        raise Usage(
            f"the project {project.title} asks for {', '.join(shown)}, and this is for {', '.join(layout.layers)}",
            f"name the same --layers, or another project: --project '{project.title} 2'",
        )
    lost = configure(server, project, layout, items)
    if lost:
        schema = workspace.relative(workspace.schema(layout.version))
        raise Refused(lost_labels(lost, schema, project, known.version, layout.version))
    return project


def collected(server: Server, project: Project, take: Callable[[list[Any]], Iterable[Told]]) -> Iterator[Finding]:
    """Hands every page of tasks to `take`. What it tells, each with the task's link. Raises ServerError."""
    done = 0
    with progress("pulling", project.tasks) as line:
        for page in pages(server, project.id):
            yield from [unplaced(problem, project.task_url(page[number]["id"])) for number, problem in take(page)]
            line.at(done := done + len(page))

"""What push, pull and adjudicate share: the server, the login, the project."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wiremark.cli.report import Usage
from wiremark.diagnostics import Refused
from wiremark.labelstudio.config import config, read
from wiremark.labelstudio.layout import Layout
from wiremark.labelstudio.login import VARIABLE, NoToken, token
from wiremark.labelstudio.places import token_file
from wiremark.labelstudio.projects import LONGEST, SHORTEST, Project, configure, find, make, title
from wiremark.labelstudio.refusals import lost_labels
from wiremark.labelstudio.server import Server, ServerError
from wiremark.validation import schemas
from wiremark.workspace import Workspace

URL = "LABEL_STUDIO_URL"
"""The environment variable with the server's address."""

LOCAL = "http://127.0.0.1:8080"
"""Where `serve` starts one."""
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
            yield server
    except (NoToken, ServerError) as error:
        raise Usage(f"{error}", error.help) from None


def name_of(workspace: Workspace, annotator: str = "") -> str:
    """The title of the corpus's project, or of the one that is an annotator's own."""
    return title(workspace.sources().name, annotator)


def existing(server: Server, name: str) -> Project | None:
    """The project of this number or title, if there is one. Raises Usage where it is none of ours."""
    project = find(server, name)
    if project is None and name.isdecimal():
        raise Usage(f"there is no project {name} on {server.url}", "name one by the number in its address, or by title")
    if project is not None and project.foreign:
        raise Usage(
            f"the project {project.title} ({project.url}) holds tasks that are not wiremark's",
            "name another with --project: a title that no project has becomes a new one",
        )
    return project


def prepared(server: Server, workspace: Workspace, name: str, layout: Layout, items: bool = False) -> Project:
    """The project of this number or title with the config of a layout; a new one where no project has the title.

    items: as for `config`. Raises Usage where it cannot be used, Refused where work in it would lose its labels.
    """
    project = existing(server, name)
    if project is None:
        if not SHORTEST <= len(name) <= LONGEST:
            raise Usage(f"{name}: a project's title has {SHORTEST} to {LONGEST} characters", "name another: --project")
        return make(server, name, config(layout, items=items))
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

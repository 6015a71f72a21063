"""What stands in a project, handed over page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from wiremark.cli.labelstudio.inbox import Told, linked
from wiremark.cli.labelstudio.progress import progress
from wiremark.diagnostics import Finding
from wiremark.labelstudio.projects import Project
from wiremark.labelstudio.pull import pages
from wiremark.labelstudio.server import Server


def collected(server: Server, project: Project, take: Callable[[list[Any]], Iterable[Told]]) -> Iterator[Finding]:
    """Hands every page of tasks to `take`. What it tells, each with the task's link. Raises ServerError."""
    done = 0
    with progress("pulling", project.tasks) as line:
        for page in pages(server, project.id):
            yield from [linked(problem, project.task_url(page[number]["id"])) for number, problem in take(page)]
            line.at(done := done + len(page))

"""Projects on a server: found, made, and given another config only where no work is lost by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from wiremark.labelstudio.editor.config import RELATIONS, config, read
from wiremark.labelstudio.editor.layout import Layout
from wiremark.labelstudio.server.connection import Server, ServerError
from wiremark.labelstudio.server.pull import pages

SHORTEST, LONGEST = 3, 50
"""Code points that the server allows for a title."""

_ASKED = "id,title,label_config,task_number"


@dataclass(frozen=True, slots=True)
class Project:
    """A project: its number, title, config (XML), how many tasks it has, and its address in the browser."""

    id: int
    title: str
    config: str
    tasks: int
    url: str

    def task_url(self, task: int) -> str:
        """Where a task stands in the browser."""
        return f"{self.url}/data?task={task}"

    @property
    def foreign(self) -> bool:
        """True where somebody has set the project up otherwise, or put tasks in without a config of ours."""
        known = read(self.config)
        return not known.version and (self.tasks > 0 or bool(known.controls))


class Several(ServerError):
    """A title that more than one project has."""


@dataclass(frozen=True, slots=True)
class Use:
    """How often a label that a config would no longer offer stands in a project's work.

    control: the control's name, RELATIONS for relations. label: empty for a field of text. In how many annotations (the
    drafts among them) and predictions.
    """

    control: str
    label: str
    annotations: int
    predictions: int


def title(corpus: str, annotator: str = "") -> str:
    """The title of a corpus's project, or of the one that is an annotator's own.

    As the server allows it, unless the annotator's name alone is too long for that.
    """
    end = f" {annotator}" if annotator else ""
    name = corpus[: max(SHORTEST, LONGEST - len(end))] + end
    return name if len(name) >= SHORTEST else f"{name} corpus"


def numbered(server: Server, number: int) -> Project | None:
    """The project of this number; None where there is none. Raises ServerError."""
    try:
        return _project(server, server.again(lambda sdk: sdk.projects.get(number)))
    except ServerError as error:
        if error.status != 404:
            raise
        return None


def find(server: Server, title: str) -> Project | None:
    """The project of this title; None where there is none. Raises Several, ServerError."""
    listed = server.again(lambda sdk: [*sdk.projects.list(title=title, include=_ASKED)])
    found = [project for project in listed if project.title == title]
    if len(found) > 1:
        numbers = ", ".join(str(project.id) for project in found)
        raise Several(f"{len(found)} projects are called {title}", f"name one by its number, --project: {numbers}")
    return _project(server, found[0]) if found else None


def make(server: Server, title: str, config: str) -> Project:
    """A new project. Raises ServerError."""
    return _project(server, server.once(lambda sdk: sdk.projects.create(title=title, label_config=config)))


def _project(server: Server, row: Any) -> Project:
    """row: the SDK's model of a project."""
    url = f"{server.url}/projects/{row.id}"
    return Project(row.id, row.title, row.label_config or "", getattr(row, "task_number", None) or 0, url)


def configure(server: Server, project: Project, layout: Layout, items: bool = False) -> list[Use]:
    """Gives a project the config of a layout. items: as for `config`.

    Where labels that it has in use are not in the layout, nothing is changed, and they are returned with their counts:
    their regions would lose their control. Raises ServerError.
    """
    wanted = config(layout, items=items)
    lost = _pairs(project.config) - _pairs(wanted)
    used = [use for use in _uses(server, project.id) if (use.control, use.label) in lost] if lost else []
    if not used and wanted.strip() != project.config.strip():  # the server strips it
        server.again(lambda sdk: sdk.projects.update(project.id, label_config=wanted))
    return used


def _pairs(config: str) -> set[tuple[str, str]]:
    """What a config offers, as pairs of control and label; the label is empty for the control itself."""
    controls = read(config).controls
    return {(control, label) for control, labels in controls.items() for label in ("", *labels)}


def _uses(server: Server, project: int) -> list[Use]:
    """What the work in a project uses, each label once per annotation, draft or prediction that has it."""
    annotations, predictions = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for page in pages(server, project):
        for task in page:
            for work in (*task["annotations"], *task["drafts"]):
                annotations.update(_used(work["result"]))
            for work in task["predictions"]:
                predictions.update(_used(work["result"]))
    return [
        Use(*pair, annotations[pair], predictions[pair]) for pair in sorted(annotations.keys() | predictions.keys())
    ]


def _used(result: Collection[Any] | None) -> set[tuple[str, str]]:
    """The pairs of control and label in one result; what is broken in it is left to the check."""
    pairs = set()
    for row in result or ():
        if not isinstance(row, dict):
            continue
        if row.get("type") == "relation":
            pairs |= {(RELATIONS, label) for label in row.get("labels") or () if isinstance(label, str)}
        elif isinstance(row.get("from_name"), str) and isinstance(row.get("value"), dict):
            values = row["value"].get(str(row.get("type")))
            labels = values if isinstance(values, list) and row.get("type") in ("labels", "choices") else ()
            pairs |= {(row["from_name"], label) for label in ("", *labels) if isinstance(label, str)}
    return pairs

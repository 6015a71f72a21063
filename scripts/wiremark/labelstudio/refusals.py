"""What a push does not do, told as findings: each names the file of ours that it is about, and the task's link."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wiremark.diagnostics import Finding, count
from wiremark.labelstudio.config import RELATIONS
from wiremark.labelstudio.projects import Project, Use
from wiremark.labelstudio.push import Pushed, Unfit, task_url


def lost_labels(uses: Sequence[Use], schema: str, project: Project, version: str, new: str) -> Iterator[Finding]:
    """Labels in use that the config lacks. schema: the name of the schema's file. version and new: from
    which version to which.
    """
    for use in uses:
        works = [(use.annotations, "annotation"), (use.predictions, "prediction")]
        counts = " and ".join(count(number, noun) for number, noun in works if number)
        what = f"the relation {use.label}" if use.control == RELATIONS else f"{use.label or 'a value'} of {use.control}"
        yield Finding(
            code="T302",
            file=schema,
            message=f"{what} stands in {counts} of {project.title}, and the schema {new} does not have it",
            found=f"{what}, of the schema {version}",
            expected="a config that has every label in use",
            notes=(f"the project: {project.url}",),
            help=f"pull the work under the schema {version}, move it with `wiremark schema migrate` "
            f"(schemas/migrations/{version}__{new}.json), and push it into a new project; or deprecate the label",
        )


def unfit(pushed: Pushed, project: Project) -> Iterator[Finding]:
    """The documents that did not go."""
    for one in pushed.unfit.values():
        yield _KINDS[one.kind](one, project)


def _text(one: Unfit, project: Project) -> Finding:
    return Finding(
        code="T301",
        file=f"corpus/{one.document}.txt",
        message=f"the text of {one.document} has changed since it was pushed",
        found=f"sha256 {one.found} on the server",
        expected="the text that is annotated there",
        notes=(f"the task: {one.url}",),
        help="pull the work on the old text in a checkout that has that text, and `wiremark reanchor` it; then push "
        f"into a new project (--project), since {project.title} keeps the old one",
    )


def _twice(one: Unfit, project: Project) -> Finding:
    return Finding(
        code="T304",
        file=f"corpus/{one.document}.txt",
        message=f"{one.document} stands twice in the project {project.title}, with work in both tasks",
        found=f"{one.url} and {task_url(project, int(one.found))}",
        expected="one task for a document",
        help="look at both, and delete the task whose work is not wanted",
    )


def _edited(one: Unfit, project: Project) -> Finding:
    return Finding(
        code="T303",
        file=f"corpus/{one.document}.txt",
        message=f"the annotation of {one.document} was changed on the server since it was pushed, and here too",
        found=f"another annotation in {one.url}",
        expected="the annotation that was pushed, untouched",
        help="pull first; what was changed here since then would be lost there",
    )


_KINDS = {"text": _text, "twice": _twice, "edited": _edited}

"""What a push does not do, told as findings: each names the file of ours that it is about, and the task's link."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wiremark.diagnostics import Finding, count
from wiremark.labelstudio.editor.config import RELATIONS
from wiremark.labelstudio.server.projects import Project, Use
from wiremark.labelstudio.server.push import Pushed, Unfit


def lost_labels(uses: Sequence[Use], schema: str, project: Project, version: str, new: str) -> Iterator[Finding]:
    """Labels in use that the config lacks. schema: the name of the schema's file. version and new: from
    which version to which.
    """
    for use in uses:
        works = [(use.annotations, "annotation"), (use.predictions, "prediction")]
        counts = " and ".join(count(number, noun) for number, noun in works if number)
        what = f"the relation {use.label}" if use.control == RELATIONS else f"{use.label or 'a value'} of {use.control}"
        yield Finding(
            code="T301",
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
        code="T104",
        file=f"corpus/{one.document}.txt",
        message=f"the task of {one.document} has a different text",
        found=f"sha256 {one.found} in {one.url}",
        expected="the text of the corpus",
        help="take its work back with the text that it was made over, then let it follow: `wiremark reanchor`; the new "
        f"text goes into another project (--project), since {project.title} keeps the old one",
    )


def _twice(one: Unfit, project: Project) -> Finding:
    return Finding(
        code="T105",
        file=f"corpus/{one.document}.txt",
        message=f"{one.document} stands in two tasks of {project.title}, with work in both",
        found=f"{one.url} and {project.task_url(int(one.found))}",
        expected="one task for each document",
        help="look at both, and delete the one whose work is not wanted",
    )


def _edited(one: Unfit, _: Project) -> Finding:
    return Finding(
        code="T202",
        file=f"corpus/{one.document}.txt",
        message=f"the annotation of {one.document} was changed here, and its task there",
        found=f"work on what was pushed before, in {one.url}",
        expected="one of the two changed",
        help="pull first: that compares them, and says what to do",
    )


_KINDS = {"text": _text, "twice": _twice, "edited": _edited}

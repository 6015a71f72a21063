"""Tasks that come back: which can be taken, and whose each annotation is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from wiremark.annotation.passes import GOLD
from wiremark.labelstudio.exchange.landing import Landing
from wiremark.labelstudio.exchange.tasks import ITEMS, Asked, Task, Work, asked, belongs, counting
from wiremark.validation.places import Problem
from wiremark.workspace import Workspace


class Told(NamedTuple):
    """A problem of a task: its number in the batch, the problem with its pointer in the task."""

    number: int
    problem: Problem


class Inbox:
    """Takes tasks back. Their annotations become files of annotations/, or of passes/<annotator>/.

    into: GOLD, or the annotator's name; empty where `users` says whose each annotation is, from the server's id or
    e-mail address to the annotator's name. annotator: for GOLD, who is named for a layer that a document did not have.
    overwrite: also a file that was changed here, while its task was worked on there. Raises Refused where the schema or
    SOURCES.toml cannot be used.
    """

    def __init__(
        self,
        workspace: Workspace,
        *,
        into: str = "",
        users: Mapping[str, str] | None = None,
        annotator: str = "",
        overwrite: bool = False,
    ) -> None:
        self._into, self._users = into, users or {}
        self._landing = Landing(workspace, overwrite=overwrite, annotator=annotator)
        self._taken: dict[str, Any] = {}
        """From documents to the ids of their tasks."""
        self._user: str | None = None
        self.repeats: Mapping[str, int] = {}
        """Documents known to stand in several tasks, with the id of one of those."""
        self.count = Counter[str]()
        """How many annotations were `new`, `changed` or the `same`, how many tasks `refused` or `waiting`."""

    def take(self, tasks: Sequence[Any]) -> list[Told]:
        """Takes a batch of tasks, as the server's JSON has them. What has an error is left out; the rest goes on.

        A document that stands in two tasks is taken from neither, where both are in one batch or `repeats` has it.
        """
        opened = [asked(task) for task in tasks]
        of: dict[str, list[Any]] = defaultdict(list)
        for one, task in zip(opened, tasks, strict=True):
            if isinstance(one, Asked):
                of[one.document].append(task)
        told = []
        for number, (one, task) in enumerate(zip(opened, tasks, strict=True)):
            if isinstance(one, Problem):
                found = [one]
            elif self.repeats.get(one.document, task.get("id")) != task.get("id"):
                found = [repeated(one.document, self.repeats[one.document])]
            elif of[one.document][0] is not task or one.document in self._taken:
                found = [repeated(one.document, self._taken.get(one.document, of[one.document][0].get("id")))]
            elif len(of[one.document]) > 1 or one.document in self.repeats:
                self.count["refused"] += 1  # the second task says so
                continue
            else:
                found = list(self._task(one, task))
            self.count["refused"] += any(problem.severity == "error" for problem in found)
            told += [Told(number, problem) for problem in found]
        self._taken = {document: those[0].get("id") for document, those in of.items()} | self._taken
        return told

    @property
    def ready(self) -> list[str]:
        """The names of the files that `write` would write."""
        return self._landing.ready

    def write(self) -> list[str]:
        """Writes what was taken since, all or nothing, and gives the names of the files. The caller holds the lock."""
        return self._landing.write()

    def _task(self, one: Asked, task: Task) -> Iterator[Problem]:
        profile = self._landing.profile
        wrong = belongs(one, self._landing.articles, profile.version, profile.layers)
        if one.decides and not wrong:
            wrong = _of_adjudication(one.document)
        if wrong:
            yield wrong
            return
        works, problems = counting(task)
        yield from problems
        touched = [work for work in works if not work.untouched]
        works = touched or works if self._into == GOLD else touched
        self.count["waiting"] += not works
        whose: dict[str, Work] = {}
        for work in works:
            wrong = self._owned(work, whose)
            if wrong:
                yield wrong
                return
        for name, work in whose.items():
            outcome, found = self._landing.land(one, work, name)
            self.count[outcome] += outcome != "refused"
            yield from found

    def _owned(self, work: Work, whose: dict[str, Work]) -> Problem | None:
        """Enters under its annotator whose a piece of work is; a problem where that cannot be told."""
        name = self._into or self._users.get(work.user) or self._users.get(work.email)
        if not name:
            return _unnamed(work)
        one_person = self._into not in ("", GOLD)
        first = whose[name].user if name in whose else self._user if one_person else None
        if name in whose or first not in (None, work.user):
            return _two_users(work, name, first or "")
        self._user = work.user
        whose[name] = work
        return None


def repeated(document: str, first: Any) -> Problem:
    """A second task of a document. first: the number of the other."""
    return Problem(
        code="T105",
        pointer="/data/document",
        message=f"{document} stands in two tasks",
        found="another task of it" + (f", {first}" if isinstance(first, int) else ""),
        expected="one task for each document",
        help="delete the one without work in Label Studio, or take it out of the file",
    )


def _of_adjudication(document: str) -> Problem:
    return Problem(
        code="T205",
        pointer=f"/data/{ITEMS}",
        message=f"a task of adjudication of {document}, which is nobody's annotation",
        found="what two passes differ in",
        expected="a task to annotate",
        help="`wiremark adjudicate A B --import FILE`, or --pull, takes its decisions",
    )


def _two_users(work: Work, name: str, first: str) -> Problem:
    return Problem(
        code="T110",
        pointer=f"/annotations/{work.number}",
        message=f"annotations of two users, where those of one are taken as {name}",
        found=f"the user {work.user or 'without an id'}, beside {first or 'one without an id'}",
        expected="one user's",
        help='say who is who: --users FILE, with lines like "7" = "ada"; or delete one of the two in Label Studio',
    )


def _unnamed(work: Work) -> Problem:
    return Problem(
        code="T110",
        pointer=f"/annotations/{work.number}",
        message="an annotation of a user who has no name here",
        found=f"the user {work.user or 'without an id'}",
        expected="a user whom the file of --users names",
        help=f'add a line to it: "{work.user or "ID"}" = "NAME"',
    )

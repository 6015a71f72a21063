"""The adjudicator's desk: what two passes differ in as tasks, and what is submitted as decisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from wiremark.annotation.adjudication import Draft, Line, judge
from wiremark.annotation.adjudication.judged import Against
from wiremark.annotation.adjudication.lines import FILE
from wiremark.diagnostics import Refused
from wiremark.labelstudio.exchange import adjudication
from wiremark.labelstudio.exchange.inbox import Told, repeated
from wiremark.labelstudio.exchange.layouts import layout_of
from wiremark.labelstudio.exchange.outbox import title_of
from wiremark.labelstudio.exchange.tasks import Asked, Task, asked, belongs, counting
from wiremark.labelstudio.rows.regions import read
from wiremark.validation.context import Context
from wiremark.validation.places import Problem, unplaced


class Desk:
    """Two passes to be decided between in the editor.

    lines: those of adjudication.jsonl as `refresh` gives them; after `take` as they should stand. against: decisions
    among them that the editor contradicts; changed with `overwrite` alone. count: how many tasks were `submitted`,
    `not submitted yet` or `refused`. Raises Refused where SOURCES.toml or the schema cannot be used.
    """

    def __init__(self, context: Context, draft: Draft, lines: Sequence[Line], *, overwrite: bool = False) -> None:
        if context.articles is None:
            raise Refused(context.findings)
        self.lines, self.against, self.count = list(lines), list[Against](), Counter[str]()
        self.layout = adjudication.desk(layout_of(context.workspace), draft.shape)
        self._context, self._articles = context, context.articles
        self._draft, self._overwrite = draft, overwrite
        self._taken: dict[str, Any] = {}
        """The number of the task by document."""

    @property
    def name(self) -> str:
        """What the two passes together are called."""
        return adjudication.together(self._draft)

    @property
    def documents(self) -> list[str]:
        """Those in which there is something to decide in the editor."""
        return [id for id in self._draft.documents if self._asked(id)]

    @property
    def beyond(self) -> int:
        """How many open items cannot be decided in the editor: which records over all documents are of one cluster."""
        return sum(not line.decision for line in self.lines) - sum(len(self._asked(id)) for id in self._draft.documents)

    def tasks(self, documents: Iterable[str]) -> Iterator[Task]:
        """The tasks of these documents, one after the other, checked. Raises Refused."""
        for document in documents:
            task = adjudication.task(
                self._draft,
                document,
                self.lines,
                self.layout,
                self._text(document),
                title_of(self._context.workspace, document),
            )
            for prediction in task["predictions"]:
                problems = read(prediction["result"], self.layout, self._text(document)).problems
                if problems:
                    path = self._context.workspace.annotations / FILE
                    name = self._context.workspace.relative(path)
                    raise Refused(unplaced(replace(problem, pointer=""), name) for problem in problems)
            yield task

    def stale(self, task: Any) -> Problem | None:
        """Why a task of ours decides nothing about what the passes have now; None where it does."""
        one = asked(task)
        return None if isinstance(one, Problem) else self._stale(one)

    def take(self, tasks: Sequence[Any]) -> list[Told]:
        """Takes tasks of the server's JSON back. One with an error decides nothing, and the rest goes on."""
        told = []
        for number, task in enumerate(tasks):
            found = list(self._take(task))
            self.count["refused"] += any(problem.severity == "error" for problem in found)
            told += [Told(number, problem) for problem in found]
        return told

    def _take(self, task: Any) -> Iterator[Problem]:
        one = asked(task)
        if isinstance(one, Problem):
            yield one
            return
        wrong = belongs(one, self._articles, self.layout.version, self.layout.layers) or self._stale(one)
        if wrong:
            yield wrong
            return
        if one.document in self._taken:
            yield repeated(one.document, self._taken[one.document])
            return
        self._taken[one.document] = task.get("id")
        works, problems = counting(task)
        yield from problems
        if len(works) > 1:
            yield _several(f"/annotations/{works[1].number}/completed_by", len(works))
        elif not works:
            self.count["not submitted yet"] += 1
        else:
            yield from self._judge(one.document, works[0].annotation.get("result"), works[0].pointer)

    def _judge(self, document: str, rows: Any, pointer: str) -> Iterator[Problem]:
        text, seen = self._text(document), adjudication.seen(self.layout, self._draft.shape)
        data, found = adjudication.records(rows, self._draft, document, self.lines, self.layout, text)
        yield from (problem.under(pointer) for problem in found.problems)
        if any(problem.severity == "error" for problem in found.problems):
            return
        judged = judge(self._draft, document, self.lines, data, seen, overwrite=self._overwrite)
        self.lines = judged.lines
        self.against += judged.against
        self.count["submitted"] += 1
        for line, row, problem in adjudication.newcomers(self._draft, data, found, self.layout):
            if line.key not in {old.key for old in self.lines}:
                self.lines.append(line)
                yield replace(problem, pointer=f"{pointer}/{row}")

    def _stale(self, one: Asked) -> Problem | None:
        """Why a task decides nothing about these passes."""
        there = one.document in self._draft.documents
        now = adjudication.digest(self._draft, one.document) if there else ""
        if one.base == now:
            return None
        return Problem(
            code="T305",
            pointer="/data/base",
            message=f"what was sent of {one.document} is not what the passes have",
            found=f"the digest {one.base[:12] or 'of nothing'}",
            expected=f"that of {self.name}: {now[:12]}" if now else f"a document that both passes of {self.name} have",
            help="name the passes that it was made of; where one has changed since, decide in the file, or delete the "
            "task in Label Studio and push again",
        )

    def _asked(self, document: str) -> list[Line]:
        return adjudication.asked(self._draft, document, self.lines, self.layout)

    def _text(self, document: str) -> str:
        return self._articles[document].words


def _several(pointer: str, number: int) -> Problem:
    return Problem(
        code="T110",
        pointer=pointer,
        message=f"{number} people submitted this task",
        found="another one",
        expected="one adjudicator",
        help="delete in the editor the annotations that do not count",
    )

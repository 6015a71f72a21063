"""Tasks go to a project so that each document is there once, whatever happens on the way.

The server has no key for a task: what is sent twice is there twice. So what it holds is asked first, what is absent is
sent once, and where an answer is lost it is asked again before anything else is sent.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal, TypeVar

from wiremark.labelstudio.server.connection import Server, ServerError, Unreachable, Unsure
from wiremark.labelstudio.server.mark import is_ours, mark, untouched
from wiremark.labelstudio.server.projects import Project
from wiremark.labelstudio.server.pull import SIZE, chosen, pages

LENGTH = 4_000_000
"""A request is not much longer, in bytes, so that a proxy's patience lasts."""

_ROW = 150
"""What a row of a result takes, about, in bytes."""

PATIENCE = 60.0
"""Seconds for which a server that stopped answering is waited for."""

_TRIES = 5
"""How often one request is sent at most, where the server answers in between and has not done it."""

_TOO_LONG = 413
"""The answer to a request that is longer than a proxy allows."""

_GRACE = 3.0
"""Seconds, at least, that a server whose answer was lost gets to finish."""

_POLL = 0.5
"""Seconds between two questions to a server that is waited for."""

Task = Mapping[str, Any]
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Unfit:
    """A document of which the server holds something that does not go with ours. url: of the task in the browser.

    kind: `text` (the task's text has another sha256, `found`), `twice` (two tasks with work in them; `found`: the
    number of the other), `edited` (the annotation that we pushed before was changed there, and ours is another now).
    """

    document: str
    kind: Literal["text", "twice", "edited"]
    url: str
    found: str = ""


@dataclass(slots=True)
class Pushed:
    """How many tasks are new, how many were there, what was added to those; by document, what did not go."""

    new: int = 0
    there: int = 0
    annotations: int = 0
    predictions: int = 0
    unfit: dict[str, Unfit] = field(default_factory=dict)

    @property
    def done(self) -> int:
        """How many documents were looked at."""
        return self.new + self.there


@dataclass(frozen=True, slots=True)
class _Held:
    """A task on the server: its number, and the sha256 and schema version in its data."""

    id: int
    sha256: str
    version: str


def push(
    server: Server,
    project: Project,
    tasks: Iterable[Task],
    told: Callable[[Pushed], None] = lambda _: None,
    begin: str = "",
    alike: Callable[[str, Any], bool] = lambda *_: False,
    patience: float = PATIENCE,
) -> Pushed:
    """Brings tasks into a project: those that are absent whole, to the others the annotation and predictions they lack.

    tasks: one for each document, taken one after another. told: called after every request with what is done. begin:
    the name of the suggestions that the editor begins from; where all have one name, that. alike: whether rows on the
    server mean for a document what ours do. Raises ServerError; then what was done is done, and the next push goes on
    from there.
    """
    work = _Push(server, project, told, alike, patience)
    work.run(tasks)
    work.begin_from(begin)
    return work.pushed


class _Push:
    def __init__(
        self,
        server: Server,
        project: Project,
        told: Callable[[Pushed], None],
        alike: Callable[[str, Any], bool],
        patience: float,
    ) -> None:
        self._server, self._project, self._told = server, project, told
        self._alike, self._patience = alike, patience
        self.pushed = Pushed()
        self._lost = False
        self._names: set[str] = set()

    def run(self, tasks: Iterable[Task]) -> None:
        """Brings the tasks in."""
        held = self._index()
        absent, present = _Batch(), dict[int, Task]()
        for task in tasks:
            self._names |= {prediction["model_version"] for prediction in task["predictions"]}
            there = held.get(task["data"]["document"])
            if there is None:
                if not absent.add(task):
                    self._send(absent.tasks)
                    absent = _Batch()
                    absent.add(task)
                continue
            self.pushed.there += 1
            if there.sha256 != task["data"]["text_sha256"]:
                self._unfit(task, "text", there.id, there.sha256)
            elif task["data"]["document"] not in self.pushed.unfit:
                if there.version != task["data"]["schema_version"]:
                    # work goes on under the later version: no label in use was lost when the config changed
                    self._renew(self._task(there.id), {"schema_version": task["data"]["schema_version"]})
                present[there.id] = task
                if len(present) == SIZE:
                    self._complete_all(present)
                    present = {}
        self._send(absent.tasks)
        self._complete_all(present)
        if self._lost:
            self._index()

    def begin_from(self, name: str) -> None:
        """Of several suggestions, the editor begins from those of this name."""
        name = name or (next(iter(self._names)) if len(self._names) == 1 else "")
        if name in self._names:
            self._server.again(lambda sdk: sdk.projects.update(self._project.id, model_version=name))

    def _index(self) -> dict[str, _Held]:
        """The tasks on the server by document. Where one is there twice, copies that nobody worked on go."""
        found: dict[str, list[_Held]] = {}
        for page in pages(self._server, self._project.id, whole=False):
            for task in page:
                document, sha256, version = map(task["data"].get, ("document", "text_sha256", "schema_version"))
                if isinstance(document, str) and isinstance(sha256, str):  # others have put tasks of theirs here, too
                    found.setdefault(document, []).append(_Held(task["id"], sha256, str(version)))
        return {document: held[0] if len(held) == 1 else self._one(document, held) for document, held in found.items()}

    def _one(self, document: str, held: Sequence[_Held]) -> _Held:
        """The one of several tasks that stays; copies of it without work were left by a lost answer."""
        tasks = chosen(self._server, self._project.id, [one.id for one in held])
        worked = {task["id"] for task in tasks if task["drafts"] or not all(map(untouched, task["annotations"]))}
        first = next((one for one in held if one.id in worked), held[0])
        for other in held:
            if other is first:
                continue
            if other.id in worked:
                self.pushed.unfit[document] = Unfit(document, "twice", self._project.task_url(first.id), str(other.id))
            elif other.sha256 == first.sha256:
                self._delete("tasks", other.id)
        return first

    def _send(self, tasks: Mapping[str, Task]) -> None:
        """Sends what the server does not hold, by document, until it holds it all."""
        missing = dict(tasks)
        for left in reversed(range(_TRIES)):
            if not missing:
                break
            try:
                self._import([*missing.values()])
                break
            except (Unsure, Unreachable) as error:
                missing = self._missing(missing, error)
                if missing and not left:
                    raise
        self.pushed.new += len(tasks)
        self._told(self.pushed)

    def _import(self, tasks: list[Task]) -> None:
        """All of them or none, where the request is not too long; else the halves."""
        try:
            self._server.once(lambda sdk: sdk.projects.import_tasks(self._project.id, request=tasks))
        except ServerError as error:
            if error.status != _TOO_LONG or len(tasks) == 1:
                raise
            half = len(tasks) // 2
            self._import(tasks[:half])
            self._import(tasks[half:])

    def _missing(self, tasks: dict[str, Task], error: Unsure | Unreachable) -> dict[str, Task]:
        """What the server lacks of a lost request, once it has had its time. Raises the error where it stays away."""
        for held in self._asked_until_done(self._index, error):
            missing = {document: task for document, task in tasks.items() if document not in held}
            if len(missing) < len(tasks):
                break
        return missing

    def _asked_until_done(self, ask: Callable[[], Answer], error: Unsure | Unreachable) -> Iterator[Answer]:
        """What the server answers after a lost request: at once, and as long as the request may still be at work there.

        That is as long again as it had taken when the answer was lost. Raises the error where no answer comes.
        """
        self._lost = True
        begin = time.monotonic()
        grace = min(max(_GRACE, error.seconds), self._patience) if isinstance(error, Unsure) else 0.0
        while True:
            waited = time.monotonic() - begin
            try:
                yield ask()
                if waited >= grace:
                    return
            except (Unsure, Unreachable):
                if waited >= self._patience:
                    raise error from None
            time.sleep(_POLL)

    def _complete_all(self, tasks: Mapping[int, Task]) -> None:
        """Brings to tasks that are there what they lack. tasks: by their numbers."""
        wanting = {id: task for id, task in tasks.items() if task["annotations"] or task["predictions"]}
        for there in chosen(self._server, self._project.id, wanting) if wanting else ():
            self._complete(there, wanting[there["id"]])
        self._told(self.pushed)

    def _complete(self, there: Task, task: Task) -> None:
        """Brings to one task what it lacks, looking anew after each lost answer."""
        for left in reversed(range(_TRIES)):
            try:
                for annotation in task["annotations"]:
                    self._annotate(there, task, annotation["result"])
                for name in dict.fromkeys(one["model_version"] for one in task["predictions"]):
                    self._suggest(there, name, [one for one in task["predictions"] if one["model_version"] == name])
                return
            except (Unsure, Unreachable) as error:
                if not left:
                    raise
                *_, there = self._asked_until_done(partial(self._task, there["id"]), error)

    def _task(self, id: int) -> Task:
        return chosen(self._server, self._project.id, [id])[0]

    def _annotate(self, there: Task, task: Task, result: Sequence[Any]) -> None:
        """The annotation that we pushed becomes this one; where there is none, it is added, under a key of its own."""
        number = mark(result)
        ours = [annotation for annotation in there["annotations"] if is_ours(annotation)]
        if any(annotation["import_id"] == number for annotation in ours):
            return
        body = {"result": result, "import_id": number, "was_cancelled": False, "ground_truth": False}
        if not ours:
            key = uuid.uuid5(_KEYS, f"{self._server.url} {there['id']} {number}")
            try:
                self._server.once(lambda sdk: sdk.annotations.create(there["id"], unique_id=str(key), **body))
            except ServerError as error:
                if error.status != 409:
                    raise
        elif untouched(ours[0]):
            self._server.again(lambda sdk: sdk.annotations.update(ours[0]["id"], **body))
        else:
            if not self._alike(task["data"]["document"], ours[0]["result"]):
                self._unfit(task, "edited", there["id"])
            return
        self._renew(there, {"base": task["data"]["base"]})
        self.pushed.annotations += 1

    def _suggest(self, there: Task, name: str, wanted: Sequence[Mapping[str, Any]]) -> None:
        """Of the predictions of one name, these stay in the task, and no others."""
        named = [old for old in there["predictions"] if old["model_version"] == name]
        for prediction in wanted:
            same = next((old for old in named if old["result"] == prediction["result"]), None)
            if same:
                named.remove(same)
            else:
                self._server.once(partial(_predict, task=there["id"], **prediction))
                self.pushed.predictions += 1
        for old in named:
            self._delete("predictions", old["id"])

    def _renew(self, there: Task, data: Mapping[str, Any]) -> None:
        """Gives a task other data under these keys; never another text."""
        self._server.again(lambda sdk: sdk.tasks.update(there["id"], data={**there["data"], **data}))

    def _delete(self, what: Literal["tasks", "predictions"], id: int) -> None:
        """What is gone already is no error."""
        try:
            self._server.again(lambda sdk: getattr(sdk, what).delete(id))
        except ServerError as error:
            if error.status != 404:
                raise

    def _unfit(self, task: Task, kind: Literal["text", "edited"], id: int, found: str = "") -> None:
        document = task["data"]["document"]
        self.pushed.unfit[document] = Unfit(document, kind, self._project.task_url(id), found)


def _predict(sdk: Any, **prediction: Any) -> None:
    sdk.predictions.create(**prediction)


_KEYS = uuid.UUID("6d2e1f4c-54f0-5a0e-9a5e-6b7f5d0a4c11")
"""The name space of the keys of annotations that are added to tasks."""


class _Batch:
    """The tasks of one request, by document."""

    def __init__(self) -> None:
        self.tasks: dict[str, Task] = {}
        self._length = 0

    def add(self, task: Task) -> bool:
        """Takes a task in; False where the batch is full."""
        results = [work["result"] for work in (*task["annotations"], *task["predictions"])]
        length = len(task["data"]["text"].encode("utf-8")) + sum(map(len, results)) * _ROW
        if self.tasks and (len(self.tasks) == SIZE or self._length + length > LENGTH):
            return False
        marked = [{**annotation, "id": mark(annotation["result"])} for annotation in task["annotations"]]
        self.tasks[task["data"]["document"]] = {**task, "annotations": marked}
        self._length += length
        return True

"""The tasks that a workspace gives: its documents, with annotations and suggestions where they are asked for.

Everything is checked before anything leaves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from wiremark.annotation import passes
from wiremark.annotation.store import File, Kind
from wiremark.diagnostics import Finding, Refused, Usage
from wiremark.labelstudio.exchange.layouts import layout_of
from wiremark.labelstudio.exchange.suggestions import Suggestions
from wiremark.labelstudio.exchange.tasks import Task, annotation, digest, task
from wiremark.labelstudio.rows import faults
from wiremark.labelstudio.rows.incoming import document
from wiremark.labelstudio.rows.outgoing import result, twice
from wiremark.text.lines import line_and_column
from wiremark.validation import check
from wiremark.validation.context import Context
from wiremark.validation.level3 import Article
from wiremark.validation.places import placed, unplaced
from wiremark.workspace import Workspace

NONE = "none"
"""No annotation in the tasks: a pass is made blind."""


def title_of(workspace: Workspace, id: str) -> str:
    """An article's title, from the cleaning record; else its id."""
    record = msgspec.json.decode((workspace.corpus / f"{id}.json").read_bytes())
    return str(record.get("metadata", {}).get("title") or id)


class Outbox:
    """The tasks of documents, one each, in the order of SOURCES.toml.

    layers: those to annotate, None for all. documents: their ids, None for all. annotations: whose annotation stands in
    the tasks: `gold`, the name of a pass, or NONE. suggestions: the name of a pass, or a file of a model's predictions.
    Raises Usage, and Refused where levels 1 to 3 find an error in what would leave.
    """

    def __init__(
        self,
        workspace: Workspace,
        *,
        layers: Collection[str] | None = None,
        documents: Collection[str] | None = None,
        annotations: str = NONE,
        suggestions: str | None = None,
    ) -> None:
        self.workspace = workspace
        self.layout = layout_of(workspace, None if layers is None else list(layers))
        self._context = Context(workspace)
        if self._context.articles is None or self._context.schemas.newest is None:
            raise Refused(self._context.findings)
        self.profile = self._context.schemas.newest
        self.ids = _chosen(self._context.articles, documents)
        self._articles: Mapping[str, Article] = self._context.articles
        self._annotations = None if annotations == NONE else self._folder(annotations)
        self._suggestions: Suggestions | None = None
        self._suggested: Path | None = None
        self._suggester = suggestions or ""
        if suggestions is not None:
            path = next((path for path in (Path(suggestions), workspace.root / suggestions) if path.is_file()), None)
            if path is not None:
                self._suggestions = Suggestions(path, suggestions, self.layout, self._articles)
            else:
                self._suggested = self._folder(suggestions)
        self._check()

    @property
    def findings(self) -> list[Finding]:
        """Warnings about the suggestions."""
        return self._suggestions.findings if self._suggestions else []

    def tasks(self) -> Iterator[Task]:
        """One task after the other, made when it is asked for."""
        for id in self.ids:
            made, suggested = self._data(self._annotations, id), self._data(self._suggested, id)
            begun = made or suggested  # what the work begins from
            base = digest(begun, self.layout) if begun else ""
            one = task(self._articles[id], title_of(self.workspace, id), self.layout, base)
            if made:
                one["annotations"] = [annotation(result(made, self.layout))]
            if suggested:
                rows = result(suggested, self.layout)
                one["predictions"] = [{"model_version": self._suggester, "result": rows}]
            elif self._suggestions:
                one["predictions"] = self._suggestions.of(id)
            yield one

    def alike(self, id: str, rows: Any) -> bool:
        """Whether a document's rows on a server mean what its annotation here does, which would leave."""
        here = self._data(self._annotations, id)
        if here is None:
            return False
        there, found = document(rows, self.layout, self._articles[id].words, here)
        sound = all(problem.severity != "error" for problem in found.problems)
        return sound and digest(there, self.layout) == digest(here, self.layout)

    def _folder(self, name: str) -> Path:
        try:
            return passes.folder(self.workspace, name)
        except FileNotFoundError:
            known = passes.names(self.workspace)
            help = f"there are {', '.join(known)}" if known else "annotate first"
            raise Usage(f"{name}: there is no pass of this name, and no such file", help) from None

    def _file(self, folder: Path | None, id: str) -> File | None:
        if folder is None or not (folder / f"{id}.json").is_file():
            return None
        kind: Kind = "Document" if folder == self.workspace.annotations else "Pass"
        return File(folder / f"{id}.json", kind)

    def _data(self, folder: Path | None, id: str) -> dict[str, Any] | None:
        file = self._file(folder, id)
        data: dict[str, Any] | None = None if file is None else msgspec.json.decode(file.path.read_bytes())
        return data

    def _check(self) -> None:
        """Raises Refused where a text has NUL, or an annotation that would leave an error of levels 1 to 3."""
        found = [finding for id in self.ids for finding in _unsound(id, self._articles[id].words)]
        files = [self._file(folder, id) for folder in (self._annotations, self._suggested) for id in self.ids]
        for file in files:
            if file is not None:
                found += self._faults(file)
        if found:
            raise Refused(found)

    def _faults(self, file: File) -> Iterator[Finding]:
        context, name = self._context, self.workspace.relative(file.path)
        known, errors = check.faults(context, file)
        errors += [] if known else check.broken(context.findings)
        if errors:
            yield from errors
            return
        raw = context.raw(file.path)
        yield from placed(twice(msgspec.json.decode(raw), self.layout), name, raw.decode("utf-8"))
        context.hold(file.path, None)


def _unsound(id: str, text: str) -> Iterator[Finding]:
    """What a server may not bear in a text; of one in UTF-8 that is NUL alone."""
    at = text.find("\0")
    if at >= 0:
        problem = faults.unsound("", text[max(0, at - 10) : at + 10])
        yield unplaced(problem, f"corpus/{id}.txt", *line_and_column(text, at))


def _chosen(articles: Mapping[str, Article], documents: Collection[str] | None) -> list[str]:
    """The ids of documents that have a text; Usage where one that is named has none."""
    for id in documents or ():
        if id not in articles:
            raise Usage(f"there is no document {id}", f"there are {', '.join(articles)}" if articles else "add one")
    chosen = [id for id in articles if documents is None or id in documents]
    for id in chosen:
        if articles[id].text is None:
            raise Usage(f"{id} has no clean text: {articles[id].lacking}", "run `wiremark clean`")
    return chosen

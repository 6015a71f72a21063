"""One annotation becomes a file of the workspace: converted over the file that is there, tried, kept to be written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import msgspec

from wiremark.annotation.adjudication.units import greatest, stem
from wiremark.annotation.passes import GOLD
from wiremark.annotation.store import File, dumps
from wiremark.diagnostics import Refused
from wiremark.labelstudio.editor.layout import Layout, layout
from wiremark.labelstudio.exchange.newcomers import Newcomer, newcomers
from wiremark.labelstudio.exchange.synced import Imported, Synced
from wiremark.labelstudio.exchange.tasks import Asked, Work, digest
from wiremark.labelstudio.rows import faults
from wiremark.labelstudio.rows.ids import Given
from wiremark.labelstudio.rows.incoming import Records, document
from wiremark.schema.profile import Profile
from wiremark.schema.walk import steps
from wiremark.validation import check
from wiremark.validation.context import Context
from wiremark.validation.level3 import Article
from wiremark.validation.places import Problem
from wiremark.workspace import Workspace, write_all

Outcome = Literal["new", "changed", "same", "refused"]

_FILES = {"Entities": "entities.json", "Clusters": "clusters.json"}


@dataclass(frozen=True, slots=True)
class _Target:
    """Where an annotation goes: whose it is, the file, its name in findings, and what it is remembered under."""

    name: str
    file: File
    called: str
    key: str
    shown: Layout


class Landing:
    """Takes annotations one by one; nothing is written before `write`.

    overwrite: also a file that was changed here, while its task was worked on there. annotator: who is named for a
    layer that gold did not have. Raises Refused where the schema or SOURCES.toml cannot be used.
    """

    def __init__(self, workspace: Workspace, *, overwrite: bool, annotator: str) -> None:
        self.workspace, self._overwrite, self._annotator = workspace, overwrite, annotator
        self._context = Context(workspace)
        if self._context.articles is None or self._context.schemas.newest is None:
            raise Refused(self._context.findings)
        self.articles: Mapping[str, Article] = self._context.articles
        self.profile: Profile = self._context.schemas.newest
        self._layouts: dict[tuple[str, ...], Layout] = {}
        self._synced = Synced(workspace.root)
        self._ready: dict[Path, bytes] = {}

    def land(self, asked: Asked, work: Work, name: str) -> tuple[Outcome, list[Problem]]:
        """Makes an annotation the file of `name`: GOLD or an annotator. Pointers of problems begin at the task."""
        target = self._target(asked, name)
        try:
            return self._land(asked, work, target)
        finally:
            self._context.hold(target.file.path, None)

    def _land(self, asked: Asked, work: Work, target: _Target) -> tuple[Outcome, list[Problem]]:
        found, there = list[Problem](), target.file.path.is_file()
        if there and work.untouched and not self._overwrite:
            return "same", []  # what we sent; if the file is another now, it was changed here
        if there and (faulty := self._faulty(target.file)):
            return "refused", [faulty]
        base = msgspec.json.decode(self._context.raw(target.file.path)) if there else self._frame(asked)
        text = self.articles[asked.document].words
        last = self._synced.last(target.key, asked.name) if asked.name else None
        given = Given(
            last.ids if last else {},
            {name: self._synced.greatest(f"{target.called} {name}") for name in target.shown.layers},
        )
        rows = work.annotation.get("result")
        data, made = document(rows, target.shown, text, base, suggested=work.suggested, given=given)
        found += _below(work, made.problems)
        if not _fine(found):
            return "refused", found
        if unsigned := self._sign(data, target, work):
            return "refused", [*found, unsigned]
        becomes, same = digest(data, target.shown), there and data == base
        if not same:
            if not self._overwrite and any(name in base["annotated_with"] for name in target.shown.layers):
                begun = last.digest if last and work.updated >= last.updated else asked.base
                if digest(base, target.shown) not in (becomes, asked.base, begun):
                    return "refused", [*found, _both_changed(work, target.called)]
            found += self._try(target, data, made, work)
            if not _fine(found):
                return "refused", found
        self._remember(asked, target, base, data, Imported(becomes, work.updated, made.ids))
        return "same" if same else "changed" if there else "new", found

    def _remember(
        self, asked: Asked, target: _Target, base: Mapping[str, Any], data: Mapping[str, Any], now: Imported
    ) -> None:
        """What the next import of this file has to know."""
        if asked.name:
            self._synced.imported(target.key, asked.name, now)
        for name, layer in target.shown.layers.items():
            gone = {record[layer.key] for record in base[name]} - {record[layer.key] for record in data[name]}
            if gone:
                self._synced.gone(f"{target.called} {name}", greatest(stem(layer.record), gone))

    @property
    def ready(self) -> list[str]:
        """The names of the files that `write` would write."""
        return [self.workspace.relative(path) for path in self._ready]

    def write(self) -> list[str]:
        """Writes what has landed since, all or nothing, and gives the names of the files. The caller holds the lock."""
        written = self.ready
        if written or self._synced.changed:
            write_all({**self._ready, **self._synced.files()})
        for path in self._ready:
            self._context.hold(path, None)
        self._ready, self._synced.changed = {}, False
        return written

    def _target(self, asked: Asked, name: str) -> _Target:
        folder = self.workspace.annotations if name == GOLD else self.workspace.annotations / "passes" / name
        file = File(folder / f"{asked.document}.json", "Document" if name == GOLD else "Pass")
        if asked.layers not in self._layouts:
            self._layouts[asked.layers] = layout(self.profile, asked.layers)
        called = self.workspace.relative(file.path)
        return _Target(name, file, called, f"{called} {','.join(asked.layers)}", self._layouts[asked.layers])

    def _frame(self, asked: Asked) -> dict[str, Any]:
        """A document file with nothing in it yet."""
        return {
            "schema_version": self.profile.version,
            "document": asked.document,
            "text_sha256": asked.text_sha256,
            "dct": self.articles[asked.document].dct,
            "annotated_with": {},
            **{name: [] for name in self.profile.layers},
        }

    def _sign(self, data: dict[str, Any], target: _Target, work: Work) -> Problem | None:
        """Says of the layers that were not annotated before who did them; or that nobody has said so."""
        fresh = [name for name in target.shown.layers if name not in data["annotated_with"]]
        annotator = self._annotator if target.name == GOLD else target.name
        if fresh and not annotator:
            return Problem(
                code="T110",
                pointer=f"/annotations/{work.number}",
                message=f"{target.called} has no {fresh[0]} yet, and nobody has said who annotated them",
                expected="the name of the annotator",
                help="name the annotator: --into gold --annotator NAME",
            )
        signed = {"schema": self.profile.version, "annotators": [annotator], "state": "draft"}
        data["annotated_with"] = {**data["annotated_with"], **{name: dict(signed) for name in fresh}}
        return None

    def _faulty(self, file: File) -> Problem | None:
        """Why nothing can be taken over from a file that is there."""
        called = self.workspace.relative(file.path)
        known, errors = check.faults(self._context, file)
        if known and not errors:
            return None
        return Problem(
            code="T204",
            pointer="/data/document",
            message=f"{called} has faults, so nothing can be taken over from it",
            found=f"{errors[0].code}: {errors[0].message}" if errors else "no schema for it",
            expected="a file in which levels 1 to 3 find nothing",
            help=f"mend it: `wiremark validate {called}`; then take the work back again",
        )

    def _try(self, target: _Target, data: dict[str, Any], made: Records, work: Work) -> Iterator[Problem]:
        """Keeps the file, with the rows that it needs, where levels 1 to 3 find nothing; else says what they find."""
        path, context = target.file.path, self._context
        known = {name: space.ids or {} for name, space in context.spaces(path.parent).items()}
        new = list(newcomers(data, target.shown, self.profile, known))
        faulty = [problem for file in self._beside(target, new) if (problem := self._faulty(file))]
        if faulty:
            yield from faulty
            return
        contents, added = self._shared(target, new, made)
        before = {path: self._ready.get(path) for path in contents}
        contents[path] = dumps(data, self.profile.records[target.file.kind]).encode("utf-8")
        for one, content in contents.items():
            context.hold(one, content)
        wrong = [] if context.clean(target.file) else list(self._wrong(target, made))
        if wrong:
            for one, old in before.items():
                context.hold(one, old)
        else:
            self._ready |= contents
        yield from _below(work, wrong or added)

    def _beside(self, target: _Target, new: Sequence[Newcomer]) -> Iterator[File]:
        """The shared files that are there and would have had what is new, in annotations/ and in the pass."""
        for kind in dict.fromkeys(one.kind for one in new):
            for folder in dict.fromkeys((self.workspace.annotations, target.file.path.parent)):
                path = folder / _FILES[kind]
                if path in self._ready or path.is_file():
                    yield File(path, kind)

    def _shared(
        self, target: _Target, news: Sequence[Newcomer], made: Records
    ) -> tuple[dict[Path, bytes], list[Problem]]:
        """The shared files of the folder with rows for what is new, and a warning for each."""
        folder = target.file.path.parent
        spaces = self._context.spaces(folder)
        files: dict[Path, dict[str, Any]] = {}
        kinds, problems = dict[Path, str](), []
        for new in news:
            path = folder / _FILES[new.kind]
            root = self.profile.records[new.kind]
            if path not in files:
                fresh: dict[str, Any] = {key: [] for key in root.fields if key in root.required}
                there = path in self._ready or path.is_file()
                files[path] = (
                    self._context.parsed(path).data if there else fresh | {"schema_version": self.profile.version}
                )
                kinds[path] = new.kind
            files[path] = {**files[path], new.list: [*files[path][new.list], new.row]}
            space = spaces[new.space]
            row = made.row(new.layer, new.record, new.property)
            where, guess = self.workspace.relative(path), space.names.meant(new.id, 0.8)
            problems.append(faults.newcomer(row, space.what, new.id, new.record, where, guess))
        records = self.profile.records
        return {path: dumps(data, records[kinds[path]]).encode("utf-8") for path, data in files.items()}, problems

    def _wrong(self, target: _Target, made: Records) -> Iterator[Problem]:
        """What levels 1 to 3 find in a file as it would be, each at the row that it came from."""
        context = self._context
        parsed = context.parsed(target.file.path)
        record = self.profile.records[target.file.kind]
        for problem in check.problems(target.file, parsed.data, record, context):
            if problem.severity == "error" and not problem.code.startswith("A4"):
                note = f"in {target.called} it would stand at {problem.pointer}"
                yield replace(
                    problem,
                    pointer=_row(problem.pointer, parsed.data, target.shown, made),
                    notes=(*problem.notes, note),
                )


def _row(pointer: str, data: Any, shown: Layout, made: Records) -> str:
    """The pointer in a result to the row that a place of the file came from; to the result, where none tells."""
    name, number, property = (*steps(pointer), "", "", "")[:3]
    if name not in shown.layers or not number.isdigit():
        return ""
    return f"/{made.row(name, data[name][int(number)][shown.layers[name].key], property)}"


def _below(work: Work, problems: list[Problem]) -> Iterator[Problem]:
    return (replace(problem.under(work.pointer), offset=None) for problem in problems)


def _fine(problems: list[Problem]) -> bool:
    return not any(problem.severity == "error" for problem in problems)


def _both_changed(work: Work, called: str) -> Problem:
    return Problem(
        code="T202",
        pointer=f"/annotations/{work.number}",
        message=f"{called} was changed here, and its task there",
        found="a file that is neither what the task was made from nor what was last imported from it",
        expected="one of the two changed",
        help=f"compare them: take the task's with --overwrite, look at `git diff {called}`, and commit what is right",
    )

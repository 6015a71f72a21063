"""All annotation files moved one step, from a schema version to the next: what one file links to stands in others.

Nothing is read or written here. Where the step can be undone, it is undone again for every file, and what does not come
back as it was is told: so a way that says that it loses nothing loses nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from wiremark.annotation.migration import lines
from wiremark.annotation.migration.lines import Row
from wiremark.annotation.store import Kind
from wiremark.schema.migrate.apply import Functions, Linked, joined, migrate_file, opened
from wiremark.schema.migrate.inverse import unlike
from wiremark.schema.migrate.operations import Fault, Migration, MigrationError
from wiremark.schema.profile import Profile


@dataclass(frozen=True, slots=True)
class Stage:
    """One step, made ready. undo: the way from `new` to `old`, where nothing is lost.

    file: the migration file's name, empty where only the stamp changes. there: False where the file is run backwards.
    """

    old: Profile
    new: Profile
    migration: Migration
    undo: Migration | None = None
    functions: Functions = field(default_factory=dict)
    file: str = ""
    there: bool = True


@dataclass(frozen=True, slots=True)
class DataFile:
    """An annotation file: its data and its root's kind. rows: what is new in its list `review`."""

    path: Path
    kind: Kind
    data: Mapping[str, Any]
    rows: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Trouble:
    """What keeps a file from being moved. path: None where it is not about one annotation file.

    fault: where its pointer points into the migration. lost: else, what in the file would not be the same after there
    and back: the pointer, what stands there before the step, and what would stand there then.
    """

    path: Path | None
    stage: Stage
    fault: Fault | None = None
    lost: tuple[tuple[str, Any, Any], ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Moved:
    """All files after a step. counts: by file and the operation's number; `rows`: lines of adjudication.jsonl."""

    files: Sequence[DataFile]
    rows: Sequence[Row]
    counts: Mapping[tuple[Path | None, int], int]
    troubles: Sequence[Trouble] = ()


def move(files: Sequence[DataFile], rows: Sequence[Row], stage: Stage, others: Sequence[DataFile], top: Path) -> Moved:
    """The files after one step. others: those at other versions, to which these may link. top: annotations/.

    rows: the lines of adjudication.jsonl, where they are at the step's version.
    """
    moved, troubles = list[DataFile](), list[Trouble]()
    counts: Counter[tuple[Path | None, int]] = Counter()
    links = _Links([*others, *files], stage.old, top)
    for file in files:
        try:
            done = migrate_file(
                file.data,
                file.kind,
                stage.migration,
                stage.old,
                stage.new,
                links.to(file.path.parent),
                stage.functions,
            )
        except MigrationError as error:
            troubles += [Trouble(file.path, stage, fault) for fault in error.faults]
            continue
        moved.append(replace(file, data=done.data, rows=(*file.rows, *done.review)))
        counts.update({(file.path, number): n for number, n in done.counts.items()})
    followed = [lines.moved(row, stage.migration, stage.old, stage.new, links) for row in rows]
    for _, numbers in followed:
        counts.update({(None, number): n for number, n in numbers.items()})
    new_rows = [row for row, _ in followed]
    if stage.undo and not troubles:
        troubles += _unlike(files, moved, stage, others, top)
        back = _Links([*others, *moved], stage.new, top)
        for old, row in zip(rows, new_rows, strict=True):
            again, _ = lines.moved(row, stage.undo, stage.new, stage.old, back)
            if again.data != old.data:
                troubles.append(Trouble(None, stage, lost=tuple(unlike(old.data, again.data)), line=old.number))
    return Moved(moved, new_rows, counts, troubles)


def _unlike(
    before: Sequence[DataFile], after: Sequence[DataFile], stage: Stage, others: Sequence[DataFile], top: Path
) -> Iterator[Trouble]:
    """The files that do not come back as they were."""
    if stage.undo is None:
        return
    links = _Links([*others, *after], stage.new, top)
    for old, new in zip(before, after, strict=True):
        try:
            back = migrate_file(
                new.data, new.kind, stage.undo, stage.new, stage.old, links.to(new.path.parent), stage.functions
            )
        except MigrationError as error:
            yield from (Trouble(old.path, stage, fault) for fault in error.faults)
            continue
        lost = tuple(unlike(dict(old.data), back.data))
        if lost:
            yield Trouble(old.path, stage, lost=lost)


class _Links:
    """What files may link to beside their own records: entities and clusters of annotations/ and of their folder."""

    def __init__(self, files: Sequence[DataFile], profile: Profile, top: Path) -> None:
        self._top = top
        self._opened: dict[Path, dict[str, dict[str, Any]]] = {}
        self._joined: dict[Path, Linked] = {}
        self.documents: dict[str, Mapping[str, Any]] = {}
        for file in files:
            own = opened(file.data, profile.records[file.kind])
            if file.kind in ("Entities", "Clusters"):
                folder = self._opened.setdefault(file.path.parent, {})
                for space, records in own.items():
                    folder.setdefault(space, {}).update(records)
            elif file.path.parent == top:
                self.documents[file.path.stem] = own

    def to(self, folder: Path) -> Linked:
        """What the files of a folder may link to."""
        if folder not in self._joined:
            self._joined[folder] = joined(
                *(self._opened.get(place, {}) for place in dict.fromkeys((self._top, folder)))
            )
        return self._joined[folder]

    def of(self, document: str | None) -> Linked:
        """What stands in annotations/ itself: entities, clusters, and the records of one document."""
        return joined(self.to(self._top), self.documents.get(document or "", {}))

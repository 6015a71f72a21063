"""What level 5 looks at: one folder of annotation files, with the entities and clusters that it shares with others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from wiremark.text.timex import Days, days
from wiremark.validation.context import Loaded
from wiremark.validation.item import Item, objects
from wiremark.validation.level2 import structure
from wiremark.validation.places import Problem

Found = Iterator[tuple[Loaded, Problem]]
"""Problems, each with the file that it stands in."""

_BEARABLE = ("A201", "A204", "A205", "A206", "A312")
"""Faults of structure with which a record still has everything in its place."""


@dataclass(frozen=True, slots=True)
class Row(Item):
    """A record in the place where it stands: a mention, an event, an entity, a cluster …

    `own` is False for what a pass has from annotations/.
    """

    file: Loaded
    own: bool = True

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.data.get("id"))

    @property
    def document(self) -> str:
        """The document that it stands in."""
        return self.file.file.path.stem

    @property
    def name(self) -> str:
        """How findings call it: the document and the id."""
        return f"{self.document} {self.id}"

    @property
    def days(self) -> Days | None:
        """The days that its `day` covers; None where it has none."""
        return days(self.text("day") or "")


class Sound(NamedTuple):
    """The lists of records of a file, without those that have a fault of structure; `whole` where there is none."""

    file: Loaded
    lists: Mapping[str, Sequence[Item]]
    whole: bool

    @property
    def of_document(self) -> bool:
        """True for the layers of a document, False for entities and clusters."""
        return self.file.file.of_document


def sound(file: Loaded) -> Sound:
    """The records of a file that can be looked into without care."""
    if not isinstance(file.data, dict):
        return Sound(file, {}, False)
    found = [] if file.clean else structure(file.data, file.record)
    faults = [problem.pointer for problem in found if problem.code not in _BEARABLE]
    broken = {"/".join(pointer.split("/")[:3]) for pointer in faults}
    lists = {key: [item for item in objects(file.data, key) if item.pointer not in broken] for key in file.data}
    return Sound(file, lists, not faults)


@dataclass(frozen=True)
class Folder:
    """The files of annotations/ or of one pass. `common`: those of annotations/, which a pass shares; else None.

    `whole` is False where a file cannot be read wholly: nothing is then said of what is missing.
    """

    files: Sequence[Sound]
    common: Folder | None
    whole: bool
    dates: Mapping[str, str] = field(default_factory=dict)
    """The creation times of the documents, as SOURCES.toml has them."""

    def records(self, layer: str) -> Iterator[Row]:
        """The records of a layer, over the folder's documents."""
        return self._rows(layer, True)

    def entries(self, key: str) -> Iterator[Row]:
        """The folder's own `entities`, event clusters (`events`) or `utterances`."""
        return self._rows(key, False)

    @cached_property
    def documents(self) -> Mapping[str, Loaded]:
        """The document files, by id."""
        return {
            file.file.file.path.stem: file.file
            for file in self.files
            if file.of_document and isinstance(file.file.data, dict)
        }

    def done(self, document: Any, layer: str) -> bool:
        """True where the folder has the document, and the layer is said to be annotated."""
        file = self.documents.get(document) if isinstance(document, str) else None
        done = file.data.get("annotated_with") if file else None
        return isinstance(done, dict) and layer in done

    def complete(self, layer: str) -> bool:
        """True where every document of SOURCES.toml has the layer, and all of it can be read."""
        return self.whole and bool(self.dates) and all(self.done(document, layer) for document in self.dates)

    def dct(self, row: Row) -> str:
        """The creation time of the document that a record stands in."""
        return self.dates.get(row.document) or str(row.file.data.get("dct"))

    @cached_property
    def entities(self) -> Mapping[str, Row]:
        """By id, those of annotations/ among them; of two, the folder's own."""
        return self._shared("entities", self.common.entities if self.common else {})

    @cached_property
    def clusters(self) -> Mapping[str, Row]:
        """The event clusters by id, those of annotations/ among them; of two, the folder's own."""
        return self._shared("events", self.common.clusters if self.common else {})

    @cached_property
    def utterances(self) -> Mapping[str, Row]:
        """By id, those of annotations/ among them; of two, the folder's own."""
        return self._shared("utterances", self.common.utterances if self.common else {})

    @cached_property
    def members(self) -> Mapping[str, list[Row]]:
        """The events of each event cluster."""
        return self._joined("events", "cluster")

    @cached_property
    def tellings(self) -> Mapping[str, list[Row]]:
        """The quotations of each utterance."""
        return self._joined("quotes", "utterance")

    @cached_property
    def taking_part(self) -> Mapping[tuple[Any, str], list[str]]:
        """The event clusters by their type and each of their participants."""
        found: dict[tuple[Any, str], list[str]] = defaultdict(list)
        for id, row in self.clusters.items():
            for entity in row.strings("participants"):
                found[str(row.data.get("type")), entity].append(id)
        return found

    @cached_property
    def layer(self) -> Mapping[tuple[str, str], dict[str, Row]]:
        """The records of a document's list by id: `layer["ferry", "times"]["t1"]`."""
        found: dict[tuple[str, str], dict[str, Row]] = defaultdict(dict)
        for key in ("mentions", "times"):
            for row in self.records(key):
                found[row.document, key].setdefault(row.id, row)
        return found

    def owners(self, entity: str) -> list[str]:
        """Its holder, and the plural entities that it is a member of."""
        return self._up.get(entity, [])

    @cached_property
    def _up(self) -> dict[str, list[str]]:
        up: dict[str, list[str]] = defaultdict(list)
        for id, row in self.entities.items():
            if holder := row.text("holder"):
                up[id].append(holder)
            for member in row.strings("members"):
                up[member].append(id)
        return up

    def _rows(self, key: str, of_document: bool) -> Iterator[Row]:
        for file in self.files:
            if file.of_document == of_document:
                for item in file.lists.get(key, ()):
                    yield Row(item.pointer, item.data, file.file)

    def _shared(self, key: str, common: Mapping[str, Row]) -> dict[str, Row]:
        own: dict[str, Row] = {}
        for row in self.entries(key):
            if row.text("id") is not None:
                own.setdefault(row.id, row)
        return {id: replace(row, own=False) for id, row in common.items()} | own

    def _joined(self, layer: str, by: str) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.records(layer):
            if (name := row.text(by)) is not None:
                found[name].append(row)
        return found

"""Compares two releases: tables with one digest are not read, the others are joined by id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wiremark.dataset.changes import documents
from wiremark.dataset.changes.clusters import Found, clusters, items
from wiremark.dataset.changes.keyed import Keyed, Row, differing
from wiremark.dataset.changes.labels import LabelSets
from wiremark.dataset.changes.record import (
    Annotations,
    Changes,
    DocumentChange,
    Files,
    LayerChange,
    Side,
    SplitChange,
    TableChange,
    TextChange,
    Total,
    Values,
)
from wiremark.dataset.changes.records import Edited, edited, shapes
from wiremark.dataset.changes.step import needed
from wiremark.dataset.changes.views import View, schema, views, ways
from wiremark.dataset.release import Release
from wiremark.dataset.without_texts import without_texts
from wiremark.schema.arrow import arrow_schema


def compare(before: Release, after: Release, renames: frozenset[tuple[str, str]] = frozenset()) -> Changes:
    """What changed from one release to another. Raises Refused (D201) where a table cannot be read.

    renames: old and new names of labels that are known to be renamed, as a migration has them.
    What is in memory: the ids of a table, a few of its row groups, and what changed.
    """
    return _Comparison(before, after, renames).changes()


@dataclass
class _Documents:
    """What changed in documents, texts and annotations, in the order in which it is found."""

    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    facts: dict[str, DocumentChange] = field(default_factory=dict)
    splits: list[SplitChange] = field(default_factory=list)
    texts: list[TextChange] = field(default_factory=list)
    layers: list[LayerChange] = field(default_factory=list)
    annotations: Edited = field(default_factory=Edited)


class _Comparison:
    def __init__(self, before: Release, after: Release, renames: frozenset[tuple[str, str]]) -> None:
        self._before, self._after = before, after
        self._texts = before.manifest["texts"] and after.manifest["texts"]
        self._mixed = before.manifest["texts"] != after.manifest["texts"]
        self._labels = LabelSets(before, after, renames)
        self._restamped: Values = {"before": before.manifest["schema"], "after": after.manifest["schema"]}
        self._views: dict[str, tuple[View, View]] = {}

    def changes(self) -> Changes:
        found = self._documents()
        keyed = {name: self._keyed(name, "id", once=name == "entities") for name in ("entities", "clusters")}
        told = {name: self._told(name) for name in keyed}
        of_entities = items(self._found("entities", keyed["entities"]), told["entities"], mixed=self._mixed)
        of_clusters = clusters(self._found("clusters", keyed["clusters"]), told["clusters"])
        annotations: Annotations = {
            "added": found.annotations.added,
            "removed": found.annotations.removed,
            "changed": found.annotations.changed,
            "moved": found.annotations.moved,
        }
        changes: Changes = {
            "before": _side(self._before),
            "after": _side(self._after),
            "same": False,
            "texts_compared": self._texts,
            "needed": {"step": "none", "because": [], "version": None},
            "totals": [],
            "labels": self._labels.changes(),
            "splits": found.splits,
            "documents": {"added": found.added, "removed": found.removed, "changed": [*found.facts.values()]},
            "texts": found.texts,
            "layers": found.layers,
            "annotations": annotations,
            "entities": of_entities,
            "clusters": of_clusters,
            "tables": self._tables(),
            "files": self._files(),
        }
        changes["totals"] = self._totals(changes, [len(side.places) for side in keyed["clusters"]])
        changes["needed"] = needed(changes)
        changes["same"] = changes["needed"]["step"] == "none" and not self._facts()
        return changes

    def _facts(self) -> bool:
        """Whether the manifests differ in anything but the tables."""
        one, two = ({**side.manifest, "tables": None} for side in (self._before, self._after))
        return one != two

    def _view(self, config: str) -> tuple[View, View]:
        if config not in self._views:
            self._views[config] = views(self._before, self._after, config, self._labels.renamed)
        return self._views[config]

    def _told(self, config: str) -> dict[str, Any]:
        return {name: column for view in self._view(config) for name, column in view.told.columns.items()}

    def _same(self, config: str) -> bool:
        """Whether the manifests have one digest for a table, or neither has the table."""
        one, two = (side.manifest["tables"].get(config) for side in (self._before, self._after))
        return one["digest"] == two["digest"] if one and two else one is two

    def _keyed(self, config: str, key: str, *, once: bool = True) -> tuple[Keyed, Keyed]:
        one, two = self._view(config)
        return Keyed(one, key, once=once), Keyed(two, key, once=once)

    def _found(self, config: str, keyed: tuple[Keyed, Keyed]) -> Found:
        return () if self._same(config) else differing(*keyed, alike=self._labels.same)

    def _documents(self) -> _Documents:
        found = _Documents()
        told = self._told("documents")
        if not self._same("documents"):
            for id, before, after in self._found("documents", self._keyed("documents", "document_id")):
                self._document(found, id, before, after, told)
        if not self._same("annotations"):
            known = shapes(*self._view("annotations"))
            keyed = self._keyed("annotations", "document_id")
            came, went = {*found.added}, {*found.removed}
            for id, before, after in self._found("annotations", keyed):
                old, new = before[0] if before else {}, after[0] if after else {}
                part = edited(id, old, new, known)
                for name in ("added", "removed", "changed", "moved"):
                    getattr(found.annotations, name).extend(getattr(part, name))
                if id not in came and id not in went:
                    found.layers += documents.layers(id, old, new, known, self._restamped)
                if before and after:
                    told_here = self._told("annotations")
                    _add_facts(found, id, documents.facts(old, new, told_here, known, self._restamped))
        return found

    def _document(
        self, found: _Documents, id: str, before: Sequence[Row], after: Sequence[Row], told: Mapping[str, Any]
    ) -> None:
        if not before:
            found.added.append(id)
        elif not after:
            found.removed.append(id)
        else:
            _add_facts(found, id, documents.facts(before[0], after[0], told))
            if moved := documents.split(id, before[0], after[0]):
                found.splits.append(moved)
            if text := documents.text(id, before[0], after[0]):
                found.texts.append(text)

    def _totals(self, changes: Changes, of_clusters: Sequence[int]) -> list[Total]:
        annotations, moved = changes["annotations"], Counter[str]()
        for move in annotations["moved"]:
            moved.update({layer: len(ids) for layer, ids in move["ids"].items()})
        ids = [*changes["documents"]["changed"], *changes["splits"], *changes["texts"]]
        touched = len({one["document"] for one in ids})
        found = [self._total("documents", changes["documents"], touched)]
        for layer in {**self._before.profile.layers, **self._after.profile.layers}:
            added, removed = (
                sum(len(part["ids"]) for part in annotations[side] if part["layer"] == layer)
                for side in ("added", "removed")
            )
            changed = sum(one["layer"] == layer for one in annotations["changed"])
            found.append(self._counted(layer, added, removed, changed, moved[layer]))
        entities, told = changes["entities"], changes["clusters"]
        found.append(self._total("entities", entities, len(entities["changed"])))
        members = {one["cluster"] for one in (*told["joined"], *told["left"])} - {*told["added"], *told["removed"]}
        total = self._total("clusters", told, len(members | {one["id"] for one in told["changed"]}))
        total["before"], total["after"] = of_clusters
        return [*found, total]

    def _total(self, what: str, changes: Mapping[str, Any], changed: int) -> Total:
        return self._counted(what, len(changes["added"]), len(changes["removed"]), changed)

    def _counted(self, what: str, added: int, removed: int, changed: int, moved: int = 0) -> Total:
        return {
            "what": what,
            "before": _rows(self._before, what),
            "after": _rows(self._after, what),
            "added": added,
            "removed": removed,
            "changed": changed,
            "moved": moved,
        }

    def _tables(self) -> list[TableChange]:
        """Without the tables and columns that a stand-off release never has, where one is."""
        old, new = self._before.manifest["tables"], self._after.manifest["tables"]
        found = []
        for name in (*old, *(name for name in new if name not in old)):
            one, two = (self._ways(side, name) for side in (self._before, self._after))
            if self._mixed and not (one or two):
                continue
            both = one is not None and two is not None
            found.append(
                TableChange(
                    table=name,
                    before=_rows(self._before, name),
                    after=_rows(self._after, name),
                    same=self._same(name) if both and not self._mixed else None,
                    columns_added=[way for way in two or () if both and way not in (one or ())],
                    columns_removed=[way for way in one or () if both and way not in (two or ())],
                )
            )
        return found

    def _ways(self, release: Release, table: str) -> list[str] | None:
        """The columns of a table; None where the release does not have it."""
        if table not in release.manifest["tables"]:
            return None
        known = release.configs.get(table)
        if not (known and self._mixed and release.manifest["texts"]):
            return ways(schema(release, table))
        bare = without_texts(known)
        return ways(arrow_schema(bare.table)) if bare else None

    def _files(self) -> Files:
        old, new = self._before.manifest["files"], self._after.manifest["files"]
        return {
            "added": [place for place in new if place not in old],
            "removed": [place for place in old if place not in new],
            "changed": [place for place in old if place in new and old[place] != new[place]],
        }


def _add_facts(found: _Documents, id: str, properties: Any) -> None:
    if properties:
        entry = found.facts.setdefault(id, {"document": id, "properties": {}})
        entry["properties"] |= properties


def _rows(release: Release, table: str) -> int | None:
    if table not in release.manifest["tables"]:
        return None
    return sum(shard["rows"] for shard in release.shards(table))


def _side(release: Release) -> Side:
    content = release.manifest
    return {
        "folder": str(release.folder),
        "name": content["name"],
        "version": content["version"],
        "schema": content["schema"],
        "texts": content["texts"],
        "made_with": content["made_with"],
    }

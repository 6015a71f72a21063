"""What became of the labels, and how many values have them. The ids are what a dataset and a model store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from wiremark.dataset.changes.record import BROKEN, LabelChange
from wiremark.dataset.changes.views import Names
from wiremark.dataset.release import Release
from wiremark.schema.arrow import Column
from wiremark.schema.changes.labels import LabelChanges, evidence, label_changes
from wiremark.schema.changes.labels import rows as by_name
from wiremark.schema.profile import Array, Label, Record, Text

HELD = ("annotations", "entities", "clusters")
"""The tables in which values are counted; the others hold them once more."""


class LabelSets:
    """The label sets of two releases. A rename is told from an id that was given away as `schema diff` does it.

    renames: old and new names of labels, as a migration has them.
    """

    def __init__(self, before: Release, after: Release, renames: frozenset[tuple[str, str]]) -> None:
        self._before, self._after = before, after
        known = evidence(before.schema, after.schema, renames)
        both = [name for name in before.profile.labels if name in after.profile.labels]
        self._found = {name: label_changes(_rows(before, name), _rows(after, name), known) for name in both}
        self.renamed: Names = {
            before.profile.labels[name]: found.renamed for name, found in self._found.items() if found.renamed
        }

    @property
    def same(self) -> bool:
        """True where an id means the same label in both, whatever that is called."""
        return not any(found.moved or found.reused or found.merged or found.split for found in self._found.values())

    def changes(self) -> list[LabelChange]:
        """Every change, with the values it touches: those of ids that no longer mean what they did come first."""
        told = [one for name, found in self._found.items() for one in self._of(name, found)]
        old, new = self._before.profile.labels, self._after.profile.labels
        told += [_change(name, "set added") for name in new if name not in old]
        told += [_change(name, "set removed") for name in old if name not in new]
        told = sorted(told, key=lambda one: one["change"] not in BROKEN)
        if told:
            counts = _counts(self._before), _counts(self._after)
            for one in told:
                names, side = (one["after"], 1) if one["after"] else (one["before"], 0)
                one["values"] = sum(counts[side][one["set"], name] for name in names)
        return told

    def _of(self, name: str, found: LabelChanges) -> Iterator[LabelChange]:
        old, new = ({one.name: one.id for one in side.profile.labels[name]} for side in (self._before, self._after))
        for label, (was, now) in found.moved.items():
            yield _change(name, "moved", [label], [label], was, now)
        for label, heir in found.reused.items():
            yield _change(name, "reused", [label], [heir], old[label], new[heir])
        for label in found.refilled:
            yield _change(name, "refilled", [], [label], new[label], new[label])
        for label, heir in found.renamed.items():
            yield _change(name, "renamed", [label], [heir], old[label], new[heir])
        for labels, heir in found.merged.items():
            yield _change(name, "merged", labels, [heir], old[labels[0]], new[heir])
        for label, heirs in found.split.items():
            yield _change(name, "split", [label], heirs, old[label], new[heirs[0]])
        for label in found.removed:
            yield _change(name, "removed", [label], [], old[label])
        for label in found.added:
            yield _change(name, "added", [], [label], new[label])


def _change(
    name: str,
    change: str,
    before: Sequence[str] = (),
    after: Sequence[str] = (),
    id: int | None = None,
    new_id: int | None = None,
) -> LabelChange:
    return {
        "set": name,
        "change": change,
        "before": [*before],
        "after": [*after],
        "id": id,
        "new_id": new_id,
        "values": 0,
    }


def _rows(release: Release, name: str) -> Mapping[str, Mapping[str, Any]]:
    return by_name(release.schema["$defs"][name]["x-labels"]) or {}


def _counts(release: Release) -> Counter[tuple[str, str]]:
    """How many values have a label, by set and name; a row group at a time, and without a Python object for each."""
    names = {labels: name for name, labels in release.profile.labels.items()}
    found = Counter[tuple[str, str]]()
    for config in HELD:
        for shard in release.shards(config):
            columns = release.configs[config].table.columns
            file = pq.ParquetFile(release.folder / shard["path"])
            there = [field for field in file.schema_arrow.names if field in columns and any(_labelled(columns[field]))]
            for group in range(file.num_row_groups):
                rows = file.read_row_group(group, columns=there)
                for field in there:
                    for chunk in rows.column(field).chunks:
                        _count(columns[field], chunk, names, found)
    return found


def _labelled(column: Column) -> Iterator[bool]:
    match column:
        case Array():
            yield from _labelled(column.items)
        case Record():
            for node in column.fields.values():
                yield from _labelled(node)
        case Text():
            yield bool(column.labels and not column.values)


def _count(
    column: Column, values: pa.Array, names: Mapping[tuple[Label, ...], str], found: Counter[tuple[str, str]]
) -> None:
    match column:
        case Array():
            _count(column.items, pc.list_flatten(values), names, found)
        case Record():
            for name, node in column.fields.items():
                _count(node, pc.struct_field(values, name), names, found)
        case Text() if column.labels in names and not column.values:
            known = {label.id: label.name for label in column.labels}
            for pair in pc.value_counts(pc.drop_null(values)).to_pylist():
                found[names[column.labels], known.get(pair["values"], "")] += pair["counts"]

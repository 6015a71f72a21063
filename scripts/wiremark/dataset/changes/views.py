"""The tables of two releases as they are compared: the columns that both have, with one name for each label."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from wiremark.dataset.release import Release
from wiremark.dataset.without_texts import without_texts
from wiremark.schema.arrow import Column, Day, Table, arrow_schema
from wiremark.schema.profile import Array, Label, Node, Record, Text

Names = Mapping[tuple[Label, ...], Mapping[str, str]]
"""For label sets of the older release, the new names of their renamed labels."""


@dataclass(frozen=True)
class View:
    """A config of a release; without columns where the release does not have it.

    table: the columns that are compared. told: those whose values may be repeated, as they are no article's words.
    """

    release: Release
    config: str
    table: Table
    told: Table


def views(before: Release, after: Release, config: str, names: Names) -> tuple[View, View]:
    """A config on both sides. names: the labels of `before` that are called by the names of `after`."""
    one, two = _columns(before, config), _columns(after, config)
    one = {name: _renamed(column, names) for name, column in one.items()}
    return _view(before, config, one, two), _view(after, config, two, one)


def _columns(release: Release, config: str) -> Mapping[str, Column]:
    """The columns that the schema gives and the shards have."""
    if config not in release.manifest["tables"] or config not in release.configs:
        return {}
    there = schema(release, config).names
    return {name: column for name, column in release.configs[config].table.columns.items() if name in there}


def _view(release: Release, config: str, own: Mapping[str, Column], other: Mapping[str, Column]) -> View:
    table = Table(_shared(own, other), release.configs[config].table.optional if own else frozenset())
    bare = without_texts(replace(release.configs[config], table=Table(own))) if own else None
    return View(release, config, table, bare.table if bare else Table({}))


def _shared(own: Mapping[str, Column], other: Mapping[str, Column]) -> dict[str, Column]:
    """The columns that both have, within records too: a property that one schema lacks is a column added or removed."""
    return {name: _both(column, other[name]) for name, column in own.items() if name in other}


def _both(own: Column, other: Column) -> Column:
    if isinstance(own, Day) or isinstance(other, Day):
        return own
    return _both_nodes(own, other)


def _both_nodes(own: Node, other: Node) -> Node:
    match own, other:
        case Array(), Array():
            return replace(own, items=_both_nodes(own.items, other.items))
        case Record(), Record():
            fields = {n: _both_nodes(node, other.fields[n]) for n, node in own.fields.items() if n in other.fields}
            return replace(own, fields=fields)
        case _:
            return own


def _renamed(column: Column, names: Names) -> Column:
    return column if isinstance(column, Day) else _renamed_node(column, names)


def _renamed_node(node: Node, names: Names) -> Node:
    match node:
        case Array():
            return replace(node, items=_renamed_node(node.items, names))
        case Record():
            return replace(node, fields={name: _renamed_node(field, names) for name, field in node.fields.items()})
        case Text() if node.labels in names:
            new = names[node.labels]
            return replace(node, labels=tuple(replace(one, name=new.get(one.name, one.name)) for one in node.labels))
        case _:
            return node


def repeated(value: Any, column: Column | None) -> Any:
    """A value without what its column does not have, which are the words of an article; None without a column."""
    match column:
        case None:
            return None
        case Array() if value is not None:
            return [repeated(item, column.items) for item in value]
        case Record() if value is not None:
            return {name: repeated(item, column.fields[name]) for name, item in value.items() if name in column.fields}
        case _:
            return value


def schema(release: Release, config: str) -> pa.Schema:
    """The columns that the shards of a config have; without shards, those that it would have."""
    if shards := release.shards(config):
        return pq.read_schema(release.folder / shards[0]["path"])
    return arrow_schema(release.configs[config].table) if config in release.configs else pa.schema([])


def ways(form: pa.Schema) -> list[str]:
    """The way to each column, within records too: `mentions.span.start`."""
    return [way for field in form for way in _ways(field.name, field.type)]


def _ways(way: str, form: pa.DataType) -> Iterator[str]:
    if pa.types.is_list(form):
        yield from _ways(way, form.value_type)
    elif pa.types.is_struct(form):
        for field in form:
            yield from _ways(f"{way}.{field.name}", field.type)
    else:
        yield way

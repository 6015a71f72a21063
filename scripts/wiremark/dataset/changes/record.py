"""What changed between two releases, as JSON has it. The keys are stable; nothing in it is capped or left out.

Words of an article never stand in it: a value that would repeat them is null on both sides, and of a text only lengths
and offsets are told, in code points. Lists are in the order of the releases, what is gone in that of the older one.
"""

from __future__ import annotations

from typing import Any, Literal, TypedDict

Step = Literal["major", "minor", "patch", "none"]


class Values(TypedDict):
    """A value in the older and in the newer release; null where there is none, or it is an article's words."""

    before: Any
    after: Any


Properties = dict[str, Values]
"""Values by the name of their property or column."""


class Total(TypedDict):
    """Counts of one kind: documents, a layer, entities, clusters.

    before, after: how many there are, None where the manifest does not tell. added and removed count also what came or
    went with its document; moved are records whose offsets all moved by one number, which may also be among `changed`.
    """

    what: str
    before: int | None
    after: int | None
    added: int
    removed: int
    changed: int
    moved: int


BROKEN = ("moved", "reused", "refilled")
"""The changes after which an id means another label than it did."""


class LabelChange(TypedDict):
    """What became of a label. set: its name in `$defs`. id: of the older release, or of the newer for a new label.

    change: added, removed, renamed, moved (another id), reused (the id was given to another label), refilled (an id
    that had been given back has a label again), merged, split; `set added` and `set removed` have no names. before,
    after: its names. values: how many values of annotations, entities and clusters have it, in the newer release, or
    for one that is gone in the older.
    """

    set: str
    change: str
    before: list[str]
    after: list[str]
    id: int | None
    new_id: int | None
    values: int


class DocumentChange(TypedDict):
    """Facts of a document that changed: its metadata, rights, story."""

    document: str
    properties: Properties


class Documents(TypedDict):
    """The documents that came and went, and those with other facts."""

    added: list[str]
    removed: list[str]
    changed: list[DocumentChange]


class SplitChange(TypedDict):
    """A document that moved to another split."""

    document: str
    before: str
    after: str


class TextChange(TypedDict):
    """A text that changed: lengths, and the one stretch that holds every change; None where it was not compared."""

    document: str
    before: int
    after: int
    start: int | None
    removed: int | None
    inserted: int | None


class LayerChange(TypedDict):
    """A layer of a document on both sides. change: done, withdrawn (it was done and is no longer), or changed."""

    document: str
    layer: str
    change: str
    properties: Properties


class RecordList(TypedDict):
    """Records of a layer of a document, by id."""

    document: str
    layer: str
    ids: list[str]


class RecordChange(TypedDict):
    """A record that changed in more than a shift of its offsets. Spans are lists of [start, end]."""

    document: str
    layer: str
    id: str
    properties: Properties


class Move(TypedDict):
    """Records all of whose offsets moved by one number. start: the first old offset. every: all that stayed did."""

    document: str
    by: int
    start: int
    every: bool
    ids: dict[str, list[str]]


class Annotations(TypedDict):
    """The records that came, went, changed and moved. A record that lost a layer's document is among `removed`."""

    added: list[RecordList]
    removed: list[RecordList]
    changed: list[RecordChange]
    moved: list[Move]


class ItemChange(TypedDict):
    """An entity or cluster with other properties."""

    id: str
    properties: Properties


class Items(TypedDict):
    """Entities, by id."""

    added: list[str]
    removed: list[str]
    changed: list[ItemChange]


class Member(TypedDict):
    """A record that joined a cluster or left it; one that changed its cluster does both."""

    cluster: str
    document: str
    id: str


class Merge(TypedDict):
    """Clusters all of whose members, as far as they are still there, stand in one now."""

    clusters: list[str]
    into: str


class Parting(TypedDict):
    """A cluster whose members stand in several now, which have no others of before."""

    cluster: str
    into: list[str]


class Clusters(TypedDict):
    """Events and utterances. renamed: a cluster that is gone, with the new one that has its members."""

    added: list[str]
    removed: list[str]
    changed: list[ItemChange]
    joined: list[Member]
    left: list[Member]
    merged: list[Merge]
    split: list[Parting]
    renamed: list[Values]


class TableChange(TypedDict):
    """A table. before, after: its rows, None where it is not there. same: the digests of the two manifests are equal;
    None where they cannot be, because one release is stand-off, or the table is on one side only.

    Columns within records are named by their way: `mentions.span.start`; those that only a release with texts has are
    not listed.
    """

    table: str
    before: int | None
    after: int | None
    same: bool | None
    columns_added: list[str]
    columns_removed: list[str]


class Files(TypedDict):
    """Files that are no tables: the card, rights, schema, Croissant."""

    added: list[str]
    removed: list[str]
    changed: list[str]


class Needed(TypedDict):
    """The step of the corpus's version (SemVer) that the changes need, and why.

    version: the least version that tells of them; None where there is nothing to tell or the version has another form.
    """

    step: Step
    because: list[str]
    version: str | None


class Side(TypedDict):
    """A release, as its manifest has it."""

    folder: str
    name: str
    version: str
    schema: str
    texts: bool
    made_with: dict[str, str]


class Changes(TypedDict):
    """Everything. same: nothing differs, the facts of the manifest included. texts_compared: both have texts."""

    before: Side
    after: Side
    same: bool
    texts_compared: bool
    needed: Needed
    totals: list[Total]
    labels: list[LabelChange]
    splits: list[SplitChange]
    documents: Documents
    texts: list[TextChange]
    layers: list[LayerChange]
    annotations: Annotations
    entities: Items
    clusters: Clusters
    tables: list[TableChange]
    files: Files

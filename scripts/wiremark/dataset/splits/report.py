"""What the documents of a corpus share: words, stories, entities and clusters, within a split and over splits."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypedDict

from wiremark.schema.profile import Record, plan
from wiremark.schema.walk import along
from wiremark.sources import SPLITS, Source
from wiremark.validation import schemas
from wiremark.validation.corpus.duplicates import Pair, Run, longest
from wiremark.workspace import Workspace

_LONGEST = 200
"""Of so many pairs the longest shared run is sought: of those that share most, over splits first."""


class Split(TypedDict):
    """A split and its size; `share` is that of its documents among all, from 0 to 1."""

    split: str
    documents: int
    stories: int
    share: float


class Shared(TypedDict):
    """Two documents that share windows of eight words: how many, of how many that the shorter has.

    `longest` is None where it was not sought; it is for the pairs that share most.
    """

    first: str
    second: str
    splits: tuple[str, str]
    windows: int
    of: int
    near_duplicates: bool
    longest: Run | None


class Report(TypedDict):
    """`exact`: whether every pair that shares a window is told, or of those within a split only near-duplicates.

    `across`: what is named in several splits, by the kind of its id, of how many that are named at all.
    """

    by: str
    splits: list[Split]
    exact: bool
    pairs: list[Shared]
    stories_in_several_splits: list[str]
    across: dict[str, tuple[int, int]]


def report(
    documents: Sequence[Source], texts: Mapping[str, str], pairs: Iterable[Pair], by: str, exact: bool, named: Names
) -> Report:
    """documents: those with a split. pairs: of all of them. named: by document, as `names` gives them."""
    split_of = {source.id: source.split for source in documents}
    told = sorted(pairs, key=lambda pair: (split_of[pair.first] == split_of[pair.second], -pair.windows, pair))
    stories: dict[str, set[str]] = defaultdict(set)
    for source in documents:
        stories[source.story].add(source.split)
    return {
        "by": by,
        "splits": [_split(split, documents) for split in SPLITS],
        "exact": exact,
        "pairs": [_shared(pair, split_of, texts, number < _LONGEST) for number, pair in enumerate(told)],
        "stories_in_several_splits": sorted(story for story, splits in stories.items() if len(splits) > 1),
        "across": _across(split_of, named),
    }


Names = Mapping[str, Mapping[str, frozenset[str]]]
"""By document and by the kind of an id, those that its annotations name."""


def names(workspace: Workspace, ids: Iterable[str]) -> Names:
    """The ids of entities and clusters that documents name; of a file that cannot be read none."""
    profile = schemas.load(workspace).newest
    record = profile.records.get("Document") if profile else None
    found = {}
    for id in ids:
        path = workspace.annotations / f"{id}.json"
        if record and path.is_file():
            try:
                found[id] = _named(json.loads(path.read_bytes()), record)
            except (ValueError, RecursionError):
                continue
    return found


def _named(data: Any, record: Record) -> dict[str, frozenset[str]]:
    own = {space for _, space in plan(record).keys}
    found: dict[str, set[str]] = defaultdict(set)
    for path, node in plan(record).refs:
        if node.ref and node.ref not in own and node.ref != "document":
            values = (value for _, value in along(data, path))
            found[node.ref] |= {value for value in values if isinstance(value, str) and value not in node.values}
    return {space: frozenset(ids) for space, ids in found.items()}


def _split(split: str, documents: Sequence[Source]) -> Split:
    own = [source for source in documents if source.split == split]
    share = round(len(own) / len(documents), 4) if documents else 0.0
    return {"split": split, "documents": len(own), "stories": len({one.story for one in own}), "share": share}


def _shared(pair: Pair, split_of: Mapping[str, str], texts: Mapping[str, str], seek: bool) -> Shared:
    return {
        "first": pair.first,
        "second": pair.second,
        "splits": (split_of[pair.first], split_of[pair.second]),
        "windows": pair.windows,
        "of": pair.of,
        "near_duplicates": pair.near,
        "longest": longest(texts[pair.first], texts[pair.second]) if seek else None,
    }


def _across(split_of: Mapping[str, str], named: Names) -> dict[str, tuple[int, int]]:
    where: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for id, spaces in named.items():
        for space, ids in spaces.items():
            for one in ids:
                where[space][one].add(split_of[id])
    return {space: (sum(len(at) > 1 for at in ids.values()), len(ids)) for space, ids in sorted(where.items())}

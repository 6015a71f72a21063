"""Checks on what was built, before anyone sees it: what a release says of itself is what its files hold.

`datasets` believes a card: other names for a label, a column that is not there, a label's id beyond its names, all load
without a word, as other data. So schema, Parquet files, card, manifest and Croissant are held against each other here.
Read are the footers and statistics of the files, and each column once for its size in memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from wiremark.dataset import croissant
from wiremark.dataset.card import block
from wiremark.dataset.card.front import size_category
from wiremark.dataset.card.vocabulary import wrong
from wiremark.dataset.folder import CARD, CROISSANT, MANIFEST
from wiremark.dataset.manifest import Shard
from wiremark.dataset.release import Release, open_release
from wiremark.dataset.tables import Config
from wiremark.diagnostics import Finding, Refused
from wiremark.schema.arrow import Column, arrow_schema, legacy_features, yaml_features
from wiremark.schema.profile import Array, Label, Record, Text

Front = Mapping[str, Any]


def check(folder: Path, shown: str = "") -> list[Finding]:
    """Everything that is wrong with a release; empty where all is well.

    shown: the folder's name in the findings, by default its path. Findings: D201 and D202 as `open_release` finds
    them, else D210 to D215. Raises OSError for what the system does not let us read.
    """
    try:
        release = open_release(folder)
    except Refused as refused:
        return list(refused.findings)
    place = shown or str(folder)
    return [told.finding(place) for told in _told(release)]


def refuse_faulty(folder: Path, shown: str) -> None:
    """Raises Refused where `check` finds anything wrong with a release that was just written."""
    if findings := check(folder, shown):
        raise Refused(findings)


@dataclass(frozen=True)
class _Fault:
    """Something wrong in a file of the release."""

    code: str
    file: str
    message: str
    found: str
    expected: str

    def finding(self, shown: str) -> Finding:
        return Finding(
            code=self.code,
            file=shown,
            message=f"{self.file}: {self.message}",
            found=self.found,
            expected=self.expected,
            help=_HELP,
        )


_HELP = "build it again; where the same is found again, it is a fault of wiremark: please report it"


def _told(release: Release) -> Iterator[_Fault]:
    front = _front(release.folder)
    if front is None:
        yield _Fault("D210", CARD, "its YAML cannot be read", "no YAML block", "a block between lines of ---")
        return
    for problem in wrong(front):
        yield _Fault("D210", CARD, "its YAML has what the Hub or `datasets` does not take", problem, "the Hub's words")
    yield from _configs(release, front)
    for name, table in release.manifest["tables"].items():
        config = release.configs.get(name)
        if config is None:
            yield _Fault("D211", MANIFEST, "a config that the schema does not have", name, ", ".join(release.configs))
            continue
        for shard in table["shards"]:
            with pq.ParquetFile(release.folder / shard["path"]) as file:
                yield from _columns(file, shard["path"], config)
                yield from _labels(file, shard["path"], config)
                yield from _written(file, shard["path"])
    yield from _sizes(release, front)
    yield from _croissant(release)


def _front(folder: Path) -> Front | None:
    parts = (folder / CARD).read_text("utf-8").split("---\n", 2)
    found = block.loads(parts[1]) if len(parts) == 3 and not parts[0] else None
    return found if isinstance(found, dict) else None


def _configs(release: Release, front: Front) -> Iterator[_Fault]:
    """Are the configs of the card those of the manifest, with their files, digests and columns?"""
    tables = {name: table for name, table in release.manifest["tables"].items() if table["shards"]}
    expected = {name: (table["digest"], _paths(table["shards"])) for name, table in tables.items()}
    found = {config.get("config_name"): _config(config) for config in front.get("configs") or ()}
    for name in expected.keys() | found.keys():
        if found.get(name) != expected.get(name):
            said, held = (_short(side.get(name, "nothing")) for side in (found, expected))
            yield _Fault("D213", CARD, f"its config {name} is not that of {MANIFEST}", said, held)
    for info in front.get("dataset_info") or ():
        config = release.configs.get(info.get("config_name"))
        features = yaml_features(config.table) if config else None
        if info.get("features") != features:
            told, held = _difference(info.get("features"), features)
            yield _Fault(
                "D211", CARD, f"the columns of {info.get('config_name')} are not those of the schema", told, held
            )


def _config(config: Mapping[str, Any]) -> tuple[Any, dict[str, list[str]]]:
    paths: dict[str, list[str]] = {}
    for file in config.get("data_files") or ():
        path = file.get("path")
        paths.setdefault(file.get("split"), []).extend(path if isinstance(path, list) else [path])
    return config.get("description"), paths


def _paths(shards: Sequence[Shard]) -> dict[str, list[str]]:
    paths: dict[str, list[str]] = {}
    for shard in shards:
        paths.setdefault(shard["split"], []).append(shard["path"])
    return paths


def _columns(file: pq.ParquetFile, path: str, config: Config) -> Iterator[_Fault]:
    """Are names, types and description of the columns those that follow from the schema?"""
    expected, found = arrow_schema(config.table), file.schema_arrow
    if not found.remove_metadata().equals(expected.remove_metadata()):
        told, held = _difference([*map(str, found.remove_metadata())], [*map(str, expected.remove_metadata())])
        yield _Fault("D211", path, "its columns are not those of the schema", told, held)
    described = json.loads((found.metadata or {}).get(b"huggingface", b"null"))
    features = {"info": {"features": legacy_features(config.table)}}
    if described != features:
        told, held = _short(described), _short(features)
        yield _Fault("D211", path, "what it tells `datasets` of its columns is not the schema", told, held)


def _difference(found: Any, expected: Any) -> tuple[str, str]:
    """Where two lists first differ."""
    if not isinstance(found, list) or not isinstance(expected, list):
        return _short(found), _short(expected)
    for number in range(max(len(found), len(expected))):
        pair = [side[number] if number < len(side) else "no further column" for side in (found, expected)]
        if pair[0] != pair[1]:
            return _short(pair[0]), _short(pair[1])
    return "the same", "the same"


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 200 else f"{text[:200]}…"


def _labels(file: pq.ParquetFile, path: str, config: Config) -> Iterator[_Fault]:
    """Is every label an id of its set? By the statistics of the file where these decide."""
    leaves = [leaf for name, column in config.table.columns.items() for leaf in _leaves(name, column)]
    if len(leaves) != file.metadata.num_columns:
        return  # other columns, which _columns tells
    for number, (name, labels) in enumerate(leaves):
        if not labels:
            continue
        ids = {label.id for label in labels}
        for group in range(file.num_row_groups):
            strange = _strange(file, group, number, ids)
            if strange:
                ways = f"an id from {min(ids)} to {max(ids)} that a label has"
                yield _Fault("D212", path, f"{name} has an id without a label", ", ".join(map(str, strange)), ways)
                break


def _leaves(name: str, node: Column) -> Iterator[tuple[str, tuple[Label, ...]]]:
    """The leaf columns in the order of the file, with the labels of those that hold them."""
    match node:
        case Array():
            yield from _leaves(name, node.items)
        case Record():
            for field, inner in node.fields.items():
                yield from _leaves(f"{name}.{field}", inner)
        case Text() if node.labels and not node.values:
            yield name, node.labels
        case _:
            yield name, ()


def _strange(file: pq.ParquetFile, group: int, number: int, ids: set[int]) -> list[int]:
    column = file.metadata.row_group(group).column(number)
    statistics = column.statistics
    whole = len(ids) == max(ids) - min(ids) + 1
    if whole and statistics is not None and statistics.has_min_max:
        return sorted({statistics.min, statistics.max} - ids)
    values = file.read_row_group(group, columns=[column.path_in_schema]).column(0)
    return sorted(set(_flat(values).drop_null().unique().to_pylist()) - ids)


def _flat(values: pa.ChunkedArray) -> pa.ChunkedArray:
    """The plain values in lists and objects of one field each."""
    while pa.types.is_nested(values.type):
        values = pc.list_flatten(values) if pa.types.is_list(values.type) else pc.struct_field(values, [0])
    return values


def _written(file: pq.ParquetFile, path: str) -> Iterator[_Fault]:
    """Is it compressed with zstd, with a page index, as the Hub's viewer and remote readers want it?"""
    groups = (file.metadata.row_group(number) for number in range(file.num_row_groups))
    columns = [group.column(number) for group in groups for number in range(group.num_columns)]
    codecs = {column.compression for column in columns} - {"ZSTD"}
    if codecs:
        yield _Fault("D215", path, "it is compressed in another way", ", ".join(sorted(codecs)), "ZSTD")
    if not all(column.has_offset_index for column in columns):
        yield _Fault("D215", path, "it has no page index", "columns without an offset index", "one for each column")


def _sizes(release: Release, front: Front) -> Iterator[_Fault]:
    """Are the numbers of the card those of the files?"""
    largest = 0
    for info in front.get("dataset_info") or ():
        name = info.get("config_name")
        shards = release.shards(name)
        held: dict[str, list[int]] = {}
        for shard in shards:
            rows, size = _measured(release.folder / shard["path"])
            counted = held.setdefault(shard["split"], [0, 0])
            counted[0], counted[1] = counted[0] + rows, counted[1] + size
        largest = max(largest, sum(rows for rows, _ in held.values()))
        expected = {
            **{f"num_examples of {name}, {split}": rows for split, (rows, _) in held.items()},
            **{f"num_bytes of {name}, {split}": size for split, (_, size) in held.items()},
            f"download_size of {name}": sum((release.folder / shard["path"]).stat().st_size for shard in shards),
            f"dataset_size of {name}": sum(size for _, size in held.values()),
        }
        told = _numbers(info)
        for key in [*expected, *(key for key in told if key not in expected)]:
            if told.get(key) != expected.get(key):
                stated, measured = (f"{side.get(key, 'nothing')}" for side in (told, expected))
                yield _Fault("D213", CARD, f"{key} is not that of the files", stated, measured)
        for shard in shards:
            if shard["bytes"] != (size := (release.folder / shard["path"]).stat().st_size):
                told_size = f"bytes of {shard['path']} is not that of the file"
                yield _Fault("D213", MANIFEST, told_size, f"{shard['bytes']}", f"{size}")
    if front.get("size_categories") != [size_category(largest)]:
        category = _short(front.get("size_categories"))
        yield _Fault("D213", CARD, "size_categories is not that of the data", category, size_category(largest))


def _numbers(info: Mapping[str, Any]) -> dict[str, Any]:
    """What the card says of the sizes of a config, each number under its name."""
    name = info.get("config_name")
    splits = info.get("splits") or ()
    return {
        **{
            f"{key} of {name}, {row.get('name')}": row.get(key)
            for row in splits
            for key in ("num_examples", "num_bytes")
        },
        **{f"{key} of {name}": info.get(key) for key in ("download_size", "dataset_size")},
    }


def _measured(path: Path) -> tuple[int, int]:
    """The rows of a file, and its bytes in memory as `datasets` counts them: by row group, a column at a time."""
    with pq.ParquetFile(path) as file:
        read = (
            file.read_row_group(group, columns=[name])
            for group in range(file.num_row_groups)
            for name in file.schema_arrow.names
        )
        return file.metadata.num_rows, sum(columns.nbytes for columns in read)


def _croissant(release: Release) -> Iterator[_Fault]:
    """Does croissant.json name these files and these configs?"""
    content = json.loads((release.folder / CROISSANT).read_bytes())
    tables = release.manifest["tables"]
    expected = {shard["path"]: shard["sha256"] for table in tables.values() for shard in table["shards"]}
    found = croissant.digests(content)
    for path in sorted(expected.keys() | found.keys()):
        if found.get(path) != expected.get(path):
            held = f"that of {MANIFEST}" if path in expected else "no such file"
            yield _Fault("D214", CROISSANT, f"the sha256 of {path} is another", found.get(path, "nothing"), held)
    for name, columns in croissant.columns(content).items():
        config = release.configs.get(name)
        known = list(config.table.columns) if config else []
        if columns != known:
            yield _Fault(
                "D214", CROISSANT, f"the fields of {name} are not its columns", ", ".join(columns), ", ".join(known)
            )

"""MANIFEST.json: what a release is made of, with the sha256 of every file and the digest of every table."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any, TypedDict

import wiremark
from wiremark.dataset.folder import MANIFEST
from wiremark.dataset.inputs import Inputs
from wiremark.dataset.parts import Part
from wiremark.workspace import sha256

FORMAT = 1
"""The number under `manifest`: of this form of the file. A key that is added does not change it."""

BUILDERS = ("pyarrow", "datasets", "sentencex", "pyyaml")
"""The libraries on which the bytes depend, beside wiremark."""


class Shard(TypedDict):
    """A Parquet file of a table."""

    path: str
    split: str
    rows: int
    bytes: int
    sha256: str


class Table(TypedDict):
    """A config. digest: `sha256:` and that of its columns and rows, whatever wrote the files."""

    digest: str
    shards: list[Shard]


class Manifest(TypedDict):
    """MANIFEST.json; its keys are stable.

    version: the corpus's. schema: the version of the schema, whose file is `schemas/annotation-<schema>.json` in the
    release. rules: the versions of the cleaning rules by which the texts were made. texts: False in a stand-off
    release. made_with: versions, by distribution. files: the sha256 of every other file of the release.
    """

    manifest: int
    name: str
    version: str
    schema: str
    rules: list[str]
    texts: bool
    made_with: dict[str, str]
    tables: dict[str, Table]
    files: dict[str, str]


def manifest(inputs: Inputs, parts: Sequence[Part], files: Mapping[str, bytes], *, texts: bool) -> Manifest:
    """The manifest of a release. files: every file but the shards and the manifest itself, by its place."""
    return {
        "manifest": FORMAT,
        "name": inputs.sources.name,
        "version": inputs.sources.version,
        "schema": inputs.profile.version,
        "rules": sorted({article.record["rules_version"] for article in inputs.articles}),
        "texts": texts,
        "made_with": {"wiremark": wiremark.__version__} | {name: metadata.version(name) for name in BUILDERS},
        "tables": {part.config.name: _table(part) for part in parts},
        "files": {place: sha256(content) for place, content in sorted(files.items())},
    }


def _table(part: Part) -> Table:
    return {
        "digest": f"sha256:{part.digest}",
        "shards": [
            {
                "path": shard.path,
                "split": shard.split,
                "rows": shard.rows,
                "bytes": shard.file_bytes,
                "sha256": shard.sha256,
            }
            for shard in part.shards
        ],
    }


def dumps(content: Manifest) -> str:
    """The file, with a final newline."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def read(folder: Path) -> Any:
    """The content of a folder's manifest, unchecked. Raises OSError, and ValueError where it is no JSON."""
    return json.loads((folder / MANIFEST).read_bytes())

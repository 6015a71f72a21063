"""A release: a folder that `build` or `release` made, opened to be compared, put together again or published."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from wiremark.dataset import manifest as manifests
from wiremark.dataset.folder import MANIFEST
from wiremark.dataset.manifest import Manifest
from wiremark.dataset.tables import Config, configs
from wiremark.dataset.without_texts import without_texts
from wiremark.diagnostics import Finding, Refused
from wiremark.schema.arrow import from_arrow
from wiremark.schema.profile import Profile
from wiremark.schema.profile import read as read_profile
from wiremark.schema.versions import file_name


@dataclass(frozen=True)
class Release:
    """A release whose files are those that its manifest names."""

    folder: Path
    manifest: Manifest
    profile: Profile

    @cached_property
    def configs(self) -> dict[str, Config]:
        """The configs by name, in order; those of a stand-off release without their columns of text."""
        full = configs(self.profile)
        found = full if self.manifest["texts"] else (without_texts(config) for config in full)
        return {config.name: config for config in found if config}

    def table(self, config: str) -> pa.Table:
        """The rows of a config, of all splits, as they stand in the shards. Without any it is empty."""
        shards = self.manifest["tables"][config]["shards"]
        schema = pa.schema([]) if not shards else pq.read_schema(self.folder / shards[0]["path"])
        return pa.concat_tables([schema.empty_table(), *(pq.read_table(self.folder / s["path"]) for s in shards)])

    def rows(self, config: str) -> Iterator[dict[str, Any]]:
        """The rows of a config as JSON values, labels by name, shard by shard."""
        for shard in self.manifest["tables"][config]["shards"]:
            yield from from_arrow(pq.read_table(self.folder / shard["path"]), self.configs[config].table)


def open_release(folder: Path) -> Release:
    """Opens a release and checks every file. Raises Refused: D201, or D202 for each file that is not as named."""
    try:
        content = manifests.read(folder)
        profile = read_profile(json.loads((folder / "schemas" / file_name(content["schema"])).read_bytes()))
        named = dict(content["files"])
        named |= {shard["path"]: shard["sha256"] for table in content["tables"].values() for shard in table["shards"]}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        finding = Finding(
            code="D201",
            file=str(folder),
            message="there is no release here that can be read",
            found=f"{type(error).__name__}: {error}",
            expected=f"a folder that `wiremark build` or `wiremark release` made, with its {MANIFEST}",
            help="name such a folder; one of an older wiremark is built anew from its workspace",
        )
        raise Refused([finding]) from None
    findings = [finding for place, digest in named.items() for finding in _differs(folder, place, digest)]
    if findings:
        raise Refused(findings)
    return Release(folder, content, profile)


def _differs(folder: Path, place: str, expected: str) -> Iterator[Finding]:
    path = folder / place
    found = _sha256(path) if path.is_file() else ""
    if found != expected:
        yield Finding(
            code="D202",
            file=str(path),
            message="a file of the release is not as it was made" if found else "a file of the release is missing",
            found=f"sha256 {found}" if found else "no file",
            expected=f"sha256 {expected}, as {MANIFEST} has it",
            help="get the release again, or build it anew from its workspace",
        )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

"""A release: a folder that `build` or `release` made, opened to be compared, put together again or published.

A folder may come from anywhere: nothing is read that its manifest leads to outside the folder, and nothing is believed
before its sha256 is right. Links are followed, because the Hub's cache is made of them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any, TypedDict

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from wiremark.dataset.folder import MANIFEST, kind_of
from wiremark.dataset.manifest import FORMAT, Manifest, Shard
from wiremark.dataset.tables import Config, configs
from wiremark.dataset.without_texts import without_texts
from wiremark.diagnostics import Finding, Refused
from wiremark.schema.arrow import arrow_schema, from_arrow
from wiremark.schema.profile import Profile
from wiremark.schema.profile import read as read_profile
from wiremark.schema.versions import file_name
from wiremark.workspace import sha256_of


@dataclass(frozen=True)
class Release:
    """A release whose files are those that its manifest names. schema: the file that `profile` was read from."""

    folder: Path
    manifest: Manifest
    profile: Profile
    schema: Mapping[str, Any]

    @cached_property
    def configs(self) -> dict[str, Config]:
        """The configs by name, in order; those of a stand-off release without their columns of text."""
        full = configs(self.profile)
        found = full if self.manifest["texts"] else (without_texts(config) for config in full)
        return {config.name: config for config in found if config}

    def shards(self, config: str) -> list[Shard]:
        """The shards of a config, in order; none where the release does not have it."""
        table = self.manifest["tables"].get(config)
        return table["shards"] if table else []

    def table(self, config: str) -> pa.Table:
        """The rows of a config, of all splits, as they stand in the shards. Raises Refused (D201), and KeyError where
        this wiremark knows no such config."""
        empty = arrow_schema(self.configs[config].table).empty_table()
        found = [pq.read_table(self.folder / shard["path"]) for shard in self.shards(config)]
        return pa.concat_tables(found) if found else empty

    def rows(self, config: str) -> Iterator[dict[str, Any]]:
        """The rows of a config as JSON values, labels by name, shard by shard. Raises as `table`."""
        table = self.configs[config].table
        for shard in self.shards(config):
            for batch in pq.ParquetFile(self.folder / shard["path"]).iter_batches(_ROWS):
                try:
                    yield from from_arrow(pa.Table.from_batches([batch]), table)
                except (LookupError, ValueError) as error:
                    raise self.refused(shard, "a value that the schema does not have", f"{error}") from None

    def refused(self, shard: Shard, message: str, found: str) -> Refused:
        """D201 for a shard whose rows cannot be read."""
        return Refused([_unreadable(self.folder / shard["path"], message, found)])


_ROWS = 1024


def open_release(folder: Path) -> Release:
    """Opens a release and checks every file that its manifest names.

    Raises Refused: D201 where there is no release that can be read, D202 for each file that is not as named and each
    shard that is not named; OSError for what the system does not let us read.
    """
    content = _manifest(folder)
    named = dict(content["files"])
    shards = [shard for table in content["tables"].values() for shard in table["shards"]]
    named |= {shard["path"]: shard["sha256"] for shard in shards}
    place = f"schemas/{file_name(content['schema'])}"
    twice = [path for path, count in Counter([*content["files"], *(s["path"] for s in shards)]).items() if count > 1]
    if outside := [path for path in (*named, place) if not _inside(path)]:
        raise _no_release(folder, f"{MANIFEST} names the file {outside[0]}", "files within the folder")
    if twice:
        raise _no_release(folder, f"{MANIFEST} names {twice[0]} twice", "each file once")
    if place not in content["files"]:
        raise _no_release(folder, f"{MANIFEST} names no {place}", "the schema that the release follows")
    findings = [finding for path, digest in named.items() for finding in _differs(folder, path, digest)]
    findings += _unnamed(folder, named)
    if findings:
        raise Refused(findings)
    release = Release(folder, content, *_schema(folder, place, content["schema"]))
    findings = list(_unreadable_shards(release))
    if findings:
        raise Refused(findings)
    return release


class _Format(TypedDict):
    manifest: int


def _manifest(folder: Path) -> Manifest:
    """MANIFEST.json, with values of the right types. A key that is new there is let pass."""
    try:
        written = (folder / MANIFEST).read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        raise _without_manifest(folder) from None
    try:
        found = msgspec.json.decode(written, type=_Format)["manifest"]
        if found != FORMAT:
            raise _no_release(folder, f"{MANIFEST} of format {found}", f"format {FORMAT}", _OTHER_FORMAT)
        return msgspec.json.decode(written, type=Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise _no_release(folder, f"{MANIFEST}: {error}", _MADE) from None


def _without_manifest(folder: Path) -> Refused:
    if not folder.is_dir():
        return _no_release(folder, "no folder" if not folder.exists() else "a file", _MADE)
    if kind_of(folder):
        return _no_release(folder, f"a dataset of an older wiremark, without {MANIFEST}", _MADE)
    return _no_release(folder, f"a folder without {MANIFEST}", _MADE)


_MADE = f"a folder that `wiremark build` or `wiremark release` made, with its {MANIFEST}"
_NAME = "name such a folder; a dataset of an older wiremark is built anew from its workspace"
_OTHER_FORMAT = "open it with the wiremark that made it, or a newer one"


def _no_release(folder: Path, found: str, expected: str, help: str = _NAME) -> Refused:
    message = "there is no release here that can be read"
    finding = Finding(code="D201", file=str(folder), message=message, found=found, expected=expected, help=help)
    return Refused([finding])


def _inside(path: str) -> bool:
    """Whether a path of the manifest stays in the folder, on every system."""
    pure = PurePosixPath(path)
    plain = bool(pure.parts) and pure.as_posix() == path and not set(path) & {"\\", ":", "\0"}
    return plain and not pure.is_absolute() and ".." not in pure.parts


def _schema(folder: Path, place: str, version: str) -> tuple[Profile, Mapping[str, Any]]:
    try:
        schema = json.loads((folder / place).read_bytes())
        profile = read_profile(schema)
    except (ValueError, RecursionError) as error:
        raise _no_release(folder, f"{place}: {error}", "a schema of wiremark") from None
    if profile.version != version:
        raise _no_release(folder, f"{place} says x-version {profile.version}", f"x-version {version}")
    return profile, schema


def _differs(folder: Path, place: str, expected: str) -> Iterator[Finding]:
    path = folder / place
    found = sha256_of(path) if path.is_file() else ""
    if found != expected:
        yield Finding(
            code="D202",
            file=str(path),
            message="a file of the release is not as it was made" if found else "a file of the release is missing",
            found=f"sha256 {found}" if found else "no file",
            expected=f"sha256 {expected}, as {MANIFEST} has it",
            help=_AGAIN,
        )


def _unnamed(folder: Path, named: Mapping[str, str]) -> Iterator[Finding]:
    """Shards beside those of the manifest: whoever loads the folder gets their rows, too."""
    for path in sorted((folder / "data").rglob("*.parquet")):
        if path.relative_to(folder).as_posix() not in named:
            yield Finding(
                code="D202",
                file=str(path),
                message="a shard that is not of the release",
                found="a file beside those that the release was made of",
                expected=f"the files that {MANIFEST} names",
                help=_AGAIN,
            )


_AGAIN = "get the release again, or build it anew from its workspace"


def _unreadable_shards(release: Release) -> Iterator[Finding]:
    """Shards that are no Parquet, or have other columns or another number of rows than schema and manifest say.

    A column that the other side lacks is let pass: an older or a newer wiremark made it.
    """
    for name, table in release.manifest["tables"].items():
        for shard in table["shards"]:
            path = release.folder / shard["path"]
            try:
                metadata = pq.read_metadata(path)
                columns = metadata.schema.to_arrow_schema()
                config = release.configs.get(name)
            except (pa.ArrowException, OSError, LookupError, AttributeError) as error:
                yield _unreadable(path, "a shard cannot be read", f"{error}".strip().partition("\n")[0])
                continue
            if metadata.num_rows != shard["rows"]:
                said = f"{metadata.num_rows} rows where {MANIFEST} has {shard['rows']}"
                yield _unreadable(path, "a shard has other rows than its manifest says", said)
            for field in arrow_schema(config.table) if config else ():
                if field.name in columns.names and columns.field(field.name).type != field.type:
                    said = f"{field.name}: {columns.field(field.name).type}, not {field.type}"
                    yield _unreadable(path, "a shard has another form than its schema says", said)


def _unreadable(path: Path, message: str, found: str) -> Finding:
    expected = "the Parquet that `wiremark build` writes"
    return Finding(code="D201", file=str(path), message=message, found=found, expected=expected, help=_AGAIN)

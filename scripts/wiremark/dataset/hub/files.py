"""The files of a release and those of a repository, told apart by what the Hub says of each: its digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Local:
    """A file to publish: its size in bytes, its sha256, and the SHA-1 that git gives a file with this content."""

    size: int
    sha256: str
    blob: str


@dataclass(frozen=True, slots=True)
class Remote:
    """A file in a repository. sha256: empty where git keeps the file itself, so that only `blob` tells its content."""

    size: int
    blob: str
    sha256: str = ""

    def holds(self, file: Local) -> bool:
        """Whether the content is that of `file`."""
        return self.sha256 == file.sha256 if self.sha256 else self.blob == file.blob


def local(folder: Path) -> dict[str, Local]:
    """The files of a folder by their places in it, sorted."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): _read(path) for path in paths}


def _read(path: Path) -> Local:
    size = path.stat().st_size
    sha256, blob = hashlib.sha256(), hashlib.sha1(b"blob %d\0" % size, usedforsecurity=False)
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            sha256.update(piece)
            blob.update(piece)
    return Local(size, sha256.hexdigest(), blob.hexdigest())


@dataclass(frozen=True, slots=True)
class Change:
    """What makes a repository hold a release: places to add, to change, to delete, and those that stay as they are."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    deleted: tuple[str, ...]
    same: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the repository holds the release already."""
        return not (self.added or self.changed or self.deleted)


def change(release: Mapping[str, Local], there: Mapping[str, Remote], ours: Iterable[str]) -> Change:
    """What is to be done for `release`. ours: the places in `there` that go where the release has none."""
    both = [place for place in release if place in there]
    same = tuple(place for place in both if there[place].holds(release[place]))
    return Change(
        added=tuple(place for place in release if place not in there),
        changed=tuple(place for place in both if place not in same),
        deleted=tuple(sorted(set(ours) - release.keys())),
        same=same,
    )

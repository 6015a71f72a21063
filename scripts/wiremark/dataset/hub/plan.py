"""What publishing a release would do to a repository. Nothing here asks the Hub."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wiremark.dataset.folder import is_ours
from wiremark.dataset.hub.connection import Repository
from wiremark.dataset.hub.files import Change, Remote, change
from wiremark.dataset.hub.staging import Staged

ATTRIBUTES = ".gitattributes"
"""The Hub's own: it writes there which files are large."""

_DATA = "data/"
"""All below belongs to the release: the card's patterns would load whatever else lay there."""


@dataclass(frozen=True)
class Plan:
    """What is to happen. address: the repository's page.

    there: the repository, None where it is still to be made or, with `compared` False, nobody could ask. private: what
    it is, else what it is made as. earlier: the manifest of the release that it holds. at_tag: what the tag stands for
    would have to change to be this release; None where there is no such tag.
    """

    repository: str
    address: str
    release: Staged
    tag: str
    private: bool
    there: Repository | None
    earlier: Mapping[str, Any] | None
    at_tag: Change | None
    compared: bool = True

    @property
    def change(self) -> Change:
        """What has to be done to the files."""
        files = self.there.files if self.there else {}
        return change(self.release.files, files, mine(files))

    @property
    def kept(self) -> list[str]:
        """Files of the repository that are none of a release: they stay."""
        files = self.there.files if self.there else {}
        return sorted(files.keys() - mine(files) - self.release.files.keys() - {ATTRIBUTES})

    @property
    def is_done(self) -> bool:
        """Whether the tag stands for this release already."""
        return self.at_tag is not None and self.at_tag.is_empty


def mine(files: Mapping[str, Remote]) -> set[str]:
    """Those of the files that a release has, or that would be loaded with it."""
    return {place for place in files if is_ours(place) or place.startswith(_DATA)}


def manifest_of(content: bytes) -> dict[str, Any]:
    """What a MANIFEST.json in a repository says; nothing where it is no such file."""
    try:
        read = json.loads(content)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}

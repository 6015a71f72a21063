"""Further files of a release, known to its manifest."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from wiremark.dataset import manifest
from wiremark.dataset.folder import MANIFEST
from wiremark.workspace import sha256


def add(folder: Path, files: Mapping[str, str]) -> None:
    """Writes files, by their places, into a release that is being made, and their sha256 into its manifest."""
    written = {place: text.encode("utf-8") for place, text in files.items()}
    content = manifest.read(folder)
    digests = {place: sha256(data) for place, data in written.items()}
    content["files"] = dict(sorted((content["files"] | digests).items()))
    for place, data in written.items():
        (folder / place).write_bytes(data)
    (folder / MANIFEST).write_bytes(manifest.dumps(content).encode("utf-8"))

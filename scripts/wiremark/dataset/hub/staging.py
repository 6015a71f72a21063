"""The release that is to be published, made fresh from the workspace: never a folder that somebody may have changed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wiremark.dataset.build import write_dataset
from wiremark.dataset.check import refuse_faulty
from wiremark.dataset.hub.files import Local, local
from wiremark.dataset.inputs import load_inputs
from wiremark.dataset.manifest import Manifest, read
from wiremark.dataset.standoff.release import write_release
from wiremark.workspace import Workspace


@dataclass(frozen=True)
class Staged:
    """A release in a folder, its manifest, its files, and the commit of the workspace that it is made from."""

    folder: Path
    manifest: Manifest
    files: dict[str, Local]
    origin: str = ""

    @property
    def name(self) -> str:
        """The corpus with its version, as commits and tags name it."""
        return f"{self.manifest['name']} {self.manifest['version']}"


def stage(workspace: Workspace, folder: Path, *, texts: bool) -> Staged:
    """Makes a release in an empty folder: with the articles' text, or stand-off.

    Raises Refused where the workspace has errors, or what was made is not what it should be.
    """
    inputs = load_inputs(workspace)
    if texts:
        write_dataset(inputs, folder)
        refuse_faulty(folder, "the release")
    else:
        write_release(workspace, inputs, folder, "the release")
    return Staged(folder, read(folder), local(folder))

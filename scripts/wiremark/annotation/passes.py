"""One annotator's work over the corpus, read whole: a pass, a folder like one, or the corpus's own layers."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wiremark.annotation.reader import Object, Reader
from wiremark.annotation.store import annotators, held
from wiremark.diagnostics import Refused
from wiremark.workspace import Workspace

GOLD = "gold"
"""The name under which annotations/ itself is meant."""


@dataclass(frozen=True)
class Pass:
    """What one annotator made. All data is parsed JSON; offsets are code points of the corpus's texts.

    documents: per id the content of its file. entities, events, utterances: per id the record, the workspace's and the
    pass's own together. given: the ids in annotations/entities.json that the pass does not define itself: what it does,
    its annotator made, also where adjudication has taken it over since.
    """

    name: str
    documents: Mapping[str, Object]
    entities: Mapping[str, Object] = field(default_factory=dict)
    given: frozenset[str] = frozenset()
    events: Mapping[str, Object] = field(default_factory=dict)
    utterances: Mapping[str, Object] = field(default_factory=dict)

    @property
    def annotators(self) -> tuple[str, ...]:
        """The names in annotated_with, sorted."""
        layers = (layer for data in self.documents.values() for layer in data["annotated_with"].values())
        return tuple(sorted({name for layer in layers for name in layer["annotators"]}))


def names(workspace: Workspace) -> list[str]:
    """What `load` knows and is not empty: the names in annotations/passes/, the folders of the rounds, `gold`."""
    top = workspace.annotations
    found = [path.name if path.parent.parent == top else workspace.relative(path) for path in annotators(workspace)]
    return [name for name in (*found, GOLD) if _documents(folder(workspace, name))]


def folder(workspace: Workspace, name: str) -> Path:
    """The folder that `name` means: that of `gold`, one under annotations/passes/, or any, from the workspace or here.

    Raises FileNotFoundError where there is none.
    """
    places = [workspace.annotations / "passes" / name, workspace.root / name, Path(name)]
    for path in [workspace.annotations] if name == GOLD else places:
        if name and path.is_dir():
            return path
    raise FileNotFoundError(errno.ENOENT, "there is no pass of this name, and no such folder", name)


def load(workspace: Workspace, name: str) -> Pass:
    """Reads a pass by its name, see `folder`.

    Raises FileNotFoundError where there is none or no document in it, and Refused with a finding for each file that
    cannot be read, does not follow the schema version that it names, or whose spans are not in the corpus's text.
    """
    top = folder(workspace, name)
    reader = Reader(workspace)
    documents = {path.stem: reader.document(path) for path in _documents(top)}
    places = (
        [workspace.annotations] if top.resolve() == workspace.annotations.resolve() else [workspace.annotations, top]
    )
    entities = [reader.shared(place / "entities.json", "Entities") for place in places]
    clusters = [reader.shared(place / "clusters.json", "Clusters") for place in places]
    if reader.findings:
        raise Refused(reader.findings)
    if not documents:
        raise FileNotFoundError(errno.ENOENT, "there is no annotated document in this folder", name)
    return Pass(
        _called(workspace, top, name),
        documents,
        _by_id(entities, "entities"),
        frozenset(_by_id(entities[:1], "entities").keys() - _by_id(entities[1:], "entities").keys()),
        _by_id(clusters, "events"),
        _by_id(clusters, "utterances"),
    )


def _called(workspace: Workspace, top: Path, name: str) -> str:
    """One name for one pass, however it was asked for."""
    known = {folder(workspace, known).resolve(): known for known in names(workspace)}
    return known.get(top.resolve(), name)


def _documents(folder: Path) -> list[Path]:
    return [file.path for file in held(folder, "Pass") if file.of_document]


def _by_id(files: list[Object], key: str) -> dict[str, Object]:
    return {record["id"]: record for data in files for record in data.get(key, ())}

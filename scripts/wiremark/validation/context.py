"""What a workspace's annotation files are checked against: schemas, documents, texts, and the ids that they share."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from wiremark.annotation.store import File, files
from wiremark.diagnostics import Finding, Refused
from wiremark.schema.profile import Record, plan
from wiremark.validation import level1, schemas
from wiremark.validation.level3 import Article, Space, keys
from wiremark.workspace import Workspace, sha256

_SHARED = (("Entities", "entities.json", "A304"), ("Clusters", "clusters.json", "A305"))


class Context:
    """Reads a workspace once. `findings` holds what is wrong with SOURCES.toml and the schemas themselves."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.schemas = schemas.load(workspace)
        self.findings: list[Finding] = list(self.schemas.findings)
        self.articles: dict[str, Article] | None
        try:
            documents = workspace.sources().documents
            self.articles = {source.id: self._article(source.id, source.published.isoformat()) for source in documents}
        except Refused as refused:
            self.findings += refused.findings
            self.articles = None
        self._shared: dict[Path, dict[str, Space]] = {}
        self._spaces: dict[Path, dict[str, Space]] = {}

    def article(self, file: File, data: dict[str, Any]) -> Article | None:
        """The document that a document file is about: by the file's name, else by what it says."""
        articles, named = self.articles or {}, data.get("document")
        return articles.get(file.path.stem) or (articles.get(named) if isinstance(named, str) else None)

    def record(self, file: File, data: Any) -> Record | None:
        """The root record of the schema version that a file declares; None where there is none to check against."""
        profile = self.schemas.profile_for(data)
        return profile.records[file.kind] if profile else None

    def spaces(self, folder: Path) -> dict[str, Space]:
        """What references in a folder's files may name beside their own ids: documents, entities and clusters."""
        if folder not in self._spaces:
            spaces = dict(self.shared(self.workspace.annotations))
            if folder != self.workspace.annotations:
                for name, own in self.shared(folder).items():
                    spaces[name] = _joined(spaces[name], own) if name in spaces else own
            if self.articles is not None:
                there = dict.fromkeys(self.articles, "seeds/SOURCES.toml")
                spaces["document"] = Space("A313", "document", "seeds/SOURCES.toml", there)
            self._spaces[folder] = spaces
        return self._spaces[folder]

    def shared(self, folder: Path) -> dict[str, Space]:
        """The spaces that the entities.json and clusters.json of a folder open."""
        if folder not in self._shared:
            self._shared[folder] = {name: space for kind in _SHARED for name, space in self._opened(folder, *kind)}
        return self._shared[folder]

    def _opened(self, folder: Path, kind: Any, name: str, code: str) -> Iterable[tuple[str, Space]]:
        path = folder / name
        where = self.workspace.relative(path)
        parsed = level1.read(path.read_bytes(), where) if path.is_file() else level1.Parsed(True, {}, "")
        record = self.record(File(path, kind), parsed.data)
        if record is None:
            return
        opened = keys(parsed.data, plan(record))
        for _, space in plan(record).keys:
            ids = dict.fromkeys(opened.get(space, {}), where) if parsed.readable else None
            yield space, Space(code, space.replace("_", " "), where, ids)

    def _article(self, id: str, dct: str) -> Article:
        path = self.workspace.corpus / f"{id}.txt"
        try:
            raw = path.read_bytes()
            return Article(id, dct, raw.decode("utf-8"), sha256(raw))
        except (FileNotFoundError, UnicodeDecodeError):
            return Article(id, dct)


def _joined(common: Space, own: Space) -> Space:
    ids = None if common.ids is None or own.ids is None else {**common.ids, **own.ids}
    return Space(own.code, own.what, f"{common.where} or {own.where}", ids)


def selected(workspace: Workspace, paths: Sequence[Path] | None) -> list[File]:
    """The annotation files under `paths`, which are files or folders, as they stand or from the workspace's root.

    All of them for no paths. Raises FileNotFoundError for a path with no annotation file.
    """
    every = files(workspace)
    if not paths:
        return every
    chosen: set[Path] = set()
    for path in paths:
        target = next((option for option in (path, workspace.root / path) if option.exists()), path).resolve()
        under = {file.path for file in every if target in (file.path.resolve(), *file.path.resolve().parents)}
        if not under:
            raise FileNotFoundError(errno.ENOENT, "there is no annotation file here", str(path))
        chosen |= under
    return [file for file in every if file.path in chosen]

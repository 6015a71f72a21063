"""What a workspace's annotation files are checked against: schemas, documents, texts, and the ids that they share."""

from __future__ import annotations

import errno
import re
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from typing import Any

from wiremark.annotation.store import File, files
from wiremark.diagnostics import Finding, Refused
from wiremark.schema.profile import Record, plan
from wiremark.schema.walk import along
from wiremark.sources import Source, Sources
from wiremark.validation import level1, schemas
from wiremark.validation.fast_path import fast_path
from wiremark.validation.level3 import Article, Space, changed, keys
from wiremark.workspace import Workspace, sha256

_SHARED = (("Entities", "entities.json", "A304"), ("Clusters", "clusters.json", "A305"))


@dataclass(frozen=True, slots=True)
class Loaded:
    """An annotation file that can be read. `name`: as findings have it; `record`: its root in the schema.

    `data` is as parsed, and may have any fault of structure. `text`: the article that the offsets of a document file
    count in, or None where that is not the text that was annotated, and for entities and clusters. `clean`: nothing of
    levels 1 to 3 is wrong with it; False where that was not asked.
    """

    file: File
    name: str
    data: Any
    record: Record
    text: str | None
    clean: bool = False


class Context:
    """Reads a workspace once. `findings` holds what is wrong with SOURCES.toml and the schemas themselves."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.schemas = schemas.load(workspace)
        self.findings: list[Finding] = list(self.schemas.findings)
        self.articles: dict[str, Article] | None
        self.listed: Sources | None = None
        self.sources: tuple[Source, ...] = ()
        try:
            self.listed = workspace.sources()
            self.sources = self.listed.documents
            self.articles = {source.id: self._article(source) for source in self.sources}
        except Refused as refused:
            self.findings += refused.findings
            self.articles = None
        listed = dict.fromkeys(self.articles or (), "seeds/SOURCES.toml")
        self.documents = Space("A313", "document", "seeds/SOURCES.toml", listed)
        self.every = files(workspace)
        self.files = frozenset(file.path for file in self.every)
        self._shared: dict[Path, dict[str, Space]] = {}
        self._raw: dict[Path, bytes] = {}
        self._parsed: dict[Path, level1.Parsed] = {}
        self._clean: dict[Path, bool] = {}
        self._ids: dict[Path, dict[str, frozenset[str]] | None] = {}
        self._spaces: dict[Path, dict[str, Space]] = {}
        self._items: dict[tuple[Path, str, str], dict[str, dict[str, Any]]] = {}

    def selected(self, paths: Sequence[Path] | None) -> list[File]:
        """The annotation files under `paths`, which are files or folders, as they stand or from the workspace's root.

        All of them for no paths. Raises FileNotFoundError for a path with no annotation file.
        """
        if not paths:
            return self.every
        under: dict[Path, set[Path]] = defaultdict(set)
        for file in self.every:
            target = file.path.resolve()
            for place in (target, *target.parents):
                under[place].add(file.path)
        chosen: set[Path] = set()
        for path in paths:
            found = under.get(path.resolve()) or under.get((self.workspace.root / path).resolve())
            if not found:
                raise FileNotFoundError(errno.ENOENT, "there is no annotation file here", str(path))
            chosen |= found
        return [file for file in self.every if file.path in chosen]

    def earlier(self, file: File) -> bool:
        """True for the passes of earlier rounds: they followed the guidelines of their day, not levels 4 and 5."""
        return file.path.is_relative_to(self.workspace.annotations / "rounds")

    def article(self, file: File, data: dict[str, Any]) -> Article | None:
        """The document that a document file is about: by the file's name, unless it names another."""
        stem = file.path.stem
        return (self.articles or {}).get(stem) if data.get("document", stem) == stem else None

    def text(self, file: File, data: Any) -> str | None:
        """The clean text that a document file's offsets count in; None where it is another, or not known."""
        if not file.of_document or not isinstance(data, dict):
            return None
        article = self.article(file, data)
        return article.text if article and not changed(data, article) else None

    def record(self, file: File, data: Any) -> Record | None:
        """The root record of the newest schema; None where a file declares one that is broken, or there is none."""
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
                spaces["document"] = self.documents
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
        there = path in self._raw or path.is_file()
        if not there and folder != self.workspace.annotations:
            return  # a pass without new ids
        data = self.parsed(path).data if there else None
        record = self.record(File(path, kind), data)
        if record is None:
            return
        opened = keys(data, plan(record))
        for key, space in plan(record).keys:
            holder = tuple(takewhile(lambda step: step != "*", key))
            listed = any(isinstance(items, list) for _, items in along(data, holder))
            ids = dict.fromkeys(opened.get(space, {}), where) if listed else None
            yield space, Space(code, space.replace("_", " "), where, ids)

    def items(self, folder: Path, name: str, key: str) -> Mapping[str, dict[str, Any]]:
        """What stands under `key` of the file `name` in annotations/ and in a pass's `folder`, by id; of two, the own.

        Nothing where it cannot be read or has another form.
        """
        if (folder, name, key) not in self._items:
            self._items[folder, name, key] = self._listed(folder, name, key)
        return self._items[folder, name, key]

    def _listed(self, folder: Path, name: str, key: str) -> dict[str, dict[str, Any]]:
        found = {}
        for path in dict.fromkeys((self.workspace.annotations / name, folder / name)):
            data = self.parsed(path).data if path.is_file() else None
            listed = data.get(key) if isinstance(data, dict) else None
            for item in listed if isinstance(listed, list) else ():
                if isinstance(item, dict) and isinstance(item.get("id"), str):
                    found[item["id"]] = item
        return found

    def parsed(self, path: Path) -> level1.Parsed:
        """An annotation file as it was when it was first asked for. Raises OSError where there is none."""
        if path not in self._parsed:
            self._parsed[path] = level1.read(self.raw(path), self.workspace.relative(path))
        return self._parsed[path]

    def hold(self, path: Path, raw: bytes | None) -> None:
        """Takes an annotation file for one with this content, whatever stands there; for None as it stands."""
        known: tuple[dict[Path, Any], ...] = (self._raw, self._parsed, self._clean)
        for cache in known:
            cache.pop(path, None)
        if raw is not None:
            self._raw[path] = raw
        if any(path.name == name for _, name, _ in _SHARED):
            shared: tuple[dict[Any, Any], ...] = (self._shared, self._spaces, self._ids, self._clean, self._items)
            for cache in shared:
                cache.clear()

    def raw(self, path: Path) -> bytes:
        """The bytes of an annotation file when it was first asked for. Raises OSError where there is none."""
        if path not in self._raw:
            self._raw[path] = path.read_bytes()
        return self._raw[path]

    def clean(self, file: File) -> bool:
        """True where the fast path says that levels 1 to 3 find nothing; else they must look. Raises OSError."""
        if file.path not in self._clean:
            self._clean[file.path] = self._clean_at_once(file)
        return self._clean[file.path]

    def _clean_at_once(self, file: File) -> bool:
        profile, ids = self.schemas.newest, self._known(file.path.parent)
        if profile is None or ids is None:
            return False
        way = fast_path(profile, file.kind)
        decoded = way.decoded(self.raw(file.path))
        if decoded is None:
            return False
        text = ""
        if file.of_document:
            article = (self.articles or {}).get(file.path.stem)
            said = (decoded.root.document, decoded.root.text_sha256, decoded.root.dct)
            if article is None or article.text is None or said != (article.id, article.text_sha256, article.dct):
                return False
            text = article.text
        elif file.path.parent.parent == self.workspace.annotations / "passes":
            return False  # its ids are compared with those of annotations/
        return way.clean(self.raw(file.path), decoded, text, ids)

    def _known(self, folder: Path) -> dict[str, frozenset[str]] | None:
        """The ids of the spaces of a folder; None where some cannot be read."""
        if folder not in self._ids:
            spaces = {name: space.ids for name, space in self.spaces(folder).items()}
            known = {name: frozenset(ids) for name, ids in spaces.items() if ids is not None}
            self._ids[folder] = known if len(known) == len(spaces) else None
        return self._ids[folder]

    def missing(self, asked: Container[str]) -> list[Finding]:
        """What is said once, and not at every reference: that a file is not there in which they must be found."""
        common = self.shared(self.workspace.annotations)
        wanted = {space.where: space for name, space in common.items() if name in asked}
        return [
            Finding(
                code=space.code,
                file=where,
                message=f"there is no {where}, and references to what must stand in it",
                found="a folder" if (self.workspace.root / where).is_dir() else "no file",
                expected=f"a file with every {space.what} that is named",
                notes=("these references were not checked",),
                help="put it back, for instance with `git checkout`, or write it",
            )
            for where, space in wanted.items()
            if not (self.workspace.root / where).is_file()
        ]

    @cached_property
    def annotators(self) -> frozenset[str] | None:
        """The names in backticks in the first column of ANNOTATORS.md; None where there are none."""
        path = self.workspace.annotations / "ANNOTATORS.md"
        text = path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""
        cells = re.findall(r"^[ \t]*\|([^|\n]*)\|", text, re.MULTILINE)
        return frozenset(name for cell in cells for name in re.findall(r"`([^`]+)`", cell)) or None

    def _article(self, source: Source) -> Article:
        id, dct = source.id, source.published.isoformat()
        text, record = (self.workspace.corpus / f"{id}.{kind}" for kind in ("txt", "json"))
        raw = text.read_bytes() if text.is_file() else b"\xff"
        try:
            content = raw.decode("utf-8")
        except UnicodeDecodeError:
            lacking = f"no corpus/{id}.txt in UTF-8"
        else:
            written = level1.read(record.read_bytes(), "").data if record.is_file() else None
            if isinstance(written, dict) and written.get("text_sha256") == sha256(raw):
                return Article(id, dct, content, sha256(raw), language=source.language)
            lacking = f"corpus/{id}.txt is not the text that corpus/{id}.json was written with"
        return Article(id, dct, lacking=lacking, language=source.language)


def _joined(common: Space, own: Space) -> Space:
    ids = None if common.ids is None or own.ids is None else {**common.ids, **own.ids}
    return Space(own.code, own.what, f"{common.where} or {own.where}", ids)

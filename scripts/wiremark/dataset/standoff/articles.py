"""Which file of a folder is the article of which document: by its bytes, its text, its name, or its paragraphs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from wiremark import cleaning
from wiremark.cleaning import Cleaned
from wiremark.dataset.standoff.paragraphs import Paragraph, paragraphs
from wiremark.sources import article_files
from wiremark.workspace import sha256


@dataclass(frozen=True)
class Sought:
    """A document as the release knows it. file: the name that its seed had."""

    id: str
    file: str
    language: str
    raw_sha256: str
    text_sha256: str
    rules_version: str
    paragraphs: Sequence[Paragraph]


@dataclass(frozen=True)
class Copy:
    """A file that is taken for an article: its name in the folder, its bytes, what cleaning gives."""

    name: str
    raw: bytes
    cleaned: Cleaned
    text_sha256: str


@dataclass
class Found:
    """The article of each document that has one. unproven: a file that bears the name of a seed, but of which nothing
    proves that it is the article, by document."""

    copies: dict[str, Copy] = field(default_factory=dict)
    unproven: dict[str, str] = field(default_factory=dict)


def find(documents: Sequence[Sought], folder: Path, mode: str = "rules") -> Found:
    """Looks for the article of every document in the files of a folder and of the folders in it, but hidden ones.

    First those with the bytes of a seed; then those with its clean text; of the files left, the one with the seed's
    name, if any paragraph of the article is in it; then the one with the most of the article's paragraphs, if it has
    at least half of those that have a hash and no other file has as many. Raises OSError.

    mode: by what the release was cleaned, one of MODES.
    """
    files = _Files(folder, mode)
    found = Found()
    for document in documents:
        name = files.by_raw.get(document.raw_sha256)
        if name and (copy := files.copy(name, document.language)):
            found.copies[document.id] = copy
    known = {document.raw_sha256 for document in documents}
    left = [name for name, hashed in files.hashes.items() if hashed not in known]
    for document in _missing(documents, found):
        copies = (files.copy(name, document.language) for name in left)
        same = next((copy for copy in copies if copy and copy.text_sha256 == document.text_sha256), None)
        if same:
            found.copies[document.id] = same
    for choose in (_by_name, _by_paragraphs):
        for document in _missing(documents, found):
            taken = {copy.name for copy in found.copies.values()}
            shared = files.shared(document, [name for name in left if name not in taken])
            choose(document, shared, files, found)
    return found


def _missing(documents: Sequence[Sought], found: Found) -> list[Sought]:
    return [document for document in documents if document.id not in found.copies]


class _Files:
    """The files of a folder by their names in it, each cleaned once for a language."""

    def __init__(self, folder: Path, mode: str) -> None:
        self._mode = mode
        self._paths = article_files(folder)
        self._copies: dict[tuple[str, str], Copy | None] = {}
        self._hashes: dict[tuple[str, str], set[str | None]] = {}
        self.hashes = {name: sha256(path.read_bytes()) for name, path in self._paths.items()}
        self.by_raw = {hashed: name for name, hashed in reversed(self.hashes.items())}

    def copy(self, name: str, language: str) -> Copy | None:
        """A file and what cleaning gives; None where it is not UTF-8, or a page without an article."""
        if (name, language) not in self._copies:
            self._copies[name, language] = _copy(name, self._paths[name].read_bytes(), language, self._mode)
        return self._copies[name, language]

    def shared(self, document: Sought, names: Sequence[str]) -> dict[str, int]:
        """How many paragraphs that have a hash each of the files has in common with the document."""
        wanted = {hashed for *_, hashed in document.paragraphs if hashed}
        return {name: len(wanted & self._paragraphs(name, document.language)) for name in names}

    def _paragraphs(self, name: str, language: str) -> set[str | None]:
        if (name, language) not in self._hashes:
            copy = self.copy(name, language)
            self._hashes[name, language] = {hashed for *_, hashed in paragraphs(copy.cleaned.text)} if copy else set()
        return self._hashes[name, language]


def _copy(name: str, raw: bytes, language: str, mode: str) -> Copy | None:
    try:
        cleaned = cleaning.clean_seed(name, raw.decode("utf-8"), language=language, mode=mode)
    except (UnicodeDecodeError, cleaning.NoArticle):
        return None
    return Copy(name, raw, cleaned, sha256(cleaned.text.encode("utf-8")))


def _by_name(document: Sought, shared: Mapping[str, int], files: _Files, found: Found) -> None:
    named = {name: number for name, number in shared.items() if Path(name).name == document.file}
    if name := _best(named, 1):
        _take(document, name, files, found)
    elif named:
        found.unproven[document.id] = next(iter(named))


def _by_paragraphs(document: Sought, shared: Mapping[str, int], files: _Files, found: Found) -> None:
    all_of_it = len({hashed for *_, hashed in document.paragraphs if hashed})
    if name := _best(shared, max(1, (all_of_it + 1) // 2)):
        _take(document, name, files, found)


def _take(document: Sought, name: str, files: _Files, found: Found) -> None:
    if copy := files.copy(name, document.language):
        found.copies[document.id] = copy
        found.unproven.pop(document.id, None)


def _best(shared: Mapping[str, int], least: int) -> str | None:
    """The file with the most paragraphs, if they are enough and it is the only one with as many."""
    most = max(shared.values(), default=0)
    names = [name for name, number in shared.items() if number == most]
    return names[0] if most >= least and len(names) == 1 else None

"""Where things are in a corpus workspace, and how files are written."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from wiremark.diagnostics import Finding, Refused
from wiremark.schema.versions import file_name
from wiremark.sources import SOURCES, Source, Sources, parse

FOLDERS = ("seeds", "corpus", "annotations", "schemas")
"""The folders of a workspace."""


class Busy(Exception):
    """Another command holds the lock."""


class NoRevision(Exception):
    """There is no such state of the workspace in git."""


class NotAWorkspace(Exception):
    """The folder has no seeds/ and no corpus/."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with seeds/ corpus/ annotations/ schemas/."""

    root: Path

    @classmethod
    def at(cls, root: Path) -> Workspace:
        """The workspace in `root`: a folder with seeds/ or corpus/. Raises NotAWorkspace."""
        if not (root / "seeds").is_dir() and not (root / "corpus").is_dir():
            raise NotAWorkspace(f"{root.absolute()}: no seeds/ and no corpus/ here, so no corpus workspace")
        return cls(root)

    @property
    def seeds(self) -> Path:
        """Raw articles and SOURCES.toml."""
        return self.root / "seeds"

    @property
    def corpus(self) -> Path:
        """Clean texts and cleaning records."""
        return self.root / "corpus"

    @property
    def annotations(self) -> Path:
        """Stand-off layers, entities, clusters, passes."""
        return self.root / "annotations"

    @property
    def schemas(self) -> Path:
        """The schema files."""
        return self.root / "schemas"

    def schema(self, version: str) -> Path:
        """The file of a schema version."""
        return self.schemas / file_name(version)

    def relative(self, path: Path) -> str:
        """The name of a file in findings: relative to the workspace, with slashes."""
        try:
            return path.absolute().relative_to(self.root.absolute()).as_posix()
        except ValueError:
            return str(path)

    def sources(self) -> Sources:
        """SOURCES.toml, checked. Raises Refused with every problem in it."""
        return parse(self.sources_file())

    def sources_file(self) -> bytes:
        """The content of SOURCES.toml. Raises Refused where there is none."""
        path = self.root / SOURCES
        if path.is_file():
            return path.read_bytes()
        missing = Finding(
            code="W101",
            file=SOURCES,
            message="there is no SOURCES.toml",
            expected="a [corpus] table with name and version, and a [[documents]] table for each seed",
            help="put it back, for instance with `git checkout seeds`",
        )
        raise Refused([missing])

    def text(self, id: str) -> str:
        """The clean text of a document. Raises FileNotFoundError where there is none."""
        return (self.corpus / f"{id}.txt").read_bytes().decode("utf-8")

    def seed(self, source: Source) -> bytes:
        """The raw article. Raises Refused where it is missing or is not the file that SOURCES.toml names."""
        path = self.seeds / source.file
        if not path.is_file():
            raise Refused(
                [
                    Finding(
                        code="W103",
                        file=SOURCES,
                        line=source.line,
                        message=f"the seed of {source.id} is missing",
                        expected=f"seeds/{source.file}",
                        help=f"put {source.file} back into seeds/, for instance with `git checkout seeds`",
                    )
                ]
            )
        raw = path.read_bytes()
        if sha256(raw) != source.sha256:
            raise Refused(
                [
                    Finding(
                        code="W104",
                        file=f"seeds/{source.file}",
                        message=f"the seed of {source.id} is not the file that SOURCES.toml names",
                        found=f"sha256 {sha256(raw)}",
                        expected=f"sha256 {source.sha256}",
                        help="seeds are never edited: put the file back, for instance with `git checkout seeds`",
                    )
                ]
            )
        return raw

    def read_at(self, ref: str, path: Path) -> bytes | None:
        """A file as git has it at `ref` (a commit, branch, tag …), without a checkout; None where it has none there.

        Raises NoRevision where the workspace is in no git repository, git is absent, or there is no such `ref`.
        """
        shown = self._git("cat-file", "blob", f"{self._commit(ref)}:./{self.relative(path)}")
        return None if shown.returncode else shown.stdout

    def _commit(self, ref: str) -> str:
        """The name of the commit that `ref` stands for. Raises NoRevision."""
        commit = self._git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
        if commit.returncode:
            raise NoRevision(f"git knows no {ref} here")
        return commit.stdout.decode().strip()

    def listed_at(self, ref: str, folder: Path) -> list[str]:
        """The names in a folder as git has it at `ref`; none where it has no such folder there.

        Raises NoRevision as `read_at` does.
        """
        commit = self._commit(ref)
        listed = self._git("ls-tree", "--full-tree", "--name-only", "-z", f"{commit}:./{self.relative(folder)}")
        return [] if listed.returncode else listed.stdout.decode("utf-8", "replace").split("\0")[:-1]

    def revisions(self, path: Path) -> list[str]:
        """The commits that changed a file, the latest first; none where git knows none."""
        log = self._git("log", "--format=%H", "--", f"./{self.relative(path)}")
        return log.stdout.decode().split() if log.returncode == 0 else []

    def head(self) -> str:
        """The commit that is checked out. Raises NoRevision where there is none."""
        return self._commit("HEAD")

    def uncommitted(self, *kept: str) -> dict[str, str]:
        """The files that are not as the last commit has them, by their names here: added, changed, deleted, untracked.

        kept: files and folders; what git does not know counts only there, also where it is told to ignore it, but for
        hidden files. Raises NoRevision where git is absent or the workspace is in no repository.
        """
        prefix = self._git("rev-parse", "--show-prefix")
        if prefix.returncode:
            raise NoRevision(prefix.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: "))
        here = prefix.stdout.decode("utf-8", "replace").removesuffix("\n")
        states = {"D": "deleted", "A": "added", "?": "untracked", "!": "ignored by git"}
        found = {}
        for more in (("--untracked-files=no", "--", "."), ("--untracked-files=all", "--ignored", "--", *kept)):
            status = self._git("status", "--porcelain=v1", "-z", "--no-renames", *more)
            for line in status.stdout.decode("utf-8", "replace").split("\0")[:-1]:
                state, name = line[1].strip() or line[0], line[3:].removeprefix(here)
                if state not in "?!" or not any(part.startswith((".", "__")) for part in name.split("/")):
                    found[name] = states.get(state, "changed")
        return dict(sorted(found.items()))

    def _git(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run(["git", *words], cwd=self.root, capture_output=True, check=False)  # noqa: S603, S607
        except FileNotFoundError:
            raise NoRevision("git is not installed") from None

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Holds the workspace's lock file while a command writes. Raises Busy when another holds it for ten seconds.

        Where the workspace cannot be written, nobody can write in it, and no lock is needed.
        """
        import filelock

        if not os.access(self.root, os.W_OK):
            yield
            return
        try:
            with filelock.FileLock(self.root / ".wiremark.lock", timeout=10):
                for folder in (self.seeds, self.corpus, self.annotations):
                    for left in folder.rglob(f"{_TEMPORARY}*") if folder.is_dir() else ():
                        left.unlink(missing_ok=True)  # a killed command's; while we hold the lock, nobody's work
                yield
        except filelock.Timeout:
            raise Busy("another wiremark command is writing in this workspace") from None


_TEMPORARY = ".wiremark-"


def sha256(data: bytes) -> str:
    """The digest in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def sha256_of(path: Path) -> str:
    """The digest of a file's content in hexadecimal; the file may be large."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write(path: Path, content: str | bytes) -> None:
    """Writes the whole file or nothing: a temporary file beside it, then a rename. Keeps the file's mode and links."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    path = path.resolve()
    if path.exists() and not path.is_file():
        path.write_bytes(data)  # a device or a pipe; of a folder it says that it is one
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{_TEMPORARY}{os.getpid()}")
    try:
        temporary.write_bytes(data)
        if path.exists():
            temporary.chmod(path.stat().st_mode & 0o777)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_all(files: Mapping[Path, bytes]) -> None:
    """Writes every file or none: first all of them beside their places, then the renames. Undone where one fails."""
    fresh = {path.resolve(): path.resolve().with_name(f"{_TEMPORARY}{os.getpid()}-{path.name}") for path in files}
    old: dict[Path, bytes | None] = {}
    try:
        for (path, temporary), data in zip(fresh.items(), files.values(), strict=True):
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(data)
            if path.exists():
                temporary.chmod(path.stat().st_mode & 0o777)
        for path, temporary in fresh.items():
            old[path] = path.read_bytes() if path.exists() else None
            temporary.replace(path)
    except BaseException:
        for path, content in old.items():
            path.unlink(missing_ok=True) if content is None else write(path, content)
        raise
    finally:
        for temporary in fresh.values():
            temporary.unlink(missing_ok=True)

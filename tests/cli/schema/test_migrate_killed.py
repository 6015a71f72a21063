"""A migration killed before, in the middle of, or after each one of its file operations, and run again.

Every operation is enumerated: opening a file for writing, each write (nothing, half or all of it done), mode, rename,
removal, new folder. After the kill the process does nothing any more, no clean-up either. The whole tree must be what
an undisturbed run leaves, byte for byte.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from wiremark.cli import main
from wiremark.workspace import Workspace

LOCK = ".wiremark.lock"
MIGRATION = {
    "from": "1.0.0",
    "to": "2.0.0",
    "operations": [
        {"op": "rename_label", "labels": "EntityType", "from": "ORG", "to": "GPE"},
        {"op": "rename_label", "labels": "EntityType", "from": "GPE", "to": "ORG"},
        {"op": "split_label", "labels": "TimeType", "from": "DATE", "to": ["DATE", "SET"]},
    ],
}
"""Labels that swap: to do this twice would undo it. And a choice for a person."""


class Killed(BaseException):
    """The process is no more."""


class Reaper:
    """Counts the file operations below a folder, and kills at one of them; at .5 in the middle of one."""

    def __init__(self, root: Path, at: float | None = None) -> None:
        self.root, self.at, self.done, self.dead = os.fspath(root.resolve()), at, 0, False
        self.named: list[str] = []

    def mine(self, path: Any) -> bool:
        name = str(Path(path).absolute()) if isinstance(path, str | os.PathLike) else ""
        return name.startswith(self.root + os.sep) and not name.endswith(LOCK)

    def step(self, name: str, do: Any, half: Any = None) -> Any:
        """One operation: killed before it, in the middle, or after it."""
        if self.dead or self.at == self.done:
            self.dead = True
            raise Killed
        if self.at == self.done + 0.5:
            self.dead = True
            (half or do)()
            raise Killed
        self.done += 1
        self.named.append(name)
        return do()

    def patch(self, patch: pytest.MonkeyPatch) -> None:
        for name in ("replace", "rename", "unlink", "remove", "mkdir", "rmdir", "chmod", "truncate", "link", "symlink"):
            patch.setattr(os, name, self._wrapped(name, getattr(os, name)))
        patch.setattr(io, "open", self._open(io.open))

    def _wrapped(self, name: str, real: Any) -> Any:
        def call(path: Any, *args: Any, **kwargs: Any) -> Any:
            if not self.mine(path):
                return real(path, *args, **kwargs)
            return self.step(name, lambda: real(path, *args, **kwargs))

        return call

    def _open(self, real: Any) -> Any:
        def call(path: Any, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
            if not self.mine(path) or not set(mode) & set("wax+"):
                return real(path, mode, *args, **kwargs)
            file = self.step("open", lambda: real(path, mode, *args, **kwargs), lambda: real(path, mode).close())
            return Handle(self, file)

        return call


class Handle:
    """An open file whose writes are operations."""

    def __init__(self, reaper: Reaper, file: Any) -> None:
        self.reaper, self.file = reaper, file

    def write(self, data: Any) -> Any:
        def half() -> None:
            self.file.write(data[: len(data) // 2])
            self.file.flush()

        return self.reaper.step("write", lambda: self.file.write(data), half)

    def __enter__(self) -> Handle:
        return self

    def __exit__(self, *why: object) -> None:
        self.file.close()


def laid(root: Path, later: Any) -> Workspace:
    later(root, "2.0.0", {})
    (root / "schemas" / "migrations").mkdir()
    (root / "schemas" / "migrations" / "1.0.0__2.0.0.json").write_text(json.dumps(MIGRATION), "utf-8")
    item = {"document": "ferry", "layer": "mentions", "item": "m3.type", "a": "GPE", "b": "ORG"}
    line = json.dumps({**item, "decision": "b", "rule": None, "note": ""})
    (root / "annotations" / "adjudication.jsonl").write_text(line + "\n", "utf-8")
    shutil.rmtree(root / "annotations" / "passes")
    (root / "annotations" / "entities.json").chmod(0o640)
    return Workspace.at(root)


def tree(root: Path) -> dict[str, tuple[int, bytes]]:
    files = (path for path in sorted(root.rglob("*")) if path.is_file() and path.name != LOCK)
    return {path.relative_to(root).as_posix(): (path.stat().st_mode, path.read_bytes()) for path in files}


@pytest.fixture
def start(base: Workspace, later: Any) -> Path:
    return laid(base.root, later).root


@pytest.fixture
def copies(start: Path, tmp_path: Path) -> Iterator[Path]:
    """As many copies as are asked for, one after the other in the same place."""

    def make() -> Iterator[Path]:
        while True:
            root = tmp_path / "copy"
            shutil.rmtree(root, ignore_errors=True)
            shutil.copytree(start, root)
            yield root

    return make()


def run(root: Path) -> int:
    return main(["-C", str(root), "schema", "migrate"])


def killed(root: Path, at: float) -> None:
    """Runs it, and kills it at that operation."""
    with pytest.MonkeyPatch.context() as patch:
        Reaper(root, at).patch(patch)
        with pytest.raises(Killed):
            run(root)


def test_killed_at_every_operation(copies: Iterator[Path]) -> None:
    root = next(copies)
    before = tree(root)
    whole = Reaper(root)
    with pytest.MonkeyPatch.context() as patch:
        whole.patch(patch)
        assert run(root) == 1  # values wait for a person
    after = tree(root)
    assert before.keys() == after.keys()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {
        f"annotations/{name}" for name in ("ferry.json", "entities.json", "clusters.json", "adjudication.jsonl")
    }
    assert {"open", "write", "replace", "chmod", "unlink"} <= set(whole.named)
    assert whole.named.count("replace") == 5  # the journal and four files
    middles = [number + 0.5 for number, name in enumerate(whole.named) if name in ("open", "write")]
    for at in sorted([*range(whole.done), *middles, whole.done - 0.5]):
        root = next(copies)
        killed(root, at)
        run(root)
        assert tree(root) == after, f"killed at {at}, {whole.named[int(at)]}"


def test_killed_twice(copies: Iterator[Path]) -> None:
    """Killed while a cut-off migration is being finished."""
    root = next(copies)
    run(root)
    after = tree(root)
    for first, second in ((4, 1), (9, 2.5), (11, 0.5), (14, 3)):
        root = next(copies)
        for at in (first, second):
            killed(root, at)
        run(root)
        assert tree(root) == after


SCRIPT = """
import os, sys
from wiremark.cli import main
real, left = os.replace, int(sys.argv[2])
def replace(*args, **kwargs):
    global left
    left -= 1
    if left < 0:
        os._exit(9)
    return real(*args, **kwargs)
os.replace = replace
main(["-C", sys.argv[1], "schema", "migrate"])
"""


@pytest.mark.parametrize("renames", [0, 3])
def test_a_process_that_ends_at_once(copies: Iterator[Path], renames: int) -> None:
    root = next(copies)
    run(root)
    after = tree(root)
    root = next(copies)
    ended = subprocess.run([sys.executable, "-c", SCRIPT, str(root), str(renames)], check=False, capture_output=True)
    assert ended.returncode == 9
    assert tree(root) != after
    run(root)
    assert tree(root) == after

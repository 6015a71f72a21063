"""A trial workspace: a copy in a temporary folder with files as they would be, to validate before any is written."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from wiremark.workspace import Workspace


@contextmanager
def trial(
    workspace: Workspace,
    files: Mapping[Path, bytes],
    *,
    without: Collection[str] = (),
    schemas: Collection[Path] | None = None,
) -> Iterator[Workspace]:
    """Gives the trial workspace, which is gone afterwards. Nothing that is written in its annotations/ leaves it.

    files: what its annotations/ hold instead, by their paths in `workspace`. without: names of folders in annotations/
    that are left out. schemas: the schema files that it has; None for all that schemas/ holds. Raises OSError.
    """
    with tempfile.TemporaryDirectory(prefix="wiremark-") as folder:
        root = Path(folder) / "workspace"
        root.mkdir()
        if workspace.annotations.is_dir():  # copied with what links lead to: a write would follow a link
            names = frozenset(without)
            shutil.copytree(
                workspace.annotations,
                root / "annotations",
                ignore=lambda folder, found: [name for name in found if name in names or _nowhere(Path(folder, name))],
                copy_function=shutil.copyfile,
            )
        for kept in (workspace.seeds, workspace.corpus, *((workspace.schemas,) if schemas is None else ())):
            if kept.is_dir():
                (root / kept.name).symlink_to(kept.resolve(), target_is_directory=True)
        for schema in schemas or ():
            path = root / workspace.relative(schema)
            path.parent.mkdir(exist_ok=True)
            shutil.copyfile(schema, path)
        for place, content in files.items():
            path = root / workspace.relative(place)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        yield Workspace(root)


def _nowhere(path: Path) -> bool:
    """True for a link to nothing, or to a folder that it is in itself.

    What shutil.copytree takes for the former depends on where the command is run; the latter it would never end.
    """
    return not path.exists() or (path.is_symlink() and path.parent.resolve().is_relative_to(path.resolve()))

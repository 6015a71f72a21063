"""Where a dataset may be written, and what is said where it cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wiremark.diagnostics import Usage
from wiremark.workspace import FOLDERS


def destination(root: Path, folder: Path, option: str) -> Path:
    """The folder that a dataset replaces as a whole, without links in its way.

    root: of the workspace, or where there is none the folder that names are relative to. option: what named it.
    Raises Usage where no dataset must stand, whatever is there.
    """
    out, root, here = folder.resolve(), root.resolve(), Path.cwd().resolve()
    within = (out, *out.parents)
    reasons = {
        **{f"is in {name}/ of the workspace": (root / name).resolve() in within for name in FOLDERS},
        "is the workspace, or above it": out in (root, *root.parents),
        "is the folder that you are in, or above it": out in (here, *here.parents),
        "is a file": out.exists() and not out.is_dir(),
    }
    for reason, holds in reasons.items():
        if holds:
            raise Usage(f"{option} {out} {reason}", "name another folder, which this command may replace as a whole")
    return out


@contextmanager
def writing(option: str) -> Iterator[None]:
    """Raises Usage where the system does not let a dataset be written. option: what names another folder."""
    from wiremark.dataset.folder import Unwritable

    try:
        yield
    except Unwritable as error:
        raise Usage(
            f"the dataset cannot be written to {error.filename}: {error.strerror}",
            f"name a folder with {option} where you may write and there is room; of a mount point, a folder inside it",
        ) from error

"""Where what belongs to a person rather than to a workspace stands: the token, and the data of a local server."""

from __future__ import annotations

import os
from pathlib import Path

from wiremark.workspace import write


def token_file() -> Path:
    """The file from which `push` and `pull` read the token where no other is named."""
    return _base("XDG_CONFIG_HOME", ".config") / "labelstudio-token"


def data_home() -> Path:
    """The folder of the local server's environment and, by default, of its data."""
    return _base("XDG_DATA_HOME", ".local/share")


def write_private(path: Path, content: str) -> None:
    """Writes a file, whole, that its owner alone can read, in a folder that is as private where it is new."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    mask = os.umask(0o077)
    try:
        write(path, content)
        path.chmod(0o600)
    finally:
        os.umask(mask)


def _base(variable: str, otherwise: str) -> Path:
    """The folder wiremark/ in one of the XDG base directories; the standard has a relative one count as unset."""
    named = Path(os.environ.get(variable, ""))
    return (named if named.is_absolute() else Path.home() / otherwise) / "wiremark"

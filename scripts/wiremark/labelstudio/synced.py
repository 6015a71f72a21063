"""What was last taken back into each file, remembered on this machine alone: `.labelstudio/` in the workspace.

With it a file that was changed here since can be told from one that only the server has changed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

FOLDER = ".labelstudio"
_FILE = "synced.json"


class Synced:
    """The digests of a workspace's files, by name and layers. A memory that is lost or broken is an empty one."""

    def __init__(self, root: Path) -> None:
        self._folder = root / FOLDER
        try:
            known = json.loads((self._folder / _FILE).read_bytes())
        except (OSError, ValueError):
            known = {}
        self._known: dict[str, str] = known if isinstance(known, dict) else {}

    def get(self, name: str) -> str | None:
        """The digest of what was last taken back into a file."""
        return self._known.get(name)

    def files(self, digests: Mapping[str, str]) -> dict[Path, bytes]:
        """What to write so that these are remembered too; git never sees it."""
        self._known |= digests
        content = json.dumps(self._known, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
        return {self._folder / ".gitignore": b"*\n", self._folder / _FILE: content.encode("utf-8")}

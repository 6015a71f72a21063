"""What was last imported into each file, remembered on this machine alone: `.labelstudio/` in the workspace.

With it a file that was changed here since can be told from one that only the server has changed.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

FOLDER = ".labelstudio"
_FILE = "synced.json"


class Imported(msgspec.Struct, frozen=True):
    """What a task last gave to a file: the digest of the records, and when its annotation was last changed there.

    ids: from the regions that are new in the editor to their records.
    """

    digest: str
    updated: str
    ids: dict[str, str] = {}


class _Known(msgspec.Struct):
    tasks: dict[str, dict[str, Imported]] = {}
    greatest: dict[str, int] = {}


class Synced:
    """The memory of a workspace. One that is lost or broken is an empty one.

    Files stand in it by their names, with the layers that a task asked for; changed: something is to be written.
    """

    def __init__(self, root: Path) -> None:
        self._folder = root / FOLDER
        try:
            self._known = msgspec.json.decode((self._folder / _FILE).read_bytes(), type=_Known)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            self._known = _Known()
        self.changed = False

    def last(self, file: str, task: str) -> Imported | None:
        """What was last imported into a file from this very task: another says nothing about what it would undo."""
        return self._known.tasks.get(file, {}).get(task)

    def imported(self, file: str, task: str, now: Imported) -> None:
        """Remembers what a task gave to a file."""
        self.changed |= self.last(file, task) != now
        self._known.tasks.setdefault(file, {})[task] = now

    def greatest(self, file: str) -> int:
        """The greatest number that a record of a file ever had and has no longer; 0 where that is not known."""
        return self._known.greatest.get(file, 0)

    def gone(self, file: str, number: int) -> None:
        """Remembers the greatest number of a file whose record is gone."""
        self.changed |= number > self.greatest(file)
        self._known.greatest[file] = max(number, self.greatest(file))

    def files(self) -> dict[Path, bytes]:
        """What to write so that all this is known the next time; git never sees it."""
        return {self._folder / ".gitignore": b"*\n", self._folder / _FILE: msgspec.json.encode(self._known) + b"\n"}

"""How far long work is, on a terminal; nothing in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


class Progress:
    """One line on standard error that is written anew: `pushing  120 of 1000`."""

    def __init__(self, what: str, total: int) -> None:
        self._what = what
        self._total = total
        self._shown = sys.stderr.isatty()

    def at(self, done: int) -> None:
        """So many are done."""
        if self._shown:
            print(f"\r{self._what}  {done} of {self._total}", end="", file=sys.stderr, flush=True)

    def close(self) -> None:
        """Clears the line."""
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


@contextmanager
def progress(what: str, total: int) -> Iterator[Progress]:
    """A line that is gone when the work is over, however it ends. total: how many there are."""
    line = Progress(what, total)
    line.at(0)
    try:
        yield line
    finally:
        line.close()

"""Stages with which the work on a shard goes wrong. A golden case names one in `stage.txt`; processes import them."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

from wiremark.cleaning.stage import Clean


class _Wrong(Clean):
    """As `Clean`, but for a batch with the document `pier`."""

    __slots__ = ()

    def __call__(self, batch: Any) -> Any:
        if "pier" in batch["id"].to_pylist():
            self.go_wrong()
        return super().__call__(batch)

    def go_wrong(self) -> None: ...


class Faulty(_Wrong):
    __slots__ = ()

    def go_wrong(self) -> None:
        raise ValueError("no clean text for pier")


class Deadly(_Wrong):
    __slots__ = ()

    def go_wrong(self) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


class Growing(_Wrong):
    __slots__ = ()

    def go_wrong(self) -> None:
        with Path("raw/pier.jsonl").open("a") as shard:
            shard.write('{"id": "quay", "text": "The quay is new."}\n')

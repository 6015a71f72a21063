"""Stages with which the work on a shard goes wrong. A golden case names one in `stage.txt`; processes import them."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wiremark.cleaning.stage import Clean, types
from wiremark.engine.records import Job


class _Wrong(Clean):
    """The columns of `Clean`, and nothing taken out; something goes wrong in a batch with the document `pier`."""

    __slots__ = ()

    def __call__(self, batch: Any) -> Any:
        import pyarrow as pa

        if "pier" in batch["id"].to_pylist():
            self.go_wrong()
        columns = dict(zip(batch.schema.names, batch.columns, strict=True))
        columns |= {name: pa.nulls(batch.num_rows, kind) for name, kind in types().items()}
        return pa.RecordBatch.from_arrays(list(columns.values()), names=list(columns))

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


@dataclass(frozen=True)
class Loud:
    """Texts in capitals, and how many letters they have; one that says "unreadable" is. Takes its time for a batch."""

    seconds: float = 0

    def __call__(self, batch: Any) -> Any:
        import pyarrow as pa
        import pyarrow.compute as pc

        if batch.num_rows:
            time.sleep(self.seconds)
        texts = batch["text"].cast(pa.string())
        read = pc.invert(pc.equal(texts, "unreadable"))
        columns = dict(zip(batch.schema.names, batch.columns, strict=True))
        columns["text"] = pc.if_else(read, pc.utf8_upper(texts), None)
        columns["letters"] = pc.utf8_length(columns["text"])
        columns["error"] = pc.if_else(read, None, "no words in it")
        return pa.RecordBatch.from_arrays(list(columns.values()), names=list(columns))


def letters(batch: Any) -> dict[str, int]:
    import pyarrow.compute as pc

    return {"letters": pc.sum(batch["letters"]).as_py() or 0}


def loud(seconds: float = 0, fingerprint: str = "1", **options: str) -> Job:
    return Job(Loud(seconds), letters, "loud", fingerprint, options, added=("letters", "error"))

"""One shard: read, put through the stage, written, and a receipt for it. What a process of any engine is given."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wiremark.diagnostics import Finding, Refused
from wiremark.engine.plan import Shard
from wiremark.engine.reading import Rows, opened, unreadable
from wiremark.engine.receipts import claimed, content, dumps, fitting, place, receipt
from wiremark.engine.records import MOST, Full, Job, Outcome
from wiremark.engine.writing import Unwritable, Writer, placing, write, writing

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Work:
    """A job, and where its output goes. Called with a shard, it gives what came of it, and raises nothing."""

    job: Job
    folder: Path

    @property
    def modules(self) -> tuple[str, ...]:
        """What a process loads before it begins."""
        return ("pyarrow.parquet", "pyarrow.compute", *self.job.modules)

    def __call__(self, shard: Shard) -> Outcome | Full:
        """Skips the shard where its receipt fits, and else does it."""
        try:
            with contextlib.ExitStack() as held:
                with writing(place(shard, self.folder)):
                    place(shard, self.folder).parent.mkdir(parents=True, exist_ok=True)
                    held.enter_context(claimed(shard, self.folder))
                return self._outcome(shard)
        except Unwritable as error:
            return Full(f"{error.strerror}", f"{error.filename}")
        except Refused as refused:
            return Outcome(shard.name, "failed", findings=refused.findings)
        except Exception as error:  # of the stage: what it stumbles over in one shard costs no other
            return Outcome(shard.name, "failed", findings=(_faulty(shard, error),))

    def _outcome(self, shard: Shard) -> Outcome:
        try:
            before, given = _state(shard.path), content(shard.path)
        except OSError as error:
            raise Refused([unreadable(shard, error)]) from None
        found = fitting(self.job, shard, self.folder, given)
        if found:
            return found.outcome(shard)
        output, made = shard.output(self.folder), _Made(shard, self.job)
        with placing(output) as file:
            self._through(shard, file, made)
            if _state(shard.path) != before:
                raise Refused([_changed(shard)])
        if not made.rows:
            made.findings.append(_without_rows(shard))
        outcome = Outcome(shard.name, "done", made.rows, made.tally, tuple(made.findings), made.unread)
        write(place(shard, self.folder), dumps(receipt(self.job, given, content(output), outcome)))
        return outcome

    def _through(self, shard: Shard, file: Any, made: _Made) -> None:
        """All rows of a shard through the stage into a file."""
        output = shard.output(self.folder)
        with opened(shard, self.job) as (schema, batches):
            columns = self.job.stage(_empty(schema)).schema
            with writing(output):
                writer = Writer(file, columns)
            try:
                for rows in batches:
                    batch = made.of(rows)
                    with writing(output):
                        writer.add(batch)
                with writing(output):
                    writer.close()
            finally:
                writer.abandon()


@dataclass(slots=True)
class _Made:
    """What came of a shard so far."""

    shard: Shard
    job: Job
    rows: int = 0
    unread: int = 0
    tally: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)

    def of(self, rows: Rows) -> pa.RecordBatch:
        """What the stage makes of a batch, with what the reader says of its rows."""
        batch = self.job.stage(rows.batch)
        if batch.num_rows != rows.batch.num_rows:
            raise ValueError(f"the stage made {batch.num_rows} rows of {rows.batch.num_rows}")
        self.rows += batch.num_rows
        self.tally.update(self.job.tally(batch))
        if self.job.error not in batch.schema.names:
            return batch
        reasons = dict(_reasons(batch[self.job.error]))
        for row, reason in sorted({**reasons, **rows.faults}.items()):
            self._tell(rows, row, reason)
        return _with_reasons(batch, self.job.error, {**reasons, **rows.faults}) if rows.faults else batch

    def _tell(self, rows: Rows, row: int, reason: str) -> None:
        self.unread += 1
        if self.unread > MOST:
            return
        number = rows.numbers[row]
        ids = rows.batch.schema.get_field_index(self.job.id)
        id = rows.batch[ids][row].as_py() if ids >= 0 else None
        where = f"row {number}" if self.shard.is_parquet else f"line {number}"
        self.findings.append(
            Finding(
                code="C201",
                file=str(self.shard.path),
                line=1 if self.shard.is_parquet else number,
                pointer=where,
                message=f"the document in {where} cannot be read" + (f": {id}" if id is not None else ""),
                found=reason,
                expected="a text in UTF-8"
                if self.shard.is_parquet
                else f'a JSON object with a string "{self.job.text}"',
                help="the output has this row without a text; mend it in the shard, then run this again",
            )
        )


def _reasons(column: pa.Array) -> Iterator[tuple[int, str]]:
    """The rows of a batch for which a column says something, and what."""
    if column.null_count < len(column):
        yield from ((row, reason) for row, reason in enumerate(column.to_pylist()) if reason is not None)


def _with_reasons(batch: pa.RecordBatch, name: str, reasons: dict[int, str]) -> pa.RecordBatch:
    import pyarrow as pa

    column = batch.schema.get_field_index(name)
    values = pa.array([reasons.get(row) for row in range(batch.num_rows)], batch.schema.field(column).type)
    return batch.set_column(column, batch.schema.field(column), values)


def _empty(schema: pa.Schema) -> pa.RecordBatch:
    import pyarrow as pa

    return pa.RecordBatch.from_arrays([pa.nulls(0, field.type) for field in schema], schema=schema)


def _state(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


def _changed(shard: Shard) -> Finding:
    return Finding(
        code="C205",
        file=str(shard.path),
        message="this shard changed while it was read; nothing was written of it",
        expected="a file that nothing else writes to",
        help="wait until it is whole, then run this again",
    )


def _without_rows(shard: Shard) -> Finding:
    return Finding(
        code="C208",
        severity="warning",
        file=str(shard.path),
        message="this shard has no rows, and so has its output",
        expected="rows, or no shard",
        help="see whether it was cut off where it was made; else nothing is to be done",
    )


def _faulty(shard: Shard, error: Exception) -> Finding:
    return Finding(
        code="C207",
        file=str(shard.path),
        message="the work on this shard failed; nothing was written of it",
        found=f"{type(error).__name__}: {error}".partition("\n")[0],
        expected="work that any shard passes",
        help="this is a fault of wiremark itself: please report it with a row on which it happens",
    )

"""A shard as a stream of batches: what is held does not grow with the shard. Which batches depends on its bytes alone.

The rows of a Parquet file are its rows, those of JSON lines the lines that are not blank. A line that is no JSON object
with a text is a row, too, without a text: so an output has as many rows as its input, whatever is in them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wiremark.diagnostics import Finding, Refused
from wiremark.engine import json_lines
from wiremark.engine.plan import Shard
from wiremark.engine.records import Job

if TYPE_CHECKING:
    import pyarrow as pa

ROWS = 1_000
"""So many rows are in a batch; fewer where they are long."""

BYTES = 4 << 20
"""So many bytes are in a batch, more or less, where its rows are long. Work on a batch takes several times as many."""

_BUFFER = 1 << 20
_TEXTS = ("string", "large_string", "string_view", "binary", "large_binary", "binary_view", "null")  # all missing


@dataclass(frozen=True, slots=True)
class Rows:
    """A batch, the numbers of its rows or lines in the file, from 1, and by place in it which say nothing, and why."""

    batch: pa.RecordBatch
    numbers: Sequence[int]
    faults: dict[int, str] = field(default_factory=dict)


@contextmanager
def opened(shard: Shard, job: Job) -> Iterator[tuple[pa.Schema, Iterator[Rows]]]:
    """The columns of a shard, and its rows.

    Raises Refused, also while the rows are taken, where the shard cannot be read, lacks what the job needs, or has what
    the job adds.
    """
    with _readable(shard):
        if not shard.is_parquet:
            columns = json_lines.columns(shard.path, job.text)
    if not shard.is_parquet:
        _check(shard, job, columns.schema, columns.named, columns.keyless)
        yield columns.schema, _readably(shard, _json_lines(shard, job, columns))
        return
    import pyarrow.parquet as pq

    with _readable(shard):  # column chunks are read bit by bit, however long they are
        file = pq.ParquetFile(shard.path, buffer_size=_BUFFER, pre_buffer=False)
    with file:
        _check(shard, job, file.schema_arrow)
        yield file.schema_arrow, _readably(shard, _parquet(file))


def _parquet(file: Any) -> Iterator[Rows]:
    groups = [file.metadata.row_group(number) for number in range(file.metadata.num_row_groups)]
    widest = max((group.total_byte_size // group.num_rows for group in groups if group.num_rows), default=1)
    size, number = max(1, min(ROWS, BYTES // max(1, widest))), 1
    for batch in file.iter_batches(size, use_threads=False):
        yield Rows(batch, range(number, number + batch.num_rows))
        number += batch.num_rows


def _json_lines(shard: Shard, job: Job, columns: json_lines.Columns) -> Iterator[Rows]:
    held: list[dict[str, Any]] = []
    numbers: list[int] = []
    faults: dict[int, str] = {}
    weight = 0
    for number, raw in json_lines.lines(shard.path):
        row, fault = json_lines.row(raw, job.text)
        if fault:
            faults[len(held)] = fault
        held.append(row)
        numbers.append(number)
        weight += len(raw)
        if len(held) == ROWS or weight >= BYTES:
            yield Rows(json_lines.batch(held, columns), numbers, faults)
            held, numbers, faults, weight = [], [], {}, 0
    if held:
        yield Rows(json_lines.batch(held, columns), numbers, faults)


def _check(shard: Shard, job: Job, schema: pa.Schema, named: bool = True, keyless: str = "") -> None:
    """Raises Refused where the columns are not what the job takes. The last two are those of `json_lines.Columns`."""
    there = f"its columns are {', '.join(schema.names)}" if named else f"no line has {job.text}"
    help = "name the column of the texts with --text-column"
    if keyless:
        message, found = f'no line of this shard is a JSON object with "{job.text}"', keyless
        expected, help = "JSON lines: an object on each line", "write it so, in UTF-8"
    elif job.text not in schema.names or not named:
        message, found, expected = f"there is no column {job.text} in this shard", there, f"texts in {job.text}"
    elif twice := [name for name, number in Counter(schema.names).items() if number > 1]:
        message, found = f"this shard has several columns {twice[0]}", there
        expected, help = "columns with names of their own", "rename all of them but one"
    elif not _is_text(schema.field(job.text).type):
        message, found = f"the column {job.text} of this shard holds no texts", f"{schema.field(job.text).type}"
        expected = "strings or bytes"
    elif taken := [name for name in job.added if name in schema.names]:
        message = f"this shard has a column {taken[0]}, and so would its output"
        found, expected = there, f"no {', '.join(job.added)}"
        help = "give the new columns a prefix, as with --prefix clean_"
    else:
        return
    raise Refused(
        [Finding(code="C203", file=str(shard.path), message=message, found=found, expected=expected, help=help)]
    )


def _is_text(kind: Any) -> bool:
    return str(getattr(kind, "value_type", kind)) in _TEXTS and not str(kind).startswith(("list", "large_list"))


def _readably(shard: Shard, rows: Iterator[Rows]) -> Iterator[Rows]:
    while True:
        with _readable(shard):
            taken = next(rows, None)
        if taken is None:
            return
        yield taken


@contextmanager
def _readable(shard: Shard) -> Iterator[None]:
    """Raises Refused for whatever reading a file stumbles over."""
    import pyarrow as pa

    try:
        yield
    except (OSError, pa.ArrowException) as error:
        raise Refused([unreadable(shard, error)]) from None


def unreadable(shard: Shard, error: Exception) -> Finding:
    """What is said of a shard that cannot be read."""
    reason = getattr(error, "strerror", None) or f"{error}"
    return Finding(
        code="C202",
        file=str(shard.path),
        message="this shard cannot be read",
        found=reason.partition("\n")[0],
        expected="a whole file that may be read",
        help="mend it or take it away, then run this again: it goes on with what is left",
    )

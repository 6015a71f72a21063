"""What passes between the engine and those who use it: a stage and its identity, and what came of a shard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from wiremark.diagnostics import Finding

if TYPE_CHECKING:
    import pyarrow as pa

Stage = Callable[["pa.RecordBatch"], "pa.RecordBatch"]
"""A pure function of a batch that can be pickled: as many rows, in their order, the same columns every time."""

Tally = Callable[["pa.RecordBatch"], Mapping[str, int]]
"""What is counted in a batch that a stage gave."""


@dataclass(frozen=True, slots=True)
class Job:
    """A stage, and what makes its output what it is: two jobs with one name, fingerprint and options give one output.

    text: the column that a stage needs, of strings or bytes. id: the column that names a document in findings, where
    there is one. error: the column of the output where a stage says why a document could not be read.
    """

    stage: Stage
    tally: Tally
    name: str
    fingerprint: str
    options: Mapping[str, str]
    text: str = "text"
    id: str = "id"
    error: str = "error"
    added: tuple[str, ...] = ()
    """The columns of the output that the input must not have."""
    modules: tuple[str, ...] = ()
    """What the stage loads when it begins."""


State = Literal["done", "skipped", "failed"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a shard: `rows` in it, and in its output as many; what was counted; what is wrong."""

    name: str
    state: State
    rows: int = 0
    tally: Mapping[str, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    unread: int = 0
    """How many documents could not be read. There are not more findings of these than MOST."""


@dataclass(frozen=True, slots=True)
class Full:
    """The output cannot be written, and what comes after would fare no better: why, and where."""

    reason: str
    place: str


@dataclass(frozen=True, slots=True)
class Lost:
    """The process that worked on something ended, each time: how."""

    reason: str


MOST = 100
"""So many documents of a shard that cannot be read are findings of their own; the output's column has all."""

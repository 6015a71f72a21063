"""The digest of a table depends on its columns and rows, and on nothing else."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wiremark.dataset.digest import Digest
from wiremark.schema.arrow import Day, Table, arrow_schema
from wiremark.schema.profile import Array, Boolean, Integer, Label, Record, Text

SPAN = Record("Span", {"start": Integer(), "text": Text(nullable=True), "more": Array(Text(nullable=True))})
TABLE = Table(
    {
        "id": Text(),
        "day": Day(nullable=True),
        "on": Boolean(nullable=True),
        "type": Text(nullable=True, labels=(Label(0, "GPE"), Label(1, "ORG"))),
        "spans": Array(SPAN, nullable=True),
        "pairs": Array(Array(Integer())),
        "made": Record("Made", {"by": Text(nullable=True), "in": Record("In", {"year": Integer()}, nullable=True)}),
    }
)
SCHEMA = arrow_schema(TABLE)
Row = dict[str, Any]


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


WORDS = st.sampled_from(["", "a", "ab", "b", "é😀", "\0"])
LISTS = st.lists(maybe(WORDS), max_size=2)
SPANS = st.fixed_dictionaries({"start": st.integers(0, 3), "text": maybe(WORDS), "more": LISTS})
INNER = st.fixed_dictionaries({"year": st.just(1)})
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "id": WORDS,
            "day": maybe(st.integers(0, 2)),
            "on": maybe(st.booleans()),
            "type": maybe(st.integers(0, 1)),
            "spans": maybe(st.lists(maybe(SPANS), max_size=2)),
            "pairs": st.lists(st.lists(st.integers(0, 2), max_size=2), max_size=2),
            "made": st.fixed_dictionaries({"by": maybe(WORDS), "in": maybe(INNER)}),
        }
    ),
    max_size=5,
)


def table(rows: list[Row]) -> pa.Table:
    return pa.Table.from_pylist(rows, SCHEMA)


def digest(*pieces: tuple[str, pa.Table]) -> str:
    found = Digest(TABLE)
    for split, rows in pieces:
        found.update(split, rows)
    return found.hexdigest()


@settings(deadline=None, max_examples=30)
@given(ROWS, ROWS)
def test_two_tables_have_one_digest_where_their_rows_are_the_same(one: list[Row], other: list[Row]) -> None:
    a, b = table(one), table(other)
    assert (digest(("train", a)) == digest(("train", b))) == (a.to_pylist() == b.to_pylist())


@settings(deadline=None, max_examples=30)
@given(ROWS, st.integers(0, 5), st.integers(0, 5))
def test_batches_slices_and_chunks_change_nothing(rows: list[Row], first: int, second: int) -> None:
    whole, places = table(rows), sorted((min(first, len(rows)), min(second, len(rows))))
    edges = [0, *places, len(rows)]
    slices = [whole.slice(start, end - start) for start, end in pairwise(edges)]
    expected = digest(("train", whole))
    assert digest(*(("train", piece) for piece in slices)) == expected
    assert digest(("train", pa.concat_tables(slices))) == expected
    assert digest(*(("train", table(piece.to_pylist())) for piece in slices)) == expected


def test_what_lies_under_a_null_does_not_count() -> None:
    texts = pa.array(["hidden", "b"])
    valid = pa.array([True, False])
    by = pa.StructArray.from_arrays([texts, pa.nulls(2, SCHEMA.field("made").type.field("in").type)], ["by", "in"])
    under = pa.StructArray.from_arrays([by.field(0), by.field(1)], ["by", "in"], mask=valid)
    clean = pa.array([None, {"by": "b", "in": None}], under.type)
    base = table([{"id": "x", "pairs": []}] * 2)
    place = SCHEMA.get_field_index("made")
    a, b = (base.set_column(place, SCHEMA.field("made"), made) for made in (under, clean))
    assert digest(("train", a)) == digest(("train", b))


ONE: Row = {"id": "x", "spans": [{"start": 1, "text": "a", "more": []}], "pairs": [[1], [2]], "made": {"by": "q"}}
CHANGES: dict[str, Callable[[Row], Row]] = {
    "a value": lambda row: {**row, "id": "y"},
    "null for an empty string": lambda row: {**row, "id": None},
    "null for an empty list": lambda row: {**row, "pairs": None},
    "an item in the next list": lambda row: {**row, "pairs": [[], [1, 2]]},
    "a list more": lambda row: {**row, "pairs": [[1], [2], []]},
    "null for an object": lambda row: {**row, "made": None},
    "null in an object": lambda row: {**row, "made": {"by": None}},
    "another column": lambda row: {**row, "made": {}, "type": 0},
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_counts(change: str) -> None:
    start: Row = ONE | ({"id": ""} if "string" in change else {}) | ({"pairs": []} if "empty list" in change else {})
    assert digest(("train", table([start]))) != digest(("train", table([CHANGES[change](start)])))


def test_splits_and_columns_count() -> None:
    rows = table([ONE, ONE])
    other = Digest(Table({"id": Text(), "name": Text()}))
    found = {
        digest(("train", rows)),
        digest(("test", rows)),
        digest(("train", rows.slice(1)), ("test", rows.slice(1))),
        digest(),
        other.hexdigest(),
        Digest(Table({"name": Text(), "id": Text()})).hexdigest(),
    }
    assert len(found) == 6
    assert digest(("train", rows), ("test", rows.slice(0, 0))) == digest(("train", rows))

"""The mark on what we pushed."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from wiremark.labelstudio.server.mark import is_ours, mark, untouched

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
ROWS = st.lists(st.dictionaries(st.text(), JSON, max_size=4), max_size=4)


@given(ROWS)
def test_a_mark_is_a_number_that_browsers_and_the_server_keep(rows: list[Any]) -> None:
    assert 2**51 <= mark(rows) < 2**52
    assert mark(rows) == mark([dict(reversed(row.items())) for row in rows])


@given(ROWS, ROWS)
def test_what_is_untouched_has_the_rows_that_we_pushed(rows: list[Any], others: list[Any]) -> None:
    annotation = {"import_id": mark(rows), "result": others}
    assert is_ours(annotation)
    assert untouched(annotation) == (json.dumps(rows, sort_keys=True) == json.dumps(others, sort_keys=True))


def test_what_others_made_is_not_ours() -> None:
    assert not any(is_ours({"import_id": number}) for number in (None, 1, 2**53, "x"))
    assert not untouched({"result": []})

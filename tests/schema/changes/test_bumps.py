"""The changes of the shared benchmark: what version each needs, and its three effects."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wiremark.schema import diff

CASES = Path(__file__).parents[4] / "shared" / "bench" / "schema" / "bump_dev.jsonl"


@pytest.mark.shared
def test_every_change_of_the_benchmark_is_told_right() -> None:
    wrong = []
    rows = [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]
    for row in rows:
        found = diff(row["before"], row["after"])
        got = found.bump, found.backward, found.forward, found.label_ids_stable
        if got != (row["bump"], row["backward"], row["forward"], row["label_ids_stable"]):
            wrong.append((row["id"], got))
        assert all(one.has_witness for one in found.findings if one.breaks), row["id"]
    assert (len(rows), wrong) == (37, [])

"""Clusters are followed by their members."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from wiremark.dataset.changes.clusters import clusters


def overlaps(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, Any]:
    """What is told of clusters with these members, each a letter."""

    def rows(members: str | None) -> list[dict[str, Any]]:
        found = [{"document_id": "ferry", "id": member} for member in members or ""]
        return [] if members is None else [{"id": "x", "members": found}]

    ids = dict.fromkeys([*before, *after])
    changes = clusters([(id, rows(before.get(id)), rows(after.get(id))) for id in ids], {})
    return {name: changes[name] for name in ("merged", "split", "renamed") if changes[name]}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"A": "ab", "B": "c"}, {"A": "abc"}, {"merged": [{"clusters": ["A", "B"], "into": "A"}]}),
        ({"A": "ab", "B": "c"}, {"C": "abc"}, {"merged": [{"clusters": ["A", "B"], "into": "C"}]}),
        ({"A": "abc"}, {"A": "ab", "B": "c"}, {"split": [{"cluster": "A", "into": ["A", "B"]}]}),
        ({"A": "ab"}, {"B": "abc"}, {"renamed": [{"before": "A", "after": "B"}]}),
        ({"A": "ab", "B": "cd"}, {"A": "abc", "B": "d"}, {}),  # a member that changed its cluster
        ({"A": "ab"}, {"A": "a"}, {}),
        ({"A": "ab"}, {"B": "cd"}, {}),  # another cluster
    ],
)
def test_overlaps(before: dict[str, str], after: dict[str, str], expected: dict[str, Any]) -> None:
    assert overlaps(before, after) == expected

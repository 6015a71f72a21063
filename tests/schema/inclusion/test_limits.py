"""Set inclusion: what is left open, and why; the repository's schema; the published cases."""

from __future__ import annotations

import copy
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from wiremark.schema.inclusion import Inclusion, included

DEV = Path(__file__).parents[4] / "shared/bench/schema/dev.jsonl"
SCHEMA = Path(__file__).parents[3] / "schemas/annotation-1.0.0.json"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ({"type": "strin"}, {}, "not a valid schema of 2020-12"),
        ({}, [], "not a valid schema"),
        ({"$schema": "http://example.org/mine"}, {}, "the draft 'http://example.org/mine' is not known"),
        ({"$ref": "#"}, {"type": "null"}, "a reference leads back to itself"),
        ({"$ref": "http://example.org/there"}, {}, "not a valid schema of 2020-12: "),
        ({"pattern": "^(?!a)"}, {"pattern": "^([^a]|$)"}, "has a look-around or a flag"),
        ({"pattern": "^.$"}, {"pattern": "^[^\n\r\u2028\u2029]$"}, "disagree about a value"),
        ({"pattern": "^[^\n]$"}, {"pattern": "^.$"}, "disagree about a value"),
        (
            {"type": "null"},
            {"$dynamicRef": "#a", "$defs": {"a": {"$dynamicAnchor": "a"}}},
            "what .dynamicRef asks is left open",
        ),
        ({"$ref": "#/$defs/a", "maxLength": 3, "definitions": {}}, {}, "not a valid schema"),
        (
            {"$ref": "#/definitions/a", "maxLength": 3, "definitions": {"a": {}}},
            {"maxLength": 4},
            "say with .schema which it is",
        ),
        ({"minItems": 10**5, "type": "array"}, {"type": "null"}, "an array would be too long"),
    ],
    ids=str,
)
def test_what_cannot_be_told_is_left_open(old: Any, new: Any, reason: str) -> None:
    verdict = included(old, new)
    assert verdict.holds is None
    assert re.search(reason, verdict.reason), verdict.reason


def test_a_spent_budget_leaves_it_open() -> None:
    old = {"allOf": [{"anyOf": [{"required": [f"{n}{m}"]} for m in "abc"]} for n in range(30)], "type": "object"}
    assert included(old, {"type": "null"}, budget=50) == Inclusion(None, reason="the search became too long")


def test_the_repository_s_own_schema() -> None:
    old = json.loads(SCHEMA.read_bytes())
    new = copy.deepcopy(old)
    new["$defs"]["EntityType"]["enum"].append("SHIP")
    assert included(old, new).holds is True
    verdict = included(new, old)
    assert verdict.holds is False
    assert "SHIP" in json.dumps(verdict.witness)
    assert verdict == included(new, old)


@pytest.mark.shared
def test_the_published_cases() -> None:
    counts: Counter[str] = Counter()
    for line in DEV.read_text("utf-8").splitlines():
        case = json.loads(line)
        if case["legacy_keywords"]:
            continue
        verdict = included(case["before"], case["after"])
        counts["cases"] += 1
        counts["right"] += verdict.holds is case["compatible"]
        counts["dangerous"] += verdict.holds is True and not case["compatible"]
        counts["without a witness"] += verdict.holds is False and not verdict.has_witness
    assert counts["cases"] == 507
    assert counts["dangerous"] == counts["without a witness"] == 0
    assert counts["right"] >= 0.99 * counts["cases"]

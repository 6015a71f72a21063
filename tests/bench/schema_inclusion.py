"""Verdicts on published pairs, and what one costs: `python tests/bench/schema_inclusion.py [--cases CASES.jsonl]`.

The other tools' figures are those of the benchmark's README, on all its 598 cases. Exits 1 where a pair is said to be
compatible that is not, or a break has no witness, or too few verdicts are right.
"""

import argparse
import copy
import json
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import jsonschema_rs

from wiremark.schema.inclusion import included

CASES = Path(__file__).parents[3] / "shared/bench/schema/dev.jsonl"
SCHEMA = Path(__file__).parents[2] / "schemas/annotation-1.0.0.json"
FLOOR = 0.97
OTHERS = (
    ("jsonsubschema", 0.880, 6, 0, 66),
    ("Karapace", 0.779, 36, 79, 17),
    ("json-schema-diff", 0.768, 93, 17, 29),
    ("json-schema-diff-validator", 0.584, 1, 248, 0),
)


def main(path: Path) -> int:
    cases = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    plain = [case for case in cases if not case["legacy_keywords"]]
    print(
        f"{'':34} {'cases':>5} {'correct':>8} {'dangerous':>9} {'false alarms':>12} {'undecided':>9} {'witnessed':>9}"
    )
    good = _row("wiremark, no legacy keywords", plain)
    _row("wiremark, legacy keywords", [case for case in cases if case["legacy_keywords"]])
    _row("wiremark, all", cases)
    for name, correct, dangerous, alarms, undecided in OTHERS:
        print(f"{name:34} {598:5} {correct:8.1%} {dangerous:9} {alarms:12} {undecided:9} {'-':>9}")
    _costs()
    return int(not good)


def _row(name: str, cases: list[dict[str, Any]]) -> bool:
    counts: Counter[str] = Counter()
    for case in cases:
        verdict = included(case["before"], case["after"])
        if verdict.holds is None:
            counts["undecided"] += 1
        elif verdict.holds is case["compatible"]:
            counts["correct"] += 1
        else:
            counts["dangerous" if verdict.holds else "alarms"] += 1
        counts["breaks"] += verdict.holds is False
        counts["witnessed"] += verdict.holds is False and verdict.has_witness
    share = counts["correct"] / max(len(cases), 1)
    witnessed = f"{counts['witnessed']}/{counts['breaks']}"
    rest = f"{counts['dangerous']:9} {counts['alarms']:12} {counts['undecided']:9} {witnessed:>9}"
    print(f"{name:34} {len(cases):5} {share:8.1%} {rest}")
    return share >= FLOOR and not counts["dangerous"] and counts["witnessed"] == counts["breaks"]


def _costs() -> None:
    old = json.loads(SCHEMA.read_bytes())
    wider, described = copy.deepcopy(old), copy.deepcopy(old)
    wider["$defs"]["EntityType"]["enum"].append("SHIP")
    described["$defs"]["EntityType"]["description"] = "Changed."
    print("\nCPU of one question about the repository's schema, the best of five:")
    print(f"{'compiled by jsonschema-rs':34} {_cpu(partial(jsonschema_rs.Draft202012Validator, old)):6.1f} ms")
    for name, before, after in (
        ("a description changed", old, described),
        ("a label added", old, wider),
        ("a label taken out", wider, old),
    ):
        print(f"{name:34} {_cpu(partial(included, before, after)):6.1f} ms")


def _cpu(call: Callable[[], object]) -> float:
    times = []
    for _ in range(5):
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return 1000 * min(times)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=Path, default=CASES)
    raise SystemExit(main(parser.parse_args().cases))

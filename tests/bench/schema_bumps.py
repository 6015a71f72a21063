"""What version a change of an annotation schema needs: `python tests/bench/schema_bumps.py [CASES.jsonl]`.

Prints how many changes are told right, beside what set inclusion of JSON values alone tells, and the CPU of one diff of
the repository's schema beside compiling it. Exits 1 if one is wrong.
"""

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import jsonschema_rs

from wiremark.schema import diff
from wiremark.schema.inclusion import included

CASES = Path(__file__).parents[3] / "shared/bench/schema/bump_dev.jsonl"
SCHEMA = Path(__file__).parents[2] / "schemas/annotation-1.0.0.json"


def main(path: Path) -> int:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    right = effects = plain = 0
    spent = 0.0
    for row in rows:
        start = time.process_time()
        found = diff(row["before"], row["after"])
        spent += time.process_time() - start
        right += found.bump == row["bump"]
        got = found.backward, found.forward, found.label_ids_stable
        effects += got == (row["backward"], row["forward"], row["label_ids_stable"])
        if found.bump != row["bump"]:
            print(f"wrong: {row['id']}: {found.bump}, and it is {row['bump']}")
        plain += by_inclusion(row) == row["bump"]
    print(f"bump right: {right} of {len(rows)}; backward, forward and label ids right: {effects} of {len(rows)}")
    print(f"set inclusion of JSON values alone: {plain} of {len(rows)} (published: 45 of 61, dev and held-out)")
    print(f"CPU: {1000 * spent / len(rows):.1f} ms a change")
    costs()
    return int(right < len(rows))


def costs() -> None:
    """One diff of the repository's schema beside compiling it."""
    text = SCHEMA.read_text("utf-8")
    old, renamed = json.loads(text), json.loads(text.replace('"GPE"', '"STATE"'))
    described = json.loads(text.replace("Type of a mention", "The type of a mention"))
    print(
        f"the repository's schema, compiled by jsonschema-rs: {cpu(partial(jsonschema_rs.validator_for, old)):.1f} ms"
    )
    for name, new in (("a description changed", described), ("a label renamed", renamed)):
        print(f"the repository's schema, {name}, whole diff: {cpu(partial(diff, old, new)):.1f} ms")


def cpu(call: Callable[[], object]) -> float:
    """The least of five, in milliseconds."""
    times = []
    for _ in range(5):
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return 1000 * min(times)


def by_inclusion(row: dict[str, Any]) -> str:
    """What a comparison that reads no keyword of ours would say."""
    if json.dumps(row["before"], sort_keys=True) == json.dumps(row["after"], sort_keys=True):
        return "none"
    if included(row["before"], row["after"]).holds is not True:
        return "major"
    return "patch" if included(row["after"], row["before"]).holds else "minor"


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else CASES))

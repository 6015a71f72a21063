"""CLEANING.md says what the rules are and what a record looks like; the numbers of its table are the benchmark's."""

import json
import re
from pathlib import Path

from wiremark.cleaning import HIDDEN, RULES, clean, record

PAGE = (Path(__file__).parents[2] / "CLEANING.md").read_text("utf-8")


def test_the_table_has_each_rule_with_what_it_takes_and_leaves() -> None:
    _, _, table = PAGE.partition("<!-- rules: begin")
    rows = [re.split(r" (?<!\\)\| ", row)[:4] for row in table.split("\n") if row.startswith("| `")]
    assert [row[:2] for row in rows] == [[f"| `{rule.id}`", rule.reason] for rule in RULES]
    for rule, (*_, takes, leaves) in zip(RULES, rows, strict=True):
        assert takes.strip("`").replace("\\|", "|") in rule.example, rule.id
        assert leaves.strip("`").replace("\\|", "|") in rule.counter_example.replace("\n", " ⏎ "), rule.id


def test_the_record_is_that_of_the_text_above_it() -> None:
    [raw] = re.findall(r"```text\n(.*?)```", PAGE, flags=re.DOTALL)
    [printed] = re.findall(r"```json\n(.*?)```", PAGE, flags=re.DOTALL)
    made = record(clean(raw), id="harbour-000", seed="harbour.txt", raw=raw.encode())
    made["removed"] = [piece for piece in made["removed"] if piece["reason"] not in HIDDEN]
    assert json.loads(printed) == made

"""wiremark stats: three forms of the same figures, and what it does where it cannot count."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from wiremark.annotation.stats.tables import LISTED, SECTIONS, tables
from wiremark.annotation.table import Table
from wiremark.cli.tables import aligned
from wiremark.diagnostics import Finding
from wiremark.workspace import Workspace

TESTS = Path(__file__).parents[1]

OVERVIEW = """\
Documents
  document  words  tokens  mentions  times  events  arguments  quotes
  ferry        35      44         6      2       3          8       1

Clusters
  of          clusters  members  in several documents  records in none
  events             1        1                     0                2
  utterances         1        1                     0                0

Utterances
  utterance     speaker      day         document  quotation  relation  type    words
  U:hale-ferry  E:mina-hale  2024-05-07  ferry     q1         verbatim  direct      6

Agreement
  No double annotation.
"""


@pytest.fixture
def ferry(base: Workspace) -> Path:
    return base.root


def test_text(wiremark: Any, ferry: Path) -> None:
    ran = wiremark("stats", "agreement", "documents", "utterances", "clusters", at=ferry)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == OVERVIEW


def test_the_overview_is_short_and_names_the_rest(wiremark: Any, ferry: Path) -> None:
    out = wiremark("stats", at=ferry).out
    assert [line for line in out.split("\n") if line and not line.startswith(" ")] == [
        "Documents",
        "Counts by label",
        "Clusters",
        "Agreement",
        "Adjudication",
        "more: wiremark stats layers | entities | aliases | event-clusters | utterances",
    ]
    assert "  mentions   type               PERSON 1, ORG 1, GPE 3, PRODUCT 1\n" in out
    assert "  quotes     speaker            (given) 1\n" in out


def test_no_line_of_the_overview_is_wide(wiremark: Any, workspace: Path) -> None:
    assert all(len(line) <= 120 for line in wiremark("stats", at=workspace).out.split("\n"))


def test_markdown_has_the_rows_of_the_text(wiremark: Any, ferry: Path) -> None:
    out = wiremark("stats", "layers", "--format", "markdown", at=ferry).out
    assert out.startswith("### Labels of mentions\n\n| property | label | all |\n| --- | --- | --- |\n")
    assert "| form | NAM | 5 |\n| form | NOM | 1 |\n| metonymy | literal | 1 |" in out
    assert "| PRO |" not in out  # zero
    whole = wiremark("stats", "--format", "markdown", at=ferry).out
    assert out.strip() in whole
    assert whole.count("\n### ") + 1 >= len(SECTIONS)


def test_json_is_complete(wiremark: Any, ferry: Path) -> None:
    found = json.loads(wiremark("stats", "--format", "json", at=ferry).out)
    assert list(found) == [
        "corpus",
        "documents",
        "layers",
        "entities",
        "aliases",
        "clusters",
        "agreement",
        "adjudication",
    ]
    assert found["corpus"] == {"name": "harbour", "version": "1.0.0", "schema": "1.0.0"}
    assert found["layers"]["mentions"]["labels"]["form"]["labels"]["PRO"] == {"count": 0, "documents": {"ferry": 0}}
    assert found["agreement"] is None
    assert found["adjudication"] is None
    chosen = json.loads(wiremark("stats", "labels", "utterances", "--format", "json", at=ferry).out)
    assert chosen == {key: found[key] for key in ("layers", "clusters")}


def test_agreement_of_passes_and_rounds(wiremark: Any, ferry: Path) -> None:
    for place in ("passes", "rounds/2/passes", "rounds/10/passes"):
        shutil.rmtree(ferry / "annotations" / place, ignore_errors=True)
        for name in ("a", "b"):
            (ferry / "annotations" / place / name).mkdir(parents=True)
            shutil.copy(ferry / "annotations" / "ferry.json", ferry / "annotations" / place / name)
    path = ferry / "annotations/rounds/2/passes/b/ferry.json"
    path.write_text(path.read_text("utf-8").replace('"type": "SUPPORT"', '"type": "AGREE"'), "utf-8")
    found = json.loads(wiremark("stats", "agreement", "--format", "json", at=ferry).out)["agreement"]
    assert list(found["rounds"]) == ["2", "10"]
    assert found["rounds"]["2"][0]["layers"]["events"]["type_accuracy"] == pytest.approx(2 / 3)
    assert found["passes"][0]["layers"]["events"]["type_accuracy"] == 1.0
    out = wiremark("stats", "agreement", at=ferry).out
    rows = [line.split() for line in out.split("\n")]
    assert ["figure", "aim", "round", "2", "round", "10", "now"] in rows
    assert ["type", "of", "agreed", "triggers", "0.90", "0.667", "*", "1.000", "1.000"] in rows
    assert out.rstrip().endswith("* below the aim.")
    assert "measure the guidelines" not in out  # ada is a person
    said = json.loads(wiremark("agree", "a", "b", "--format", "json", at=ferry).out)
    assert found["passes"] == [said]


def test_passes_with_nothing_in_common_are_no_double_annotation(wiremark: Any, ferry: Path) -> None:
    data = json.loads((ferry / "annotations" / "ferry.json").read_text("utf-8"))
    folder = ferry / "annotations" / "passes" / "ben"
    folder.mkdir()
    times = {**data, "mentions": [], "events": [], "quotes": []}
    times["annotated_with"] = {"times": data["annotated_with"]["times"]}
    (folder / "ferry.json").write_text(json.dumps(times), "utf-8")  # rosa did mentions alone
    assert "No double annotation." in wiremark("stats", "agreement", at=ferry).out


def test_a_broken_file_is_told_as_elsewhere(wiremark: Any, ferry: Path) -> None:
    path = ferry / "annotations" / "ferry.json"
    path.write_text(path.read_text("utf-8").replace('"mention": "m3"', '"mention": "m33"'), "utf-8")
    ran = wiremark("stats", at=ferry)
    assert ran.code == 1
    assert ran.out == wiremark("validate", at=ferry).out
    assert "error[A303]" in ran.out
    told = json.loads(wiremark("stats", "--format", "json", at=ferry).out)
    assert told["counts"] == {"A303": 1}


def test_what_breaks_the_guidelines_is_counted(wiremark: Any, ferry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    finding = Finding(code="A401", file="annotations/ferry.json", message="against a rule")
    monkeypatch.setattr("wiremark.validation.validate", lambda workspace: ([finding], {}))
    assert wiremark("stats", "documents", at=ferry).code == 0


def decided(item: str, layer: str, decision: str | None, rule: str | None) -> str:
    line = {
        "document": "ferry",
        "layer": layer,
        "item": item,
        "a": "CT+",
        "b": "PR+",
        "decision": decision,
        "rule": rule,
    }
    return json.dumps({**line, "note": ""}) + "\n"


def test_decisions_are_counted(wiremark: Any, ferry: Path) -> None:
    path = ferry / "annotations" / "adjudication.jsonl"
    lines = [
        decided("e1.factuality", "events", "a", "R-V10"),
        decided("e2.factuality", "events", "b", "R-V10"),
        decided("e3.factuality", "events", None, "R-V2"),
        decided("t1.value", "times", "b", "R-T2"),
    ]
    path.write_text("".join(lines), "utf-8")
    ran = wiremark("stats", "adjudication", at=ferry)
    assert ran.out == (
        "Decisions\n  layer   all  a  b  open\n  events    3  1  1     1\n  times     1  0  1     0\n\n"
        "Decisions by rule\n  rule   decisions\n  R-T2           1\n  R-V10          2\n"
    )
    found = json.loads(wiremark("stats", "--format", "json", at=ferry).out)["adjudication"]
    assert (found["count"], found["open"], found["rules"]) == (4, 1, {"R-T2": 1, "R-V10": 2})
    path.write_text("".join(lines) + "{", "utf-8")
    ran = wiremark("stats", at=ferry)
    assert ran.code == 1
    assert "--> annotations/adjudication.jsonl:5:" in ran.out


def test_an_unknown_section(wiremark: Any, ferry: Path) -> None:
    ran = wiremark("stats", "verbs", at=ferry)
    assert (ran.code, ran.out) == (2, "")
    assert "there are documents, labels, layers" in ran.err


def test_a_corpus_without_annotations(wiremark: Any, ferry: Path) -> None:
    shutil.rmtree(ferry / "annotations")
    ran = wiremark("stats", *SECTIONS, at=ferry)
    assert ran.code == 0
    assert "  ferry        35      44         –      –       –          –       –\n" in ran.out
    assert "Aliases\n  None.\n" in ran.out
    assert json.loads(wiremark("stats", "--format", "json", at=ferry).out)["layers"]["times"]["records"]["count"] == 0


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)


def test_no_more_than_seven_running_words_of_an_article(wiremark: Any, workspace: Path) -> None:
    texts = [" ".join(path.read_text("utf-8").split()) for path in (workspace / "corpus").glob("*.txt")]
    found = json.loads(wiremark("stats", "--format", "json", at=workspace).out)
    for said in strings({key: value for key, value in found.items() if key != "agreement"}):
        words = said.split()
        for start in range(len(words) - 7):
            assert not any(" ".join(words[start : start + 8]) in text for text in texts), said


def test_many_documents_are_not_listed(wiremark: Any, ferry: Path) -> None:
    found = json.loads(wiremark("stats", "--format", "json", at=ferry).out)
    found["documents"] *= LISTED + 1
    [table] = tables(found, "documents")
    assert [row[0] for row in table.rows] == ["all"]
    assert table.note == f"{LISTED + 1} documents; the JSON has each."
    assert tables(found, "layers")[0].head == ("property", "label", "all")


def test_wide_letters_keep_the_columns() -> None:
    table = Table("Ships", ("name", "n"), (("🚢", 1), ("ferry", 10)))
    assert aligned(table) == "Ships\n  name    n\n  🚢      1\n  ferry  10"

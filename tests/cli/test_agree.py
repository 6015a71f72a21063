"""wiremark agree: three forms of the same figures, and what it says where it cannot compare."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from wiremark.workspace import Workspace


@pytest.fixture
def ferry(base: Workspace) -> Path:
    """The base workspace: gold by ada in all layers, a pass by rosa with two mentions."""
    return base.root


def rows(out: str, title: str) -> list[list[str]]:
    """The cells of a table of the text form, without its head."""
    block = next(part for part in out.split("\n\n") if part.startswith(title))
    return [re.split(r"\s{2,}", line.strip()) for line in block.strip().split("\n")[2:]]


def test_text(wiremark: Any, ferry: Path) -> None:
    ran = wiremark("agree", "gold", "rosa", at=ferry)
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.split("\n")
    assert lines[0] == "A: gold, by ada; B: rosa, by rosa. All are people."
    assert lines[1] == "1 document compared: ferry."
    assert lines[2] == "Not compared: times of ferry (only A), events of ferry (only A), quotes of ferry (only A)."
    layers = rows(ran.out, "By layer")
    # ada has six mentions, rosa two of them; "a second boat" is no entity to ada and one to rosa
    assert ["mentions", "exact_f1", "0.500", "–", "2 of 6 and 2"] in layers
    assert ["mentions", "names_labelled_f1", "0.333 *", "0.950", "1 of 5 and 1"] in layers
    assert ["mentions", "link_accuracy", "0.500 *", "0.970", "1 of 2"] in layers
    assert ["times", "exact_f1", "–", "–", "0 of 0 and 0"] in layers
    # the lowest first: names 2·1/(5 + 1), then all mentions and the entities of matched ones
    lowest = [(row[0], row[1], min(cell for cell in row[2:7] if cell != "–")) for row in rows(ran.out, "By rule")[:3]]
    assert lowest == [
        ("R-E1", "mentions.form=NAM", "0.333"),
        ("R-E2", "mentions.span", "0.500"),
        ("R-E7", "mentions.entity", "0.500"),
    ]
    assert "* below the aim." in ran.out
    assert "\x1b" not in ran.out


def test_json(wiremark: Any, ferry: Path) -> None:
    ran = wiremark("agree", "gold", "rosa", "--format", "json", at=ferry)
    found = json.loads(ran.out)
    assert (ran.code, found["a"]["name"], found["b"]["annotators"]) == (0, "gold", ["rosa"])
    assert found["layers"]["mentions"]["exact_f1"] == 0.5
    assert found["layers"]["times"]["exact_f1"] is None
    assert {"layers", "attributes", "alpha", "rules", "documents", "not_compared", "by_document"} <= found.keys()


def test_markdown(wiremark: Any, ferry: Path) -> None:
    ran = wiremark("agree", "gold", "rosa", "--format", "markdown", at=ferry)
    assert ran.code == 0
    assert ran.out.startswith("# Agreement\n\nA: gold, by ada; B: rosa, by rosa. All are people.\n\n1 document")
    assert "\n| mentions | exact_f1 | 0.500 | – | 2 of 6 and 2 |\n" in ran.out
    tables = [block.split("\n") for block in ran.out.split("\n\n") if block.startswith("|")]
    assert tables
    assert all(len({line.count(" | ") for line in table}) == 1 for table in tables)


def test_a_corpus_agrees_with_itself(wiremark: Any, workspace: Path) -> None:
    ran = wiremark("agree", "gold", "gold", "--format", "json", at=workspace)
    found = json.loads(ran.out)
    assert len(found["documents"]) >= 5

    def figures(value: Any, key: str = "") -> set[Any]:
        if key in ("n", "items", "baseline_conll", "rule", "item"):
            return set()
        if isinstance(value, dict):
            return set().union(*(figures(inner, name) for name, inner in value.items()))
        return set().union(*(figures(row) for row in value)) if isinstance(value, list) else {value}

    assert figures([found[key] for key in ("layers", "attributes", "alpha", "rules", "by_document")]) <= {None, 1.0}
    by_document = rows(wiremark("agree", "gold", "gold", at=workspace).out, "By document")
    assert {row[0] for row in by_document} == set(found["documents"])


def test_models_and_people_are_told_apart(wiremark: Any, ferry: Path) -> None:
    for name, annotator in (("one", "model-1"), ("two", "model-2")):
        shutil.copytree(ferry / "annotations/passes/rosa", ferry / "annotations/passes" / name)
        path = ferry / "annotations/passes" / name / "ferry.json"
        path.write_text(path.read_text("utf-8").replace('["rosa"]', f'["{annotator}"]'), "utf-8")
    line = wiremark("agree", "one", "two", at=ferry).out.split("\n")[0]
    assert line.endswith(
        "All are language models: two passes of one kind of annotator measure the guidelines, not people."
    )


def test_folders_in_the_workspace_and_elsewhere(wiremark: Any, ferry: Path, tmp_path: Path) -> None:
    rosa = ferry / "annotations/passes/rosa"
    shutil.copytree(rosa, ferry / "annotations/rounds/1/passes/rosa")
    shutil.copytree(rosa, tmp_path / "elsewhere")
    wanted = wiremark("agree", "gold", "rosa", "--format", "json", at=ferry).out
    for name in ("annotations/passes/rosa", "annotations/rounds/1/passes/rosa", str(tmp_path / "elsewhere")):
        ran = wiremark("agree", "gold", name, "--format", "json", at=ferry)
        assert ran.code == 0
        assert json.loads(ran.out)["layers"] == json.loads(wanted)["layers"]


@pytest.mark.parametrize("names", [("nobody", "gold"), ("gold", "nobody")])
def test_no_such_pass(wiremark: Any, ferry: Path, names: tuple[str, str]) -> None:
    ran = wiremark("agree", *names, at=ferry)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "wiremark: nobody: there is no pass of this name, and no such folder\n  = help: there are rosa, gold\n"
    )


def test_a_folder_without_annotations(wiremark: Any, ferry: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ran = wiremark("agree", "gold", str(tmp_path / "empty"), at=ferry)
    assert ran.code == 2
    assert "there is no annotated document in this folder" in ran.err


def test_nothing_in_common(wiremark: Any, ferry: Path) -> None:
    path = ferry / "annotations/ferry.json"
    data = json.loads(path.read_bytes())
    del data["annotated_with"]["mentions"]
    data.update(mentions=[], events=[], quotes=[])
    path.write_text(json.dumps(data), "utf-8")
    ran = wiremark("agree", "gold", "rosa", at=ferry)
    assert ran.code == 2
    assert "gold and rosa have no layer of a document in common" in ran.err


def test_errors_in_a_pass_are_findings(wiremark: Any, ferry: Path) -> None:
    path = ferry / "annotations/passes/rosa/ferry.json"
    path.write_text(path.read_text("utf-8").replace('"start": 34', '"start": 33'), "utf-8")
    for form in ("text", "json", "markdown"):
        ran = wiremark("agree", "gold", "rosa", "--format", form, at=ferry)
        assert ran.code == 1
        assert "A301" in ran.out
        assert "annotations/passes/rosa/ferry.json" in ran.out


def test_errors_elsewhere_do_not_matter(wiremark: Any, ferry: Path) -> None:
    shutil.copytree(ferry / "annotations/passes/rosa", ferry / "annotations/passes/half")
    (ferry / "annotations/passes/half/ferry.json").write_text("{", "utf-8")
    assert wiremark("agree", "gold", "rosa", at=ferry).code == 0
    assert wiremark("agree", "gold", "half", at=ferry).code == 1


def test_errors_in_a_folder_elsewhere_are_findings_too(wiremark: Any, ferry: Path, tmp_path: Path) -> None:
    shutil.copytree(ferry / "annotations/passes/rosa", tmp_path / "elsewhere")
    path = tmp_path / "elsewhere/ferry.json"
    path.write_text("[]", "utf-8")
    ran = wiremark("agree", "gold", str(tmp_path / "elsewhere"), at=ferry)
    assert ran.code == 1
    assert "A206" in ran.out


def test_without_a_schema(wiremark: Any, ferry: Path) -> None:
    shutil.rmtree(ferry / "schemas")
    ran = wiremark("agree", "gold", "rosa", at=ferry)
    assert ran.code == 1
    assert "S103" in ran.out


def test_without_a_text(wiremark: Any, ferry: Path) -> None:
    (ferry / "corpus/ferry.txt").unlink()
    ran = wiremark("agree", "gold", "rosa", at=ferry)
    assert ran.code == 1
    assert "A314" in ran.out

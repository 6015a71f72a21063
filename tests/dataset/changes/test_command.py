"""`wiremark diff` at the command line: what is loud, exit codes, forms."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.dataset.changes.conftest import Make, documents, edit, replaced, shifted
from tests.dataset.conftest import HARBOUR, LETTER

Wiremark = Callable[..., Any]


@pytest.fixture(scope="module")
def second(make: Make) -> Path:
    """Much that changed: a split, a text with its offsets, types, an entity, a headline, a document."""
    docs = documents()
    text, split, layers = docs["harbour"]
    docs["harbour"] = f"-{text}", split, shifted(layers, 1)
    docs["letter"] = docs["letter"][0], "train", docs["letter"][2]
    docs["letter"][2]["mentions"][0]["type"] = "FAC"  # type: ignore[index]
    del docs["plain"]

    def change(root: Path) -> None:
        edit(root / "annotations" / "entities.json", lambda data: data["entities"][1].update(kb_class="a | b"))
        edit(root / "corpus" / "letter.json", lambda data: data["metadata"].update(title="Seldom seen"))

    return make(docs, change, "0.2.0")


def test_text(wiremark: Wiremark, first: Path, second: Path) -> None:
    ran = wiremark("diff", str(first), str(second))
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.split("\n")
    assert lines[0] == "made-up 0.1.0 → made-up 0.2.0"
    assert lines[2] == (
        "a major step, 0.2.0 or later: 1 document moved to another split, 1 text changed, 1 document removed, "
        "10 records moved"
    )
    assert lines.index("Documents moved to another split") < lines.index("Counts")
    for line in (
        "  letter    TEST    TRAIN",
        "  mentions        9      9      0        0        1      6",
        "  mentions  type      ORG     FAC          1  letter m1",
        "  harbour   +1     0  every offset: mentions 6, times 1, events 2, quotes 1",
        "  E:borduria  kb_class       –  a | b",
        "  letter    title       not repeated                              not repeated",
    ):
        assert line in lines, ran.out


def test_no_form_repeats_an_article(wiremark: Wiremark, first: Path, second: Path) -> None:
    for form in ("text", "json", "markdown"):
        words = set(re.findall(r"\w+", wiremark("diff", str(first), str(second), "--format", form).out))
        assert not words & {"Seldom", "talks", "refused", "Hale", *re.findall(r"\w{7,}", HARBOUR + LETTER)} - {
            "Ministry"
        }


def test_markdown_is_fit_for_release_notes(wiremark: Wiremark, first: Path, second: Path) -> None:
    ran = wiremark("diff", str(first), str(second), "--format", "markdown")
    assert ran.code == 0
    lines = ran.out.split("\n")
    assert lines[0] == "## made-up 0.1.0 → made-up 0.2.0"
    assert "| E:borduria | kb\\_class | – | a &#124; b |" in lines
    widths = {len(re.findall(r"(?<!\\)\|", line)) for line in lines if line.startswith("| letter | TEST")}
    assert widths == {4}


def test_json_is_complete(wiremark: Wiremark, first: Path, second: Path) -> None:
    ran = wiremark("diff", str(first), str(second), "--format", "json")
    found = json.loads(ran.out)
    assert found["findings"] == []
    assert found["before"]["folder"] == str(first)
    assert len(found["annotations"]["moved"][0]["ids"]["mentions"]) == 6


def test_long_lists_are_cut_and_say_so(wiremark: Wiremark, first: Path, make: Make) -> None:
    docs = documents()
    docs |= {f"n{number}": (f"Number {number}.", "train", None) for number in range(20)}
    after = make(docs, version="0.1.1")
    ran = wiremark("diff", str(first), str(after))
    assert "  8 more: `--format json` has them all" in ran.out.split("\n")
    assert ran.out.startswith("warning[D503]")
    assert "found: 0.1.0 and then 0.1.1" in ran.out
    found = json.loads(wiremark("diff", str(first), str(after), "--format", "json").out)
    assert len(found["documents"]["added"]) == 20


def test_no_difference(wiremark: Wiremark, first: Path) -> None:
    ran = wiremark("diff", str(first), str(first))
    assert (ran.code, ran.out) == (0, "made-up 0.1.0 → made-up 0.1.0\nno difference\n")


def test_releases_the_other_way_round_are_not_told_to_raise_the_version(
    wiremark: Wiremark, first: Path, second: Path
) -> None:
    ran = wiremark("diff", str(second), str(first))
    assert (ran.code, "D503" in ran.out) == (0, False)


def test_moved_label_ids_come_first_and_exit_1(wiremark: Wiremark, first: Path, make: Make) -> None:
    def swap(root: Path) -> None:
        here = (
            ('"id": 3, "name": "ORG"', '"id": 4, "name": "ORG"'),
            ('"id": 4, "name": "GPE"', '"id": 3, "name": "GPE"'),
        )
        replaced(root / "schemas" / "annotation-1.0.0.json", *here)

    after = make(change=swap, version="0.2.0")
    ran = wiremark("diff", str(first), str(after))
    assert ran.code == 1
    assert ran.out.startswith("error[D501]: the id of ORG in EntityType moved")
    assert "  EntityType  ID MOVED  ORG     ORG     3    4       2" in ran.out
    assert wiremark("diff", str(first), str(after), "--format", "json").code == 1


def test_a_migration_says_that_a_label_was_renamed(wiremark: Wiremark, first: Path, make: Make, tmp_path: Path) -> None:
    def rename(root: Path) -> None:
        schema = root / "schemas" / "annotation-1.0.0.json"
        later = root / "schemas" / "annotation-2.0.0.json"
        shutil.copy(schema, later)
        words = ("annotation-1.0.0", "annotation-2.0.0"), ('"const": "1.0.0"', '"const": "2.0.0"')
        unlike = '"POS", "description": "', '"AFFIRMED", "description": "Now in other words. '
        replaced(later, *words, ('"x-version": "1.0.0"', '"x-version": "2.0.0"'), unlike, ('"POS"', '"AFFIRMED"'))
        for path in (root / "annotations").glob("*.json"):
            path.write_text(
                path.read_text("utf-8").replace('"1.0.0"', '"2.0.0"').replace('"POS"', '"AFFIRMED"'), "utf-8"
            )

    after = make(change=rename, version="1.0.0")
    assert "D502" in wiremark("diff", str(first), str(after), at=tmp_path).out
    shutil.copytree(after.parent / "workspace" / "schemas", tmp_path / "schemas")
    operation = {"op": "rename_label", "labels": "Polarity", "from": "POS", "to": "AFFIRMED"}
    (tmp_path / "schemas" / "migrations").mkdir()
    content = {"from": "1.0.0", "to": "2.0.0", "operations": [operation]}
    (tmp_path / "schemas" / "migrations" / "1.0.0__2.0.0.json").write_text(json.dumps(content), "utf-8")
    ran = wiremark("diff", str(first), str(after), at=tmp_path)
    assert ran.code == 0
    assert "a major step, 0.2.0 or later: 1 label renamed\n" in ran.out  # and nothing of each record and document
    assert "  Polarity  renamed, id kept  POS     AFFIRMED   0    0       2" in ran.out


def test_what_is_no_release(wiremark: Wiremark, first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(first, tmp_path / "old")
    (tmp_path / "old" / "README.md").unlink()
    (tmp_path / "new").mkdir()
    monkeypatch.chdir(tmp_path)
    ran = wiremark("diff", "old", "new", at=Path("elsewhere"))  # -C names the workspace, not where folders are
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.count("error[") == 2  # both are told at once
    assert "D202" in ran.out
    assert "D201" in ran.out
    nowhere = wiremark("diff", "old", "nowhere")
    assert (nowhere.code, nowhere.out) == (2, "")
    assert "there is no folder nowhere" in nowhere.err

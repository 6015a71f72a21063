"""A sixth article: add, fill in, clean, annotate, validate, build. No old id, split or row moves."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from wiremark.annotation.agreement import published

ARTICLE = """(UPDATE 1) Harbour accord signed in Ruritz
RURITZ, April 2 (Ruritania Press) -- Ruritania and Borduria signed the Harbour Accord on Sunday 🎉, officials said.
"The accord opens both ports," Harbour Minister Mina Hale told reporters.
(END)
"""
SIXTH = "harbour-accord"
FILLED = {
    "published": "2023-04-02",
    "published_how": '"stated"',
    "published_from": '"the dateline"',
    "language": '"en"',
    "story": '"harbour-accord"',
    "split": '"train"',
    "holder": '"the wiremark contributors"',
    "licence": '"CC-BY-4.0"',
    "basis": '"made up for a test"',
}
DRAFT: dict[str, Any] = {
    "schema_version": "1.0.0",
    "document": SIXTH,
    "annotated_with": {"mentions": {"schema": "1.0.0", "annotators": ["a"], "state": "draft"}},
    "mentions": [
        {"id": "m1", "type": "LAW", "span": {"text": "Harbour Accord"}, "form": "NAM", "entity": None},
        {"id": "m2", "type": "PERSON", "span": {"text": "Mina Hale"}, "form": "NAM", "entity": None},
    ],
    "times": [],
    "events": [],
    "quotes": [],
}


def rows(dataset: Path) -> dict[str, list[dict[str, Any]]]:
    """Every row of every config, by config."""
    return {
        config.name: [row for path in sorted(config.glob("*.parquet")) for row in pq.read_table(path).to_pylist()]
        for config in sorted((dataset / "data").iterdir())
    }


@pytest.fixture
def with_sixth(wiremark: Any, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(published, "agreement", lambda *_: None)  # it takes longer than all the rest
    article = tmp_path / "005_harbour.txt"
    article.write_text(ARTICLE, "utf-8")
    ran = wiremark("add", str(article), "--id", SIXTH, at=workspace)
    assert ran.code == 0
    assert SIXTH in ran.out
    unfilled = json.loads(wiremark("clean", "--format", "json", at=workspace).out)
    assert {re.sub(r".*\.", "", f["pointer"]) for f in unfilled["findings"]} == set(FILLED)
    assert all(f["code"] == "W102" for f in unfilled["findings"])
    sources = workspace / "seeds" / "SOURCES.toml"
    text = sources.read_text("utf-8")
    for key, value in FILLED.items():
        text = re.sub(rf'^{key} = "".*$', f"{key} = {value}", text, flags=re.MULTILINE)
    sources.write_text(text, "utf-8")
    return workspace


def test_a_sixth_article(wiremark: Any, with_sixth: Path, tmp_path: Path) -> None:
    old = rows(build(wiremark, with_sixth, tmp_path, before=True))
    assert wiremark("clean", at=with_sixth).code == 0
    assert (with_sixth / "corpus" / f"{SIXTH}.txt").read_text("utf-8").startswith("Ruritania and Borduria signed")
    (with_sixth / "annotations" / f"{SIXTH}.json").write_text(json.dumps(DRAFT), "utf-8")
    assert wiremark("validate", at=with_sixth).code == 1
    assert wiremark("validate", "--fix", at=with_sixth).code == 0
    mentions = json.loads((with_sixth / "annotations" / f"{SIXTH}.json").read_text("utf-8"))["mentions"]
    clean = (with_sixth / "corpus" / f"{SIXTH}.txt").read_text("utf-8")
    assert [clean[m["span"]["start"] : m["span"]["end"]] for m in mentions] == ["Harbour Accord", "Mina Hale"]
    new = rows(build(wiremark, with_sixth, tmp_path))
    for config, before in old.items():
        assert new[config][: len(before)] == before, config
    added = {config: len(new[config]) - len(before) for config, before in old.items()}
    assert added["documents"] == added["annotations"] == 1
    assert added["mentions"] == 2
    assert added["ner"] > 0
    assert added["times"] == added["events"] == added["quotes"] == added["event_arguments"] == 0


def test_a_document_without_annotations_is_no_finding(wiremark: Any, with_sixth: Path, tmp_path: Path) -> None:
    assert wiremark("clean", at=with_sixth).code == 0
    assert wiremark("validate", at=with_sixth).code == 0
    new = rows(build(wiremark, with_sixth, tmp_path))
    assert [row["layers"] for row in new["documents"]][-1] == []
    assert SIXTH not in {
        row["document_id"] for config in new if config != "documents" for row in new[config] if "document_id" in row
    }


def build(wiremark: Any, workspace: Path, tmp_path: Path, before: bool = False) -> Path:
    """Builds the workspace; `before` builds it as it was without the sixth article."""
    out = tmp_path / ("before" if before else "after")
    sources = workspace / "seeds" / "SOURCES.toml"
    seed = workspace / "seeds" / "005_harbour.txt"
    text, raw = sources.read_text("utf-8"), seed.read_bytes()
    if before:
        seed.unlink()
        sources.write_text(text[: text.rindex("[[documents]]")], "utf-8")
    ran = wiremark("build", "--out", str(out), at=workspace)
    assert ran.code == 0, ran.out
    seed.write_bytes(raw)
    sources.write_text(text, "utf-8")
    return out


def test_adding_twice_or_under_a_taken_name(wiremark: Any, with_sixth: Path, tmp_path: Path) -> None:
    before = (with_sixth / "seeds" / "SOURCES.toml").read_bytes()
    again = wiremark("add", str(tmp_path / "005_harbour.txt"), at=with_sixth)
    assert again.code == 2
    assert f"already here, as {SIXTH}" in again.err
    other = tmp_path / "other" / "005_harbour.txt"
    other.parent.mkdir()
    other.write_text("Other words.", "utf-8")
    assert wiremark("add", str(other), at=with_sixth).code == 2
    other.write_bytes(b"\xff\xfe not UTF-8")
    assert wiremark("add", str(other), "--id", "gsomia-000", at=with_sixth).code == 2
    assert wiremark("add", str(tmp_path / "nowhere.txt"), at=with_sixth).code == 2
    assert (with_sixth / "seeds" / "SOURCES.toml").read_bytes() == before


def test_several_are_added_before_one_is_filled_in(wiremark: Any, workspace: Path, tmp_path: Path) -> None:
    listed = (workspace / "seeds" / "SOURCES.toml").read_text("utf-8")
    last = max(int(number) for number in re.findall(r'^id = "gsomia-(\d+)"', listed, re.MULTILINE))
    for number in (1, 2):
        article = tmp_path / f"{number}.txt"
        article.write_text(f"Article {number} is made up.", "utf-8")
        assert f"gsomia-{last + number:03}" in wiremark("add", str(article), at=workspace).out
    assert (workspace / "seeds" / "SOURCES.toml").read_text("utf-8").startswith(listed)


def test_what_cannot_be_added_changes_nothing(wiremark: Any, workspace: Path, tmp_path: Path) -> None:
    article = tmp_path / "new.txt"
    article.write_text("An article that is made up.", "utf-8")
    sources = workspace / "seeds" / "SOURCES.toml"
    hidden = tmp_path / ".new.txt"
    hidden.write_bytes(article.read_bytes())
    for listed, *arguments in (
        (None, str(hidden)),
        (None, str(tmp_path)),
        (None, str(article), "--id", "x" * 300),
        ('documents = [{id = "a"}]\n[corpus]\nname = "a"\nversion = "1"\n', str(article)),
        ("documents = 3\n", str(article)),
        ("documents = [3]\n", str(article)),
    ):
        before = sources.read_text("utf-8")
        sources.write_text(listed or before, "utf-8")
        state = sorted(path.name for path in (workspace / "seeds").iterdir()), sources.read_bytes()
        ran = wiremark("add", *arguments, at=workspace)
        assert ran.code in (1, 2), arguments
        assert "a fault of wiremark" not in ran.err
        assert (sorted(path.name for path in (workspace / "seeds").iterdir()), sources.read_bytes()) == state
        sources.write_text(before, "utf-8")

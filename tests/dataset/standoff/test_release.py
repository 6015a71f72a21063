"""The release without texts has no word of an article but names, and is not made where it would have some."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.conftest import Wiremark
from tests.dataset.conftest import ENTITIES
from tests.dataset.standoff.conftest import RAW, Made, files, text, write_workspace

from wiremark.dataset.folder import kind_of
from wiremark.dataset.leaks import leaks
from wiremark.dataset.release import open_release
from wiremark.dataset.standoff.release import release
from wiremark.diagnostics import Refused
from wiremark.workspace import sha256

OURS = {"a", "and", "of", "the", "in", "on", "to", "it", "by", "again", "is", "as", "one", "not", "be", "for"}
"""Words that anybody writes."""


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from strings(part)


def words(text: str) -> set[str]:
    return {word for word in re.findall(r"[^\W\d_]+", text.casefold()) if len(word) > 1}


NAMES = words(" ".join(part for row in ENTITIES for part in (row[1], *(alias["form"] for alias in row[3]))))
ARTICLES = words(" ".join(RAW.values())) - NAMES - OURS


def test_no_cell_has_a_word_of_an_article(made: Made) -> None:
    facts = {"harbour", "letter", "plain", "made", "up", "nobody", "who", "day", "refusal", "signature", "that"}
    tables = sorted(made.bare.glob("data/*/*.parquet"))
    assert {path.parent.name for path in tables} >= {"documents", "annotations", "mentions", "quotes", "clusters"}
    assert not (made.bare / "data" / "ner").exists()
    for path in tables:
        said = words(re.sub("[0-9a-f]{64}", "", " ".join(strings(pq.read_table(path).to_pylist()))))
        assert not said & ARTICLES - facts, path
    needed = json.loads((made.bare / "rehydrate.json").read_bytes())
    said = words(re.sub("[0-9a-f]{64}", "", " ".join(strings(needed))))
    assert not said & ARTICLES - facts - {"strelsau"}, "which is the name of the corpus"
    assert not list(strings(json.loads((made.bare / "paragraphs.json").read_bytes())["documents"]["letter"][1]))


def test_of_aliases_it_has_those_that_are_names(made: Made) -> None:
    rows = {row["id"]: row["aliases"] for row in open_release(made.bare).rows("entities")}
    assert [alias["form"] for alias in rows["E:mina-hale"]] == ["Hale"]
    assert [alias["kind"] for alias in rows["E:ruritania"]] == ["demonym"]
    kept = json.loads((made.bare / "rehydrate.json").read_bytes())["aliases"]
    forms = {entity: [phrase["form"] for phrase in phrases] for entity, phrases in kept.items()}
    at = text("harbour").index("an envoy")
    assert forms["E:mina-hale"] == [["oarswomen ", [at + 9, at + 12]], [[at, at + 8]], ["everyone’s oarswoman"]]
    assert [phrase["document"] for phrase in kept["E:mina-hale"]] == ["harbour", "harbour", None]
    assert {len(pieces) for pieces in forms["E:ruritania"]} == {1}
    assert "before" not in (made.bare / "rehydrate.json").read_text("utf-8")


def test_what_it_says_of_itself_is_so(made: Made) -> None:
    of_it, of_the_full = ((folder / "README.md").read_text("utf-8") for folder in (made.bare, made.full))
    assert "article: its text" in of_the_full
    assert "| article: what is known of it, its rights |" in of_it
    for path in made.bare.rglob("*.*"):
        assert b"article: its text" not in path.read_bytes(), path
    assert "of the articles' words the tables have names and titles of entities alone" in of_it


def test_diff_does_not_miss_them(wiremark: Wiremark, made: Made) -> None:
    for sides in ((made.full, made.bare), (made.bare, made.full)):
        found = json.loads(wiremark("diff", *map(str, sides), "--format", "json").out)
        assert found["entities"] == {"added": [], "removed": [], "changed": []}


def test_leak_check_finds_nothing(made: Made) -> None:
    found = leaks(made.bare, made.workspace.seeds)
    assert not found.findings
    assert found.longest < 8
    assert leaks(made.full, made.workspace.seeds).findings


def test_a_release_is_whole_and_its_manifest_names_every_file(made: Made) -> None:
    opened = open_release(made.bare)
    assert not opened.manifest["texts"]
    named = set(opened.manifest["files"]) | {
        shard["path"] for table in opened.manifest["tables"].values() for shard in table["shards"]
    }
    assert named | {"MANIFEST.json"} == set(files(made.bare))
    assert {"paragraphs.json", "rehydrate.json", "ANNOTATORS.md"} <= named
    assert (kind_of(made.bare), kind_of(made.full)) == ("stand-off release", "dataset with the texts")
    rows = {row["document_id"]: row for row in opened.rows("documents")}
    assert rows["harbour"]["raw_sha256"] == sha256(RAW["harbour"].encode())


def test_the_same_bytes_again_over_an_older_one(made: Made, tmp_path: Path) -> None:
    shutil.copytree(made.bare, tmp_path / "bare")
    (tmp_path / "bare" / "README.md").write_bytes((made.bare / "README.md").read_bytes() + b"Older.")
    release(made.workspace, tmp_path / "bare")
    assert files(tmp_path / "bare") == files(made.bare)


@pytest.mark.parametrize("place", ["seeds/SOURCES.toml", "annotations/ANNOTATORS.md", "annotations/entities.json"])
def test_words_of_an_article_stop_it_wherever_they_come_from(tmp_path: Path, place: str) -> None:
    workspace = write_workspace(tmp_path / "workspace")
    stolen = "an envoy who asked not to be named said that nobody"
    path = workspace.root / place
    alias = '{"form": "Ruritanian", "kind": "demonym", "lang": "en"}'
    old, new = {
        "SOURCES.toml": ('version = "0.1.0"', f'version = "0.1.0"\ndescription = "{stolen}"'),
        "ANNOTATORS.md": ("everything", stolen),
        "entities.json": (alias, f"{alias}, {alias.replace('Ruritanian', stolen)}"),
    }[path.name]
    written = path.read_text("utf-8").replace(old, new, 1)
    path.write_text(written, "utf-8")
    with pytest.raises(Refused) as refused:
        release(workspace, tmp_path / "bare")
    assert [finding.code for finding in refused.value.findings] == ["D301"], refused.value
    assert sorted(path.name for path in tmp_path.iterdir()) == ["workspace"]


def test_the_command_says_what_it_made_and_how_to_go_on(
    wiremark: Wiremark, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = write_workspace(tmp_path / "workspace")
    monkeypatch.chdir(tmp_path)
    ran = wiremark("release", "--standoff", "dist/bare", at=workspace.root)
    assert ran.code == 0, ran
    assert kind_of(tmp_path / "dist" / "bare") == "stand-off release", "paths are those of the current folder"
    assert 'load_dataset("./dist/bare")' in ran.out
    assert "wiremark rehydrate dist/bare --texts FOLDER" in ran.out
    monkeypatch.chdir(workspace.root)
    ran = wiremark("release", "--standoff", "../else where", at=workspace.root)
    assert f"wiremark rehydrate '{tmp_path}/else where' --texts FOLDER" in ran.out
    none = wiremark("release", at=workspace.root)
    assert (none.code, "wiremark build" in none.err) == (2, True)
    assert wiremark("release", "--standoff", "seeds/x", at=workspace.root).code == 2
    over = wiremark("build", "--out", "../dist/bare", at=workspace.root)
    assert (over.code, "D103" in over.out) == (1, True)


def test_a_corpus_that_cleaning_does_not_give_makes_no_release(
    wiremark: Wiremark, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    workspace = write_workspace(tmp_path / "workspace")
    (workspace.corpus / "plain.txt").write_text("Another text.", "utf-8")
    ran = wiremark("release", "--standoff", "dist/bare", at=workspace.root)
    assert (ran.code, "C101" in ran.out) == (1, True)
    assert not (tmp_path / "dist").exists()

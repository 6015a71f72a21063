"""A page of HTML as a seed: add, fill in, clean, audit, rebuild, build, release, rehydrate."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.cleaning.html.pages import LOGIN, NEWS

from wiremark.cleaning.html import PAGE_MODEL_VERSION
from wiremark.cleaning.html.blocks import Page
from wiremark.cleaning.html.model import Scores, chosen
from wiremark.workspace import Workspace

FILLED = {
    "story": '"ferry-again"',
    "split": '"train"',
    "holder": '"the wiremark contributors"',
    "licence": '"CC-BY-4.0"',
    "basis": '"made up for a test"',
}


@pytest.fixture
def with_page(wiremark: Any, base: Workspace, tmp_path: Path) -> Workspace:
    page = tmp_path / "again.html"
    page.write_bytes(NEWS.replace("\n", "\r\n").encode("utf-8"))
    assert wiremark("add", str(page), "--id", "again", at=base.root).code == 0
    sources = base.seeds / "SOURCES.toml"
    text = sources.read_text("utf-8")
    for key, value in FILLED.items():
        text = re.sub(rf'^{key} = "" # fill in.*$', f"{key} = {value}", text, flags=re.MULTILINE)
    sources.write_text(text, "utf-8")
    return base


def test_the_row_of_a_page_says_what_the_page_says(with_page: Workspace) -> None:
    row = (with_page.seeds / "SOURCES.toml").read_text("utf-8").rpartition("[[documents]]")[2]
    for line in ("published = 2024-05-07", 'published_how = "stated"', 'language = "en"', 'author = "Mina Hale"'):
        assert f"{line}\n" in row
    assert "fill in" not in row


def test_a_page_goes_all_the_way(wiremark: Any, with_page: Workspace, tmp_path: Path) -> None:
    root = with_page.root
    ran = wiremark("clean", at=root)
    assert ran.code == 0, ran.out + ran.err
    assert wiremark("clean", "--check", at=root).code == 0
    text = (with_page.corpus / "again.txt").read_text("utf-8")
    assert text.startswith("The ferry to Skarholm sailed again on Tuesday, nine days")
    assert text.endswith("restaurants.")
    metadata = json.loads((with_page.corpus / "again.json").read_text("utf-8"))["metadata"]
    assert metadata == {"title": "Ferry to Skarholm sails again", "byline": "Mina Hale", "published": "2024-05-07"}
    shown = wiremark("audit", "again", at=root).out
    assert "page.markup" not in shown
    assert '"Home' not in shown
    assert '"News Sport Weather"' in shown
    assert "page.markup" in wiremark("audit", "again", "--all", at=root).out
    rebuilt = tmp_path / "rebuilt"
    assert wiremark("audit", "--rebuild", str(rebuilt), at=root).code == 0
    assert (rebuilt / "again.html").read_bytes() == (with_page.seeds / "again.html").read_bytes()


@pytest.fixture
def released(wiremark: Any, with_page: Workspace, tmp_path: Path) -> tuple[str, str]:
    """A release without texts, with a page in it, and the folder with its articles."""
    root, release, texts = with_page.root, tmp_path / "release", tmp_path / "texts"
    for words in (("clean",), ("build", "--out", str(tmp_path / "dataset")), ("release", "--standoff", str(release))):
        ran = wiremark(*words, at=root)
        assert ran.code == 0, ran.out + ran.err
    shutil.copytree(with_page.seeds, texts)
    return str(release), str(texts)


def test_a_page_in_a_release_without_texts_comes_back(
    wiremark: Any, base: Workspace, released: tuple[str, str]
) -> None:
    ran = wiremark("rehydrate", released[0], "--texts", released[1], at=base.root)
    assert ran.code == 0, ran.out + ran.err


def test_the_same_page_by_another_page_model_is_no_edited_copy(
    wiremark: Any, base: Workspace, released: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fewer(page: Page, scores: Scores) -> list[bool]:
        kept = chosen(page, scores)
        kept[max(row for row, keep in enumerate(kept) if keep)] = False
        return kept

    monkeypatch.setattr("wiremark.cleaning.html.model.chosen", fewer)
    ran = wiremark("rehydrate", released[0], "--texts", released[1], at=base.root)
    assert ran.code == 1
    assert "error[D303]: the cleaning of this wiremark is not that of the release" in ran.out
    assert "found: another clean text of again, by rules" in ran.out


def test_the_record_of_a_page_names_the_page_model(wiremark: Any, with_page: Workspace) -> None:
    assert wiremark("clean", at=with_page.root).code == 0
    records = {path.stem: json.loads(path.read_text("utf-8")) for path in with_page.corpus.glob("*.json")}
    assert {id for id, record in records.items() if "page_model_version" in record} == {"again"}
    assert records["again"]["page_model_version"] == PAGE_MODEL_VERSION


def test_a_page_without_an_article_is_not_added(wiremark: Any, base: Workspace, tmp_path: Path) -> None:
    page = tmp_path / "login.html"
    page.write_text(LOGIN, "utf-8")
    before = (base.seeds / "SOURCES.toml").read_bytes()
    ran = wiremark("add", str(page), at=base.root)
    assert (ran.code, "error[C301]: the page has no article" in ran.out) == (1, True)
    assert (base.seeds / "SOURCES.toml").read_bytes() == before
    assert not (base.seeds / "login.html").exists()

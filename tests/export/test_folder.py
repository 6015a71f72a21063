"""The folder of an export is replaced as a whole, and nothing is lost in it that no export wrote."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from wiremark.diagnostics import Refused
from wiremark.export.export import Export
from wiremark.export.folder import LISTING, write
from wiremark.export.formats import FORMATS
from wiremark.workspace import Workspace


@pytest.fixture
def conll(made_up: Any) -> Export:
    return Export(FORMATS["conll"], made_up)


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_an_older_export_is_replaced_with_all_its_files(made_up: Any, conll: Export, base: Workspace) -> None:
    out = base.root / "dist" / "conll"
    assert write(base, conll, out) == ["train.conll", "test.conll"]
    assert names(out) == {"train.conll", "test.conll", LISTING}
    assert write(base, Export(FORMATS["conll"], made_up, ("test",)), out) == ["test.conll"]
    assert names(out) == {"test.conll", LISTING}
    assert [path.name for path in out.parent.iterdir()] == ["conll"]


def test_what_the_listing_says_is_what_is_left_out(conll: Export, base: Workspace) -> None:
    write(base, conll, base.root / "out")
    listing = json.loads((base.root / "out" / LISTING).read_bytes())
    assert listing["format"] == "conll"
    assert listing["items"]["mentions"]["left_out"]["no name"] == conll.tally.reasons("mentions")["no name"]


@pytest.mark.parametrize("there", ["notes.txt", "train.conll", "sub/notes.txt", LISTING])
def test_what_no_export_wrote_is_refused(conll: Export, base: Workspace, there: str) -> None:
    path = base.root / "out" / there
    path.parent.mkdir(parents=True)
    path.write_text("mine", "utf-8")
    with pytest.raises(Refused) as refused:
        write(base, conll, base.root / "out")
    assert [(finding.code, finding.found) for finding in refused.value.findings] == [("X101", there)]
    assert path.read_text("utf-8") == "mine"


def test_what_was_changed_since_is_kept(conll: Export, base: Workspace) -> None:
    out = base.root / "out"
    write(base, conll, out)
    (out / "train.conll").write_text("an annotator's work", "utf-8")
    with pytest.raises(Refused) as refused:
        write(base, conll, out)
    assert refused.value.findings[0].found == "train.conll (changed since)"
    assert (out / "train.conll").read_text("utf-8") == "an annotator's work"


def test_what_fails_leaves_the_older_export(conll: Export, base: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    out = base.root / "out"
    write(base, conll, out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    monkeypatch.setattr("wiremark.export.conll.joined", lambda contents: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        write(base, conll, out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert not list(base.root.glob(".out.*"))


@pytest.mark.parametrize("moment", ["while it was written", "between the two renames"])
def test_what_a_killed_export_left_is_put_right(conll: Export, base: Workspace, moment: str) -> None:
    out = base.root / "out"
    write(base, conll, out)
    if moment == "between the two renames":
        out.rename(out.with_name(".out.wiremark-old"))
    half = out.with_name(".out.wiremark-new")
    half.mkdir()
    (half / "train.conll").write_text("half a fi", "utf-8")
    write(base, conll, out)
    assert names(out) == {"train.conll", "test.conll", LISTING}
    assert not list(base.root.glob(".out.*"))


def test_an_export_that_fails_after_a_killed_one_leaves_the_older(
    conll: Export, base: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = base.root / "out"
    write(base, conll, out)
    out.rename(out.with_name(".out.wiremark-old"))
    monkeypatch.setattr("wiremark.export.conll.joined", lambda contents: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        write(base, conll, out)
    assert names(out) == {"train.conll", "test.conll", LISTING}

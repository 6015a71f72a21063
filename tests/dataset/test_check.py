"""What was built is held against itself: each fault is found, by its code, and nothing else is."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.dataset.conftest import write_workspace
from tests.dataset.faults import FAULTS, make
from tests.validation.test_golden import FAULTY, GOLDEN, Later
from tests.validation.test_golden import check as golden

from wiremark.dataset import build as build_module
from wiremark.dataset import stream
from wiremark.dataset.build import build, write_dataset
from wiremark.dataset.check import check
from wiremark.dataset.inputs import Inputs, load_inputs
from wiremark.dataset.shards import Bounds
from wiremark.diagnostics import Refused
from wiremark.workspace import Workspace


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Inputs:
    return load_inputs(write_workspace(tmp_path_factory.mktemp("check") / "made-up"))


@pytest.fixture(scope="module")
def built(corpus: Inputs, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up corpus, with its texts."""
    folder = tmp_path_factory.mktemp("built")
    write_dataset(corpus, folder)
    return folder


def test_a_release_of_either_form_is_in_order(corpus: Inputs, built: Path, tmp_path: Path) -> None:
    assert check(built) == []
    bare = tmp_path / "bare"
    bare.mkdir()
    write_dataset(corpus, bare, texts=False)
    assert check(bare) == []


def test_a_release_of_many_shards_is_in_order(corpus: Inputs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = corpus.articles[0]
    sources = [replace(first.source, id=f"harbour-{number}") for number in range(30)]
    articles = tuple(replace(first, source=source) for source in sources)
    many = replace(corpus, sources=replace(corpus.sources, documents=tuple(sources)), articles=articles)
    monkeypatch.setattr(stream, "Bounds", lambda: Bounds(least=1_000, more=1_000, most=6_000, shard=8_000))
    folder = tmp_path / "d"
    folder.mkdir()
    parts = write_dataset(many, folder)
    assert max(len(part.shards) for part in parts) > 2
    assert max(pq.read_metadata(folder / shard.path).num_row_groups for part in parts for shard in part.shards) > 1
    assert check(folder) == []


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found(built: Path, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "d"
    shutil.copytree(built, folder)
    make(name, folder)
    code, _ = FAULTS[name]
    assert {(finding.code, finding.file) for finding in check(folder, "dist")} == {(code, "dist")}


def test_the_signature_alone_is_no_fault(built: Path, tmp_path: Path) -> None:
    from tests.dataset.faults import front, rewritten, sign

    folder = tmp_path / "d"
    shutil.copytree(built, folder)
    rewritten(folder, "mentions", lambda table: table)
    front(folder, lambda content: None)
    sign(folder)
    assert check(folder) == []


def test_a_changed_file_is_found_before_all_else(built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "d"
    shutil.copytree(built, folder)
    card = folder / "README.md"
    card.write_text(card.read_text("utf-8").replace("license: other", "license: mine"), "utf-8")
    assert [finding.code for finding in check(folder)] == ["D202"]


def test_a_card_without_yaml(built: Path, tmp_path: Path) -> None:
    from tests.dataset.faults import sign

    for number, text in enumerate(["# No YAML\n", "---\n: [\n---\n", "---\n- a list\n---\n"]):
        folder = tmp_path / f"{number}"
        shutil.copytree(built, folder)
        (folder / "README.md").write_text(text, "utf-8")
        sign(folder)
        assert [finding.code for finding in check(folder)] == ["D210"]


def test_a_build_that_fails_the_check_leaves_the_old_dataset(
    made_up: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "set"
    build(made_up, out)
    before = (out / "MANIFEST.json").read_bytes()

    def faulty(inputs: Inputs, folder: Path) -> object:
        parts = write_dataset(inputs, folder)
        make("label_77", folder)
        return parts

    monkeypatch.setattr(build_module, "write_dataset", faulty)
    with pytest.raises(Refused, match="D212"):
        build(made_up, out)
    assert (out / "MANIFEST.json").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if "set" in path.name] == ["set"]


@pytest.mark.parametrize("code", sorted(FAULTY))
def test_golden(
    code: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    later: Later,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    name = (GOLDEN / code / "fault.txt").read_text("utf-8").strip()

    def faulty(inputs: Inputs, folder: Path) -> object:
        parts = write_dataset(inputs, folder)
        make(name, folder)
        return parts

    monkeypatch.setattr(build_module, "write_dataset", faulty)
    golden(code, tmp_path, capsys, later)

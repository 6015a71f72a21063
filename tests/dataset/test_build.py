"""A built folder is what `load_dataset` opens, the same bytes each time, and all or nothing."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.dataset.conftest import HARBOUR, HARBOUR_LAYERS, LETTER, LETTER_LAYERS, write_workspace

from wiremark.dataset import build as build_module
from wiremark.dataset import stream
from wiremark.dataset.build import BuildReport, build, load_line
from wiremark.dataset.shards import Bounds
from wiremark.diagnostics import Refused
from wiremark.workspace import Workspace

SCRIPTS = Path(__file__).parents[2] / "scripts"
CONFIGS = (
    "documents",
    "annotations",
    "mentions",
    "times",
    "events",
    "event_arguments",
    "quotes",
    "coref",
    "ner",
    "entities",
    "clusters",
)
Load = Callable[..., Any]


def files(folder: Path) -> dict[str, str]:
    """Name and sha256 of every file."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> BuildReport:
    """The made-up workspace as a dataset, to load or to copy."""
    folder = tmp_path_factory.mktemp("built")
    return build(write_workspace(folder / "made-up"), folder / "set")


def test_every_config_loads(built: BuildReport, load: Load) -> None:
    assert [part.config.name for part in built.parts] == list(CONFIGS)
    for part in built.parts[:-1]:  # no record belongs to a cluster
        loaded = load(built.out, part.config.name)
        assert {split: rows.num_rows for split, rows in loaded.items()} == part.rows
        for shard in part.shards:
            assert loaded[shard.split].to_list() == pq.read_table(built.out / shard.path).to_pylist()
            assert loaded[shard.split].info.splits[shard.split].num_bytes == shard.num_bytes


def test_documents_are_the_default(built: BuildReport, load: Load) -> None:
    assert load(built.out, split="train")["document_id"][:] == ["harbour", "plain"]


def test_label_names_stand_where_training_scripts_look(built: BuildReport, load: Load) -> None:
    mentions = load(built.out, "mentions", split="train")
    assert [mentions.features["type"].int2str(row["type"]) for row in mentions][:3] == ["GPE", "GPE", "LAW"]
    assert mentions["variant"][:2] == [0, None]
    ner = load(built.out, "ner", split="test")
    names = ner.features["ner_tags"].feature.names
    assert names[:3] == ["O", "B-PERSON", "I-PERSON"]
    tagged = zip(ner[0]["tokens"], ner[0]["ner_tags"], strict=True)
    assert [(token, names[tag]) for token, tag in tagged if tag] == [
        ("Harbour", "B-ORG"),
        ("Ministry", "I-ORG"),
        ("Ruritania", "B-GPE"),
        ("G", "B-ORG"),
        ("-", "I-ORG"),
        ("3", "I-ORG"),
    ]
    events = load(built.out, "annotations", split="test")[0]
    assert (events["events"], events["times"], events["annotated_with"]["times"]) == ([], None, None)


def test_a_corpus_without_annotation_loads(made_up: Workspace, load: Load, tmp_path: Path) -> None:
    for path in made_up.annotations.glob("*.json"):
        path.unlink()
    report = build(made_up, tmp_path / "set")
    assert load(tmp_path / "set")["train"].num_rows == 2
    assert [part.config.name for part in report.parts if part.shards] == ["documents"]
    assert "ner              no rows" in str(report)
    assert "Nothing is annotated yet." in (tmp_path / "set" / "README.md").read_text("utf-8")
    with pytest.raises(ValueError, match="'ner' not found"):
        load(tmp_path / "set", "ner")


def run(code: str, *args: str, cwd: Path, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *args],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(SCRIPTS), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_the_same_bytes_in_any_folder_and_process(made_up: Workspace, tmp_path: Path) -> None:
    code = (
        "import os, sys, time; from pathlib import Path; from wiremark.dataset.build import build;"
        "from wiremark.workspace import Workspace; os.umask(int(sys.argv[3], 8)); time.tzset();"
        "build(Workspace.at(Path(sys.argv[1])), Path(sys.argv[2]))"
    )
    copy = tmp_path / "elsewhere" / "copy"
    shutil.copytree(made_up.root, copy)
    here = {"PYTHONHASHSEED": "1", "LC_ALL": "C", "LANG": "C", "TZ": "Pacific/Kiritimati"}
    there = {"PYTHONHASHSEED": "2", "LC_ALL": "de_DE.UTF-8", "LANG": "tr_TR.UTF-8", "TZ": "Pacific/Honolulu"}
    run(code, str(made_up.root), str(tmp_path / "a"), "022", cwd=tmp_path, **here)
    run(code, str(copy), "b/c", "077", cwd=copy, **there)
    assert files(tmp_path / "a") == files(copy / "b" / "c")
    assert len(files(tmp_path / "a")) == 20


def test_a_dataset_of_several_shards_loads(load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    articles = {f"day-{day}": (f"{HARBOUR}\n\nIt was day {day}.", "train", HARBOUR_LAYERS) for day in range(9)}
    workspace = write_workspace(tmp_path / "workspace", {**articles, "letter": (LETTER, "test", LETTER_LAYERS)})
    whole = build(workspace, tmp_path / "whole")
    monkeypatch.setattr(stream, "Bounds", lambda: Bounds(least=1_000, more=1_000, most=6_000, shard=2_000))
    report = build(workspace, tmp_path / "parts")
    for part, same in zip(report.parts, whole.parts, strict=True):
        assert (part.digest, part.rows) == (same.digest, same.rows)
    for config in ("annotations", "ner"):
        paths = files(tmp_path / "parts" / "data" / config)
        assert {name.partition("-")[0] for name in paths} == {"train", "test"}
        assert len(paths) > 4
        loaded, expected = load(tmp_path / "parts", config), load(tmp_path / "whole", config)
        assert {split: rows.to_list() for split, rows in loaded.items()} == {
            split: rows.to_list() for split, rows in expected.items()
        }


def test_the_printed_lines_load_offline(made_up: Workspace, tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; from wiremark.dataset.build import build;"
        "from wiremark.workspace import Workspace; print(build(Workspace.at(Path('.')), Path('dist/dataset')))"
    )
    printed = run(code, cwd=made_up.root).split("\n\n")[2]
    assert printed.split("\n")[1] == 'dataset = load_dataset("./dist/dataset")'
    shown = run(
        printed + "\nprint(dataset['train'][0]['title'])",
        cwd=made_up.root,
        HF_HUB_OFFLINE="1",
        HF_HOME=str(tmp_path / "h"),
    )
    assert shown == "About harbour\n"


@pytest.mark.parametrize(
    ("out", "here", "expected"),
    [
        ("/w/dist/dataset", "/w", '"./dist/dataset"'),
        ("/w", "/w", '"/w"'),
        ("/other/set", "/w", '"/other/set"'),
        ('/w/my "set"', "/w", '"./my \\"set\\""'),
    ],
)
def test_load_line(out: str, here: str, expected: str) -> None:
    assert load_line(Path(out), Path(here)) == f"dataset = load_dataset({expected})"


@pytest.mark.parametrize("name", ["a[b]", "a**b", "a::b", "$HOME"])
def test_a_path_that_datasets_reads_otherwise_is_told(
    built: BuildReport, load: Load, tmp_path: Path, name: str
) -> None:
    shutil.copytree(built.out, tmp_path / name / "set")
    report = BuildReport(tmp_path / name / "set", built.parts)
    assert "\nnote: `datasets` may not open a path with " in str(report)
    with pytest.raises((FileNotFoundError, ValueError)):
        load(tmp_path / name / "set")


@pytest.mark.parametrize("name", ["a b", "a*b", "{a,b}", "a?#%20:é~"])
def test_another_odd_path_loads(built: BuildReport, load: Load, tmp_path: Path, name: str) -> None:
    shutil.copytree(built.out, tmp_path / name / "set")
    report = BuildReport(tmp_path / name / "set", built.parts)
    assert "note" not in str(report)
    assert load(tmp_path / name / "set")["train"].num_rows == 2


def test_an_older_dataset_is_replaced_as_a_whole(made_up: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "set"
    build(made_up, out)
    (out / "data" / "ner" / "train-00001-of-00002.parquet").write_bytes(b"")
    build(made_up, out)
    assert "data/ner/train-00001-of-00002.parquet" not in files(out)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["made-up", "set"]


def test_an_empty_folder_is_taken_and_a_file_is_not(made_up: Workspace, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    build(made_up, tmp_path / "empty")
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(Refused, match="D101"):
        build(made_up, tmp_path / "file")


def test_a_build_that_breaks_leaves_the_old_dataset(
    made_up: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "set"
    build(made_up, out)
    before = files(out)

    def breaks(*_: object, **__: object) -> str:
        raise OSError("disk full")

    monkeypatch.setattr(build_module, "card", breaks)
    with pytest.raises(OSError, match="disk full"):
        build(made_up, out)
    assert files(out) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["made-up", "set"]


def test_no_document_no_dataset(made_up: Workspace, tmp_path: Path) -> None:
    (made_up.seeds / "SOURCES.toml").write_text('[corpus]\nname = "x"\nversion = "0.1.0"\n', "utf-8")
    for id in ("harbour", "letter"):
        (made_up.annotations / f"{id}.json").unlink()
    with pytest.raises(Refused, match="D102"):
        build(made_up, tmp_path / "set")
    assert not (tmp_path / "set").exists()


def test_an_appended_label_moves_no_id(made_up: Workspace, load: Load, tmp_path: Path) -> None:
    build(made_up, tmp_path / "old" / "set")
    path = made_up.schemas / "annotation-1.0.0.json"
    schema = json.loads(path.read_bytes())
    types = schema["$defs"]["EntityType"]
    types["enum"].insert(0, "VESSEL")
    types["x-labels"].insert(0, {"id": 10, "name": "VESSEL"})
    path.write_text(json.dumps(schema), "utf-8")
    build(made_up, tmp_path / "new" / "set")
    for config, column in (("mentions", "type"), ("ner", "ner_tags")):
        old, new = (load(tmp_path / age / "set", config, split="train") for age in ("old", "new"))
        assert old[column][:] == new[column][:]
    assert new.features["ner_tags"].feature.names[-2:] == ["B-VESSEL", "I-VESSEL"]

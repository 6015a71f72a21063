"""MANIFEST.json names every file of a release with its true sha256, and what it was made of and with."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from tests.dataset.conftest import write_workspace

import wiremark
from wiremark.dataset.build import write_dataset
from wiremark.dataset.inputs import Inputs, load_inputs
from wiremark.dataset.manifest import dumps, read


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Inputs:
    workspace = write_workspace(tmp_path_factory.mktemp("manifest") / "made-up")
    (workspace.root / "CITATION.cff").write_text("title: Harbours\n", "utf-8")
    (workspace.root / "LICENSE-annotations").write_text("SPDX-License-Identifier: CC-BY-4.0\n", "utf-8")
    return load_inputs(workspace)


def written(inputs: Inputs, folder: Path, *, texts: bool = True) -> tuple[Path, Any]:
    folder.mkdir()
    write_dataset(inputs, folder, texts=texts)
    return folder, read(folder)


@pytest.mark.parametrize("texts", [True, False])
def test_every_file_is_named_with_its_sha256(corpus: Inputs, tmp_path: Path, *, texts: bool) -> None:
    folder, manifest = written(corpus, tmp_path / "d", texts=texts)
    named = dict(manifest["files"])
    for table in manifest["tables"].values():
        named |= {shard["path"]: shard["sha256"] for shard in table["shards"]}
        for shard in table["shards"]:
            assert shard["bytes"] == (folder / shard["path"]).stat().st_size
    found = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "MANIFEST.json"
    }
    assert named == found
    assert {"README.md", "croissant.json", "LICENSE.md", "LICENSE-annotations", "CITATION.cff"} < named.keys()
    assert manifest["texts"] is texts


def test_it_says_what_it_was_made_of_and_with(corpus: Inputs, tmp_path: Path) -> None:
    _, manifest = written(corpus, tmp_path / "d")
    assert (manifest["manifest"], manifest["name"], manifest["version"]) == (1, "made-up", "0.1.0")
    assert (manifest["schema"], manifest["rules"]) == ("1.0.0", ["1"])
    libraries = ("pyarrow", "datasets", "sentencex", "pyyaml")
    versions = {name: metadata.version(name) for name in libraries}
    assert manifest["made_with"] == {"wiremark": wiremark.__version__, **versions}


def test_the_file_is_canonical(corpus: Inputs, tmp_path: Path) -> None:
    folder, manifest = written(corpus, tmp_path / "d")
    content = (folder / "MANIFEST.json").read_bytes()
    assert content.decode("utf-8") == dumps(manifest)
    assert content == (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
    assert list(manifest["files"]) == sorted(manifest["files"])
    again, _ = written(corpus, tmp_path / "again")
    assert (again / "MANIFEST.json").read_bytes() == content


def test_the_digest_of_a_table_follows_its_rows_alone(corpus: Inputs, tmp_path: Path) -> None:
    _, before = written(corpus, tmp_path / "before")
    hale = [{**entity, "name": entity["name"].replace("Hale", "Hall")} for entity in corpus.entities]
    _, after = written(replace(corpus, entities=hale), tmp_path / "after")
    _, renamed = written(replace(corpus, sources=replace(corpus.sources, name="other")), tmp_path / "renamed")
    digests = [{name: table["digest"] for name, table in one["tables"].items()} for one in (before, after, renamed)]
    assert {name for name, digest in digests[0].items() if digests[1][name] != digest} == {"entities", "coref"}
    assert digests[2] == digests[0]
    assert all(digest.startswith("sha256:") and len(digest) == 71 for digest in digests[0].values())

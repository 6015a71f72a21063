"""croissant.json is read by the reader of its makers: no error, and its records are the rows of the Parquet files."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.dataset.conftest import write_workspace

from wiremark.dataset.build import write_dataset
from wiremark.dataset.inputs import Inputs, load_inputs
from wiremark.dataset.parts import Part

pytestmark = pytest.mark.filterwarnings("ignore")  # rdflib's and others', which mlcroissant brings


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Inputs:
    workspace = write_workspace(tmp_path_factory.mktemp("croissant") / "made-up")
    (workspace.root / "CITATION.cff").write_text(
        'cff-version: 1.2.0\ntitle: "Harbours"\ndate-released: 2024-05-06\nauthors:\n  - name: the harbour office\n',
        "utf-8",
    )
    (workspace.root / "LICENSE-annotations").write_text("SPDX-License-Identifier: CC-BY-4.0\n", "utf-8")
    return load_inputs(workspace)


Release = tuple[Path, tuple[Part, ...]]


def written(inputs: Inputs, folder: Path, *, texts: bool) -> Release:
    folder.mkdir()
    return folder, write_dataset(inputs, folder, texts=texts)


@pytest.fixture(scope="module")
def full(corpus: Inputs, tmp_path_factory: pytest.TempPathFactory) -> Release:
    return written(corpus, tmp_path_factory.mktemp("full") / "d", texts=True)


@pytest.fixture(scope="module")
def bare(corpus: Inputs, tmp_path_factory: pytest.TempPathFactory) -> Release:
    return written(corpus, tmp_path_factory.mktemp("bare") / "d", texts=False)


def opened(folder: Path) -> Any:
    import mlcroissant

    return mlcroissant.Dataset(jsonld=str(folder / "croissant.json"))


def plain(value: Any) -> Any:
    """A value as Croissant's reader gives it, or as Arrow does, made the same: short names, text, numbers, days."""
    match value:
        case bytes():
            return value.decode("utf-8")
        case dict():
            return {name.rpartition("/")[2]: plain(item) for name, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case datetime.datetime():
            return value.date()
        case _:
            return value.item() if hasattr(value, "item") else value


def rows(release: Release, config: str) -> Iterator[dict[str, Any]]:
    """The rows of the Parquet files, in the order of their names, each with its split."""
    folder, parts = release
    (part,) = (part for part in parts if part.config.name == config)
    for shard in sorted(part.shards, key=lambda shard: shard.path):
        for row in pq.read_table(folder / shard.path).to_pylist():
            yield {"split": shard.split, **plain(row)}


def test_it_is_valid_without_a_warning(full: Release, bare: Release) -> None:
    for folder, _ in (full, bare):
        issues = opened(folder).metadata.ctx.issues
        assert (issues.errors, issues.warnings) == (set(), set())


FLAT = ("documents", "mentions", "times", "events", "event_arguments", "quotes", "coref", "ner", "entities")


@pytest.mark.parametrize("config", FLAT)
def test_its_records_are_the_rows(full: Release, config: str) -> None:
    records = [plain(record) for record in opened(full[0]).records(config)]
    assert records == [*rows(full, config)]
    assert records


@pytest.mark.parametrize("config", ["documents", "mentions", "quotes"])
def test_its_records_are_the_rows_of_a_stand_off_release(bare: Release, config: str) -> None:
    records = [plain(record) for record in opened(bare[0]).records(config)]
    assert records == [*rows(bare, config)]
    assert not any("text" in record for record in records)


def test_nested_documents_are_read(full: Release) -> None:
    records = [plain(record) for record in opened(full[0]).records("annotations")]
    expected = [*rows(full, "annotations")]
    assert [record["document_id"] for record in records] == [row["document_id"] for row in expected]
    assert [record["layers"] for record in records] == [row["layers"] for row in expected]


def test_it_names_every_shard_and_every_config(full: Release) -> None:
    folder, parts = full
    content = json.loads((folder / "croissant.json").read_bytes())
    files = {entry["@id"]: entry["sha256"] for entry in content["distribution"] if entry["@type"] == "cr:FileObject"}
    assert files == {shard.path: shard.sha256 for part in parts for shard in part.shards}
    sets = [records["@id"] for records in content["recordSet"]]
    assert sets == ["splits", *(part.config.name for part in parts if part.shards)]
    assert content["recordSet"][0]["data"] == [{"splits/name": "train"}, {"splits/name": "test"}]


def test_a_label_is_a_number_and_a_list_has_its_shape(full: Release) -> None:
    content = json.loads((full[0] / "croissant.json").read_bytes())
    fields = {field["@id"]: field for records in content["recordSet"] for field in records["field"]}
    assert fields["mentions/type"]["dataType"] == "cr:Int64"
    assert fields["mentions/start"]["dataType"] == "cr:Int32"
    assert fields["documents/published"]["dataType"] == "sc:Date"
    assert (fields["ner/ner_tags"]["isArray"], fields["ner/ner_tags"]["arrayShape"]) == (True, "-1")
    assert fields["ner/token_offsets"]["arrayShape"] == "-1,-1"
    assert [field["name"] for field in fields["quotes/content"]["subField"]] == ["start", "end", "text"]


def test_the_fields_of_responsible_ai_say_what_the_data_says(full: Release) -> None:
    metadata = opened(full[0]).metadata
    assert "3 news articles" in metadata.data_collection
    assert metadata.annotations_per_item == "1"
    assert metadata.data_annotation_protocol[0].startswith("A language model made these annotations.")
    assert metadata.machine_annotation_tools == ["A language model, under the names model-1"]
    assert metadata.annotator_demographics == ["Language models: model-1. They have no demographic."]
    assert all([metadata.data_limitations, metadata.data_biases, metadata.data_use_cases])
    assert "version 0.1.0" in metadata.data_release_maintenance_plan
    assert (metadata.version, metadata.creators[0].name) == ("0.1.0", "the harbour office")
    assert metadata.license == ["LICENSE.md", "https://spdx.org/licenses/CC-BY-4.0"]
    assert "author  = {the harbour office}" in metadata.cite_as


def test_nothing_is_invented_where_nothing_is_stated(corpus: Inputs, tmp_path: Path) -> None:
    bare_words = replace(corpus, citation="", annotation_licence="", articles=corpus.articles[2:])
    folder, _ = written(bare_words, tmp_path / "d", texts=True)
    content = json.loads((folder / "croissant.json").read_bytes())
    missing = {"creator", "datePublished", "url", "rai:dataAnnotationAnalysis", "rai:machineAnnotationTools"}
    assert not missing & content.keys()
    assert content["license"] == ["LICENSE.md"]
    assert not opened(folder).metadata.ctx.issues.errors

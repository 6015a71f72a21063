"""The card says what the data says, in the vocabularies of the Hub, in both forms of the dataset."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import datasets
import pyarrow.parquet as pq
import pytest
import yaml  # type: ignore[import-untyped]

from wiremark.dataset.build import write_dataset
from wiremark.dataset.card.facts import facts
from wiremark.dataset.card.front import creators, size_category
from wiremark.dataset.inputs import Inputs, load_inputs
from wiremark.workspace import Workspace

VOCABULARIES = Path(datasets.__file__).parent / "utils" / "resources"


@pytest.fixture
def inputs(made_up: Workspace) -> Inputs:
    return load_inputs(made_up)


def written(inputs: Inputs, folder: Path, *, texts: bool = True) -> tuple[dict[str, Any], str]:
    """The card's YAML and prose."""
    folder.mkdir()
    write_dataset(inputs, folder, texts=texts)
    _, front, prose = (folder / "README.md").read_text("utf-8").split("---\n", 2)
    return yaml.safe_load(front), prose


def with_annotators(inputs: Inputs, *annotators: str, state: str = "draft") -> Inputs:
    """The same corpus, with the first article annotated by others."""
    first, *rest = inputs.articles
    assert first.annotation is not None
    made = {layer: {"schema": "1.0.0", "annotators": [*annotators], "state": state} for layer in first.layers}
    return replace(inputs, articles=(replace(first, annotation={**first.annotation, "annotated_with": made}), *rest))


def vocabulary(name: str) -> Any:
    return json.loads((VOCABULARIES / f"{name}.json").read_text("utf-8"))


def test_values_are_in_the_official_vocabularies(inputs: Inputs, tmp_path: Path) -> None:
    front, _ = written(inputs, tmp_path / "d")
    assert set(front["annotations_creators"]) <= set(vocabulary("creators")["annotations"])
    assert set(front["language_creators"]) <= set(vocabulary("creators")["language"])
    assert set(front["multilinguality"]) <= set(vocabulary("multilingualities"))
    assert set(front["size_categories"]) <= set(vocabulary("size_categories"))
    assert set(front["language"]) <= set(vocabulary("languages"))


def test_sizes_follow_the_official_list() -> None:
    sizes = [size_category(0), *(size_category(10**power) for power in range(3, 13))]
    assert sizes == vocabulary("size_categories")[1:]
    assert size_category(999) == "n<1K"
    assert size_category(9_999) == "1K<n<10K"


def test_schema_file_and_card_name_the_same_columns(inputs: Inputs, tmp_path: Path) -> None:
    front, _ = written(inputs, tmp_path / "d")
    assert [config["config_name"] for config in front["configs"]] == [
        info["config_name"] for info in front["dataset_info"]
    ]
    for config, info in zip(front["configs"], front["dataset_info"], strict=True):
        from_card = datasets.Features._from_yaml_list(info["features"])
        for file, split in zip(config["data_files"], info["splits"], strict=True):
            found = pq.read_table(tmp_path / "d" / file["path"])
            assert datasets.Features.from_arrow_schema(found.schema) == from_card
            assert from_card.arrow_schema.remove_metadata() == found.schema.remove_metadata()
            assert (split["name"], split["num_examples"]) == (file["split"], found.num_rows)


def test_label_columns_hold_known_ids_only(inputs: Inputs, tmp_path: Path) -> None:
    front, _ = written(inputs, tmp_path / "d")
    for config in front["configs"]:
        for file in config["data_files"]:
            found = pq.read_table(tmp_path / "d" / file["path"])
            for name, feature in datasets.Features.from_arrow_schema(found.schema).items():
                if isinstance(feature, datasets.ClassLabel):
                    assert set(found[name].to_pylist()) <= {None, *range(feature.num_classes)}


def test_a_changed_row_changes_the_yaml(inputs: Inputs, tmp_path: Path) -> None:
    before, _ = written(inputs, tmp_path / "before")
    first, *rest = inputs.articles
    swapped = first.text.replace("envoy", "queen")
    after, _ = written(replace(inputs, articles=(replace(first, text=swapped), *rest)), tmp_path / "after")
    changed = [
        old["config_name"]
        for old, new in zip(before["configs"], after["configs"], strict=True)
        if old["description"] != new["description"]
    ]
    assert changed == ["documents", "annotations", "ner"]


@pytest.mark.parametrize("version", ["1.2.3", "1.0", "v2", "2023-03"])
def test_only_a_version_that_datasets_reads_is_given(inputs: Inputs, tmp_path: Path, version: str) -> None:
    front, prose = written(replace(inputs, sources=replace(inputs.sources, version=version)), tmp_path / "d")
    given = {config.get("version") for config in front["configs"]}
    assert given == ({version} if version == "1.2.3" else {None})
    assert f"corpus version {version}" in prose


def test_a_language_models_draft_is_called_that(inputs: Inputs, tmp_path: Path) -> None:
    front, prose = written(inputs, tmp_path / "d")
    assert front["annotations_creators"] == ["machine-generated"]
    assert "A language model made these annotations. No person has reviewed them." in prose
    assert "| mentions | 2 | model-1 | draft | no |" in prose
    assert "Passes of language models" not in prose


def test_two_passes_of_models_are_no_human_agreement(inputs: Inputs, tmp_path: Path) -> None:
    _, prose = written(with_annotators(inputs, "model-1", "model-2", state="adjudicated"), tmp_path / "d")
    assert "No person has reviewed them." in prose
    assert "Passes of language models measure the guideline, not people" in prose


def test_people_are_told_apart_from_models(inputs: Inputs, tmp_path: Path) -> None:
    mixed = with_annotators(inputs, "mina")
    assert creators(facts(mixed)) == ["expert-generated", "machine-generated"]
    _, prose = written(mixed, tmp_path / "d")
    assert "the table says which no person has reviewed" in prose
    alone = replace(mixed, articles=mixed.articles[:1])
    assert creators(facts(alone)) == ["expert-generated"]
    _, prose = written(alone, tmp_path / "alone")
    assert "People made or reviewed these annotations." in prose
    assert "language model" not in prose.split("## Personal")[0]
    assert creators(facts(replace(mixed, articles=mixed.articles[2:]))) == ["no-annotation"]


def test_the_card_says_what_ner_loses(inputs: Inputs, tmp_path: Path) -> None:
    first, *rest = inputs.articles
    assert first.annotation is not None
    span = {"start": (start := first.text.index("Dover")), "end": start + 5, "text": "Dover"}
    nested = {"id": "m9", "type": "GPE", "span": span, "form": "NAM", "entity": None}
    extra = {
        **first.annotation,
        "mentions": [*first.annotation["mentions"], nested],
    }
    _, prose = written(replace(inputs, articles=(replace(first, annotation=extra), *rest)), tmp_path / "d")
    assert re.search(r"names only, 9 in all, of them 1 left out, because they stand inside", prose)


def test_the_figures_are_those_of_stats(inputs: Inputs, tmp_path: Path) -> None:
    _, prose = written(inputs, tmp_path / "d")
    figures = prose.split("## Figures\n\n")[1].split("\n\n## ")[0]
    # harbour has 6 mentions, 1 time, 2 events with 3 arguments, 1 quotation; letter 3 mentions; plain nothing
    assert "| all | 36 | 57 | 9 | 1 | 2 | 3 | 1 |" in figures
    assert "| plain | 4 | 5 | – | – | – | – | – |" in figures
    assert "| letter | 11 | 17 | 3 | – | 0 | 0 | – |" in figures
    assert "| mentions | form | NAM 8, PRO 1 |" in figures
    assert "| quotes | speaker | (given) 1 |" in figures


def doubled(workspace: Workspace, *names: str) -> None:
    """The corpus's own layers of one article, as passes by these annotators."""
    for name in names:
        data = json.loads((workspace.annotations / "harbour.json").read_text("utf-8"))
        for made in data["annotated_with"].values():
            made["annotators"] = [name]
        folder = workspace.annotations / "passes" / name
        folder.mkdir(parents=True)
        (folder / "harbour.json").write_text(json.dumps(data), "utf-8")


def test_agreement_stands_on_the_card_where_there_is_any(made_up: Workspace, tmp_path: Path) -> None:
    _, before = written(load_inputs(made_up), tmp_path / "before")
    assert "Agreement" not in before
    doubled(made_up, "model-a")
    assert "Agreement" not in written(load_inputs(made_up), tmp_path / "one")[1]
    doubled(made_up, "model-b")
    inputs = load_inputs(made_up)
    _, prose = written(inputs, tmp_path / "two")
    assert "### Agreement\n\n| figure | aim | now |" in prose
    assert "| names, exact span and type | 0.95 | 1.000 |" in prose
    assert "| documents that both have | – | 1 |" in prose
    assert "two passes of one kind of annotator measure the guidelines, not people" in prose
    assert written(load_inputs(made_up), tmp_path / "again")[1] == prose
    doubled(made_up, "rosa")
    _, prose = written(load_inputs(made_up), tmp_path / "three")
    assert "| figure | aim | now: model-a and model-b | now: model-a and rosa | now: model-b and rosa |" in prose
    assert "measure the guidelines" not in prose


def test_prose_of_the_workspace_is_taken_over(made_up: Workspace, tmp_path: Path) -> None:
    (made_up.annotations / "ANNOTATORS.md").write_text("# Annotators\n\n## model-1\n\nA model of letters.\n", "utf-8")
    (made_up.root / "LICENSE-annotations").write_text("Words\n\nSPDX-License-Identifier: CC-BY-4.0\n", "utf-8")
    _, prose = written(load_inputs(made_up), tmp_path / "d")
    assert "### model-1\n\nA model of letters." in prose
    assert "CC-BY-4.0; LICENSE-annotations has the words" in prose
    assert (tmp_path / "d" / "LICENSE-annotations").read_text("utf-8").startswith("Words")


def test_the_repositorys_own_prose_does_not_deny_a_person(inputs: Inputs, tmp_path: Path) -> None:
    """ANNOTATORS.md is pasted below what the card says from the names, and may not say otherwise."""
    annotators = (Path(__file__).parents[2] / "annotations" / "ANNOTATORS.md").read_text("utf-8")
    reviewed = with_annotators(inputs, "model-1", "mina").articles[:1]
    _, prose = written(replace(inputs, articles=reviewed, annotators=annotators), tmp_path / "d")
    assert "| mentions | 1 | model-1, mina | draft | yes |" in prose
    assert not re.search(r"[Nn]o person has reviewed", prose)


def test_rights_are_told_for_each_document(inputs: Inputs, tmp_path: Path) -> None:
    front, prose = written(inputs, tmp_path / "d")
    assert (front["license"], front["license_link"]) == ("other", "LICENSE.md")
    for text in (prose, (tmp_path / "d" / "LICENSE.md").read_text("utf-8")):
        for document in ("harbour", "letter", "plain"):
            assert f"| {document} | nobody | CC0-1.0 | made up |" in text


def test_labels_come_from_the_schema(inputs: Inputs, tmp_path: Path) -> None:
    _, prose = written(inputs, tmp_path / "d")
    for name, labels in inputs.profile.labels.items():
        assert f"### {name}\n" in prose
        assert all(f"| {label.id} | `{label.name}` |" in prose for label in labels)

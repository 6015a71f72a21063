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
from tests.dataset.conftest import write_workspace
from tests.dataset.faults import info as info_of

from wiremark.dataset.build import write_dataset
from wiremark.dataset.card.facts import facts
from wiremark.dataset.card.front import creators, size_category
from wiremark.dataset.card.vocabulary import language, wrong
from wiremark.dataset.inputs import Inputs, load_inputs
from wiremark.dataset.sentences import pieces
from wiremark.schema.arrow import from_arrow
from wiremark.text.words import tokens
from wiremark.workspace import Workspace

VOCABULARIES = Path(datasets.__file__).parent / "utils" / "resources"


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Inputs:
    return load_inputs(write_workspace(tmp_path_factory.mktemp("card") / "made-up"))


Written = tuple[dict[str, Any], str, Path]


@pytest.fixture(scope="module")
def full(inputs: Inputs, tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The YAML, the prose and the folder of the made-up corpus, with its texts."""
    folder = tmp_path_factory.mktemp("full") / "d"
    return *written(inputs, folder), folder


@pytest.fixture(scope="module")
def bare(inputs: Inputs, tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The same without texts."""
    folder = tmp_path_factory.mktemp("bare") / "d"
    return *written(inputs, folder, texts=False), folder


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


def test_values_are_in_the_official_vocabularies(full: Written) -> None:
    front, _, _ = full
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


def test_schema_file_and_card_name_the_same_columns(full: Written) -> None:
    front, _, folder = full
    assert [config["config_name"] for config in front["configs"]] == [
        info["config_name"] for info in front["dataset_info"]
    ]
    for config, info in zip(front["configs"], front["dataset_info"], strict=True):
        from_card = datasets.Features._from_yaml_list(info["features"])
        for file, split in zip(config["data_files"], info["splits"], strict=True):
            found = pq.read_table(folder / file["path"])
            assert datasets.Features.from_arrow_schema(found.schema) == from_card
            assert from_card.arrow_schema.remove_metadata() == found.schema.remove_metadata()
            assert (split["name"], split["num_examples"]) == (file["split"], found.num_rows)


def test_label_columns_hold_known_ids_only(full: Written) -> None:
    front, _, folder = full
    for config in front["configs"]:
        for file in config["data_files"]:
            found = pq.read_table(folder / file["path"])
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


def test_a_language_models_draft_is_called_that(full: Written) -> None:
    front, prose, _ = full
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


def test_the_figures_are_those_of_stats(full: Written) -> None:
    _, prose, _ = full
    figures = prose.split("## Figures\n\n")[1].split("\n\n## ")[0]
    # harbour has 6 mentions, 1 time, 2 events with 3 arguments, 1 quotation; letter 3 mentions; plain nothing
    assert "| all | 36 | 57 | 9 | 1 | 2 | 3 | 1 |" in figures
    assert "| plain | 4 | 5 | – | – | – | – | – |" in figures
    assert "| letter | 11 | 17 | 3 | – | 0 | 0 | – |" in figures
    assert "| mentions | form | NAM 8, PRO 1 |" in figures
    assert "| quotes | speaker | (given) 1 |" in figures


def test_whose_tokens_are_counted_is_told(full: Written, bare: Written) -> None:
    _, prose, _ = full
    assert "single other sign. `ner` cuts otherwise: it\nkeeps `'s`, `U.S.` and `1,000` whole" in prose
    assert [len(pieces(word)) for word in ("Mina's", "U.S.", "1,000", "don't")] == [2, 1, 1, 2]
    assert [len(tokens(word)) for word in ("Mina's", "U.S.", "1,000", "don't")] == [3, 4, 3, 3]
    assert "single other sign.\n\n" in bare[1], "there is no `ner`"


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


def test_rights_are_told_for_each_document(full: Written) -> None:
    front, prose, folder = full
    assert (front["license"], front["license_link"]) == ("other", "LICENSE.md")
    for text in (prose, (folder / "LICENSE.md").read_text("utf-8")):
        for document in ("harbour", "letter", "plain"):
            assert f"| {document} | nobody | CC0-1.0 | made up |" in text


def test_labels_come_from_the_schema(inputs: Inputs, full: Written) -> None:
    _, prose, _ = full
    for name, labels in inputs.profile.labels.items():
        assert f"### {name}\n" in prose
        assert all(f"| {label.id} | `{label.name}` |" in prose for label in labels)


def test_nothing_in_the_yaml_is_wrong(full: Written, bare: Written) -> None:
    assert (wrong(full[0]), wrong(bare[0])) == ([], [])
    assert (full[0]["pretty_name"], bare[0]["pretty_name"]) == ("made-up", "made-up (stand-off)")
    assert "ner" not in [config["config_name"] for config in bare[0]["configs"]]


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("license", "mit-ish", "license: mit-ish is not other"),
        ("license_name", "Three rights", "license_name is not in lower case with hyphens"),
        ("language", ["English"], "language: English is not in its vocabulary"),
        ("size_categories", ["many"], "size_categories: many is not in its vocabulary"),
        ("multilinguality", [], "multilinguality is no list with something in it"),
        ("annotations_creators", ["a friend"], "annotations_creators: a friend is not in its vocabulary"),
        ("task_ids", ["event-extraction"], "task_ids: event-extraction is not in its vocabulary"),
        ("tags", ["two words"], "tags: two words is not a tag"),
        ("mood", "good", "mood is no key of a card"),
        ("configs", [], "configs and dataset_info do not name the same configs in the same order"),
    ],
)
def test_what_the_hub_would_not_take_is_told(full: Written, key: str, value: object, said: str) -> None:
    front, _, _ = full
    assert said in wrong({**front, key: value})


def test_a_missing_key_a_version_and_a_split_are_told(full: Written) -> None:
    front, _, _ = full
    assert wrong({key: value for key, value in front.items() if key != "task_ids"})[0] == "task_ids is missing"
    first, *others = front["configs"]
    changed = first | {"version": "1.0", "data_files": [{"split": "held-out", "path": "x"}]}
    assert wrong({**front, "configs": [changed, *others]}) == [
        "the version 1.0 of documents is not three numbers",
        "documents has a split that `datasets` does not take: held-out",
    ]


@pytest.mark.parametrize(("tag", "listed"), [("en", "en"), ("en-GB", "en"), ("zh-Hans", "zh"), ("x-elvish", None)])
def test_a_language_is_given_as_the_hub_lists_it(tag: str, listed: str | None) -> None:
    assert language(tag) == (listed if tag != "zh-Hans" or "zh-Hans" not in vocabulary("languages") else tag)


def test_a_language_that_the_hub_does_not_list_is_told_in_the_prose(inputs: Inputs, tmp_path: Path) -> None:
    sources = tuple(replace(source, language="x-elvish") for source in inputs.sources.documents)
    front, prose = written(replace(inputs, sources=replace(inputs.sources, documents=sources)), tmp_path / "d")
    assert "language" not in front
    assert wrong(front) == []
    assert "By BCP 47 tag: x-elvish (3)." in prose


def test_the_numbers_of_the_card_are_those_of_the_files(full: Written) -> None:
    front, prose, folder = full
    read = {
        config["config_name"]: {
            file["split"]: pq.read_table(folder / file["path"]).to_pylist() for file in config["data_files"]
        }
        for config in front["configs"]
    }
    for name, splits in read.items():
        counts = " | ".join(str(len(splits.get(split, ()))) for split in ("train", "test"))
        (line,) = (line for line in prose.split("\n") if line.startswith(f"| `{name}`"))
        assert line.endswith(f" | {counts} |")
    documents = [row for rows in read["documents"].values() for row in rows]
    assert f"{len(documents)} in all, {sum(bool(row['layers']) for row in documents)} of them annotated" in prose
    stories = {(split, row["story"]) for split, rows in read["documents"].items() for row in rows}
    for split, rows in read["documents"].items():
        assert f"| {split} | {len(rows)} | {sum(one == split for one, _ in stories)} |" in prose
    lengths = [row["length"] for row in documents]
    assert f"from {min(lengths)} to {max(lengths)} code points of clean text" in prose
    days = {row["published"] for row in documents}
    assert len(days) == 1
    assert f"Published on {days.pop()}." in prose
    assert f"{sum(row['author'] is not None for row in documents)} of {len(documents)} name an author" in prose
    names = [tag for rows in read["ner"].values() for row in rows for tag in row["ner_tags"] if tag % 2]
    assert f"names only, {len(names)} in all" in prose


def test_what_cleaning_took_out_is_counted(inputs: Inputs, tmp_path: Path) -> None:
    pieces = [
        {"start": 0, "end": 5, "reason": "caption", "rule": "r", "text": "Above"},
        {"start": 5, "end": 6, "reason": "line_break", "rule": "r", "text": "\n"},
        {"start": 6, "end": 9, "reason": "end_mark", "rule": "r", "text": "END"},
        {"start": 9, "end": 12, "reason": "end_mark", "rule": "r", "text": "END"},
        {"start": 12, "end": 16, "reason": "markup", "rule": "page.markup", "text": "</p>"},
    ]
    first, *rest = inputs.articles
    taken = replace(first, record={**first.record, "removed": pieces})
    for texts in (True, False):
        changed = replace(inputs, articles=(taken, *rest))
        _, prose = written(changed, tmp_path / f"{texts}", texts=texts)
        assert "3 pieces of 11 code points together" in prose
        assert "| caption | 1 | 5 |\n| end mark | 2 | 6 |" in prose
        assert "Above" not in prose


def test_a_row_of_each_config_is_one_of_its_rows(inputs: Inputs, tmp_path: Path) -> None:
    folder = tmp_path / "d"
    folder.mkdir()
    parts = write_dataset(inputs, folder)
    prose = (folder / "README.md").read_text("utf-8")
    shown = dict(re.findall(r"`(\w+)`:\n\n```json\n(.*?)\n```", prose, re.DOTALL))
    assert list(shown) == [part.config.name for part in parts if part.shards]
    for part in parts:
        if part.shards:
            rows = from_arrow(pq.read_table(folder / part.shards[0].path), part.config.table)
            assert any(covers(json.loads(shown[part.config.name]), row) for row in rows)


def covers(cut: Any, whole: Any) -> bool:
    """Whether the first is the second, or what is left of it on a page."""
    if isinstance(cut, str) and "… (" in cut:
        return bool(whole.startswith(cut.partition("…")[0]) and cut.endswith(f"({len(whole)} code points)"))
    if isinstance(cut, dict):
        return cut.keys() == whole.keys() and all(covers(cut[name], whole[name]) for name in cut)
    if isinstance(cut, list):
        more = cut and isinstance(cut[-1], str) and re.fullmatch(r"… (\d+) more", cut[-1])
        kept = cut[:-1] if more else cut
        return len(kept) + (int(more[1]) if more else 0) == len(whole) and all(map(covers, kept, whole))
    return bool(cut == whole)


def test_the_lines_of_the_card_load_each_config(
    full: Written, bare: Written, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    datasets.disable_progress_bars()
    real, cache = datasets.load_dataset, str(tmp_path / "cache")
    monkeypatch.setattr(datasets, "load_dataset", lambda *args, **named: real(*args, cache_dir=cache, **named))
    monkeypatch.chdir(tmp_path)
    for front, prose, folder in (full, bare):
        (tmp_path / "dataset").unlink(missing_ok=True)
        (tmp_path / "dataset").symlink_to(folder)
        code = "\n".join(re.findall(r"```python\n(.*?)\n```", prose, re.DOTALL))
        here: dict[str, Any] = {}
        exec(code, here)  # noqa: S102
        for config in front["configs"]:
            (first, *_) = (row["num_examples"] for row in info_of(front, config["config_name"])["splits"])
            assert here[config["config_name"]].num_rows == first


def test_a_stand_off_card_has_no_words_of_an_article(bare: Written) -> None:
    _, prose, folder = bare
    words = ("ended Tuesday", "didn't sign", "she said", "wrote to", "It refused", "Nothing is marked", "About harbour")
    for path in folder.rglob("*"):
        if path.suffix in (".md", ".json"):
            assert not [word for word in words if word in path.read_text("utf-8")]
    assert "This folder is the stand-off form." in prose
    assert "wiremark rehydrate" in prose
    assert "`ner` shows names only" not in prose


def test_what_its_makers_say_stands_on_the_card(made_up: Workspace, tmp_path: Path) -> None:
    _, silent = written(load_inputs(made_up), tmp_path / "silent")
    assert "### Curation rationale\n\nNot stated by its makers." in silent
    assert "No address is stated by its makers" in silent
    assert "Made by: not stated." in silent
    path = made_up.root / "seeds" / "SOURCES.toml"
    told = 'rationale = "To try the harbour."\nlimits = "One harbour only."\ncontact = "harbour@example.org"\n'
    path.write_text(path.read_text("utf-8").replace('version = "0.1.0"\n', f'version = "0.1.0"\n{told}'), "utf-8")
    citation = "authors:\n  - given-names: Mina\n    family-names: Hale\ntitle: Harbours\ndate-released: 2024-05-06\n"
    (made_up.root / "CITATION.cff").write_text(citation, "utf-8")
    _, prose = written(load_inputs(made_up), tmp_path / "told")
    assert "### Curation rationale\n\nTo try the harbour." in prose
    assert "- One harbour only." in prose
    assert "Contact: harbour@example.org." in prose
    assert "Made by: Hale, Mina." in prose
    assert "  title   = {Harbours},\n  author  = {Hale, Mina},\n  version = {0.1.0},\n  year    = {2024}\n" in prose
    assert (tmp_path / "told" / "CITATION.cff").read_text("utf-8") == citation


def test_a_citation_that_cannot_be_read_is_passed_over(inputs: Inputs, tmp_path: Path) -> None:
    for number, citation in enumerate(["authors: [", "- a list", "authors: Hale", "authors:\n  - 5\n"]):
        _, prose = written(replace(inputs, citation=citation), tmp_path / f"{number}")
        assert "@misc{made-up,\n  title   = {made-up},\n  version = {0.1.0}\n}" in prose


def test_many_documents_have_no_row_each(inputs: Inputs, tmp_path: Path) -> None:
    first = inputs.articles[0]
    sources = [replace(first.source, id=f"harbour-{number}") for number in range(120)]
    articles = tuple(replace(first, source=source) for source in sources)
    many = replace(inputs, sources=replace(inputs.sources, documents=tuple(sources)), articles=articles)
    _, prose = written(many, tmp_path / "d")
    assert "| 120 | nobody | CC0-1.0 | made up |" in prose
    assert "| harbour-7 |" not in prose
    assert "| harbour-7 | nobody |" in (tmp_path / "d" / "LICENSE.md").read_text("utf-8")


def test_each_heading_of_the_two_statements_is_there(full: Written) -> None:
    _, prose, _ = full
    statement = prose.split("## Data statement\n\n")[1].split("\n\n## ")[0]
    assert re.findall(r"(?m)^- \*\*(.+?)\.\*\*", statement) == [
        "Curation rationale",
        "Language variety",
        "Speaker demographic",
        "Annotator demographic",
        "Speech situation",
        "Text characteristics",
        "Recording quality",
        "Other",
        "Provenance appendix",
    ]
    sheet = prose.split("## Datasheet\n\n")[1].split("\n\n## ")[0]
    headings = [line.split(" | ")[0].strip("| ") for line in sheet.split("\n")[2:]]
    assert len(headings) == 7
    titles = [line.strip("# ") for line in prose.split("\n") if line.startswith("#")]
    anchors = {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles}
    assert set(re.findall(r"\]\(#([\w-]+)\)", prose)) <= anchors


def test_how_the_splits_were_made_is_told(inputs: Inputs, full: Written, tmp_path: Path) -> None:
    assert "Splits go by story, never by sentence" in full[1]
    assert "Near-duplicates, which share many runs of eight words, stand in one split." in full[1]
    leaky = replace(inputs.sources, split_by="document", allow_leak=True)
    _, prose = written(replace(inputs, sources=leaky), tmp_path / "d")
    assert "Splits go by document" in prose
    assert "**Near-duplicates of an article may stand in several splits**" in prose


def test_placeholders_are_nowhere(full: Written, bare: Written) -> None:
    for _, prose, _ in (full, bare):
        assert not re.search(r"More Information Needed|TODO|TBD|\[\.\.\.\]|: None|\(None", prose)

"""The example that `init --example` gives: made up, marked as such, valid to the last level, and a dataset at once."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.completeness.test_completeness import annotated, candidates

from wiremark.cli import main
from wiremark.schema.versions import file_name, precedence, version_in
from wiremark.workspace import Workspace

REPOSITORY = Path(__file__).parents[1]
EXAMPLE = REPOSITORY / "scripts" / "wiremark" / "template" / "example"
LAYERS = ("mentions", "times", "events", "quotes")
DOCUMENTS = ("ferry-000", "ferry-001")

# What the list of candidates names and the guidelines leave out, with the rule.
EXCUSED = {
    "ferry-000": {
        *("Transport", "Minister", "President", "By", "Not"),  # R-E9: titles, and what only opens a sentence
        "decision",  # R-V6: its act stands beside it
        "imposed",  # R-V1: light
    },
    "ferry-001": {
        *("Minister", "I"),  # R-E9, R-G2
        "hopes",  # R-Q1: no words said by itself, and inside a content
    },
}


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace as `init` makes it."""
    root = tmp_path_factory.mktemp("example") / "demo"
    assert main(["init", str(root), "--example"]) == 0
    return root


@pytest.fixture(scope="module")
def loaded(example: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Every config of its dataset, by name, as rows."""
    import datasets

    assert main(["-C", str(example), "build"]) == 0
    built, cache = str(example / "dist" / "dataset"), str(tmp_path_factory.mktemp("cache"))
    return {
        name: list(datasets.load_dataset(built, name, split="train", cache_dir=cache))
        for name in datasets.get_dataset_config_names(built)
    }


def layers(id: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((EXAMPLE / "annotations" / f"{id}.json").read_bytes())
    return data


def text(id: str) -> str:
    return (EXAMPLE / "corpus" / f"{id}.txt").read_bytes().decode("utf-8")


def windows(words: str, length: int = 8) -> set[tuple[str, ...]]:
    """Every run of so many words, whatever their case and what stands between them."""
    listed = re.findall(r"\w+", words.casefold())
    return {tuple(listed[at : at + length]) for at in range(len(listed) - length + 1)}


def test_its_files_stand_in_the_workspace_as_they_are(example: Path) -> None:
    for path in EXAMPLE.rglob("*"):
        if path.is_file():
            assert (example / path.relative_to(EXAMPLE)).read_bytes() == path.read_bytes(), path
    assert (example / "annotations" / "GUIDELINES.md").is_file()
    assert not (example / "example").exists()


def test_no_check_finds_anything(example: Path, wiremark: Any) -> None:
    assert wiremark("clean", "--check", at=example).code == 0
    checked = wiremark("validate", "--format", "json", at=example)
    assert (checked.code, json.loads(checked.out)["findings"]) == (0, [])
    for command in ("schema check", "schema docs --check", "stats"):
        assert wiremark(*command.split(), at=example).code == 0, command


def test_the_commands_of_its_page_run(example: Path, wiremark: Any) -> None:
    (block,) = re.findall(r"```sh\n(.*?)```", (EXAMPLE / "README.md").read_text("utf-8"), re.DOTALL)
    commands = [line.partition("#")[0].split()[1:] for line in block.splitlines()]
    assert ["build"] in commands
    for command in commands:
        assert wiremark(*command, at=example).code == 0, command


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("corpus/ferry-001.txt", "Norland has renewed", "Norland has ended"),
        ("annotations/ferry-001.json", '"type": "LAW"', '"type": "LOC"'),
    ],
)
def test_what_its_page_says_to_try_is_found(tmp_path: Path, wiremark: Any, file: str, old: str, new: str) -> None:
    wiremark("init", str(tmp_path / "demo"), "--example")
    path = tmp_path / "demo" / file
    words = path.read_bytes().decode("utf-8")
    assert old in words
    path.write_bytes(words.replace(old, new, 1).encode("utf-8"))
    assert wiremark("validate", at=tmp_path / "demo").code == 1


def test_its_files_are_in_canonical_form(example: Path, wiremark: Any) -> None:
    before = {path: path.read_bytes() for path in (example / "annotations").glob("*.json")}
    assert wiremark("validate", "--fix", at=example).code == 0
    assert {path: path.read_bytes() for path in (example / "annotations").glob("*.json")} == before


def test_every_config_loads_and_shows_its_text(loaded: dict[str, Any]) -> None:
    assert all(loaded.values()), "an empty config shows nothing"
    texts = {row["document_id"]: row["text"] for row in loaded["documents"]}
    assert texts == {id: text(id) for id in DOCUMENTS}
    for config in ("mentions", "times"):
        for row in loaded[config]:
            assert texts[row["document_id"]][row["start"] : row["end"]] == row["text"]
    said = {span["text"] for row in loaded["quotes"] for span in row["content"]}
    assert "“The sea between us is too small for two timetables,”" in said
    clusters = {row["id"]: {member["document_id"] for member in row["members"]} for row in loaded["clusters"]}
    assert clusters["U:transport-ministry-statement-2024-05-16"] == set(DOCUMENTS)


def test_its_offsets_hold() -> None:
    def spans(value: Any) -> list[dict[str, Any]]:
        if isinstance(value, dict):
            own = [value] if value.keys() == {"start", "end", "text"} else []
            return own + [span for one in value.values() for span in spans(one)]
        return [span for one in value for span in spans(one)] if isinstance(value, list) else []

    for id in DOCUMENTS:
        found = spans(layers(id))
        assert len(found) > 40
        assert all(text(id)[span["start"] : span["end"]] == span["text"] for span in found)


@pytest.mark.parametrize("id", DOCUMENTS)
def test_nothing_is_skipped_over(id: str) -> None:
    covered = annotated(layers(id))
    left = {text(id)[a:b] for kind, a, b in candidates(text(id)) if not set(range(a, b)) & covered[kind]}
    assert left == EXCUSED[id]


def test_it_has_nothing_in_common_with_the_corpus() -> None:
    theirs = {
        window for path in (REPOSITORY / "seeds").glob("*.txt") for window in windows(path.read_bytes().decode("utf-8"))
    }
    assert len(theirs) > 1000
    for path in EXAMPLE.rglob("*"):
        if path.is_file():
            assert not windows(path.read_bytes().decode("utf-8")) & theirs, path


def test_it_says_that_it_is_made_up() -> None:
    listed = Workspace.at(EXAMPLE).sources()
    assert "made-up" in listed.description
    assert listed.ids() == list(DOCUMENTS)
    for source in listed.documents:
        assert all("made up" in (value or "made up") for value in (source.publisher, source.agency, source.author))
        assert (source.rights.holder, source.rights.licence) == ("the wiremark contributors", "CC-BY-4.0")
        assert "invented" in source.rights.basis
    assert "made up" in (EXAMPLE / "README.md").read_text("utf-8")
    assert "SPDX-License-Identifier: CC-BY-4.0\n" in (EXAMPLE / "LICENSE-annotations").read_text("utf-8")


def test_its_annotator_is_named_for_what_it_is() -> None:
    rows = (EXAMPLE / "annotations" / "ANNOTATORS.md").read_text("utf-8")
    for id in DOCUMENTS:
        for layer, made in layers(id)["annotated_with"].items():
            assert made["annotators"] == ["model-7"], layer
            assert made["state"] == "draft"
    assert "`model-7` | a large language model |" in rows


def test_it_follows_the_newest_schema() -> None:
    """After a change of it: `wiremark schema migrate` in a workspace of the example, and its files back here."""
    newest = max((version_in(path.name) for path in (REPOSITORY / "schemas").glob(file_name("*"))), key=precedence)
    for path in (EXAMPLE / "annotations").glob("*.json"):
        data = json.loads(path.read_bytes())
        assert data["schema_version"] == newest, path
        assert {made["schema"] for made in data.get("annotated_with", {}).values()} <= {newest}, path


def test_it_shows_what_the_schema_has() -> None:
    found = [layers(id) for id in DOCUMENTS]
    for layer in LAYERS:
        assert all(data[layer] for data in found), layer
    assert {mention["form"] for data in found for mention in data["mentions"]} == {"NAM", "NOM", "PRO"}
    assert {time["type"] for data in found for time in data["times"]} == {"DATE", "TIME", "DURATION", "SET"}
    assert {quote["type"] for data in found for quote in data["quotes"]} == {"direct", "mixed", "indirect"}
    assert {quote["relation"] for data in found for quote in data["quotes"]} == {
        *("verbatim", "variant", "paraphrase", "partial"),
        None,
    }
    removed = {
        piece["reason"]
        for id in DOCUMENTS
        for piece in json.loads((EXAMPLE / "corpus" / f"{id}.json").read_bytes())["removed"]
    }
    assert removed >= {
        *("title", "byline", "dateline", "edition_tag", "caption", "credit", "related_link", "contact", "end_mark"),
    }

"""What stands in each config, from a workspace small enough to know by heart."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from wiremark.dataset.columns.batch import Batch
from wiremark.dataset.inputs import Inputs, load_inputs
from wiremark.dataset.stream import Shared, write_tables
from wiremark.dataset.tables import configs
from wiremark.diagnostics import Refused
from wiremark.schema.arrow import from_arrow
from wiremark.workspace import Workspace

Rows = dict[str, dict[str, list[dict[str, Any]]]]


def read(inputs: Inputs, folder: Path) -> Rows:
    """The rows of every config by split, as they come back out of the files."""
    shared = Shared(inputs.profile, inputs.entities, inputs.clusters)
    found: Rows = {}
    for part in write_tables(configs(inputs.profile), shared, inputs.of, folder):
        splits = found.setdefault(part.config.name, {})
        for shard in part.shards:
            rows = from_arrow(pq.read_table(folder / shard.path), part.config.table)
            splits.setdefault(shard.split, []).extend(rows)
    return found


@pytest.fixture
def inputs(made_up: Workspace) -> Inputs:
    return load_inputs(made_up)


@pytest.fixture
def tables(inputs: Inputs, tmp_path: Path) -> Rows:
    return read(inputs, tmp_path)


def column(tables: Rows, name: str, *keys: str) -> list[tuple[Any, ...]]:
    return [tuple(row.get(key) for key in keys) for row in tables[name]["train"]]


def test_documents(tables: Rows) -> None:
    harbour, plain = tables["documents"]["train"]
    assert (harbour["document_id"], harbour["title"], harbour["byline"]) == ("harbour", "About harbour", None)
    assert harbour["layers"] == ["mentions", "times", "events", "quotes"]
    assert (plain["layers"], plain["length"], plain["published"]) == ([], 23, "2023-03-21")
    assert (plain["rights_holder"], plain["licence"], plain["rights_basis"]) == ("nobody", "CC0-1.0", "made up")
    assert [row["document_id"] for row in tables["documents"]["test"]] == ["letter"]


def test_annotations_tell_a_layer_not_done_from_an_empty_one(tables: Rows) -> None:
    (harbour,) = tables["annotations"]["train"]
    assert [mention["id"] for mention in harbour["mentions"]] == ["m1", "m2", "m3", "m4", "m5", "m6"]
    assert harbour["events"][1]["arguments"] == [{"role": "theme", "event": "e1"}]
    (letter,) = tables["annotations"]["test"]
    assert letter["layers"] == ["mentions", "events"]
    assert (letter["events"], letter["times"], letter["quotes"]) == ([], None, None)
    assert set(letter["annotated_with"]) == {"mentions", "events"}


def test_mentions(tables: Rows) -> None:
    assert tables["mentions"]["train"][0] == {
        "document_id": "harbour",
        "id": "m1",
        "type": "GPE",
        "start": 0,
        "end": 9,
        "text": "Ruritania",
        "form": "NAM",
        "entity": "E:ruritania",
        "metonymy": "government",
        "variant": "canonical",
    }
    assert "variant" not in tables["mentions"]["train"][1]
    assert tables["mentions"]["train"][5]["entity"] is None


def test_spans_cut_their_text_out_of_the_document(tables: Rows) -> None:
    texts = {row["document_id"]: row["text"] for split in ("train", "test") for row in tables["documents"][split]}
    for name in ("mentions", "times", "events", "event_arguments", "quotes"):
        for split in ("train", "test"):
            for row in tables[name].get(split, ()):
                assert texts[row["document_id"]][row["start"] : row["end"]] == row["text"]


def test_times_events_and_quotes(tables: Rows) -> None:
    assert column(tables, "times", "id", "text", "value", "anchor") == [("t1", "Tuesday", "2023-03-21", "dct")]
    assert column(tables, "events", "id", "type", "text", "mode") == [
        ("e1", "CONSULT", "talks", None),
        ("e2", "REJECT", "sign", None),
    ]
    assert "arguments" not in tables["events"]["train"][0]
    assert [span["text"] for span in tables["events"]["train"][0]["trigger"]] == ["talks"]
    assert column(tables, "quotes", "id", "text", "speaker") == [("q1", "“We didn't sign,”", "E:mina-hale")]
    assert [span["text"] for span in tables["quotes"]["train"][0]["cue"]] == ["said"]


def test_event_arguments_name_a_mention_or_an_event(tables: Rows) -> None:
    keys = (
        "event",
        "event_type",
        "role",
        "mention",
        "mention_type",
        "entity",
        "argument_event",
        "argument_event_type",
        "text",
    )
    assert column(tables, "event_arguments", *keys) == [
        ("e1", "CONSULT", "actor", "m1", "GPE", "E:ruritania", None, None, "Ruritania"),
        ("e1", "CONSULT", "actor", "m2", "GPE", "E:borduria", None, None, "Borduria"),
        ("e2", "REJECT", "theme", None, None, None, "e1", "CONSULT", "talks"),
    ]


def test_coref_gathers_the_mentions_of_an_entity(tables: Rows) -> None:
    assert column(tables, "coref", "entity", "name", "type", "mentions") == [
        ("E:ruritania", "Ruritania", "GPE", ["m1"]),
        ("E:borduria", "Borduria", "GPE", ["m2"]),
        ("E:dover-accord", "Dover Accord", "LAW", ["m3"]),
        ("E:mina-hale", "Mina Hale", "PERSON", ["m4", "m5"]),
    ]
    assert [span["text"] for span in tables["coref"]["train"][3]["spans"]] == ["Mina Hale", "she"]


def test_ner_has_the_sentences_of_documents_with_mentions(tables: Rows) -> None:
    assert column(tables, "ner", "id") == [(f"harbour:{number}",) for number in range(4)]
    assert tables["ner"]["train"][0]["ner_tags"][:3] == ["B-GPE", "O", "B-GPE"]
    assert [row["document_id"] for row in tables["ner"]["test"]] == ["letter", "letter"]


def test_entities_are_in_train_with_their_aliases(tables: Rows) -> None:
    assert column(tables, "entities", "id")[0] == ("E:borduria",)
    assert tables["entities"]["train"][3]["aliases"] == [{"form": "Ruritanian", "kind": "demonym", "lang": "en"}]
    assert tables["entities"].keys() == {"train"}


def test_a_config_has_the_splits_that_have_rows(tables: Rows) -> None:
    splits = {name: list(found) for name, found in tables.items()}
    assert splits["documents"] == splits["mentions"] == splits["coref"] == ["train", "test"]
    assert splits["times"] == splits["events"] == ["train"]


def test_layout_and_the_order_of_records_change_nothing(made_up: Workspace, tables: Rows, tmp_path: Path) -> None:
    path = made_up.annotations / "harbour.json"
    data = json.loads(path.read_bytes())
    data["mentions"].reverse()
    path.write_text(json.dumps(dict(reversed(data.items())), indent=7), "utf-8")
    assert read(load_inputs(made_up), tmp_path / "again") == tables


def test_records_of_one_span_stand_by_their_numbers(inputs: Inputs, tmp_path: Path) -> None:
    first, *rest = inputs.articles
    assert first.annotation
    mentions = first.annotation["mentions"]
    more = [{**mentions[0], "id": id} for id in ("m10", "m9")]
    changed = replace(first, annotation={**first.annotation, "mentions": [*more, *mentions]})
    found = read(replace(inputs, articles=(*rest, changed)), tmp_path)["mentions"]["train"]
    assert [row["id"] for row in found] == ["m1", "m9", "m10", "m2", "m3", "m4", "m5", "m6"]


def test_an_unknown_label_is_an_error(inputs: Inputs) -> None:
    first = inputs.articles[0]
    assert first.annotation
    mentions = [{**mention, "type": "PLANET"} for mention in first.annotation["mentions"]]
    changed = replace(first, annotation={**first.annotation, "mentions": mentions})
    with pytest.raises(KeyError, match="PLANET"):
        _ = Batch(inputs.profile, [changed], {}).annotations


def test_a_missing_corpus_file_is_refused(made_up: Workspace) -> None:
    (made_up.corpus / "plain.txt").unlink()
    with pytest.raises(Refused, match="C101"):
        load_inputs(made_up)


def test_a_workspace_without_a_schema_is_refused(made_up: Workspace) -> None:
    (made_up.schemas / "annotation-1.0.0.json").unlink()
    with pytest.raises(Refused, match="S103"):
        load_inputs(made_up)


def raise_schema(workspace: Workspace, version: str, **changes: str) -> None:
    """A further version of the schema, with text of it exchanged."""
    schema = (workspace.schemas / "annotation-1.0.0.json").read_text("utf-8")
    for old, new in {"1.0.0": version, **changes}.items():
        assert old in schema
        schema = schema.replace(old, new)
    (workspace.schemas / f"annotation-{version}.json").write_text(schema, "utf-8")


def test_the_newest_schema_rules(made_up: Workspace) -> None:
    for version in ("1.2.0", "1.10.0"):
        raise_schema(made_up, version)
    for path in made_up.annotations.glob("*.json"):
        path.write_text(path.read_text("utf-8").replace('"schema_version": "1.0.0"', '"schema_version": "1.10.0"'))
    assert load_inputs(made_up).profile.version == "1.10.0"


def test_a_label_that_the_newest_schema_does_not_know_is_refused(made_up: Workspace) -> None:
    raise_schema(made_up, "1.1.0", PERSON="HUMAN")
    with pytest.raises(Refused, match=r"harbour\.json:.* A20"):
        load_inputs(made_up)


@pytest.mark.parametrize("name", ["Mention", "form", "AnnotatedWith", "arguments"])
def test_a_schema_without_what_the_tables_are_made_of_is_refused(made_up: Workspace, name: str) -> None:
    path = made_up.schemas / "annotation-1.0.0.json"
    path.write_text(re.sub(rf'(["/]){name}"', r'\1renamed"', path.read_text("utf-8")), "utf-8")
    for annotated in made_up.annotations.glob("*.json"):
        annotated.unlink()
    with pytest.raises(Refused, match="S101"):
        load_inputs(made_up)

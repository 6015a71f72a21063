"""Counts of the made-up ferry, by hand, and what holds of counts whatever is annotated."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiremark.annotation.adjudication.lines import Line
from wiremark.annotation.stats import across, counts, load, summary
from wiremark.annotation.stats.corpus import Corpus
from wiremark.annotation.stats.counts import Labels, Layer, Tally
from wiremark.annotation.stats.summary import adjudicated
from wiremark.diagnostics import Refused
from wiremark.schema.profile import Profile, read
from wiremark.workspace import Workspace

TESTS = Path(__file__).parents[2]
SCHEMA = json.loads((TESTS.parent / "schemas/annotation-1.0.0.json").read_bytes())
PROFILE: Profile = read(SCHEMA)


@pytest.fixture
def ferry(base: Workspace) -> Corpus:
    return load(base, PROFILE)


def found(labels: Labels) -> dict[str, int]:
    """The labels that occur."""
    return {label: tally["count"] for label, tally in labels["labels"].items() if tally["count"]}


def test_the_ferry_by_hand(ferry: Corpus) -> None:
    layers = counts.layers(ferry)
    assert {name: layer["records"]["count"] for name, layer in layers.items()} == {
        "mentions": 6,
        "times": 2,
        "events": 3,
        "quotes": 1,
    }
    mentions, times, events, quotes = (layers[name]["labels"] for name in ("mentions", "times", "events", "quotes"))
    assert found(mentions["type"]) == {"PERSON": 1, "ORG": 1, "GPE": 3, "PRODUCT": 1}
    assert found(mentions["form"]) == {"NAM": 5, "NOM": 1}
    assert found(mentions["metonymy"]) == {"literal": 1, "government": 2}
    assert mentions["metonymy"]["without"] == {"count": 3, "documents": {"ferry": 3}}
    assert found(times["type"]) == {"DATE": 2}
    assert found(events["type"]) == {"SUPPORT": 1, "REQUEST": 1, "REJECT": 1}
    assert found(events["mode"]) == {"assist": 2}
    assert events["mode"]["without"]["count"] == 1
    assert found(events["contexts"]) == {"executive": 1, "economic": 2}
    assert found(events["tense"]) == {"PAST": 3}
    assert found(events["factuality"]) == {"CT+": 2, "CT-": 1}
    arguments = layers["events"]["parts"]["arguments"]
    assert arguments["records"]["count"] == 8
    assert found(arguments["labels"]["role"]) == {"actor": 3, "recipient": 3, "theme": 2}
    assert arguments["given"]["event"]["given"]["count"] == 1
    assert found(quotes["type"]) == {"direct": 1}
    assert found(quotes["attribution_class"]) == {"speech": 1}
    assert layers["quotes"]["given"]["speaker"]["given"]["count"] == 1
    assert layers["quotes"]["given"]["addressee"] == {
        "given": {"count": 0, "documents": {"ferry": 0}},
        "without": {"count": 1, "documents": {"ferry": 1}},
    }
    assert layers["events"]["given"]["cluster"]["given"]["count"] == 1
    [document] = counts.documents(ferry)
    # 🚢 is a word and a token; the nine signs `" , " , , . . , .` are tokens beside the words
    assert (document["words"], document["tokens"]) == (35, 44)
    assert document["layers"]["mentions"] == {"annotators": ["ada"], "state": "draft"}


def test_labels_stand_by_id_with_their_zeros(ferry: Corpus) -> None:
    types = counts.layers(ferry)["mentions"]["labels"]["type"]["labels"]
    assert list(types) == [label.name for label in PROFILE.labels["EntityType"]]
    assert types["LAW"] == {"count": 0, "documents": {"ferry": 0}}


def test_a_document_is_counted_where_its_layer_was_done(ferry: Corpus) -> None:
    texts = {"barge": "Nothing.", **ferry.texts, "raft": "Nothing."}
    empty = {"annotated_with": {"times": {"annotators": ["ada"], "state": "draft"}}, "times": [], "mentions": []}
    more = Corpus(PROFILE, texts, {**ferry.documents, "barge": empty}, ferry.entities, ferry.clusters)
    layers = counts.layers(more)
    assert layers["times"]["records"] == {"count": 2, "documents": {"barge": 0, "ferry": 2}}
    assert layers["mentions"]["records"]["documents"] == {"ferry": 6}
    assert [row["id"] for row in counts.documents(more)] == ["barge", "ferry", "raft"]
    assert counts.documents(more)[2]["layers"] == {}


def test_entities(ferry: Corpus) -> None:
    entities = counts.entities(ferry)
    assert (entities["listed"], entities["mentioned"]["count"]) == (4, 4)
    assert found(entities["labels"]["type"]) == {"PERSON": 1, "ORG": 1, "GPE": 2}


def test_aliases_are_what_occurs_and_what_is_listed(ferry: Corpus) -> None:
    short = {"form": "Hale", "kind": "short", "lang": "en"}
    entities = [{**row, "aliases": [short] if row["id"] == "E:mina-hale" else []} for row in ferry.entities]
    made = across.aliases(replace(ferry, entities=entities))
    rows = [(row["entity"], row["form"], row["kinds"], row["count"]) for row in made]
    assert rows == [
        ("E:harbour-board", "Harbour Board", ["canonical"], 1),
        ("E:mina-hale", "Mina Hale", ["canonical"], 1),
        ("E:mina-hale", "Hale", ["short"], 0),
        ("E:norland", "Norland", ["canonical"], 1),
        ("E:port-ellery", "Port Ellery", ["canonical"], 2),
    ]


def mention(id: str, form: str, text: str, **more: str) -> dict[str, Any]:
    return {"id": id, "type": "PERSON", "form": form, "entity": "E:hale", "span": {"start": 0, "text": text}, **more}


def test_an_unlisted_name_has_the_variant_of_its_mentions() -> None:
    rows = [
        mention("m1", "NAM", "Mina Heel", variant="mt_variant"),
        mention("m2", "NAM", "Mina Heel", variant="mt_variant"),
        mention("m3", "NOM", "the mayor of Port Ellery"),
        mention("m4", "NOM", "the mayor"),
        mention("m5", "NAM", "the Most Noble and Honourable Lady Mina Hale"),
    ]
    entity = {"id": "E:hale", "name": "Mina Hale", "aliases": [{"form": "the mayor", "kind": "title", "lang": "en"}]}
    data = {"annotated_with": {"mentions": {"annotators": ["ada"], "state": "draft"}}, "mentions": rows}
    made = across.aliases(Corpus(PROFILE, {"ferry": ""}, {"ferry": data}, [entity]))
    assert [(row["form"], row["kinds"], row["listed"], row["count"]) for row in made] == [
        ("Mina Heel", ["mt_variant"], False, 2),
        ("the Most Noble and Honourable Lady Mina …", [], False, 1),  # seven running words, no more
        ("the mayor", ["title"], True, 1),
        ("Mina Hale", ["canonical"], True, 0),
    ]
    assert made[0]["documents"] == {"ferry": 2}


def test_clusters_have_their_members_over_all_documents(ferry: Corpus) -> None:
    both = {"ferry": ferry.documents["ferry"], "barge": {**ferry.documents["ferry"], "document": "barge"}}
    texts = {"barge": ferry.texts["ferry"], **ferry.texts}
    made = across.clusters(Corpus(PROFILE, texts, both, ferry.entities, ferry.clusters))
    assert {kind: (c["count"], c["members"], c["single"], c["across"]) for kind, c in made.items()} == {
        "events": (1, 2, 4, 1),
        "utterances": (1, 2, 0, 1),
    }
    [request], [said] = made["events"]["clusters"], made["utterances"]["clusters"]
    assert request["attributes"] == {
        "type": "REQUEST",
        "day": "2024-05-07",
        "participants": ["E:port-ellery", "E:norland"],
        "conflicts": 1,
    }
    assert [(row["document"], row["id"], row["text"]) for row in request["members"]] == [
        ("barge", "e2", "asked"),
        ("ferry", "e2", "asked"),
    ]
    [_, quote] = said["members"]
    assert (quote["id"], quote["text"], quote["words"], quote["code_points"]) == ("q1", None, 6, 31)
    assert (quote["labels"]["relation"], quote["labels"]["type"]) == ("verbatim", "direct")


def test_decisions_are_counted_by_layer_and_rule() -> None:
    rows = [
        ("mentions", "a", "R-E10"),
        ("mentions", None, "R-E2"),
        ("clusters", "same", None),
        ("mentions", "a", "R-E2"),
    ]
    made = adjudicated(
        Line("ferry", layer, f"m{n}", None, None, decision, rule=rule) for n, (layer, decision, rule) in enumerate(rows)
    )
    assert made == {
        "count": 4,
        "open": 1,
        "layers": {"clusters": {"same": 1}, "mentions": {"a": 2, "open": 1}},
        "rules": {"R-E2": 1, "R-E10": 1, "none": 1},
    }
    assert list(made["rules"]) == ["R-E2", "R-E10", "none"]


def test_a_schema_without_a_property_counts_without_it(ferry: Corpus) -> None:
    schema = json.loads(json.dumps(SCHEMA))
    for name, keys in {
        "Mention": ["metonymy", "variant"],
        "Event": ["cluster", "mode"],
        "Quote": ["utterance"],
    }.items():
        record = schema["$defs"][name]
        record["properties"] = {key: value for key, value in record["properties"].items() if key not in keys}
        record["required"] = [key for key in record["required"] if key not in keys]
    schema["$defs"]["Mention"]["properties"]["mood"] = {"$ref": "#/$defs/Polarity"}
    profile = read(schema)
    made = summary(Corpus(profile, ferry.texts, ferry.documents, ferry.entities, ferry.clusters))
    assert list(made["layers"]["mentions"]["labels"]) == ["type", "form", "origin", "mood"]
    assert found(made["layers"]["mentions"]["labels"]["mood"]) == {}
    assert made["clusters"]["events"]["members"] == 0


def test_a_missing_text_is_refused(base: Workspace) -> None:
    (base.corpus / "ferry.txt").unlink()
    with pytest.raises(Refused, match=r"corpus/ferry\.txt"):
        load(base, PROFILE)


def names(label_set: str) -> st.SearchStrategy[str]:
    return st.sampled_from([label.name for label in PROFILE.labels[label_set]])


ENTITIES: list[dict[str, Any]] = [
    {"id": f"E:{name}", "name": name, "type": "GPE", "aliases": []} for name in ("a", "b", "c")
]
entity = st.sampled_from([None, *(row["id"] for row in ENTITIES)])
span = st.builds(
    lambda start, text: {"start": start, "end": start + len(text), "text": text},
    st.integers(0, 9),
    st.sampled_from("ab"),
)
mentions = st.fixed_dictionaries(
    {"type": names("EntityType"), "form": names("MentionForm"), "entity": entity, "span": span},
    optional={"metonymy": names("Metonymy"), "variant": names("Variant")},
)
events = st.fixed_dictionaries(
    {
        "type": names("EventType"),
        "mode": st.none() | names("EventMode"),
        "contexts": st.lists(names("EventContext"), unique=True, max_size=3),
        "trigger": st.lists(span, min_size=1, max_size=2),
        "arguments": st.lists(st.fixed_dictionaries({"role": names("Role")}), max_size=3),
        "cluster": st.sampled_from([None, "EV:x", "EV:y"]),
    }
)
quotes = st.fixed_dictionaries(
    {
        "type": names("QuoteType"),
        "content": st.lists(span, min_size=1, max_size=2),
        "speaker": entity,
        "utterance": st.sampled_from([None, "U:x"]),
        "relation": st.none() | names("UtteranceRelation"),
    }
)
CLUSTERS: dict[str, list[dict[str, Any]]] = {
    "events": [{"id": "EV:x", "type": "AID"}, {"id": "EV:y", "type": "AID"}],
    "utterances": [{"id": "U:x", "speaker": None}],
}


@st.composite
def layered(draw: st.DrawFn) -> dict[str, dict[str, Any]]:
    """The annotation of some of the documents, each with some layers."""
    documents = {}
    for id in draw(st.lists(st.sampled_from(["north", "south", "west"]), unique=True)):
        made = draw(st.lists(st.sampled_from(["mentions", "events", "quotes"]), unique=True))
        layers = {"mentions": mentions, "events": events, "quotes": quotes}
        data: dict[str, Any] = {"annotated_with": {layer: {"annotators": ["ada"], "state": "draft"} for layer in made}}
        for layer in made:
            rows = draw(st.lists(layers[layer], max_size=6))
            data[layer] = [{"id": f"{layer[0]}{number}", **row} for number, row in enumerate(rows, 1)]
        documents[id] = data
    return documents


TEXTS = {"north": "The ferry sails.", "south": "", "west": "It does not."}


def tallies(value: Any) -> Iterator[Tally]:
    if isinstance(value, dict):
        if value.keys() == {"count", "documents"}:
            yield value  # type: ignore[misc]
        else:
            for inner in value.values():
                yield from tallies(inner)


def adds_up(layer: Layer) -> None:
    records = layer["records"]["count"]
    for name, labels in layer["labels"].items():
        counted = sum(tally["count"] for tally in labels["labels"].values()) + labels["without"]["count"]
        assert counted >= records if name == "contexts" else counted == records, name
    for given_ in layer["given"].values():
        assert given_["given"]["count"] + given_["without"]["count"] == records
    for part in layer["parts"].values():
        adds_up(part)


@given(layered())
def test_counts_add_up(documents: dict[str, dict[str, Any]]) -> None:
    made = Corpus(PROFILE, TEXTS, documents, ENTITIES, CLUSTERS)
    layers = counts.layers(made)
    assert all(tally["count"] == sum(tally["documents"].values()) for tally in tallies(layers))
    for name, layer in layers.items():
        adds_up(layer)
        rows = [row for data in made.documents.values() for row in data.get(name, ())]
        assert layer["records"]["count"] == len(rows)
    roles = sum(len(row["arguments"]) for data in made.documents.values() for row in data.get("events", ()))
    assert layers["events"]["parts"]["arguments"]["records"]["count"] == roles
    for kind, layer_name in (("events", "events"), ("utterances", "quotes")):
        clusters = across.clusters(made)[kind]
        assert clusters["members"] + clusters["single"] == layers[layer_name]["records"]["count"]
        assert clusters["across"] <= clusters["count"] == len(CLUSTERS[kind])
    linked = [row for data in made.documents.values() for row in data.get("mentions", ()) if row["entity"]]
    named = [row for row in linked if row["form"] == "NAM" or row["entity"] == f"E:{row['span']['text']}"]
    forms = {(row["entity"], row["span"]["text"]) for row in named}
    counted = [row for row in linked if (row["entity"], row["span"]["text"]) in forms]
    assert sum(row["count"] for row in across.aliases(made)) == len(counted)


@given(layered(), st.randoms(use_true_random=False))
def test_the_order_of_records_does_not_matter(documents: dict[str, dict[str, Any]], shuffle: random.Random) -> None:
    made = Corpus(PROFILE, TEXTS, documents, ENTITIES, CLUSTERS)

    def mixed(rows: Any) -> Any:
        return shuffle.sample(rows, len(rows))

    changed = {
        id: {key: mixed(value) if isinstance(value, list) else value for key, value in documents[id].items()}
        for id in mixed(list(documents))
    }
    clusters = {kind: mixed(rows) for kind, rows in made.clusters.items()}
    again = Corpus(PROFILE, TEXTS, changed, mixed(list(made.entities)), clusters)
    assert json.dumps(summary(again)) == json.dumps(summary(made))

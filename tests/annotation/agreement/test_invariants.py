"""What holds of agreement whatever the passes are, and what it does with odd ones."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wiremark.annotation.agreement import compare, extent, heading, tables
from wiremark.annotation.agreement.alignment import align
from wiremark.annotation.matching import PLACES
from wiremark.annotation.passes import Pass
from wiremark.schema.profile import Profile, read

SCHEMA = json.loads((Path(__file__).parents[3] / "schemas/annotation-1.0.0.json").read_bytes())
PROFILE: Profile = read(SCHEMA)
TEXT = "The ferry board asked Norland for boats and Norland refused to sail on Monday or Tuesday"
WORDS = [(0, 3), (4, 9), (10, 15), (16, 21), (22, 29), (30, 33), (34, 39), (40, 43), (44, 51), (52, 59), (60, 62)]
GIVEN = ("E:given-1", "E:given-2")
SETTINGS = settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def places(draw: st.DrawFn, size: int) -> list[dict[str, Any]]:
    """Different spans of one to three words."""
    found = draw(st.lists(st.tuples(st.integers(0, 10), st.integers(1, 3)), max_size=size, unique=True))
    made = {(WORDS[first][0], WORDS[min(10, first + many - 1)][1]) for first, many in found}
    return [{"start": start, "end": end, "text": TEXT[start:end]} for start, end in sorted(made)]


def numbered(letter: str, rows: list[Any]) -> list[str]:
    return [f"{letter}{number}" for number in range(1, len(rows) + 1)]


@st.composite
def documents(draw: st.DrawFn, own: str) -> dict[str, Any]:
    """A document with all layers; entities and clusters that the annotator made up have `own` in their ids."""
    entities = st.sampled_from([None, *GIVEN, f"E:{own}-1", f"E:{own}-2"])
    spans = {layer: draw(places(5)) for layer in PLACES}
    ids = {layer: numbered(layer[0], rows) for layer, rows in spans.items()}
    pick = {layer: st.sampled_from(names) if names else st.nothing() for layer, names in ids.items()}
    some = {layer: st.lists(pick[layer], max_size=2, unique=True) if ids[layer] else st.just([]) for layer in PLACES}
    argument = st.fixed_dictionaries({"role": st.sampled_from(["actor", "theme"]), "mention": pick["mentions"]})
    argument |= st.fixed_dictionaries({"role": st.sampled_from(["actor", "theme"]), "event": pick["events"]})
    arguments = st.lists(argument, max_size=3) if ids["mentions"] or ids["events"] else st.just([])
    cluster = st.sampled_from([None, f"EV:{own}-1", f"EV:{own}-2"])
    kinds: dict[str, dict[str, st.SearchStrategy[Any]]] = {
        "mentions": {
            "type": st.sampled_from(["ORG", "GPE"]),
            "form": st.sampled_from(["NAM", "NOM"]),
            "entity": entities,
        },
        "times": {"type": st.sampled_from(["DATE", "SET"]), "value": st.sampled_from(["2024", "2025"])},
        "events": {
            "type": st.sampled_from(["REQUEST", "REJECT"]),
            "contexts": st.lists(st.sampled_from(["legal", "economic"]), unique=True),
            "arguments": arguments,
            "times": some["times"],
            "factuality": st.sampled_from(["CT+", "CT-"]),
            "factuality_source": st.sampled_from(["author", *GIVEN, f"E:{own}-1"]),
            "reported_in": st.none() | pick["quotes"],
            "cluster": cluster,
        },
        "quotes": {
            "type": st.sampled_from(["direct", "indirect"]),
            "source": places(1),
            "cue": places(1),
            "speaker": entities,
            "chain": st.lists(st.sampled_from(GIVEN), max_size=2),
            "attribution_class": st.sampled_from(["speech", "writing"]),
            "utterance": st.sampled_from([None, f"U:{own}-1"]),
            "relation": st.sampled_from([None, "verbatim"]),
        },
    }
    data: dict[str, Any] = {"document": "ferry", "annotated_with": {}}
    for layer, key in PLACES.items():
        data["annotated_with"][layer] = {"schema": "1.0.0", "annotators": [own], "state": "draft"}
        data[layer] = [
            {"id": id, key: span if key == "span" else [span], **draw(st.fixed_dictionaries(kinds[layer]))}
            for id, span in zip(ids[layer], spans[layer], strict=True)
        ]
    for record in data["mentions"]:
        if draw(st.booleans()):
            record["metonymy"] = draw(st.sampled_from(["literal", "government"]))
    return data


def passes(own: str) -> st.SearchStrategy[Pass]:
    names = [*GIVEN, f"E:{own}-1", f"E:{own}-2"]
    entities = {id: {"id": id, "name": id.rpartition("-")[2], "type": "ORG"} for id in names}
    return documents(own).map(lambda data: Pass(own, {"ferry": data}, entities, frozenset(GIVEN)))


def agreed(a: Pass, b: Pass, profile: Profile = PROFILE) -> dict[str, Any]:
    return compare(a, b, profile, dict.fromkeys([*a.documents, *b.documents], TEXT))


def values(found: Any, path: str = "") -> Iterator[tuple[str, float | None]]:
    """Every figure with its place; no counts."""
    if isinstance(found, dict):
        for key, value in found.items():
            if key not in ("n", "items", "a", "b", "documents", "not_compared", "rule", "item"):
                yield from values(value, f"{path}/{key}")
    elif isinstance(found, list):
        for row in found:
            yield from values(row, f"{path}/{row['item']}")
    else:
        yield path, found


def same(found: dict[str, Any], other: dict[str, Any]) -> None:
    ours, theirs = dict(values(found)), dict(values(other))
    assert ours.keys() == theirs.keys()
    assert {key for key in ours if (ours[key] is None) != (theirs[key] is None)} == set()
    assert {key: value for key, value in ours.items() if value is not None} == pytest.approx(
        {key: value for key, value in theirs.items() if value is not None}
    )


@SETTINGS
@given(passes("ann"), passes("bo"))
def test_figures_are_bounded_and_do_not_depend_on_who_is_called_a(a: Pass, b: Pass) -> None:
    found = agreed(a, b)
    for path, value in values(found):
        low = -1.0 if path.endswith("kappa") or path.startswith("/alpha") else 0.0
        assert value is None or low <= value <= 1.0 + 1e-9, path
    same(found, agreed(b, a))
    layers = found["layers"]
    for layer in PLACES:
        exact, soft = layers[layer]["exact_f1"], layers[layer]["soft_f1"]
        assert exact is None or exact <= soft
    assert tables(found)


@SETTINGS
@given(passes("ann"))
def test_a_pass_agrees_with_itself(a: Pass) -> None:
    found = agreed(a, copy.deepcopy(a))
    off = {path: value for path, value in values(found) if value not in (None, 1.0) and "baseline" not in path}
    assert {path for path, value in off.items() if abs((value or 0) - 1) > 1e-9} == set()
    assert found["layers"]["mentions"]["exact_f1"] == (1.0 if a.documents["ferry"]["mentions"] else None)


@SETTINGS
@given(passes("ann"), passes("bo"), st.randoms(use_true_random=False))
def test_neither_order_nor_names_of_records_matter(a: Pass, b: Pass, dice: random.Random) -> None:
    same(agreed(a, b), agreed(a, renamed(b, dice)))


def renamed(side: Pass, dice: random.Random) -> Pass:
    """The same pass with other ids of records, clusters and made-up entities, and the records in another order."""
    new = {f"{letter}{n}": f"{letter}{n + 50}" for letter in "mteq" for n in range(1, 6)}
    new |= {f"{kind}:{side.name}-{n}": f"{kind}:zed-{9 - n}" for kind in ("E", "EV", "U") for n in (1, 2)}

    def walk(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: walk(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [walk(inner) for inner in value]
        return new.get(value, value) if isinstance(value, str) else value

    data = walk(side.documents["ferry"])
    for layer in PLACES:
        dice.shuffle(data[layer])
    return replace(
        side, documents={"ferry": data}, entities={new.get(id, id): row for id, row in side.entities.items()}
    )


@SETTINGS
@given(passes("ann"), passes("bo"))
def test_entities_that_were_made_up_are_matched_one_to_one(a: Pass, b: Pass) -> None:
    found = align(a, b)
    assert len(set(found.entities.values())) == len(found.entities)
    assert not set(GIVEN) & {*found.entities, *found.entities.values()}
    shared = sum(
        found.entities.get(both.a["entity"]) == both.b["entity"]
        for both in found.pairs("mentions")
        if both.a["entity"] and both.a["entity"] not in GIVEN
    )
    own = [(both.a["entity"], both.b["entity"]) for both in found.pairs("mentions")]
    first, second = (
        sum(pair in {(f"E:ann-{x}", f"E:bo-{y}") for x, y in crossing} for pair in own)
        for crossing in (((1, 1), (2, 2)), ((1, 2), (2, 1)))
    )
    assert shared == max(first, second)


def one(data: dict[str, Any], name: str = "a", **documents: Any) -> Pass:
    return Pass(name, {"ferry": data, **documents}, {}, frozenset(GIVEN))


def empty(*layers: str, **records: list[dict[str, Any]]) -> dict[str, Any]:
    done = {layer: {"schema": "1.0.0", "annotators": ["ann"], "state": "draft"} for layer in layers or PLACES}
    return {"document": "ferry", "annotated_with": done, **{layer: records.get(layer, []) for layer in PLACES}}


def mention(id: str, start: int, end: int, **more: Any) -> dict[str, Any]:
    span = {"start": start, "end": end, "text": TEXT[start:end]}
    return {"id": id, "type": "ORG", "span": span, "form": "NAM", "entity": None, **more}


def test_where_there_is_nothing_every_figure_is_null() -> None:
    assert {value for _, value in values(agreed(one(empty()), one(empty())))} == {None}


def test_what_only_one_has_is_zero() -> None:
    found = agreed(one(empty(mentions=[mention("m1", 4, 9)])), one(empty()))
    mentions = found["layers"]["mentions"]
    assert (mentions["exact_f1"], mentions["soft_f1"], mentions["link_accuracy"]) == (0.0, 0.0, None)
    assert found["layers"]["clusters"]["entities_conll_f1"] is None
    assert found["alpha"]["mentions"] < 0.1


def test_only_documents_and_layers_that_both_have_are_compared() -> None:
    a = one(empty("mentions", "times", mentions=[mention("m1", 4, 9)]), barge=empty())
    b = one(empty("mentions", "quotes", mentions=[mention("m1", 4, 9)]), "b", tug=empty())
    found = agreed(a, b)
    assert found["documents"] == ["ferry"]
    assert found["not_compared"] == [
        {"document": "barge", "layer": None, "only": "a"},
        {"document": "ferry", "layer": "times", "only": "a"},
        {"document": "ferry", "layer": "quotes", "only": "b"},
        {"document": "tug", "layer": None, "only": "b"},
    ]
    assert found["layers"]["mentions"]["exact_f1"] == 1.0
    assert found["layers"]["times"]["exact_f1"] is None
    lines = extent(found).split("\n")
    assert lines == [
        "1 document compared: ferry.",
        "Not compared: barge (only A), times of ferry (only A), quotes of ferry (only B), tug (only B).",
    ]


def test_alpha_counts_only_the_tokens_of_documents_with_the_layer() -> None:
    found = agreed(one(empty(), barge=empty("mentions")), one(empty(), "b", barge=empty("mentions")))
    assert found["alpha"]["n"]["mentions"]["n"] == 2 * found["alpha"]["n"]["times"]["n"] > 0


def test_nothing_in_common() -> None:
    found = agreed(one(empty("mentions")), one(empty("times"), "b"))
    assert found["documents"] == []
    assert {value for _, value in values(found)} == {None}


def event(id: str, start: int, end: int, **more: Any) -> dict[str, Any]:
    span = {"start": start, "end": end, "text": TEXT[start:end]}
    return {
        "id": id,
        "type": "REQUEST",
        "trigger": [span],
        "arguments": [],
        "factuality": "CT+",
        "cluster": None,
        **more,
    }


def test_arguments_and_references_are_left_out_where_their_layer_is_not_compared() -> None:
    argued = event("e1", 16, 21, arguments=[{"role": "actor", "mention": "m1"}], times=["t1"], reported_in="q1")
    a = one(empty("events", events=[argued]))
    found = agreed(a, one(empty("events", "mentions", mentions=[mention("m1", 4, 9)], events=[argued]), "b"))
    assert found["layers"]["events"]["argument_f1"] is None
    assert found["layers"]["events"]["soft_f1"] == 1.0
    assert found["attributes"]["events"]["times"]["agreement"] is None
    assert found["attributes"]["events"]["reported_in"]["agreement"] is None


def test_an_argument_agrees_only_in_the_same_role_and_null_is_no_entity() -> None:
    def figures(a: dict[str, str], b: dict[str, str]) -> tuple[float, float]:
        mentions = [mention("m1", 4, 9), mention("m2", 10, 15), mention("m3", 22, 29, entity="E:given-1")]
        mentions += [mention("m4", 44, 51, entity="E:given-1")]
        sides = (empty(mentions=mentions, events=[event("e1", 16, 21, arguments=[argument])]) for argument in (a, b))
        first, second = map(one, sides)
        events = agreed(first, second)["layers"]["events"]
        return events["argument_f1"], events["argument_entity_f1"]

    actor = {"role": "actor", "mention": "m3"}
    assert figures(actor, actor) == (1.0, 1.0)
    assert figures(actor, {"role": "theme", "mention": "m3"}) == (0.0, 0.0)
    assert figures(actor, {"role": "actor", "mention": "m4"}) == (0.0, 1.0)
    assert figures({"role": "actor", "mention": "m1"}, {"role": "actor", "mention": "m2"}) == (0.0, 0.0)
    assert figures(actor, {"role": "actor", "event": "e1"}) == (0.0, 0.0)


def test_spans_that_stand_twice() -> None:
    twice = [mention("m1", 4, 9, entity="E:given-1"), mention("m2", 4, 9, entity="E:given-2")]
    once = [mention("m1", 4, 9, entity="E:given-1")]
    found = agreed(one(empty(mentions=twice)), one(empty(mentions=once), "b"))["layers"]["mentions"]
    assert found["exact_f1"] == found["soft_f1"] == found["labelled_f1"] == pytest.approx(2 / 3)
    itself = agreed(one(empty(mentions=twice)), one(empty(mentions=twice), "b"))
    assert itself["layers"]["mentions"]["link_accuracy"] == 1.0


def test_ids_that_stand_twice_and_references_to_nothing() -> None:
    argued = event("e1", 16, 21, arguments=[{"role": "actor", "mention": "m9"}, {"role": "actor"}], times=["t9"])
    data = empty(mentions=[mention("m1", 4, 9), mention("m1", 10, 15)], events=[argued, {**argued, "id": "e1"}])
    found = agreed(one(data), one(copy.deepcopy(data), "b"))
    assert found["layers"]["mentions"]["exact_f1"] == 1.0
    assert found["layers"]["events"]["argument_f1"] == 0.0


def test_quotations_in_parts() -> None:
    def quote(*spans: tuple[int, int]) -> dict[str, Any]:
        content = [{"start": start, "end": end, "text": TEXT[start:end]} for start, end in spans]
        return {"id": "q1", "type": "indirect", "content": content, "source": [], "cue": []}

    def figures(a: dict[str, Any], b: dict[str, Any]) -> tuple[float, float, float]:
        found = agreed(one(empty(quotes=[a])), one(empty(quotes=[b]), "b"))["layers"]["quotes"]
        return found["exact_f1"], found["soft_f1"], found["full_f1"]

    parts = quote((0, 21), (40, 59))
    assert figures(parts, quote((40, 59), (0, 21))) == (1.0, 1.0, 1.0)  # the order of the spans is nothing
    assert figures(parts, quote((0, 22), (39, 59))) == (1.0, 1.0, 1.0)  # nor are their edges
    assert figures(parts, quote((0, 59))) == (0.0, 1.0, 1.0)  # 40 of 59
    assert figures(parts, quote((0, 21))) == (0.0, 1.0, 1.0)  # 21 of 40
    assert figures(parts, quote((40, 59))) == (0.0, 0.0, 0.0)  # 19 of 40


def test_an_entity_made_up_for_a_given_one_is_another() -> None:
    a = one(empty(mentions=[mention("m1", 4, 9, entity="E:given-1"), mention("m2", 10, 15, entity="E:new")]))
    b = one(empty(mentions=[mention("m1", 4, 9, entity="E:mine"), mention("m2", 10, 15, entity="E:mine")]), "b")
    assert align(a, b).entities == {"E:new": "E:mine"}
    assert agreed(a, b)["layers"]["mentions"]["link_accuracy"] == 0.5


def test_where_mentions_do_not_decide_which_entities_are_one_names_do() -> None:
    # A has x and y, B has p; one mention of x and one of y are p's
    def side(name: str, called: dict[str, str], ids: list[str]) -> Pass:
        records = [mention(f"m{n}", *WORDS[n], entity=id) for n, id in enumerate(ids, 1)]
        entities = {id: {"id": id, "name": name, "type": "ORG"} for id, name in called.items()}
        return Pass(name, {"ferry": empty(mentions=records)}, entities, frozenset())

    b = side("b", {"E:p": "Harbour Board"}, ["E:p", "E:p"])
    for one_name, other, wanted in (("Harbour Board", "Ferry Line", "E:x"), ("Ferry Line", "Harbour Board", "E:y")):
        a = side("a", {"E:x": one_name, "E:y": other}, ["E:x", "E:y"])
        assert align(a, b).entities == {wanted: "E:p"}
        assert align(b, a).entities == {"E:p": wanted}


def test_made_up_entities_without_mentions_are_told_by_their_names() -> None:
    def side(name: str, id: str, called: str) -> Pass:
        entity = {"id": id, "name": called, "type": "PERSON"}
        record = {"id": "q1", "type": "direct", "content": [mention("", 4, 9)["span"]], "speaker": id}
        return Pass(name, {"ferry": empty(quotes=[record])}, {id: entity}, frozenset())

    def speaker(a: Pass, b: Pass) -> float:
        value: float = agreed(a, b)["attributes"]["quotes"]["speaker"]["agreement"]
        return value

    assert speaker(side("a", "E:x", "Mina Hale"), side("b", "E:y", "Mina Hale")) == 1.0
    assert speaker(side("a", "E:x", "Mina Hale"), side("b", "E:x", "Tom Hale")) == 0.0


def test_a_schema_that_lacks_properties() -> None:
    schema = copy.deepcopy(SCHEMA)
    for name, keys in {
        "Mention": ["metonymy", "variant", "form"],
        "Time": ["value", "type"],
        "Event": ["factuality", "cluster", "times", "contexts"],
        "Quote": ["type", "source", "cue", "utterance", "attribution_class"],
    }.items():
        for key in keys:
            del schema["$defs"][name]["properties"][key]
        schema["$defs"][name]["required"] = [key for key in schema["$defs"][name]["required"] if key not in keys]
    bare = event("e1", 16, 21)
    del bare["factuality"], bare["cluster"]
    record = mention("m1", 4, 9)
    del record["form"]
    data = empty(
        mentions=[record],
        times=[{"id": "t1", "span": record["span"]}],
        events=[bare],
        quotes=[{"id": "q1", "content": [record["span"]]}],
    )
    found = agreed(one(data), one(copy.deepcopy(data), "b"), read(schema))
    layers = found["layers"]
    assert layers["mentions"]["exact_f1"] == 1.0
    assert layers["mentions"]["names_labelled_f1"] is None
    assert layers["events"]["factuality_kappa"] is None
    assert layers["times"]["value_f1"] == 0.0 or layers["times"]["value_f1"] is None
    assert layers["clusters"]["events_conll_f1"] is None
    assert layers["clusters"]["utterances_conll_f1"] is None
    assert layers["quotes"]["by_type"] == {}
    assert "factuality" not in found["attributes"]["events"]
    assert "events.factuality" not in {row["item"] for row in found["rules"]}


@pytest.mark.parametrize(
    ("a", "b", "wanted"),
    [
        (
            ["model-1"],
            ["model-2"],
            "All are language models: two passes of one kind of annotator measure the guidelines",
        ),
        (["rosa"], ["ada"], "All are people."),
        (["rosa"], ["model-1"], "A name that begins with model- is a language model's, every other a person's."),
        (["model-1", "model-2"], ["model-2"], "model-2 had a part in both."),
        ([], ["rosa"], "A: x, by nobody named; B: y, by rosa."),
    ],
)
def test_the_first_line_says_who_the_annotators_are(a: list[str], b: list[str], wanted: str) -> None:
    line = heading({"a": {"name": "x", "annotators": a}, "b": {"name": "y", "annotators": b}})
    assert wanted in line
    assert "\n" not in line

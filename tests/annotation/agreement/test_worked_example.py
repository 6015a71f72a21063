"""One small article, two made-up passes, and every figure of their agreement worked out by hand.

A and B differ on purpose: an article in a span, a type, a missing link, an invented entity, a source, a cluster.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from wiremark.annotation.agreement import compare
from wiremark.annotation.passes import Pass
from wiremark.schema.profile import Profile, read

PROFILE: Profile = read(json.loads((Path(__file__).parents[3] / "schemas/annotation-1.0.0.json").read_bytes()))
TEXT = (
    'Mina Hale said: "The ferry sails on Monday." '
    "The Harbour Board asked Norland for boats in writing Tuesday, and Norland refused."
)
GIVEN = frozenset({"E:hale", "E:board", "E:norland"})


def span(words: str, nth: int = 1) -> dict[str, Any]:
    start = -1
    for _ in range(nth):
        start = TEXT.index(words, start + 1)
    return {"start": start, "end": start + len(words), "text": words}


def mention(id: str, words: str, type: str, form: str, entity: str | None, nth: int = 1, **more: str) -> dict[str, Any]:
    return {"id": id, "type": type, "span": span(words, nth), "form": form, "entity": entity, **more}


def event(id: str, word: str, type: str, arguments: list[dict[str, str]], **more: Any) -> dict[str, Any]:
    return {
        "id": id,
        "type": type,
        "mode": None,
        "contexts": [],
        "trigger": [span(word)],
        "arguments": arguments,
        "times": [],
        "polarity": "POS",
        "tense": "PAST",
        "aspect": "none",
        "factuality": "CT+",
        "factuality_source": "author",
        "reported_in": None,
        "cluster": None,
        **more,
    }


def quote(id: str, content: str, source: list[str], cue: str, speaker: str | None, **more: Any) -> dict[str, Any]:
    return {
        "id": id,
        "type": "direct",
        "content": [span(content)],
        "source": [span(words) for words in source],
        "cue": [span(cue)],
        "speaker": speaker,
        "addressee": None,
        "chain": [],
        "attribution_class": "speech",
        "polarity": "POS",
        "utterance": None,
        "relation": None,
        **more,
    }


def document(annotator: str, **layers: list[dict[str, Any]]) -> dict[str, Any]:
    done = {layer: {"schema": "1.0.0", "annotators": [annotator], "state": "draft"} for layer in layers}
    return {"document": "ferry", "annotated_with": done, **{layer: [] for layer in LAYERS}, **layers}


LAYERS = ("mentions", "times", "events", "quotes")
A = Pass(
    "a",
    {
        "ferry": document(
            "model-1",
            mentions=[
                mention("m1", "Mina Hale", "PERSON", "NAM", "E:hale"),
                mention("m2", "The Harbour Board", "ORG", "NAM", "E:board"),
                mention("m3", "Norland", "GPE", "NAM", "E:norland", metonymy="government"),
                mention("m4", "Norland", "GPE", "NAM", "E:norland", 2, metonymy="literal"),
                mention("m5", "boats", "PRODUCT", "NOM", None),
                mention("m6", "The ferry", "PRODUCT", "NOM", "E:the-ferry"),
            ],
            times=[
                {"id": "t1", "type": "DATE", "span": span("Monday"), "value": "2024-05-13", "anchor": "dct"},
                {"id": "t2", "type": "DATE", "span": span("Tuesday"), "value": "2024-05-07", "anchor": "t1"},
            ],
            events=[
                event(
                    "e1",
                    "asked",
                    "REQUEST",
                    [
                        {"role": "actor", "mention": "m2"},
                        {"role": "recipient", "mention": "m4"},
                        {"role": "theme", "mention": "m5"},
                    ],
                    contexts=["economic", "legal"],
                    times=["t2"],
                    reported_in="q2",
                    cluster="EV:a",
                ),
                event(
                    "e2",
                    "refused",
                    "REJECT",
                    [{"role": "actor", "mention": "m4"}, {"role": "theme", "event": "e1"}],
                    factuality="CT-",
                    times=["t1"],
                    cluster="EV:a",
                ),
                event("e3", "sails", "CONSULT", [{"role": "actor", "mention": "m6"}]),
            ],
            quotes=[
                quote("q1", '"The ferry sails on Monday."', ["Mina Hale"], "said", "E:hale", chain=["E:board"]),
                quote(
                    "q2",
                    "boats",
                    ["The Harbour Board"],
                    "asked",
                    "E:the-ferry",
                    type="indirect",
                    attribution_class="writing",
                    utterance="U:a",
                ),
            ],
        )
    },
    {"E:the-ferry": {"id": "E:the-ferry", "name": "the ferry", "type": "PRODUCT"}},
    GIVEN,
)
B = Pass(
    "b",
    {
        "ferry": document(
            "model-2",
            mentions=[
                mention("m7", "Board", "ORG", "NAM", "E:board"),
                mention("m6", "ferry", "PRODUCT", "NOM", "E:boat"),
                mention("m5", "boats", "PRODUCT", "NOM", None),
                mention("m4", "Norland", "GPE", "NAM", None, 2, metonymy="literal"),
                mention("m3", "Norland", "ORG", "NAM", "E:norland"),
                mention("m2", "Harbour Board", "ORG", "NAM", "E:board"),
                mention("m1", "Mina Hale", "PERSON", "NAM", "E:hale"),
            ],
            times=[
                {"id": "t5", "type": "DATE", "span": span("on Monday"), "value": "2024-05-13", "anchor": "dct"},
                {"id": "t6", "type": "DATE", "span": span("Tuesday"), "value": "2024-05-14", "anchor": "t5"},
            ],
            events=[
                event(
                    "e1",
                    "refused",
                    "ACCUSE",
                    [
                        {"role": "actor", "mention": "m4"},
                        {"role": "theme", "event": "e2"},
                        {"role": "instrument", "mention": "m5"},
                    ],
                    times=["t6"],
                ),
                event(
                    "e2",
                    "asked",
                    "REQUEST",
                    [{"role": "actor", "mention": "m2"}, {"role": "recipient", "mention": "m3"}],
                    contexts=["legal"],
                    times=["t6"],
                    reported_in="q7",
                    cluster="EV:b",
                ),
            ],
            quotes=[
                quote("q6", "The ferry sails on Monday", ["Hale"], "said", "E:hale"),
                quote("q7", "for boats", [], "asked", "E:boat", type="indirect"),
            ],
        )
    },
    {"E:boat": {"id": "E:boat", "name": "the boat", "type": "PRODUCT"}},
    GIVEN,
)


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    return compare(A, B, PROFILE, {"ferry": TEXT})


def figures(group: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in group.items() if key != "n" and not isinstance(value, dict)}


def test_mentions(found: dict[str, Any]) -> None:
    mentions = found["layers"]["mentions"]
    assert figures(mentions) == pytest.approx(
        {
            "exact_f1": 8 / 13,  # Mina Hale, Norland, Norland, boats: 4 of 6 and 7
            "soft_f1": 12 / 13,  # and (The) Harbour Board 13/17, (The) ferry 5/9; "Board" finds no partner
            "labelled_f1": 6 / 13,  # not the first Norland, GPE against ORG
            "names_labelled_f1": 4 / 9,  # Mina Hale and the second Norland, of 4 and 5 names
            "link_accuracy": 5 / 6,  # not the second Norland; boats have none on both sides, the ferries are one
            "names_link_accuracy": 3 / 4,
        }
    )
    assert mentions["n"]["exact_f1"] == {"both": 4, "a": 6, "b": 7}
    assert mentions["n"]["link_accuracy"] == {"agreed": 5, "n": 6}


def test_times(found: dict[str, Any]) -> None:
    # Tuesday is exact; (on) Monday 6/9 is soft; Tuesday's values differ
    assert figures(found["layers"]["times"]) == {"exact_f1": 0.5, "soft_f1": 1.0, "value_f1": 0.5}


def test_events(found: dict[str, Any]) -> None:
    assert figures(found["layers"]["events"]) == pytest.approx(
        {
            "exact_f1": 4 / 5,  # asked, refused: 2 of 3 and 2
            "soft_f1": 4 / 5,
            "type_accuracy": 1 / 2,  # REJECT against ACCUSE
            "labelled_f1": 2 / 5,
            # arguments of the two matched events: 5 and 5. asked: the actors are partners; refused: actor, and the
            # events in the theme are partners. 3 of 5 and 5
            "argument_f1": 6 / 10,
            # and the recipient: A's second Norland and B's first are no partners, but both link to E:norland
            "argument_entity_f1": 8 / 10,
            # asked CT+ CT+, refused CT- CT+: observed 1/2, by chance 1/2·1 = 1/2
            "factuality_kappa": 0.0,
        }
    )


def test_quotes(found: dict[str, Any]) -> None:
    quotes = found["layers"]["quotes"]
    assert figures(quotes) == pytest.approx(
        {
            "exact_f1": 1 / 2,  # the first, but for its quotation marks
            "soft_f1": 1.0,  # (for) boats 5/9
            "source_f1": 2 / 3,  # Mina Hale overlaps with Hale; of 2 and 1 sources
            "cue_f1": 1.0,
            "full_f1": 1 / 2,  # the second has a source on one side alone
        }
    )
    # speech: A has the first, B both; so only one can be matched
    assert figures(quotes["speech"]) == pytest.approx(
        {"exact_f1": 2 / 3, "soft_f1": 2 / 3, "source_f1": 1.0, "cue_f1": 2 / 3, "full_f1": 2 / 3}
    )
    by_type = {name: figures(group) for name, group in quotes["by_type"].items()}
    assert by_type == {
        "direct": {"exact_f1": 1.0, "soft_f1": 1.0, "full_f1": 1.0},
        "mixed": {"exact_f1": None, "soft_f1": None, "full_f1": None},
        "indirect": {"exact_f1": 0.0, "soft_f1": 1.0, "full_f1": 0.0},
    }


def test_clusters(found: dict[str, Any]) -> None:
    clusters = found["layers"]["clusters"]
    # events: {asked, refused} against {asked} {refused}. MUC 0; B³ recall 1/2, precision 1; CEAFe 2/3 over 1 and 2
    ours = {"muc": 0.0, "b3": 2 / 3, "ceafe": 4 / 9, "conll": 10 / 27, "lea": 0.0, "items": 2}
    # baseline: ask and refus apart; against A as above, against B 1 (without MUC)
    assert clusters["events"] == pytest.approx({**ours, "baseline_conll": (10 / 27 + 1) / 2})
    assert clusters["events_conll_f1"] == pytest.approx(10 / 27)
    # utterances: two items, each alone on both sides; in the baseline too (hale, board; hale, none)
    alone = {"muc": None, "b3": 1.0, "ceafe": 1.0, "conll": 1.0, "lea": 1.0, "items": 2, "baseline_conll": 1.0}
    assert clusters["utterances"] == alone
    # entities: six items; A links the two Norlands, B nothing. MUC 0; B³ recall 5/6, precision 1: 10/11;
    # CEAFe 4 + 2/3 over 5 and 6: 28/33; LEA (4 singletons of 6 either way) 2/3
    ours = {"muc": 0.0, "b3": 10 / 11, "ceafe": 28 / 33, "conll": 58 / 99, "lea": 2 / 3, "items": 6}
    # baseline: it links the Norlands, as A does, so 1 against A, and 58/99 against B
    assert clusters["entities"] == pytest.approx({**ours, "baseline_conll": (1 + 58 / 99) / 2})


def attribute(found: dict[str, Any], layer: str, key: str) -> dict[str, Any]:
    group = found["attributes"][layer][key]
    return {**figures(group), "n": group["n"]["agreement"]["n"]}


def test_attributes(found: dict[str, Any]) -> None:
    # types of six pairs: one differs. By chance: PERSON 1·1, ORG 1·2, GPE 2·1, PRODUCT 2·2 of 36, 1/4; kappa 7/9
    assert attribute(found, "mentions", "type") == pytest.approx({"agreement": 5 / 6, "kappa": 7 / 9, "n": 6})
    # given for the two Norlands, alike for one. Over all six, absent as a label: observed 5/6, by chance (1 + 4·5)/36
    assert attribute(found, "mentions", "metonymy") == pytest.approx({"agreement": 1 / 2, "kappa": 0.6, "n": 2})
    # nobody gives it
    assert attribute(found, "mentions", "variant") == {"agreement": None, "kappa": None, "n": 0}
    assert attribute(found, "mentions", "entity") == pytest.approx({"agreement": 5 / 6, "n": 6})
    # dct and dct; t1 and t5 are partners
    assert attribute(found, "times", "anchor") == {"agreement": 1.0, "n": 2}
    assert attribute(found, "times", "value") == {"agreement": 0.5, "n": 2}
    # {economic, legal} and {legal} 1/2; none and none 1
    assert attribute(found, "events", "contexts") == {"agreement": 0.75, "exact": 0.5, "n": 2}
    # asked: t2 and t6 are partners; refused: t1 and t6 are not
    assert attribute(found, "events", "times") == {"agreement": 0.5, "exact": 0.5, "n": 2}
    # q2 and q7 are partners; null and null
    assert attribute(found, "events", "reported_in") == {"agreement": 1.0, "n": 2}
    assert attribute(found, "quotes", "speaker") == {"agreement": 1.0, "n": 2}
    assert attribute(found, "quotes", "chain") == {"agreement": 0.5, "exact": 0.5, "n": 2}
    assert attribute(found, "quotes", "attribution_class") == pytest.approx({"agreement": 0.5, "kappa": 0.0, "n": 2})
    assert not {"id", "cluster"} & found["attributes"]["events"].keys()
    assert not {"utterance", "content"} & found["attributes"]["quotes"].keys()


def rule(found: dict[str, Any], item: str) -> dict[str, Any]:
    (row,) = [row for row in found["rules"] if row["item"] == item]
    return {key: value for key, value in row.items() if value is not None and key != "item"}


def test_rules(found: dict[str, Any]) -> None:
    assert rule(found, "mentions.type") == pytest.approx({"rule": "R-E5", "n": 6, "agreement": 5 / 6, "kappa": 7 / 9})
    assert rule(found, "mentions.span") == pytest.approx(
        {"rule": "R-E2", "n": 13, "exact_f1": 8 / 13, "soft_f1": 12 / 13}
    )
    # names of 4 and 5: three exact, all four of A soft; nominals of 2 and 2: boats exact
    names = {"rule": "R-E1", "n": 9, "exact_f1": 6 / 9, "soft_f1": 8 / 9}
    assert rule(found, "mentions.form=NAM") == pytest.approx(names)
    assert rule(found, "mentions.form=NOM") == {"rule": "R-E3", "n": 4, "exact_f1": 0.5, "soft_f1": 1.0}
    assert rule(found, "mentions.form=PRO") == {"rule": "R-E4", "n": 0}
    # Mina Hale and Hale, 4/9: neither exact nor soft, though they overlap
    assert rule(found, "quotes.source") == {"rule": "R-Q3", "n": 3, "exact_f1": 0.0, "soft_f1": 0.0}
    assert rule(found, "quotes.cue") == {"rule": "R-Q2", "n": 4, "exact_f1": 1.0, "soft_f1": 1.0}
    assert rule(found, "events.arguments") == pytest.approx({"rule": "R-V7", "n": 10, "f1": 0.6})
    assert rule(found, "events.cluster") == pytest.approx({"rule": "R-C1", "n": 2, "f1": 10 / 27})
    assert rule(found, "quotes.utterance") == {"rule": "R-C2", "n": 2, "f1": 1.0}
    order = [row["rule"] for row in found["rules"]]
    assert order.index("R-V7") < order.index("R-V10")


def test_every_rule_of_the_schema_has_a_row(found: dict[str, Any]) -> None:
    wanted = set()
    for layer, name in zip(LAYERS, ("Mention", "Time", "Event", "Quote"), strict=True):
        wanted |= {(rule, f"{layer}.{key}") for key, rule in PROFILE.records[name].rules.items()}
    labels = {("R-E1", "mentions.form=NAM"), ("R-E3", "mentions.form=NOM"), ("R-E4", "mentions.form=PRO")}
    assert {(row["rule"], row["item"]) for row in found["rules"]} == wanted | labels


def test_alpha(found: dict[str, Any]) -> None:
    alpha = found["alpha"]
    # 27 tokens. events: asked REQUEST on both sides, refused REJECT/ACCUSE, sails CONSULT/none, 24 without
    assert alpha["n"]["events"] == {"n": 27, "labelled": 3}
    # 54 values: REQUEST 2, REJECT 1, ACCUSE 1, CONSULT 1, none 49. Observed 4/54;
    # expected 1 - (2·1 + 49·48)/(54·53) = (2862 - 2354)/2862 = 508/2862
    assert alpha["events"] == pytest.approx(1 - (4 / 54) / (508 / 2862))


def test_alpha_of_the_parts_of_quotations(found: dict[str, Any]) -> None:
    # 14 tokens have a part on a side. Apart: Mina, The, Harbour, Board (source/none), for (none/content): 10/54.
    # 54 values: source 5+1, cue 2+2, content 6+7, none 14+17; expected 1 - (6·5 + 4·3 + 13·12 + 31·30)/(54·53)
    assert found["alpha"]["n"]["quotes"] == {"n": 27, "labelled": 14}
    assert found["alpha"]["quotes"] == pytest.approx(1 - (10 / 54) / (1734 / 2862))


def test_who_and_what(found: dict[str, Any]) -> None:
    assert found["a"] == {"name": "a", "annotators": ["model-1"]}
    assert found["b"] == {"name": "b", "annotators": ["model-2"]}
    assert found["documents"] == ["ferry"]
    assert found["not_compared"] == []
    assert found["by_document"] == {"ferry": found["layers"]}


def test_the_keys_that_others_rely_on(found: dict[str, Any]) -> None:
    wanted = {
        "mentions": {"exact_f1", "soft_f1", "labelled_f1", "names_labelled_f1", "link_accuracy"},
        "times": {"exact_f1", "soft_f1", "value_f1"},
        "events": {"soft_f1", "type_accuracy", "argument_f1", "factuality_kappa"},
        "quotes": {"exact_f1", "soft_f1", "source_f1", "cue_f1", "full_f1"},
        "clusters": {"events_conll_f1", "utterances_conll_f1", "entities_conll_f1"},
    }
    for layer, keys in wanted.items():
        assert keys <= found["layers"][layer].keys()
    assert json.loads(json.dumps(found)) == found

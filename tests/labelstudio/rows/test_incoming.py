"""What annotators changed, and nothing else, is other in the records."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from tests.labelstudio.rows.documents import LAYOUT, PROFILE, Object
from tests.labelstudio.rows.test_regions import FRAME, TEXT, beside, region, relation

from wiremark.labelstudio.editor.layout import layout
from wiremark.labelstudio.rows.incoming import document
from wiremark.labelstudio.rows.outgoing import result
from wiremark.validation.places import Problem


def span(words: str, nth: int = 1) -> Object:
    start = -1
    for _ in range(nth):
        start = TEXT.index(words, start + 1)
    return {"start": start, "end": start + len(words), "text": words}


def mention(id: str, words: str, **more: Any) -> Object:
    return {"id": id, "type": "PERSON", "span": span(words), "form": "NAM", "entity": "E:mina-hale", **more}


def event(id: str = "e1", **more: Any) -> Object:
    return {
        "id": id,
        "type": "CONSULT",
        "mode": None,
        "contexts": ["executive", "diplomatic"],
        "trigger": [span("left")],
        "arguments": [{"role": "actor", "mention": "m2"}, {"role": "theme", "event": "e2"}],
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


BASE = FRAME | {
    "mentions": [mention("m1", "Mina Hale"), mention("m2", "Port Ellery")],
    "events": [event(), event("e2", trigger=[span("said")], arguments=[])],
}


def row(rows: Sequence[Object], id: str, control: str) -> Object:
    return next(one for one in rows if one.get("id") == id and one["from_name"] == control)


def taken(rows: Any, base: Object = BASE, **options: Any) -> tuple[Object, list[Problem]]:
    data, found = document(rows, LAYOUT, TEXT, base, **options)
    return data, found.problems


def fresh(id: str, words: str) -> list[Object]:
    """A mention that was marked in the editor."""
    return [region(id, words=words), beside(id, "mentions_form", "NAM")]


def ids(records: Iterable[Object]) -> list[str]:
    return [record["id"] for record in records]


def test_new_regions_get_the_next_ids_in_the_order_of_the_text() -> None:
    rows = result(BASE, LAYOUT) + fresh("zzzz", "said") + fresh("aaaa", "so")
    data, problems = taken(rows)
    assert problems == []
    assert [(one["id"], one["span"]["text"]) for one in data["mentions"][2:]] == [("m3", "said"), ("m4", "so")]
    assert data["mentions"][2] == {
        "id": "m3",
        "type": "PERSON",
        "span": span("said"),
        "form": "NAM",
        "entity": None,
    }
    assert taken(rows, data)[0] == data  # taken back twice, it is the same


def test_no_id_is_given_again() -> None:
    lost = {"record": mention("m7", "left"), "prefix": "", "suffix": ""}
    base = BASE | {"orphans": {"mentions": [lost]}}
    rows = [one for one in result(BASE, LAYOUT) if one.get("id") != "m2" and one.get("to_id") != "m2"]
    data, _ = taken(rows + fresh("new", "so"), base, taken=["m8"])
    assert ids(data["mentions"]) == ["m1", "m9"]
    data, _ = taken(rows + fresh("m7", "so"), base)
    assert ids(data["mentions"]) == ["m1", "m8"]


def test_an_id_that_a_suggestion_gave_is_kept() -> None:
    data, _ = taken(fresh("m5", "so"), FRAME)
    assert ids(data["mentions"]) == ["m5"]


def test_a_region_moved_to_another_layer_is_a_record_of_that() -> None:
    rows = [region("m1", "times", "DATE", "so"), beside("m1", "times_value", "2024", kind="textarea")]
    data, problems = taken(rows, FRAME | {"mentions": [mention("m1", "Mina Hale")]})
    assert problems == []
    assert (data["mentions"], ids(data["times"])) == ([], ["t1"])


def test_references_follow_the_new_ids() -> None:
    rows = [*fresh("x", "Mina Hale"), region("y", "events", "CONSULT", "left"), relation("y", "x", "actor", "theme")]
    data, problems = taken([*rows, beside("y", "events_tense", "PAST")], FRAME)
    assert problems == []
    [made] = data["events"]
    assert made == event("e1", contexts=[], arguments=[{"role": role, "mention": "m1"} for role in ("actor", "theme")])


def test_what_stays_keeps_its_place_in_a_list() -> None:
    rows = [one for one in result(BASE, LAYOUT) if one.get("to_id") != "m2"]
    rows += [relation("e1", "m1", "actor")]
    row(rows, "e1", "events_contexts")["value"]["choices"] = ["legislative", "diplomatic"]
    data, _ = taken(rows)
    assert data["events"][0]["arguments"] == [{"role": "theme", "event": "e2"}, {"role": "actor", "mention": "m1"}]
    assert data["events"][0]["contexts"] == ["diplomatic", "legislative"]
    assert data["events"][1] == BASE["events"][1]


def test_lines_of_text_keep_the_order_of_the_editor() -> None:
    quote: Object = {"id": "q1", "type": "direct", "content": [span("so")], "source": [], "cue": []}
    quote |= {"speaker": None, "addressee": None, "chain": ["E:a", "E:b"], "attribution_class": "speech"}
    quote |= {"polarity": "POS", "utterance": None, "relation": None}
    base = FRAME | {"quotes": [quote]}
    rows = result(base, LAYOUT)
    row(rows, "q1", "quotes_chain")["value"]["text"] = [" E:b", "E:c ", "E:a", " "]
    data, _ = taken(rows, base)
    assert data["quotes"] == [quote | {"chain": ["E:b", "E:c", "E:a"]}]


@pytest.mark.parametrize(
    ("control", "property", "left"),
    [("mentions_entity", "entity", None), ("mentions_metonymy", "metonymy", ...), ("mentions_variant", "variant", ...)],
)
def test_what_is_unset_is_null_or_absent(control: str, property: str, left: Any) -> None:
    base = FRAME | {"mentions": [mention("m1", "Mina Hale", metonymy="none", variant="typo")]}
    rows = [one for one in result(base, LAYOUT) if one["from_name"] != control]
    data, problems = taken(rows, base)
    assert problems == []
    assert data["mentions"][0].get(property, ...) == left


def test_a_default_is_not_sent_and_comes_back() -> None:
    rows = result(BASE, LAYOUT)
    assert not [one for one in rows if one.get("from_name") in ("events_polarity", "events_aspect")]
    row(rows, "e1", "events_tense")["from_name"] = "events_polarity"
    row(rows, "e1", "events_polarity")["value"]["choices"] = ["NEG"]
    data, [problem] = taken(rows)
    assert data["events"][0]["polarity"] == "NEG"
    assert (problem.code, problem.message) == ("T201", "e1 has no tense")  # required, and nothing stands for it


def test_a_missing_value_is_told_at_the_region() -> None:
    _, problems = taken([*fresh("m1", "Mina Hale")[:1], region("t1", "times", "DATE", "so")], FRAME)
    assert [(one.code, one.pointer, one.message) for one in problems] == [
        ("T201", "/0", "m1 has no form"),
        ("T201", "/1", "t1 has no value"),
    ]


def test_edges_are_trimmed_but_where_they_were_so() -> None:
    wide = region("x", words=" Mina Hale ")
    data, [problem] = taken([wide, beside("x", "mentions_form", "NAM")], FRAME)
    assert data["mentions"][0]["span"] == span("Mina Hale")
    assert (problem.code, problem.severity) == ("T124", "warning")
    kept = FRAME | {"mentions": [mention("m1", " Mina Hale ")]}
    data, problems = taken(result(kept, LAYOUT), kept)
    assert (data, problems) == (kept, [])


def test_a_trimmed_part_is_told_by_its_own_name() -> None:
    rows = [
        region("q1", "quotes", "mixed", "so"),
        region("q1-cue-1", "spans", "cue", "said  "),
        relation("q1", "q1-cue-1", "cue"),
    ]
    _, problems = taken(rows, FRAME)
    assert [problem.message for problem in problems if problem.code == "T124"] == [
        "white space at the edge of the region q1-cue-1 is left out"
    ]


def test_further_spans_stand_in_the_order_of_the_text() -> None:
    rows = [
        region("q1", "quotes", "mixed", "said  so"),
        region("c", "spans", "content", "Port Ellery"),
        region("s", "spans", "source", "Mina Hale"),
        relation("c", "q1", "content", direction="left"),
        relation("q1", "s", "source"),
    ]
    data, problems = taken(rows, FRAME)
    assert problems == []
    assert data["quotes"][0]["content"] == [span("Port Ellery"), span("said  so")]
    assert (data["quotes"][0]["source"], data["quotes"][0]["cue"]) == ([span("Mina Hale")], [])


def test_the_words_of_a_record_can_be_a_further_span_of_another() -> None:
    rows = [*fresh("m1", "Mina Hale"), region("q1", "quotes", "direct", "said  so"), relation("q1", "m1", "source")]
    data, problems = taken(rows, FRAME)
    assert problems == []
    assert data["quotes"][0]["source"] == [span("Mina Hale")]
    assert [one["id"] for one in result(data, LAYOUT) if one.get("from_name") == "spans"] == ["q1-source-1"]


def test_what_the_editor_does_not_show_stays() -> None:
    shown = layout(PROFILE, ["events"])
    base: Object = BASE | {"review": [{"list": "mentions", "id": "m1"}], "times": [{"id": "t1"}]}
    rows = [one for one in result(base, shown) if one["type"] != "relation"]
    data, found = document(rows, shown, TEXT, base)
    assert found.problems == []
    assert data["events"][0]["arguments"] == [{"role": "actor", "mention": "m2"}]  # that to e2 is gone
    assert {key: value for key, value in data.items() if key != "events"} == {
        key: value for key, value in base.items() if key != "events"
    }


def test_origin_is_said_where_the_work_began_from_suggestions() -> None:
    told: dict[str, list[str]] = {
        "m1": ["prediction", "prediction"],
        "m2": ["prediction-changed", "prediction"],
        "m3": ["manual", "manual"],
    }
    told |= {"m4": ["prediction", "manual"]}
    rows = []
    for (id, origins), words in zip(told.items(), ("Mina Hale", "Port Ellery", "said", "so"), strict=True):
        rows += [one | {"origin": origin} for one, origin in zip(fresh(id, words), origins, strict=True)]
    rows += fresh("m5", "left")
    data, _ = taken(rows, FRAME, suggested=True)
    changed = "suggestion_changed"
    assert [one["origin"] for one in data["mentions"]] == ["suggestion", changed, "manual", changed, "manual"]
    data, _ = taken(rows, FRAME)
    assert not any("origin" in one for one in data["mentions"])
    data, _ = taken(rows, FRAME | {"mentions": [mention("m1", "Mina Hale", entity=None)]}, suggested=True)
    assert "origin" not in data["mentions"][0]  # it was there before


def test_origin_goes_out_and_comes_back() -> None:
    base = FRAME | {"mentions": [mention("m1", "Mina Hale", origin="suggestion_changed")]}
    rows = json.loads(json.dumps(result(base, LAYOUT)))
    assert rows[0]["origin"] == "prediction-changed"
    assert taken(rows, base)[0] == base

"""What is wrong with a result is said, row by row, and never breaks the reader."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.labelstudio.rows.documents import LAYOUT, Object

from wiremark.labelstudio.rows.incoming import document
from wiremark.labelstudio.rows.regions import read

TEXT = "🚢 Mina Hale of Port Ellery\n\nsaid  so, and left."
BLANK = TEXT.index("\n\n")
FRAME: Object = {"mentions": [], "times": [], "events": [], "quotes": [], "annotated_with": {}}


def region(id: str = "m1", control: str = "mentions", label: str = "PERSON", words: str = "Mina Hale") -> Object:
    start = TEXT.index(words)
    value = {"start": start, "end": start + len(words), "text": words, "labels": [label]}
    return {"id": id, "from_name": control, "to_name": "text", "type": "labels", "value": value}


def beside(id: str, control: str, *values: str, kind: str = "choices") -> Object:
    key = "choices" if kind == "choices" else "text"
    return {"id": id, "from_name": control, "to_name": "text", "type": kind, "value": {key: list(values)}}


def relation(source: str, target: str, *labels: str, direction: str = "right") -> Object:
    return {"type": "relation", "from_id": source, "to_id": target, "direction": direction, "labels": list(labels)}


def without(row: Object, key: str) -> Object:
    return {name: value for name, value in row.items() if name != key}


def valued(row: Object, **values: Any) -> Object:
    return row | {"value": row["value"] | values}


MENTION, EVENT, QUOTE = (
    region(),
    region("e1", "events", "CONSULT", "left"),
    region("q1", "quotes", "direct", "said  so"),
)
QUOTE_2 = region("q2", "quotes", "direct", "so")
PART, TRIGGER = region("p", "spans", "cue", "said"), region("p", "spans", "trigger", "said")
NAM, PAST = beside("m1", "mentions_form", "NAM"), beside("m1", "events_tense", "PAST")


def entity(*lines: str) -> Object:
    return beside("m1", "mentions_entity", *lines, kind="textarea")


def told_in(*quotes: str) -> list[Object]:
    return [relation("e1", quote, "reported_in") for quote in quotes]


BROKEN = {
    "unknown label": ([region(label="PERSO")], "T113", "/0/value/labels/0"),
    "unknown control": ([region(control="mention")], "T112", "/0/from_name"),
    "another text": ([MENTION | {"to_name": "texts"}], "T112", "/0/to_name"),
    "another type": ([MENTION | {"type": "hypertextlabels"}], "T112", "/0/type"),
    "no control": ([without(MENTION, "from_name")], "T111", "/0"),
    "end before start": ([valued(MENTION, start=9, end=4)], "T115", "/0/value"),
    "empty": ([valued(MENTION, start=4, end=4)], "T115", "/0/value"),
    "white space alone": ([valued(MENTION, start=BLANK, end=BLANK + 2)], "T115", "/0/value"),
    "out of range": ([valued(MENTION, end=4000)], "T115", "/0/value"),
    "below zero": ([valued(MENTION, start=-1)], "T115", "/0/value"),
    "a fraction": ([valued(MENTION, start=2.0)], "T111", "/0/value/start"),
    "a string": ([valued(MENTION, end="11")], "T111", "/0/value/end"),
    "true": ([valued(MENTION, start=True)], "T111", "/0/value/start"),
    "no start": ([MENTION | {"value": without(MENTION["value"], "start")}], "T111", "/0/value"),
    "no id": ([without(MENTION, "id")], "T111", "/0"),
    "an id that is a number": ([MENTION | {"id": 7}], "T111", "/0/id"),
    "an empty id": ([MENTION | {"id": ""}], "T111", "/0/id"),
    "duplicate id": ([MENTION, region("m1", "times", "DATE", "Hale")], "T114", "/1/id"),
    "no value": ([without(MENTION, "value")], "T111", "/0"),
    "no label": ([valued(MENTION, labels=[])], "T113", "/0/value"),
    "two labels": ([valued(MENTION, labels=["PERSON", "GPE"])], "T113", "/0/value"),
    "a label that is a list": ([valued(MENTION, labels=[["PERSON"]])], "T113", "/0/value/labels/0"),
    "no object": (["Mina"], "T111", "/0"),
    "no list": ({"rows": []}, "T111", ""),
    "dangling": ([EVENT, relation("e1", "m9", "actor")], "T117", "/1/to_id"),
    "from nothing": ([MENTION, relation("e9", "m1", "actor")], "T117", "/1/from_id"),
    "no label of a relation": ([MENTION, EVENT, relation("e1", "m1")], "T118", "/2"),
    "null for labels": ([MENTION, EVENT, relation("e1", "m1") | {"labels": None}], "T118", "/2"),
    "unknown relation": ([MENTION, EVENT, relation("e1", "m1", "agent")], "T113", "/2/labels/0"),
    "wrong ends": ([MENTION, EVENT, relation("m1", "e1", "actor")], "T119", "/2/labels/0"),
    "wrong ends, turned": ([MENTION, EVENT, relation("e1", "m1", "actor", direction="left")], "T119", "/2/labels/0"),
    "both ways": ([MENTION, EVENT, relation("e1", "m1", "actor", direction="bi")], "T119", "/2/direction"),
    "a part that is none": ([QUOTE, TRIGGER, relation("q1", "p", "cue")], "T119", "/2/labels/0"),
    "a part of nothing": ([QUOTE, PART], "T121", "/1"),
    "a value without region": ([beside("m9", "mentions_form", "NAM")], "T116", "/0"),
    "a value of another layer": ([MENTION, PAST], "T116", "/1"),
    "a value twice": ([MENTION, NAM, NAM], "T116", "/2"),
    "unknown choice": ([MENTION, beside("m1", "mentions_form", "NAME")], "T113", "/1/value/choices/0"),
    "two choices": ([MENTION, beside("m1", "mentions_form", "NAM", "NOM")], "T120", "/1/value/choices"),
    "two lines": ([MENTION, entity("E:a", "E:b")], "T120", "/1/value/text"),
    "no choices": ([MENTION, beside("m1", "mentions_form") | {"value": {"start": 2}}], "T111", "/1/value"),
    "NUL": ([MENTION, entity("E:\0")], "T122", "/1/value/text/0"),
    "a lone surrogate": ([MENTION, entity("\ud83d")], "T122", "/1/value/text/0"),
    "two quotations": ([EVENT, QUOTE, QUOTE_2, *told_in("q1", "q2")], "T120", "/4"),
}


@pytest.mark.parametrize(("rows", "code", "pointer"), BROKEN.values(), ids=BROKEN)
def test_broken(rows: Any, code: str, pointer: str) -> None:
    problems = [problem for problem in read(rows, LAYOUT, TEXT).problems if problem.severity == "error"]
    assert [(problem.code, problem.pointer) for problem in problems] == [(code, pointer)]


def test_all_that_is_wrong_is_said_at_once() -> None:
    rows = [region(label="PERSO"), region("m2", words="Port Ellery"), beside("m2", "mentions_form", "NAME"), EVENT]
    rows += [relation("e1", "m2", "agent"), relation("e1", "m1", "actor"), relation("e1", "m7", "actor")]
    found = [problem.code for problem in read(rows, LAYOUT, TEXT).problems]
    assert found == ["T113", "T113", "T113", "T117"]  # a relation to a region that is wrong itself is told there


@pytest.mark.parametrize("fault", [{"from_name": "mention"}, {"to_name": "texts"}, {"type": "hypertextlabels"}])
def test_what_refers_to_a_broken_region_is_not_at_fault(fault: Any) -> None:
    rows = [region() | fault, NAM, EVENT, relation("e1", "m1", "actor")]
    assert [problem.code for problem in read(rows, LAYOUT, TEXT).problems] == ["T112"]


@pytest.mark.parametrize("words", ["Ellery\\n\\nsaid", "Ellery said", "Ellery\n\nsaid", None])
def test_words_as_the_editor_writes_them(words: str | None) -> None:
    row = region(words="Ellery\n\nsaid")
    row["value"] |= {"text": words} if words else {}
    if not words:
        del row["value"]["text"]
    assert read([row], LAYOUT, TEXT).problems == []


def test_other_words_are_a_warning() -> None:
    [problem] = read([valued(MENTION, text="Nina Hale")], LAYOUT, TEXT).problems
    assert (problem.code, problem.severity, problem.pointer) == ("T123", "warning", "/0/value/text")


def test_a_relation_to_the_left_is_turned() -> None:
    rows = [MENTION, EVENT, relation("m1", "e1", "actor", direction="left")]
    [found] = read(rows, LAYOUT, TEXT).relations
    assert (found.source, found.target) == ("e1", "m1")


def test_what_the_editor_adds_is_passed_over() -> None:
    more = {"origin": "manual", "meta": {"text": ["A: GPE"]}, "score": 0.5, "parentID": None, "readonly": False}
    assert read([MENTION | more], LAYOUT, TEXT).problems == []


_JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=3),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=3), inside, max_size=3),
    max_leaves=5,
)
_KEYS = ("id", "type", "from_name", "to_name", "value", "from_id", "to_id", "labels", "direction", "origin")
_ROWS = [MENTION, NAM, EVENT, QUOTE, PART, relation("q1", "p", "cue"), relation("e1", "m1", "actor")]


@given(st.integers(0, len(_ROWS) - 1), st.sampled_from(_KEYS), st.sampled_from((*_KEYS, "start", "end")), _JUNK)
@settings(max_examples=300, deadline=None)
def test_nothing_breaks_the_reader(number: int, key: str, inside: str, junk: Any) -> None:
    rows: list[Any] = json.loads(json.dumps(_ROWS))
    rows[0]["value"][inside] = junk
    rows[number][key] = junk
    document(rows, LAYOUT, TEXT, FRAME)
    document([*_ROWS, junk], LAYOUT, TEXT, FRAME)
    document(junk, LAYOUT, TEXT, FRAME)

"""Records become rows and come back as they were, to the byte."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.labelstudio.rows.documents import DOCUMENT, LAYOUT, PROFILE, REPOSITORY, Object, documents

from wiremark.annotation.store import dumps
from wiremark.labelstudio.editor.layout import layout
from wiremark.labelstudio.rows.incoming import document
from wiremark.labelstudio.rows.outgoing import result
from wiremark.labelstudio.rows.regions import read
from wiremark.schema.profile import plan
from wiremark.validation import level3
from wiremark.validation.level2 import structure
from wiremark.workspace import Workspace

FILES = sorted((REPOSITORY / "annotations").rglob("gsomia-*.json"))
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def sent(data: Object, shown: Any = LAYOUT) -> list[Object]:
    """The rows as they are after a trip through JSON."""
    rows: list[Object] = json.loads(json.dumps(result(data, shown)))
    return rows


def back(rows: list[Object], text: str, base: Object, shown: Any = LAYOUT) -> Object:
    """The document that rows without a fault give."""
    data, found = document(rows, shown, text, base)
    assert found.problems == []
    return data


def frame(data: Object) -> Object:
    """The document with nothing in it yet."""
    return data | {name: [] for name in PROFILE.layers}


def in_order(data: Object) -> Object:
    """The document with every list in an order of its own, where the editor cannot keep one."""
    copy: Object = json.loads(json.dumps(data))
    for record in (*copy["events"], *copy["quotes"]):
        for key in ("trigger", "content", "source", "cue"):
            record.get(key, []).sort(key=lambda span: (span["start"], span["end"]))
        for key in ("arguments", "times", "contexts"):
            record.get(key, []).sort(key=json.dumps)
    for name in PROFILE.layers:
        copy[name].sort(key=lambda record: record["id"])
    return copy


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(REPOSITORY / "annotations").as_posix())
def test_the_files_of_the_repository(path: Any) -> None:
    text = Workspace(REPOSITORY).text(path.stem)
    data = json.loads(path.read_bytes())
    assert dumps(back(sent(data), text, data), DOCUMENT) == path.read_text("utf-8")
    assert dumps(back(sent(data), text, frame(data)), DOCUMENT) == path.read_text("utf-8")


@given(documents())
@SLOW
def test_the_strategy_makes_clean_documents(made: tuple[Object, str]) -> None:
    data, text = made
    whole = plan(DOCUMENT)
    own = {space: level3.Space("", space, "", ids) for space, ids in level3.keys(data, whole).items()}
    assert structure(data, DOCUMENT) == []
    assert [*level3.unique(data, whole, {}), *level3.references(data, whole, own)] == []
    assert level3.spans(data, whole, text) == []


@given(documents())
@SLOW
def test_over_the_same_document_nothing_changes(made: tuple[Object, str]) -> None:
    data, text = made
    assert read(sent(data), LAYOUT, text).problems == []
    assert back(sent(data), text, data) == data


@given(documents(), st.randoms(use_true_random=False))
@SLOW
def test_the_order_of_rows_says_nothing(made: tuple[Object, str], chance: random.Random) -> None:
    data, text = made
    rows = sent(data)
    chance.shuffle(rows)
    assert back(rows, text, data) == data


@given(documents())
@SLOW
def test_without_a_base_the_same_is_told(made: tuple[Object, str]) -> None:
    data, text = made
    again = document(sent(data), LAYOUT, text, frame(data))[0]
    untrimmed = [span for _, span, _ in level3.spans_of(data, plan(DOCUMENT)) if span["text"] != span["text"].strip()]
    if not untrimmed:
        assert in_order(again) == in_order(data)
    assert back(sent(again), text, again) == again


@given(documents(), st.sets(st.sampled_from(sorted(PROFILE.layers)), min_size=1))
@SLOW
def test_layers_that_are_not_asked_for_stay(made: tuple[Object, str], names: set[str]) -> None:
    data, text = made
    shown = layout(PROFILE, names)
    assert back(sent(data, shown), text, data, shown) == data


def changes(rows: list[Object]) -> Iterator[tuple[str, list[Object]]]:
    """One choice or label after the other is another: the id of its region, and the rows."""
    for number, row in enumerate(rows):
        value = row.get("value", {})
        if row["type"] == "labels" and row["from_name"] in PROFILE.layers:
            names = [label.name for label in LAYOUT.layers[row["from_name"]].labels]
            other = names[(names.index(value["labels"][0]) + 1) % len(names)]
            changed = row | {"value": value | {"labels": [other]}}
        elif row["type"] == "choices":
            names = [label.name for label in LAYOUT.controls[row["from_name"]][1].choices]
            other = names[(names.index(value["choices"][0]) + 1) % len(names)]
            changed = row | {"value": value | {"choices": [other]}}
        else:
            continue
        if changed != row:
            yield row["id"], [*rows[:number], changed, *rows[number + 1 :]]


def test_one_change_changes_one_record() -> None:
    path = REPOSITORY / "annotations" / "gsomia-001.json"
    text, data = Workspace(REPOSITORY).text(path.stem), json.loads(path.read_bytes())
    for id, rows in changes(sent(data)):
        after = back(rows, text, data)
        other = [
            one["id"] for name in PROFILE.layers for one, was in zip(after[name], data[name], strict=True) if one != was
        ]
        assert other == [id]

"""What the labelling config makes of the real editor."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from wiremark.labelstudio.config import config
from wiremark.labelstudio.layout import Layout, layout
from wiremark.schema.profile import read

pytestmark = pytest.mark.browser
SCHEMA = Path(__file__).parents[2] / "schemas" / "annotation-1.0.0.json"
TEXT = "Mina Hale of Ruritania said on Tuesday: “We agreed to meet.”"


@pytest.fixture(scope="module")
def all_layers() -> Layout:
    return layout(read(json.loads(SCHEMA.read_text("utf-8"))))


def test_each_key_chooses_its_label_and_nothing_else(shown: Any, editor: Any, all_layers: Layout) -> None:
    saved = shown(all_layers, TEXT)
    editor.mark("p", "Mina Hale")
    editor.select("Mina Hale")
    editor.choose("form", "NAM")
    labels = ElementTree.fromstring(config(all_layers)).findall(".//Label")  # noqa: S314
    assert len({label.get("hotkey") for label in labels}) == len(labels) == 37
    editor.unselect()
    for label in labels:
        editor.press(label.get("hotkey", ""))
        editor.until(lambda: editor.active)
        assert editor.active == [label.get("value")]
        editor.press(label.get("hotkey", ""))
        editor.until(lambda: not editor.active)
    assert [row["value"].get("choices") for row in saved()] == [None, ["NAM"]]


def test_every_kind_of_field(shown: Any, editor: Any, all_layers: Layout) -> None:
    saved = shown(all_layers, TEXT)
    editor.mark("9", "agreed")
    editor.select("agreed")
    editor.choose("tense", "PAST")
    editor.choose("mode", "visit")
    for context in ("military", "diplomatic"):
        editor.choose("contexts", context)
    editor.write("cluster", "EV:meeting")
    editor.mark("1", "We agreed to meet.")
    editor.select("We")
    for entity in ("E:hale", "E:ruritania"):
        editor.write("chain", entity)
    fields = {row["from_name"]: row["value"] for row in saved()}
    assert fields["events_mode"]["choices"] == ["visit"]
    assert fields["events_contexts"]["choices"] == ["military", "diplomatic"]
    assert fields["events_cluster"]["text"] == ["EV:meeting"]
    assert fields["quotes_chain"]["text"] == ["E:hale", "E:ruritania"]


def test_what_is_chosen_can_be_unset(shown: Any, editor: Any, all_layers: Layout) -> None:
    saved = shown(all_layers, TEXT)
    editor.mark("9", "agreed")
    editor.select("agreed")
    for choice in ("PAST", "FUTURE"):
        editor.choose("tense", choice)
    for _ in range(2):
        editor.choose("mode", "visit")
        editor.choose("polarity", "NEG")
    assert {row["from_name"]: row["value"].get("choices") for row in saved()} == {
        "events": None,
        "events_tense": ["FUTURE"],
    }


def test_a_required_field_is_asked_for_by_name(shown: Any, editor: Any, all_layers: Layout) -> None:
    saved = shown(all_layers, TEXT)
    editor.mark("g", "Ruritania")
    editor.mark("7", "Mina Hale")  # a part of a quotation has no form
    assert "mentions needs its form" in editor.warned()
    editor.select("Ruritania")
    editor.choose("form", "NAM")
    assert len(saved()) == 3


def test_a_deprecated_label_is_kept_and_not_offered(shown: Any, editor: Any, all_layers: Layout) -> None:
    mentions = all_layers.layers["mentions"]
    labels = tuple(replace(label, deprecated=label.name == "FAC") for label in mentions.labels)
    form = replace(mentions.fields[0], choices=tuple(replace(c, deprecated=True) for c in mentions.fields[0].choices))
    old = Layout("1.1.0", {"mentions": replace(mentions, labels=labels, fields=(form, *mentions.fields[1:]))})
    span = {"start": 0, "end": 4, "text": "Mina"}
    rows = [
        {
            "id": "m1",
            "from_name": "mentions",
            "to_name": "text",
            "type": "labels",
            "value": {**span, "labels": ["FAC"]},
        },
        {
            "id": "m1",
            "from_name": "mentions_form",
            "to_name": "text",
            "type": "choices",
            "value": {**span, "choices": ["NOM"]},
        },
    ]
    xml = config(old, keep={("mentions", "FAC"), ("mentions_form", "NOM")})
    saved = shown(old, TEXT, xml, predictions=[{"result": rows, "model_version": "x"}])
    assert not [label for label in editor.all(".wm-bar .lsf-label") if label.text.startswith("FAC")]
    assert editor.select("Mina") == "m1"
    assert not editor.all(".wm-side input[name=NOM]")
    editor.choose("metonymy", "literal")
    kept = [(row["from_name"], row["value"].get("labels") or row["value"]["choices"]) for row in saved()]
    assert kept == [("mentions", ["FAC"]), ("mentions_form", ["NOM"]), ("mentions_metonymy", ["literal"])]


def test_what_is_to_decide_stands_in_lines(shown: Any, editor: Any, all_layers: Layout) -> None:
    shown(all_layers, TEXT, config(all_layers, items=True), data={"items": "m1: GPE or ORG?\ne1: missing in B"})
    assert editor.one(".wm-items").text.split("\n") == ["m1: GPE or ORG?", "e1: missing in B"]


@pytest.mark.parametrize(
    "before",
    ["👩‍👩‍👧‍👦 🇰🇷 ", "e\u0301\u200d ", "one\r\n\r\ntwo\rthree ", "\u00a0 \u202f“curly” — ", "<b>bold</b> &amp; "],
)
def test_words_marked_by_mouse_have_code_points(shown: Any, editor: Any, all_layers: Layout, before: str) -> None:
    saved = shown(all_layers, f"{before}Ruritania.")
    editor.mark("g", "Ruritania")
    editor.select("Ruritania")
    editor.choose("form", "NAM")
    value = saved()[0]["value"]
    assert (value["start"], value["end"]) == (len(before), len(before) + 9)

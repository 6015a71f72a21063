"""What the labelling config makes of the real editor."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from wiremark.labelstudio.editor.config import config
from wiremark.labelstudio.editor.layout import Layout, layout
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


def test_a_deprecated_label_is_kept_and_not_offered(shown: Any, editor: Any, later: Any, tmp_path: Path) -> None:
    (tmp_path / "schemas").mkdir()
    shutil.copy(SCHEMA, tmp_path / "schemas")
    names = ("FAC", "NOM", "BEFORE")
    later(tmp_path, "1.1.0", {f'"name": "{name}", ': f'"name": "{name}", "deprecated": true, ' for name in names})
    new = read(json.loads((tmp_path / "schemas" / "annotation-1.1.0.json").read_text("utf-8")))
    rows = [
        row("m1", "mentions", "labels", 0, 4, ["FAC"]),
        row("m1", "mentions_form", "choices", 0, 4, ["NOM"]),
        row("t1", "times", "labels", 31, 38, ["DATE"]),
        row("t1", "times_value", "textarea", 31, 38, ["2023-03-21"]),
        row("t1", "times_mod", "choices", 31, 38, ["BEFORE"]),
    ]
    saved = shown(layout(new), TEXT, predictions=[{"result": rows, "model_version": "x"}])
    assert not [label for label in editor.all(".wm-bar .lsf-label") if label.text.startswith("FAC")]
    assert editor.select("Mina") == "m1"
    assert not editor.all(".wm-side input[name=NOM]")
    editor.choose("metonymy", "literal")
    assert editor.select("Tuesday") == "t1"
    assert editor.control("mod").text == "BEFORE"
    editor.one(".wm-side [data-slot=popover-trigger]").click()
    assert editor.one("[data-testid=select-option-AFTER]")
    assert not editor.all("[data-testid=select-option-BEFORE]")
    editor.one("[data-testid=select-option-AFTER]")
    editor.one(".wm-side [data-slot=popover-trigger]").click()
    added = row("m1", "mentions_metonymy", "choices", 0, 4, ["literal"])
    now = [{key: value for key, value in one.items() if key != "origin"} for one in saved()]
    assert sorted(map(in_order, now)) == sorted(map(in_order, [*rows, added]))


def in_order(row: dict[str, Any]) -> str:
    return json.dumps(row, sort_keys=True)


def row(id: str, control: str, sort: str, start: int, end: int, values: list[str]) -> dict[str, Any]:
    key = "text" if sort == "textarea" else sort
    value = {"start": start, "end": end, "text": TEXT[start:end]} | {key: values}
    return {"id": id, "from_name": control, "to_name": "text", "type": sort, "value": value}


def test_what_is_to_decide_stands_in_lines(shown: Any, editor: Any, all_layers: Layout) -> None:
    shown(all_layers, TEXT, config(all_layers, items=True), data={"items": "m1: GPE or ORG?\ne1: missing in B"})
    assert editor.one(".wm-items").text.split("\n") == ["m1: GPE or ORG?", "e1: missing in B"]


def test_words_marked_by_mouse_have_code_points(shown: Any, editor: Any, all_layers: Layout) -> None:
    odd = ["👩‍👩‍👧‍👦 🇰🇷", "e\u0301\u200d", "one\r\n\r\ntwo\rthree", "\u00a0 \u202f“curly” —", "<b>bold</b> &amp;"]
    text = "".join(f"{before} place{number}. " for number, before in enumerate(odd))
    saved = shown(all_layers, text)
    for number in range(len(odd)):
        editor.mark("g", f"place{number}")
        editor.select(f"place{number}")
        editor.choose("form", "NAM")
    places = [row["value"] for row in saved() if row["type"] == "labels"]
    assert [text[value["start"] : value["end"]] for value in places] == [f"place{number}" for number in range(len(odd))]

"""Whole files: layers, orphans, review rows, and the way there and back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wiremark.annotation.reanchor import Misfit, Reanchoring, reanchored
from wiremark.annotation.store import dumps
from wiremark.schema.profile import Record, read
from wiremark.workspace import sha256

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "tests/workspace/corpus/ferry.txt").read_bytes().decode("utf-8")
FILE = ROOT / "tests/workspace/annotations/ferry.json"
ARTICLE = (ROOT / "corpus/gsomia-001.txt").read_bytes().decode("utf-8")
GOLD = ROOT / "annotations/gsomia-001.json"
SCHEMA = sorted((ROOT / "schemas").glob("annotation-*.json"))[-1]


def root() -> Record:
    return read(json.loads(SCHEMA.read_bytes())).records["Document"]


def data(path: Path = FILE) -> Any:
    return json.loads(path.read_bytes())


def by_id(found: Any, layer: str) -> dict[str, Any]:
    return {record["id"]: record for record in found[layer]}


def test_every_layer_follows_and_ids_stay() -> None:
    new = "Made up, this. " + TEXT
    found, report = reanchored(data(), root(), Reanchoring(TEXT, new))
    assert {fate.state for fate in report.fates} == {"shifted"}
    assert report.waiting == ()
    assert found["text_sha256"] == sha256(new.encode("utf-8"))
    for layer in ("mentions", "times", "events", "quotes"):
        assert by_id(found, layer).keys() == by_id(data(), layer).keys()
    quote = by_id(found, "quotes")["q1"]
    for part in ("content", "source", "cue"):
        assert all(new[span["start"] : span["end"]] == span["text"] for span in quote[part])
    assert "orphans" not in found
    assert "review" not in found


def test_the_data_handed_in_stay_as_they_are() -> None:
    before = data()
    reanchored(before, root(), Reanchoring(TEXT, TEXT.replace("Harbour Board backed", "")))
    assert before == data()


def test_a_record_with_one_lost_span_goes_whole_and_what_refers_to_it_stays() -> None:
    new = TEXT.replace("The Harbour Board backed", "They backed")
    found, report = reanchored(data(), root(), Reanchoring(TEXT, new))
    [lost] = report.waiting
    assert (lost.list, lost.id, lost.part, lost.state) == ("mentions", "m3", "span", "orphaned")
    assert "m3" not in by_id(found, "mentions")
    assert found["orphans"]["mentions"] == [
        {
            "record": by_id(data(), "mentions")["m3"],
            "prefix": TEXT[89 - 32 : 89],
            "suffix": TEXT[102 : 102 + 32],
        }
    ]
    assert {"role": "actor", "mention": "m3"} in by_id(found, "events")["e1"]["arguments"]


def test_edited_and_ambiguous_spans_have_a_proposal_and_a_row() -> None:
    new = TEXT.replace("Mina Hale", "Mina J. Hale")
    found, _ = reanchored(data(), root(), Reanchoring(TEXT, new))
    assert by_id(found, "mentions")["m1"]["span"]["text"] == "Mina J. Hale"
    assert found["review"] == [
        {"list": "mentions", "id": "m1", "property": "span", "reason": "edited", "was": "Mina Hale"},
        {
            "list": "quotes",
            "id": "q1",
            "property": "source/0",
            "reason": "edited",
            "was": "Mina Hale, the mayor of Port Ellery",
        },
    ]
    again, _ = reanchored(found, root(), Reanchoring(new, new.replace("J. ", "Jane ")))
    assert [row["was"] for row in again["review"]] == ["Mina Hale", "Mina Hale, the mayor of Port Ellery"]


def test_two_places_are_both_named() -> None:
    new = TEXT.replace("for a second boat, and", "for a second boat; Norland was asked for a second boat, and")
    found, report = reanchored(data(), root(), Reanchoring(TEXT, new))
    assert [fate.state for fate in report.waiting] == ["ambiguous"]
    assert found["review"][0]["choices"] == ["151..164", "188..201"]


def test_an_orphan_comes_back_with_its_words() -> None:
    new = TEXT.replace(" The Harbour Board backed her plan.", "")
    there, _ = reanchored(data(), root(), Reanchoring(TEXT, new))
    assert set(there["orphans"]) == {"mentions", "events"}
    back, report = reanchored(there, root(), Reanchoring(new, TEXT))
    assert report.returned == (("mentions", "m3"), ("events", "e1"))
    assert dumps(back, root()) == FILE.read_text("utf-8")


def test_an_orphan_whose_words_stand_elsewhere_stays_one() -> None:
    new = TEXT.replace(" The Harbour Board backed her plan.", "")
    there, _ = reanchored(data(), root(), Reanchoring(TEXT, new))
    other = new + " In the end the Harbour Board backed nobody."
    again, report = reanchored(there, root(), Reanchoring(new, other))
    assert report.returned == ()
    assert again["orphans"] == there["orphans"]


def test_a_span_without_offsets_is_left_alone() -> None:
    before = data()
    before["mentions"][0]["span"] = {"text": "Mina Hale", "occurrence": 1}
    found, _ = reanchored(before, root(), Reanchoring(TEXT, f"New. {TEXT}"))
    assert by_id(found, "mentions")["m1"]["span"] == {"text": "Mina Hale", "occurrence": 1}


def test_a_span_that_is_not_in_the_old_text_stops_the_file() -> None:
    before = data()
    before["mentions"][0]["span"]["start"] += 1
    with pytest.raises(Misfit) as stopped:
        reanchored(before, root(), Reanchoring(TEXT, f"New. {TEXT}"))
    assert stopped.value.pointer == "/mentions/0/span"


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(ARTICLE)), st.integers(0, 60), st.text("xyz .", max_size=12)), max_size=4))
def test_nothing_is_lost_or_unmarked_and_what_was_not_touched_comes_back(edits: list[tuple[int, int, str]]) -> None:
    new = ARTICLE
    for at, size, words in edits:
        new = new[:at] + words + new[at + size :]
    before = data(GOLD)
    there, report = reanchored(before, root(), Reanchoring(ARTICLE, new))
    for layer in ("mentions", "times", "events", "quotes"):
        ids = {row["record"]["id"] for row in there.get("orphans", {}).get(layer, ())}
        assert by_id(there, layer).keys() | ids == by_id(before, layer).keys()
        assert not by_id(there, layer).keys() & ids
    rows = {(row["list"], row["id"], row["property"]) for row in there.get("review", ())}
    lost = {(layer, row["record"]["id"]) for layer, kept in there.get("orphans", {}).items() for row in kept}
    for fate in report.fates:
        assert fate.settled or (fate.list, fate.id, fate.part) in rows or (fate.list, fate.id) in lost
        assert not fate.settled or new[fate.placed.start : fate.placed.end] == fate.was
    back, _ = reanchored(there, root(), Reanchoring(new, ARTICLE))
    touched = {(fate.list, fate.id) for fate in report.waiting}
    for layer in ("mentions", "times", "events", "quotes"):
        waiting = {row["id"] for row in back.get("review", ()) if row["list"] == layer}
        for id, record in by_id(before, layer).items():
            if (layer, id) not in touched and id not in waiting and id in by_id(back, layer):
                assert by_id(back, layer)[id] == record


def test_lines_of_adjudication_follow() -> None:
    from wiremark.annotation.adjudication.lines import Line
    from wiremark.annotation.reanchor.decisions import followed

    new = "Made up, this. " + TEXT.replace("her plan", "his idea")
    texts = Reanchoring(TEXT, new)
    after, _ = reanchored(data(), root(), texts)
    mention = by_id(data(), "mentions")["m3"]
    lines = [
        Line("ferry", "mentions", "m3", mention, None, "a", at=(89, 102), text="Harbour Board"),
        Line(
            "ferry", "mentions", "m1.span", {"start": 34, "end": 43, "text": "Mina Hale"}, None, at=(34, 43), text="x"
        ),
        Line("other", "mentions", "m3", mention, None, "a", at=(89, 102), text="Harbour Board"),
        Line(None, "entities", "E:norland.name", "Norland", "Norlands"),
    ]
    found = followed(lines, "ferry", [(data(), after)], texts)
    assert found[0].a["span"] == {"start": 104, "end": 117, "text": "Harbour Board"}
    assert (found[0].at, found[0].text) == ((104, 117), "Harbour Board")
    assert found[1].a == {"start": 49, "end": 58, "text": "Mina Hale"}
    assert (found[1].at, found[1].text) == ((49, 58), "Mina Hale")
    assert found[2:] == lines[2:]

"""Records judged in an editor, and the lines that they become."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from wiremark.annotation.adjudication import Draft, Line, judge, known, start

Desk = Any
Object = dict[str, Any]


@pytest.fixture
def sides(desk: Desk) -> tuple[Any, Any]:
    """They differ in m1's type and in m3 (only ada's) and m4 (only bo's), and agree on m2 and e1."""
    shared = desk.mention("north", "m2", "ferry", type="PRODUCT", form="NOM")
    opened = desk.event("north", "e1", "opened", arguments=[{"role": "actor", "mention": "m1"}])
    ada = [desk.mention("north", "m1", "Ruritania"), shared, desk.mention("north", "m3", "Borduria")]
    bo = [desk.mention("north", "m1", "Ruritania", type="ORG"), shared, desk.mention("north", "m3", "Mina Hale")]
    return tuple(
        desk.side(name, [desk.document("north", name, mentions=rows, events=[opened])])
        for name, rows in (("ada", ada), ("bo", bo))
    )


class Table:
    """What is on the adjudicator's table: the lines, and the records as they stand in the editor."""

    def __init__(self, desk: Desk, sides: tuple[Any, Any], lines: Sequence[Line] | None = None) -> None:
        self.desk, self.sides = desk, sides
        self.lines = desk.lines(*sides) if lines is None else list(lines)
        self.draft: Draft = desk.draft(*sides, old=self.lines)
        self.shape = self.draft.shape
        self.rows = start(self.draft, "north", self.lines)
        hidden = {kind.member for kind in self.shape.kinds.values() if kind.space != "entity"}
        self.seen = {
            name: [one for one in self.shape.properties(layer.record) if one not in hidden]
            for name, layer in self.shape.layers.items()
        }

    def record(self, id: str) -> Object:
        return next(row for rows in self.rows.values() for row in rows if row["id"] == id)

    def remove(self, id: str) -> None:
        self.rows = {name: [row for row in rows if row["id"] != id] for name, rows in self.rows.items()}

    def judged(self, **how: bool) -> tuple[dict[str, tuple[str | None, Any]], list[tuple[str, Any]]]:
        """By item the decision and its value; what is decided against, and what the records say."""
        found = judge(self.draft, "north", self.lines, self.rows, self.seen, **how)
        self.lines = found.lines
        told = {line.name.partition(" ")[2]: (line.decision, line.value) for line in found.lines}
        return told, [(one.line.name, one.now and (one.now.decision, one.now.value)) for one in found.against]


@pytest.fixture
def table(desk: Desk, sides: Any) -> Table:
    return Table(desk, sides)


def test_one_begins_from_what_a_has_and_from_what_only_b_has(table: Table) -> None:
    rows = [(row["id"], row["type"], row["span"]["text"]) for row in table.rows["mentions"]]
    assert rows == [
        ("m1", "GPE", "Ruritania"),
        ("m2", "PRODUCT", "ferry"),
        ("m3", "GPE", "Borduria"),
        ("m4", "GPE", "Mina Hale"),
    ]


def test_what_is_left_as_it_was_is_decided_so(table: Table) -> None:
    assert table.judged() == ({"m1.type": ("a", None), "m3": ("a", None), "m4": ("b", None)}, [])


def test_what_is_made_as_b_has_it_or_otherwise(table: Table) -> None:
    table.record("m1")["type"] = "ORG"
    table.remove("m3")
    table.remove("m4")
    assert table.judged()[0] == {"m1.type": ("b", None), "m3": ("b", None), "m4": ("a", None)}


def test_another_value_stands_in_the_line(table: Table) -> None:
    table.record("m1")["type"] = "LOC"
    assert table.judged()[0]["m1.type"] == ("other", "LOC")


def test_what_was_no_item_becomes_a_line_of_its_own_with_its_rule(table: Table) -> None:
    table.record("m2")["form"] = "NAM"
    table.record("m4")["type"] = "PERSON"
    told, against = table.judged()
    assert against == []
    assert (told["m2.form"], told["m4"], told["m4.type"]) == (("other", "NAM"), ("b", None), ("other", "PERSON"))
    (line,) = [line for line in table.lines if line.item == "m2.form"]
    assert (line.a, line.b, line.rule, line.note) == ("NOM", "NOM", "R-G2", "")


def test_what_both_have_and_what_neither_has(table: Table) -> None:
    table.remove("m1")
    table.record("e1")["arguments"] = []
    fresh = table.desk.mention("north", "m5", "the harbour", origin="manual")
    table.rows["mentions"].append(fresh)
    told, _ = table.judged()
    assert told["m1"] == ("other", None)
    assert told["m1.type"] == ("a", None)  # the question is answered, or nothing could be applied
    assert told["e1.arguments"] == ("other", [])
    assert told["m5"] == ("other", {name: value for name, value in fresh.items() if name != "origin"})


def test_what_was_decided_about_a_record_stays_when_it_goes(table: Table) -> None:
    table.record("m1")["type"] = "LOC"
    table.judged()
    table.remove("m1")
    told, against = table.judged()
    assert against == []
    assert (told["m1"], told["m1.type"]) == (("other", None), ("other", "LOC"))


def test_decisions_are_in_what_one_begins_from_and_stay(desk: Desk, sides: Any, table: Table) -> None:
    own = Line(
        "north", "mentions", "m9", None, None, "other", desk.mention("north", "m9", "the harbour"), "R-E3", "ours"
    )
    decided = {"m1.type": ("b", None), "m3": ("b", None)}
    lines = [
        replace(line, decision=decided[str(line.item)][0], rule="R-E5", note="why") if line.item in decided else line
        for line in table.lines
    ]
    table = Table(desk, sides, [*lines, own])
    assert [(row["id"], row["type"]) for row in table.rows["mentions"]] == [
        ("m1", "ORG"),
        ("m2", "PRODUCT"),
        ("m4", "GPE"),
        ("m9", "GPE"),
    ]
    assert [row["id"] for row in known(table.draft, "north", table.lines)["mentions"]] == ["m1", "m2", "m4", "m9", "m3"]
    before = {line.key: line for line in table.lines}
    told, against = table.judged()
    assert against == []
    assert told["m4"] == ("b", None)
    assert [line for line in table.lines if line.item != "m4"] == [
        before[line.key] for line in table.lines if line.item != "m4"
    ]


def test_a_decision_is_changed_only_where_that_is_asked_for(table: Table) -> None:
    table.judged()
    table.lines = [replace(line, rule="R-E5", note="why") for line in table.lines]
    before = list(table.lines)
    table.record("m1")["type"] = "ORG"
    table.remove("m4")
    told, against = table.judged()
    assert against == [("north m1.type", ("b", None)), ("north m4", ("a", None))]
    assert table.lines == before
    told, against = table.judged(overwrite=True)
    assert (told["m1.type"], told["m4"]) == (("b", None), ("a", None))
    assert [(line.rule, line.note) for line in table.lines] == [("R-E5", "why")] * 3
    assert table.judged()[1] == []


def test_a_line_of_ones_own_goes_with_what_it_was_for(table: Table) -> None:
    table.record("m2")["form"] = "NAM"
    table.rows["mentions"].append(table.desk.mention("north", "m5", "the harbour"))
    table.judged()
    table.record("m2")["form"] = "NOM"
    table.remove("m5")
    _, against = table.judged()
    assert against == [("north m2.form", None), ("north m5", None)]
    told, _ = table.judged(overwrite=True)
    assert set(told) == {"m1.type", "m3", "m4"}


def test_what_the_editor_does_not_show_is_not_decided(desk: Desk) -> None:
    def side(name: str, cluster: str | None, tense: str) -> Any:
        event = desk.event("north", "e1", "opened", cluster, tense=tense)
        row: Object = {"id": "EV:x", "type": "SUPPORT", "day": None, "participants": [], "conflicts": []}
        return desk.side(name, [desk.document("north", name, events=[event])], events=[row] if cluster else [])

    table = Table(desk, (side("ada", "EV:x", "PAST"), side("bo", None, "FUTURE")))
    assert table.judged()[0] == {"e1.tense": ("a", None), "e1.cluster": (None, None)}
    table = Table(desk, table.sides)
    table.seen = {"mentions": ["type"]}
    assert table.judged()[0] == {"e1.tense": (None, None), "e1.cluster": (None, None)}


def test_lines_of_other_documents_and_pairs_stay(desk: Desk, table: Table) -> None:
    others = [
        Line("south", "mentions", "m1.type", "GPE", "ORG"),
        Line(None, "clusters.events", ("north e1", "south e1"), "same", "different"),
    ]
    table.lines = [*table.lines, *others]
    table.judged()
    assert [line for line in table.lines if line in others] == others

"""Each kind of difference becomes the item that it is, and nothing else does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from wiremark.annotation.adjudication import Line, refresh, worklist
from wiremark.annotation.adjudication.lines import data, dumps, of

Desk = Any


def shown(lines: list[Line]) -> list[tuple[Any, ...]]:
    return [(line.document, line.layer, line.item, line.a, line.b, line.rule) for line in lines]


def test_a_record_that_one_pass_has(desk: Desk) -> None:
    ferry = desk.mention("north", "m4", "the ferry", type="PRODUCT", form="NOM")
    a = desk.side("a", [desk.document("north", "ada", mentions=[ferry])])
    b = desk.side("b", [desk.document("north", "bo", mentions=[])])
    (line,) = desk.lines(a, b)
    assert (line.document, line.layer, line.item) == ("north", "mentions", "m1")
    assert (line.a, line.b) == (ferry | {"id": "m1"}, None)
    assert (line.decision, line.rule, line.note) == (None, "R-E3", "")
    assert (line.at, line.text) == ((17, 26), "the ferry")
    (turned,) = desk.lines(b, a)
    assert (turned.a, turned.b) == (None, ferry | {"id": "m1"})


def test_the_rule_of_a_record_is_that_of_its_form_or_of_its_span(desk: Desk) -> None:
    records = {
        "mentions": [desk.mention("north", "m1", "Ruritania"), desk.mention("north", "m2", "the ferry", form="NOM")],
        "times": [desk.time("north", "t1", "Monday")],
        "events": [desk.event("north", "e1", "opened")],
        "quotes": [desk.quote("north", "q1", "boats would sail on Monday")],
    }
    a = desk.side("a", [desk.document("north", "ada", **records)])
    b = desk.side("b", [desk.document("north", "bo")])
    assert [line.rule for line in desk.lines(a, b)] == ["R-E1", "R-E3", "R-T1", "R-V1", "R-Q4"]


def test_properties_that_differ_in_the_order_of_the_schema(desk: Desk) -> None:
    ours = desk.mention("north", "m1", "Mina Hale", "E:mina-hale", type="PERSON", variant="short")
    theirs = desk.mention("north", "m7", "Mina Hale would"[:9], None, type="PERSON", form="NOM", metonymy="none")
    a = desk.side("a", [desk.document("north", "ada", mentions=[ours])])
    b = desk.side("b", [desk.document("north", "bo", mentions=[theirs])])
    assert shown(desk.lines(a, b)) == [
        ("north", "mentions", "m1.form", "NAM", "NOM", "R-G2"),
        ("north", "mentions", "m1.entity", "E:mina-hale", None, "R-E7"),
        ("north", "mentions", "m1.metonymy", None, "none", "R-E6"),
        ("north", "mentions", "m1.variant", "short", None, "R-E8"),
    ]


def test_spans_of_matched_records_are_compared_as_they_stand(desk: Desk) -> None:
    a = desk.side("a", [desk.document("north", "ada", mentions=[desk.mention("north", "m1", "the ferry")])])
    b = desk.side("b", [desk.document("north", "bo", mentions=[desk.mention("north", "m1", "ferry")])])
    (line,) = desk.lines(a, b)
    assert (line.item, line.rule) == ("m1.span", "R-E2")
    assert (line.a["text"], line.b["text"]) == ("the ferry", "ferry")


def test_lists_of_labels_arguments_and_ids_have_no_order_and_a_chain_has_one(desk: Desk) -> None:
    mentions = [desk.mention("north", "m1", "Ruritania"), desk.mention("north", "m2", "Borduria")]
    roles = [{"role": "actor", "mention": "m1"}, {"role": "recipient", "mention": "m2"}]
    chain = ["E:ruritania", "E:borduria"]

    def made(name: str, turn: int) -> Any:
        event = desk.event("north", "e1", "opened", contexts=["economic", "legal"][::turn], arguments=roles[::turn])
        quote = desk.quote("north", "q1", "boats would sail", chain=chain[::turn])
        return desk.side(name, [desk.document("north", name, mentions=mentions, events=[event], quotes=[quote])])

    assert [line.item for line in desk.lines(made("a", 1), made("b", -1))] == ["q1.chain"]


def test_references_are_compared_by_what_they_mean(desk: Desk) -> None:
    def made(name: str, first: str, second: str, actor: str) -> Any:
        mentions = [desk.mention("north", first, "Ruritania"), desk.mention("north", second, "Borduria")]
        event = desk.event("north", "e1", "opened", arguments=[{"role": "actor", "mention": actor}])
        return desk.side(name, [desk.document("north", name, mentions=mentions, events=[event])])

    assert desk.lines(made("a", "m1", "m2", "m1"), made("b", "m9", "m3", "m9")) == []
    (line,) = desk.lines(made("a", "m1", "m2", "m1"), made("b", "m9", "m3", "m3"))
    assert line.a == [{"role": "actor", "mention": "m1"}]
    assert line.b == [{"role": "actor", "mention": "m2"}]


def test_where_a_record_came_from_is_no_item(desk: Desk) -> None:
    a = desk.side("a", [desk.document("north", "ada", mentions=[desk.mention("north", "m1", "Ruritania")])])
    other = desk.mention("north", "m1", "Ruritania", origin="suggestion")
    b = desk.side("b", [desk.document("north", "bo", mentions=[other])])
    assert desk.lines(a, b) == []


def test_own_entities_for_the_same_thing_are_one(desk: Desk) -> None:
    def made(name: str, id: str) -> Any:
        mentions = [desk.mention(place, "m1", "ferry", id) for place in ("north", "south")]
        documents = [desk.document(place, name, mentions=[row]) for place, row in zip(TWO, mentions, strict=True)]
        return desk.side(name, documents, own=[desk.entity(id, type="PRODUCT", name="the ferry")])

    assert desk.lines(made("a", "E:ferry"), made("b", "E:old-ferry")) == []


TWO = ("north", "south")


def test_an_entity_that_one_takes_for_two_is_one_question(desk: Desk) -> None:
    def made(name: str, ids: tuple[str, str]) -> Any:
        documents = [
            desk.document(place, name, mentions=[desk.mention(place, "m1", "ferry", id)])
            for place, id in zip(TWO, ids, strict=True)
        ]
        return desk.side(name, documents, own=[desk.entity(id) for id in sorted(set(ids))])

    lines = desk.lines(made("a", ("E:ferry", "E:ferry")), made("b", ("E:new-ferry", "E:old-ferry")))
    pair = ("north m1", "south m1")
    assert shown(lines)[0] == (None, "entities", pair, "same", "different", "R-E7")
    assert not any(line.layer == "mentions" for line in lines)


def test_an_own_entity_against_a_given_one_is_a_property(desk: Desk) -> None:
    def made(name: str, id: str, own: list[Any]) -> Any:
        return desk.side(name, [desk.document("north", name, mentions=[desk.mention("north", "m1", "Hale", id)])], own)

    a = made("a", "E:mina-hale", [])
    b = made("b", "E:hale", [desk.entity("E:hale")])
    assert shown(desk.lines(a, b)) == [("north", "mentions", "m1.entity", "E:mina-hale", "E:hale", "R-E7")]


def clustered(desk: Desk, name: str, clusters: dict[str, list[str | None]]) -> Any:
    """A pass with events on the first words of each article, in the clusters given, in order."""
    words = {"north": ["opened", "closed", "said"], "south": ["shut", "reopened", "promised"]}
    documents = [
        desk.document(place, name, events=[desk.event(place, f"e{n}", words[place][n], id) for n, id in enumerate(ids)])
        for place, ids in clusters.items()
    ]
    known = sorted({id for ids in clusters.values() for id in ids if id})
    rows: list[Any] = [{"id": id, "type": "SUPPORT", "day": None, "participants": [], "conflicts": []} for id in known]
    return desk.side(name, documents, events=rows)


def test_clusters_are_asked_as_pairs_of_blocks(desk: Desk) -> None:
    a = clustered(desk, "a", {"north": ["EV:x", "EV:x", "EV:z"], "south": ["EV:x", "EV:z", None]})
    b = clustered(desk, "b", {"north": ["EV:p", "EV:p", "EV:r"], "south": ["EV:q", "EV:r", None]})
    assert shown(desk.lines(a, b)) == [(None, "clusters.events", ("north e1", "south e1"), "same", "different", "R-C1")]
    assert desk.lines(a, a) == []


def test_a_cluster_of_one_against_none_is_a_property(desk: Desk) -> None:
    a = clustered(desk, "a", {"north": ["EV:x", None], "south": [None]})
    b = clustered(desk, "b", {"north": [None, None], "south": [None]})
    assert shown(desk.lines(a, b)) == [("north", "events", "e1.cluster", "EV:x", None, "R-C1")]


def test_attributes_of_new_clusters_are_asked_and_known_ones_are_not(desk: Desk) -> None:
    a, b = (clustered(desk, name, {"north": ["EV:x"], "south": ["EV:x"]}) for name in "ab")
    b.work.events["EV:x"]["day"] = "2024-05-07"
    assert shown(desk.lines(a, b)) == [(None, "clusters.events", "EV:x.day", None, "2024-05-07", "R-C1")]
    present = desk.present(*a.work.documents.values(), events=[a.work.events["EV:x"]])
    assert desk.lines(a, b, present) == []
    asked = desk.lines(a, b)
    assert desk.lines(a, b, present, asked) == asked  # who was asked once can look it up for ever


def test_answers_that_follow_are_not_asked(desk: Desk) -> None:
    a = clustered(desk, "a", {"north": ["EV:x", "EV:x", "EV:x"], "south": []})
    b = clustered(desk, "b", {"north": [None, None, None], "south": []})
    lines = desk.lines(a, b)
    first, second, third = lines
    assert [line.item for line in lines] == [
        ("north e1", "north e2"),
        ("north e1", "north e3"),
        ("north e2", "north e3"),
    ]

    def asked(*old: Line) -> list[Any]:
        return [line.item for line in desk.lines(a, b, old=list(old)) if line.decision is None]

    same, apart = replace(first, decision="same"), replace(second, decision="near")
    assert asked(same) == [second.item, third.item]
    assert asked(same, replace(second, decision="same")) == []
    assert asked(same, apart) == []
    assert asked(replace(first, decision="different"), apart) == [third.item]


def test_layers_and_documents_that_one_pass_lacks_are_left(desk: Desk) -> None:
    hale = desk.mention("north", "m1", "Hale")
    a = desk.side("a", [desk.document("north", "ada", ["mentions"], mentions=[hale]), desk.document("south", "ada")])
    b = desk.side("b", [desk.document("north", "bo", ["times"], times=[desk.time("north", "t1", "Monday")])])
    draft = desk.draft(a, b)
    assert draft.adjudicated("north") == []
    assert refresh(draft).lines == []
    assert list(draft.left()) == [
        ("north", ["mentions"], "a"),
        ("south", ["mentions", "times", "events", "quotes"], "a"),
        ("north", ["times"], "b"),
    ]


def test_lines_stand_by_document_layer_and_place(desk: Desk) -> None:
    def made(place: str) -> Any:
        mentions = [desk.mention(place, "m1", "ferry"), desk.mention(place, "m2", "Ruritania")]
        return desk.document(place, "ada", mentions=mentions, times=[desk.time(place, "t1", "Monday")])

    a = desk.side("a", [made("south"), made("north")])
    b = desk.side("b", [desk.document("north", "bo"), desk.document("south", "bo")])
    assert [f"{line.document} {line.text}" for line in desk.lines(a, b)] == [
        *("north Ruritania", "north ferry", "north Monday"),
        *("south Ruritania", "south ferry", "south Monday"),
    ]


def test_a_line_reads_as_it_was_written(desk: Desk) -> None:
    a = clustered(desk, "a", {"north": ["EV:x", "EV:x"], "south": []})
    b = desk.side("b", [desk.document("north", "bo"), desk.document("south", "bo")])
    c = clustered(desk, "c", {"north": ["EV:x", "EV:y"], "south": []})
    lines = [*desk.lines(a, b), *desk.lines(a, c)]
    lines += [replace(lines[0], decision="other", value=None), replace(lines[0], decision="other", value={"id": "e1"})]
    assert [of(data(line)) for line in lines] == lines
    assert " ".join(data(lines[0])) == "document layer item at text a b decision rule note"
    assert " ".join(data(lines[-1])) == "document layer item at text a b decision value rule note"
    assert dumps(lines).count("\n") == len(lines)


def test_the_worklist_shows_place_and_words(desk: Desk) -> None:
    mentions = [desk.mention("north", "m1", "Ruritania")]
    event = desk.event("north", "e1", "opened", arguments=[{"role": "actor", "mention": "m1"}])
    a = desk.side("a", [desk.document("north", "ada", mentions=mentions, events=[event])])
    b = desk.side("b", [desk.document("north", "bo", mentions=mentions, events=[event | {"arguments": []}])])
    draft = desk.draft(a, b)
    lines = refresh(draft).lines
    rows = worklist.rows(draft, lines, {"north": "First line.\n" + desk.texts["north"]})
    assert rows[0]["places"][0] | {"excerpt": ""} == {"record": "north e1", "line": 1, "column": 11, "excerpt": ""}
    rows = worklist.rows(draft, lines, desk.texts)
    assert worklist.text(rows) == (
        "line 1  north  events  e1.arguments  R-V7\n"
        "  north e1  1:11  Ruritania [opened] the ferry and Borduria closed the harbour while Mina Hale s…\n"
        "  m1 [Ruritania]\n"
        '  a: [{"role": "actor", "mention": "m1"}]\n'
        "  b: []\n"
    )
    assert worklist.tally(rows) == {"items": 1, "open": 1, "by_layer": {"events": 1}, "by_rule": {"R-V7": 1}}
    assert worklist.next_ids(draft, lines) == {
        "north": {"mentions": "m2", "times": "t1", "events": "e2", "quotes": "q1"}
    }


@pytest.mark.parametrize("length", [10, 500])
def test_an_excerpt_is_one_line(length: int) -> None:
    text = "word\n" * length
    shown = worklist.excerpt(text, [(0, len(text) // 2), (len(text) - 5, len(text))])
    assert "\n" not in shown
    assert shown.startswith("[word")
    assert shown.count("[") == 2


def test_a_record_of_ones_own_beside_one_of_the_passes_leaves_that_its_id(desk: Desk) -> None:
    shared = desk.mention("north", "m1", "Ruritania")
    a, b = (desk.side(name, [desk.document("north", name, mentions=[shared])]) for name in "ab")
    own = Line(
        "north", "mentions", "m2", None, None, "other", desk.mention("north", "m2", "Ruritania", type="LOC"), "R-E1"
    )
    kept, dropped = refresh(desk.draft(a, b, old=[own]), [own])
    assert ([line.at for line in kept], dropped) == ([(0, 9)], [])
    again, dropped = refresh(desk.draft(a, b, old=kept), kept)
    assert (again, dropped) == (kept, [])
    result = desk.apply(a, b, kept)
    assert [(row["id"], row["type"]) for row in result.documents["north"]["mentions"]] == [("m1", "GPE"), ("m2", "LOC")]

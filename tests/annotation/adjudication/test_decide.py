"""What decided lines lead to: records, ids, entities, clusters, and what is left alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from wiremark.annotation.adjudication import Line, refresh

Desk = Any


def decide(lines: list[Line], **how: Any) -> list[Line]:
    """Each line decided as `how` says for its item (dots and spaces as underscores), else as A has it."""
    found = []
    for line in lines:
        name = line.item if isinstance(line.item, str) else "__".join(line.item)
        told = how.get("".join(sign if sign.isalnum() else "_" for sign in name))
        if line.paired:
            found.append(replace(line, decision=told or line.a, note="so"))
        elif isinstance(told, dict | list) or told not in ("a", "b", None):
            found.append(replace(line, decision="other", value=None if told == "none" else told))
        else:
            found.append(replace(line, decision=told or "a"))
    return found


def ids(result: Any, document: str, layer: str, key: str = "id") -> list[Any]:
    return [row.get(key) for row in result.documents[document][layer]]


def test_records_and_properties_as_a_b_or_otherwise(desk: Desk) -> None:
    def made(name: str, **more: Any) -> Any:
        return [desk.mention("north", f"m{n}", word, **more) for n, word in enumerate(("Ruritania", "Borduria"), 1)]

    ours = [*made("a"), desk.mention("north", "m3", "Mina Hale", type="PERSON"), desk.mention("north", "m4", "boats")]
    theirs = [*made("b", metonymy="government", type="ORG"), desk.mention("north", "m3", "ferry")]
    a = desk.side("a", [desk.document("north", "ada", mentions=ours)])
    b = desk.side("b", [desk.document("north", "bo", mentions=theirs)])
    lines = desk.lines(a, b)
    assert [line.item for line in lines] == ["m1.type", "m1.metonymy", "m2", "m3.type", "m3.metonymy", "m4", "m5"]
    fleet = desk.mention("north", "m9", "ferry", type="PRODUCT")
    result = desk.apply(
        a, b, decide(lines, m1_type="b", m1_metonymy="b", m3_type="LOC", m2=fleet, m4="a", m5="b"), desk.present()
    )
    rows = result.documents["north"]["mentions"]
    assert [(row["id"], row["type"], row.get("metonymy"), row["span"]["text"]) for row in rows] == [
        ("m1", "ORG", "government", "Ruritania"),
        ("m2", "PRODUCT", None, "ferry"),
        ("m3", "LOC", None, "Borduria"),
        ("m4", "PERSON", None, "Mina Hale"),
    ]
    assert "metonymy" not in rows[2]


def test_what_both_missed_or_had_wrong_is_the_adjudicators_own_line(desk: Desk) -> None:
    mentions = [desk.mention("north", "m1", "Ruritania"), desk.mention("north", "m2", "Borduria")]
    a, b = (desk.side(name, [desk.document("north", name, mentions=mentions)]) for name in "ab")
    missed = desk.mention("north", "m3", "Mina Hale", "E:mina-hale")
    own = [
        Line("north", "mentions", "m3", None, None, "other", missed, "R-E1"),
        Line("north", "mentions", "m1.type", "GPE", "GPE", "other", "LOC", "R-E5"),
        Line("north", "mentions", "m2", mentions[1], mentions[1], "other", None, "R-E9"),
    ]
    kept, dropped = refresh(desk.draft(a, b, old=own), own)
    assert [line.item for line in kept] == ["m1.type", "m2", "m3"]
    assert [line.text for line in kept] == ["Ruritania", "Borduria", "Mina Hale"]
    assert dropped == []
    result = desk.apply(a, b, kept)
    assert [(row["id"], row["type"]) for row in result.documents["north"]["mentions"]] == [("m1", "LOC"), ("m3", "GPE")]
    again, dropped = refresh(desk.draft(a, b, desk.after(result), kept), kept)
    assert (again, dropped) == (kept, [])
    c = desk.side("c", [desk.document("north", "cy", mentions=[mentions[0] | {"type": "LOC"}, mentions[1]])])
    kept, dropped = refresh(desk.draft(a, c), own)
    assert [line.item for line in dropped] == ["m1.type"]
    assert [(line.item, line.decision) for line in kept] == [("m1.type", None), ("m2", "other"), ("m3", "other")]


def test_ids_are_those_of_the_workspace_and_never_reused(desk: Desk) -> None:
    held = [
        desk.mention("north", "m4", "ferry"),
        desk.mention("north", "m7", "the harbour"),
        desk.mention("north", "m9", "Hale"),
    ]
    present = desk.present(desk.document("north", "eve", mentions=held))
    ours = [
        desk.mention("north", "m1", "the ferry"),
        desk.mention("north", "m2", "Mina Hale"),
        desk.mention("north", "m3", "Monday"),
    ]
    theirs = [*ours[:2], desk.mention("north", "m5", "boats")]
    a = desk.side("a", [desk.document("north", "ada", mentions=ours)])
    b = desk.side("b", [desk.document("north", "bo", mentions=theirs)])
    lines = desk.lines(a, b, present)
    assert [(line.item, line.text) for line in lines] == [("m11", "boats"), ("m12", "Monday")]
    result = desk.apply(a, b, decide(lines, m11="a", m12="a"), present)
    named = {row["span"]["text"]: row["id"] for row in result.documents["north"]["mentions"]}
    assert named == {"the ferry": "m4", "Mina Hale": "m10", "Monday": "m12"}
    after = desk.after(result)
    assert desk.lines(a, b, after, lines) == lines
    fresh = desk.mention("north", "m6", "opened")
    c = desk.side("c", [desk.document("north", "cy", mentions=[*theirs, fresh])])
    more = desk.lines(a, c, after, lines)
    assert [(line.item, line.text) for line in more] == [("m13", "opened"), ("m11", "boats"), ("m12", "Monday")]


def test_layers_not_done_by_both_and_other_keys_are_left_as_they_are(desk: Desk) -> None:
    hale, monday = desk.mention("north", "m1", "Hale"), desk.time("north", "t3", "Monday")
    a = desk.side("a", [desk.document("north", "ada", ["mentions"], mentions=[hale]), desk.document("south", "ada")])
    b = desk.side("b", [desk.document("north", "bo", ["mentions", "times"], mentions=[hale], times=[monday])])
    kept = desk.document("north", "eve", ["times"], times=[monday | {"value": "2024"}])
    kept |= {"orphans": [{"id": "m20"}], "review": ["t3"]}
    result = desk.apply(a, b, [], desk.present(kept))
    north = result.documents["north"]
    assert list(result.documents) == ["north"]
    assert (north["times"], north["orphans"], north["review"]) == (kept["times"], kept["orphans"], kept["review"])
    assert north["annotated_with"]["times"] == kept["annotated_with"]["times"]
    done = {"schema": "1.0.0", "annotators": ["ada", "bo"], "state": "adjudicated"}
    assert north["annotated_with"]["mentions"] == done
    assert ids(result, "north", "mentions") == ["m21"]  # m20 is an orphan's


def clustered(desk: Desk, name: str, north: list[str | None], south: list[str | None]) -> Any:
    words = {"north": ["opened", "closed", "said"], "south": ["shut", "reopened", "promised"]}
    documents = [
        desk.document(
            place, name, events=[desk.event(place, f"e{n}", words[place][n - 1], id) for n, id in enumerate(row, 1)]
        )
        for place, row in (("north", north), ("south", south))
    ]
    rows: list[Any] = [
        {"id": id, "type": "SUPPORT", "day": None, "participants": [], "conflicts": []}
        for id in sorted({id for id in (*north, *south) if id})
    ]
    return desk.side(name, documents, events=rows)


def clusters(result: Any) -> list[list[Any]]:
    return [ids(result, place, "events", "cluster") for place in ("north", "south")]


def test_same_joins_and_everything_else_keeps_apart(desk: Desk) -> None:
    a = clustered(desk, "a", ["EV:x", None], ["EV:x", "EV:y"])
    b = clustered(desk, "b", ["EV:p", None], ["EV:q", "EV:r"])
    lines = desk.lines(a, b)
    for answer, second in (("same", "EV:x"), ("near", "EV:q"), ("different", "EV:q"), ("unsure", "EV:q")):
        expected: list[list[Any]] = [["EV:x", None], [second, "EV:y"]]
        result = desk.apply(a, b, decide(lines, north_e1__south_e1=answer))
        assert clusters(result) == expected
        assert [row["id"] for row in result.clusters["events"]] == sorted({id for row in expected for id in row if id})


def test_what_is_cut_off_from_its_cluster_is_in_none(desk: Desk) -> None:
    a = clustered(desk, "a", ["EV:x", "EV:x", "EV:x"], [])
    b = clustered(desk, "b", [None, None, None], [])
    lines = desk.lines(a, b)
    result = desk.apply(a, b, decide(lines, north_e1__north_e3="different", north_e2__north_e3="different"))
    assert clusters(result) == [["EV:x", "EV:x", None], []]


def test_two_groups_of_one_name_get_two(desk: Desk) -> None:
    a = clustered(desk, "a", ["EV:x", "EV:x"], ["EV:x", "EV:x"])
    b = clustered(desk, "b", [None, None], [None, None])
    lines = desk.lines(a, b)
    apart = {f"north_e{n}__south_e{m}": "near" for n in (1, 2) for m in (1, 2)}
    result = desk.apply(a, b, decide(lines, **apart))
    assert clusters(result) == [["EV:x", "EV:x"], ["EV:x-2", "EV:x-2"]]
    assert [row["id"] for row in result.clusters["events"]] == ["EV:x", "EV:x-2"]


def test_a_cluster_keeps_the_id_of_the_workspace_and_its_attributes(desk: Desk) -> None:
    held = {"id": "EV:ferry", "type": "SUPPORT", "day": "2024-05", "participants": [], "conflicts": []}
    gone = held | {"id": "EV:gone"}
    old = clustered(desk, "eve", ["EV:ferry", None], ["EV:ferry"])
    present = desk.present(*old.work.documents.values(), events=[held, gone])
    a = clustered(desk, "a", ["EV:x", None], ["EV:x"])
    b = clustered(desk, "b", ["EV:p", None], ["EV:p"])
    result = desk.apply(a, b, desk.lines(a, b, present), present)
    assert clusters(result) == [["EV:ferry", None], ["EV:ferry"]]
    assert result.clusters["events"] == [held]
    assert list(result.gone) == ["EV:gone"]


def test_a_line_of_its_own_moves_a_record_to_another_cluster(desk: Desk) -> None:
    a = clustered(desk, "a", ["EV:x", "EV:x"], ["EV:y"])
    b = clustered(desk, "b", ["EV:p", "EV:p"], ["EV:q"])
    new: Any = {"id": "EV:new", "type": "SUPPORT", "day": None, "participants": [], "conflicts": []}
    own = [
        Line("north", "events", "e2.cluster", "EV:x", "EV:p", "other", "EV:new", "R-C1"),
        Line("south", "events", "e1.cluster", "EV:y", "EV:q", "other", None, "R-C1"),
        Line(None, "clusters.events", "EV:new", None, None, "other", new, "R-C1"),
    ]
    kept, dropped = refresh(desk.draft(a, b), own)
    assert (len(kept), dropped) == (3, [])
    result = desk.apply(a, b, kept)
    assert clusters(result) == [["EV:x", "EV:new"], [None]]
    assert new in result.clusters["events"]


def test_the_record_of_one_pass_goes_with_its_cluster(desk: Desk) -> None:
    a = clustered(desk, "a", ["EV:x", "EV:x"], ["EV:x", "EV:y"])
    b = clustered(desk, "b", ["EV:p"], ["EV:p", "EV:q"])
    lines = desk.lines(a, b)
    assert [line.item for line in lines] == ["e2"]
    assert clusters(desk.apply(a, b, decide(lines, e2="a"))) == [["EV:x", "EV:x"], ["EV:x", "EV:y"]]
    assert clusters(desk.apply(a, b, decide(lines, e2="b"))) == [["EV:x"], ["EV:x", "EV:y"]]


def test_new_entities_are_added_with_what_they_name_and_unused_ones_are_not(desk: Desk) -> None:
    board = desk.entity("E:board", type="ORG", holder="E:town")
    own = [board, desk.entity("E:town"), desk.entity("E:idle")]
    a = desk.side("a", [desk.document("north", "ada", mentions=[desk.mention("north", "m1", "Hale", "E:board")])], own)
    theirs = [desk.entity("E:council", type="ORG", name="E:board"[2:].title())]
    b = desk.side(
        "b", [desk.document("north", "bo", mentions=[desk.mention("north", "m1", "Hale", "E:council")])], theirs
    )
    lines = desk.lines(a, b)
    assert [line.item for line in lines] == ["E:board.holder"]
    result = desk.apply(a, b, decide(lines))
    assert ids(result, "north", "mentions", "entity") == ["E:board"]
    assert [row["id"] for row in result.entities["entities"]] == [*desk.given, "E:board", "E:town"]
    result = desk.apply(a, b, decide(lines, E_board_holder="b"))
    assert [row["id"] for row in result.entities["entities"]] == [*desk.given, "E:board"]


def test_two_entities_decided_to_be_one_are_one_everywhere(desk: Desk) -> None:
    def made(name: str, first: str, second: str, speaker: str) -> Any:
        documents = [
            desk.document(
                place,
                name,
                mentions=[desk.mention(place, "m1", "Hale", id)],
                quotes=[desk.quote(place, "q1", "sail on Monday", speaker=speaker)],
            )
            for place, id in (("north", first), ("south", second))
        ]
        return desk.side(name, documents, [desk.entity(id) for id in sorted({first, second})])

    a, b = made("a", "E:hale", "E:hale", "E:hale"), made("b", "E:mayor", "E:captain", "E:captain")
    lines = desk.lines(a, b)
    together = desk.apply(a, b, decide(lines, north_m1__south_m1="same", q1_speaker="b"))
    assert {id for place in ("north", "south") for id in ids(together, place, "mentions", "entity")} == {"E:hale"}
    assert {id for place in ("north", "south") for id in ids(together, place, "quotes", "speaker")} == {"E:hale"}
    assert [row["id"] for row in together.entities["entities"]] == [*desk.given, "E:hale"]
    apart = desk.apply(a, b, decide(lines, north_m1__south_m1="different", q1_speaker="b"))
    one, other = (ids(apart, place, "mentions", "entity")[0] for place in ("north", "south"))
    assert one != other
    assert ids(apart, "north", "quotes", "speaker") == [other]
    assert {one, other} <= {row["id"] for row in apart.entities["entities"]}

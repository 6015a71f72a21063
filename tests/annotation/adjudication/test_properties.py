"""What holds of any two passes: alike ones need no decision, and deciding for one side gives that side."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from wiremark.annotation.adjudication import Draft, Result, Side, judge, refresh, start
from wiremark.annotation.adjudication.lines import dumps, of

Desk = Any
WORDS = {
    "north": ["Ruritania", "opened", "ferry", "Borduria", "closed", "harbour", "Hale", "said", "boats", "Monday"],
    "south": ["Borduria", "shut", "harbour", "Ruritania", "reopened", "ferry", "Hale", "promised", "boats", "Monday"],
}
GIVEN = (None, "E:ruritania", "E:borduria", "E:mina-hale")
LAYERS = ("mentions", "times", "events", "quotes")


def planned(seed: int, density: float) -> list[dict[str, Any]]:
    """Per word and layer, whether there is a record, of which type, and what it is linked with."""
    dice = random.Random(seed)  # noqa: S311 (nothing secret)
    return [
        {
            layer: {
                "there": dice.random() < density,
                "type": dice.randrange(4) if dice.random() < 0.3 else 0,
                "more": dice.randrange(4) if dice.random() < 0.3 else 1,
                "link": dice.randrange(7),
            }
            for layer in LAYERS
        }
        for _ in range(20)
    ]


shape = st.tuples(st.integers(0, 10**6), st.sampled_from([0.2, 0.6, 0.95]))


def made(desk: Desk, name: str, dice: tuple[int, float], stem: str) -> Side:
    """A pass from random choices per word: what is there, what it is, and what it is linked with."""
    plan = planned(*dice)
    documents, own, clusters, told = [], set[str](), set[str](), set[str]()
    for number, (place, words) in enumerate(WORDS.items()):
        rows: dict[str, list[Any]] = {layer: [] for layer in LAYERS}
        for at, (text, how) in enumerate(zip(words, plan[number * 10 : number * 10 + 10], strict=True)):
            for layer in LAYERS:
                one = how[layer]
                if not one["there"]:
                    continue
                id, linked = f"{layer[0]}{at + 1}", one["link"]
                if layer == "mentions":
                    entity = GIVEN[linked] if linked < 4 else f"E:{stem}-{linked}"
                    own |= {entity} if linked >= 4 and entity else set()
                    metonymy = {"metonymy": "literal"} if one["more"] else {}
                    kind = ("GPE", "LOC", "ORG", "FAC")[one["type"]]
                    rows[layer].append(desk.mention(place, id, text, entity, type=kind, **metonymy))
                elif layer == "times":
                    rows[layer].append(desk.time(place, id, text, f"2024-05-1{one['type']}"))
                elif layer == "events":
                    cluster = f"EV:{stem}-{linked}" if linked > 2 else None
                    clusters |= {cluster} if cluster else set()
                    roles = [{"role": "actor", "mention": row["id"]} for row in rows["mentions"][: one["more"]]]
                    rows[layer].append(desk.event(place, id, text, cluster, arguments=roles))
                else:
                    utterance = f"U:{stem}-{linked}" if linked > 2 else None
                    told |= {utterance} if utterance else set()
                    kind = ("direct", "mixed", "indirect", "direct")[one["type"]]
                    rows[layer].append(desk.quote(place, id, text, utterance, type=kind))
        documents.append(desk.document(place, name, **rows))
    return desk.side(  # type: ignore[no-any-return]
        name,
        documents,
        [desk.entity(id, name=id[-1]) for id in sorted(own)],
        [{"id": id, "type": "SUPPORT", "day": None, "participants": [], "conflicts": []} for id in sorted(clusters)],
        [{"id": id, "speaker": None, "day": None, "medium": "other"} for id in sorted(told)],
    )


def content(documents: Any, own: Any) -> Any:
    """What documents say, whatever records, own entities and clusters are called: names become who bears them."""
    places = {
        (document, row["id"]): json.dumps(row.get("span") or row.get("trigger") or row.get("content"))
        for document, data in documents.items()
        for layer in LAYERS
        for row in data[layer]
    }
    bearers: dict[Any, set[Any]] = {}
    for document, data in documents.items():
        for layer, key in (("mentions", "entity"), ("events", "cluster"), ("quotes", "utterance")):
            for row in data[layer]:
                if row[key] is not None and row[key] not in GIVEN:
                    bearers.setdefault(row[key], set()).add(places[document, row["id"]] + document)

    def said(document: str, row: Any) -> Any:
        told = {key: value for key, value in row.items() if key not in ("id", "arguments")}
        for key in ("entity", "cluster", "utterance"):
            if told.get(key) in bearers:
                told[key] = sorted(bearers[told[key]])
        told["arguments"] = sorted(places[document, part["mention"]] for part in row.get("arguments", ()))
        return json.dumps(told, sort_keys=True)

    return {
        (document, layer): sorted(said(document, row) for row in data[layer])
        for document, data in documents.items()
        for layer in LAYERS
    }


def whole(result: Result) -> None:
    """Everything that is named is there, and no id stands twice."""
    entities = [row["id"] for row in result.entities["entities"]]
    clusters = [row["id"] for key in ("events", "utterances") for row in result.clusters[key]]
    assert len(entities) == len(set(entities))
    assert len(clusters) == len(set(clusters))
    for data in result.documents.values():
        ids = [row["id"] for layer in LAYERS for row in data[layer]]
        assert len(ids) == len(set(ids))
        for row in (row for layer in LAYERS for row in data[layer]):
            assert row.get("entity") in (None, *entities)
            assert (row.get("cluster") or row.get("utterance")) in (None, *clusters)


@settings(max_examples=15, deadline=None)
@given(plan=shape)
def test_a_pass_with_itself_needs_no_decision(desk: Desk, plan: Any) -> None:
    a, b = made(desk, "ada", plan, "x"), made(desk, "bo", plan, "y")
    for other in (a, b):
        lines = desk.lines(a, other)
        assert lines == []
        result = desk.apply(a, other, lines)
        whole(result)
        assert content(result.documents, a.own) == content(a.work.documents, a.own)


@settings(max_examples=20, deadline=None)
@given(one=shape, two=shape, held=shape)
def test_all_decided_for_one_side_gives_that_side(desk: Desk, one: Any, two: Any, held: Any) -> None:
    a, b = made(desk, "ada", one, "x"), made(desk, "bo", two, "y")
    eve = made(desk, "eve", held, "x")
    present = desk.present(*eve.work.documents.values(), events=list(eve.work.events.values()))
    for before in (desk.present(), present):
        for side, work in (("a", a), ("b", b)):
            lines = desk.decided(desk.lines(a, b, before), side)
            result = desk.apply(a, b, lines, before)
            whole(result)
            assert content(result.documents, work.own) == content(work.work.documents, work.own)


@settings(max_examples=20, deadline=None)
@given(one=shape, two=shape, seed=st.integers(0, 10**6))
def test_a_second_run_changes_nothing(desk: Desk, one: Any, two: Any, seed: int) -> None:
    a, b = made(desk, "ada", one, "x"), made(desk, "bo", two, "y")
    first = desk.lines(a, b)
    assert desk.lines(a, b, old=first) == first
    assert [of(json.loads(line)) for line in dumps(first).split("\n") if line] == first
    dice = random.Random(seed)  # noqa: S311 (nothing secret)
    pairs = {layer: dice.choice("ab") for layer in ("entities", "clusters.events", "clusters.utterances")}
    lines = [
        replace(line, decision=getattr(line, pairs[line.layer]) if line.paired else dice.choice("ab")) for line in first
    ]
    kept, dropped = refresh(desk.draft(a, b, old=lines), lines)
    assert dropped == []
    assert {line.key for line in kept} == {line.key for line in lines}
    result = desk.apply(a, b, lines)
    whole(result)
    after = desk.after(result)
    assert refresh(desk.draft(a, b, after, lines), lines) == (kept, [])
    again = desk.apply(a, b, kept, after)
    for document, data in result.documents.items():
        for layer in LAYERS:
            assert again.documents[document][layer] == data[layer]
    for key in ("events", "utterances"):
        assert sorted(map(str, again.clusters[key])) == sorted(map(str, result.clusters[key]))
    assert again.entities == result.entities


def seen(draft: Draft) -> dict[str, list[str]]:
    """What an editor shows: everything but clusters."""
    hidden = {kind.member for kind in draft.shape.kinds.values() if kind.space != "entity"}
    shape = draft.shape
    return {
        name: [one for one in shape.properties(layer.record) if one not in hidden]
        for name, layer in shape.layers.items()
    }


@settings(max_examples=20, deadline=None)
@given(one=shape, two=shape, seed=st.integers(0, 10**6))
def test_one_begins_again_from_what_was_judged(desk: Desk, one: Any, two: Any, seed: int) -> None:
    a, b = made(desk, "ada", one, "x"), made(desk, "bo", two, "y")
    lines, dice = desk.lines(a, b), random.Random(seed)  # noqa: S311 (nothing secret)
    draft = desk.draft(a, b, old=lines)
    shown, judged = seen(draft), {}
    for document in draft.documents:
        judged[document] = {name: list[Any]() for name in LAYERS}
        for layer, unit in draft.all_units():
            sides = [draft.record(unit, "a"), draft.record(unit, "b"), None]
            chosen = dice.choice(sides) if unit.document == document else None
            if chosen and "polarity" in chosen and dice.random() < 0.3:
                chosen["polarity"] = "NEG"
            judged[document][layer.name] += [chosen] if chosen else []
        told = judge(draft, document, lines, judged[document], shown)
        assert told.against == []
        lines = told.lines
    now, dropped = refresh(draft, lines)
    assert dropped == []
    left = {line.name.rpartition(".")[2] for line in now if line.document and not line.decision}
    assert left <= {"cluster", "utterance"}
    for document, layers in judged.items():
        for name, rows in start(desk.draft(a, b, old=now), document, now).items():
            fields = draft.shape.layers[name].record.fields
            assert [row["id"] for row in rows] == [row["id"] for row in layers[name]]
            for row, other in zip(rows, layers[name], strict=True):
                assert all(draft.shape.same(row.get(key), other.get(key), fields[key]) for key in shown[name])
        again = judge(draft, document, now, layers, shown)
        assert (again.against, sorted(map(str, again.lines))) == ([], sorted(map(str, now)))


@settings(max_examples=20, deadline=None)
@given(one=shape, two=shape)
def test_judged_as_one_side_has_it_gives_that_side(desk: Desk, one: Any, two: Any) -> None:
    a, b = made(desk, "ada", one, "x"), made(desk, "bo", two, "y")
    for side, work in (("a", a), ("b", b)):
        lines = desk.lines(a, b)
        draft = desk.draft(a, b, old=lines)
        for document in draft.documents:
            rows = {name: [draft.record(unit, side) for unit in units] for name, units in draft.units[document].items()}
            judged = {name: [row for row in some if row] for name, some in rows.items()}
            lines = judge(draft, document, lines, judged, seen(draft)).lines
        lines = [
            line if line.decision else replace(line, decision=getattr(line, side) if line.paired else side)
            for line in lines
        ]
        result = desk.apply(a, b, refresh(draft, lines).lines)
        whole(result)
        assert content(result.documents, work.own) == content(work.work.documents, work.own)

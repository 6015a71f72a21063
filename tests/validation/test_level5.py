"""Level 5: what only all files together can tell, and what it keeps silent about."""

from __future__ import annotations

import copy
import json
import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wiremark.diagnostics import Finding
from wiremark.validation import check, level4
from wiremark.workspace import Workspace

Change = Callable[[Any], object]


@pytest.fixture(autouse=True)
def level_4_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here level 4 is silent."""
    monkeypatch.setattr(level4, "CHECKS", ())


def told(workspace: Workspace, *paths: Path) -> list[tuple[str, str]]:
    """Codes of level 5 and SOURCES.toml with their pointers."""
    found = findings(workspace, *paths)
    return [(finding.code, finding.pointer) for finding in found]


def findings(workspace: Workspace, *paths: Path) -> list[Finding]:
    return [one for one in check.validate(workspace, paths or None)[0] if one.code.startswith(("A5", "W"))]


def change(path: Path, how: Change) -> None:
    data = json.loads(path.read_bytes())
    how(data)
    path.write_text(json.dumps(data), "utf-8")


def put(into: dict[str, Any], **values: Any) -> dict[str, Any]:
    into.update(values)
    return into


def entity(id: str, name: str, type: str = "ORG", **more: Any) -> dict[str, Any]:
    row = {"id": id, "name": name, "type": type, "kb_class": None, "qid": None, "qid_status": "none"}
    return {**row, "holder": "E:norland", "members": [], "aliases": [], **more}


def alias(form: str, kind: str) -> dict[str, str]:
    return {"form": form, "kind": kind, "lang": "en"}


@pytest.fixture
def entities(base: Workspace) -> Path:
    return base.annotations / "entities.json"


@pytest.fixture
def clusters(base: Workspace) -> Path:
    """clusters.json, without the reading that tells a day."""
    path = base.annotations / "clusters.json"
    change(path, lambda data: put(data["events"][0], conflicts=[]))
    return path


def request(data: Any) -> dict[str, Any]:
    """The event of the cluster EV:boat-request."""
    return dict(data["events"][1])


def again(data: Any, n: int, **values: Any) -> None:
    """A further member of the cluster, with times of its own where `values` has a value of one."""
    event = {**request(data), "id": f"e{n}", "arguments": [], "times": []}
    if "value" in values:
        span = {"start": n, "end": n + 1, "text": "x"}
        data["times"].append({"id": f"t{n}", "type": "DATE", "span": span, **values})
        event["times"] = [f"t{n}"]
    else:
        event.update(values)
    data["events"].append(event)


def test_the_base_workspace_and_a_round_of_it_are_silent(base: Workspace) -> None:
    shutil.copytree(base.annotations / "passes", base.annotations / "rounds/1/passes")
    assert told(base) == []


# clusters


def test_the_cluster_of_the_right_type_is_guessed_from_the_arguments(
    base: Workspace, ferry: Path, clusters: Path
) -> None:
    backing = {
        "id": "EV:plan-backing",
        "type": "SUPPORT",
        "day": None,
        "participants": ["E:mina-hale"],
        "conflicts": [],
    }
    other = {**backing, "id": "EV:other-backing", "participants": ["E:norland"]}
    change(clusters, lambda data: data["events"].extend([other, backing]))
    change(ferry, lambda data: put(data["events"][0], cluster="EV:boat-request"))
    (one,) = (finding for finding in findings(base) if finding.code == "A501")
    assert one.help.startswith('write "EV:plan-backing"')


@pytest.mark.parametrize(
    ("day", "values", "off"),
    [
        ("2024-05-07", ["2024-05-07", "2024-W19", "2024-05", "2024", "202"], []),
        ("2024-05-07", ["2024-05-08"], [0]),
        ("2024-05-07", ["2024-W19", "2024-05-06"], [1]),  # 6 to 12 May
        ("2024-05", ["2024-W18"], []),  # 29 April to 5 May
        ("2024-05-07", ["2024-W20", "2024-05-06T10:00"], [0, 1]),
        ("2024", ["2024-05-07", "2024-05-07TMO", "2024-06-01"], [2]),
        (None, ["2024-05-07", "2024-05", "2024-06"], [2]),
        (None, ["2024-06", "2024-05-07"], [0]),  # of two that differ, the later
        ("2024-05-07", ["PAST_REF", "P3D", "XXXX-WXX-1", "2024-02-30"], []),
    ],
)
def test_times_of_members(
    base: Workspace, ferry: Path, clusters: Path, day: str | None, values: list[str], off: list[int]
) -> None:
    change(clusters, lambda data: put(data["events"][0], day=day))

    def hurt(data: Any) -> None:
        for number, value in enumerate(values):
            again(data, 10 + number, value=value)

    change(ferry, hurt)
    found = [pointer for code, pointer in told(base) if code == "A502"]
    assert found == [f"/events/{3 + number}/times" for number in off]


def test_a_member_of_two_days_needs_one_of_them(base: Workspace, ferry: Path, clusters: Path) -> None:
    change(ferry, lambda data: put(data["events"][1], times=["t1", "t2"]))
    assert told(base) == []


@pytest.mark.parametrize("how", ["aspect", "DURATION", "mod", "reading of the words", "reading of a day"])
def test_times_that_say_nothing_against_the_day(base: Workspace, ferry: Path, clusters: Path, how: str) -> None:
    change(ferry, lambda data: put(data["events"][1], times=["t1"]))
    assert told(base) == [("A502", "/events/1/times")]
    if how == "aspect":
        change(ferry, lambda data: put(data["events"][1], aspect="initiated"))
    elif how == "DURATION":
        change(ferry, lambda data: put(data["times"][0], type="DURATION"))
    elif how == "mod":
        change(ferry, lambda data: put(data["times"][0], mod="AFTER"))
    else:
        value = "on Monday" if how == "reading of the words" else "2024-05-13"
        conflict = {"attribute": "when", "readings": [{"document": "ferry", "value": value}]}
        change(clusters, lambda data: put(data["events"][0], conflicts=[conflict]))
    assert told(base) == []


@pytest.mark.parametrize(
    ("values", "early"),
    [
        ({}, True),
        ({"tense": "NONE"}, False),
        ({"factuality": "PR+", "tense": "INFINITIVE"}, False),
        ({"aspect": "initiated"}, False),
    ],
)
def test_a_past_before_its_day(
    base: Workspace, ferry: Path, clusters: Path, values: dict[str, str], early: bool
) -> None:
    change(clusters, lambda data: put(data["events"][0], day="2024-06"))
    change(ferry, lambda data: put(data["events"][1], **values))
    assert told(base) == [("A503", "/events/1/cluster")] * early


def test_a_quotation_before_its_day(base: Workspace, ferry: Path, clusters: Path) -> None:
    change(clusters, lambda data: put(data["utterances"][0], day="2024-05-08"))
    assert told(base) == [("A503", "/quotes/0/utterance")]
    change(ferry, lambda data: put(data["quotes"][0]["cue"][0], text="will say"))
    assert told(base) == []


def quoted(data: Any, *records: tuple[str, str | None, str]) -> None:
    """Quotations of U:hale-ferry: type, relation, words."""
    first = data["quotes"][0]
    data["quotes"] = [
        {
            **first,
            "id": f"q{n}",
            "type": type,
            "relation": relation,
            "content": [{"start": n, "end": n + 1, "text": words}],
        }
        for n, (type, relation, words) in enumerate(records, 1)
    ]


@pytest.mark.parametrize(
    ("records", "wrong"),
    [
        (
            [
                ("direct", "verbatim", "one two"),
                ("direct", "partial", "one"),
                ("indirect", "paraphrase", "1 2 3 4 5 6"),
            ],
            [],
        ),
        ([("direct", "partial", "one two"), ("direct", "verbatim", "one")], [0, 1]),
        ([("direct", "verbatim", "one two"), ("direct", "verbatim", "one two,")], []),
        ([("direct", "verbatim", "one two"), ("mixed", "verbatim", "one two")], []),
        ([("direct", "verbatim", "one two"), ("indirect", "verbatim", "that one two three")], [1]),
        ([("direct", "variant", "one two"), ("direct", "partial", "one")], [0]),
        ([("direct", "verbatim", "a b c"), ("direct", "variant", "incomprehensible")], []),  # most words, most letters
        ([("mixed", "variant", "one two"), ("indirect", "partial", "one")], []),
        ([("mixed", "verbatim", "one two"), ("indirect", "partial", "one")], [0]),
        ([("mixed", "variant", "one two"), ("indirect", "verbatim", "one")], [1]),
        ([("indirect", "variant", "one")], []),
        ([("indirect", "partial", "one")], [0]),
    ],
)
def test_the_longest_direct_quotation_is_verbatim(
    base: Workspace, ferry: Path, records: list[tuple[str, str | None, str]], wrong: list[int]
) -> None:
    change(ferry, lambda data: quoted(data, *records))
    found = [pointer for code, pointer in told(base) if code == "A504"]
    assert found == [f"/quotes/{number}/relation" for number in wrong]


def test_the_verbatim_one_may_be_the_one_that_cannot_be_read(base: Workspace, ferry: Path) -> None:
    change(ferry, lambda data: quoted(data, ("direct", "verbatim", "one two"), ("direct", "partial", "one")))
    change(ferry, lambda data: put(data["quotes"][0], relation=5))
    assert told(base) == []


def test_the_verbatim_one_may_be_still_to_come(base: Workspace, ferry: Path) -> None:
    change(ferry, lambda data: quoted(data, ("direct", "partial", "one"), ("mixed", "verbatim", "two")))
    assert [pointer for _, pointer in told(base)] == ["/quotes/0/relation", "/quotes/1/relation"]
    rows = base.seeds / "SOURCES.toml"
    text = rows.read_text("utf-8")
    further = text[text.index("[[documents]]") :].replace('id = "ferry"', 'id = "pier"')
    rows.write_text(text + "\n" + further, "utf-8")
    assert told(base) == [("A504", "/quotes/1/relation")]


@pytest.mark.parametrize(
    ("value", "long"),
    [
        ("Port Ellery asked Norland for a second", False),
        ("Port Ellery asked Norland for a second boat, and", True),
        ("that Port Ellery asked Norland for a second boat,", True),
        ("PORT ELLERY “asked” Norland for a second boat", True),
        ("in other words it asked Norland for some boats or other", False),
    ],
)
def test_seven_running_words(base: Workspace, clusters: Path, value: str, long: bool) -> None:
    conflict = {"attribute": "act", "readings": [{"document": "ferry", "value": value}]}
    change(clusters, lambda data: put(data["events"][0], conflicts=[conflict]))
    assert [code for code, _ in told(base)] == ["A514"] * long


def test_readings_of_documents_without_the_layer_are_no_finding(base: Workspace, ferry: Path) -> None:
    change(ferry, lambda data: put(data["events"][1], cluster=None))
    assert [code for code, _ in told(base)] == ["A505", "A513"]
    change(ferry, lambda data: [put(data, events=[]), data["annotated_with"].pop("events")])
    assert told(base) == []


@pytest.mark.parametrize("day", ["2024-13", "2023-02-29", "0000"])
def test_days_that_there_are_not(base: Workspace, clusters: Path, day: str) -> None:
    change(clusters, lambda data: put(data["events"][0], day=day))
    assert told(base) == [("A518", "/events/0/day")]


# entities


def test_every_kind_of_reference_names(base: Workspace, ferry: Path, entities: Path, clusters: Path) -> None:
    change(entities, lambda data: data["entities"].append(entity("E:crew", "Crew", "PERSON")))
    spare = base.annotations / "spare.json"
    ways: list[tuple[Path, Change]] = [
        (ferry, lambda data: put(data["mentions"][5], entity="E:crew", type="PERSON")),
        (ferry, lambda data: put(data["quotes"][0], addressee="E:crew")),
        (ferry, lambda data: put(data["quotes"][0], chain=["E:crew"])),
        (ferry, lambda data: put(data["events"][0], factuality_source="E:crew")),
        (clusters, lambda data: data["events"][0]["participants"].append("E:crew")),
        (clusters, lambda data: put(data["utterances"][0], speaker="E:crew")),
        (entities, lambda data: put(data["entities"][1], holder="E:crew")),
        (entities, lambda data: put(data["entities"][1], members=["E:crew"])),
        (base.annotations / "passes/rosa/ferry.json", lambda data: put(data["mentions"][0], entity="E:crew")),
    ]
    assert told(base) == [("A505", "/entities/4/id")]
    for path, how in ways:
        shutil.copy(path, spare)
        change(path, how)
        assert told(base) == []
        shutil.copy(spare, path)
        spare.unlink()
    change(entities, lambda data: put(data["entities"][-1], members=["E:crew"], holder="E:crew"))
    assert told(base) == [("A505", "/entities/4/id")]


def test_an_earlier_round_hides_nothing_that_is_unused(base: Workspace, entities: Path) -> None:
    shutil.copytree(base.annotations / "passes", base.annotations / "rounds/1/passes")
    change(entities, lambda data: data["entities"].append(entity("E:crew", "Crew")))
    assert [code for code, _ in told(base)] == ["A505"]


def test_an_entity_may_wait_for_an_article(base: Workspace, ferry: Path, entities: Path) -> None:
    change(
        entities, lambda data: data["entities"].append(entity("E:crew", "Crew", aliases=[alias("the crew", "nominal")]))
    )
    assert {code for code, _ in told(base)} == {"A505", "A511"}
    change(ferry, lambda data: [put(data, times=[]), data["annotated_with"].pop("times")])
    assert told(base) == []
    ferry.unlink()
    assert told(base) == []


def test_what_is_missing_is_not_told_while_a_file_cannot_be_read(base: Workspace, ferry: Path, entities: Path) -> None:
    change(entities, lambda data: data["entities"].append(entity("E:crew", "Crew")))
    for how in (
        lambda data: data["events"][1].pop("type"),
        lambda data: put(data["events"][1], cluster="EV:nothing"),
        lambda data: put(data, document="fery"),
    ):
        kept = ferry.read_bytes()
        change(ferry, how)
        assert told(base) == []
        ferry.write_bytes(kept)
    ferry.write_text("{", "utf-8")
    assert told(base) == []


def test_a_pass_answers_for_what_is_its_own(base: Workspace) -> None:
    own = base.annotations / "passes/rosa/entities.json"
    rows = [
        entity("E:crew", "Crew"),
        entity("E:the-hale", "Mina Hale", "PERSON"),
        entity("E:island", "Skarholm", "LOC"),
    ]
    change(own, lambda data: data["entities"].extend(rows))
    found = findings(base)
    assert {one.severity for one in found} == {"warning"}
    assert {one.file for one in found} == {"annotations/passes/rosa/entities.json"}
    assert [(one.code, one.pointer) for one in found] == [
        ("A505", "/entities/1/id"),
        ("A505", "/entities/2/id"),
        ("A508", "/entities/2/name"),
        ("A505", "/entities/3/id"),
    ]


def test_what_a_pass_has_under_an_id_of_the_workspace_is_its_own(base: Workspace, entities: Path) -> None:
    own = base.annotations / "passes/rosa/entities.json"
    change(entities, lambda data: data["entities"].append(entity("E:second-boat", "Second Boat", "PRODUCT")))
    assert [(one.code, one.file) for one in findings(base)] == [("A505", "annotations/entities.json")]
    change(own, lambda data: put(data["entities"][0], name="Harbour Board", type="ORG"))
    assert [(one.code, one.file) for one in findings(base)] == [
        ("A505", "annotations/entities.json"),
        ("A508", "annotations/passes/rosa/entities.json"),
    ]


@pytest.mark.parametrize(
    ("qid", "status", "wrong"),
    [
        (None, "verified", True),
        ("Q1", "none", True),
        ("Q1", "verified", False),
        ("Q1", "candidate", False),
        (None, "candidate", False),
        (None, "none", False),
    ],
)
def test_wikidata_ids(base: Workspace, entities: Path, qid: str | None, status: str, wrong: bool) -> None:
    change(entities, lambda data: put(data["entities"][2], qid=qid, qid_status=status))
    assert [code for code, _ in told(base)] == ["A507"] * wrong


def test_two_of_one_name(base: Workspace, entities: Path) -> None:
    def add(*rows: dict[str, Any]) -> list[tuple[str, str]]:
        change(entities, lambda data: put(data, entities=[*data["entities"][:4], *rows]))
        named = {row["id"] for row in rows}
        return [one for one in told(base) if one[0] not in ("A505", "A511")] if named else []

    assert add(entity("E:b", "Harbour Board")) == [("A508", "/entities/4/name")]
    assert add(entity("E:b", "Harbour Board", "FAC")) == []
    assert add(entity("E:b", "B", aliases=[alias("Harbour Board", "official")])) == [
        ("A508", "/entities/4/aliases/0/form")
    ]
    assert add(entity("E:b", "B", aliases=[alias("Harbour Board", "short")])) == []
    looked_up: dict[str, Any] = {"qid_status": "verified", "holder": None}
    assert add(entity("E:b", "Bay", qid="Q1", **looked_up), entity("E:c", "Bay", qid="Q2", **looked_up)) == []
    assert add(entity("E:b", "Bay", qid="Q1", **looked_up), entity("E:c", "Cay", qid="Q1", **looked_up)) == [
        ("A506", "/entities/5/qid")
    ]


def test_one_alias_of_two(base: Workspace, ferry: Path, entities: Path) -> None:
    ferry.unlink()

    def add(*rows: dict[str, Any]) -> list[str]:
        change(entities, lambda data: put(data, entities=[*data["entities"][:4], *rows]))
        return [code for code, _ in told(base)]

    b, c = alias("the bay", "nominal"), alias("BB", "acronym")
    assert add(entity("E:b", "B", aliases=[c]), entity("E:c", "C", aliases=[c])) == ["A509"]
    assert add(entity("E:b", "B", aliases=[b]), entity("E:c", "C", aliases=[b])) == []
    assert add(entity("E:b", "B", aliases=[c]), entity("E:c", "C", "FAC", aliases=[c])) == []
    assert add(entity("E:b", "B", aliases=[c]), entity("E:c", "C", aliases=[alias("BB", "short")])) == []
    row: dict[str, Any] = {"aliases": [c], "qid_status": "verified"}
    assert add(entity("E:b", "B", qid="Q1", **row), entity("E:c", "C", qid="Q2", **row)) == []


def test_an_alias_that_says_nothing_new(base: Workspace, ferry: Path, entities: Path) -> None:
    ferry.unlink()
    forms = [alias("Hale", "short"), alias("Hale", "nominal"), alias("Mina Hale", "short"), alias("MINA HALE", "short")]
    change(entities, lambda data: put(data["entities"][1], aliases=[*forms, {**forms[0], "lang": "sv"}]))
    assert told(base) == [("A510", f"/entities/1/aliases/{number}/form") for number in (1, 2)]


def test_names_that_are_listed_and_names_that_are_not(base: Workspace, ferry: Path, entities: Path) -> None:
    change(entities, lambda data: put(data["entities"][1], name="Mina Anna Hale"))
    change(ferry, lambda data: put(data["mentions"][0], variant="short"))
    assert told(base) == [("A512", "/mentions/0/span/text")]
    change(entities, lambda data: put(data["entities"][1], aliases=[alias("MINA  HALE", "short")]))
    assert told(base) == []
    change(entities, lambda data: put(data["entities"][1], aliases=[]))
    change(ferry, lambda data: put(data["mentions"][0], form="NOM"))
    assert told(base) == []
    change(ferry, lambda data: put(data["mentions"][0], form="NAM", span={"start": 33, "end": 42, "text": "Mina Hale"}))
    assert told(base) == []


def test_names_of_a_pass(base: Workspace, ferry: Path, entities: Path) -> None:
    own = base.annotations / "passes/rosa"
    change(entities, lambda data: put(data["entities"][1], name="Mina Anna Hale"))
    assert [one.file for one in findings(base)] == ["annotations/ferry.json"]
    change(own / "ferry.json", lambda data: put(data["mentions"][1], form="NAM", variant="short"))
    assert [one.file for one in findings(base)] == ["annotations/ferry.json", "annotations/passes/rosa/ferry.json"]


def test_types_that_cannot_stand_there(base: Workspace, ferry: Path, entities: Path, clusters: Path) -> None:
    law = entity("E:pact", "Pact", "LAW")
    region = entity("E:coast", "Coast", "LOC", members=["E:port-ellery"])
    change(entities, lambda data: data["entities"].extend([law, region]))
    kept = {path: path.read_bytes() for path in (ferry, entities, clusters)}
    ways: list[tuple[Path, Change, str | None]] = [
        (ferry, lambda data: put(data["quotes"][0], speaker="E:pact"), "/quotes/0/speaker"),
        (ferry, lambda data: put(data["quotes"][0], addressee="E:pact"), "/quotes/0/addressee"),
        (ferry, lambda data: put(data["quotes"][0], chain=["E:norland", "E:pact"]), "/quotes/0/chain/1"),
        (ferry, lambda data: put(data["events"][2], factuality_source="E:pact"), "/events/2/factuality_source"),
        (clusters, lambda data: put(data["utterances"][0], speaker="E:pact"), "/utterances/0/speaker"),
        (clusters, lambda data: put(data["events"][0], participants=["E:pact"]), None),
        (entities, lambda data: put(data["entities"][1], holder="E:pact"), "/entities/1/holder"),
        (entities, lambda data: put(data["entities"][1], holder="E:coast"), None),
        (entities, lambda data: put(data["entities"][1], members=["E:norland"]), None),
        (entities, lambda data: put(data["entities"][1], members=["E:coast"]), "/entities/1/members/0"),
        (entities, lambda data: put(data["entities"][4], members=["E:norland"]), "/entities/4/members/0"),
    ]
    for path, how, pointer in ways:
        change(path, how)
        wanted = [("A515", pointer)] if pointer else []
        assert [one for one in told(base) if one[0] == "A515"] == wanted
        path.write_bytes(kept[path])


# states, splits


def test_states_need_two_passes_of_the_layer(base: Workspace, ferry: Path) -> None:
    rosa, nils = (base.annotations / "passes" / name for name in ("rosa", "nils"))
    names = ["rosa", "nils", "ada"]
    change(ferry, lambda data: put(data["annotated_with"]["mentions"], state="adjudicated", annotators=names))
    assert told(base) == [("A516", "/annotated_with/mentions/state")]
    shutil.copytree(rosa, nils)
    (nils / "entities.json").unlink()
    change(nils / "ferry.json", lambda data: data["mentions"].pop())
    change(nils / "ferry.json", lambda data: put(data["annotated_with"]["mentions"], annotators=["nils"]))
    assert told(base) == []
    change(ferry, lambda data: put(data["annotated_with"]["mentions"], annotators=["rosa", "ada"]))
    assert told(base) == [("A516", "/annotated_with/mentions/annotators")]
    change(ferry, lambda data: put(data["annotated_with"]["mentions"], annotators=names))
    change(ferry, lambda data: put(data["annotated_with"]["times"], state="double", annotators=["rosa", "nils"]))
    assert told(base) == [("A516", "/annotated_with/times/state")]


def test_a_pass_is_a_draft(base: Workspace) -> None:
    done = {"state": "double", "annotators": ["rosa", "nils"]}
    change(base.annotations / "passes/rosa/ferry.json", lambda data: put(data["annotated_with"]["mentions"], **done))
    assert [(one.code, one.severity) for one in findings(base)] == [("A516", "warning")]


def test_an_empty_layer_that_no_pass_fills(base: Workspace, ferry: Path) -> None:
    change(ferry, lambda data: [put(data, times=[]), put(data["events"][2], times=[])])
    assert told(base) == []


def test_splits_by_document_hold_only_near_duplicates_together(base: Workspace) -> None:
    rows = base.seeds / "SOURCES.toml"
    text = rows.read_text("utf-8")
    by_document = text.replace('version = "1.0.0"', 'version = "1.0.0"\nsplit_by = "document"')
    row = text[text.index("[[documents]]") :].replace('id = "ferry"', 'id = "pier"').replace('"train"', '"test"')
    rows.write_text(f"{by_document}\n{row}", "utf-8")
    assert told(base) == []
    for end in ("txt", "json"):
        record = (base.corpus / f"ferry.{end}").read_text("utf-8").replace('"id": "ferry"', '"id": "pier"')
        (base.corpus / f"pier.{end}").write_text(record, "utf-8")
    assert [(one.code, one.severity) for one in findings(base)] == [("W109", "error"), ("W110", "error")]
    rows.write_text(rows.read_text("utf-8").replace('split_by = "document"', "allow_leak = true"), "utf-8")
    assert [(one.code, one.severity) for one in findings(base)] == [
        ("W108", "error"),
        ("W109", "error"),
        ("W110", "warning"),
    ]


def test_rows_of_sources(base: Workspace) -> None:
    rows = base.seeds / "SOURCES.toml"
    text = rows.read_text("utf-8")
    row = text[text.index("[[documents]]") :].replace('id = "ferry"', 'id = "pier"')
    rows.write_text(text + "\n" + row, "utf-8")
    assert told(base) == []
    rows.write_text(text + "\n" + row.replace('"train"', '"validation"'), "utf-8")
    assert [(one.code, one.file, one.line) for one in findings(base)] == [("W108", "seeds/SOURCES.toml", 22)]
    assert told(base, base.annotations) == []
    rows.write_text(text + "\n" + row.replace('"train"', '"validation"').replace("ferry-to", "pier-to"), "utf-8")
    assert told(base) == []


# all of it


def test_only_the_selected_files_are_told_of(base: Workspace, ferry: Path, entities: Path, clusters: Path) -> None:
    change(entities, lambda data: data["entities"].append(entity("E:crew", "Crew")))
    change(ferry, lambda data: put(data["quotes"][0], relation="partial"))
    assert [code for code, _ in told(base)] == ["A505", "A504"]
    assert [code for code, _ in told(base, ferry)] == ["A504"]
    assert [code for code, _ in told(base, entities)] == ["A505"]
    assert told(base, base.annotations / "passes") == []


def test_without_a_property_in_the_schema_nothing_is_said_of_it(base: Workspace, ferry: Path) -> None:
    (path,) = base.schemas.glob("annotation-*.json")
    gone = {"Quote": ("relation", "utterance"), "Event": ("cluster",), "Entity": ("qid_status", "aliases", "holder")}

    def narrow(schema: Any) -> None:
        for name, keys in gone.items():
            for key in keys:
                del schema["$defs"][name]["properties"][key]
                schema["$defs"][name]["required"].remove(key)

    change(path, narrow)
    for file in (*base.annotations.glob("*.json"), *base.annotations.glob("passes/*/*.json")):

        def drop(data: Any) -> None:
            for record, layer in (("Quote", "quotes"), ("Event", "events"), ("Entity", "entities")):
                for item in data.get(layer, ()):
                    for key in gone[record]:
                        item.pop(key, None)

        change(file, drop)
    change(base.annotations / "clusters.json", lambda data: put(data, events=[], utterances=[]))
    assert told(base) == []


def broken(data: Any, dice: random.Random) -> Any:
    """The data with one value, somewhere, of another kind or away."""
    places: list[tuple[Any, Any]] = []

    def walk(value: Any) -> None:
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            places.append((value, key))
            if isinstance(item, dict | list):
                walk(item)

    walk(data := copy.deepcopy(data))
    holder, key = dice.choice(places)
    if dice.random() < 0.3:
        del holder[key]
    else:
        holder[key] = dice.choice([None, 0, "", "E:norland", [], [[]], {}, {"a": 1}, [None], ["x"], True])
    return data


def test_no_fault_of_structure_makes_it_raise(base: Workspace) -> None:
    dice = random.Random(5)  # noqa: S311
    for path in sorted(base.annotations.rglob("*.json")):
        original = path.read_bytes()
        for _ in range(60):
            path.write_text(json.dumps(broken(json.loads(original), dice)), "utf-8")
            check.validate(base)
        path.write_bytes(original)


def test_many_records_are_soon_checked(base: Workspace, ferry: Path, entities: Path, clusters: Path) -> None:
    number = 1000

    def many(data: Any) -> None:
        event, quote, mention = request(data), data["quotes"][0], data["mentions"][0]
        event.update(type="SUPPORT", times=["t1"], arguments=[{"role": "actor", "mention": "m1"}])
        data["events"] += [{**event, "id": f"e{n}"} for n in range(10, number)]
        data["quotes"] += [{**quote, "id": f"q{n}", "relation": "partial"} for n in range(10, number)]
        data["mentions"] += [
            {**mention, "id": f"m{n}", "entity": f"E:e{n}", "variant": "short"} for n in range(10, number)
        ]

    change(ferry, many)
    rows = [
        entity(f"E:e{n}", "Crew", "PERSON", holder=f"E:e{n + 1}", aliases=[alias("C", "short")])
        for n in range(10, number)
    ]
    change(entities, lambda data: data["entities"].extend([*rows, entity(f"E:e{number}", "Ship")]))
    start = time.process_time()
    found = {finding.code for finding in findings(base)}
    assert {"A501", "A502", "A508", "A509", "A512"} <= found
    assert time.process_time() - start < 10

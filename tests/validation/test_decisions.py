"""adjudication.jsonl, checked line by line and as a whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from wiremark.diagnostics import Finding, ordered
from wiremark.validation import decisions, validate
from wiremark.validation.context import Context
from wiremark.workspace import Workspace

LINE = {
    "document": "ferry",
    "layer": "mentions",
    "item": "m2.type",
    "at": [58, 69],
    "text": "Port Ellery",
    "a": "GPE",
    "b": "LOC",
    "decision": "a",
    "rule": "R-E5",
    "note": "it has a government",
}
PAIR = {
    "document": None,
    "layer": "clusters.events",
    "item": ["ferry e1", "ferry e2"],
    "a": "same",
    "b": "different",
    "decision": "near",
    "rule": "R-C1",
    "note": "one boat, two days",
}
GUIDELINES = "- **R-E5 Type.** …\n- **R-C1 Events.** see R-V6\n"
Write = Callable[..., list[tuple[str, int, str]]]


@pytest.fixture
def written(base: Workspace) -> Write:
    """Writes lines, objects or as they stand; gives code, line and pointer of every finding."""

    def write(*lines: Any) -> list[tuple[str, int, str]]:
        text = "\n".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
        (base.annotations / "adjudication.jsonl").write_text(text, "utf-8")
        (base.annotations / "GUIDELINES.md").write_text(GUIDELINES, "utf-8")
        found: list[Finding] = ordered(decisions.check(Context(base)))
        assert all(finding.file == "annotations/adjudication.jsonl" for finding in found)
        assert [finding for finding in validate(base)[0] if finding.code.startswith(("A6", "L"))] == found
        return [(finding.code, finding.line, finding.pointer) for finding in found]

    return write


@pytest.mark.parametrize(
    "line",
    [
        LINE,
        PAIR,
        {key: value for key, value in LINE.items() if key not in ("at", "text")},
        LINE | {"decision": None, "note": ""},
        LINE | {"decision": None, "note": "", "rule": None},
        LINE | {"decision": "other", "value": None},
        LINE | {"item": "m9", "a": None, "b": None, "decision": "other", "value": {"id": "m9"}},
        PAIR | {"decision": None, "note": ""},
        PAIR | {"layer": "entities", "item": ["ferry m1", "ferry m2"]},
        PAIR | {"item": "EV:boat-request.day", "decision": "b"},
        PAIR | {"item": "EV:boat.v2", "a": None, "b": None, "decision": "other", "value": {}},
    ],
)
def test_a_line_that_is_right(written: Write, line: Any) -> None:
    assert written(line) == []


@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        ({"document": 3}, "A601", "/document"),
        ({"layer": None}, "A601", "/layer"),
        ({"item": ["ferry e1"]}, "A601", "/item"),
        ({"item": ["ferry e1", 2]}, "A601", "/item"),
        ({"decision": True}, "A601", "/decision"),
        ({"note": None}, "A601", "/note"),
        ({"at": [1, "2"]}, "A601", "/at"),
        ({"reason": "none"}, "A601", "/reason"),
        ({"decision": "c"}, "A602", "/decision"),
        ({"decision": "same"}, "A602", "/decision"),
        ({"decision": "other"}, "A602", "/decision"),
        ({"value": "GPE"}, "A602", "/value"),
        ({"document": "fery"}, "A603", "/document"),
        ({"document": None}, "A603", "/layer"),
        ({"layer": "clusters.events"}, "A603", "/layer"),
        ({"item": "m2.typ"}, "A603", "/item"),
        ({"item": "m2.id"}, "A603", "/item"),
        ({"rule": "R-V6"}, "A604", "/rule"),
        ({"rule": None}, "A604", "/rule"),
        ({"decision": None, "rule": "R-E55"}, "A604", "/rule"),
    ],
)
def test_a_line_that_is_wrong(written: Write, change: Any, code: str, pointer: str) -> None:
    assert written(PAIR, LINE | change) == [(code, 2, pointer)]


@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        ({"decision": "a"}, "A602", "/decision"),
        ({"document": "ferry", "layer": "events"}, "A603", "/item"),
        ({"item": ["ferry e1", "bridge e2"]}, "A603", "/item/1"),
        ({"item": ["ferry", "ferry e2"]}, "A603", "/item/0"),
        ({"note": " "}, "A608", "/note"),
    ],
)
def test_a_pair_that_is_wrong(written: Write, change: Any, code: str, pointer: str) -> None:
    assert written(PAIR | change) == [(code, 1, pointer)]


@pytest.mark.parametrize("line", ["{", '{"a": 1', "not json", "[1]", "3", '{"a": NaN}', '{"a": 1} x', "\ufeff{}"])
def test_a_line_that_cannot_be_read_keeps_no_other_from_it(written: Write, line: str) -> None:
    found = written(LINE, line, LINE | {"item": "m3.typ"}, "", "")
    assert {number for _, number, _ in found} == {2, 3}
    assert found[-1] == ("A603", 3, "/item")


def test_a_half_character_and_a_key_that_stands_twice(written: Write) -> None:
    twice = json.dumps(LINE)[:-1] + ', "note": "again"}'
    assert [row[:2] for row in written(twice, LINE | {"item": "m3", "note": "half"})] == [("L105", 1)]
    half = json.dumps(LINE).replace("it has", "\\ud83d")
    assert written(LINE | {"item": "m3.type"}, half) == [("L104", 2, "/note")]


def test_an_item_twice(written: Write) -> None:
    assert written(LINE, LINE | {"item": "m3.type"}, LINE | {"decision": "b"}) == [("A607", 3, "/item")]


def test_contradictions_name_the_lines(base: Workspace, written: Write) -> None:
    lines = [
        PAIR | {"item": ["ferry e1", "ferry e2"], "decision": "same"},
        PAIR | {"item": ["ferry e1", "ferry e3"], "decision": "unsure"},
        PAIR | {"item": ["ferry e2", "ferry e3"], "decision": "same"},
    ]
    assert written(*lines) == [("A606", 2, "/decision")]
    (finding,) = decisions.check(Context(base))
    assert finding.notes == ("line 1: ferry e1 = ferry e2, same", "line 3: ferry e2 = ferry e3, same")


def test_open_lines_are_findings_where_the_layer_is_said_to_be_adjudicated(base: Workspace, written: Write) -> None:
    open_ = [LINE | {"decision": None}, PAIR | {"decision": None, "note": ""}]
    ferry = base.annotations / "ferry.json"
    assert written(*open_) == []
    data = json.loads(ferry.read_bytes())
    data["annotated_with"]["mentions"]["state"] = "adjudicated"
    ferry.write_text(json.dumps(data), "utf-8")
    assert written(*open_) == [("A605", 1, "/decision")]
    data["annotated_with"]["events"]["state"] = "adjudicated"
    ferry.write_text(json.dumps(data), "utf-8")
    assert written(*open_) == [("A605", 1, "/decision"), ("A605", 2, "/decision")]
    ferry.write_text("{", "utf-8")
    assert [code for code, _, _ in decisions_of(base)] == []


def decisions_of(base: Workspace) -> list[tuple[str, int, str]]:
    return [(finding.code, finding.line, finding.pointer) for finding in decisions.check(Context(base))]


def test_without_guidelines_any_rule_will_do(base: Workspace, written: Write) -> None:
    assert written(LINE | {"rule": "house rule 7"}) == [("A604", 1, "/rule")]
    (base.annotations / "GUIDELINES.md").unlink()
    assert decisions_of(base) == []


def test_no_file_no_finding(base: Workspace) -> None:
    assert decisions.check(Context(base)) == []


def test_what_a_link_to_nothing_or_a_folder_of_that_name_is_does_no_harm(base: Workspace) -> None:
    (base.annotations / "adjudication.jsonl").mkdir()
    assert decisions.check(Context(base)) == []

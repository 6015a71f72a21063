"""Two passes as tasks of adjudication, and what is submitted as decisions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from wiremark.annotation import passes
from wiremark.annotation.adjudication import Draft, Line, Present, Side, judge, refresh
from wiremark.labelstudio.editor.layout import Layout, layout
from wiremark.labelstudio.exchange import adjudication
from wiremark.schema.profile import read
from wiremark.workspace import Workspace

Object = dict[str, Any]


@dataclass
class Desk:
    """Two passes of a workspace, what is in its annotations/ taken for absent, and the lines, all of them open."""

    workspace: Workspace
    names: Sequence[str] = ("a", "b")
    lines: Sequence[Line] = ()
    draft: Draft = field(init=False)
    layout: Layout = field(init=False)

    def __post_init__(self) -> None:
        profile = read(json.loads(self.workspace.schema("1.0.0").read_bytes()))
        works = [passes.load(self.workspace, name) for name in self.names]
        a, b = (Side(work, frozenset(work.entities.keys() - work.given)) for work in works)
        entities = json.loads((self.workspace.annotations / "entities.json").read_bytes())
        self.draft = Draft(a, b, Present(entities=entities), profile, self.lines)
        self.lines = refresh(self.draft, self.lines).lines
        self.layout = adjudication.desk(layout(profile), self.draft.shape)
        self.texts = {id: self.workspace.text(id) for id in self.draft.documents}

    def tasks(self) -> Iterator[tuple[str, Object]]:
        for id in self.draft.documents:
            yield id, adjudication.task(self.draft, id, self.lines, self.layout, self.texts[id], id)

    def submit(self, document: str, rows: Any) -> list[Any]:
        """Takes in what was submitted; gives what is said of it."""
        data, found = adjudication.records(rows, self.draft, document, self.lines, self.layout, self.texts[document])
        seen = adjudication.seen(self.layout, self.draft.shape)
        judged = judge(self.draft, document, self.lines, data, seen)
        self.lines = judged.lines
        return [*found.problems, *judged.against]

    def decisions(self) -> dict[str, Any]:
        return {line.name: line.decision for line in self.lines if not line.paired}


def beside(rows: Sequence[Object], id: str, control: str) -> Object:
    """The row of a region, or of what is set beside it."""
    (row,) = [row for row in rows if row.get("id") == id and row.get("from_name") == control]
    return row


@pytest.fixture
def ferry(harbour: Path) -> Desk:
    """ada's and bo's passes over the ferry."""
    return Desk(Workspace.at(harbour), ("ada", "bo"))


def test_a_task_has_both_passes_and_what_to_begin_from(ferry: Desk) -> None:
    [(_, task)] = ferry.tasks()
    assert task["annotations"] == []
    assert [one["model_version"] for one in task["predictions"]] == ["ada", "bo", "ada + bo"]
    ada, bo, both = (one["result"] for one in task["predictions"])
    assert beside(ada, "m2", "mentions_metonymy")["value"]["choices"] == ["literal"]
    assert beside(bo, "m2", "mentions_metonymy")["value"]["choices"] == ["government"]
    assert "m6" not in {row.get("id") for row in bo}
    assert "events_cluster" not in {row.get("from_name") for row in both}
    assert beside(both, "m2", "mentions")["meta"] == {"text": ["metonymy · ada: literal · bo: government"]}
    assert beside(both, "m6", "mentions")["meta"] == {"text": ["only ada has it"]}
    assert [row["id"] for row in both if "meta" in row] == ["m2", "m6", "e1", "e2"]


def test_what_is_to_decide_is_told_beside_the_text(ferry: Desk) -> None:
    [(_, task)] = ferry.tasks()
    assert task["data"]["items"] == (
        "To decide: 4\n"
        "\n1. m2  … Hale, the mayor of [Port Ellery], said Tuesday. The …\nmetonymy\nada: literal\nbo: government\n"
        "\n2. m6  …y asked Norland for [a second boat], and Norland did no…\nonly ada has it\n"
        "\n3. e1  …. The Harbour Board [backed] her plan. Port Ell…\ncontexts\nada: executive\nbo: economic\n"
        "\n4. e2  … plan. Port Ellery [asked] Norland for a secon…\narguments\n"
        "ada: actor “Port Ellery”, recipient “Norland”, theme “a second boat”\n"
        "bo: actor “Port Ellery”, recipient “Norland”"
    )


def test_what_is_submitted_untouched_is_decided_as_it_was_shown(ferry: Desk) -> None:
    [(id, task)] = ferry.tasks()
    assert ferry.submit(id, task["predictions"][-1]["result"]) == []
    found = {"ferry m2.metonymy": "a", "ferry m6": "a", "ferry e1.contexts": "a", "ferry e2.arguments": "a"}
    assert ferry.decisions() == {**found, "ferry e2.cluster": None}
    assert list(adjudication.asked(ferry.draft, id, ferry.lines, ferry.layout)) == []


def test_what_was_edited_is_decided_by_what_it_became(ferry: Desk) -> None:
    [(id, task)] = ferry.tasks()
    rows = task["predictions"][-1]["result"]
    beside(rows, "m2", "mentions_metonymy")["value"]["choices"] = ["government"]
    beside(rows, "e1", "events_contexts")["value"]["choices"] = ["technology"]
    rows = [row for row in rows if "m6" not in (row.get("id"), row.get("to_id"))]
    text = ferry.texts[id]
    start = text.index("boat")
    value = {"start": start, "end": start + 4, "text": "boat", "labels": ["PRODUCT"]}
    region = {"id": "x1FzE_9-aa", "from_name": "mentions", "to_name": "text", "type": "labels", "value": value}
    form = {"type": "choices", "from_name": "mentions_form", "value": {**value, "choices": ["NOM"]}}
    assert ferry.submit(id, [*rows, region, {**region, **form}]) == []
    told = {line.item: (line.decision, line.value) for line in ferry.lines if line.decision}
    made = {"id": "m7", "type": "PRODUCT", "span": {"start": start, "end": start + 4, "text": "boat"}, "form": "NOM"}
    assert told == {
        "m2.metonymy": ("b", None),
        "m6": ("b", None),
        "e1.contexts": ("other", ["technology"]),
        "e2.arguments": ("b", None),
        "m7": ("other", {**made, "entity": None}),
    }
    before = list(ferry.lines)
    assert ferry.submit(id, [*rows, region, {**region, **form}]) == []
    assert ferry.lines == before


def test_decided_lines_are_in_what_one_begins_from(ferry: Desk) -> None:
    [(id, task)] = ferry.tasks()
    rows = [row for row in task["predictions"][-1]["result"] if "m6" not in (row.get("id"), row.get("to_id"))]
    ferry.submit(id, rows)
    [(_, task)] = ferry.tasks()
    assert task["predictions"][-1]["result"] == [
        {key: value for key, value in row.items() if key != "meta"} for row in rows
    ]


def test_the_digest_is_of_the_passes_and_not_of_decisions(ferry: Desk) -> None:
    before = adjudication.digest(ferry.draft, "ferry")
    [(id, task)] = ferry.tasks()
    assert task["data"]["base"] == before
    ferry.submit(id, task["predictions"][-1]["result"])
    assert adjudication.digest(Desk(ferry.workspace, ferry.names, ferry.lines).draft, "ferry") == before
    path = ferry.workspace.annotations / "passes" / "bo" / "ferry.json"
    path.write_text(path.read_text("utf-8").replace('"government"', '"population"'), "utf-8")
    assert adjudication.digest(Desk(ferry.workspace, ferry.names).draft, "ferry") != before


@pytest.mark.parametrize("number", [0, 1, 2])
@pytest.mark.parametrize("names", [("a", "b"), ("rounds/1/passes/a", "rounds/1/passes/b")])
def test_the_published_passes_decide_for_whom_they_are_submitted(
    workspace: Path, names: Sequence[str], number: int
) -> None:
    folders = [f"annotations/{name}" if "/" in name else name for name in names]
    desk = Desk(Workspace.at(workspace), folders)
    asked = [
        line for id in desk.draft.documents for line in adjudication.asked(desk.draft, id, desk.lines, desk.layout)
    ]
    assert asked
    for id, task in desk.tasks():
        assert not [one for one in desk.submit(id, task["predictions"][number]["result"]) if one.severity == "error"]
    told = {line.key: line.decision for line in desk.lines}

    def expected(line: Line) -> str:
        first = "b" if line.item == line.subject and line.a is None else "a"
        return first if number == 2 else "ab"[number]

    assert {line.key: told[line.key] for line in asked} == {line.key: expected(line) for line in asked}
    if number != 1:  # B's entities have B's names, where a pair of records decides
        assert len(desk.lines) == len(refresh(desk.draft).lines)

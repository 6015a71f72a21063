"""wiremark adjudicate with the tasks in a file: out, decided as an editor would, and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wiremark.labelstudio.editor.config import read

Object = dict[str, Any]
Rows = list[Object]


class Table:
    """The file of tasks of two passes, and who decides in it."""

    def __init__(self, wiremark: Any, root: Path) -> None:
        self.wiremark, self.root, self.path = wiremark, root, root.parent / "tasks.json"

    def run(self, *more: str) -> Any:
        return self.wiremark("adjudicate", "ada", "bo", *more, at=self.root)

    def laid(self) -> Object:
        """Writes the tasks, and gives the ferry's."""
        ran = self.run("--export", str(self.path))
        assert (ran.code, ran.err) == (0, ""), ran.out
        [task] = json.loads(self.path.read_bytes())
        return dict(task)

    def submitted(self, how: Callable[[Rows], Rows | None] = lambda rows: rows, *more: str, **about: Any) -> Any:
        """Submits what `how` makes of the rows to begin from, and imports that."""
        task = json.loads(self.path.read_bytes())[0]
        rows = json.loads(json.dumps(task["predictions"][-1]["result"]))
        made = {"id": 7, "result": how(rows) or rows, "completed_by": 1, "was_cancelled": False, **about}
        submitted = self.path.with_name("submitted.json")
        submitted.write_text(json.dumps([{**task, "id": 5, "annotations": [made]}]), "utf-8")
        return self.run("--import", str(submitted), *more)

    def decisions(self) -> dict[str, Any]:
        text = (self.root / "annotations" / "adjudication.jsonl").read_text("utf-8")
        lines = [json.loads(line) for line in text.split("\n") if line]
        return {line["item"]: line.get("value", line["decision"]) for line in lines}

    def gold(self) -> Object:
        return dict(json.loads((self.root / "annotations" / "ferry.json").read_bytes()))


@pytest.fixture
def table(wiremark: Any, harbour: Path) -> Table:
    return Table(wiremark, harbour)


def without(id: str) -> Callable[[Rows], Rows]:
    return lambda rows: [row for row in rows if id not in (row.get("id"), row.get("to_id"))]


def choose(id: str, control: str, *choices: str) -> Callable[[Rows], None]:
    def how(rows: Rows) -> None:
        [row] = [row for row in rows if (row.get("id"), row.get("from_name")) == (id, control)]
        row["value"]["choices"] = list(choices)

    return how


def mark(document: Object, words: str, id: str = "hJ3_x9-Qab") -> Rows:
    """A mention marked by hand, with its form."""
    start = document["data"]["text"].index(words)
    value = {"start": start, "end": start + len(words), "text": words}
    row = {
        "id": id,
        "from_name": "mentions",
        "to_name": "text",
        "type": "labels",
        "value": {**value, "labels": ["ORG"]},
    }
    form = {"from_name": "mentions_form", "type": "choices", "value": {**value, "choices": ["NAM"]}}
    return [row, {**row, **form}]


def test_from_two_passes_through_the_editor_to_the_adjudicated_layer(table: Table) -> None:
    task = table.laid()
    assert table.decisions() == dict.fromkeys(["m2.metonymy", "m6", "e1.contexts", "e2.arguments", "e2.cluster"])
    assert [task["data"]["document"], task["annotations"], len(task["predictions"])] == ["ferry", [], 3]
    known = read(table.path.with_suffix(".xml").read_text("utf-8")).controls
    assert "mentions_entity" in known
    assert "events_cluster" not in known
    ran = table.submitted(without("m6"))
    assert (ran.code, ran.err) == (0, ""), ran.out
    assert ran.out.startswith("1 submitted\n1 of 5 items in annotations/adjudication.jsonl to decide\n")
    decided = {"m2.metonymy": "a", "m6": "b", "e1.contexts": "a", "e2.arguments": "b", "e2.cluster": None}
    assert table.decisions() == decided
    path = table.root / "annotations" / "adjudication.jsonl"
    path.write_text(path.read_text("utf-8").replace('"decision": null', '"decision": "a"'), "utf-8")
    assert table.run("--apply").code == 0
    gold = table.gold()
    assert gold["mentions"][1]["metonymy"] == "literal"
    assert [row["id"] for row in gold["mentions"]] == ["m1", "m2", "m3", "m4", "m5"]
    assert len(gold["events"][1]["arguments"]) == 2
    assert gold["events"][1]["cluster"] == "EV:boat-request"
    assert table.wiremark("validate", at=table.root).code == 0


def test_nothing_is_decided_by_what_nobody_submitted(table: Table) -> None:
    table.laid()
    before = table.decisions()
    ran = table.run("--import", str(table.path))
    assert (ran.code, ran.out.split("\n")[0]) == (0, "1 not submitted yet")
    ran = table.submitted(was_cancelled=True)
    assert (ran.code, "T107" in ran.out) == (0, True)
    assert table.decisions() == before


def test_what_both_have_wrong_and_what_both_missed(table: Table) -> None:
    task = table.laid()

    def how(rows: Rows) -> Rows:
        choose("m1", "mentions_variant", "short")(rows)
        return [*rows, *mark(task, "Harbour")]

    ran = table.submitted(how)
    assert ran.code == 0, ran.out
    told = table.decisions()
    assert told["m1.variant"] == "short"
    assert (told["m7"]["type"], told["m7"]["span"]["text"]) == ("ORG", "Harbour")
    before = (table.root / "annotations" / "adjudication.jsonl").read_bytes()
    assert table.submitted(how).code == 0
    assert (table.root / "annotations" / "adjudication.jsonl").read_bytes() == before


def test_an_entity_that_nobody_had_gets_a_row(table: Table) -> None:
    task = table.laid()

    def how(rows: Rows) -> Rows:
        region, form = mark(task, "plan")
        entity = {**form, "from_name": "mentions_entity", "type": "textarea"}
        entity["value"] = {**form["value"], "text": ["E:harbor-board"]}
        return [*rows, region, form, entity]

    ran = table.submitted(how)
    assert ran.code == 0, ran.out
    assert 'warning[T203]: the entity "E:harbor-board" is new: did you mean "E:harbour-board"?' in ran.out
    assert table.decisions()["E:harbor-board"]["type"] == "ORG"
    assert "T203" not in table.submitted(how).out
    path = table.root / "annotations" / "adjudication.jsonl"
    path.write_text(path.read_text("utf-8").replace('"decision": null', '"decision": "a"'), "utf-8")
    assert table.run("--apply").code == 0
    entities = json.loads((table.root / "annotations" / "entities.json").read_bytes())["entities"]
    assert "E:harbor-board" in [row["id"] for row in entities]


def test_a_decision_of_before_is_shown_and_kept(table: Table) -> None:
    table.run()
    path = table.root / "annotations" / "adjudication.jsonl"
    head, item, rest = path.read_text("utf-8").partition('"m2.metonymy"')
    path.write_text(head + item + rest.replace('"decision": null', '"decision": "b"', 1), "utf-8")
    task = table.laid()
    values = {row["from_name"]: row["value"] for row in task["predictions"][-1]["result"] if row.get("id") == "m2"}
    assert values["mentions_metonymy"]["choices"] == ["government"]
    assert "metonymy" not in task["data"]["items"]
    assert table.submitted().code == 0
    assert table.decisions()["m2.metonymy"] == "b"


def test_a_decision_that_the_editor_contradicts_stays_unless_told_otherwise(table: Table) -> None:
    table.laid()
    table.submitted()
    again = choose("m2", "mentions_metonymy", "population")
    ran = table.submitted(again)
    assert ran.code == 1
    assert "error[A609]: ferry m2.metonymy is decided otherwise in the editor" in ran.out
    assert table.decisions()["m2.metonymy"] == "a"
    assert table.submitted(again, "--overwrite").code == 0
    assert table.decisions()["m2.metonymy"] == "population"
    assert table.submitted(again).code == 0


def test_passes_that_changed_since_are_not_decided_upon(table: Table) -> None:
    table.laid()
    path = table.root / "annotations" / "passes" / "bo" / "ferry.json"
    path.write_text(path.read_text("utf-8").replace('"economic"', '"executive"'), "utf-8")
    table.run()
    before = table.decisions()
    ran = table.submitted()
    assert (ran.code, "error[T305]" in ran.out) == (1, True)
    assert table.decisions() == before


@pytest.mark.parametrize(
    ("about", "code"), [({"result": [{"type": "relation"}]}, "T111"), ({"completed_by": 1, "result": None}, "T111")]
)
def test_broken_work_decides_nothing(table: Table, about: Object, code: str) -> None:
    table.laid()
    before = table.decisions()
    ran = table.submitted(**about)
    assert (ran.code, f"error[{code}]" in ran.out) == (1, True), ran.out
    assert table.decisions() == before


def test_two_adjudicators_are_one_too_many(table: Table) -> None:
    task = table.laid()
    rows = task["predictions"][-1]["result"]
    task["annotations"] = [{"id": id, "result": rows, "completed_by": id} for id in (1, 2)]
    table.path.write_text(json.dumps([task]), "utf-8")
    ran = table.run("--import", str(table.path))
    assert (ran.code, "error[T110]: 2 people submitted this task" in ran.out) == (1, True)


def test_of_two_tasks_of_a_document_the_first_decides(table: Table) -> None:
    task = table.laid()
    made = {"id": 1, "result": task["predictions"][0]["result"], "completed_by": 1}
    both = [{**task, "id": 4, "annotations": [made]}, {**task, "id": 5, "annotations": [made]}]
    table.path.write_text(json.dumps(both), "utf-8")
    ran = table.run("--import", str(table.path))
    assert (ran.code, "error[T105]" in ran.out) == (1, True)
    assert "1 submitted, 1 refused" in ran.out


def test_a_layer_that_was_done_since_is_not_taken_for_empty(table: Table) -> None:
    path = table.root / "annotations" / "passes" / "bo" / "ferry.json"
    whole = json.loads(path.read_bytes())
    layers = {name: done for name, done in whole["annotated_with"].items() if name != "quotes"}
    path.write_text(json.dumps({**whole, "quotes": [], "annotated_with": layers}), "utf-8")
    table.laid()
    path.write_text(json.dumps({**whole, "quotes": []}), "utf-8")
    ran = table.submitted()
    assert (ran.code, "error[T305]" in ran.out) == (1, True)
    assert table.decisions()["q1"] is None


def test_where_a_record_came_from_is_kept(table: Table) -> None:
    for name in ("ada", "bo"):
        path = table.root / "annotations" / "passes" / name / "ferry.json"
        data = json.loads(path.read_bytes())
        data["mentions"][0]["origin"] = "suggestion"
        if name == "bo":
            data["times"][0]["origin"] = "suggestion_changed"
        path.write_text(json.dumps(data), "utf-8")
    task = table.laid()
    added = mark(task, "plan")
    assert table.submitted(lambda rows: [{**row, "origin": "prediction"} for row in rows] + added).code == 0
    path = table.root / "annotations" / "adjudication.jsonl"
    path.write_text(path.read_text("utf-8").replace('"decision": null', '"decision": "a"'), "utf-8")
    assert table.run("--apply").code == 0
    rows = [row for layer in ("mentions", "times", "events", "quotes") for row in table.gold()[layer]]
    origins = {row["id"]: row["origin"] for row in rows if "origin" in row}
    assert origins == {"m1": "suggestion", "t1": "suggestion_changed"}


def test_nothing_left_to_decide(table: Table) -> None:
    table.laid()
    table.submitted()
    before = table.path.read_bytes()
    ran = table.run("--export", str(table.path))
    assert (ran.code, ran.out) == (0, "nothing is open that can be decided in the editor\n")
    assert table.path.read_bytes() == before


def test_the_tasks_and_their_config_are_two_files(table: Table) -> None:
    file = table.path.with_suffix(".xml")
    ran = table.run("--export", str(file))
    assert (ran.code, file.exists()) == (2, False)
    assert str(file.with_suffix(".json")) in ran.err


def test_ways_exclude_each_other_and_a_file_is_there(table: Table) -> None:
    assert table.run("--push", "--apply").code == 2
    ran = table.run("--import", "nowhere.json")
    assert ran.code == 2
    assert "nowhere.json" in ran.err

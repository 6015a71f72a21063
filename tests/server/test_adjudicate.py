"""What two passes differ in, decided on the real server: pushed, submitted as the editor does, pulled, applied."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from wiremark.labelstudio.editor.layout import layout
from wiremark.labelstudio.rows.outgoing import result
from wiremark.labelstudio.server.connection import Server
from wiremark.labelstudio.server.projects import find
from wiremark.labelstudio.server.pull import pages
from wiremark.schema.profile import read
from wiremark.workspace import Workspace

pytestmark = pytest.mark.server

Object = dict[str, Any]


class Table:
    """Two passes over the ferry and their project on the server."""

    def __init__(self, wiremark: Any, root: Path, server: Server, title: str) -> None:
        self.wiremark, self.root, self.server, self.title = wiremark, root, server, title

    def run(self, *more: str) -> Any:
        named = ["--project", self.title] if more and more[0] in ("--push", "--pull") else []
        return self.wiremark("adjudicate", "ada", "bo", *more, *named, at=self.root)

    def push(self) -> str:
        ran = self.run("--push")
        assert (ran.code, ran.err) == (0, ""), ran.out
        return str(ran.out)

    def pull(self, *more: str) -> Any:
        return self.run("--pull", *more)

    def task(self) -> Object:
        project = find(self.server, self.title)
        assert project
        [task] = [task for page in pages(self.server, project.id) for task in page]
        return task

    def begun(self) -> Object:
        """The prediction that the editor copies: that of the project's model version, among those of the task."""
        project = find(self.server, self.title)
        assert project
        version = self.server.once(lambda sdk: sdk.projects.get(project.id)).model_version
        [one] = [one for one in self.task()["predictions"] if one["model_version"] == version]
        return dict(one)

    def submit(self, rows: list[Object]) -> int:
        """Submits rows that one made of what was begun, as the editor does."""
        id, of = self.task()["id"], self.begun()["id"]
        made = self.server.once(lambda sdk: sdk.annotations.create(id, result=rows, parent_prediction=of))
        return int(made.id)

    def decisions(self) -> dict[str, Any]:
        text = (self.root / "annotations" / "adjudication.jsonl").read_text("utf-8")
        lines = [json.loads(line) for line in text.split("\n") if line]
        return {line["item"]: line["decision"] for line in lines}


@pytest.fixture
def table(
    wiremark: Any, harbour: Path, label_studio: Any, server: Server, title: str, monkeypatch: pytest.MonkeyPatch
) -> Table:
    for name, value in label_studio.environment().items():
        monkeypatch.setenv(name, value)
    return Table(wiremark, harbour, server, f"adjudication, {title}")


def without(rows: list[Object], id: str) -> list[Object]:
    return [row for row in rows if id not in (row.get("id"), row.get("to_id"))]


def test_pushed_submitted_pulled_applied(table: Table) -> None:
    told = table.push()
    assert told.startswith("1 document pushed, 0 there already\n  project   ")
    assert "then: wiremark adjudicate ada bo --pull" in told
    waiting = table.pull()
    assert (waiting.code, waiting.out.split("\n")[0]) == (0, "1 not submitted yet")
    assert set(table.decisions().values()) == {None}
    begun = table.begun()
    assert begun["model_version"] == "ada + bo"
    table.submit(without([{**row, "origin": "prediction"} for row in begun["result"]], "m6"))
    ran = table.pull()
    assert (ran.code, ran.err) == (0, ""), ran.out
    decided = {"m2.metonymy": "a", "m6": "b", "e1.contexts": "a", "e2.arguments": "b", "e2.cluster": None}
    assert table.decisions() == decided
    assert table.pull().code == 0
    path = table.root / "annotations" / "adjudication.jsonl"
    path.write_text(path.read_text("utf-8").replace('"decision": null', '"decision": "a"'), "utf-8")
    assert table.run("--apply").code == 0
    gold = json.loads((table.root / "annotations" / "ferry.json").read_bytes())
    assert [row["id"] for row in gold["mentions"]] == ["m1", "m2", "m3", "m4", "m5"]
    assert not [row for layer in ("mentions", "events", "quotes") for row in gold[layer] if "origin" in row]
    assert gold["annotated_with"]["events"] == {"schema": "1.0.0", "annotators": ["ada", "bo"], "state": "adjudicated"}
    assert table.wiremark("validate", at=table.root).code == 0


def test_a_second_push_changes_nothing(table: Table) -> None:
    table.push()
    before = table.task()
    assert "0 documents pushed, 1 there already" in table.push()
    assert table.task() == before


def test_a_second_thought_is_taken_where_that_is_asked_for(table: Table) -> None:
    table.push()
    rows = table.begun()["result"]
    made = table.submit(rows)
    assert table.pull().code == 0
    again = without(rows, "m6")
    table.server.once(lambda sdk: sdk.annotations.update(made, result=again))
    ran = table.pull()
    assert (ran.code, ran.out.count("error[A609]")) == (1, 2), ran.out
    assert table.decisions()["m6"] == "a"
    assert table.pull("--overwrite").code == 0
    assert table.decisions()["m6"] == "b"


def test_where_a_pass_changed_tasks_are_made_anew_as_long_as_nobody_worked_on_them(table: Table) -> None:
    table.push()
    assert "bo: economic" in table.task()["data"]["items"]
    path = table.root / "annotations" / "passes" / "bo" / "ferry.json"
    path.write_text(path.read_text("utf-8").replace('"economic"', '"technology"'), "utf-8")
    assert "1 document pushed, 0 there already" in table.push()
    second = table.task()
    assert "bo: technology" in second["data"]["items"]
    table.submit(table.begun()["result"])
    path.write_text(path.read_text("utf-8").replace('"technology"', '"legal"'), "utf-8")
    for ran in (table.run("--push"), table.pull()):
        assert (ran.code, "error[T305]" in ran.out) == (1, True), ran.out
        assert f"/data?task={second['id']}" in ran.out
    assert table.task()["data"] == second["data"]
    assert set(table.decisions().values()) == {None}


def test_a_project_to_annotate_in_is_left_alone(table: Table) -> None:
    ran = table.wiremark("labelstudio", "push", "--project", table.title, at=table.root)
    assert ran.code == 0, ran
    before = table.task()
    ran = table.run("--push")
    assert (ran.code, "is one to annotate in" in ran.err) == (2, True)
    assert table.task() == before


def test_an_unknown_project_is_said(table: Table) -> None:
    ran = table.pull()
    assert ran.code == 2
    assert "there is no project called" in ran.err


def test_three_people_from_documents_to_the_adjudicated_layer(
    wiremark: Any, base: Workspace, label_studio: Any, server: Server, title: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in label_studio.environment().items():
        monkeypatch.setenv(name, value)

    def run(*words: str) -> str:
        ran = wiremark(*words, at=base.root)
        assert (ran.code, ran.err) == (0, ""), ran
        return str(ran.out)

    def task(project: str) -> Object:
        found = find(server, project)
        assert found
        [one] = [one for page in pages(server, found.id) for one in page]
        return one

    def submit(project: str, rows: list[Object]) -> None:
        id = task(project)["id"]
        server.once(lambda sdk: sdk.annotations.create(id, result=rows))

    profile = read(json.loads(base.schema("1.0.0").read_bytes()))
    gold = result(json.loads((base.annotations / "ferry.json").read_bytes()), layout(profile))
    shutil.rmtree(base.annotations / "passes")
    for name, rows in (("ada", gold), ("bea", without(gold, "m6"))):
        project = f"{title} {name}"
        run("labelstudio", "push", "--annotator", name, "--project", project)
        assert (task(project)["annotations"], task(project)["predictions"]) == ([], [])
        submit(project, rows)
        run("labelstudio", "pull", "--annotator", name, "--project", project)
    assert "mentions" in run("agree", "ada", "bea")
    run("adjudicate", "ada", "bea", "--push", "--project", title)
    [begun] = [one["result"] for one in task(title)["predictions"] if one["model_version"] == "ada + bea"]
    submit(title, begun)
    told = run("adjudicate", "ada", "bea", "--pull", "--project", title)
    assert told.startswith("1 submitted\n2 items in annotations/adjudication.jsonl, all decided"), told
    run("adjudicate", "ada", "bea", "--apply")
    data = json.loads((base.annotations / "ferry.json").read_bytes())
    done = {"schema": "1.0.0", "annotators": ["ada", "bea"], "state": "adjudicated"}
    assert list(data["annotated_with"].values()) == [done] * 4
    assert result(data, layout(profile)) == gold
    run("validate")

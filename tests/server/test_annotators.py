"""Whose work is pulled where: several annotators, work that is not done, work that is nobody's; a changed schema."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wiremark.labelstudio.server.connection import Server
from wiremark.labelstudio.server.projects import find
from wiremark.labelstudio.server.pull import pages
from wiremark.workspace import Workspace

pytestmark = pytest.mark.server

ROWS = [
    {
        "id": "aNewRegion",
        "from_name": "mentions",
        "to_name": "text",
        "type": "labels",
        "value": {"start": 34, "end": 43, "text": "Mina Hale", "labels": ["PERSON"]},
    },
    {
        "id": "aNewRegion",
        "from_name": "mentions_form",
        "to_name": "text",
        "type": "choices",
        "value": {"start": 34, "end": 43, "choices": ["NAM"]},
    },
    {
        "id": "aNewRegion",
        "from_name": "mentions_entity",
        "to_name": "text",
        "type": "textarea",
        "value": {"start": 34, "end": 43, "text": ["E:mina-hale"]},
    },
]


@pytest.fixture(autouse=True)
def login(label_studio: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in label_studio.environment().items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def run(base: Workspace, wiremark: Callable[..., Any], title: str) -> Callable[..., Any]:
    """A command in the base workspace, on a project of the test's own."""
    return lambda *words: wiremark("labelstudio", *words, "--project", title, at=base.root)


def only(server: Server, title: str) -> Any:
    """The project's one task."""
    project = find(server, title)
    assert project
    [[task]] = pages(server, project.id)
    return task


def mentions(base: Workspace, name: str) -> Any:
    return json.loads((base.annotations / "passes" / name / "ferry.json").read_bytes())["mentions"]


def member(server: Server, name: str, email: str) -> int:
    """A further user of the server."""
    made = server.once(lambda sdk: sdk.users.create(username=name, first_name=name, last_name="", email=email))
    return int(made.id)


def annotated(server: Server, task: int, user: int) -> None:
    """ROWS as the work of a user."""
    server.once(lambda sdk: sdk.annotations.create(task, result=ROWS, completed_by=user))


def test_a_blind_pass_comes_back_under_its_name(
    base: Workspace, run: Callable[..., Any], server: Server, title: str
) -> None:
    assert run("push", "--layers", "mentions").code == 0
    task = only(server, title)
    assert (task["annotations"], task["predictions"]) == ([], [])
    server.once(lambda sdk: sdk.annotations.create(task["id"], result=ROWS))
    ran = run("pull", "--annotator", "cy")
    assert ran.code == 0, ran.out + ran.err
    [mention] = mentions(base, "cy")
    assert (mention["span"]["text"], mention["entity"], mention["id"]) == ("Mina Hale", "E:mina-hale", "m1")
    before = (base.annotations / "passes" / "cy" / "ferry.json").read_bytes()
    assert run("pull", "--annotator", "cy").code == 0
    assert (base.annotations / "passes" / "cy" / "ferry.json").read_bytes() == before


def test_a_blind_pass_is_not_taken_for_gold(
    base: Workspace, wiremark: Callable[..., Any], server: Server, title: str
) -> None:
    """With `--into gold`, the annotator is who signs a new layer, not whose project it is."""
    sources = base.seeds / "SOURCES.toml"
    sources.write_text(sources.read_text("utf-8").replace('"harbour"', f'"{title}"', 1), "utf-8")
    wiremark("labelstudio", "push", "--annotator", "cy", at=base.root)
    annotated(server, only(server, f"{title} cy")["id"], 1)
    before = (base.annotations / "ferry.json").read_bytes()
    command = ("labelstudio", "pull", "--annotator", "cy", "--into", "gold")
    ran = wiremark(*command, at=base.root)
    assert (ran.code, f"no project called {title} on" in ran.err) == (2, True)
    wiremark("labelstudio", "push", "--annotations", "gold", at=base.root)
    assert wiremark(*command, at=base.root).code == 0
    assert (base.annotations / "ferry.json").read_bytes() == before


def test_a_document_in_two_tasks_is_taken_from_neither(
    base: Workspace, run: Callable[..., Any], server: Server, title: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wiremark.labelstudio.server.pull.SIZE", 1)
    run("push", "--layers", "mentions")
    first, project = only(server, title), find(server, title)
    assert project
    server.once(lambda sdk: sdk.projects.import_tasks(project.id, request=[{"data": first["data"]}]))
    for page in pages(server, project.id):
        annotated(server, page[0]["id"], 1)
    ran = run("pull", "--annotator", "cy")
    assert (ran.code, ran.out.count("error[T105]")) == (1, 1)
    assert not (base.annotations / "passes" / "cy").exists()


def test_a_corpus_whose_name_is_a_number(
    base: Workspace, wiremark: Callable[..., Any], server: Server, title: str
) -> None:
    number = title.replace("project", "2023").replace(" ", "")
    sources = base.seeds / "SOURCES.toml"
    sources.write_text(sources.read_text("utf-8").replace('"harbour"', f'"{number}"', 1), "utf-8")
    assert wiremark("labelstudio", "push", "--annotations", "gold", at=base.root).code == 0
    assert wiremark("labelstudio", "pull", "--into", "gold", at=base.root).code == 0
    assert find(server, number)


@pytest.mark.parametrize("name", ["Ada Lovelace", "gold", "ada@example.org", "../ada"])
def test_what_is_no_name_of_an_annotator(run: Callable[..., Any], name: str) -> None:
    for command in ("push", "pull"):
        ran = run(command, "--annotator", name)
        assert (ran.code, "is no name for an annotator" in ran.err, "@" in ran.err) == (2, True, False)


def test_two_annotators_in_one_project(
    base: Workspace, run: Callable[..., Any], server: Server, title: str, tmp_path: Path
) -> None:
    run("push", "--layers", "mentions")
    task = only(server, title)["id"]
    slug = title.replace(" ", "-")
    emails = {name: f"{name}-{slug}@example.org" for name in ("dee", "eve")}
    users = {name: member(server, f"{name}-{slug}", email) for name, email in emails.items()}
    for user in users.values():
        annotated(server, task, user)
    assert "T110" in run("pull", "--annotator", "dee").out

    known = tmp_path / "users.toml"
    known.write_text(f'"{emails["dee"]}" = "dee"\n', "utf-8")
    ran = run("pull", "--users", str(known))
    assert ran.code == 1
    assert f"{users['eve']}" in ran.out

    known.write_text(f'"{emails["dee"].upper()}" = "dee"\n"{users["eve"]}" = "eve"\n', "utf-8")
    ran = run("pull", "--users", str(known))
    assert ran.code == 0, ran.out
    assert mentions(base, "dee") == mentions(base, "eve") != []
    assert "@example.org" not in ran.out + ran.err
    texts = [path.read_text("utf-8") for path in base.root.rglob("*.json") if path.is_file()]
    assert not any("@example.org" in text for text in texts)

    known.write_text('"nobody@example.org" = "dee"\n', "utf-8")
    ran = run("pull", "--users", str(known))
    assert (ran.code, "1 address in --users" in ran.err, "@example.org" in ran.err) == (2, True, False)


def test_what_we_pushed_and_nobody_touched_is_nobodys_pass(
    base: Workspace, run: Callable[..., Any], server: Server, title: str
) -> None:
    run("push", "--annotations", "gold")
    ran = run("pull", "--annotator", "cy")
    assert (ran.code, "1 not annotated" in ran.out) == (0, True)
    assert not (base.annotations / "passes" / "cy").exists()

    [annotation] = only(server, title)["annotations"]
    rows = [row for row in annotation["result"] if row.get("id") != "t2" and "t2" not in row.values()]
    server.once(lambda sdk: sdk.annotations.update(annotation["id"], result=rows))
    ran = run("pull", "--annotator", "cy")
    assert ran.code == 0, ran.out
    assert len(mentions(base, "cy")) == 6


def test_skipped_and_unsubmitted_work_is_told_and_not_written(
    base: Workspace, run: Callable[..., Any], server: Server, title: str
) -> None:
    run("push", "--layers", "mentions")
    task = only(server, title)["id"]
    server.once(lambda sdk: sdk.annotations.create(task, result=ROWS, was_cancelled=True))
    path = f"api/tasks/{task}/drafts"
    server.once(lambda sdk: sdk._client_wrapper.httpx_client.request(path, method="POST", json={"result": ROWS}))
    ran = run("pull", "--annotator", "cy")
    assert ran.code == 0
    assert {"warning[T107]", "warning[T108]"} <= {line.partition(":")[0] for line in ran.out.split("\n")}
    assert f"/data?task={task}" in ran.out
    assert not (base.annotations / "passes" / "cy").exists()


def test_broken_work_is_told_with_its_link_and_not_written(
    base: Workspace, run: Callable[..., Any], server: Server, title: str
) -> None:
    run("push", "--layers", "mentions")
    task = only(server, title)["id"]
    broken = [*ROWS, {"type": "relation", "from_id": "aNewRegion", "to_id": "gone", "direction": "right", "labels": []}]
    server.once(lambda sdk: sdk.annotations.create(task, result=broken))
    ran = run("pull", "--annotator", "cy")
    assert (ran.code, "T117" in ran.out, f"/data?task={task}" in ran.out) == (1, True, True)
    assert not (base.annotations / "passes" / "cy").exists()


def test_a_label_in_use_is_not_taken_away(
    base: Workspace,
    run: Callable[..., Any],
    later: Callable[..., None],
    server: Server,
    title: str,
) -> None:
    run("push", "--annotations", "gold")
    before = find(server, title)
    later(base.root, "1.1.0", {'"PRODUCT"': '"GOODS"'})
    ran = run("push")
    assert ran.code == 1
    assert "PRODUCT of mentions stands in 1 annotation" in ran.out
    assert "schemas/migrations/1.0.0__1.1.0.json" in ran.out
    assert find(server, title) == before


def test_a_label_that_nobody_used_may_go(
    base: Workspace, run: Callable[..., Any], later: Callable[..., None], server: Server, title: str
) -> None:
    run("push")
    later(base.root, "1.1.0", {'"PRODUCT"': '"GOODS"'})
    assert run("push").code == 0
    project = find(server, title)
    assert project
    assert ("GOODS" in project.config, "PRODUCT" in project.config) == (True, False)
    assert only(server, title)["data"]["schema_version"] == "1.1.0"


def test_other_layers_need_another_project(base: Workspace, run: Callable[..., Any]) -> None:
    run("push", "--layers", "mentions")
    ran = run("push", "--layers", "mentions", "times")
    assert (ran.code, "asks for mentions, and this is for mentions, times" in ran.err) == (2, True)


def test_a_changed_text_is_a_finding(base: Workspace, run: Callable[..., Any], server: Server, title: str) -> None:
    run("push")
    task = only(server, title)
    data = task["data"] | {"text_sha256": "0" * 64}
    server.once(lambda sdk: sdk.tasks.update(task["id"], data=data))
    for ran in (run("push"), run("pull", "--annotator", "cy")):
        assert (ran.code, "T104" in ran.out, f"/data?task={task['id']}" in ran.out) == (1, True, True)

"""A push brings each document once, whatever is lost on the way: the real server, behind a proxy that loses things."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from wiremark.labelstudio.server.connection import Server, ServerError, Unsure
from wiremark.labelstudio.server.login import Token
from wiremark.labelstudio.server.mark import mark
from wiremark.labelstudio.server.projects import Project, make
from wiremark.labelstudio.server.pull import pages
from wiremark.labelstudio.server.push import push

pytestmark = pytest.mark.server

ROW = {
    "id": "m1",
    "from_name": "mentions",
    "to_name": "text",
    "type": "labels",
    "value": {"start": 0, "end": 3, "text": "Ada", "labels": ["PERSON"]},
}
OTHER = {**ROW, "value": {"start": 8, "end": 11, "text": "Bea", "labels": ["PERSON"]}}


@pytest.fixture
def project(server: Server, title: str, xml: str) -> Project:
    return make(server, title, xml)


def documents(server: Server, project: Project) -> Counter[str]:
    return Counter(task["data"]["document"] for page in pages(server, project.id, whole=False) for task in page)


def held(server: Server, project: Project) -> list[Any]:
    return [task for page in pages(server, project.id) for task in page]


def test_two_pushes_are_one(server: Server, project: Project, task: Callable[..., Any]) -> None:
    tasks = [task(f"d{number}") for number in range(250)]
    first = push(server, project, tasks)
    before = held(server, project)
    again = push(server, project, tasks)
    assert (first.new, first.there, again.new, again.there) == (250, 0, 0, 250)
    assert held(server, project) == before
    assert documents(server, project) == Counter(f"d{number}" for number in range(250))


@pytest.mark.parametrize(
    "faults",
    [
        ["drop after"],
        ["drop before", "drop after"],
        ["504 after"],
        ["504 before"],
        ["504 late"],
        ["cut off", "504 before", "drop after"],
    ],
    ids=" then ".join,
)
def test_lost_answers_leave_each_document_once(
    server: Server, project: Project, task: Callable[..., Any], proxy: Any, label_studio: Any, faults: list[Any]
) -> None:
    tasks = [{**task(f"d{number}"), "annotations": [{"result": [ROW]}]} for number in range(120)]
    proxy.faults = [*faults]
    with Server(proxy.url, Token(label_studio.token)) as through:
        pushed = push(through, project, tasks)
    assert not proxy.faults
    assert (pushed.new, pushed.unfit) == (120, {})
    assert documents(server, project) == Counter(f"d{number}" for number in range(120))
    assert {len(one["annotations"]) for one in held(server, project)} == {1}


def test_a_server_that_never_takes_a_request_is_not_asked_for_ever(
    project: Project, task: Callable[..., Any], proxy: Any, label_studio: Any
) -> None:
    proxy.faults = ["504 before"] * 9
    with Server(proxy.url, Token(label_studio.token)) as through, pytest.raises(Unsure):
        push(through, project, [task("d")], patience=0)
    assert proxy.imports == 5


def test_annotations_and_suggestions_come_to_tasks_that_are_there_once(
    server: Server, project: Project, task: Callable[..., Any]
) -> None:
    bare, full = task("bare"), {**task("full"), "annotations": [{"result": [ROW]}]}
    push(server, project, [bare, full])
    work = {
        "annotations": [{"result": [OTHER]}],
        "predictions": [{"model_version": "m", "result": [ROW]}, {"model_version": "n", "result": [OTHER]}],
    }
    for _ in range(2):
        pushed = push(server, project, [{**bare, **work}, {**full, **work}])
    assert (pushed.new, pushed.annotations, pushed.predictions) == (0, 0, 0)
    for one in held(server, project):
        [annotation] = one["annotations"]
        assert (annotation["result"], annotation["import_id"]) == ([OTHER], mark([OTHER]))
        assert {old["model_version"]: old["result"] for old in one["predictions"]} == {"m": [ROW], "n": [OTHER]}
        assert not annotation["ground_truth"]


def test_a_changed_suggestion_takes_the_place_of_the_old_one(
    server: Server, project: Project, task: Callable[..., Any]
) -> None:
    for row in (ROW, OTHER):
        push(server, project, [{**task("d"), "predictions": [{"model_version": "m", "result": [row]}]}])
    [one] = held(server, project)
    assert [old["result"] for old in one["predictions"]] == [[OTHER]]


def test_several_suggestions_of_one_name_stay(server: Server, project: Project, task: Callable[..., Any]) -> None:
    several = [{"model_version": "m", "result": [ROW]}, {"model_version": "m", "result": [OTHER]}]
    for predictions in (several[:1], several, several):
        push(server, project, [{**task("d"), "predictions": predictions}])
    [one] = held(server, project)
    assert [old["result"] for old in one["predictions"]] == [[ROW], [OTHER]]


def test_a_request_that_is_too_long_for_a_proxy_goes_in_halves(
    server: Server, project: Project, task: Callable[..., Any], proxy: Any, label_studio: Any
) -> None:
    proxy.longest = 30_000
    with Server(proxy.url, Token(label_studio.token)) as through:
        push(through, project, [task(f"d{number}", "Ada met Bea. " * 100) for number in range(50)])
        assert documents(server, project) == Counter(f"d{number}" for number in range(50))
        with pytest.raises(ServerError, match="too long"):
            push(through, project, [task("long", "Ada met Bea. " * 5000)])


def test_an_annotation_that_was_changed_there_is_not_pushed_over(
    server: Server, project: Project, task: Callable[..., Any]
) -> None:
    push(server, project, [{**task("d"), "annotations": [{"result": [ROW]}]}])
    [one] = held(server, project)
    server.once(lambda sdk: sdk.annotations.update(one["annotations"][0]["id"], result=[OTHER]))
    edited = held(server, project)
    pushed = push(server, project, [{**task("d"), "annotations": [{"result": [ROW, OTHER]}]}])
    assert [unfit.kind for unfit in pushed.unfit.values()] == ["edited"]
    assert held(server, project) == edited


def test_a_changed_text_is_refused_and_the_others_go(
    server: Server, project: Project, task: Callable[..., Any]
) -> None:
    push(server, project, [task("a")])
    pushed = push(server, project, [task("a", "Ada met Bea in Bonn."), task("b")])
    assert {name: unfit.kind for name, unfit in pushed.unfit.items()} == {"a": "text"}
    assert documents(server, project) == {"a": 1, "b": 1}
    assert held(server, project)[0]["data"]["text"] == "Ada met Bea in Cork."


def test_what_was_changed_there_alike_is_no_finding(server: Server, project: Project, task: Callable[..., Any]) -> None:
    push(server, project, [{**task("d"), "annotations": [{"result": [ROW]}]}])
    [one] = held(server, project)
    edited = {**OTHER, "origin": "manual"}
    server.once(lambda sdk: sdk.annotations.update(one["annotations"][0]["id"], result=[edited]))
    asked = []

    def alike(document: str, rows: Any) -> bool:
        asked.append((document, rows))
        return True

    pushed = push(server, project, [{**task("d"), "annotations": [{"result": [OTHER]}]}], alike=alike)
    assert (pushed.unfit, pushed.annotations, asked) == ({}, 0, [("d", [edited])])


def test_tasks_of_others_are_left_alone(server: Server, project: Project, task: Callable[..., Any]) -> None:
    for _ in range(2):
        server.once(lambda sdk: sdk.projects.import_tasks(project.id, request=[{"data": {"text": "t", "title": "t"}}]))
    push(server, project, [task("d")])
    assert [one["data"].get("document") for one in held(server, project)] == [None, None, "d"]


def test_of_copies_the_one_with_work_stays(server: Server, project: Project, task: Callable[..., Any]) -> None:
    for _ in range(3):
        server.once(lambda sdk: sdk.projects.import_tasks(project.id, request=[task("d")]))
    worked = held(server, project)[1]["id"]
    server.once(lambda sdk: sdk.annotations.create(worked, result=[ROW]))
    push(server, project, [task("d")])
    assert [one["id"] for one in held(server, project)] == [worked]


def test_two_tasks_with_work_both_stay_and_are_told(server: Server, project: Project, task: Callable[..., Any]) -> None:
    for _ in range(2):
        server.once(lambda sdk: sdk.projects.import_tasks(project.id, request=[task("d")]))
    first, second = (one["id"] for one in held(server, project))
    server.once(lambda sdk: (sdk.annotations.create(first, result=[ROW]), sdk.annotations.create(second, result=[ROW])))
    pushed = push(server, project, [task("d")])
    assert [unfit.kind for unfit in pushed.unfit.values()] == ["twice"]
    assert documents(server, project) == {"d": 2}

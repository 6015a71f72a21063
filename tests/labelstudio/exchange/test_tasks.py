"""Which annotation of a task counts, what is said of the others, and which tasks are ours."""

from __future__ import annotations

from typing import Any

import pytest
from tests.labelstudio.rows.documents import LAYOUT, Object

from wiremark.labelstudio.exchange.synced import Imported, Synced
from wiremark.labelstudio.exchange.tasks import Asked, asked, belongs, counting, digest, task
from wiremark.labelstudio.server.mark import mark
from wiremark.validation.level3 import Article
from wiremark.validation.places import Problem
from wiremark.workspace import sha256

TEXT = "Mina Hale said so."
SHA256 = sha256(TEXT.encode("utf-8"))
ARTICLE = Article("ferry", "2024-05-07", TEXT, SHA256)
LAYERS = tuple(LAYOUT.layers)


def made(user: Any, at: str = "2024-05-08T09:00:00Z", **more: Any) -> Object:
    return {"id": 7, "completed_by": user, "updated_at": at, "result": [], "was_cancelled": False, **more}


def draft(annotation: int | None, at: str, *rows: Object) -> Object:
    return {"id": 3, "annotation": annotation, "updated_at": at, "result": list(rows)}


def test_the_latest_of_each_user_counts() -> None:
    annotations = [made(1, "2024-05-09"), made(2), made(1, "2024-05-10"), made(1, "2024-05-08"), made(None)]
    works, problems = counting({"annotations": annotations})
    assert [(work.number, work.user) for work in works] == [(1, "2"), (2, "1"), (4, "")]
    assert [(one.code, one.severity, one.pointer) for one in problems] == [
        ("T109", "warning", "/annotations/0"),
        ("T109", "warning", "/annotations/3"),
    ]


def test_one_user_said_in_two_ways_is_one() -> None:
    annotations = [made({"id": 1, "email": "ada@example.org"}, "2024-05-09"), made(1, "2024-05-10")]
    works, problems = counting({"annotations": annotations})
    assert ([(work.number, work.email) for work in works], len(problems)) == ([(1, "ada@example.org")], 1)


def test_what_was_cancelled_does_not() -> None:
    works, [problem] = counting({"annotations": [made(1, was_cancelled=True), made(1, "2024-01-01")]})
    assert [work.number for work in works] == [1]
    assert (problem.code, problem.pointer) == ("T107", "/annotations/0")


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (draft(None, "2024-05-07", {"id": "m1"}), True),
        (draft(None, "2024-05-07"), False),  # the page was opened, and nothing done
        (draft(7, "2024-05-07", {"id": "m1"}), False),  # submitted since
        (draft(7, "2024-05-09", {"id": "m1"}), True),
        (draft(7, "2024-05-09"), True),  # everything was taken out
        (draft(99, "2024-05-09", {"id": "m1"}), True),
    ],
)
def test_drafts_are_told(one: Object, told: bool) -> None:
    works, problems = counting({"annotations": [made(1)], "drafts": [one]})
    assert len(works) == 1
    assert [(problem.code, problem.severity) for problem in problems] == [("T108", "warning")] * told


def test_ids_of_any_kind() -> None:
    works, problems = counting(
        {"annotations": [made(1) | {"id": [7]}], "drafts": [draft(7, "2024-05-09") | {"annotation": [7]}]}
    )
    assert (len(works), [problem.code for problem in problems]) == (1, ["T108"])


def test_users_by_number_or_address() -> None:
    [work], _ = counting({"annotations": [made({"id": 4, "email": "ada@example.org"})]})
    assert (work.user, work.email) == ("4", "ada@example.org")
    pushed = made(1, import_id=mark([]), updated_by=6)
    [work], _ = counting({"annotations": [pushed]})
    assert (work.user, work.untouched) == ("6", True)  # who changed it, not who pushed it


def test_a_task_says_what_it_is() -> None:
    one = asked(task(ARTICLE, "Ferry", LAYOUT, "d1"))
    assert one == Asked("ferry", TEXT, SHA256, "1.0.0", LAYERS, "d1")
    assert isinstance(one, Asked)
    assert belongs(one, {"ferry": ARTICLE}, "1.0.0", LAYERS) is None


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"document": None}, "/data"),
        ({"text": 5}, "/data"),
        ({"layers": []}, "/data/layers"),
        ({"layers": [["mentions"]]}, "/data/layers"),
        ({"base": 5}, "/data/base"),
    ],
)
def test_a_task_of_another_form(change: Object, pointer: str) -> None:
    one = task(ARTICLE, "Ferry", LAYOUT)
    one["data"] |= change
    found = asked(one)
    assert isinstance(found, Problem)
    assert (found.code, found.pointer) == ("T102", pointer)


@pytest.mark.parametrize("one", [None, [], {}, {"data": []}, {"data": {}}])
def test_no_task_at_all(one: Any) -> None:
    assert isinstance(asked(one), Problem)


@pytest.mark.parametrize("key", ["annotations", "drafts"])
@pytest.mark.parametrize("value", [None, {}, [5]])
def test_lists_that_are_none(key: str, value: Any) -> None:
    found = asked(task(ARTICLE, "Ferry", LAYOUT) | {key: value})
    assert isinstance(found, Problem)
    assert (found.code, found.pointer) == ("T102", f"/{key}")


@pytest.mark.parametrize(
    ("article", "version", "code", "pointer"),
    [
        (ARTICLE, "1.1.0", "T106", "/data/schema_version"),
        (Article("wharf", "", TEXT, ""), "1.0.0", "T103", "/data/document"),
        (Article("ferry", "", "So.", sha256(b"So.")), "1.0.0", "T104", "/data/text_sha256"),
        (Article("ferry", "", "So.", ARTICLE.text_sha256), "1.0.0", "T104", "/data/text"),
        (Article("ferry", "", lacking="no corpus/ferry.txt"), "1.0.0", "T104", "/data/text_sha256"),
    ],
)
def test_a_task_that_does_not_belong(article: Article, version: str, code: str, pointer: str) -> None:
    one = asked(task(ARTICLE, "Ferry", LAYOUT))
    assert isinstance(one, Asked)
    problem = belongs(one, {article.id: article}, version, LAYERS)
    assert problem is not None
    assert (problem.code, problem.pointer) == (code, pointer)


def test_layers_of_another_schema_version() -> None:
    made = task(ARTICLE, "Ferry", LAYOUT)
    made["data"]["layers"] = ["mentions", "topics"]
    one = asked(made)
    assert isinstance(one, Asked)
    found = [belongs(one, {"ferry": ARTICLE}, version, LAYERS) for version in ("1.0.0", "1.1.0")]
    assert [problem and (problem.code, problem.pointer) for problem in found] == [
        ("T102", "/data/layers"),
        ("T106", "/data/schema_version"),
    ]


def test_a_digest_is_of_the_records_whatever_their_order() -> None:
    records = [{"id": "m1", "type": "GPE", "form": "NAM"}, {"id": "m2", "type": "ORG", "form": "NAM"}]
    empty: Object = {"times": [], "events": [], "quotes": []}
    one = digest({"mentions": records, **empty}, LAYOUT)
    turned = [dict(reversed(record.items())) for record in reversed(records)]
    assert one == digest({"mentions": turned, **empty, "review": []}, LAYOUT)
    assert one != digest({"mentions": records[:1], **empty}, LAYOUT)


def test_what_is_remembered_is_kept_apart_from_git(tmp_path: Any) -> None:
    memory, now = Synced(tmp_path), Imported("d1", "2024-05-07", {"kT9": "m7"})
    memory.imported("a.json mentions", "7 1", now)
    memory.gone("a.json mentions", 6)
    memory.gone("a.json mentions", 4)
    assert memory.changed
    for path, content in memory.files().items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    assert (tmp_path / ".labelstudio" / ".gitignore").read_text() == "*\n"
    again = Synced(tmp_path)
    assert again.last("a.json mentions", "7 1") == now
    assert again.last("a.json mentions", "7 2") is None
    assert again.last("b.json mentions", "7 1") is None
    assert (again.greatest("a.json mentions"), again.greatest("b.json mentions"), again.changed) == (6, 0, False)
    (tmp_path / ".labelstudio" / "synced.json").write_text("[]")
    assert Synced(tmp_path).last("a.json mentions", "7 1") is None

"""wiremark labelstudio import: what comes back, and where it goes."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Wiremark

from wiremark.annotation.store import dumps
from wiremark.labelstudio.server.mark import mark
from wiremark.validation import schemas
from wiremark.workspace import Workspace, sha256

Object = dict[str, Any]


class Desk:
    """A workspace, and a file of tasks beside it."""

    def __init__(self, root: Path, file: Path, wiremark: Wiremark) -> None:
        self.root, self.file, self._wiremark = root, file, wiremark
        self.gold = root / "annotations"

    def export(self, *options: str) -> Any:
        done = self._wiremark("labelstudio", "export", str(self.file), *options, at=self.root)
        assert (done.code, done.err) == (0, ""), done.out
        return json.loads(self.file.read_bytes())

    def take(self, tasks: Any, *options: str, code: int = 0) -> str:
        """Imports the tasks; gives what is printed."""
        self.file.write_text(json.dumps(tasks), "utf-8")
        done = self._wiremark("labelstudio", "import", str(self.file), *options, at=self.root)
        assert (done.code, done.err) == (code, ""), done.out + done.err
        return done.out

    def codes(self, tasks: Any, *options: str) -> list[str]:
        self.file.write_text(json.dumps(tasks), "utf-8")
        done = self._wiremark("labelstudio", "import", str(self.file), *options, "--format", "json", at=self.root)
        return [finding["code"] for finding in json.loads(done.out)["findings"]]

    def state(self) -> dict[str, bytes]:
        """Every annotation file."""
        return {str(path.relative_to(self.gold)): path.read_bytes() for path in self.gold.rglob("*.json")}

    def data(self, name: str) -> Any:
        return json.loads((self.gold / name).read_bytes())

    def valid(self) -> None:
        done = self._wiremark("validate", "--format", "json", at=self.root)
        errors = [one for one in json.loads(done.out)["findings"] if one["severity"] == "error"]
        assert errors == []


@pytest.fixture
def desk(base: Workspace, wiremark: Wiremark, tmp_path: Path) -> Desk:
    return Desk(base.root, tmp_path / "tasks.json", wiremark)


@pytest.fixture
def corpus(workspace: Path, wiremark: Wiremark, tmp_path: Path) -> Desk:
    return Desk(workspace, tmp_path / "tasks.json", wiremark)


def row(task: Object, id: str, control: str) -> Object:
    rows = task["annotations"][0]["result"]
    return next(one for one in rows if one.get("id") == id and one["from_name"] == control)


def region(id: str, control: str, label: str, start: int, end: int) -> Object:
    value = {"start": start, "end": end, "labels": [label]}
    return {"id": id, "from_name": control, "to_name": "text", "type": "labels", "value": value}


def beside(id: str, control: str, kind: str, *values: str) -> Object:
    key = "choices" if kind == "choices" else "text"
    return {"id": id, "from_name": control, "to_name": "text", "type": kind, "value": {key: list(values)}}


def made(rows: list[Object], user: int = 1, **more: Any) -> Object:
    return {"id": 70 + user, "completed_by": user, "was_cancelled": False, "result": rows, **more}


MINA = [
    region("kT9", "mentions", "PERSON", 34, 43),
    beside("kT9", "mentions_form", "choices", "NAM"),
    beside("kT9", "mentions_entity", "textarea", "E:mina-hale"),
]


def test_the_whole_corpus_comes_back_unchanged(corpus: Desk) -> None:
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", "annotations"], ["commit", "-q", "-m", "as it is"]):
        subprocess.run([*git, *command], cwd=corpus.root, check=True)
    printed = corpus.take(corpus.export(), "--into", "gold")
    assert printed == "0 annotations taken, 5 as they were; 0 files written\n"
    status = ["git", "status", "--porcelain", "annotations", ".labelstudio"]
    assert subprocess.run(status, cwd=corpus.root, check=True, capture_output=True).stdout == b""


def test_one_label_changed_changes_that_record_alone(corpus: Desk) -> None:
    before = corpus.state()
    tasks = corpus.export()
    was = row(tasks[1], "m9", "mentions_form")
    assert was["value"]["choices"] == ["NAM"]
    was["value"]["choices"] = ["NOM"]
    printed = corpus.take(tasks, "--into", "gold")
    assert printed.startswith("1 annotation taken, 4 as they were; 1 file written\n")
    after = corpus.state()
    assert [name for name in after if after[name] != before.get(name)] == ["gsomia-001.json"]
    old, new = (state["gsomia-001.json"].decode("utf-8").split("\n") for state in (before, after))
    assert [(a, b) for a, b in zip(old, new, strict=True) if a != b] == [
        ('      "form": "NAM",', '      "form": "NOM",')
    ]


def test_a_pass_of_one_s_own(desk: Desk) -> None:
    before = desk.state()
    desk.take(desk.export("--annotations", "none"), "--annotator", "ada")
    assert desk.state() == before  # nobody has annotated yet
    tasks = desk.export("--annotations", "none")
    tasks[0]["annotations"] = [made(MINA)]
    printed = desk.take(tasks, "--annotator", "ada")
    assert printed == "1 annotation taken; 1 file written\n  next      wiremark validate\n"
    data = desk.data("passes/ada/ferry.json")
    assert data["annotated_with"]["events"] == {"schema": "1.0.0", "annotators": ["ada"], "state": "draft"}
    assert (data["dct"], data["events"]) == ("2024-05-07", [])
    span = {"start": 34, "end": 43, "text": "Mina Hale"}
    mention = {"id": "m1", "type": "PERSON", "span": span, "form": "NAM", "entity": "E:mina-hale"}
    assert data["mentions"] == [mention]
    after = desk.state()
    assert desk.take(tasks, "--annotator", "ada") == "0 annotations taken, 1 as they were; 0 files written\n"
    assert desk.state() == after
    assert {name: content for name, content in after.items() if name in before} == before


def test_the_layers_that_were_asked_for(desk: Desk) -> None:
    tasks = desk.export("--annotations", "none", "--layers", "mentions")
    tasks[0]["annotations"] = [made(MINA)]
    desk.take(tasks, "--annotator", "ada")
    assert [*desk.data("passes/ada/ferry.json")["annotated_with"]] == ["mentions"]
    more = desk.export("--annotations", "none", "--layers", "times")
    rows = [region("t1", "times", "DATE", 25, 31), beside("t1", "times_value", "textarea", "2024-05-13")]
    more[0]["annotations"] = [made(rows)]
    desk.take(more, "--annotator", "ada")
    data = desk.data("passes/ada/ferry.json")
    assert [*data["annotated_with"]] == ["mentions", "times"]
    assert (len(data["mentions"]), len(data["times"])) == (1, 1)


def test_each_annotator_s_own_pass(desk: Desk, tmp_path: Path) -> None:
    users = tmp_path / "users.toml"
    users.write_text('"ada@example.org" = "ada"\n"2" = "bea"\n', "utf-8")
    [task] = desk.export("--annotations", "none")
    ada = made(MINA) | {"completed_by": {"id": 1, "email": "ada@example.org"}}
    bea = made([region("m1", "mentions", "GPE", 58, 69), *(one | {"id": "m1"} for one in MINA[1:2])], user=2)
    task["annotations"] = [ada, bea]
    desk.take([task], "--users", str(users))
    assert desk.data("passes/ada/ferry.json")["mentions"][0]["type"] == "PERSON"
    assert desk.data("passes/bea/ferry.json")["mentions"][0]["type"] == "GPE"
    for content in desk.state().values():
        assert b"example.org" not in content
    ada["completed_by"] |= {"first_name": "Augusta", "last_name": "King"}
    out = desk.take([task], "--annotator", "ada", code=1)
    assert "T110" in out
    assert not any(word in out for word in ("example.org", "Augusta", "King"))
    users.write_text('"1" = "ada"\n', "utf-8")
    assert desk.codes([task], "--users", str(users)) == ["T110"]


def test_nobody_s_name_is_printed(desk: Desk) -> None:
    [task] = desk.export("--annotations", "none")
    andre = {"id": 2, "first_name": "André", "last_name": "Lenoir", "email": "andre@example.org"}
    task["annotations"] = [made(MINA), made(MINA) | {"completed_by": andre}]
    printed = desk.take([task], "--annotator", "ada", code=1)
    assert "T110" in printed
    assert not [word for word in ("Andr", "Lenoir", "andre@") if word in printed]


def test_one_annotator_is_one_user_in_all_tasks(corpus: Desk) -> None:
    tasks = corpus.export("--annotations", "none")
    for number, task in enumerate(tasks):
        task["annotations"] = [made([], user=1 + number // 3)]
    assert corpus.codes(tasks, "--annotator", "ada") == ["T110", "T110"]


def test_what_was_changed_here_and_there(desk: Desk) -> None:
    tasks = [task | {"id": 4} for task in desk.export()]
    row(tasks[0], "m6", "mentions")["value"]["labels"] = ["LOC"]
    path = desk.gold / "ferry.json"
    path.write_text(path.read_text("utf-8").replace('"tense": "PAST"', '"tense": "NONE"', 1), "utf-8")
    here = desk.state()
    assert desk.codes(tasks, "--into", "gold") == ["T202"]
    assert desk.state() == here
    desk.take(tasks, "--into", "gold", "--overwrite")
    assert desk.data("ferry.json")["mentions"][5]["type"] == "LOC"
    assert '"tense": "NONE"' not in path.read_text("utf-8")
    row(tasks[0], "m6", "mentions")["value"]["labels"] = ["FAC"]
    desk.take(tasks, "--into", "gold")  # since then only the task has changed
    assert desk.data("ferry.json")["mentions"][5]["type"] == "FAC"


@pytest.mark.parametrize("ids", [({"id": 1}, {"id": 2}), ({"id": 1, "project": 1}, {"id": 1, "project": 2}), ({}, {})])
def test_a_task_does_not_undo_what_another_brought(ids: tuple[Object, Object], desk: Desk) -> None:
    [task] = desk.export()
    one, other = (json.loads(json.dumps(task | id)) for id in ids)
    row(one, "m6", "mentions")["value"]["labels"] = ["LOC"]
    row(other, "m3", "mentions")["value"]["labels"] = ["FAC"]
    desk.take([one], "--into", "gold")
    here = desk.state()
    assert desk.codes([other], "--into", "gold") == ["T202"]
    assert desk.codes([task], "--into", "gold") == ["T202"]
    assert desk.state() == here
    row(one, "m6", "mentions")["value"]["labels"] = ["FAC"]
    assert desk.codes([one], "--into", "gold") == (
        [] if ids[0] else ["T202"]
    )  # the same task brings on what it brought


def test_a_blind_task_does_not_replace_gold(desk: Desk) -> None:
    [task] = desk.export("--annotations", "none")
    task |= {"id": 3, "annotations": [made(MINA)]}
    assert desk.codes([task], "--into", "gold") == ["T202"]
    desk.take([task], "--into", "gold", "--overwrite")
    task["annotations"] = [made(MINA[:2])]
    desk.take([task], "--into", "gold")
    assert desk.data("ferry.json")["mentions"][0]["entity"] is None


def test_older_work_of_the_same_task_undoes_nothing(desk: Desk) -> None:
    [task] = desk.export()
    task["id"] = 3
    older, newer = (json.loads(json.dumps(task)) for _ in "ab")
    older["annotations"][0]["updated_at"] = "2024-05-07T09:00:00.1Z"
    newer["annotations"][0]["updated_at"] = "2024-05-07T09:00:00.2Z"
    row(newer, "m6", "mentions")["value"]["labels"] = ["LOC"]
    desk.take([newer], "--into", "gold")
    assert desk.codes([older], "--into", "gold") == ["T202"]


def test_a_new_region_stays_its_record_when_its_edges_are_moved(desk: Desk) -> None:
    [task] = desk.export("--annotations", "none")
    task |= {"id": 3, "annotations": [made(MINA)]}
    other = [region("zz", "mentions", "GPE", 58, 69), beside("zz", "mentions_form", "choices", "NAM")]
    desk.take([task], "--annotator", "ada")
    task["annotations"] = [made([region("kT9", "mentions", "PERSON", 34, 38), *MINA[1:], *other])]
    desk.take([task], "--annotator", "ada")
    found = [(one["id"], one["span"]["text"]) for one in desk.data("passes/ada/ferry.json")["mentions"]]
    assert found == [("m1", "Mina"), ("m2", "Port Ellery")]
    task["annotations"] = [made(other)]
    desk.take([task], "--annotator", "ada")
    again = [region("yy", "mentions", "PERSON", 39, 43), beside("yy", "mentions_form", "choices", "NAM")]
    task["annotations"] = [made([*other, *again])]
    desk.take([task], "--annotator", "ada")
    assert {one["id"] for one in desk.data("passes/ada/ferry.json")["mentions"]} == {"m2", "m3"}


def test_a_number_is_not_given_again(desk: Desk) -> None:
    [task] = desk.export()
    task["id"] = 3
    rows = task["annotations"][0]["result"]
    last = f"m{max(int(one['id'][1:]) for one in rows if one.get('from_name') == 'mentions')}"
    task["annotations"][0]["result"] = [
        one for one in rows if last not in (one.get("id"), one.get("from_id"), one.get("to_id"))
    ]
    desk.take([task], "--into", "gold")
    task["annotations"][0]["result"] += MINA
    desk.take([task], "--into", "gold")
    ids = {one["id"] for one in desk.data("ferry.json")["mentions"]}
    assert (last in ids, f"m{int(last[1:]) + 1}" in ids) == (False, True)


def test_a_task_of_adjudication_is_no_pass(desk: Desk) -> None:
    [task] = desk.export()
    task["data"]["items"] = "To decide: 4"
    before = desk.state()
    printed = desk.take([task], "--annotator", "zoe", code=1)
    assert "error[T205]" in printed
    assert "wiremark adjudicate A B --import" in printed
    assert desk.codes([task], "--into", "gold", "--overwrite") == ["T205"]
    assert desk.state() == before


def test_what_the_editor_does_not_show_is_no_conflict(desk: Desk) -> None:
    tasks = desk.export()
    row(tasks[0], "m6", "mentions")["value"]["labels"] = ["LOC"]
    path = desk.gold / "ferry.json"
    path.write_text(path.read_text("utf-8").replace('"state": "draft"', '"state": "double"', 1), "utf-8")
    desk.take(tasks, "--into", "gold")
    data = desk.data("ferry.json")
    assert (data["annotated_with"]["mentions"]["state"], data["mentions"][5]["type"]) == ("double", "LOC")


def test_new_ids_get_a_row_of_their_own(desk: Desk) -> None:
    [task] = desk.export("--annotations", "none")
    event = [region("e", "events", "REQUEST", 133, 138), beside("e", "events_tense", "choices", "PAST")]
    quote = [region("q", "quotes", "direct", 3, 30), beside("q", "quotes_utterance", "textarea", "U:sail-again")]
    rows = [*MINA[:2], beside("kT9", "mentions_entity", "textarea", "E:mina-h"), *event, *quote]
    rows.append(beside("e", "events_cluster", "textarea", "EV:second-boat"))
    task["annotations"] = [made(rows)]
    printed = desk.take([task], "--annotator", "ada")
    assert printed.count("warning[T203]") == 3
    assert 'the entity "E:mina-h" is new: did you mean "E:mina-hale"?' in printed
    [entity] = desk.data("passes/ada/entities.json")["entities"]
    assert (entity["id"], entity["name"], entity["type"]) == ("E:mina-h", "Mina Hale", "PERSON")
    clusters = desk.data("passes/ada/clusters.json")
    assert [(one["id"], one["type"]) for one in clusters["events"]] == [("EV:second-boat", "REQUEST")]
    assert [(one["id"], one["medium"]) for one in clusters["utterances"]] == [("U:sail-again", "other")]
    desk.valid()
    assert "T203" not in desk.take([task], "--annotator", "ada")


def test_a_speaker_whom_nobody_knows_is_refused(desk: Desk) -> None:
    [task] = desk.export("--annotations", "none")
    quote = [region("q", "quotes", "direct", 3, 30), beside("q", "quotes_speaker", "textarea", "E:mina-hole")]
    task["annotations"] = [made(quote)]
    printed = desk.take([task], "--annotator", "ada", code=1)
    assert "error[A304]" in printed
    assert "in annotations/passes/ada/ferry.json it would stand at /quotes/0/speaker" in printed
    assert not (desk.gold / "passes" / "ada").exists()


def test_the_good_ones_are_written_without_the_others(corpus: Desk) -> None:
    before = corpus.state()
    tasks = corpus.export()
    row(tasks[0], "m1", "mentions")["value"]["end"] = 99999
    row(tasks[1], "m9", "mentions_form")["value"]["choices"] = ["NOM"]
    tasks[2]["annotations"][0]["result"] = [
        one for one in tasks[2]["annotations"][0]["result"] if one["type"] != "choices"
    ]
    tasks[3]["data"]["text"] += "."
    printed = corpus.take(tasks, "--into", "gold", code=1)
    after = corpus.state()
    assert [name for name in after if after[name] != before[name]] == ["gsomia-001.json"]
    assert "1 annotation taken, 1 as they were, 3 left out; 1 file written" in printed


BROKEN = [
    ("a comma too many", lambda good: good.replace("[", "[,", 1)),
    ("a conflict", lambda good: "<<<<<<< HEAD\n" + good),
    ("a byte order mark", lambda good: "\ufeff" + good),
    ("a list", lambda good: "[]"),
    ("another list", lambda good: '{"schema_version": "1.0.0", "entitys": []}'),
]


@pytest.mark.parametrize(("what", "slip"), BROKEN, ids=[what for what, _ in BROKEN])
@pytest.mark.parametrize("folder", ["", "passes/ada/"])
def test_a_shared_file_that_cannot_be_read_is_not_replaced(
    what: str, slip: Callable[[str], str], folder: str, desk: Desk
) -> None:
    [task] = desk.export("--annotations", "none")
    path = desk.gold / folder / "entities.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(slip((desk.gold / "entities.json").read_text("utf-8")), "utf-8")
    here = desk.state()
    task["annotations"] = [made([*MINA[:2], beside("kT9", "mentions_entity", "textarea", "E:mina-new")])]
    printed = desk.take([task], "--annotator", "ada", code=1)
    assert f"error[T204]: annotations/{folder}entities.json" in printed
    assert desk.state() == here


def test_a_form_that_breaks_the_schema_is_told_at_its_row(desk: Desk) -> None:
    [task] = desk.export("--annotations", "none")
    task["annotations"] = [made([*MINA[:2], beside("kT9", "mentions_entity", "textarea", "Mina Hale")])]
    desk.file.write_text(json.dumps([task], indent=1), "utf-8")
    printed = desk.take([task], "--annotator", "ada", code=1)
    assert "error[A205]" in printed or "error[A304]" in printed
    assert '"Mina Hale"' in printed


def test_what_we_pushed_and_nobody_touched_is_nobody_s_work(desk: Desk) -> None:
    [task] = desk.export()
    task["annotations"][0] |= {"id": 5, "completed_by": 1, "import_id": mark(task["annotations"][0]["result"])}
    assert desk.take([task], "--annotator", "ada") == "0 annotations taken, 1 not annotated; 0 files written\n"
    path = desk.gold / "ferry.json"
    path.write_text(path.read_text("utf-8").replace('"tense": "PAST"', '"tense": "NONE"', 1), "utf-8")
    here = desk.state()
    assert "1 as they were" in desk.take([task], "--into", "gold")  # changed here alone: no conflict
    assert desk.state() == here
    rows = json.loads(json.dumps(task["annotations"][0]["result"]))
    rows[0]["value"]["labels"] = ["NORP"]
    task["annotations"][0] |= {"result": rows, "updated_by": 7}
    desk.take([task], "--annotator", "ada")
    assert desk.data("passes/ada/ferry.json")["mentions"][0]["type"] == "NORP"


def test_suggestions_leave_their_origin(desk: Desk) -> None:
    [task] = desk.export("--annotations", "none", "--suggestions", "rosa")
    rows = [one | {"origin": "prediction"} for one in task["predictions"][0]["result"]]
    task["annotations"] = [made([*rows, *(one | {"origin": "manual"} for one in MINA)], parent_prediction=3)]
    desk.take([task], "--annotator", "ada")
    origins = {one["id"]: one["origin"] for one in desk.data("passes/ada/ferry.json")["mentions"]}
    assert origins.pop(max(origins, key=lambda name: int(name[1:]))) == "manual"
    assert set(origins.values()) == {"suggestion"}


TEXT = "👩‍👩‍👧 “Cafe\u0301”\u00a0<b>said</b> &amp; left;\n\n각  it’s\u2028gone,  $1,000.50."


def test_texts_with_everything_in_them(desk: Desk) -> None:
    raw = TEXT.encode("utf-8")
    (desk.root / "corpus" / "ferry.txt").write_bytes(raw)
    record = desk.root / "corpus" / "ferry.json"
    record.write_text(json.dumps(json.loads(record.read_bytes()) | {"text_sha256": sha256(raw)}), "utf-8")
    words = ["👩‍👩‍👧", "Cafe\u0301", "<b>said</b>", "&amp;", "left;\n\n각", "it’s\u2028gone", "”\u00a0<b>"]
    mentions = []
    for number, word in enumerate(words, 1):
        span = {"start": TEXT.index(word), "end": TEXT.index(word) + len(word), "text": word}
        mentions.append({"id": f"m{number}", "type": "ORG", "span": span, "form": "NAM", "entity": None})
    data = desk.data("ferry.json") | {"text_sha256": sha256(raw), "mentions": mentions}
    data |= {"times": [], "events": [], "quotes": []}
    profile = schemas.load(Workspace(desk.root)).newest
    assert profile is not None
    (desk.gold / "ferry.json").write_bytes(dumps(data, profile.records["Document"]).encode("utf-8"))
    before = desk.state()
    desk.take(desk.export(), "--into", "gold")
    assert desk.state() == before
    desk.take(desk.export(), "--annotator", "ada")
    assert desk.data("passes/ada/ferry.json")["mentions"] == desk.data("ferry.json")["mentions"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "no destination is given"),
        (["--users", "users.toml", "--annotator", "ada"], "--users says whose the work is"),
        (["--annotator", "gold"], "gold is no name for an annotator"),
        (["--annotator", "../ada"], "../ada is no name for an annotator"),
        (["--users", "{root}/users.toml"], "lies in the workspace"),
        (["--users", "nobody.toml"], "nobody.toml"),
    ],
)
def test_usage(options: list[str], said: str, desk: Desk, wiremark: Wiremark) -> None:
    desk.export()
    (desk.root / "users.toml").write_text('"1" = "ada"\n', "utf-8")
    named = [option.format(root=desk.root) for option in options]
    done = wiremark("labelstudio", "import", str(desk.file), *named, at=desk.root)
    assert done.code == 2
    assert said in done.err


def test_gold_must_be_told_who_made_a_new_layer(desk: Desk, wiremark: Wiremark) -> None:
    (desk.gold / "ferry.json").unlink()
    [task] = desk.export()
    task["annotations"] = [made(MINA)]
    desk.file.write_text(json.dumps([task]), "utf-8")
    done = wiremark("labelstudio", "import", str(desk.file), "--into", "gold", at=desk.root)
    assert (done.code, "T110" in done.out) == (1, True)
    assert "name the annotator: --into gold --annotator NAME" in done.out
    desk.take([task], "--into", "gold", "--annotator", "ada")
    assert desk.data("ferry.json")["annotated_with"]["times"]["annotators"] == ["ada"]


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes the disk full when a file of this name is written."""
    real = Path.write_bytes

    def fill(name: str) -> None:
        def write_bytes(self: Path, data: Any) -> int:
            if name in self.name:
                real(self, data[:10])
                raise OSError(28, "No space left on device", str(self))
            return real(self, data)

        monkeypatch.setattr(Path, "write_bytes", write_bytes)

    return fill


def test_a_full_disk_leaves_every_file_whole(corpus: Desk, wiremark: Wiremark, full: Callable[[str], None]) -> None:
    tasks = corpus.export()
    before = corpus.state()
    for task in tasks:
        row(task, "m1", "mentions_form")["value"]["choices"] = ["PRO"]
    corpus.file.write_text(json.dumps(tasks), "utf-8")
    full("gsomia-003")
    done = wiremark("labelstudio", "import", str(corpus.file), "--into", "gold", at=corpus.root)
    assert done.code == 2
    assert "No space left on device" in done.err
    assert corpus.state() == before
    assert not list(corpus.root.rglob(".wiremark-*"))

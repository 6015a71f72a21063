"""wiremark adjudicate as one uses it: items out, decisions in a file, adjudicated layers back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import filelock
import pytest

from wiremark import workspace as rooms

Object = dict[str, Any]


@pytest.fixture
def root(harbour: Path) -> Path:
    return harbour


def put(root: Path, name: str, data: Object) -> None:
    folder = root / "annotations" / "passes" / name
    folder.mkdir(parents=True)
    data = json.loads(json.dumps(data).replace('"ada"', json.dumps(name)))
    (folder / "ferry.json").write_text(json.dumps(data), "utf-8")


def lines(root: Path) -> list[Object]:
    text = (root / "annotations" / "adjudication.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def decide(root: Path, how: Any) -> None:
    """Rewrites each line as `how` returns it; None takes it out."""
    told = [how(line) for line in lines(root)]
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in told if line is not None)
    (root / "annotations" / "adjudication.jsonl").write_text(text, "utf-8")


def everything(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (root / "annotations").glob("*") if path.is_file()}


def test_from_two_passes_to_the_adjudicated_layer(wiremark: Any, root: Path) -> None:
    ran = wiremark("adjudicate", "ada", "bo", at=root)
    assert (ran.code, ran.err) == (0, "")
    items = ["m2.metonymy", "m6", "e1.contexts", "e2.arguments", "e2.cluster"]
    assert [line["item"] for line in lines(root)] == items
    assert "5 of 5 items in annotations/adjudication.jsonl to decide" in ran.out
    assert "  events 3, mentions 2\n" in ran.out
    assert "  ferry e2  3:13  " in ran.out
    assert "Port Ellery [asked] Norland" in ran.out
    assert "m4 [Port Ellery], m5 [Norland], m6 [a second boat]" in ran.out

    decide(root, lambda line: line | {"decision": "b" if line["item"] == "m2.metonymy" else "a", "note": "as ada"})
    before = everything(root)
    ran = wiremark("adjudicate", "ada", "bo", at=root)
    assert "all decided" in ran.out
    assert everything(root) == before

    ran = wiremark("adjudicate", "ada", "bo", "--apply", at=root)
    assert (ran.code, ran.err) == (0, "")
    assert "wrote annotations/ferry.json" in ran.out
    ferry = json.loads((root / "annotations" / "ferry.json").read_bytes())
    assert ferry["mentions"][1]["metonymy"] == "government"
    assert [row["id"] for row in ferry["mentions"]] == ["m1", "m2", "m3", "m4", "m5", "m6"]
    done = {"schema": "1.0.0", "annotators": ["ada", "bo"], "state": "adjudicated"}
    assert ferry["annotated_with"] == dict.fromkeys(("mentions", "times", "events", "quotes"), done)

    after = everything(root)
    assert "everything stands already" in wiremark("adjudicate", "ada", "bo", "--apply", at=root).out
    assert wiremark("adjudicate", "ada", "bo", at=root).code == 0
    assert everything(root) == after


def test_json_holds_everything(wiremark: Any, root: Path) -> None:
    told = json.loads(wiremark("adjudicate", "ada", "bo", "--format", "json", at=root).out)
    assert (told["items"], told["open"], told["findings"], told["dropped"]) == (5, 5, [], [])
    assert told["by_layer"] == {"events": 3, "mentions": 2}
    assert [row["number"] for row in told["rows"]] == [1, 2, 3, 4, 5]
    assert told["rows"][0]["places"][0]["excerpt"].count("[Port Ellery]") == 1
    assert told["next_ids"]["ferry"] == {"mentions": "m7", "times": "t3", "events": "e4", "quotes": "q2"}


def refused(wiremark: Any, root: Path, *more: str) -> list[tuple[str, int]]:
    """The findings that keep `--apply` (or what else is asked for) from writing anything."""
    before = everything(root)
    ran = wiremark("adjudicate", "ada", "bo", *(more or ("--apply",)), "--format", "json", at=root)
    assert ran.code == 1, ran
    assert everything(root) == before
    return [(finding["code"], finding["line"]) for finding in json.loads(ran.out)["findings"]]


def test_apply_before_anything_is_asked(wiremark: Any, root: Path) -> None:
    assert refused(wiremark, root) == [("A605", 1)]
    ran = wiremark("adjudicate", "ada", "bo", "--apply", at=root)
    assert "5 items not in annotations/adjudication.jsonl yet" in ran.out


def test_apply_with_open_lines(wiremark: Any, root: Path) -> None:
    wiremark("adjudicate", "ada", "bo", at=root)
    decide(root, lambda line: line | {"decision": None if line["item"] in ("m6", "e2.cluster") else "a"})
    assert refused(wiremark, root) == [("A605", 2), ("A605", 5)]
    decide(root, lambda line: None if line["item"] == "m6" else line | {"decision": "a"})
    assert refused(wiremark, root) == [("A605", 5)]


def test_a_decision_that_no_longer_fits_is_dropped_on_request_alone(wiremark: Any, root: Path) -> None:
    wiremark("adjudicate", "ada", "bo", at=root)
    decide(root, lambda line: line | {"decision": "b"})
    path = root / "annotations" / "passes" / "bo" / "ferry.json"
    data = json.loads(path.read_bytes())
    data["mentions"][1]["metonymy"] = "population"
    data["events"][0]["contexts"] = ["executive"]
    path.write_text(json.dumps(data), "utf-8")
    assert refused(wiremark, root) == [("A603", 1), ("A603", 3)]
    assert refused(wiremark, root, "--format", "json") == [("A603", 1), ("A603", 3)]
    ran = wiremark("adjudicate", "ada", "bo", "--drop", at=root)
    assert ran.code == 0
    assert ran.out.count("dropped, the passes no longer differ so") == 2
    assert '"item": "e1.contexts"' in ran.out
    found = [(line["item"], line["b"], line["decision"]) for line in lines(root)]
    assert found[0] == ("m2.metonymy", "population", None)
    assert [item for item, _, decision in found if decision] == ["m6", "e2.arguments", "e2.cluster"]


def test_lines_that_cannot_be_kept_stop_everything(wiremark: Any, root: Path) -> None:
    wiremark("adjudicate", "ada", "bo", at=root)
    path = root / "annotations" / "adjudication.jsonl"
    good = path.read_text("utf-8")
    for broken, code in [("{\n", "L106"), (good.replace('"note"', '"why"'), "A601"), (good + good, "A607")]:
        path.write_text(broken, "utf-8")
        assert {found for found, _ in refused(wiremark, root, "--format", "json")} == {code}
        assert {found for found, _ in refused(wiremark, root)} >= {code}


def test_a_result_that_would_not_be_valid_is_not_written(wiremark: Any, root: Path) -> None:
    wiremark("adjudicate", "ada", "bo", at=root)
    decide(root, lambda line: line | {"decision": "b" if line["item"] == "m6" else "a"})
    before = everything(root)
    ran = wiremark("adjudicate", "ada", "bo", "--apply", at=root)
    assert ran.code == 1
    assert "A303" in ran.out
    assert '"mention": "m6"' in ran.out  # the excerpt is of the file as it would be
    assert "annotations/adjudication.jsonl, line 4: ferry e2.arguments, decided a" in ran.out
    assert everything(root) == before


def test_pairs_over_documents_and_a_broken_triangle(wiremark: Any, root: Path) -> None:
    path = root / "annotations" / "passes" / "ada" / "ferry.json"
    data = json.loads(path.read_bytes())
    for event in data["events"]:
        event["cluster"] = "EV:boat-request"
    path.write_text(json.dumps(data), "utf-8")
    wiremark("adjudicate", "ada", "bo", at=root)
    pairs = [line for line in lines(root) if line["layer"] == "clusters.events"]
    assert [line["item"] for line in pairs] == [
        ["ferry e1", "ferry e2"],
        ["ferry e1", "ferry e3"],
        ["ferry e2", "ferry e3"],
    ]
    answers = iter(("same", "different", "same"))

    def how(line: Object) -> Object:
        return line | {"decision": next(answers) if isinstance(line["item"], list) else "a", "note": "one affair"}

    decide(root, how)
    assert [code for code, _ in refused(wiremark, root)] == ["A606"]
    told = wiremark("adjudicate", "ada", "bo", at=root)
    assert told.code == 1
    assert "error[A606]: ferry e1 = ferry e3 is decided against other lines" in told.out
    assert "A606" in wiremark("validate", at=root).out


def test_a_document_that_one_pass_lacks_is_said_and_left(wiremark: Any, root: Path) -> None:
    path = root / "annotations" / "passes" / "bo" / "ferry.json"
    data = json.loads(path.read_bytes())
    del data["annotated_with"]["quotes"]
    path.write_text(json.dumps(data | {"quotes": []}), "utf-8")
    ran = wiremark("adjudicate", "ada", "bo", at=root)
    assert "ferry: only ada has quotes: not adjudicated, left as it is" in ran.out
    decide(root, lambda line: line | {"decision": "a"})
    assert wiremark("adjudicate", "ada", "bo", "--apply", at=root).code == 0
    ferry = json.loads((root / "annotations" / "ferry.json").read_bytes())
    assert ferry["annotated_with"]["quotes"]["state"] == "draft"
    assert ferry["annotated_with"]["events"]["state"] == "adjudicated"
    assert len(ferry["quotes"]) == 1


def test_nothing_in_common_and_no_such_pass(wiremark: Any, root: Path) -> None:
    path = root / "annotations" / "passes" / "bo" / "ferry.json"
    empty = json.loads(path.read_bytes()) | {"annotated_with": {}}
    empty |= {layer: [] for layer in ("mentions", "times", "events", "quotes")}
    path.write_text(json.dumps(empty), "utf-8")
    ran = wiremark("adjudicate", "ada", "bo", at=root)
    assert ran.code == 2
    assert "no layer of a document in common" in ran.err
    assert wiremark("adjudicate", "ada", "cy", at=root).code == 2
    assert not (root / "annotations" / "adjudication.jsonl").exists()


def test_a_pass_with_itself_leaves_what_others_decided(wiremark: Any, root: Path) -> None:
    wiremark("adjudicate", "ada", "bo", at=root)
    before = everything(root)
    ran = wiremark("adjudicate", "ada", "annotations/passes/ada", at=root)
    assert (ran.code, ran.out) == (0, "the passes do not differ: nothing to decide\n")
    assert json.loads(wiremark("adjudicate", "ada", "ada", "--format", "json", at=root).out)["items"] == 0
    assert everything(root) == before


def test_alike_passes_need_no_file_to_be_applied(wiremark: Any, root: Path) -> None:
    shutil.rmtree(root / "annotations" / "passes" / "bo")
    put(root, "bo", json.loads((root / "annotations" / "ferry.json").read_bytes()))
    assert "nothing to decide" in wiremark("adjudicate", "ada", "bo", at=root).out
    assert not (root / "annotations" / "adjudication.jsonl").exists()
    assert wiremark("adjudicate", "ada", "bo", "--apply", at=root).code == 0
    assert b'"adjudicated"' in (root / "annotations" / "ferry.json").read_bytes()


def test_without_layers_of_its_own_the_workspace_gets_them(wiremark: Any, root: Path) -> None:
    (root / "annotations" / "ferry.json").unlink()
    wiremark("adjudicate", "ada", "bo", at=root)
    decide(root, lambda line: line | {"decision": "a", "note": "so"})
    again = wiremark("adjudicate", "ada", "bo", at=root)
    assert "all decided" in again.out
    assert wiremark("adjudicate", "ada", "bo", "--apply", at=root).code == 0
    assert wiremark("validate", at=root).code == 0


def test_all_files_or_none(wiremark: Any, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wiremark("adjudicate", "ada", "bo", at=root)
    decide(root, lambda line: line | {"decision": "b", "note": "as bo"})
    before = everything(root)
    replace, done = Path.replace, list[Path]()

    def failing(self: Path, target: Any) -> Path:
        if str(target).startswith(str(root.resolve())) and not self.name.endswith(tuple("0123456789")):
            done.append(Path(target))
            if len(done) == 2:
                raise OSError(28, "No space left on device", str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    ran = wiremark("adjudicate", "ada", "bo", "--apply", at=root)
    assert ran.code == 2
    assert "No space left" in ran.err
    assert len(done) == 2
    assert everything(root) == before


def test_write_all_undoes_what_it_did(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = tmp_path / "old.json", tmp_path / "deep" / "new.json"
    old.write_bytes(b"old")
    rooms.write_all({old: b"1", new: b"2"})
    assert (old.read_bytes(), new.read_bytes()) == (b"1", b"2")
    blocked = tmp_path / "blocked"
    (blocked / "inside").mkdir(parents=True)
    with pytest.raises(OSError, match="blocked"):
        rooms.write_all({old: b"3", tmp_path / "fresh.json": b"4", blocked: b"5"})
    assert old.read_bytes() == b"1"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["blocked", "deep", "old.json"]


def test_another_command_at_work_is_waited_for(wiremark: Any, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: Any, **__: Any) -> Any:
        raise filelock.Timeout("held")

    monkeypatch.setattr(filelock, "FileLock", busy)
    ran = wiremark("adjudicate", "ada", "bo", at=root)
    assert ran.code == 2
    assert "another wiremark command" in ran.err

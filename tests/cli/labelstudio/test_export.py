"""wiremark labelstudio export: what leaves, and what may not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from tests.conftest import Wiremark

from wiremark.labelstudio.editor.layout import layout
from wiremark.labelstudio.rows.regions import read
from wiremark.validation import schemas
from wiremark.workspace import Workspace, sha256

Object = dict[str, Any]


@pytest.fixture
def exported(base: Workspace, wiremark: Wiremark, tmp_path: Path) -> Any:
    """Exports with these options and gives the tasks."""

    def run(*options: str) -> Any:
        file = tmp_path / "tasks.json"
        done = wiremark("labelstudio", "export", str(file), *options, at=base.root)
        assert (done.code, done.err) == (0, "")
        return json.loads(file.read_bytes())

    return run


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_a_task(exported: Any, base: Workspace) -> None:
    [task] = exported()
    text = base.text("ferry")
    digest = task["data"].pop("base")
    assert task["data"] == {
        "document": "ferry",
        "title": "Ferry to Skarholm sails again",
        "text": text,
        "text_sha256": sha256(text.encode("utf-8")),
        "schema_version": "1.0.0",
        "layers": ["mentions", "times", "events", "quotes"],
    }
    assert len(digest) == 64
    assert task["predictions"] == []
    [annotation] = task["annotations"]
    assert (annotation["was_cancelled"], annotation["ground_truth"]) == (False, False)
    profile = schemas.load(base).newest
    assert profile is not None
    assert read(annotation["result"], layout(profile), text).problems == []


def test_blind(exported: Any) -> None:
    [task] = exported("--annotations", "none")
    assert (task["annotations"], task["predictions"], task["data"]["base"]) == ([], [], None)


def test_a_pass_as_suggestions(exported: Any) -> None:
    [task] = exported("--annotations", "none", "--suggestions", "rosa", "--layers", "times", "mentions")
    assert task["data"]["layers"] == ["mentions", "times"]
    [prediction] = task["predictions"]
    assert prediction["model_version"] == "rosa"
    names = {row["from_name"] for row in prediction["result"] if row["type"] == "labels"}
    assert names == {"mentions"}  # she marked no times
    assert task["data"]["base"]  # the work begins from it


def test_to_the_output(base: Workspace, wiremark: Wiremark) -> None:
    done = wiremark("labelstudio", "export", "--document", "ferry", at=base.root)
    assert (done.code, done.err) == (0, "")
    assert [task["data"]["document"] for task in json.loads(done.out)] == ["ferry"]


@pytest.mark.parametrize("name", ["tasks.json", "config.xml"])
def test_an_output_of_another_encoding_holds_the_same(base: Workspace, tmp_path: Path, name: str) -> None:
    edit(next(base.schemas.glob("*.json")), "People, also fictional", "🚢 People")
    command = ["export"] if name == "tasks.json" else ["config"]
    run = [sys.executable, "-m", "wiremark", "-C", str(base.root), "labelstudio", *command]
    for encoding in ("utf-8", "ascii"):
        environment = {**os.environ, "PYTHONIOENCODING": encoding}
        (tmp_path / encoding).write_bytes(subprocess.run(run, env=environment, check=True, capture_output=True).stdout)
    read = (lambda text: json.loads(text)) if name == "tasks.json" else ElementTree.canonicalize
    known, found = (read((tmp_path / encoding).read_text("utf-8")) for encoding in ("utf-8", "ascii"))
    assert found == known
    assert "🚢" in str(known)


def suggestions(*predictions: Object, document: str = "ferry") -> str:
    return json.dumps([{"data": {"document": document}, "predictions": list(predictions)}])


def region(start: int, end: int, label: str = "PERSON") -> Object:
    value = {"start": start, "end": end, "labels": [label]}
    return {"id": "x1", "from_name": "mentions", "to_name": "text", "type": "labels", "value": value}


def test_a_model_s_suggestions(exported: Any, tmp_path: Path) -> None:
    file = tmp_path / "tagger.json"
    file.write_text(suggestions({"result": [region(34, 43)], "score": 0.5, "cluster": 3}), "utf-8")
    [task] = exported("--annotations", "none", "--suggestions", str(file))
    assert task["predictions"] == [{"model_version": "tagger", "result": [region(34, 43)], "score": 0.5}]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (suggestions({"result": [region(34, 4300)]}), "T115"),
        (suggestions({"result": [region(34, 43, "PER")]}), "T113"),
        (suggestions({"result": [region(34, 43), region(0, 3)]}), "T114"),
        (suggestions({"result": None}), "T111"),
        (
            suggestions({"result": [region(35, 44) | {"value": region(35, 44)["value"] | {"text": "Mina Hale"}}]}),
            "T123",
        ),
        (suggestions({"result": []}, document="fery"), "T103"),
        ('[{"data": {"document": "ferry", "text": "Another."}, "predictions": []}]', "T104"),
        ('[{"data": {"document": "ferry", "text_sha256": "0"}, "predictions": []}]', "T104"),
        (suggestions("ner"), "T102"),  # type: ignore[arg-type]
        ('[{"data": {"document": "ferry"}}]', "T102"),
        ("start,end,label\n34,43,PERSON\n", "T101"),
        ('{"result": []}', "T101"),
        ('[{"text": "Mina Hale", "label": "PERSON"}]', "T101"),
        ("", "L101"),
        ('[{"data": ', "L106"),
        ('[{"data": {"document": "\\ud83d"}}]', "L104"),
    ],
)
def test_broken_suggestions_stay_here(
    content: str, code: str, base: Workspace, wiremark: Wiremark, tmp_path: Path
) -> None:
    file, tasks = tmp_path / "model.json", tmp_path / "tasks.json"
    file.write_text(content, "utf-8")
    done = wiremark("labelstudio", "export", str(tasks), "--suggestions", str(file), "--format", "json", at=base.root)
    assert done.code == 1
    assert [one["code"] for one in json.loads(done.out)["findings"]] == [code]
    assert not tasks.exists()


def test_what_levels_1_to_3_find_stops_the_export(base: Workspace, wiremark: Wiremark, tmp_path: Path) -> None:
    edit(base.annotations / "ferry.json", '"start": 34', '"start": 35')
    tasks = tmp_path / "tasks.json"
    done = wiremark("labelstudio", "export", str(tasks), at=base.root)
    assert done.code == 1
    assert "error[A301]" in done.out
    assert not tasks.exists()
    assert wiremark("labelstudio", "export", str(tasks), "--annotations", "none", at=base.root).code == 0


def test_the_guidelines_do_not(base: Workspace, exported: Any) -> None:
    edit(base.annotations / "ferry.json", '"metonymy": "literal"', '"metonymy": "none"')
    edit(base.annotations / "ferry.json", '"form": "NAM"', '"form": "PRO"')
    exported()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--annotations", "nobody"], "nobody: there is no pass of this name"),
        (["--suggestions", "nobody.json"], "nobody.json: there is no pass of this name"),
        (["--layers", "mention"], "the schema 1.0.0 has no layer mention"),
        (["--document", "ferri"], "there is no document ferri"),
    ],
)
def test_usage(options: list[str], said: str, base: Workspace, wiremark: Wiremark) -> None:
    done = wiremark("labelstudio", "export", "tasks.json", *options, at=base.root)
    assert done.code == 2
    assert said in done.err


def test_a_document_without_its_text(base: Workspace, wiremark: Wiremark) -> None:
    (base.corpus / "ferry.txt").unlink()
    done = wiremark("labelstudio", "export", at=base.root)
    assert done.code == 2
    assert "run `wiremark clean`" in done.err


def test_a_text_with_nul_stays_here(base: Workspace, wiremark: Wiremark) -> None:
    raw = (base.corpus / "ferry.txt").read_bytes().replace(b"Harbour", b"Harb\0ur")
    (base.corpus / "ferry.txt").write_bytes(raw)
    record = base.corpus / "ferry.json"
    record.write_text(json.dumps(json.loads(record.read_bytes()) | {"text_sha256": sha256(raw)}), "utf-8")
    done = wiremark("labelstudio", "export", "--annotations", "none", "--format", "json", at=base.root)
    assert done.code == 1
    [found] = json.loads(done.out)["findings"]
    assert (found["code"], found["file"], found["line"], found["column"]) == ("T122", "corpus/ferry.txt", 1, 94)


def test_a_full_disk(base: Workspace, wiremark: Wiremark) -> None:
    done = wiremark("labelstudio", "export", "/dev/full/tasks.json", at=base.root)
    assert done.code == 2
    assert "Traceback" not in done.err

"""A person annotates in the browser, and what she did comes back as records: the way of the done-list."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.server]
DOCUMENT = "gsomia-000"


@pytest.fixture
def labelstudio(wiremark: Any, workspace: Path, label_studio: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs `wiremark labelstudio …` on a copy of the workspace, with a project of the test's own."""
    for name, value in label_studio.environment().items():
        monkeypatch.setenv(name, value)

    def run(*words: str) -> str:
        ran = wiremark("labelstudio", *words, at=workspace)
        assert ran.code == 0, ran
        return str(ran.out)

    return run


def opened(editor: Any, client: Any, title: str) -> None:
    """Opens the document in the project of this title."""
    [project] = [one for one in client.projects.list() if one.title == title]
    [task] = [one for one in client.tasks.list(project=project.id, fields="all") if one.data["document"] == DOCUMENT]
    editor.open(project.id, task.id)


def records(path: Path) -> dict[str, dict[str, Any]]:
    """The records of a file by id."""
    data = json.loads(path.read_text("utf-8"))
    return {record["id"]: record for layer in ("mentions", "times", "events", "quotes") for record in data[layer]}


def test_an_annotation_is_corrected(labelstudio: Any, workspace: Path, editor: Any, client: Any) -> None:
    files = {path: path.read_bytes() for path in (workspace / "annotations").rglob("*.json")}
    path, text = workspace / "annotations" / f"{DOCUMENT}.json", (workspace / "corpus" / f"{DOCUMENT}.txt").read_text()
    before, lines = records(path), path.read_text("utf-8").split("\n")
    labelstudio("push", "--document", DOCUMENT, "--annotations", "gold", "--project", "corrected")
    opened(editor, client, "corrected")
    editor.mark("w", "This measure")
    editor.select("This measure")
    editor.choose("form", "NOM")
    editor.write("entity", "E:gsomia")
    assert editor.select("normalize", 2) == "e5"
    editor.relate("This measure", "instrument")
    quote = editor.select("institutional uncertainty")
    editor.press("3")
    editor.save()
    labelstudio("pull", "--into", "gold", "--project", "corrected")
    after = records(path)
    [new] = after.keys() - before.keys()
    span = after[new]["span"]
    assert text[span["start"] : span["end"]] == span["text"] == "This measure"
    assert {"type": "WORK_OF_ART", "form": "NOM", "entity": "E:gsomia"}.items() <= after[new].items()
    arguments = [*before["e5"]["arguments"], {"role": "instrument", "mention": new}]
    assert after["e5"] == {**before["e5"], "arguments": arguments}
    assert after[quote] == {**before[quote], "type": "indirect"}
    assert {id for id in before if after[id] != before[id]} == {"e5", quote}
    now = path.read_text("utf-8").split("\n")
    assert len([line for line in lines if line not in now]) <= 2
    assert {file for file, content in files.items() if file.read_bytes() != content} == {path}


def test_a_suggestion_is_accepted(labelstudio: Any, workspace: Path, editor: Any, client: Any) -> None:
    gold = records(workspace / "annotations" / f"{DOCUMENT}.json")
    labelstudio("push", "--document", DOCUMENT, "--suggestions", "gold", "--annotator", "bob", "--project", "accepted")
    opened(editor, client, "accepted")
    assert editor.unseen == []
    assert editor.select("South Korea") == "m1"
    editor.choose("metonymy", "population")
    editor.mark("w", "This measure")
    editor.select("This measure")
    editor.choose("form", "NOM")
    editor.save()
    labelstudio("pull", "--annotator", "bob", "--project", "accepted")
    taken = records(workspace / "annotations" / "passes" / "bob" / f"{DOCUMENT}.json")
    [new] = taken.keys() - gold.keys()
    assert taken.pop(new)["origin"] == "manual"
    assert taken.pop("m1") == {**gold.pop("m1"), "metonymy": "population", "origin": "suggestion_changed"}
    assert taken == {id: {**record, "origin": "suggestion"} for id, record in gold.items()}


def test_a_blind_pass(labelstudio: Any, workspace: Path, editor: Any, client: Any) -> None:
    labelstudio("push", "--document", DOCUMENT, "--annotator", "ada", "--project", "blind")
    opened(editor, client, "blind")
    assert not editor.all(".htx-highlight")
    editor.mark("o", "Foreign Ministry", 2)
    editor.select("Foreign Ministry", 2)
    editor.choose("form", "NAM")
    editor.write("entity", "E:mofa-south-korea")
    editor.mark("1", "Through this measure")
    editor.mark("8", "said")
    editor.select("Through this measure")
    editor.write("speaker", "E:mofa-south-korea")
    editor.relate("said", "cue")
    editor.select("Through this measure")
    editor.relate("Foreign Ministry", "source", 2)  # words that are a mention already
    editor.save()
    labelstudio("pull", "--annotator", "ada", "--project", "blind")
    data = json.loads((workspace / "annotations" / "passes" / "ada" / f"{DOCUMENT}.json").read_text("utf-8"))
    [mention], [quote] = data["mentions"], data["quotes"]
    assert (mention["id"], mention["span"]["text"]) == ("m1", "Foreign Ministry")
    assert (quote["id"], [span["text"] for span in quote["cue"]]) == ("q1", ["said"])
    assert quote["source"] == [mention["span"]]
    assert quote["speaker"] == "E:mofa-south-korea"

"""An adjudicator decides in the browser between two passes, and her decisions come back as lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.server]


def test_one_begins_from_both_passes_and_decides_by_submitting(
    wiremark: Any, harbour: Path, label_studio: Any, editor: Any, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in label_studio.environment().items():
        monkeypatch.setenv(name, value)
    assert wiremark("adjudicate", "ada", "bo", "--push", "--project", "between two", at=harbour).code == 0
    [project] = [one for one in client.projects.list() if one.title == "between two"]
    [task] = client.tasks.list(project=project.id, fields="all")
    editor.open(project.id, task.id)
    assert "only ada has it" in editor.one(".wm-items").text
    assert editor.select("Port Ellery") == "m2"
    editor.choose("metonymy", "government")
    editor.save()
    [made] = client.tasks.get(task.id).annotations
    begun = next(one.id for one in task.predictions if one.model_version == "ada + bo")
    assert made["parent_prediction"] == begun
    ran = wiremark("adjudicate", "ada", "bo", "--pull", "--project", "between two", at=harbour)
    assert (ran.code, ran.err) == (0, ""), ran.out
    text = (harbour / "annotations" / "adjudication.jsonl").read_text("utf-8")
    told = {line["item"]: line["decision"] for line in map(json.loads, text.split("\n")[:-1])}
    assert told == {"m2.metonymy": "b", "m6": "a", "e1.contexts": "a", "e2.arguments": "a", "e2.cluster": None}

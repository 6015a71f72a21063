"""A file that we export goes into a real server by hand, and the server's own JSON export comes back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Wiremark

from wiremark.labelstudio.server.connection import Server

pytestmark = pytest.mark.server


def state(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (root / "annotations").glob("*.json")}


def test_there_as_a_file_and_back_as_a_file(
    workspace: Path, wiremark: Wiremark, server: Server, title: str, tmp_path: Path
) -> None:
    before, file = state(workspace), tmp_path / "tasks.json"
    assert wiremark("labelstudio", "export", str(file), at=workspace).code == 0
    config = wiremark("labelstudio", "config", at=workspace).out
    tasks = json.loads(file.read_bytes())
    project = server.once(lambda sdk: sdk.projects.create(title=title, label_config=config)).id
    server.once(lambda sdk: sdk.projects.import_tasks(id=project, request=tasks))

    def back(*options: str) -> Any:
        exported = server.again(lambda sdk: sdk.projects.exports.as_json(project))
        file.write_text(json.dumps(exported), "utf-8")
        return wiremark("labelstudio", "import", str(file), *options, at=workspace)

    done = back("--into", "gold")
    assert (done.code, done.out) == (0, "0 annotations taken, 5 as they were; 0 files written\n")
    assert state(workspace) == before

    [task] = [one for one in json.loads(file.read_bytes()) if one["data"]["document"] == "gsomia-001"]
    [annotation] = task["annotations"]
    rows = annotation["result"]
    next(row for row in rows if row["id"] == "m9" and row["type"] == "choices")["value"]["choices"] = ["NOM"]
    server.once(lambda sdk: sdk.annotations.update(id=annotation["id"], result=rows))
    assert back("--into", "gold").code == 0
    after = state(workspace)
    assert [name for name in after if after[name] != before[name]] == ["gsomia-001.json"]
    assert back("--annotator", "ada").code == 0
    assert len(list((workspace / "annotations" / "passes" / "ada").glob("gsomia-*.json"))) == 5

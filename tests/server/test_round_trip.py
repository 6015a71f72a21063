"""What is pushed comes back from the real server as it was, to the byte; what is changed there changes here alone."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wiremark.annotation.store import dumps
from wiremark.labelstudio.server.connection import Server
from wiremark.labelstudio.server.projects import find
from wiremark.labelstudio.server.pull import pages
from wiremark.schema.profile import read
from wiremark.workspace import Workspace

pytestmark = pytest.mark.server

TEXT = (
    "👩‍👩‍👧 «Ça va», said e\u0301lise\u0308 Mu\u0308ller 🇰🇷\u00a0of\u202fSeoul.\r\n"
    "“It’s <b>done</b> &amp; paid — today,” she\u200b added…\r\rThe\tboard\u2028of  Ellery\u0085met “Mu\u0308ller”.\n"
    "\ufeffשלום, Ellery! \u1112\u1161\u11ab &lt;end&gt;"
)
"""Emoji, combining marks, line ends of every kind, spaces that are none to an editor, quotation marks, HTML."""


@pytest.fixture(autouse=True)
def login(label_studio: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in label_studio.environment().items():
        monkeypatch.setenv(name, value)


def changed(root: Path) -> list[str]:
    """The names that git says have changed under annotations/."""
    command = ["git", "-C", str(root), "status", "--porcelain", "annotations"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\n")[:-1]


def committed(root: Path) -> None:
    """Puts a workspace under git as it is."""
    who = ["-c", "user.name=test", "-c", "user.email=test@example.org"]
    for words in (["init", "-q"], ["add", "-A"], [*who, "commit", "-q", "-m", "as it was"]):
        subprocess.run(["git", "-C", str(root), *words], check=True)


def there(server: Server, title: str) -> list[Any]:
    """The tasks of a project."""
    project = find(server, title)
    assert project
    return [task for page in pages(server, project.id) for task in page]


def test_the_whole_corpus_comes_back_to_the_byte(
    workspace: Path, wiremark: Callable[..., Any], server: Server, title: str
) -> None:
    committed(workspace)
    pushed = wiremark("labelstudio", "push", "--annotations", "gold", "--project", title, at=workspace)
    assert (pushed.code, pushed.out.split("\n")[0]) == (0, "5 documents pushed, 0 there already")
    rows = sum(len(task["annotations"][0]["result"]) for task in there(server, title))
    assert rows > 1000
    pulled = wiremark("labelstudio", "pull", "--into", "gold", "--project", title, at=workspace)
    assert (pulled.code, pulled.err) == (0, "")
    assert "5 as they were" in pulled.out
    pulled = wiremark("labelstudio", "pull", "--into", "gold", "--overwrite", "--project", title, at=workspace)
    assert (pulled.code, "5 as they were" in pulled.out) == (0, True)  # here every row was converted
    assert changed(workspace) == []

    again = wiremark("labelstudio", "push", "--annotations", "gold", "--project", title, at=workspace)
    assert again.out.split("\n")[0] == "0 documents pushed, 5 there already"


def test_an_edited_record_is_all_that_changes(
    workspace: Path, wiremark: Callable[..., Any], server: Server, title: str
) -> None:
    committed(workspace)
    wiremark("labelstudio", "push", "--annotations", "gold", "--project", title, at=workspace)
    task = next(task for task in there(server, title) if task["data"]["document"] == "gsomia-004")
    [annotation] = task["annotations"]
    row = next(row for row in annotation["result"] if row["id"] == "m1" and row["type"] == "labels")
    row["value"]["labels"] = ["FAC"]
    row["value"]["text"] = "what nobody believes"
    server.once(lambda sdk: sdk.annotations.update(annotation["id"], result=annotation["result"]))

    before = json.loads((workspace / "annotations" / "gsomia-004.json").read_bytes())
    pulled = wiremark("labelstudio", "pull", "--into", "gold", "--project", title, at=workspace)
    assert pulled.code == 0, pulled.out
    after = json.loads((workspace / "annotations" / "gsomia-004.json").read_bytes())
    assert changed(workspace) == [" M annotations/gsomia-004.json"]
    before["mentions"][0]["type"] = "FAC"
    assert after == before

    committed(workspace)
    for words in (["pull", "--into", "gold"], ["push", "--annotations", "gold"]):
        assert wiremark("labelstudio", *words, "--project", title, at=workspace).code == 0
    assert changed(workspace) == []
    [task] = (task for task in there(server, title) if task["data"]["document"] == "gsomia-004")
    assert [one["result"] for one in task["annotations"]] == [annotation["result"]]


def test_a_text_of_strange_characters_comes_back_to_the_byte(
    base: Workspace, wiremark: Callable[..., Any], server: Server, title: str
) -> None:
    strange(base)
    committed(base.root)
    pushed = wiremark("labelstudio", "push", "--annotations", "gold", "--project", title, at=base.root)
    assert pushed.code == 0, pushed.out
    [task] = there(server, title)
    assert task["data"]["text"] == TEXT
    pulled = wiremark("labelstudio", "pull", "--into", "gold", "--project", title, at=base.root)
    assert (pulled.code, changed(base.root)) == (0, []), pulled.out
    assert "1 as they were" in pulled.out

    (base.annotations / "ferry.json").unlink()
    pulled = wiremark("labelstudio", "pull", "--into", "gold", "--annotator", "ada", "--project", title, at=base.root)
    assert (pulled.code, changed(base.root)) == (0, []), pulled.out


def strange(workspace: Workspace) -> None:
    """Puts TEXT under the document of the base workspace, and its records at other words."""
    sha256 = hashlib.sha256(TEXT.encode("utf-8")).hexdigest()
    (workspace.corpus / "ferry.txt").write_bytes(TEXT.encode("utf-8"))
    record = json.loads((workspace.corpus / "ferry.json").read_bytes()) | {"text_sha256": sha256}
    (workspace.corpus / "ferry.json").write_text(json.dumps(record), "utf-8")
    data = json.loads((workspace.annotations / "ferry.json").read_bytes()) | {"text_sha256": sha256}
    for record, words in zip(data["mentions"] + data["times"], MARKED, strict=True):
        record["span"] = span(words)
    for event, triggers in zip(data["events"], (["added", "met"], ["done"], ["paid"]), strict=True):
        event["trigger"] = [span(word) for word in triggers]
    for part, pieces in QUOTED.items():
        data["quotes"][0][part] = [span(piece) for piece in pieces]
    profile = read(json.loads(workspace.schema("1.0.0").read_bytes()))
    (workspace.annotations / "ferry.json").write_text(dumps(data, profile.records["Document"]), "utf-8", newline="\n")
    shutil.rmtree(workspace.annotations / "passes")


MARKED = (
    "👩‍👩‍👧",
    "e\u0301lise\u0308 Mu\u0308ller 🇰🇷",
    "<b>done</b>",
    "added…\r\rThe\tboard\u2028of  Ellery\u0085met",
    "שלום",
    "\u1112\u1161\u11ab",
    "today",
    "&lt;end&gt;",
)
QUOTED = {
    "content": ("«Ça va»", "“It’s <b>done</b> &amp; paid — today,”"),
    "source": ("e\u0301lise\u0308 Mu\u0308ller 🇰🇷\u00a0of\u202fSeoul",),
    "cue": ("said", "added"),
}


def span(words: str) -> dict[str, Any]:
    """The span of words in TEXT."""
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words}

"""The golden folders with a hub.json: what `publish` refuses, in a workspace in git, before a stand-in of the Hub.

hub.json says what stands there: the text of the `files` of a repository, none where there are none, its `tags`, which
places are `spoilt`. In case.toml `sealed` says whether the schema is, `uncommitted` which files no commit has.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tests.hub.conftest import REPOSITORY, TOKEN, git
from tests.hub.stand_in import Blob, Repository, StandIn
from tests.validation.test_golden import GOLDEN, PUBLISHED, lay

from wiremark.cli import main

NAME = "ruritania/harbour-news"


def stand(hub: StandIn, path: Path) -> None:
    said = json.loads(path.read_bytes())
    hub.spoilt |= set(said.get("spoilt", ()))
    if "files" in said:
        made = hub.repositories[NAME] = Repository(private=False)
        made.commit({place: Blob(text.encode()) for place, text in said["files"].items()}, "before")
        made.tags |= dict.fromkeys(said.get("tags", ()), made.refs["main"])


@pytest.mark.parametrize("code", sorted(PUBLISHED))
def test_golden(
    code: str, hub: StandIn, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wiremark.dataset.standoff.release._refuse_words", lambda *_: None)  # of which D301 is
    monkeypatch.setenv("HF_ENDPOINT", hub.url)
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_DISABLE_XET", True)
    root = tmp_path / "workspace"
    case = lay(code, root)
    if case.get("sealed"):
        shutil.copy(REPOSITORY / "schemas" / "RELEASED", root / "schemas")
    git(root, "init", "-q")
    git(root, "add", ".", *(f":!{name}" for name in case.get("uncommitted", ())))
    git(root, "commit", "-qm", "a state of the corpus")
    words = ["-C", str(root), *case["command"].split()]
    expected = (GOLDEN / code / "expected.txt").read_text("utf-8")

    stand(hub, GOLDEN / code / "hub.json")
    assert main(words) == 1
    printed = capsys.readouterr()
    assert (printed.out.replace(hub.url, "http://hub"), printed.err) == (expected, "")
    assert not [tag for made in hub.repositories.values() for tag in made.tags if tag not in ("v1.0.0", "stable")]

    hub.reset()
    stand(hub, GOLDEN / code / "hub.json")
    assert main([*words, "--format", "json"]) == 1
    findings = json.loads(capsys.readouterr().out.replace(hub.url, "http://hub"))["findings"]
    places = [(finding["code"], finding["file"], finding["line"], finding["column"]) for finding in findings]
    assert places == [(case["code"], case["file"], case["line"], case["column"])]
    assert case["code"] == code

"""`load_dataset` caches a folder under the text of its card: a changed annotation is seen all the same.

The cache key has neither the time nor the content of a Parquet file in it, and of the folder its last name alone. So
the digest of the rows, which the card gives, is all that tells one build from another.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wiremark.dataset.build import write_dataset
from wiremark.dataset.inputs import load_inputs
from wiremark.dataset.manifest import read
from wiremark.workspace import Workspace

Load = Callable[..., Any]


def written(workspace: Workspace, folder: Path, *, texts: bool) -> dict[str, Any]:
    """Builds into a folder, in place of what is there; the digests of its tables."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    write_dataset(load_inputs(workspace), folder, texts=texts)
    return {name: table["digest"] for name, table in read(folder)["tables"].items()}


def relabel(workspace: Workspace) -> None:
    """One label of one mention, which changes no number of rows and no size."""
    path = workspace.annotations / "harbour.json"
    data = json.loads(path.read_bytes())
    (mention,) = (row for row in data["mentions"] if row["id"] == "m3")
    assert mention["form"] == "NAM"
    mention["form"] = "NOM"
    path.write_text(json.dumps(data), "utf-8")


def form(loaded: Any) -> str:
    """The form of the mention whose label is changed."""
    (number,) = (row["form"] for row in loaded if row["id"] == "m3" and row["document_id"] == "harbour")
    name: str = loaded.features["form"].int2str(number)
    return name


def sizes(folder: Path) -> str:
    """What else of the card could tell two builds apart: the sizes of `mentions`."""
    card = (folder / "README.md").read_text("utf-8")
    return card.split("- config_name: mentions\n  features:")[1].split("- config_name:")[0].split("  splits:")[1]


@pytest.mark.parametrize("texts", [True, False])
def test_a_changed_label_is_seen_in_the_same_process(
    made_up: Workspace, load: Load, tmp_path: Path, *, texts: bool
) -> None:
    folder = tmp_path / "set"
    before = written(made_up, folder, texts=texts)
    old = sizes(folder)
    assert form(load(folder, "mentions", split="train")) == "NAM"
    relabel(made_up)
    after = written(made_up, folder, texts=texts)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == ({"mentions", "annotations", "ner"} if texts else {"mentions", "annotations"})
    assert sizes(folder).split("download_size")[0] == old.split("download_size")[0]
    assert f"description: {after['mentions']}" in (folder / "README.md").read_text("utf-8")
    for streaming in (False, True):
        assert form(load(folder, "mentions", split="train", streaming=streaming)) == "NOM"


def test_another_clone_of_the_same_name_has_its_own_rows(made_up: Workspace, load: Load, tmp_path: Path) -> None:
    mine, theirs = tmp_path / "mine" / "set", tmp_path / "theirs" / "set"
    written(made_up, mine, texts=True)
    relabel(made_up)
    written(made_up, theirs, texts=True)
    shown = [form(load(folder, "mentions", split="train")) for folder in (mine, theirs, mine, theirs)]
    assert shown == ["NAM", "NOM", "NAM", "NOM"]

"""A build killed at any file operation leaves a whole dataset, and run again makes the same bytes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.dataset.conftest import HARBOUR, HARBOUR_LAYERS, write_workspace
from tests.dataset.killing import State, moments, restore, state, stop, within

from wiremark.dataset import build as module
from wiremark.dataset.build import build
from wiremark.workspace import Workspace


def one_article(root: Path, version: str) -> Workspace:
    return write_workspace(root, {"harbour": (HARBOUR, "train", HARBOUR_LAYERS)}, version)


@pytest.mark.parametrize("rebuilt", [False, True])
def test_a_build_killed_at_any_operation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, rebuilt: bool) -> None:
    workspace, place = one_article(tmp_path / "workspace", "0.2.0"), tmp_path / "place"
    out = place / "set"
    build(workspace, tmp_path / "undisturbed")
    new = state(tmp_path / "undisturbed")
    place.mkdir()
    if rebuilt:
        build(one_article(tmp_path / "older", "0.1.0"), out)
    before = state(place)
    old = within(before, "set")

    found = moments(lambda: build(workspace, out), place)
    assert within(state(place), "set") == new
    assert len(found) > 100
    assert {moment.name for moment in found} >= {"mkdir", "replace", "open", "__init__", "write_table", "close"}

    # killed indeed, here and there: the disk is as was seen, and the next build mends it
    ends = [moment for moment in found if within(moment.state, "set") != old or moment.name == "replace"]
    for moment in [*found[7:-1:90], *ends[:2], ends[-1]]:
        restore(place, before)
        assert stop(lambda: build(workspace, out), moment.at, late=moment.late), moment.name
        assert state(place) == moment.state, (moment.at, moment.name)
    build(workspace, out)
    assert state(place) == {"set": None, **{f"set/{name}": content for name, content in new.items()}}

    # at every moment: what is written anew is known by now, only what a build does with the leavings is in question
    monkeypatch.setattr(module, "load_inputs", lambda _: None)
    monkeypatch.setattr(module, "refuse_faulty", lambda *_: None)
    monkeypatch.setattr(
        module, "write_dataset", lambda _, fresh: shutil.copytree(tmp_path / "undisturbed", fresh, dirs_exist_ok=True)
    )
    seen: list[State] = []
    for moment in found:
        whole = within(moment.state, "set") or within(moment.state, ".set.wiremark-old")
        assert whole in (old, new), (moment.at, moment.name)
        if moment.state in seen[-20:]:
            continue
        seen.append(moment.state)
        restore(place, moment.state)
        build(workspace, out)
        assert state(place) == {"set": None, **{f"set/{name}": content for name, content in new.items()}}, moment.name

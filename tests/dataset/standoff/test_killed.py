"""A rehydration killed at any file operation leaves a whole folder, and run again makes the same bytes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.dataset.conftest import HARBOUR, HARBOUR_LAYERS, write_workspace
from tests.dataset.killing import State, moments, restore, state, stop, within

from wiremark.dataset.standoff import rehydrate as module
from wiremark.dataset.standoff.rehydrate import rehydrate
from wiremark.dataset.standoff.release import release
from wiremark.workspace import Workspace


def whole(folder: State) -> State:
    """The state of a place in which nothing but this folder is."""
    return {"set": None, **{f"set/{name}": content for name, content in folder.items()}}


def test_a_rehydration_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = write_workspace(tmp_path / "workspace", {"harbour": (HARBOUR, "train", HARBOUR_LAYERS)})
    texts, place, done = (tmp_path / name for name in ("texts", "place", "done"))
    texts.mkdir()
    (texts / "harbour.txt").write_text(HARBOUR, "utf-8")
    release(workspace, place / "set")
    before, old = state(place), state(place / "set")
    rehydrate(place / "set", texts, done, Workspace(tmp_path))
    new = state(done)

    def again() -> object:
        return rehydrate(place / "set", texts, place / "set", Workspace(place))

    found = moments(again, place)
    assert state(place) == whole(new)
    for moment in found:
        assert (within(moment.state, "set") or within(moment.state, ".set.wiremark-old")) in (old, new), moment.name

    first, *_, last = [number for number, moment in enumerate(found) if moment.name in ("replace", "rename")]
    moment = found[first + 1]  # killed indeed, when nothing stands in the place
    restore(place, before)
    assert stop(again, moment.at, late=moment.late)
    assert state(place) == moment.state
    again()
    assert state(place) == whole(new)

    # what is written anew is known by now, only what is done with the leavings is in question
    monkeypatch.setattr(
        module, "write_dataset", lambda _, fresh, **__: shutil.copytree(done, fresh, dirs_exist_ok=True)
    )
    monkeypatch.setattr(module, "refuse_faulty", lambda *_: None)
    for moment in [*found[:first:60], *found[first : last + 2], *found[last + 2 :: 40], found[-1]]:
        restore(place, moment.state)
        again()
        assert state(place) == whole(new), (moment.at, moment.name)

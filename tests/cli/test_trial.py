from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from wiremark import validation
from wiremark.cli.trial import trial
from wiremark.workspace import Workspace


def contents(root: Path) -> dict[Path, bytes]:
    return {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_trial_has_what_would_be_written_and_the_workspace_has_not(workspace: Path) -> None:
    here, path = Workspace(workspace), workspace / "annotations" / "ferry.json"
    before = contents(workspace)
    with trial(here, {path: b"{}", here.annotations / "passes" / "new" / "ferry.json": b"[]"}) as there:
        assert (there.annotations / "ferry.json").read_bytes() == b"{}"
        assert (there.annotations / "passes" / "new" / "ferry.json").read_bytes() == b"[]"
        assert (there.annotations / "entities.json").read_bytes() == before[Path("annotations/entities.json")]
    assert contents(workspace) == before
    assert not there.root.exists()


def test_a_trial_with_nothing_changed_is_as_valid(workspace: Path) -> None:
    with trial(Workspace(workspace), {}) as there:
        assert validation.validate(there) == validation.validate(Workspace(workspace))


@pytest.mark.parametrize("target", [lambda real: real, lambda real: Path("..") / real.name], ids=["whole", "relative"])
def test_a_link_is_followed_once_and_never_written_through(workspace: Path, target: Callable[[Path], Path]) -> None:
    here, path = Workspace(workspace), workspace / "annotations" / "entities.json"
    real = path.rename(workspace / "entities.json")
    path.symlink_to(target(real))
    before = real.read_bytes()
    with trial(here, {}) as there:
        assert (there.annotations / "entities.json").read_bytes() == before
    with trial(here, {path: b"{}"}) as there:
        assert (there.annotations / "entities.json").read_bytes() == b"{}"
    assert real.read_bytes() == before


def test_links_that_lead_nowhere_or_round_are_left_out(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = Workspace(workspace)
    (here.annotations / "gone.md").symlink_to("nowhere.md")
    (here.annotations / "passes").mkdir(exist_ok=True)
    (here.annotations / "passes" / "round").symlink_to("..")
    monkeypatch.chdir(here.annotations)
    with trial(here, {}) as there:
        assert not (there.annotations / "gone.md").exists()
        assert not (there.annotations / "passes" / "round").exists()


def test_what_is_left_out(workspace: Path) -> None:
    here = Workspace(workspace)
    (here.annotations / "rounds" / "1").mkdir(parents=True, exist_ok=True)
    with trial(here, {}, without=("rounds",), schemas=[here.schema("1.0.0")]) as there:
        assert not (there.annotations / "rounds").exists()
        assert [path.name for path in there.schemas.iterdir()] == ["annotation-1.0.0.json"]

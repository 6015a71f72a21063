"""The golden cases in which the work on a shard goes wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.engine import stages
from tests.validation.test_golden import GOLDEN, STAGED, Capture, Later, check

from wiremark.cleaning import stage


@pytest.mark.parametrize("code", sorted(STAGED))
def test_golden(code: str, tmp_path: Path, capsys: Capture, later: Later, monkeypatch: pytest.MonkeyPatch) -> None:
    name = (GOLDEN / code / "stage.txt").read_text("utf-8").strip()
    monkeypatch.setattr(stage, "Clean", getattr(stages, name))
    check(code, tmp_path, capsys, later)

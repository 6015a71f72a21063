"""LABELSTUDIO.md does what it says, from its first command to its last."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from tests.browser.screenshots import PICTURES
from tests.browser.tour import REPOSITORY, Tour, walk

from wiremark.diagnostics.codes import CODES

pytestmark = pytest.mark.browser


def test_from_a_folder_of_articles_to_a_dataset(new_label_studio: Any, tmp_path: Path) -> None:
    said = walk(Tour(tmp_path / "home", new_label_studio(tmp_path / "data")))
    assert "load_dataset(" in said["build"]


def test_the_pictures_are_there_and_small() -> None:
    page = (REPOSITORY / "LABELSTUDIO.md").read_text("utf-8")
    shown = [REPOSITORY / name for name in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", page)]
    assert shown == [PICTURES / f"{name}.png" for name in ("mention", "document", "decide")]
    assert all(picture.stat().st_size < 200_000 for picture in shown)


def test_the_codes_are_called_what_they_are() -> None:
    page = (REPOSITORY / "LABELSTUDIO.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `(T\d+)` ([^|]+) \|", page, re.MULTILINE))
    assert rows == {code: CODES[code] for code in rows}
    assert rows.keys() < set(re.findall(r"\bT\d{3}\b", page)) <= CODES.keys()

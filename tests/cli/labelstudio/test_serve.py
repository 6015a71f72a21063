"""What `wiremark labelstudio serve` refuses before it starts anything."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.mark.parametrize("folder", ["server", "annotations/server"])
def test_the_token_stays_out_of_the_workspace(wiremark: Any, workspace: Path, folder: str) -> None:
    ran = wiremark("labelstudio", "serve", "--data-dir", str(workspace / folder))
    assert ran.code == 2
    assert "lies in a workspace" in ran.err
    assert not (workspace / folder).exists()

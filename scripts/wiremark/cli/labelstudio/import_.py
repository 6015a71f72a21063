"""wiremark labelstudio import."""

from __future__ import annotations

from wiremark.cli.report import Commands


def register(commands: Commands) -> None:
    """Nothing yet."""

"""What ADOPTING.md tells one to run and to write: the blocks under its marker comments."""

from __future__ import annotations

import re
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
_PLACE = "https://github.com/OWNER/wiremark"


def blocks(place: Path, rev: str) -> dict[str, str]:
    """Each block of the page by the name in its marker, with the repository in `place` at `rev` for this one's own."""
    page = (REPOSITORY / "ADOPTING.md").read_text("utf-8")
    found = re.findall(r"<!-- adopt: (\S+) -->\n```\w*\n(.*?)```\n", page, re.DOTALL)
    return {name: _here(block, place, rev) for name, block in found}


def _here(block: str, place: Path, rev: str) -> str:
    block = block.replace(f"git+{_PLACE}", f"git+file://{place}")
    return block.replace(_PLACE, str(place)).replace("REV", rev)

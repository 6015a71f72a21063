"""What ADOPTING.md tells one to run and to write: the blocks under its marker comments."""

from __future__ import annotations

import re
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
_PLACE = "https://github.com/OWNER/wiremark"


def blocks(rev: str) -> dict[str, str]:
    """Each block of the page by the name in its marker, with this checkout at `rev` for the repository's place."""
    page = (REPOSITORY / "ADOPTING.md").read_text("utf-8")
    found = re.findall(r"<!-- adopt: (\S+) -->\n```\w*\n(.*?)```\n", page, re.DOTALL)
    return {name: _here(block, rev) for name, block in found}


def _here(block: str, rev: str) -> str:
    block = block.replace(f"git+{_PLACE}", f"git+file://{REPOSITORY}")
    return block.replace(_PLACE, str(REPOSITORY)).replace("REV", rev)

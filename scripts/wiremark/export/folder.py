"""The folder of an export, replaced as a whole, and only where it holds nothing but an export as it was written.

A list of the files and their digests, LISTING, stands in the folder; by it a file that someone changed since, such as
an annotation made in brat, is known and kept. Beside the folder `<out>`, while an export runs, stands
`.<out>.wiremark-new`, and for a moment `.<out>.wiremark-old`; a killed run's are cleared by the next.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from wiremark.dataset.folder import DROPPINGS, swapped
from wiremark.diagnostics import Finding, Refused
from wiremark.export.export import Export
from wiremark.export.summary import as_json
from wiremark.workspace import Workspace, sha256

LISTING = ".wiremark-export.json"


def write(workspace: Workspace, export: Export, out: Path) -> list[str]:
    """Writes an export into the folder `out`, which then holds it and nothing else. Returns the files' names.

    Raises Refused (X101) where a file there would be lost that no export wrote, or that was changed since.
    """
    refuse_foreign(workspace, out)
    digests = {}
    with swapped(out) as fresh:
        for name, content in export.files():
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            digests[name] = sha256(content)
        listing = {**as_json(export), "files": digests}
        (fresh / LISTING).write_text(json.dumps(listing, ensure_ascii=False, indent=2) + "\n", "utf-8", newline="\n")
    return list(digests)


def refuse_foreign(workspace: Workspace, out: Path) -> None:
    """Raises Refused where `out` holds anything but an export as it was written."""
    foreign = list(islice(_foreign(out), 6))
    if foreign:
        finding = Finding(
            code="X101",
            file=workspace.relative(out),
            message="the folder for the export holds something else",
            found=", ".join(foreign[:5]) + (" …" if foreign[5:] else ""),
            expected="no folder, an empty one, or an older export as it was written",
            help="name another folder with --out, or move these files away",
        )
        raise Refused([finding])


def _foreign(out: Path) -> Iterator[str]:
    known = _known(out / LISTING)
    for path in sorted(out.rglob("*")) if out.is_dir() else ():
        name = path.relative_to(out).as_posix()
        if path.name in DROPPINGS or (name == LISTING and known) or (path.is_dir() and not path.is_symlink()):
            continue
        if name not in known or path.is_symlink():
            yield name
        elif sha256(path.read_bytes()) != known[name]:
            yield f"{name} (changed since)"


def _known(listing: Path) -> dict[str, Any]:
    try:
        files = json.loads(listing.read_bytes())["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return files if isinstance(files, dict) else {}

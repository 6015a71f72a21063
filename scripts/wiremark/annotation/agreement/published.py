"""Which passes are compared with which, and where the report of it is published.

A report is exactly what `wiremark agree A B --format markdown` prints: annotations/AGREEMENT.md for the passes in
annotations/passes/, annotations/rounds/<n>/AGREEMENT.md for those of a round. Of three passes or more it is that of
every two, one after the other, in the order of their names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path
from typing import Any, TypedDict

from wiremark.annotation import passes
from wiremark.annotation.agreement.compare import compare
from wiremark.annotation.passes import Pass
from wiremark.schema.profile import Profile
from wiremark.text.order import natural
from wiremark.workspace import Workspace

REPORT = "AGREEMENT.md"


class Pairs(TypedDict):
    """Agreement, each pair of passes as `wiremark agree A B --format json` has it.

    passes: the pairs of annotations/passes/. rounds: those of annotations/rounds/<n>/passes/, by <n>.
    """

    passes: list[dict[str, Any]]
    rounds: dict[str, list[dict[str, Any]]]


def pairs(workspace: Workspace) -> dict[Path, list[tuple[Pass, Pass]]]:
    """Every two passes that stand side by side and have a layer of a document in common.

    By the folder in which their report belongs; rounds first, by number. A folder without such a pair is not there.
    Raises Refused with the faults of a pass that cannot be read.
    """
    found: dict[Path, list[Pass]] = defaultdict(list)
    for name in passes.names(workspace) if workspace.annotations.is_dir() else ():
        if name != passes.GOLD:
            found[passes.folder(workspace, name).parent.parent].append(passes.load(workspace, name))
    places = sorted(found, key=lambda place: (place == workspace.annotations, natural(place.name)))
    both = {place: [pair for pair in combinations(found[place], 2) if _meet(*pair)] for place in places}
    return {place: rows for place, rows in both.items() if rows}


def agreement(workspace: Workspace, profile: Profile, texts: Mapping[str, str]) -> Pairs | None:
    """The agreement of every pair; None where there is none. texts: the articles by id. Raises Refused as `pairs`."""
    found = pairs(workspace)
    if not found:
        return None
    told = {place: [compare(a, b, profile, texts) for a, b in rows] for place, rows in found.items()}
    return {"passes": told.pop(workspace.annotations, []), "rounds": {place.name: rows for place, rows in told.items()}}


def _meet(a: Pass, b: Pass) -> bool:
    shared = a.documents.keys() & b.documents.keys()
    return any(a.documents[id]["annotated_with"].keys() & b.documents[id]["annotated_with"].keys() for id in shared)

"""An old text and a new one side by side: what is the same, and how far that can be relied on.

A shortest edit script does not do: it may well put a deleted name upon another occurrence of the name. Here a token
that might as well stand elsewhere is `contested`, and a short run far from all others is not `trusted`.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from wiremark.annotation.reanchor.claims import claims
from wiremark.annotation.reanchor.runs import Run, Token, runs, tokens

TRUSTED = 4
"""So many tokens in a row that stand once in both places are no accident."""

MOVED = 6
"""So many, where they left the order of the text."""

NEAR, FAR, BESIDE = 4, 12, 2
"""A shorter run is trusted where trusted ones in the same order stand before it and behind it, in both texts at most so
many tokens away the nearer and the farther one; or where one is no farther away than the last number."""

OPENING = 12
"""So many, where both texts begin or end with the run."""

REWRITTEN = 0.3
"""Where so small a share of the shorter text is the same, the text is another one, and nothing is trusted."""

_LOOK = 4
_NOWHERE = 1 << 60


@dataclass(frozen=True, slots=True)
class Alignment:
    """The tokens of both texts, as code point offsets, and what is the same.

    runs: by the number of their first old token. at: per old token the runs that hold it. contested: old tokens that
    might have gone elsewhere, or be gone. trusted: as the module says.
    """

    old: Sequence[Token]
    new: Sequence[Token]
    runs: Sequence[Run]
    at: Mapping[int, Sequence[Run]]
    contested: frozenset[int]
    trusted: frozenset[Run]


def align(old: str, new: str) -> Alignment:
    """Aligns two texts."""
    ours, theirs = tokens(old), tokens(new)
    a, b = [old[slice(*token)] for token in ours], [new[slice(*token)] for token in theirs]
    found = runs(a, b)
    ends = {(0, 0), (len(a), len(b))}
    edges = [run for run in found if {(run.old, run.new), (run.old + run.size, run.new + run.size)} & ends]
    claimed = claims(found, a, b)
    trusted = frozenset(_trusted(found, edges))
    same = {run.old + number for run in trusted for number in range(run.size)}
    if len(same) < REWRITTEN * min(len(a), len(b)):
        trusted = frozenset()
    return Alignment(ours, theirs, found, claimed.at, claimed.contested, trusted)


def _trusted(runs: Sequence[Run], edges: Sequence[Run]) -> set[Run]:
    """Long runs, and what stands close to them in the same order. edges: what both texts begin and end with."""
    found = {run for run in runs if run.size >= (MOVED if run.moved else TRUSTED)}
    for _ in range(2):
        before, after = _nearest(runs, found, 1), _nearest(runs[::-1], found, -1)
        for run in runs:
            far, near = sorted((before[run], after[run]), reverse=True)
            if (near <= NEAR and far <= FAR) or near <= BESIDE:
                found.add(run)
    ordered = [run for run in runs if run in found and not run.moved]
    for edge in edges if ordered else ():
        one, side = (ordered[-1], 1) if edge.old else (ordered[0], -1)
        if _distance(one, edge, side) <= OPENING:
            found.add(edge)
    return found


def _nearest(runs: Sequence[Run], trusted: Container[Run], side: int) -> dict[Run, int]:
    """How far each run is from a trusted one that stands before it, or behind it where side is -1."""
    found: dict[Run, int] = {}
    last: list[Run] = []
    for run in runs:
        found[run] = min((_distance(one, run, side) for one in last[-_LOOK:]), default=_NOWHERE)
        if run in trusted:
            last.append(run)
    return found


def _distance(one: Run, other: Run, side: int) -> int:
    """The tokens between two runs, in the text where they are more; very many where their order is not the same."""
    first, second = (one, other) if side > 0 else (other, one)
    gaps = second.old - first.old - first.size, second.new - first.new - first.size
    return max(gaps) if min(gaps) >= -min(first.size, second.size) else _NOWHERE

"""The outer tokens of a run that may be those of a piece that was cut, written or moved beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from wiremark.annotation.reanchor.runs import Run

Held = Mapping[int, Sequence[Run]]


def loose(run: Run, at: Held, back: Held, a: Sequence[str], b: Sequence[str]) -> Iterator[int]:
    """The old tokens at either end of a run that stand once more where they might have come from, or gone to.

    That is what no run holds beside it, where both texts have something there: else one cut would have to fall into
    two. And where a run that was moved comes next, what stands beside that one on its other side.

    at, back: the runs that hold each token of the old text and of the new one, given as tokens (a, b).
    """
    for old, new, step in ((run.old + run.size, run.new + run.size, 1), (run.old - 1, run.new - 1, -1)):
        ours, theirs = _beside(len(a), old, step, at), _beside(len(b), new, step, back)
        gaps = [[a[token] for token in ours], [b[token] for token in theirs]] if ours and theirs else []
        for there in back.get(theirs.stop if step > 0 else theirs.start - 1, ()):
            facing = _beside(len(a), there.old - 1 if step > 0 else there.old + there.size, -step, at)
            gaps += [[a[token] for token in facing]] if facing != ours else []
        for there in at.get(ours.stop if step > 0 else ours.start - 1, ()):
            facing = _beside(len(b), there.new - 1 if step > 0 else there.new + there.size, -step, back)
            gaps += [[b[token] for token in facing]] if facing != theirs else []
        for size in range(1, run.size + 1):
            start = old - size if step > 0 else old + 1
            if not any(_holds(gap, a[start : start + size]) for gap in gaps):
                break
            yield old - size * step


def _beside(length: int, start: int, step: int, held: Held) -> range:
    """The tokens that no run holds, from one on in one direction."""
    end = start
    while 0 <= end < length and end not in held:
        end += step
    return range(start, end) if step > 0 else range(end + 1, start + 1)


def _holds(tokens: Sequence[str], words: Sequence[str]) -> bool:
    return any(tokens[at : at + len(words)] == words for at in range(len(tokens) - len(words) + 1))

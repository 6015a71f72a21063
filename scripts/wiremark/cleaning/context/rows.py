"""A cleaned text as the model sees it, line by line, and the text again without the lines that the model takes out."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from wiremark.cleaning.cleaned import JOINER, Cleaned, Removed, Segment
from wiremark.cleaning.context.features import Line
from wiremark.cleaning.rule import BOILERPLATE, CONTEXT, HIDDEN


class Row(NamedTuple):
    """A line that is not blank, where it stands in the raw text, and the segments kept of it, by number."""

    line: Line
    start: int
    end: int
    segments: tuple[int, ...]


def lines_of(cleaned: Cleaned) -> list[Row]:
    """The lines of the raw text that are not blank, in order."""
    found: list[Row] = []
    kept: list[int] = []
    taken: list[Removed] = []
    segments, removed = cleaned.segments, cleaned.removed
    next_segment = next_removed = 0
    while next_segment < len(segments) or next_removed < len(removed):
        start = removed[next_removed].start if next_removed < len(removed) else None
        if start is None or (next_segment < len(segments) and segments[next_segment].raw_start < start):
            kept.append(next_segment)
            next_segment += 1
            continue
        piece = removed[next_removed]
        next_removed += 1
        if piece.reason not in HIDDEN:
            taken.append(piece)
        elif piece.reason == "line_break" and (kept or taken):
            found.append(_row(cleaned, kept, taken))
            kept, taken = [], []
    if kept or taken:
        found.append(_row(cleaned, kept, taken))
    return found


def _row(cleaned: Cleaned, kept: list[int], taken: list[Removed]) -> Row:
    segments = [cleaned.segments[number] for number in kept]
    texts = [cleaned.text[segment.text_start : segment.text_start + segment.length] for segment in segments]
    text = " ".join(texts or [piece.text for piece in taken])
    starts = [*(segment.raw_start for segment in segments), *(piece.start for piece in taken)]
    ends = [*(segment.raw_start + segment.length for segment in segments), *(piece.end for piece in taken)]
    return Row(Line(text, taken[0].reason if taken else "", bool(kept)), min(starts), max(ends), tuple(kept))


def without(cleaned: Cleaned, rows: list[Row], dropped: Mapping[int, float]) -> Cleaned:
    """`cleaned` less what is left of the rows in `dropped`: their numbers, each with the model's score."""
    out = {number: score for row, score in dropped.items() for number in rows[row].segments}
    texts: list[str] = []
    segments: list[Segment] = []
    removed = list(cleaned.removed)
    at = 0
    for number, segment in enumerate(cleaned.segments):
        text = cleaned.text[segment.text_start : segment.text_start + segment.length]
        if number in out:
            end = segment.raw_start + segment.length
            removed.append(Removed(segment.raw_start, end, BOILERPLATE, CONTEXT, text, out[number]))
            continue
        segments.append(replace(segment, text_start=at))
        texts.append(text)
        at += segment.length + len(JOINER)
    removed.sort(key=lambda piece: piece.start)
    return replace(cleaned, text=JOINER.join(texts), segments=tuple(segments), removed=tuple(removed))

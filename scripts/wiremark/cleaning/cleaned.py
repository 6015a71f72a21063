"""What cleaning gives: the records of what is kept of a raw text and of what leaves it."""

from dataclasses import dataclass

JOINER = "\n\n"
"""What stands between two paragraphs of a clean text."""

WHITE_SPACE = " \t\v\f\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\u200b\u2060\ufeff" + "".join(
    map(chr, range(0x2000, 0x200B))
)
"""What is trimmed from a line's edges: Unicode white space and the zero-width characters that join nothing."""


@dataclass(frozen=True, slots=True)
class Removed:
    """A piece taken out: `raw[start:end] == text`, offsets in code points of the raw text.

    `score` is the model's, 0 (body) to 1 (boilerplate), where a model and no rule took the piece out.
    """

    start: int
    end: int
    reason: str
    rule: str
    text: str
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A slice kept as it is: `length` code points from `raw_start` stand at `text_start` in the clean text.

    `raw` is what stands in the raw text in their stead, where that is something else: a character reference of
    HTML, or white space that was folded.
    """

    raw_start: int
    text_start: int
    length: int
    raw: str | None = None


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What `clean` gives.

    `text` is the kept slices joined by `JOINER`; `removed` and `segments`, each in order, together hold
    every code point of the raw text exactly once; `metadata` maps the reason of a piece set aside to its tidy value;
    `notes` are remarks for the reader.
    """

    text: str
    removed: tuple[Removed, ...]
    segments: tuple[Segment, ...]
    metadata: dict[str, str]
    notes: tuple[str, ...]

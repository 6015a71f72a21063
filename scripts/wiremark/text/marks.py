"""What stands inside double quotation marks, and the type of a quotation that follows from it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate


class Marks:
    """The double quotation marks of a text, read paragraph by paragraph.

    A mark that is not closed holds until the paragraph ends: where speech runs on over paragraphs, each of them opens
    with a mark and only the last closes one. Single marks are left alone, they are apostrophes too.
    """

    def __init__(self, text: str) -> None:
        inside = bytearray(len(text))
        quoted = False
        for at, sign in enumerate(text):
            if sign == "\n":
                quoted = False
            elif sign == '"':
                quoted = not quoted
            elif sign in "“”":
                quoted = sign == "“"
            else:
                inside[at] = quoted
        self._inside = inside
        self._letters = [0, *accumulate(map(str.isalpha, text))]
        self._quoted = [0, *accumulate(sign.isalpha() and held for sign, held in zip(text, inside, strict=True))]

    def inside(self, offset: int) -> bool:
        """Whether the sign at an offset (code points) stands between double marks; a mark itself does not."""
        return bool(self._inside[offset])

    def type_of(self, spans: Iterable[tuple[int, int]]) -> str | None:
        """The type of a quotation with this content: direct, mixed or indirect (Pareti 2015; PolNeAR).

        spans: (start, end) in code points, within the text. direct: every letter stands inside double marks; indirect:
        none does; mixed: some do. None where there is no letter at all.
        """
        spans = tuple(spans)
        letters = sum(self._letters[end] - self._letters[start] for start, end in spans)
        quoted = sum(self._quoted[end] - self._quoted[start] for start, end in spans)
        if not letters:
            return None
        return "direct" if quoted == letters else "mixed" if quoted else "indirect"

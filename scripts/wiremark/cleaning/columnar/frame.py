"""Where the documents of a column, their lines and what is not blank in them lie in the column's own bytes.

Nothing is copied: a line is a pair of byte offsets. What the reference reads code point by code point
(`wiremark.text.lines`, `cleaned.WHITE_SPACE`) is read here for all documents at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from wiremark.cleaning.cleaned import WHITE_SPACE
from wiremark.cleaning.columnar.arrays import numbers

Offsets = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]

_SIGNS: Final = [sign.encode("utf-8") for sign in WHITE_SPACE]
_WIDTHS: Final = (1, 2, 3)
# By the number of its bytes: the white space, each as one number.
_WHITE: Final = {
    width: np.array(sorted(int.from_bytes(sign, "big") for sign in _SIGNS if len(sign) == width)) for width in _WIDTHS
}
_FIRST_BYTE: Final = np.isin(np.arange(256), [sign[0] for sign in _SIGNS])
_LAST_BYTE: Final = np.isin(np.arange(256), [sign[-1] for sign in _SIGNS])
# After so many characters of white space at an edge the rest of them is looked at by `str.strip`.
_PATIENCE: Final = 24


@dataclass(frozen=True, slots=True)
class Frame:
    """The documents of a batch, one behind the other in `raw`, all offsets in bytes from its beginning.

    `data` is the same as numbers, `text` as a string where all of it is ASCII, else `raw` itself. `documents` has one
    offset more than there are documents. Lines tile the documents; rows are the lines that are not blank, trimmed.
    """

    raw: bytes
    data: Bytes
    text: str | bytes
    documents: Offsets
    line_start: Offsets
    line_end: Offsets
    line_end_with_break: Offsets
    line_document: Offsets
    trimmed_start: Offsets
    trimmed_end: Offsets
    continuations: Offsets

    def code_points(self, at: Offsets) -> Offsets:
        """Code points before each of these byte offsets, which lie between characters."""
        return at if not self.continuations.size else at - np.searchsorted(self.continuations, at)

    def piece(self, start: int, end: int) -> str:
        """The text between two byte offsets."""
        found = self.text[start:end]
        return found if isinstance(found, str) else found.decode("utf-8")

    def beginnings(self, starts: Offsets, ends: Offsets, most: int) -> list[str]:
        """The texts between byte offsets, no more than `most` code points of each."""
        edges = zip(starts.tolist(), np.minimum(ends, starts + 4 * most).tolist(), strict=True)
        text = self.text
        if isinstance(text, str):
            return [text[start:end][:most] for start, end in edges]
        # a character that is cut is beyond the last one that counts
        return [text[start:end].decode("utf-8", "ignore")[:most] for start, end in edges]

    def ending(self, start: int, end: int, most: int) -> str:
        """As `piece`, but no more than `most` code points before its end."""
        if end - start <= most:
            return self.piece(start, end)
        found = self.text[max(start, end - 4 * most) : end]
        return (found if isinstance(found, str) else found.decode("utf-8", "ignore"))[-most:]

    def slices(self, starts: Offsets, ends: Offsets) -> pa.StringArray:
        """These pieces as Arrow strings; only they are copied."""
        edges = np.empty(2 * starts.size + 1, np.int32)
        edges[0:-1:2], edges[1::2], edges[-1] = starts, ends, ends[-1] if ends.size else 0
        cut = pa.StringArray.from_buffers(edges.size - 1, pa.py_buffer(edges), pa.py_buffer(self.data))
        return cut.take(numbers(np.arange(0, edges.size - 1, 2)))


def frame(texts: pa.LargeBinaryArray) -> Frame:
    """The frame of a column without nulls, every value of it UTF-8."""
    documents = np.frombuffer(texts.buffers()[1], np.int64, len(texts) + 1, 8 * texts.offset)
    first, last = int(documents[0]), int(documents[-1])
    documents = documents - first
    content = texts.buffers()[2]
    raw = content.slice(first, last - first).to_pybytes() if content is not None and last > first else b""
    data = np.frombuffer(raw, np.uint8)
    is_ascii = raw.isascii()
    continuations = np.zeros(0, np.int64) if is_ascii else np.flatnonzero(data.view(np.int8) < -64)
    break_start, break_end = _breaks(raw, data, documents)
    tails = documents[1:][_has_tail(documents, break_end)]
    line_end = _merged(break_start, tails)
    line_end_with_break = _merged(break_end, tails)
    line_start = np.concatenate((np.zeros(min(1, line_end.size), np.int64), line_end_with_break[:-1]))
    first_line = np.searchsorted(line_start, documents)
    line_document = np.repeat(np.arange(documents.size - 1), np.diff(first_line))
    trimmed_start, trimmed_end = trimmed(data, line_start, line_end)
    return Frame(
        raw,
        data,
        raw.decode("ascii") if is_ascii else raw,
        documents,
        line_start,
        line_end,
        line_end_with_break,
        line_document,
        trimmed_start,
        trimmed_end,
        continuations,
    )


def _breaks(raw: bytes, data: Bytes, documents: Offsets) -> tuple[Offsets, Offsets]:
    """Where the line breaks begin and end: "\\n", "\\r\\n" or a lone "\\r", never across two documents."""
    feeds = np.flatnonzero(data == 10)
    if b"\r" not in raw:
        return feeds, feeds + 1
    returns = np.flatnonzero(data == 13)
    followed = (returns + 1 < data.size) & (data[np.minimum(returns + 1, data.size - 1)] == 10)
    followed &= ~_is_in(returns + 1, documents)
    second = _is_in(feeds, returns[followed] + 1)
    starts = np.concatenate((feeds[~second], returns))
    ends = np.concatenate((feeds[~second] + 1, returns + 1 + followed))
    order = np.argsort(starts, kind="stable")
    return starts[order], ends[order]


def _is_in(values: Offsets, among: Offsets) -> Flags:
    """Which of `values` are in `among`, which ascends."""
    if not among.size:
        return np.zeros(values.size, np.bool_)
    return np.asarray(among[np.minimum(np.searchsorted(among, values), among.size - 1)] == values)


def _has_tail(documents: Offsets, break_end: Offsets) -> Flags:
    """Which documents do not end with a line break; empty ones end with nothing."""
    return np.asarray((documents[1:] > documents[:-1]) & ~_is_in(documents[1:], break_end))


def _merged(first: Offsets, second: Offsets) -> Offsets:
    return np.sort(np.concatenate((first, second)), kind="stable")


def trimmed(data: Bytes, starts: Offsets, ends: Offsets) -> tuple[Offsets, Offsets]:
    """These pieces without the white space at their edges; of one that has nothing else both offsets are its end."""
    starts, ends = starts.copy(), ends.copy()
    _trim(data, starts, ends, head=True)
    _trim(data, starts, ends, head=False)
    return starts, ends


def _trim(data: Bytes, starts: Offsets, ends: Offsets, *, head: bool) -> None:
    """Move the starts, or else the ends, inwards past the white space there."""
    edges, white = (starts, _FIRST_BYTE) if head else (ends, _LAST_BYTE)
    rows = np.flatnonzero(starts < ends)
    rows = rows[white[data[edges[rows] - (not head)]]]
    for _ in range(_PATIENCE):
        if not rows.size:
            return
        room = ends[rows] - starts[rows]
        step = _white_at(data, starts[rows], room) if head else _white_before(data, ends[rows], room)
        edges[rows] += step if head else -step
        rows = rows[(step > 0) & (starts[rows] < ends[rows])]
    for row in rows.tolist():
        piece = data[starts[row] : ends[row]].tobytes().decode("utf-8")
        left = len((piece.lstrip(WHITE_SPACE) if head else piece.rstrip(WHITE_SPACE)).encode("utf-8"))
        edges[row] = ends[row] - left if head else starts[row] + left


def _white_at(data: Bytes, at: Offsets, room: Offsets) -> Offsets:
    """How many bytes the white space has that begins at each of these offsets; 0 where none does."""
    step = np.zeros(at.size, np.int64)
    code = np.zeros(at.size, np.int64)
    for width in _WIDTHS:
        code = (code << 8) | data[np.minimum(at + width - 1, data.size - 1)]
        step[(room >= width) & _is_in(code, _WHITE[width])] = width
    return step


def _white_before(data: Bytes, end: Offsets, room: Offsets) -> Offsets:
    """How many bytes the white space has that ends at each of these offsets; 0 where none does."""
    step = np.zeros(end.size, np.int64)
    code = np.zeros(end.size, np.int64)
    for width in _WIDTHS:
        code |= data[np.maximum(end - width, 0)].astype(np.int64) << (8 * (width - 1))
        step[(room >= width) & _is_in(code, _WHITE[width])] = width
    return step

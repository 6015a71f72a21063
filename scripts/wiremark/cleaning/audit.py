"""The cleaning record that stands beside a clean text, and the way back from the two to the raw article."""

import json
from dataclasses import asdict
from hashlib import sha256
from typing import Any

import msgspec

from wiremark.cleaning.cleaned import JOINER, Cleaned, Removed, Segment
from wiremark.cleaning.context import MODEL_VERSION
from wiremark.cleaning.html import PAGE_MODEL_VERSION
from wiremark.cleaning.rule import REASONS
from wiremark.cleaning.rules import RULES_VERSION
from wiremark.cleaning.seed import is_page


def record(cleaned: Cleaned, *, id: str, seed: str, raw: bytes, mode: str = "rules") -> dict[str, Any]:
    """The content of `corpus/<id>.json`: what was taken out of the file `seed` (its name), where and why.

    `raw` is that file's bytes. The `mode` is what was asked for: another than rules is named, with the version of the
    context model. The version of the page model stands in the record of every page, whatever the mode.
    Hashes are sha256 of UTF-8 bytes, in hexadecimal; offsets are code points.
    """
    return {
        "id": id,
        "seed": seed,
        "raw_sha256": sha256(raw).hexdigest(),
        "text_sha256": sha256(cleaned.text.encode("utf-8")).hexdigest(),
        "rules_version": RULES_VERSION,
        **({} if mode == "rules" else {"mode": mode, "model_version": MODEL_VERSION}),
        **({"page_model_version": PAGE_MODEL_VERSION} if is_page(seed) else {}),
        "metadata": dict(cleaned.metadata),
        "segments": [_row(segment) for segment in cleaned.segments],
        "removed": [_row(piece) for piece in cleaned.removed],
    }


def _row(piece: Segment | Removed) -> dict[str, Any]:
    return {name: value for name, value in asdict(piece).items() if value is not None}


def dumps(record: dict[str, Any]) -> str:
    """The one written form of a record: a line per key, per segment and per removed piece; ends in a line feed."""
    return "{\n" + ",\n".join(f"  {_dump(key)}: {_value(value)}" for key, value in record.items()) + "\n}\n"


def rebuild(record: dict[str, Any], text: str) -> str:
    """The raw text, from its record and its clean text alone.

    Raises ValueError, and nothing else, where the first is no cleaning record, whatever it is, or the two do not
    fit: pieces that overlap or leave a gap, a text that is not the segments joined, or a result whose hash is not
    the raw file's.
    """
    checked = _checked(record)
    pieces = [(piece.start, piece.end, piece.text) for piece in checked.removed]
    at = 0
    for number, segment in enumerate(checked.segments):
        start, length = segment.raw_start, segment.length
        # Slices of one paragraph, parted by markup of a page, follow each other at once.
        if number and segment.text_start != at:
            if text[at : at + len(JOINER)] != JOINER:
                raise ValueError(f"{checked.id}: no paragraph break at {at} of the clean text")
            at += len(JOINER)
        if segment.text_start != at:
            raise ValueError(
                f"{checked.id}: segment {number} starts at {segment.text_start} of the clean text, not at {at}"
            )
        stood = text[at : at + length] if segment.raw is None else segment.raw
        pieces.append((start, start + (length if segment.raw is None else len(stood)), stood))
        at += length
    if at != len(text):
        raise ValueError(f"{checked.id}: the segments cover {at} code points of a clean text of {len(text)}")
    raw = _tile(checked.id, sorted(pieces))
    if sha256(raw.encode("utf-8")).hexdigest() != checked.raw_sha256:
        raise ValueError(f"{checked.id}: the text rebuilt is not the raw file: its sha256 differs from raw_sha256")
    return raw


class _Record(msgspec.Struct):
    """The shape of a cleaning record, as `record` makes it."""

    id: str
    seed: str
    raw_sha256: str
    text_sha256: str
    rules_version: str
    metadata: dict[str, str]
    segments: list[Segment]
    removed: list[Removed]


def _checked(record: object) -> _Record:
    try:
        checked = msgspec.convert(record, _Record)
    except msgspec.ValidationError as error:
        raise ValueError(f"not a cleaning record: {error}") from None
    for piece in checked.removed:
        if piece.reason not in REASONS:
            raise ValueError(f"{checked.id}: the piece at {piece.start} has the unknown reason {piece.reason!r}")
    return checked


def _tile(document: str, pieces: list[tuple[int, int, str]]) -> str:
    at = 0
    for start, end, text in pieces:
        if start != at:
            raise ValueError(
                f"{document}: {'a gap' if start > at else 'an overlap'} in the raw text between {at} and {start}"
            )
        if len(text) != end - start:
            raise ValueError(f"{document}: the piece at {start} to {end} of the raw text holds {len(text)} code points")
        at = end
    return "".join(text for _, _, text in pieces)


def _value(value: Any) -> str:
    if isinstance(value, list):
        return _block("[", "]", [_dump(item) for item in value])
    if isinstance(value, dict):
        return _block("{", "}", [f"{_dump(key)}: {_dump(item)}" for key, item in value.items()])
    return _dump(value)


def _block(opening: str, closing: str, items: list[str]) -> str:
    return opening + ",".join(f"\n    {item}" for item in items) + ("\n  " if items else "") + closing


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)

"""A column of texts cleaned document by document with the reference cleaner: the shape of the columnar path."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from wiremark.cleaning.cleaner import clean

if TYPE_CHECKING:
    import pyarrow as pa


def clean_batch(texts: pa.Array, *, language: str = "en", mode: str = "rules") -> pa.RecordBatch:
    """As `columnar.clean_batch` gives it."""
    import pyarrow as pa

    from wiremark.cleaning.stage import types

    kinds = {"text": pa.string(), **types()}
    rows = (
        [_row(text, language) for text in texts.to_pylist()]
        if _plain(texts)
        else [_bytes(t, language) for t in _raws(texts)]
    )
    return pa.RecordBatch.from_pylist(rows, schema=pa.schema(list(kinds.items())))


def _plain(texts: Any) -> bool:
    try:
        texts.validate(full=True)
    except ValueError:
        return False
    return "string" in str(texts.type)


def _raws(texts: Any) -> list[bytes | None]:
    import pyarrow as pa

    return texts.cast(pa.large_binary()).to_pylist()  # type: ignore[no-any-return]


def _bytes(raw: bytes | None, language: str) -> dict[str, Any]:
    try:
        return _row(raw.decode("utf-8") if raw is not None else None, language)
    except UnicodeDecodeError as error:
        return {"error": f"byte 0x{error.object[error.start]:02x} at {error.start}"}


def _row(text: str | None, language: str) -> dict[str, Any]:
    if text is None:
        return {}
    cleaned = clean(text, language=language)
    return {
        "text": cleaned.text,
        "metadata": cleaned.metadata,
        "segments": [asdict(segment) for segment in cleaned.segments],
        "removed": [asdict(piece) for piece in cleaned.removed],
    }

"""What `clean_batch` must give: the reference's records as rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from wiremark.cleaning import METADATA, clean
from wiremark.cleaning.columnar import clean_batch


def row(raw: str, *, language: str = "en", mode: str = "rules") -> dict[str, Any]:
    cleaned = clean(raw, language=language, mode=mode)
    return {
        "text": cleaned.text,
        "metadata": {name: cleaned.metadata.get(name) for name in METADATA},
        "segments": [
            {"raw_start": segment.raw_start, "text_start": segment.text_start, "length": segment.length}
            for segment in cleaned.segments
        ],
        "removed": [
            {
                "start": piece.start,
                "end": piece.end,
                "reason": piece.reason,
                "rule": piece.rule,
                "score": None if piece.score is None else float(np.float32(piece.score)),
            }
            for piece in cleaned.removed
        ],
        "error": None,
    }


def check(raws: Sequence[str], *, language: str = "en", mode: str = "rules") -> None:
    """All of them in one batch, against the reference one by one."""
    batch = clean_batch(pa.array(raws, pa.string()), language=language, mode=mode)
    assert batch.num_rows == len(raws)
    batch.validate(full=True)
    for raw, got in zip(raws, batch.to_pylist(), strict=True):
        assert got == row(raw, language=language, mode=mode), raw[:300]

"""Offsets that count other units than code points: UTF-16 units, as browsers do, or UTF-8 bytes."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate

UNITS = (("UTF-16 units, as browsers do", "utf-16-le", 2), ("UTF-8 bytes", "utf-8", 1))
"""A unit in words, the codec whose units are counted, and how many bytes one has."""


def readings(article: str) -> dict[str, Mapping[int, int]]:
    """Per unit, from an offset that counts it to the one that counts code points. Nothing where they are the same."""
    if article.isascii():
        return {}
    return {
        unit: {
            offset: at
            for at, offset in enumerate(accumulate((len(sign.encode(codec)) // width for sign in article), initial=0))
        }
        for unit, codec, width in UNITS
    }

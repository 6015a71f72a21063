"""Offsets in UTF-16 units and in UTF-8 bytes, read as code points."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wiremark.text.offsets import UNITS, readings

TEXT = "🚢 “e\u0301t\u00a0é”\r\n\rA"


def test_an_ascii_text_has_one_reading() -> None:
    assert readings("plain\r\ntext") == {}


@given(st.text(alphabet=st.sampled_from(TEXT)).filter(lambda text: not text.isascii()))
def test_every_reading_leads_back_to_code_points(text: str) -> None:
    found = readings(text)
    for unit, codec, width in UNITS:
        for at in range(len(text) + 1):
            assert found[unit][len(text[:at].encode(codec)) // width] == at
        assert len(found[unit]) == len(text) + 1, "an offset inside a code point has no reading"

"""Which quotation an event is told in, and who commits to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Found = Callable[..., list[str]]
TEXT = "Kora met them. The Daily said that Hale had told him that they would leave, and the gate closed."
QUOTES = [
    {"id": "q1", "content": ["that Hale had told him that they would leave"], "speaker": "E:daily", "chain": []},
    {"id": "q2", "content": ["that they would leave"], "speaker": "E:hale", "chain": ["E:daily"]},
]


def event(trigger: str, told: str | None, source: str = "author") -> dict[str, Any]:
    return {"id": "e1", "trigger": [trigger], "reported_in": told, "factuality_source": source}


@pytest.mark.parametrize(
    ("trigger", "told", "source", "codes"),
    [
        ("met", None, "author", []),
        ("met", "q1", "E:daily", ["A407"]),
        ("leave", "q2", "E:hale", []),
        ("leave", "q2", "E:daily", ["A408"]),
        ("leave", "q1", "E:daily", ["A407"]),
        ("leave", None, "author", ["A407"]),
        ("told", "q1", "E:daily", []),
        ("told", "q2", "E:hale", ["A407"]),
        ("met", None, "E:daily", ["A408"]),
        ("told", "q1", "author", ["A408"]),
        ("told", "q1", "E:hale", ["A408"]),
        ("leave", "q9", "author", []),
    ],
)
def test_one_event(trigger: str, told: str | None, source: str, codes: list[str], found: Found) -> None:
    assert found(TEXT, quotes=QUOTES, events=[event(trigger, told, source)]) == codes


def test_a_quotation_without_a_speaker(found: Found) -> None:
    quotes = [{**QUOTES[0], "speaker": None}]
    assert found(TEXT, quotes=quotes, events=[event("told", "q1")]) == []
    assert found(TEXT, quotes=quotes, events=[event("told", "q1", "E:daily")]) == ["A408"]


def test_the_same_content_twice_is_either(found: Found) -> None:
    quotes = [QUOTES[1], {**QUOTES[1], "id": "q3", "speaker": "E:group"}]
    assert found(TEXT, quotes=quotes, events=[event("leave", "q3", "E:group")]) == []


def test_content_in_two_parts(found: Found) -> None:
    text = "“We leave,” Hale said, “and close the gate.” Then they opened it."
    quote = {"id": "q1", "content": ["“We leave,”", "“and close the gate.”"], "speaker": "E:hale", "chain": []}
    assert found(text, quotes=[quote], events=[event("close", "q1", "E:hale")]) == []
    assert found(text, quotes=[quote], events=[event("close", None)]) == ["A407"]
    assert found(text, quotes=[quote], events=[event("said", None)]) == []


def test_what_level_3_tells_is_passed_over(found: Found) -> None:
    quotes = [{**QUOTES[0], "content": [{"start": 0, "end": 4, "text": "nothing"}]}]
    assert found(TEXT, quotes=quotes, events=[event("told", "q1", "E:daily")]) == []
    assert found(TEXT, view={"text": None}, quotes=QUOTES, events=[event("met", "q1", "E:daily")]) == []

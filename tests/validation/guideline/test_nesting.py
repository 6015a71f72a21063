"""Spans that cross, and spans inside others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Found = Callable[..., list[str]]
TEXT = "The Gate Treaty of Ruritania closed the gate of her town."
SAID = "The Daily said that Hale had told him that they would leave soon."


def mention(id: str, words: Any, form: str = "NOM", **more: Any) -> dict[str, Any]:
    return {"id": id, "type": "LAW", "span": words, "form": form, "entity": None, **more}


def quote(id: str, content: Any, speaker: str, *chain: str) -> dict[str, Any]:
    content = content if isinstance(content, list) else [content]
    return {"id": id, "content": content, "source": [], "cue": [], "speaker": speaker, "chain": list(chain)}


@pytest.mark.parametrize(
    ("first", "second", "codes"),
    [
        (mention("m1", "Gate Treaty"), mention("m2", "Treaty of Ruritania"), ["A409 /mentions/1/span"]),
        (mention("m1", "The Gate Treaty of Ruritania"), mention("m2", "Ruritania", "NAM"), []),
        (mention("m1", "The Gate Treaty of Ruritania"), mention("m2", "Gate Treaty of Ruritania"), []),
        (mention("m1", "Gate Treaty"), mention("m2", "of Ruritania"), []),
        (mention("m1", "Gate Treaty", "NAM"), mention("m2", "Treaty"), ["A410 /mentions/1/span"]),
        (mention("m2", "Treaty"), mention("m1", "Gate Treaty", "NAM"), ["A410 /mentions/0/span"]),
        (mention("m1", "the gate of her town"), mention("m2", "her", "PRO"), []),
        (mention("m1", "Gate Treaty", "NAM"), mention("m2", "Gate Treaty"), ["A419 /mentions/1/span"]),
    ],
)
def test_mentions(first: dict[str, Any], second: dict[str, Any], codes: list[str], found: Found) -> None:
    assert found(TEXT, mentions=[first, second], places=True) == codes


def test_times_do_not_overlap(found: Found) -> None:
    text = "They left early last week."
    one = {"id": "t1", "type": "DATE", "span": "last week", "value": "2024-W18", "anchor": "dct"}
    two = {**one, "id": "t2", "span": "early last week", "mod": "START"}
    assert found(text, times=[one, two]) == ["A409"]
    assert found(text, times=[one, {**one, "id": "t2"}]) == ["A419"]


def test_triggers_do_not_overlap(found: Found) -> None:
    one = {"id": "e1", "type": "COERCE", "trigger": ["closed"]}
    assert found(TEXT, events=[one, {**one, "id": "e2", "type": "AID"}]) == ["A409"]
    assert found(TEXT, events=[one, {**one, "id": "e2"}]) == ["A419"]
    assert found(TEXT, events=[one, {**one, "id": "e2", "trigger": ["gate"]}]) == []


@pytest.mark.parametrize(
    ("words", "form", "codes"),
    [("Gate Treaty", "NAM", ["A410"]), ("Gate Treaty", "NOM", []), ("Ruritania", "NAM", [])],
)
def test_a_trigger_in_a_name(words: str, form: str, codes: list[str], found: Found) -> None:
    names = [mention("m1", words, form), mention("m2", "her", "PRO")]
    assert found(TEXT, mentions=names, events=[{"id": "e1", "type": "AID", "trigger": ["Treaty"]}]) == codes


@pytest.mark.parametrize(
    ("inner", "codes"),
    [
        (quote("q2", "that they would leave soon", "E:hale", "E:daily"), []),
        (quote("q2", "that they would leave soon", "E:hale"), ["A410 /quotes/1/content"]),
        (quote("q2", "that they would leave soon", "E:hale", "E:group"), ["A410 /quotes/1/content"]),
        (quote("q2", "that Hale had told him that they would leave soon", "E:hale"), ["A410 /quotes/1/content"]),
        (quote("q2", "that Hale had told him that they would leave soon", "E:hale", "E:daily"), []),
        (quote("q2", "said that Hale", "E:hale", "E:daily"), ["A409 /quotes/0/content"]),
        (quote("q2", ["The Daily", "that they would leave"], "E:hale", "E:daily"), []),
    ],
)
def test_contents(inner: dict[str, Any], codes: list[str], found: Found) -> None:
    outer = quote("q1", "that Hale had told him that they would leave soon", "E:daily")
    assert found(SAID, quotes=[outer, inner], places=True) == codes


def test_nobody_is_in_the_chain_where_nobody_is_named(found: Found) -> None:
    outer = quote("q1", "that Hale had told him that they would leave soon", "E:daily") | {"speaker": None}
    assert found(SAID, quotes=[outer, quote("q2", "that they would leave soon", "E:hale")]) == []


def test_the_same_content_in_both_orders(found: Found) -> None:
    content = "that Hale had told him that they would leave soon"
    pair = [quote("q1", content, "E:daily"), quote("q2", content, "E:hale", "E:daily")]
    assert found(SAID, quotes=pair) == found(SAID, quotes=pair[::-1]) == []


def test_many_spans_take_no_quadratic_time(found: Found) -> None:
    import time

    text = "word " * 6000
    spans = [{"start": at * 5, "end": at * 5 + 4, "text": "word"} for at in range(6000)]
    names = [mention(f"m{at + 1}", span, "NAM") for at, span in enumerate(spans)]
    events = [
        {"id": f"e{at + 1}", "type": "AID", "trigger": [span], "reported_in": None} for at, span in enumerate(spans)
    ]
    quotes = [quote(f"q{at + 1}", [span], "E:hale") for at, span in enumerate(spans)]
    before = time.process_time()
    assert len(found(text, mentions=names, events=events, quotes=quotes)) >= 12000
    assert time.process_time() - before < 10

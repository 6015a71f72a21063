"""Records and list items that stand twice, and circles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from wiremark.schema.profile import Profile
from wiremark.validation import level4
from wiremark.validation.guideline.view import View

Found = Callable[..., list[str]]
TEXT = "The board met and left, and the board said that it had met."


def mention(id: str, entity: str | None, words: Any = "The board") -> dict[str, Any]:
    return {"id": id, "type": "ORG", "span": words, "form": "NOM", "entity": entity}


def event(id: str, trigger: Any, *fillers: str, **more: Any) -> dict[str, Any]:
    arguments = [{"role": "theme", "event" if filler[0] == "e" else "mention": filler} for filler in fillers]
    return {"id": id, "type": "CONSULT", "trigger": [trigger], "arguments": arguments, **more}


def test_one_identity_for_one_span(found: Found) -> None:
    pair = [mention("m1", "E:ministry"), mention("m2", "E:daily")]
    assert found(TEXT, mentions=pair, places=True) == ["A419 /mentions/1/span"]
    assert found(TEXT, mentions=[pair[0], mention("m2", "E:daily", "the board")]) == []


def test_quotations_twice(found: Found) -> None:
    one = {"id": "q1", "content": ["that it had met"], "speaker": "E:daily", "source": ["the board"], "chain": []}
    assert found(TEXT, quotes=[one, {**one, "id": "q2"}]) == ["A419"]
    assert found(TEXT, quotes=[one, {**one, "id": "q2", "speaker": "E:hale", "chain": ["E:daily"]}]) == []


def test_offsets_do_not_hide_a_double(found: Found) -> None:
    one = {"start": 0, "end": 9, "text": "The board"}
    pair = [mention("m1", None, one), mention("m2", None, {"text": "The board", "end": 9, "start": 0})]
    assert found(TEXT, mentions=pair) == ["A419"]


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        ({"contexts": ["legal", "economic"]}, []),
        ({"contexts": ["legal", "economic", "legal"]}, ["A420 /events/0/contexts/2"]),
        ({"times": ["t1", "t1"]}, ["A420 /events/0/times/1"]),
        ({"arguments": [{"role": "actor", "mention": "m1"}, {"mention": "m1", "role": "actor"}]},
         ["A420 /events/0/arguments/1"]),
        ({"arguments": [{"role": "actor", "mention": "m1"}, {"role": "theme", "mention": "m1"}]}, []),
    ],
)  # fmt: skip
def test_lists(more: dict[str, Any], codes: list[str], found: Found) -> None:
    assert found(TEXT, events=[{**event("e1", "met"), **more}], places=True) == codes


def test_a_chain_twice(found: Found) -> None:
    one = {"id": "q1", "content": ["that it had met"], "speaker": None, "source": [], "chain": ["E:daily", "E:daily"]}
    assert found(TEXT, quotes=[one], places=True) == ["A420 /quotes/0/chain/1"]


def test_times_in_circles(found: Found) -> None:
    def time(id: str, anchor: str) -> dict[str, Any]:
        return {"id": id, "type": "DATE", "value": "2024", "anchor": anchor}

    assert found(TEXT, times=[time("t1", "t1")], places=True) == ["A418 /times/0/anchor"]
    assert found(TEXT, times=[time("t1", "t2"), time("t2", "t3"), time("t3", "t1"), time("t4", "t1")]) == ["A418"]
    assert found(TEXT, times=[time("t1", "dct"), time("t2", "t1"), time("t3", "t1")]) == []


def test_events_in_circles(found: Found) -> None:
    assert found(TEXT, events=[event("e1", "met", "e1")], places=True) == ["A418 /events/0/arguments"]
    assert found(TEXT, events=[event("e1", "met", "e2"), event("e2", "left", "e1")]) == ["A418"]
    both = [event("e1", "met", "e2", "e3"), event("e2", "left", "e3"), event("e3", "said", "m1")]
    assert found(TEXT, events=both) == []


def entity(id: str, holder: str | None = None, *members: str) -> dict[str, Any]:
    return {"id": id, "holder": holder, "members": list(members)}


@pytest.mark.parametrize(
    ("entities", "codes"),
    [
        ([entity("E:a", "E:b"), entity("E:b")], []),
        ([entity("E:a", "E:a")], ["A418 /entities/0/holder"]),
        ([entity("E:a", "E:b"), entity("E:b", "E:a")], ["A418 /entities/0/holder"]),
        ([entity("E:a", None, "E:b"), entity("E:b", None, "E:a")], ["A418 /entities/0/members"]),
        ([entity("E:a", None, "E:b"), entity("E:b", "E:a")], []),
        ([entity("E:a", None, "E:b", "E:b"), entity("E:b")], ["A420 /entities/0/members/1"]),
    ],
)
def test_entities_in_circles(entities: list[dict[str, Any]], codes: list[str], profile: Profile) -> None:
    view = View({"entities": entities}, profile.records["Entities"])
    assert [f"{one.code} {one.pointer}" for one in level4.found(view)] == codes


def test_a_long_chain_is_not_too_deep(found: Found) -> None:
    chain = [
        {"id": f"t{number}", "type": "DATE", "value": "2024", "anchor": f"t{number + 1}"} for number in range(1, 5000)
    ]
    assert found(TEXT, times=chain) == []
    assert found(TEXT, times=[*chain, {**chain[0], "id": "t5000", "anchor": "t1"}]) == ["A418"]

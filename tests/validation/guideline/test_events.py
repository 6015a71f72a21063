"""Events: roles, modes, triggers, factuality, clusters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Found = Callable[..., list[str]]
TEXT = "Ruritania did not close the Dover Gate but put it back on track and test-fired a rocket in Ruritz."
MENTIONS: list[dict[str, Any]] = [
    {"id": "m1", "type": "GPE", "span": "Ruritania", "form": "NAM", "entity": "E:ruritania", "metonymy": "none"},
    {"id": "m2", "type": "FAC", "span": "Dover Gate", "form": "NAM", "entity": None},
    {"id": "m3", "type": "PRODUCT", "span": "a rocket", "form": "NOM", "entity": None},
]


def event(trigger: Any = "close", type: str = "COERCE", **more: Any) -> dict[str, Any]:
    plain = {
        "id": "e1",
        "type": type,
        "mode": None,
        "contexts": ["legal"],
        "trigger": [trigger],
        "arguments": [],
        "times": [],
    }
    said = {"polarity": "POS", "tense": "PAST", "aspect": "none", "factuality": "CT+", "factuality_source": "author"}
    return {**plain, **said, "reported_in": None, "cluster": None, **more}


@pytest.mark.parametrize(
    ("role", "filler", "codes"),
    [
        ("actor", "m1", []),
        ("actor", "m2", ["A401 /events/0/arguments/0/mention"]),
        ("place", "m2", []),
        ("place", "m3", ["A401 /events/0/arguments/0/mention"]),
        ("recipient", "m3", ["A401 /events/0/arguments/0/mention"]),
        ("instrument", "m3", []),
        ("theme", "m3", []),
        ("theme", "m9", []),
        ("no_role", "m2", []),
    ],
)
def test_role(role: str, filler: str, codes: list[str], found: Found) -> None:
    one = event(arguments=[{"role": role, "mention": filler}])
    assert found(TEXT, mentions=MENTIONS, events=[one], places=True) == codes


def test_a_role_that_the_type_has_not(found: Found) -> None:
    from wiremark.schema.profile import RoleRule

    view = {"roles": {"place": RoleRule(("CONSULT",), ("GPE", "FAC"))}}
    one = event(arguments=[{"role": "place", "mention": "m2"}])
    assert found(TEXT, mentions=MENTIONS, events=[one], view=view, places=True) == ["A401 /events/0/arguments/0/role"]


@pytest.mark.parametrize(
    ("type", "mode", "codes"),
    [("CONSULT", "visit", []), ("AID", "visit", ["A404"]), ("RETREAT", "withdraw", []), ("SANCTION", "withdraw", []),
     ("COERCE", "withdraw", ["A404"]), ("AID", None, []), ("AID", "no_mode", []), ("NO_TYPE", "visit", [])],
)  # fmt: skip
def test_mode(type: str, mode: str | None, codes: list[str], found: Found) -> None:
    assert found(TEXT, events=[event(type=type, mode=mode)]) == codes


@pytest.mark.parametrize(
    ("polarity", "tense", "factuality", "codes"),
    [
        ("POS", "PAST", "CT+", 0),
        ("NEG", "PAST", "CT-", 0),
        ("POS", "PAST", "PS-", 1),
        ("NEG", "PAST", "PR+", 1),
        ("NEG", "PAST", "Uu", 0),
        ("POS", "FUTURE", "CTu", 0),
        ("POS", "FUTURE", "PR+", 0),
        ("POS", "FUTURE", "CT+", 1),
        ("NEG", "FUTURE", "CT-", 1),
        ("POS", "FUTURE", "CT-", 2),
    ],
)
def test_factuality(polarity: str, tense: str, factuality: str, codes: int, found: Found) -> None:
    one = event(polarity=polarity, tense=tense, factuality=factuality)
    assert found(TEXT, events=[one]) == ["A405"] * codes


@pytest.mark.parametrize(
    ("trigger", "codes"),
    [
        ("close", 0),
        ("test-fired", 0),
        ("did not close", 1),
        ("not", 1),
        ("did", 1),
        ("the", 1),
        ("on", 1),
        ("track", 0),
    ],
)
def test_trigger(trigger: str, codes: int, found: Found) -> None:
    assert found(TEXT, events=[event(trigger)]) == ["A411"] * codes


def test_contexts(found: Found) -> None:
    for given, codes in ((["legal"], []), ([], ["A430"]), (["legal", "economic", "cyber", "health"], ["A430"])):
        assert found(TEXT, events=[event(contexts=given)]) == codes


def test_one_entity_once_in_one_role(found: Found) -> None:
    both = [{**MENTIONS[0]}, {**MENTIONS[0], "id": "m4", "type": "GPE", "span": "Ruritz", "variant": "capital"}]
    arguments = [{"role": "actor", "mention": "m1"}, {"role": "actor", "mention": "m4"}]
    assert found(TEXT, mentions=both, events=[event(arguments=arguments)], places=True) == [
        "A431 /events/0/arguments/1/mention"
    ]
    other = [arguments[0], {"role": "place", "mention": "m4"}]
    assert found(TEXT, mentions=both, events=[event(arguments=other)]) == []
    unnamed = [{**one, "entity": None} for one in both]
    assert found(TEXT, mentions=unnamed, events=[event(arguments=arguments)]) == []


def test_a_trigger_in_two_spans(found: Found) -> None:
    assert found(TEXT, events=[{**event(), "trigger": ["put", "back on track"]}], places=True) == [
        "A411 /events/0/trigger"
    ]


def test_short_words_are_known_in_english_only(found: Found) -> None:
    assert found("Sie will die Reise.", events=[event("will")], view={"language": "de"}) == []


def test_what_is_not_said_to_happen_is_in_no_cluster(found: Found) -> None:
    assert found(TEXT, events=[event(factuality="Uu", cluster="EV:gate")]) == ["A425"]
    assert found(TEXT, events=[event(factuality="Uu"), event("put", id="e2", cluster="EV:gate")]) == []


def test_an_argument_that_is_the_same_event(found: Found) -> None:
    arguments = [{"role": "theme", "event": "e2"}]
    one, other = event(cluster="EV:gate", arguments=arguments), event("put", id="e2", cluster="EV:gate")
    assert found(TEXT, events=[one, other], places=True) == ["A429 /events/0/arguments/0/event"]
    assert found(TEXT, events=[one, {**other, "cluster": "EV:other"}]) == []
    assert found(TEXT, events=[{**one, "cluster": None}, {**other, "cluster": None}]) == []

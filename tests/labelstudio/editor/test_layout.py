"""The layout of a schema in the editor."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from wiremark.labelstudio.editor.layout import Layout, NoLayout, layout
from wiremark.schema.profile import Profile, read

SCHEMA = Path(__file__).parents[3] / "schemas" / "annotation-1.0.0.json"


@pytest.fixture(scope="module")
def profile() -> Profile:
    return read(json.loads(SCHEMA.read_text("utf-8")))


@pytest.fixture(scope="module")
def whole(profile: Profile) -> Layout:
    return layout(profile)


def test_every_property_of_every_record_has_its_place(profile: Profile, whole: Layout) -> None:
    for name, layer in whole.layers.items():
        placed = {layer.key, layer.label, layer.anchor, *layer.parts, *layer.hidden, "origin"}
        placed |= {field.property for field in layer.fields} | {link.property for link in layer.links.values()}
        assert placed == set(profile.layers[name].fields)
        assert not layer.hidden


@pytest.mark.parametrize(
    ("layer", "anchor", "parts", "links"),
    [
        ("mentions", "span", (), ()),
        ("times", "span", (), ("anchor",)),
        (
            "events",
            "trigger",
            ("trigger",),
            ("trigger", "actor", "recipient", "theme", "place", "instrument", "times", "reported_in"),
        ),
        ("quotes", "content", ("content", "source", "cue"), ("content", "source", "cue")),
    ],
)
def test_spans_and_relations(
    whole: Layout, layer: str, anchor: str, parts: tuple[str, ...], links: tuple[str, ...]
) -> None:
    found = whole.layers[layer]
    assert (found.label, found.anchor, found.parts, tuple(found.links)) == ("type", anchor, parts, links)


def test_an_argument_leads_to_a_mention_or_an_event(whole: Layout) -> None:
    actor = whole.layers["events"].links["actor"]
    assert (actor.property, actor.role, actor.targets) == (
        "arguments",
        "actor",
        {"mentions": "mention", "events": "event"},
    )


def test_a_reference_with_fixed_values_has_both(whole: Layout) -> None:
    _, anchor = whole.controls["times_anchor"]
    assert [choice.name for choice in anchor.choices] == ["dct"]
    assert whole.layers["times"].links["anchor"].targets == {"times": "anchor"}


def test_what_leads_to_a_layer_that_is_not_shown_is_hidden(profile: Profile) -> None:
    alone = layout(profile, ["events"]).layers["events"]
    assert alone.hidden == ("times", "reported_in")
    assert alone.links["actor"].targets == {"events": "event"}
    relations = ("trigger", "actor", "recipient", "theme", "place", "instrument")
    assert layout(profile, ["events"]).relations == relations


@pytest.mark.parametrize("name", ["text", "spans"])
def test_a_layer_called_like_a_control_has_no_layout(name: str) -> None:
    text = SCHEMA.read_text("utf-8").replace('"mentions"', f'"{name}"')
    with pytest.raises(NoLayout, match="called like a control"):
        layout(read(json.loads(text)))


def broken(change: Any) -> Profile:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    change(schema["$defs"])
    return read(schema)


def test_records_without_an_id_have_no_layout() -> None:
    def change(defs: Any) -> None:
        del defs["Mention"]["properties"]["id"]["x-key"]
        del defs["MentionRef"]["x-ref"]

    with pytest.raises(NoLayout, match="no id or no span"):
        layout(broken(change))


def test_relations_of_one_name_have_no_layout() -> None:
    def change(defs: Any) -> None:
        role = defs["Role"]
        role["enum"] = [*role["enum"], "times"]
        role["x-labels"].append({"id": 99, "name": "times", "since": "1.0.0"})

    with pytest.raises(NoLayout, match="two relations of events are called times"):
        layout(broken(change))

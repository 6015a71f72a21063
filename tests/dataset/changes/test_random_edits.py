"""Whatever is edited, the diff names exactly that: each edit brings its own expectation, made without comparing."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.dataset.changes.conftest import Documents, documents, release, shifted
from tests.dataset.conftest import HARBOUR, LETTER, mention, span

from wiremark.dataset.changes import Changes, compare
from wiremark.dataset.release import open_release

Key = tuple[str, str, str]
Layers = dict[str, list[Any]]


@dataclass(frozen=True, eq=False)
class Edit:
    """A change of one record. `property` is empty where the record comes or goes."""

    key: Key
    property: str
    before: Any
    after: Any
    apply: Callable[[Layers], object]


def sets(document: str, layer: str, id: str, property: str, before: Any, after: Any) -> Edit:
    def apply(layers: Layers) -> None:
        (record,) = (record for record in layers[layer] if record["id"] == id)
        assert record[property] == before
        record[property] = after

    return Edit((document, layer, id), property, before, after, apply)


def drops(document: str, layer: str, id: str) -> Edit:
    def apply(layers: Layers) -> None:
        layers[layer][:] = [record for record in layers[layer] if record["id"] != id]

    return Edit((document, layer, id), "", True, False, apply)


def brings(document: str, id: str, words: str, text: str) -> Edit:
    new = mention(id, "ORG", span(text, words), None)
    return Edit((document, "mentions", id), "", False, True, lambda layers: layers["mentions"].append(new))


ARGUMENTS = [{"role": "actor", "mention": "m1"}, {"role": "actor", "mention": "m2"}]
EDITS = (
    sets("harbour", "mentions", "m3", "entity", "E:dover-accord", None),
    sets("harbour", "mentions", "m6", "metonymy", "government", "literal"),
    sets("harbour", "mentions", "m1", "metonymy", "government", "population"),
    sets("harbour", "mentions", "m4", "span", span(HARBOUR, "Mina Hale"), span(HARBOUR, "Mina Hale said")),
    sets("harbour", "quotes", "q1", "attribution_class", "speech", "writing"),
    drops("harbour", "times", "t1"),
    sets("harbour", "events", "e1", "contexts", ["diplomatic"], ["military", "legislative"]),
    sets("harbour", "events", "e1", "arguments", ARGUMENTS, ARGUMENTS[:1]),
    sets("harbour", "events", "e2", "tense", "PAST", "PRESENT"),
    sets("harbour", "quotes", "q1", "addressee", None, "E:borduria"),
    sets("harbour", "quotes", "q1", "polarity", "NEG", "POS"),
    sets("letter", "mentions", "m1", "type", "ORG", "FAC"),
    sets("letter", "mentions", "m1", "form", "NAM", "NOM"),
    sets("letter", "mentions", "m2", "metonymy", "literal", "government"),
    drops("letter", "mentions", "m3"),
    drops("harbour", "mentions", "m5"),
    brings("letter", "m7", "Borduria", LETTER),
    brings("harbour", "m8", "envoy", HARBOUR),
)
RECORDS: tuple[Key, ...] = tuple(
    (document, layer, record["id"])
    for document, (_, _, layers) in documents().items()
    for layer, records in (layers or {}).items()
    for record in records
)


def edited(edits: list[Edit], by: dict[str, int], order: list[str]) -> Documents:
    """The documents with these edits, each text begun with so many dots more, in this order."""
    docs = documents()
    for edit in edits:
        edit.apply(docs[edit.key[0]][2] or {})
    found: Documents = {}
    for name in order:
        text, split, layers = docs[name]
        found[name] = "." * by.get(name, 0) + text, split, shifted(layers, by.get(name, 0)) if layers else layers
    return found


def offsets(spanned: dict[str, Any]) -> list[list[int]]:
    return [[spanned["start"], spanned["end"]]]


def expected(edits: list[Edit], by: dict[str, int]) -> dict[str, Any]:
    """What the edits and the dots come to, from what they say of themselves."""
    changed: dict[Key, dict[str, tuple[Any, Any]]] = {}
    for edit in edits:
        if edit.property == "span":
            two = [[place + by.get(edit.key[0], 0) for place in pair] for pair in offsets(edit.after)]
            changed.setdefault(edit.key, {})["span"] = offsets(edit.before), two
        elif edit.property:
            changed.setdefault(edit.key, {})[edit.property] = edit.before, edit.after
    gone = {edit.key for edit in edits if not edit.property and edit.before}
    came = {edit.key for edit in edits if not edit.property and edit.after}
    respanned = {edit.key for edit in edits if edit.property == "span"}
    stayed = {key for key in RECORDS if key not in gone}
    moved = {key: by[key[0]] for key in stayed if by.get(key[0]) and key not in respanned}
    every = {name: all(key in moved for key in stayed if key[0] == name) for name in by if by[name]}
    return {"added": came, "removed": gone, "changed": changed, "moved": moved, "every": every}


def told(changes: Changes) -> dict[str, Any]:
    """The same of the diff."""
    found = changes["annotations"]
    lists = {
        name: {(one["document"], one["layer"], id) for one in found[name] for id in one["ids"]}
        for name in ("added", "removed")
    }
    values = {
        (one["document"], one["layer"], one["id"]): {
            name: (pair["before"], pair["after"]) for name, pair in one["properties"].items()
        }
        for one in found["changed"]
    }
    moved = {
        (one["document"], layer, id): one["by"]
        for one in found["moved"]
        for layer, ids in one["ids"].items()
        for id in ids
    }
    every = {one["document"]: one["every"] for one in found["moved"]}
    return {**lists, "changed": values, "moved": moved, "every": every}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    edits=st.lists(st.sampled_from(EDITS), unique=True, max_size=8),
    by=st.fixed_dictionaries({"harbour": st.integers(0, 2), "letter": st.sampled_from([0, 3])}),
    order=st.permutations(["harbour", "letter", "plain"]),
    texts=st.booleans(),
)
def test_the_diff_names_exactly_the_edits(
    first: Path, edits: list[Edit], by: dict[str, int], order: list[str], texts: bool
) -> None:
    docs = edited(edits, by, order)
    with tempfile.TemporaryDirectory() as root:
        changes = compare(open_release(first), open_release(release(Path(root), docs, None, "0.2.0", texts=texts)))
    assert told(changes) == expected(edits, by)
    assert {one["document"] for one in changes["texts"]} == {name for name, number in by.items() if number}
    for name in ("labels", "splits", "layers"):
        assert changes[name] == []
    assert changes["documents"]["added"] + changes["documents"]["removed"] == []
    assert changes["entities"] == {"added": [], "removed": [], "changed": []}

"""The CAS files, read by dkpro-cassis and, for offsets, as XML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest
from tests.export.corpus import QUAY, check, counted, exported, gold

cassis = pytest.importorskip("cassis")

LAYERS = {"mentions": "Mention", "times": "Time", "events": "Event", "quotes": "Quote"}

SHARED = {"Entity": "entities", "EventCluster": "clusters.events", "Utterance": "clusters.utterances"}


def plain(value: Any, key: str = "") -> Any:
    """A feature's value as JSON: of a reference the id, of a span its offsets and words."""
    if isinstance(value, list):
        return [plain(item, key) for item in value]
    if not hasattr(value, "type"):
        return value
    name = value.type.name
    if name.endswith("Array"):
        return plain(value.elements, key)
    if name == "wiremark.Span":
        return {"start": value.begin, "end": value.end, "text": value.get_covered_text()}
    if getattr(value, "id", None) and key:
        return value.id
    return features(value)


def features(structure: Any) -> dict[str, Any]:
    """The features of a structure as the properties of a record."""
    skipped = {"sofa", "begin", "end"}
    found = {}
    for feature in structure.type.all_features:
        if feature.name not in skipped and not feature.name.endswith("_ref") and structure[feature.name] is not None:
            found[{"label": "type"}.get(feature.name, feature.name)] = plain(structure[feature.name], feature.name)
    return found


def read(files: dict[str, bytes]) -> dict[str, Any]:
    system = cassis.load_typesystem(files["TypeSystem.xml"].decode("utf-8"))
    return {
        name.removesuffix(".xmi"): cassis.load_cas_from_xmi(content.decode("utf-8"), typesystem=system)
        for name, content in files.items()
        if name.endswith(".xmi")
    }


def record(layer: str, structure: Any) -> dict[str, Any]:
    found = features(structure)
    if layer in ("mentions", "times"):
        found["span"] = {"start": structure.begin, "end": structure.end, "text": structure.get_covered_text()}
    return found


def bare(row: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is null or empty."""
    return {key: value for key, value in row.items() if value is not None and value != []}


def test_everything_is_read_back(inputs: Any) -> None:
    files, export = exported(inputs, "cas")
    found: Counter[str] = Counter()
    shared: dict[str, dict[str, Any]] = {}
    for (id, annotation), (name, cas) in zip(gold(inputs).items(), read(files).items(), strict=True):
        assert name == id
        assert cas.sofa_string == next(a.text for a in inputs.articles if a.source.id == id)
        told: dict[str, Any] = {}
        for layer, type in LAYERS.items():
            told[layer] = [record(layer, one) for one in cas.select(f"wiremark.{type}")]
            said = annotation[layer] if annotation else []
            assert {row["id"]: bare(row) for row in told[layer]} == {row["id"]: bare(row) for row in said}
        for type, kind in SHARED.items():
            for one in cas.select(f"wiremark.{type}"):
                shared.setdefault(kind, {})[one.id] = features(one)
        documents = list(cas.select("wiremark.Document"))
        assert len(documents) == bool(annotation)
        about = features(documents[0]) if documents else {}
        for key, value in about.items():
            assert value == annotation[key]
        assert cas.typecheck() == []
        found += counted({**about, **told} if annotation else None)
    rows = {
        "entities": inputs.entities,
        "clusters.events": inputs.clusters["events"],
        "clusters.utterances": inputs.clusters["utterances"],
    }
    for kind, there in rows.items():
        said = {row["id"]: bare(row) for row in there}
        assert all(said[id] == bare(row) for id, row in shared[kind].items())
        found[kind] = len(shared[kind])
    check(export, found)


def test_references_are_feature_structures(made_up: Any) -> None:
    quay = read(exported(made_up, "cas")[0])["quay"]
    second = next(event for event in quay.select("wiremark.Event") if event.id == "e2")
    theme = next(one for one in second.arguments.elements if one.role == "theme")
    assert theme.event.trigger.elements[0].get_covered_text() == "met"
    assert second.reported_in.speaker.name == "Mina Hale"
    assert second.reported_in.speaker.holder.members.elements[0].qid == "Q99999999"
    assert second.factuality_source_ref is second.reported_in.speaker
    later = next(time for time in quay.select("wiremark.Time") if time.id == "t2")
    assert (later.anchor, later.anchor_ref.get_covered_text()) == ("t1", "Monday")


def test_offsets_in_the_file_count_utf_16_units(made_up: Any) -> None:
    from lxml import etree  # type: ignore[import-untyped]

    tree = etree.fromstring(exported(made_up, "cas")[0]["quay.xmi"])
    units = QUAY.encode("utf-16-le")
    [sofa] = tree.findall("{http:///uima/cas.ecore}Sofa")
    assert sofa.get("sofaString") == QUAY
    marks = tree.findall("{http:///wiremark.ecore}Mention")
    told = {
        one.get("id"): units[2 * int(one.get("begin")) : 2 * int(one.get("end"))].decode("utf-16-le") for one in marks
    }
    assert told["m7"] == "the ferry’s 👩‍👩‍👧 day"
    assert told["m8"] == "Acme. Fine\u2028print"
    assert len(told) == 10


def test_what_no_record_names_is_told(made_up: Any) -> None:
    tally = exported(made_up, "cas")[1].tally
    assert tally.reasons("entities") == {"no record names it": 1}
    assert tally.reasons("clusters.events") == {"no record names it": 1}

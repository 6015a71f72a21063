"""The JSON-LD, expanded by pyld under a context written here from the Recommendation, and the rules of its model.

https://www.w3.org/TR/annotation-model/ and https://www.w3.org/TR/annotation-vocab/. Nothing is fetched.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from tests.export.corpus import PROFILE, QUAY, check, counted, exported

jsonld = pytest.importorskip("pyld").jsonld

OA, AS, RDF = (
    "http://www.w3.org/ns/oa#",
    "https://www.w3.org/ns/activitystreams#",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
)
OWN = f"{PROFILE.id}#"
BASE = "https://example.org/export/"
XSD = "http://www.w3.org/2001/XMLSchema#"


def _motivation(key: str) -> dict[str, str]:
    return {"@id": OA + key, "@type": "@vocab"}


CONTEXT = {
    "oa": OA,
    "as": AS,
    "id": {"@type": "@id", "@id": "@id"},
    "type": {"@type": "@id", "@id": "@type"},
    "Annotation": f"{OA}Annotation",
    "TextualBody": f"{OA}TextualBody",
    "SpecificResource": f"{OA}SpecificResource",
    "TextPositionSelector": f"{OA}TextPositionSelector",
    "TextQuoteSelector": f"{OA}TextQuoteSelector",
    "AnnotationCollection": f"{AS}OrderedCollection",
    "AnnotationPage": f"{AS}OrderedCollectionPage",
    "classifying": f"{OA}classifying",
    "identifying": f"{OA}identifying",
    "linking": f"{OA}linking",
    "motivation": _motivation("motivatedBy"),
    "purpose": _motivation("hasPurpose"),
    "body": {"@type": "@id", "@id": f"{OA}hasBody"},
    "target": {"@type": "@id", "@id": f"{OA}hasTarget"},
    "source": {"@type": "@id", "@id": f"{OA}hasSource"},
    "selector": {"@type": "@id", "@id": f"{OA}hasSelector"},
    "value": f"{RDF}value",
    "exact": f"{OA}exact",
    "prefix": f"{OA}prefix",
    "suffix": f"{OA}suffix",
    "start": {"@id": f"{OA}start", "@type": f"{XSD}nonNegativeInteger"},
    "end": {"@id": f"{OA}end", "@type": f"{XSD}nonNegativeInteger"},
    "label": {"@id": "http://www.w3.org/2000/01/rdf-schema#label"},
    "first": {"@type": "@id", "@id": f"{AS}first"},
    "partOf": {"@type": "@id", "@id": f"{AS}partOf"},
    "total": {"@id": f"{AS}totalItems", "@type": f"{XSD}nonNegativeInteger"},
    "startIndex": {"@id": f"{AS}startIndex", "@type": f"{XSD}nonNegativeInteger"},
    "items": {"@type": "@id", "@id": f"{AS}items", "@container": "@list"},
}


def _load(url: str, options: Any) -> dict[str, Any]:
    assert url == "http://www.w3.org/ns/anno.jsonld"
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": CONTEXT}}


def expand(content: bytes) -> list[Any]:
    options = {"documentLoader": _load, "base": BASE}
    found: list[Any] = jsonld.expand(json.loads(content), options)
    return found


def one(node: Any, key: str) -> Any:
    """The only value of a property."""
    [value] = node[key]
    return (
        value.get("@value", value.get("@id", value)) if value.keys() & {"@value", "@id"} and len(value) <= 2 else value
    )


def own(node: Any) -> dict[str, Any]:
    """The values in terms of the schema, as JSON: of a reference the id."""
    return {key.removeprefix(OWN): _json(node[key]) for key in node if key.startswith(OWN)}


def _json(values: list[Any]) -> Any:
    [value] = values
    if "@list" in value:
        return [_json([item]) for item in value["@list"]]
    if "@value" in value:
        return value["@value"]
    return name(value["@id"]) if "@id" in value else own(value)


def name(iri: str) -> str:
    """The id of a record, an entity or a cluster."""
    assert iri.startswith(BASE)
    return iri.partition("#")[2].replace("/", ":")


class Reader:
    """The records of a document, put together again from its annotations."""

    def __init__(self, text: str, file: str) -> None:
        self.text, self.file = text, f"{BASE}{file}"
        self.records: dict[str, list[dict[str, Any]]] = {}
        self.by_id: dict[str, dict[str, Any]] = {}

    def add(self, annotation: Any) -> None:
        assert annotation["@id"].startswith(f"{self.file}#")
        assert annotation["@type"] == [f"{OA}Annotation"]
        terms, targets = own(annotation), annotation[f"{OA}hasTarget"]
        bodies = annotation.get(f"{OA}hasBody", [])
        motivation = one(annotation, f"{OA}motivatedBy")
        for body in bodies:
            assert body["@type"] in ([f"{OA}TextualBody"], [f"{OA}SpecificResource"])
            assert (f"{RDF}value" in body) == (body["@type"] == [f"{OA}TextualBody"])
        if "layer" in terms:
            assert motivation == f"{OA}classifying"
            self.record(annotation["@id"].partition("#")[2], terms, bodies, targets)
        else:
            assert motivation == f"{OA}linking"
            [body] = bodies
            assert one(body, f"{OA}hasPurpose") == f"{OA}linking"
            self.link(terms, one(body, f"{OA}hasSource"), targets)

    def record(self, id: str, terms: dict[str, Any], bodies: list[Any], targets: list[Any]) -> None:
        layer = terms.pop("layer")
        row = {"id": id, **terms}
        for body in bodies:
            if one(body, f"{OA}hasPurpose") == f"{OA}classifying":
                row["type"] = one(body, f"{RDF}value")
            elif one(body, f"{OA}hasSource").startswith(BASE):
                row["entity"] = name(one(body, f"{OA}hasSource"))
            else:
                row["wikidata"] = one(body, f"{OA}hasSource")
        spans = self.spans(targets)
        row |= {"events": {"trigger": spans}, "quotes": {"content": spans}}.get(layer, {"span": spans[0]})
        self.records.setdefault(layer, []).append(row)
        self.by_id[id] = row

    def link(self, terms: dict[str, Any], source: str, targets: list[Any]) -> None:
        property, position = terms.pop("property"), terms.pop("position", None)
        if position is None:  # a further list of spans
            self.by_id[name(source)][property] = self.spans(targets)
            return
        row = self.by_id[name(one({"@": targets}, "@"))]
        id = name(source)
        if property == "arguments":
            row.setdefault(property, []).append({"role": terms["role"], {"m": "mention", "e": "event"}[id[0]]: id})
        elif property in ("times", "chain"):
            assert len(row.setdefault(property, [])) == position
            row[property].append(id)
        else:
            row[property] = id

    def spans(self, targets: list[Any]) -> list[dict[str, Any]]:
        found = []
        for target in targets:
            assert target["@type"] == [f"{OA}SpecificResource"]
            assert one(target, f"{OA}hasSource").startswith(f"{BASE}corpus/")
            position, quote = target[f"{OA}hasSelector"]
            assert (position["@type"], quote["@type"]) == ([f"{OA}TextPositionSelector"], [f"{OA}TextQuoteSelector"])
            assert {value["@type"] for key in ("start", "end") for value in position[OA + key]} == {
                f"{XSD}nonNegativeInteger"
            }
            start, end = one(position, f"{OA}start"), one(position, f"{OA}end")
            exact, prefix, suffix = (one(quote, OA + key) for key in ("exact", "prefix", "suffix"))
            assert self.text[start:end] == exact
            assert self.text[:start].endswith(prefix)
            assert self.text[end:].startswith(suffix)
            assert bool(prefix) == bool(start)
            found.append({"start": start, "end": end, "text": exact})
        return found


def read(files: dict[str, bytes], id: str) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]:
    """What the collection of a document says of it, and its records by layer."""
    [collection] = expand(files[f"{id}.jsonld"])
    assert collection["@type"] == [f"{AS}OrderedCollection"]
    text = files[f"corpus/{id}.txt"].decode("utf-8")
    reader = Reader(text, f"{id}.jsonld")
    items: list[Any] = []
    if f"{AS}first" in collection:
        [page] = collection[f"{AS}first"]
        assert page["@type"] == [f"{AS}OrderedCollectionPage"]
        assert one(page, f"{AS}partOf") == collection["@id"]
        assert one(page, f"{AS}startIndex") == 0
        items = page[f"{AS}items"][0]["@list"]
        assert items
    assert one(collection, f"{AS}totalItems") == len(items)
    assert len({item["@id"] for item in items}) == len(items)
    for item in items:
        reader.add(item)
    return own(collection), reader.records


def bare(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if value is not None and value != [] and key != "wikidata"}


def test_everything_is_read_back(inputs: Any) -> None:
    files, export = exported(inputs, "webannotation")
    found: Counter[str] = Counter()
    for article in inputs.articles:
        about, records = read(files, article.source.id)
        assert files[f"corpus/{article.source.id}.txt"] == article.text.encode("utf-8")
        said = article.annotation or {}
        for layer in ("mentions", "times", "events", "quotes"):
            assert [bare(row) for row in records.get(layer, [])] == [bare(row) for row in in_order(said.get(layer, []))]
        for key in ("schema_version", "document", "text_sha256", "dct", "annotated_with"):
            assert about.get(key) == said.get(key)
        found += counted({**about, **{layer: [bare(row) for row in rows] for layer, rows in records.items()}})
    rows = {
        "entities.jsonld": {"entities": inputs.entities},
        "clusters.jsonld": {f"clusters.{key}": inputs.clusters[key] for key in ("events", "utterances")},
    }
    for file, kinds in rows.items():
        told = {name(node["@id"]): own(node) for node in expand(files[file])}
        for kind, there in kinds.items():
            for row in there:
                assert bare(told[row["id"]]) == bare(row)
                found[kind] += 1
    check(export, found)


def in_order(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """As annotations are kept: by start, end, id."""

    def key(record: dict[str, Any]) -> tuple[int, int, int]:
        span = record.get("span") or (record.get("trigger") or record["content"])[0]
        return span["start"], span["end"], int(record["id"][1:])

    return sorted(records, key=key)


def test_offsets_count_code_points(made_up: Any) -> None:
    _, records = read(exported(made_up, "webannotation")[0], "quay")
    [family] = [row["span"] for row in records["mentions"] if row["id"] == "m7"]
    assert (family["start"], family["end"]) == (QUAY.index("the ferry"), QUAY.index(". She"))
    assert len(QUAY[: family["start"]].encode("utf-16-le")) // 2 > family["start"]


def test_wikidata_stands_beside_our_own_entity_where_it_is_verified(made_up: Any) -> None:
    files = exported(made_up, "webannotation")[0]
    linked = {row["entity"]: row.get("wikidata") for row in read(files, "harbour")[1]["mentions"] if "entity" in row}
    assert linked["E:ruritania"] == "http://www.wikidata.org/entity/Q99999999"
    assert linked["E:borduria"] is None  # a candidate


@pytest.mark.parametrize("file", ["quay.jsonld", "entities.jsonld", "clusters.jsonld"])
def test_every_key_has_a_meaning(made_up: Any, file: str) -> None:
    """What a context does not know is lost when JSON-LD is expanded: nothing is."""
    content = exported(made_up, "webannotation")[0][file]
    for node in keys(json.loads(content)):
        assert node.startswith(("@", "wiremark")) or node in CONTEXT, node


def keys(node: Any) -> list[str]:
    if isinstance(node, list):
        return [key for part in node for key in keys(part)]
    return [*node, *(key for part in node.values() for key in keys(part))] if isinstance(node, dict) else []

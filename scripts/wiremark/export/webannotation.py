"""W3C Web Annotation in JSON-LD: <id>.jsonld, corpus/<id>.txt, entities.jsonld, clusters.jsonld.

https://www.w3.org/TR/annotation-model/. A document is an AnnotationCollection with one page. A record is an Annotation
on its spans; what its type says is a TextualBody (purpose classifying), the entity of a mention a SpecificResource
(identifying), and so is Wikidata's where that is verified. A target has a TextPositionSelector and a TextQuoteSelector
that select the same words; the Recommendation counts code points, as we do (section 4.2.4). A further list of spans,
an argument or any other reference is an Annotation of its own (motivation linking). All other values are terms of ours
in the namespace of the schema. Ids are relative to the file, so the folder can stand anywhere.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from typing import Any

from wiremark.dataset.inputs import Article, Inputs
from wiremark.export.items import UNMARKED, left_out
from wiremark.export.layers import Layer, cluster_records, layers_of, reference, roles, spaces
from wiremark.export.piece import Options, Piece
from wiremark.schema.profile import Array, Node, Profile, Record, Text

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
WIKIDATA = "http://www.wikidata.org/entity/"
ENTITIES, CLUSTERS = "entities.jsonld", "clusters.jsonld"
AROUND = 32
"""Characters before and after the words that a TextQuoteSelector gives."""

Json = dict[str, Any]


def piece(inputs: Inputs, document: Article, options: Options) -> Piece:
    """The text, and the collection of its annotations."""
    source = document.source
    found = list(_Annotations(inputs, document).all())
    collection: Json = {
        "@context": [CONTEXT, _terms(inputs.profile)],
        "id": f"{source.id}.jsonld",
        "type": "AnnotationCollection",
        "label": source.id,
        **_about(inputs.profile, document),
        "total": len(found),
    }
    if found:  # a page has one annotation at least
        page = {"id": f"{source.id}.jsonld#page", "type": "AnnotationPage", "partOf": collection["id"]}
        collection["first"] = {**page, "startIndex": 0, "items": found}
    files = {f"{source.id}.jsonld": _dumps(collection), _text(document): document.text.encode("utf-8")}
    return Piece(files, left_out(document, lambda kind: True, {}))


def shared(inputs: Inputs, named: Set[str]) -> Piece:
    """The knowledge base and the clusters."""
    profile = inputs.profile
    rows = {
        ENTITIES: [_resource(profile, profile.records["Entity"], entity, ENTITIES) for entity in inputs.entities],
        CLUSTERS: [
            _resource(profile, record, row, CLUSTERS)
            for key, record in cluster_records(profile).items()
            for row in inputs.clusters.get(key, ())
        ],
    }
    files = {name: _dumps({"@context": _terms(profile), "@graph": graph}) for name, graph in rows.items()}
    return Piece(files, Counter())


class _Annotations:
    """The annotations of a document, record by record."""

    def __init__(self, inputs: Inputs, document: Article) -> None:
        self.inputs, self.document, self.profile = inputs, document, inputs.profile
        self.file = f"{document.source.id}.jsonld"
        self.homes = {space: _home(self.profile, record, self.file) for space, record in spaces(self.profile).items()}

    def all(self) -> Iterator[Json]:
        """Of each record its own annotation, then those of its further spans, then those of its references."""
        layers = layers_of(self.profile)
        for name in self.document.layers:
            for record in self.document.records(name):
                yield self._record(layers[name], record)
                yield from self._parts(layers[name], record)
                yield from self._links(layers[name], record)

    def _record(self, layer: Layer, record: Mapping[str, Any]) -> Json:
        bodies = []
        if layer.label:
            bodies.append({"type": "TextualBody", "value": record[layer.label], "purpose": "classifying"})
        if layer.entity and record[layer.entity]:
            entity = self.inputs.entity[record[layer.entity]]
            sources = [_iri(ENTITIES, entity["id"])]
            if entity["qid"] and entity["qid_status"] == "verified":
                sources.append(WIKIDATA + entity["qid"])
            bodies += [{"type": "SpecificResource", "source": source, "purpose": "identifying"} for source in sources]
        said = {"id", layer.label, layer.entity, *layer.spans}
        return {
            "id": _iri(self.file, record["id"]),
            "type": "Annotation",
            "motivation": "classifying",
            **({"body": bodies} if bodies else {}),
            "target": self._targets(layer, record, layer.anchor),
            _own("layer"): layer.name,
            **{
                _own(key): _value(node, record[key], self.homes)
                for key, node in layer.record.fields.items()
                if key not in said and not self._linked(node, record.get(key)) and not _empty(record.get(key))
            },
        }

    def _targets(self, layer: Layer, record: Mapping[str, Any], key: str) -> list[Json]:
        text = self.document.text
        return [
            {
                "type": "SpecificResource",
                "source": _text(self.document),
                "selector": [
                    {"type": "TextPositionSelector", "start": start, "end": end},
                    {
                        "type": "TextQuoteSelector",
                        "exact": text[start:end],
                        "prefix": text[max(0, start - AROUND) : start],
                        "suffix": text[end : end + AROUND],
                    },
                ],
            }
            for start, end in layer.places(record, key)
        ]

    def _parts(self, layer: Layer, record: Mapping[str, Any]) -> Iterator[Json]:
        for key in layer.spans[1:]:
            if record[key]:
                own = _iri(self.file, record["id"])
                yield _linking(f"{own}/{key}", own, self._targets(layer, record, key), {_own("property"): key})

    def _linked(self, node: Node, value: Any) -> bool:
        """Whether a property holds references, or arguments, that are annotations of their own."""
        fixed = isinstance(node, Text) and value in node.values
        return roles(node) is not None or (reference(node) in self.homes and not fixed)

    def _links(self, layer: Layer, record: Mapping[str, Any]) -> Iterator[Json]:
        own = _iri(self.file, record["id"])
        for key, node in layer.record.fields.items():
            value = record.get(key)
            if key == layer.entity or _empty(value) or not self._linked(node, value):
                continue
            argument = roles(node)
            for position, item in enumerate(value if isinstance(value, list) else [value]):
                terms = {_own("property"): key, _own("position"): position}
                space, id = reference(node), item
                for name, part in argument.fields.items() if argument else ():
                    if name in item and reference(part):
                        space, id = reference(part), item[name]
                    elif name in item:
                        terms[_own(name)] = item[name]
                yield _linking(f"{own}/{key}/{position}", _iri(self.homes[space], id), own, terms)


def _linking(id: str, body: str, target: Any, terms: Json) -> Json:
    about = {"type": "SpecificResource", "source": body, "purpose": "linking"}
    return {"id": id, "type": "Annotation", "motivation": "linking", "body": about, "target": target, **terms}


def _about(profile: Profile, document: Article) -> Json:
    """What the annotation file says of the document as a whole."""
    fields = profile.records["Document"].fields
    found = document.annotation or {}
    shown = (key for key in fields if key not in profile.layers and key not in UNMARKED and not _empty(found.get(key)))
    return {_own(key): _value(fields[key], found[key], {}) for key in shown}


def _home(profile: Profile, record: Record, file: str) -> str:
    """The file in which a record stands."""
    if record.name in {layer.name for layer in profile.layers.values()}:
        return file
    return ENTITIES if record.name == "Entity" else CLUSTERS


def _resource(profile: Profile, record: Record, row: Mapping[str, Any], file: str) -> Json:
    homes = {space: _home(profile, opened, "") for space, opened in spaces(profile).items()}
    shown = {key: node for key, node in record.fields.items() if not _empty(row.get(key))}
    values = {_own(key): _value(node, row[key], homes) for key, node in shown.items()}
    return {"@id": _iri(file, row["id"]), "@type": _own(record.name), **values}


def _value(node: Node | None, value: Any, homes: Mapping[str, str]) -> Any:
    """A value in terms of ours; a list is ordered, a reference the resource itself."""
    if isinstance(node, Array):
        return {"@list": [_value(node.items, item, homes) for item in value]}
    if isinstance(node, Record):
        known = {key: part for key, part in node.fields.items() if not _empty(value.get(key))}
        return {_own(key): _value(part, value[key], homes) for key, part in known.items()}
    if isinstance(node, Text) and reference(node) in homes and value not in node.values:
        return {"@id": _iri(homes[reference(node)], value)}
    return value


def _empty(value: Any) -> bool:
    return value is None or value == []


def _terms(profile: Profile) -> Json:
    return {"wiremark": f"{profile.id}#"}


def _iri(file: str, id: str) -> str:
    """A relative IRI. It has no colon, which processors of JSON-LD would take for the end of a scheme or a prefix."""
    return f"{file}#{id.replace(':', '/')}"


def _own(key: str) -> str:
    return f"wiremark:{key}"


def _text(document: Article) -> str:
    return f"corpus/{document.source.id}.txt"


def _dumps(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8")

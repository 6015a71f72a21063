"""UIMA CAS as XMI: <id>.xmi for each document, and TypeSystem.xml.

Written by dkpro-cassis. Offsets in the files count UTF-16 units, as UIMA does; cassis converts them both ways. Each
file has the entities and clusters that its records name, and those that these name in turn.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Set
from typing import Any

from cassis import Cas
from cassis.typesystem import TYPE_NAME_FS_ARRAY, TYPE_NAME_STRING_ARRAY

from wiremark.dataset.inputs import Article, Inputs
from wiremark.diagnostics import Finding, Refused
from wiremark.export.cas_types import feature_name, features, target, type_name, type_system
from wiremark.export.items import Lost, left_out
from wiremark.export.layers import cluster_records, layers_of
from wiremark.export.piece import Options, Piece
from wiremark.schema.profile import Array, Node, Record, Text

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write (section 2.2)."""


def piece(inputs: Inputs, document: Article, options: Options) -> Piece:
    """The CAS of a document. Raises Refused (X102) where a character of it cannot stand in XML."""
    _refuse(f"corpus/{document.source.id}.txt", document.text)
    built = _Builder(inputs, document)
    content: str = built.cas.to_xmi(pretty_print=True)
    files = {f"{document.source.id}.xmi": content.encode("utf-8")}
    return Piece(files, left_out(document, lambda kind: True, {}), named=frozenset(built.named))


def shared(inputs: Inputs, named: Set[str]) -> Piece:
    """The type system; what no record names is left out."""
    rows = {"entities": inputs.entities}
    rows |= {f"clusters.{key}": inputs.clusters.get(key, ()) for key in cluster_records(inputs.profile)}
    left = {kind: sum(row["id"] not in named for row in found) for kind, found in rows.items()}
    lost = Counter({Lost(kind, "no record names it"): number for kind, number in left.items()})
    return Piece({"TypeSystem.xml": type_system(inputs.profile).to_xml().encode("utf-8")}, +lost)


class _Builder:
    """A CAS with all feature structures of a document; first those that have an id, then what they refer to."""

    def __init__(self, inputs: Inputs, document: Article) -> None:
        self.inputs, self.profile = inputs, inputs.profile
        self.system = type_system(inputs.profile)
        self.cas = Cas(typesystem=self.system, sofa_string=document.text, sofa_mime="text/plain")
        self.named: set[str] = set()
        self._found: dict[str, Any] = {}
        entity = self.profile.records["Entity"]
        self._shared = {row["id"]: (entity, row, "entities") for row in inputs.entities}
        for key, cluster in cluster_records(self.profile).items():
            self._shared |= {row["id"]: (cluster, row, "clusters") for row in inputs.clusters.get(key, ())}
        own = f"annotations/{document.source.id}.json"
        layers = layers_of(self.profile)
        marks = [(layers[name], record) for name in document.layers for record in document.records(name)]
        for layer, record in marks:
            start, end = layer.places(record, layer.anchor)[0]
            self._found[record["id"]] = self._made(layer.record, begin=start, end=end)
        if document.annotation:
            root = self.profile.records["Document"]
            self._fill(self._made(root), root, document.annotation, own)
        for layer, record in marks:
            self._fill(self._found[record["id"]], layer.record, record, own)

    def _made(self, record: Record, **offsets: int) -> Any:
        made = self.system.get_type(type_name(record))(**offsets)
        self.cas.add(made)
        return made

    def _fill(self, made: Any, record: Record, row: Mapping[str, Any], file: str) -> None:
        """Sets the features of a feature structure. file: where the row stands."""
        for key, node in features(self.profile, record).items():
            value = row.get(key)
            if value is None:
                continue
            name = feature_name(key)
            if isinstance(node, Array):
                items = [self._value(node.items, item, file) for item in value]
                texts = self.system.get_type(made.type.name).get_feature(name).rangeType.name == TYPE_NAME_STRING_ARRAY
                array = self.system.get_type(TYPE_NAME_STRING_ARRAY if texts else TYPE_NAME_FS_ARRAY)
                made[name] = array(elements=items)
            elif isinstance(node, Text) and node.values and target(self.profile, node):
                made[name] = value
                if value not in node.values:
                    made[f"{name}_ref"] = self._led(value)
            else:
                made[name] = self._value(node, value, file)

    def _value(self, node: Node, value: Any, file: str) -> Any:
        if isinstance(node, Record) and node.span:
            return self._made(node, begin=value[node.span.start], end=value[node.span.end])
        if isinstance(node, Record):
            made = self._made(node)
            self._fill(made, node, value, file)
            return made
        if target(self.profile, node):
            return self._led(value)
        if isinstance(value, str):
            _refuse(file, value)
        return value

    def _led(self, id: str) -> Any:
        """The feature structure with this id; an entity or a cluster is made when it is first named."""
        if id not in self._found:
            record, row, file = self._shared[id]
            self.named.add(id)
            self._found[id] = self._made(record)
            self._fill(self._found[id], record, row, f"annotations/{file}.json")
        return self._found[id]


def _refuse(file: str, text: str) -> None:
    """Raises Refused where XML has no way to write a character. Line and column are told in the text of an article."""
    found = _NO_XML.search(text)
    if not found:
        return
    corpus = file.startswith("corpus/")
    before = text[: found.start()].split("\n") if corpus else [""]
    finding = Finding(
        code="X102",
        file=file,
        line=len(before),
        column=len(before[-1]) + 1,
        message="a character that XML has no way to write",
        found=f"U+{ord(found.group()):04X}" + (f" in {json.dumps(text)}" if not corpus else ""),
        expected="characters of XML 1.0 only, for an XMI file is XML",
        help="take it out, or export to another format: all but cas can hold it",
    )
    raise Refused([finding])

"""brat's stand-off format: <id>.txt, <id>.ann and one annotation.conf (https://brat.nlplab.org/standoff.html).

A record with arguments or several lists of spans, that is an event or a quotation, is an event (E) whose trigger is its
own span; its further spans, its arguments and references are the arguments. Any other record is a text-bound annotation
(T), its references relations (R). One label out of a list is an attribute (A), a list of labels one yes-or-no attribute
each, a mention's entity a normalization (N) to wiremark:<id>, and to Wikidata:<qid> where that is verified. What brat
has no line for, the record's own id first, is a note (#) in JSON.

Several spans are fragments of one annotation, and so are the lines of a span with a line break, which brat allows in
none; where a break made the fragments, the spans stand in the note. brat numbers a role from its second filler on:
actor, actor2.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any

from wiremark.dataset.inputs import Article, Inputs
from wiremark.export.brat_conf import Look, conf, flag, looks, plain_flag, plain_role, plain_value
from wiremark.export.items import Lost, left_out, of_corpus
from wiremark.export.piece import Options, Piece

_BREAK = re.compile(r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
"""What brat, whose reader is Python's, takes for the end of a line."""


def piece(inputs: Inputs, document: Article, options: Options) -> Piece:
    """The text and its annotation."""
    lines = "".join(f"{line}\n" for line in _Annotation(inputs, document).lines)
    name = document.source.id
    files = {f"{name}.txt": document.text.encode("utf-8"), f"{name}.ann": lines.encode("utf-8")}
    return Piece(files, left_out(document, _has, {}))


def shared(inputs: Inputs, named: Set[str]) -> Piece:
    """annotation.conf."""
    why = "only ids and names, where a record has them"
    lost = Counter({Lost(kind, why): number for kind, number in of_corpus(inputs).items()})
    return Piece({"annotation.conf": conf(inputs.profile).encode("utf-8")}, lost)


def _has(kind: str) -> bool:
    """Of a document no more than its id, which is the files' name; of a record everything."""
    return kind == "documents.document" or not kind.startswith("documents.")


class _Annotation:
    """The lines of one article, in the order of its layers and records."""

    def __init__(self, inputs: Inputs, document: Article) -> None:
        self.inputs, self.text = inputs, document.text
        self.lines: list[str] = []
        self._last: Counter[str] = Counter()
        seen = looks(inputs.profile)
        records = [(seen[name], record) for name in document.layers for record in document.records(name)]
        self._ids = {record["id"]: self._id("E" if look.event else "T") for look, record in records}
        for look, record in records:
            self._record(look, record)

    def _id(self, letter: str) -> str:
        self._last[letter] += 1
        return f"{letter}{self._last[letter]}"

    def _add(self, letter: str, *parts: str) -> None:
        self.lines.append("\t".join((self._id(letter), *parts)))

    def _record(self, look: Look, record: Mapping[str, Any]) -> None:
        id, layer = self._ids[record["id"]], look.layer
        label = record[look.layer.label] if look.layer.label else layer.name
        type = look.types[label]
        note: dict[str, Any] = {"id": record["id"]}
        if look.layer.label and type != label:
            note[look.layer.label] = label
        if look.event:
            arguments = [(type, self._id("T"))]
            self._span(arguments[0][1], type, look, record, layer.anchor, note)
            for key, name in look.parts.items():
                if record[key]:
                    arguments.append((key, self._id("T")))
                    self._span(arguments[-1][1], name, look, record, key, note)
            arguments += self._arguments(look, record, note)
            self.lines.append(f"{id}\t{' '.join(f'{role}:{filler}' for role, filler in _numbered(arguments))}")
        else:
            self._span(id, type, look, record, layer.anchor, note)
            for key in look.links:
                if record.get(key) in self._ids:
                    self._add("R", f"{key} Arg1:{id} Arg2:{self._ids[record[key]]}")
        self._values(id, look, record, note)
        self._add("#", f"AnnotatorNotes {id}", json.dumps(note, ensure_ascii=True))

    def _span(self, id: str, type: str, look: Look, record: Mapping[str, Any], key: str, note: dict[str, Any]) -> None:
        """The line of the spans in a property."""
        spans = look.layer.places(record, key)
        parts = [part for span in spans for part in self._fragments(*span)]
        if parts != spans:
            note[key] = [list(span) for span in spans]
        places = ";".join(f"{start} {end}" for start, end in sorted(parts))
        words = " ".join(self.text[start:end] for start, end in sorted(parts))
        self.lines.append(f"{id}\t{type} {places}\t{words}")

    def _fragments(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The lines of a span."""
        for found in _BREAK.finditer(self.text, start, end):
            if found.start() > start:
                yield start, found.start()
            start = found.end()
        if start < end:
            yield start, end

    def _arguments(self, look: Look, record: Mapping[str, Any], note: dict[str, Any]) -> Iterator[tuple[str, str]]:
        arguments = record[look.layer.arguments] if look.layer.arguments else []
        if all(plain_role(argument["role"]) for argument in arguments):
            for argument in arguments:
                [filler] = (value for key, value in argument.items() if key != "role")
                yield argument["role"], self._ids[filler]
        else:
            note[look.layer.arguments] = arguments
        for key in look.links:
            value = record[key]
            for other in value if isinstance(value, list) else [value] if value is not None else []:
                yield key, self._ids[other]

    def _values(self, id: str, look: Look, record: Mapping[str, Any], note: dict[str, Any]) -> None:
        """Attributes, the entity, and what is left for the note."""
        said = {"id", look.layer.label, look.layer.arguments, *look.layer.spans}
        for key, value in record.items():
            if key in said or value is None or value == []:
                continue
            if key in look.attributes and plain_value(value):
                self._add("A", f"{key} {id} {value}")
            elif key in look.flags and all(plain_flag(key, label) for label in value):
                for label in value:
                    self._add("A", f"{flag(key, label)} {id}")
            elif key == look.layer.entity:
                self._entity(id, self.inputs.entity[value])
            elif key not in look.links or (not look.event and value not in self._ids):
                note[key] = value

    def _entity(self, id: str, entity: Mapping[str, Any]) -> None:
        name = _BREAK.sub(" ", entity["name"]).replace("\t", " ")
        self._add("N", f"Reference {id} wiremark:{entity['id']}", name)
        if entity["qid"] and entity["qid_status"] == "verified":
            self._add("N", f"Reference {id} Wikidata:{entity['qid']}", name)


def _numbered(arguments: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The arguments, a role that comes again with its number."""
    seen: Counter[str] = Counter()
    for role, filler in arguments:
        seen[role] += 1
        yield (role if seen[role] == 1 else f"{role}{seen[role]}"), filler

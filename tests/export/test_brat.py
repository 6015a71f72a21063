"""brat's files, read as https://brat.nlplab.org/standoff.html says, by a reader that does not know the writer."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from tests.export.corpus import QUAY, check, counted, exported

from wiremark.export.brat_conf import looks


@dataclass
class Ann:
    """An .ann file. spans: of each T. notes: the texts of # lines by what they are about."""

    types: dict[str, str] = field(default_factory=dict)
    spans: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    triggers: dict[str, str] = field(default_factory=dict)
    arguments: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    relations: list[tuple[str, str, str]] = field(default_factory=list)
    attributes: dict[str, dict[str, str | bool]] = field(default_factory=dict)
    normalizations: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)


def parse(text: str, content: str) -> Ann:
    found, ids = Ann(), []
    for line in content.splitlines():  # as Python's readers end a line: at U+2028 too
        id, _, rest = line.partition("\t")
        assert re.fullmatch(r"[TEARN#][1-9]\d*", id), line
        ids.append(id)
        if id[0] == "T":
            head, _, words = rest.partition("\t")
            type, _, places = head.partition(" ")
            spans = [(int(start), int(end)) for start, end in (part.split(" ") for part in places.split(";"))]
            assert all(a[1] <= b[0] for a, b in pairwise(spans))
            assert " ".join(text[start:end] for start, end in spans) == words
            found.types[id], found.spans[id] = type, spans
        elif id[0] == "E":
            (type, trigger), *arguments = (part.split(":") for part in rest.split(" "))
            found.types[id], found.triggers[id] = type, trigger
            assert len({role for role, _ in arguments}) == len(arguments)
            found.arguments[id] = [(re.sub(r"\d+$", "", role), filler) for role, filler in arguments]
        elif id[0] == "R":
            shape = re.fullmatch(r"(\S+) Arg1:(\S+) Arg2:(\S+)", rest)
            assert shape
            found.relations.append((shape[1], shape[2], shape[3]))
        elif id[0] == "A":
            name, target, *value = rest.split(" ")
            assert name not in found.attributes.setdefault(target, {})
            found.attributes[target][name] = value[0] if value else True
        elif id[0] == "N":
            head, name = rest.split("\t")
            reference, target, key = head.split(" ")
            assert reference == "Reference"
            database, _, entry = key.partition(":")
            found.normalizations.setdefault(target, []).append((database, entry, name))
        else:
            head, _, note = rest.partition("\t")
            kind, _, target = head.partition(" ")
            assert kind == "AnnotatorNotes"
            found.notes[target] = note
    assert len(set(ids)) == len(ids)
    known = {*found.types}
    for event, trigger in found.triggers.items():
        assert found.types[trigger] == found.types[event]
    used = {filler for arguments in found.arguments.values() for _, filler in arguments}
    assert {*found.attributes, *found.normalizations, *found.notes, *used} <= known
    return found


CONTEXTS = "contexts-"
LAYERS = {"PERSON": "mentions", "DATE": "times", "AGREE": "events", "direct": "quotes"}
"""A type of each layer; the section of annotation.conf that has it has the layer's other types."""


def sections(conf: str) -> dict[str, dict[str, list[str]]]:
    """annotation.conf: per section the types by what stands before them, `!group` for the first column."""
    found: dict[str, dict[str, list[str]]] = {}
    group = ""
    for line in conf.split("\n"):
        if line.startswith("["):
            section, group = found.setdefault(line[1:-1], {}), ""
        elif line and not line.startswith("#"):
            if not line.startswith("\t"):
                group = line
            section.setdefault(group, []).append(line)
    return found


def records(ann: Ann, text: str, layer_of: dict[str, str]) -> dict[str, list[dict[str, Any]]]:
    """The records that an .ann file tells of, by layer, without what is null or empty."""
    found: dict[str, list[dict[str, Any]]] = {}
    names = {id: json.loads(note)["id"] for id, note in ann.notes.items()}

    def spans(id: str, key: str, note: dict[str, Any]) -> list[dict[str, Any]]:
        places = note.pop(key, ann.spans[id])
        return [{"start": start, "end": end, "text": text[start:end]} for start, end in places]

    for id, told in ann.notes.items():
        note = json.loads(told)
        layer = layer_of[ann.types[id]]
        row: dict[str, Any] = {"type": ann.types[id]}
        for name, value in ann.attributes.get(id, {}).items():
            if value is True:
                key, _, label = name.partition("-")
                row.setdefault(key, []).append(label)
            else:
                row[name] = value
        if layer in ("mentions", "times"):
            [row["span"]] = spans(id, "span", note)
            for relation, source, target in ann.relations:
                if source == id:
                    row[relation] = names[target]
            for database, entry, _ in ann.normalizations.get(id, []):
                row["entity"] = entry if database == "wiremark" else row["entity"]
        else:
            key = {"events": "trigger", "quotes": "content"}[layer]
            row[key] = spans(ann.triggers[id], key, note)
            for role, filler in ann.arguments[id]:
                if role in ("source", "cue"):
                    row[role] = spans(filler, role, note)
                elif role == "reported_in":
                    row[role] = names[filler]
                elif role == "times":
                    row.setdefault(role, []).append(names[filler])
                else:
                    kind = "event" if filler in ann.triggers else "mention"
                    row.setdefault("arguments", []).append({"role": role, kind: names[filler]})
        found.setdefault(layer, []).append(row | note)
    return found


def layer_names(conf: str) -> dict[str, str]:
    found = {}
    for section in ("entities", "events"):
        for group, lines in sections(conf)[section].items():
            for line in lines[1:]:
                found[line.strip().split("\t")[0]] = group[1:]
    return found


def test_everything_is_read_back(inputs: Any) -> None:
    files, export = exported(inputs, "brat")
    layer_of = layer_names(files["annotation.conf"].decode("utf-8"))
    assert {type: layer_of[type] for type in LAYERS} == LAYERS
    read: Counter[str] = Counter()
    for article in inputs.articles:
        text = files[f"{article.source.id}.txt"].decode("utf-8")
        assert text == article.text
        told = records(parse(text, files[f"{article.source.id}.ann"].decode("utf-8")), text, layer_of)
        said = article.annotation or {}
        for layer in LAYERS.values():
            bare = [
                {key: value for key, value in record.items() if value is not None and value != []}
                for record in said.get(layer, [])
            ]
            assert by_id(told.get(layer, [])) == by_id(bare)
        read += counted(told)
        read["documents.document"] += bool(article.annotation)
    check(export, read)


def by_id(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The records by id; arguments in any order, since brat keeps none between roles."""
    found = {}
    for row in rows:
        arguments = sorted(row.get("arguments", []), key=json.dumps)
        found[row["id"]] = row | ({"arguments": arguments} if arguments else {})
    assert len(found) == len(rows)
    return found


def test_fragments_and_links(made_up: Any) -> None:
    files, _ = exported(made_up, "brat")
    lines = files["quay.ann"].decode("utf-8").split("\n")
    quay = QUAY.index("Port")
    assert f"T5\tFAC {quay} {quay + 4};{quay + 5} {quay + 16}\tPort Ellery quay" in lines
    assert f'#5\tAnnotatorNotes T5\t{{"id": "m4", "span": [[{quay}, {quay + 16}]]}}' in lines
    assert any(re.fullmatch(r"T\d+\tdirect \d+ \d+;\d+ \d+\t“It is,” “over,”", line) for line in lines)
    assert any(re.fullmatch(r"T\d+\tORG \d+ \d+;\d+ \d+\tAcme. Fine print", line) for line in lines)
    assert "N1\tReference T1 wiremark:E:ruritania\tRuritania" in lines
    assert "N2\tReference T1 Wikidata:Q99999999\tRuritania" in lines
    assert not any("Reference T2" in line for line in lines)  # m1 has no entity
    assert any(line.endswith("\tPort Ellery “😀”") and line[0] == "N" for line in lines)
    assert any(re.fullmatch(r"R\d+\tanchor Arg1:T12 Arg2:T11", line) for line in lines)
    [reject] = [line for line in lines if line.startswith("E2\t")]
    assert re.fullmatch(r"E2\tREJECT:T\d+ theme:E1 actor:T\d+ actor2:T1 place:T5 reported_in:E3", reject), reject
    assert not any("Q99999998" in line for line in lines)


def test_annotation_conf_has_what_is_used(inputs: Any) -> None:
    files, _ = exported(inputs, "brat")
    conf = sections(files["annotation.conf"].decode("utf-8"))
    assert list(conf) == ["entities", "relations", "events", "attributes"]
    entities = {line.strip() for lines in conf["entities"].values() for line in lines[1:]}
    slots = {}
    for lines in conf["events"].values():
        for line in lines[1:]:
            _, type, told = line.split("\t")
            slots[type] = {re.split(r"[?*]?:", slot)[0] for slot in told.split(", ")}
    relations = {lines[0].split("\t")[0] for lines in conf["relations"].values()}
    attributes = {}
    for lines in conf["attributes"].values():
        name, told = lines[0].split("\t")
        shape = re.fullmatch(r"Arg:([^,]+)(?:, Value:(.+))?", told)
        assert shape
        attributes[name] = shape[1].split("|"), (shape[2] or "").split("|")
    for article in inputs.articles:
        ann = parse(article.text, files[f"{article.source.id}.ann"].decode("utf-8"))
        for id, type in ann.types.items():
            assert type in (slots if id in {*ann.triggers, *ann.triggers.values()} else entities)
        for event, arguments in ann.arguments.items():
            assert {role for role, _ in arguments} <= slots[ann.types[event]]
        assert {name for name, _, _ in ann.relations} <= relations
        for target, values in ann.attributes.items():
            for name, value in values.items():
                assert ann.types[target] in attributes[name][0]
                assert value is True or value in attributes[name][1]


def test_names_that_brat_cannot_have_are_told_in_the_note(made_up: Any) -> None:
    profile = made_up.profile
    record = profile.records["Mention"]
    types = tuple(
        replace(label, name={"ORG": "any org"}.get(label.name, label.name)) for label in record.fields["type"].labels
    )
    changed = replace(record, fields={**record.fields, "type": replace(record.fields["type"], labels=types)})
    document = profile.records["Document"]
    listed = replace(document.fields["mentions"], items=changed)
    other = replace(
        profile,
        records={
            **profile.records,
            "Mention": changed,
            "Document": replace(document, fields={**document.fields, "mentions": listed}),
        },
    )
    look = looks(other)["mentions"]
    assert look.types["any org"] == "mentions-any_org"
    assert look.types["GPE"] == "GPE"

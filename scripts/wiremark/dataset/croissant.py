"""croissant.json: the dataset in Croissant 1.1 (MLCommons), with the fields of its extension for responsible AI.

One RecordSet a config, its fields typed from the Arrow columns; each Parquet file a FileObject with its sha256. Written
by hand as JSON-LD: `mlcroissant`, which takes seconds to load, is what the tests read it with.

Readers of Croissant follow a path into one list: of objects within a list of objects (the arguments of the events of a
document) only the names are told, and the flat configs say the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wiremark.dataset import rights
from wiremark.dataset.card import prose
from wiremark.dataset.card.citation import citation, makers, stated
from wiremark.dataset.card.facts import Facts
from wiremark.dataset.folder import RIGHTS
from wiremark.dataset.inputs import Inputs
from wiremark.dataset.parts import Part
from wiremark.schema.arrow import Column, Day, Table
from wiremark.schema.profile import Array, Boolean, Integer, Record, Text
from wiremark.sources import SPLITS

CONFORMS_TO = "http://mlcommons.org/croissant/1.1"
RAI = "http://mlcommons.org/croissant/RAI/1.0"

Json = dict[str, Any]

_CONTEXT: Json = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "name": {"@container": "@language"},
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The context that the specification gives, by which its readers know the names."""

_SPLITS = "splits"
_ONE_OF_THE_SPLITS: Json = {"field": {"@id": f"{_SPLITS}/name"}}


def croissant(inputs: Inputs, told: Facts, parts: Sequence[Part], *, texts: bool) -> str:
    """The file, with a final newline. parts: as they were written."""
    written = [part for part in parts if part.shards]
    content = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": [CONFORMS_TO, RAI],
        **_described(inputs, told, texts=texts),
        **_responsible(inputs, told),
        "distribution": [entry for part in written for entry in _files(part)],
        "recordSet": [_splits(written), *(_record_set(part) for part in written)],
    }
    known = {name: value for name, value in content.items() if value not in (None, [])}
    return json.dumps(known, ensure_ascii=False, indent=2) + "\n"


def _described(inputs: Inputs, told: Facts, *, texts: bool) -> Json:
    sources = inputs.sources
    description = sources.description.strip() or f"{prose.counted(told.articles, 'news article')} with annotations."
    form = "With the articles' texts." if texts else "Stand-off: no text of the articles."
    annotations = rights.annotation_licence(inputs)
    return {
        "name": sources.name,
        "description": f"{description} {form}",
        "version": sources.version if re.fullmatch(r"\d+\.\d+\.\d+", sources.version) else None,
        "license": [RIGHTS, *([f"https://spdx.org/licenses/{annotations}"] if annotations else [])],
        "citeAs": citation(inputs),
        "creator": [{"@type": "sc:Organization", "name": name} for name in makers(inputs)],
        "datePublished": str(stated(inputs).get("date-released") or "") or None,
        "url": sources.homepage.strip() or None,
        "inLanguage": sorted(told.languages),
        "keywords": ["news", "named entities", "events", "quotations", "entity linking", "coreference"],
        "isLiveDataset": False,
    }


def _responsible(inputs: Inputs, told: Facts) -> Json:
    """The fields of Croissant's extension for responsible AI, in the words of the card."""
    agreement = prose.agreement(inputs)
    passes = max((len(row.annotators) for row in told.passes), default=0)
    names = ", ".join(told.models)
    return {
        "rai:dataCollection": " ".join(prose.collection(told)),
        "rai:dataCollectionType": ["Secondary data: published news articles"],
        "rai:dataCollectionRawData": "The articles as received; each row of documents has the sha256 of its file.",
        "rai:dataCollectionMissingData": (
            "What an article does not show of publisher, agency or author is null; nothing is imputed."
        ),
        "rai:dataPreprocessingProtocol": [prose.cleaning(told)],
        "rai:dataAnnotationProtocol": [*prose.annotation(told), prose.PROTOCOL] if told.passes else None,
        "rai:dataAnnotationAnalysis": [agreement] if agreement else None,
        "rai:annotationsPerItem": str(passes) if passes else None,
        "rai:annotatorDemographics": [prose.annotators(told)],
        "rai:machineAnnotationTools": [f"A language model, under the names {names}"] if names else None,
        "rai:dataBiases": [prose.SAMPLE],
        "rai:dataLimitations": prose.limits(inputs, told),
        "rai:dataUseCases": [*prose.USES],
        "rai:personalSensitiveInformation": [*prose.PERSONAL],
        "rai:dataSocialImpact": " ".join(f"Not for use: {use[0].lower()}{use[1:]}" for use in prose.NOT_USES),
        "rai:dataReleaseMaintenancePlan": f"{prose.maintenance(inputs)} {prose.contact(inputs)}",
    }


def _files(part: Part) -> Iterator[Json]:
    for shard in part.shards:
        yield {
            "@type": "cr:FileObject",
            "@id": shard.path,
            "name": shard.path,
            "contentUrl": shard.path,
            "contentSize": f"{shard.file_bytes} B",
            "encodingFormat": "application/x-parquet",
            "sha256": shard.sha256,
        }
    yield {
        "@type": "cr:FileSet",
        "@id": f"files/{part.config.name}",
        "name": f"files/{part.config.name}",
        "description": f"The shards of {part.config.name}.",
        "encodingFormat": "application/x-parquet",
        "includes": [shard.path for shard in part.shards],
    }


def _splits(parts: Sequence[Part]) -> Json:
    found = [split for split in SPLITS if any(split in part.rows for part in parts)]
    return {
        "@type": "cr:RecordSet",
        "@id": _SPLITS,
        "name": _SPLITS,
        "description": "The splits that have rows.",
        "dataType": "cr:Split",
        "key": {"@id": f"{_SPLITS}/name"},
        "field": [{"@type": "cr:Field", "@id": f"{_SPLITS}/name", "name": "name", "dataType": "sc:Text"}],
        "data": [{f"{_SPLITS}/name": split} for split in found],
    }


def _record_set(part: Part) -> Json:
    name, columns = part.config.name, part.config.table.columns
    fields = [_field(f"{name}/{column}", name, column, (), node) for column, node in columns.items()]
    if "split" in columns:
        fields[list(columns).index("split")]["references"] = _ONE_OF_THE_SPLITS
    else:
        fields.insert(0, _split_of(name))
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": f"A row is: {part.config.row}.",
        **({"key": key} if (key := _key(name, part.config.table)) else {}),
        "field": fields,
    }


def _key(name: str, table: Table) -> Any:
    """What tells the rows of a config apart, as far as its columns say."""
    if "id" in table.columns:
        ids = ["document_id", "id"] if "document_id" in table.columns and name != "ner" else ["id"]
        return [{"@id": f"{name}/{column}"} for column in ids]
    return [{"@id": f"{name}/document_id"}] if name in ("documents", "annotations") else None


def _split_of(name: str) -> Json:
    """The split of a row, which stands in the name of its file."""
    return {
        "@type": "cr:Field",
        "@id": f"{name}/split",
        "name": "split",
        "description": "The split, from the name of the file.",
        "dataType": "sc:Text",
        "source": {
            "fileSet": {"@id": f"files/{name}"},
            "extract": {"fileProperty": "fullpath"},
            "transform": {"regex": rf"^(?:.*?data/{name}/)?({'|'.join(SPLITS)})(?:-.*)?$"},
        },
        "references": _ONE_OF_THE_SPLITS,
    }


def _field(id: str, config: str, column: str, path: Sequence[str], node: Column) -> Json:
    """The field of a column, or of a property within it at `path`."""
    shape = []
    while isinstance(node, Array):
        shape.append("-1")
        node = node.items
    found: Json = {"@type": "cr:Field", "@id": id, "name": id.rpartition("/")[2], "dataType": _data_type(node)}
    if shape:
        found |= {"isArray": True, "arrayShape": ",".join(shape)}
    if isinstance(node, Text) and node.labels and not node.values:
        found["description"] = "The id of a label."
    if isinstance(node, Record):
        del found["dataType"]
        deep = [name for name, inner in node.fields.items() if shape and _of_objects(inner)]
        if deep:
            found["description"] = f"Not described here: the lists of objects {', '.join(deep)}."
        found["subField"] = [
            _field(f"{id}/{name}", config, column, (*path, name), inner)
            for name, inner in node.fields.items()
            if name not in deep
        ]
        return found
    source: Json = {"fileSet": {"@id": f"files/{config}"}, "extract": {"column": column}}
    if path:
        source["transform"] = [{"jsonPath": name} for name in path]
    return found | {"source": source}


def _of_objects(node: Column) -> bool:
    return isinstance(node, Array) and (isinstance(node.items, Record) or _of_objects(node.items))


def _data_type(node: Column) -> str:
    match node:
        case Text() if node.labels and not node.values:
            return "cr:Int64"
        case Integer():
            return "cr:Int32"
        case Boolean():
            return "sc:Boolean"
        case Day():
            return "sc:Date"
        case _:
            return "sc:Text"


def columns(content: Mapping[str, Any]) -> dict[str, list[str]]:
    """The columns that a croissant.json gives for each config."""
    return {
        records["@id"]: [
            field["name"]
            for field in records["field"]
            if "fileProperty" not in field.get("source", {}).get("extract", {})
        ]
        for records in content.get("recordSet") or ()
        if records["@id"] != _SPLITS
    }


def digests(content: Mapping[str, Any]) -> dict[str, str]:
    """The sha256 that a croissant.json gives for each file."""
    entries = content.get("distribution") or ()
    return {entry["contentUrl"]: entry["sha256"] for entry in entries if entry.get("@type") == "cr:FileObject"}

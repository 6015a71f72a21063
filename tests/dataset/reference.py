"""The rows of every config, reckoned record by record: slow, plain, and apart from how a build makes them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from wiremark.dataset.inputs import Article, Inputs
from wiremark.dataset.sentences import sentences

Row = dict[str, Any]
METADATA = ("title", "byline", "dateline", "agency_tag", "edition_tag")
PLACES = {"mentions": "span", "times": "span", "events": "trigger", "quotes": "content"}
CLUSTERS = {"event": ("events", "cluster"), "utterance": ("quotes", "utterance")}


def rows_of(inputs: Inputs) -> dict[str, dict[str, list[Row]]]:
    """By config and split, labels by name. Columns of optional properties are only in the rows that have them."""
    names = ("documents", "annotations", *PLACES, "event_arguments", "coref", "ner", "entities", "clusters")
    found: dict[str, dict[str, list[Row]]] = {name: {} for name in names}

    def add(config: str, split: str, row: Mapping[str, Any]) -> None:
        found[config].setdefault(split, []).append(dict(row))

    for article in inputs.articles:
        split = article.source.split
        add("documents", split, document(article))
        if not article.annotation:
            continue
        done = list(article.annotation["annotated_with"])
        layers = {name: article.annotation[name] if name in done else [] for name in PLACES}
        kept = {name: value for name, value in article.annotation.items() if name not in {"document", *PLACES}}
        kept |= {name: layers[name] for name in done}
        id = {"document_id": article.source.id}
        add("annotations", split, {**kept, **id, "text": article.text, "layers": done})
        for layer, place in PLACES.items():
            for record in layers[layer]:
                add(layer, split, {**record, **id, **first(record[place])})
        for event in layers["events"]:
            for row in arguments(event, layers):
                add("event_arguments", split, {**row, **id})
        for row in chains(inputs, layers["mentions"]):
            add("coref", split, {**row, **id})
        for number, row in enumerate(tagged(article, layers["mentions"]) if "mentions" in done else ()):
            add("ner", split, {**row, **id, "id": f"{article.source.id}:{number}", "sentence_id": number})
    for entity in inputs.entities:
        add("entities", "train", entity)
    for split, cluster in clusters(inputs):
        add("clusters", split, cluster)
    return found


def document(article: Article) -> Row:
    source, record = article.source, article.record
    row = {name: record["metadata"].get(name) for name in METADATA}
    for name in ("language", "publisher", "agency", "author", "published_how", "published_from", "translated_from"):
        row[name] = getattr(source, name)
    for name in ("raw_sha256", "text_sha256", "rules_version"):
        row[name] = record[name]
    for name in ("model_version", "page_model_version"):
        row[name] = record.get(name)
    row["clean_mode"] = record.get("mode", "rules")
    rights = {"rights_holder": source.rights.holder, "licence": source.rights.licence}
    return {
        **row,
        **rights,
        "document_id": source.id,
        "text": article.text,
        "published": source.published.isoformat(),
        "story": source.story,
        "split": source.split,
        "layers": list((article.annotation or {"annotated_with": {}})["annotated_with"]),
        "rights_basis": source.rights.basis,
        "length": len(article.text),
        "seed": source.file,
    }


def first(spans: Any) -> Row:
    return dict(spans[0] if isinstance(spans, list) else spans)


def arguments(event: Row, layers: Mapping[str, list[Row]]) -> Iterator[Row]:
    by_id = {record["id"]: record for layer in ("mentions", "events") for record in layers[layer]}
    for argument in event["arguments"]:
        row: Row = {"event": event["id"], "event_type": event["type"], "role": argument["role"]}
        if "mention" in argument:
            filler = by_id[argument["mention"]]
            row |= {"mention": filler["id"], "mention_type": filler["type"], "entity": filler["entity"]}
            yield row | filler["span"]
        else:
            filler = by_id[argument["event"]]
            yield row | {"argument_event": filler["id"], "argument_event_type": filler["type"]} | filler["trigger"][0]


def chains(inputs: Inputs, mentions: list[Row]) -> Iterator[Row]:
    entities = {entity["id"]: entity for entity in inputs.entities}
    for key in dict.fromkeys(mention["entity"] for mention in mentions if mention["entity"]):
        chain = [mention for mention in mentions if mention["entity"] == key]
        yield {
            "entity": key,
            "name": entities[key]["name"],
            "type": entities[key]["type"],
            "mentions": [mention["id"] for mention in chain],
            "spans": [mention["span"] for mention in chain],
        }


_MARK = "\u0300"
_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(
    rf"(?:[^\W\d_]{_MARK}*\.){{2,}}|\d+(?:[.,:]\d+)*(?![\w{_MARK}])|n['’]t\b|(?<=[\w.{_MARK}])['’](?:s|re|ve|ll|d|m)\b"
    rf"|(?:[^\W_{_IDEOGRAPHS}]{_MARK}*(?!n['’]t\b))*[^\W_{_IDEOGRAPHS}]{_MARK}*"
    rf"(?:(?!['’](?:s|re|ve|ll|d|m)\b)['’](?:[^\W_{_IDEOGRAPHS}]{_MARK}*)+)*|\.{{2,}}|\S{_MARK}*",
    re.IGNORECASE,
)


def cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The tokens of a sentence, found in it as a whole."""
    import unicodedata

    attached = ("Mn", "Mc", "Me", "Cf")
    piece = "".join(_MARK if unicodedata.category(sign) in attached else sign for sign in text[start:end])
    return [(start + match.start(), start + match.end()) for match in _TOKEN.finditer(piece)]


def tagged(article: Article, mentions: list[Row]) -> Iterator[Row]:
    text = article.text
    names = [(m["span"]["start"], m["span"]["end"], m["type"]) for m in mentions if m["form"] == "NAM"]
    cuts = [cut(text, *sentence) for sentence in sentences(text, article.source.language)]
    tags = [["O"] * len(row) for row in cuts]
    open_until = 0
    for start, end, label in sorted(names, key=lambda name: (name[0], -name[1])):
        if start < open_until:
            continue
        open_until, last = end, None
        for number, row in enumerate(cuts):
            for place, (begin, stop) in enumerate(row):
                if begin < end and start < stop and tags[number][place] == "O":
                    tags[number][place] = f"{'I' if number == last else 'B'}-{label}"
                    last = number
    for row, tag in zip(cuts, tags, strict=True):
        yield {"tokens": [text[a:b] for a, b in row], "token_offsets": [list(cut) for cut in row], "ner_tags": tag}


def clusters(inputs: Inputs) -> Iterator[tuple[str, Row]]:
    for kind, (layer, named) in CLUSTERS.items():
        members: dict[str, dict[str, list[Row]]] = {}
        for article in inputs.articles:
            for record in article.records(layer):
                if record[named] is not None:
                    found = members.setdefault(record[named], {}).setdefault(article.source.split, [])
                    found.append({"document_id": article.source.id, "id": record["id"]})
        for cluster in inputs.clusters.get(f"{kind}s", ()):
            for split, part in members.get(cluster["id"], {"train": []}).items():
                yield split, {**cluster, "kind": kind, "members": part}

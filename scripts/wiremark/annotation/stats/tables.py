"""The figures as tables.

A label that never occurs has no row, nor has an entity that occurs under its name alone; the JSON has them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from wiremark.annotation.agreement.aims import BELOW, HEADLINES, Headline
from wiremark.annotation.annotators import MEASURED, is_model
from wiremark.annotation.stats.across import CANONICAL, Cluster
from wiremark.annotation.stats.counts import Layer, Tally
from wiremark.annotation.stats.summary import Summary
from wiremark.annotation.table import NOTHING, Table, number
from wiremark.diagnostics import count

MANY = 8
"""Above so many documents a table has no column for each."""

LISTED = 50
"""More documents are not listed one by one."""

GIVEN, WITHOUT = "(given)", "(not given)"


def tables(summary: Summary, section: str) -> list[Table]:
    """The tables of one of SECTIONS; one without rows has a note that says so."""
    return [table if table.rows or table.note else replace(table, note="None.") for table in SECTIONS[section](summary)]


def _documents(summary: Summary) -> Iterator[Table]:
    columns = {name: layer["records"] for name, layer in _flat(summary["layers"])}
    rows: list[tuple[object, ...]] = [
        (
            document["id"],
            document["words"],
            document["tokens"],
            *(tally["documents"].get(document["id"], NOTHING) for tally in columns.values()),
        )
        for document in summary["documents"]
    ]
    listed = len(rows) <= LISTED
    rows = rows if listed else []
    if len(summary["documents"]) > 1:
        lengths = (sum(document[key] for document in summary["documents"]) for key in ("words", "tokens"))
        rows.append(("all", *lengths, *(tally["count"] for tally in columns.values())))
    note = "" if listed else f"{len(summary['documents'])} documents; the JSON has each."
    yield Table("Documents", ("document", "words", "tokens", *columns), tuple(rows), note)


def _labels(summary: Summary) -> Iterator[Table]:
    """One row for each property; a label, and how often."""
    rows = tuple(
        (layer, key, ", ".join(f"{label} {tally['count']}" for label, tally in told))
        for layer, counts in _flat(summary["layers"])
        for key, told in _told(counts)
    )
    yield Table("Counts by label", ("layer", "property", "labels"), rows)


def _layers(summary: Summary) -> Iterator[Table]:
    """One table for each layer, one row for each label, and the documents beside it."""
    ids = _shown(summary)
    for name, layer in _flat(summary["layers"]):
        rows = [(key, label, *_numbers(tally, ids)) for key, told in _told(layer) for label, tally in told]
        yield Table(f"Labels of {name}", ("property", "label", "all", *ids), tuple(rows))


def _flat(layers: Mapping[str, Layer]) -> Iterator[tuple[str, Layer]]:
    """Every layer, and after it what stands inside its records."""
    for name, layer in layers.items():
        yield name, layer
        yield from _flat(layer["parts"])


def _told(layer: Layer) -> Iterator[tuple[str, list[tuple[str, Tally]]]]:
    """Per property the labels that occur, and whether anything is said, with how often."""
    for key, labels in layer["labels"].items():
        if told := [(label, tally) for label, tally in labels["labels"].items() if tally["count"]]:
            yield key, [*told, (WITHOUT, labels["without"])] if labels["without"]["count"] else told
    for key, given in layer["given"].items():
        if given["given"]["count"]:
            sides = ((GIVEN, given["given"]), (WITHOUT, given["without"]))
            yield key, [(side, tally) for side, tally in sides if tally["count"]]


def _shown(summary: Summary) -> list[str]:
    """The documents that have a column of their own."""
    ids = [document["id"] for document in summary["documents"]]
    return ids if 1 < len(ids) <= MANY else []


def _numbers(tally: Tally, ids: list[str]) -> tuple[object, ...]:
    return (tally["count"], *(tally["documents"].get(id, NOTHING) for id in ids))


def _entities(summary: Summary) -> Iterator[Table]:
    ids, entities = _shown(summary), summary["entities"]
    rows = tuple(
        (key, label, *_numbers(tally, ids))
        for key, labels in entities["labels"].items()
        for label, tally in labels["labels"].items()
        if tally["count"]
    )
    mentioned = f"{entities['mentioned']['count']} of {entities['listed']} are mentioned"
    note = f"{mentioned}; the column of a document counts those that it mentions." if entities["listed"] else ""
    yield Table("Entities", ("property", "label", "listed", *ids), rows, note)


def _aliases(summary: Summary) -> Iterator[Table]:
    several = {row["entity"] for row in summary["aliases"] if row["count"] and CANONICAL not in row["kinds"]}
    rows = tuple(
        (row["entity"], row["form"], ", ".join(row["kinds"]), row["count"], ", ".join(row["documents"]))
        for row in summary["aliases"]
        if row["count"] and row["entity"] in several
    )
    alone = len({row["entity"] for row in summary["aliases"] if row["count"]} - several)
    note = f"Under the name alone: {count(alone, 'further one')}." if alone else ""
    yield Table("Aliases", ("entity", "form", "kind", "count", "documents"), rows, note)


def _clusters(summary: Summary) -> Iterator[Table]:
    rows = tuple(
        (kind, found["count"], found["members"], found["across"], found["single"])
        for kind, found in summary["clusters"].items()
        if found["count"]
    )
    yield Table("Clusters", ("of", "clusters", "members", "in several documents", "records in none"), rows)


def _events(summary: Summary) -> Iterator[Table]:
    """One row for each document that tells the event, with the triggers; only events of several documents."""
    listed = _listed(summary, "events")
    told = [cluster for cluster in listed if cluster["documents"] > 1]
    facts = _facts(told, "type", "day")
    rows: list[tuple[object, ...]] = []
    for cluster in told:
        by_document: dict[str, list[str]] = {}
        for member in cluster["members"]:
            by_document.setdefault(member["document"], []).append(f"{member['id']} {member['text']}")
        found = [(document, ", ".join(members)) for document, members in by_document.items()]
        rows += _under(cluster, facts, found)
    alone = sum(cluster["documents"] == 1 for cluster in listed)
    note = f"In one document alone: {alone}." if alone else ""
    yield Table("Events in several documents", ("event", *facts, "document", "triggers"), tuple(rows), note)


def _utterances(summary: Summary) -> Iterator[Table]:
    """One row for each quotation, with its length, and no text."""
    told = [cluster for cluster in _listed(summary, "utterances") if cluster["members"]]
    facts, rows = _facts(told, "speaker", "day"), list[tuple[object, ...]]()
    labels = [key for key in ("relation", "type") if told and key in told[0]["members"][0]["labels"]]
    for cluster in told:
        found = [
            (member["document"], member["id"], *(member["labels"][key] or NOTHING for key in labels), member["words"])
            for member in cluster["members"]
        ]
        rows += _under(cluster, facts, found)
    yield Table("Utterances", ("utterance", *facts, "document", "quotation", *labels, "words"), tuple(rows))


def _listed(summary: Summary, kind: str) -> list[Cluster]:
    return summary["clusters"][kind]["clusters"] if kind in summary["clusters"] else []


def _facts(clusters: list[Cluster], *keys: str) -> list[str]:
    """Of these keys those that clusters.json has."""
    return [key for key in keys if clusters and key in clusters[0]["attributes"]]


def _under(cluster: Cluster, facts: list[str], rows: Iterable[tuple[object, ...]]) -> Iterator[tuple[object, ...]]:
    """The rows of one cluster; the first says which one it is."""
    head: tuple[object, ...] = (cluster["id"], *(cluster["attributes"][key] or NOTHING for key in facts))
    for row in rows:
        yield (*head, *row)
        head = ("",) * len(head)


def _adjudication(summary: Summary) -> Iterator[Table]:
    made = summary["adjudication"]
    if made is None:
        yield Table("Adjudication", ("layer",), (), "No adjudication.")
        return
    decisions = sorted({decision for counts in made["layers"].values() for decision in counts})
    rows: list[tuple[object, ...]] = [
        (layer, sum(counts.values()), *(counts.get(decision, 0) for decision in decisions))
        for layer, counts in made["layers"].items()
    ]
    yield Table("Decisions", ("layer", "all", *decisions), tuple(rows))
    yield Table("Decisions by rule", ("rule", "decisions"), tuple(made["rules"].items()))


def _agreement(summary: Summary) -> Iterator[Table]:
    """One column for each pair of passes: the rounds first, then the passes that stand now."""
    title, pairs = "Agreement", summary["agreement"]
    if pairs is None:
        yield Table(title, ("figure",), (), "No double annotation.")
        return
    found = [(f"round {n}", pair) for n, row in pairs["rounds"].items() for pair in row]
    found += [("now", pair) for pair in pairs["passes"]]
    names = {when: [pair for at, pair in found if at == when] for when, _ in found}
    head = [f"{when}: {_short(pair)}" if len(names[when]) > 1 else when for when, pair in found]
    rows: list[tuple[object, ...]] = []
    for headline in HEADLINES:
        values = [headline.of(pair) for _, pair in found]
        if any(value is not None for value in values):
            aim = NOTHING if headline.aim is None else f"{headline.aim:.2f}"
            rows.append((headline.name, aim, *(_value(headline, value) for value in values)))
    rows.append(("documents that both have", NOTHING, *(len(pair["documents"]) for _, pair in found)))
    below = any(headline.below(headline.of(pair)) for _, pair in found for headline in HEADLINES)
    who = {name for _, pair in found for side in ("a", "b") for name in pair[side]["annotators"]}
    notes = [f"Every annotator is a language model: {MEASURED}."] if all(is_model(name) for name in who) else []
    notes += [BELOW] if below else []
    yield Table(title, ("figure", "aim", *head), tuple(rows), "\n".join(notes))


def _value(headline: Headline, value: float | None) -> str:
    return number(value) + " *" * headline.below(value)


def _short(pair: Mapping[str, Any]) -> str:
    return " and ".join(str(pair[side]["name"]).rpartition("/")[2] for side in ("a", "b"))


OVERVIEW = ("documents", "labels", "clusters", "agreement", "adjudication")
"""The sections that are short whatever the corpus."""

SECTIONS: Mapping[str, Callable[[Summary], Iterator[Table]]] = {
    "documents": _documents,
    "labels": _labels,
    "layers": _layers,
    "entities": _entities,
    "aliases": _aliases,
    "clusters": _clusters,
    "event-clusters": _events,
    "utterances": _utterances,
    "agreement": _agreement,
    "adjudication": _adjudication,
}

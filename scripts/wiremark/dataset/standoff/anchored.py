"""The records of a document at their places in the text at hand, and without those whose words are not proven there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from wiremark.dataset.standoff.outcome import Change, Fate, Span
from wiremark.dataset.standoff.paragraphs import Places
from wiremark.dataset.standoff.pruned import GONE, pruned
from wiremark.schema.profile import Array, Node, Profile, Record, SpanRule

Object = Mapping[str, Any]


def spans(node: Node, value: Any, path: str = "") -> Iterator[tuple[str, SpanRule, dict[str, Any]]]:
    """The spans within a value, in order: their path, `content[1]`, their rule, and the objects themselves."""
    if isinstance(node, Record) and value is not None:
        if node.span and node.span.of == "corpus":
            yield path, node.span, value
        for name, child in node.fields.items():
            yield from spans(child, value.get(name), f"{path}.{name}" if path else name)
    elif isinstance(node, Array) and value is not None:
        for number, item in enumerate(value):
            yield from spans(node.items, item, f"{path}[{number}]" if len(value) > 1 else path)


def anchored(
    profile: Profile, id: str, annotation: dict[str, Any], text: str, places: Places
) -> tuple[list[Span], list[Change]]:
    """Puts the spans of an annotation where their words stand; takes out records that lost any, and what names them.

    Changes `annotation`: its spans get their words, from the clean text at hand. Returns what
    became of every span, and of every record that lacks something.
    """
    fates = [
        fate
        for layer, record in profile.layers.items()
        for row in annotation.get(layer, ())
        for fate in _placed(id, layer, record, row, text, places)
    ]
    gone: dict[str, set[str]] = defaultdict(set)
    changes: list[Change] = []
    for fate in fates:
        space = profile.layers[fate.layer].key
        if fate.fate == "lost" and space and fate.id not in gone[space[1]]:
            gone[space[1]].add(fate.id)
            changes.append(Change(id, fate.layer, fate.id, None, f"lost the words of its {fate.property}"))
    while gone and _prune(profile, id, annotation, gone, changes):
        pass
    return fates, changes


def _placed(id: str, layer: str, record: Record, row: Object, text: str, places: Places) -> Iterator[Span]:
    for path, rule, span in spans(record, row):
        old = span[rule.start], span[rule.end]
        new = places.of(*old)
        if new:
            span[rule.start], span[rule.end] = new
            span[rule.text] = text[slice(*new)]
        fate: Fate = "lost" if new is None else "exact" if new == old else "moved"
        yield Span(id, layer, row[record.key[0]] if record.key else "", path, old, new, fate)


def _prune(
    profile: Profile, id: str, annotation: dict[str, Any], gone: dict[str, set[str]], changes: list[Change]
) -> bool:
    """Takes out what is gone, once. Returns whether a record went that was not gone before."""
    more = False
    for layer, record in profile.layers.items():
        if layer not in annotation or record.key is None:
            continue
        name, space = record.key
        kept = []
        for row in annotation[layer]:
            if row[name] in gone[space]:
                continue
            without = pruned(record, row, gone)
            if without is GONE:
                gone[space].add(row[name])
                changes.append(Change(id, layer, row[name], None, "cannot be without a record that is left out"))
                more = True
                continue
            changes += [
                Change(id, layer, row[name], part, "named a record that is left out")
                for part in row
                if without.get(part) != row[part]
            ]
            kept.append(without)
        annotation[layer] = kept
    return more

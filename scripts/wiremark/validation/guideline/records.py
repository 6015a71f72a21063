"""Records that stand twice, lists that say a thing twice, and circles of references."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

from wiremark.schema.profile import Array, Node, Record, Text
from wiremark.schema.walk import child
from wiremark.validation.guideline.view import View, finding
from wiremark.validation.item import Item
from wiremark.validation.places import Problem, show

_KEYS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "mentions": (("span",), "mentions.entity"),
    "times": (("span",), "times.span"),
    "events": (("trigger", "type"), "R-V4"),
    "quotes": (("content", "speaker", "source"), "quotes.content"),
}
"""What two records of a layer may not both have, and the rule, or the property whose rule it is."""


def duplicates(view: View) -> Iterator[Problem]:
    """Two records for the same words."""
    for layer, (keys, rule) in _KEYS.items():
        if not all(view.has(f"{layer}.{key}") for key in keys):
            continue
        seen: dict[Hashable, Item] = {}
        for item in view.layer(layer):
            if not all(key in item.data for key in keys):
                continue
            same = json.dumps([_places(item.data[key]) for key in keys], sort_keys=True)
            first = seen.setdefault(same, item)
            if first is not item:
                linked = "entity" in item.data and item.data["entity"] != first.data.get("entity")
                yield finding(
                    item.at(keys[0]),
                    f"{item.id} and {first.id} are the same {layer[:-1]} twice",
                    found=f"{' and '.join(keys)} of {first.id}" + (", linked to another entity" if linked else ""),
                    expected="one record for the same words",
                    help=f"keep one of the two; what named {item.id} then names {first.id}",
                    rule=rule if rule.startswith("R-") else view.rule(rule),
                )


def repeats(view: View) -> Iterator[Problem]:
    """A list that holds the same value, or the same argument, twice."""
    yield from _repeats(view.data, view.record, "", "")


def circles(view: View) -> Iterator[Problem]:
    """Records that are reached from themselves."""
    for layer, noun, key, inner, rule in (
        ("times", "anchored to", "anchor", "", view.rule("times.anchor")),
        ("events", "an argument of", "arguments", "event", view.rule("events.arguments")),
        ("entities", "a member of", "members", "", "R-C5"),
        ("entities", "held by", "holder", "", "R-C5"),
    ):
        if not view.has(f"{layer}.{key}"):
            continue
        items = view.by_id(layer)
        edges = {id: [other for other in _named(item, key, inner) if other in items] for id, item in items.items()}
        for path in _cycles(edges):
            said = "itself" if len(path) == 1 else "itself by way of " + ", ".join(path[1:])
            yield finding(
                items[path[0]].at(key),
                f"{path[0]} is {noun} {said}",
                found=" → ".join((*path, path[0])),
                expected="no circle",
                help=f"take one of these references out, or mend it: {key} of {' or '.join(path)}",
                rule=rule,
            )


def _places(value: Any) -> Any:
    """A span, or spans, by their offsets; in a list, in order of the article."""
    if isinstance(value, list):
        return sorted((_places(item) for item in value), key=lambda item: json.dumps(item, sort_keys=True))
    if isinstance(value, dict) and type(value.get("start")) is int:
        return [value["start"], value.get("end")]
    return value


def _named(item: Item, key: str, inner: str) -> list[str]:
    """The ids that a record names: a string, a list of them, or objects that hold them under `inner`."""
    if inner:
        return [id for part in item.objects(key) if (id := part.text(inner))]
    one = item.text(key)
    return [one] if one else item.strings(key)


def _cycles(edges: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """The circles that a walk along the edges closes, each edge walked once. No recursion: a chain may be long."""
    done: set[str] = set()
    for root in edges:
        if root in done:
            continue
        path: dict[str, Iterator[str]] = {root: iter(edges[root])}
        while path:
            here = next(reversed(path))
            step = next(path[here], None)
            if step is None:
                done.add(here)
                del path[here]
            elif step in path:
                order = list(path)
                yield order[order.index(step) :]
            elif step not in done:
                path[step] = iter(edges[step])


def _repeats(value: Any, node: Node | None, pointer: str, rule: str) -> Iterator[Problem]:
    if isinstance(node, Record) and isinstance(value, dict):
        for key, part in node.fields.items():
            if key in value:
                yield from _repeats(value[key], part, child(pointer, key), node.rules.get(key, rule))
    elif isinstance(node, Array) and isinstance(value, list):
        once = isinstance(node.items, Text) or (isinstance(node.items, Record) and bool(node.items.one_of))
        seen: dict[str, int] = {}
        for number, item in enumerate(value):
            here = child(pointer, number)
            if once and seen.setdefault(json.dumps(item, sort_keys=True), number) != number:
                yield finding(
                    here,
                    f"{_said(item)} stands twice in {pointer.rpartition('/')[2]}",
                    found=f"it stands at {child(pointer, seen[json.dumps(item, sort_keys=True)])} too",
                    expected="each once",
                    help="take one of the two out",
                    rule=rule,
                )
            yield from _repeats(item, node.items, here, rule)


def _said(item: Any) -> str:
    return ", ".join(str(part) for part in item.values()) if isinstance(item, dict) else show(item)

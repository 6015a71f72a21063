"""A `result` as the records of a document, with the ids and the form that they had.

What means the same as before stays as it was, in form and order; what the editor cannot show is taken over from the
base, the file that the records would replace.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from wiremark.annotation.adjudication.units import seen
from wiremark.labelstudio.editor.layout import ORIGIN, Layout
from wiremark.labelstudio.editor.view import Item, Reference, View, spans, views
from wiremark.labelstudio.rows import faults
from wiremark.labelstudio.rows.ids import NOTHING, Given, named
from wiremark.labelstudio.rows.outgoing import ORIGINS
from wiremark.labelstudio.rows.regions import Reading, Region, read
from wiremark.schema.profile import Array
from wiremark.validation.places import Problem

_ORIGINS = {shown: origin for origin, shown in ORIGINS.items()}


@dataclass(slots=True)
class Records:
    """The records of a result, by layer; those that the base has first, in its order.

    regions: where they came from, by layer and id. ids: from regions of other ids to their records. problems: their
    pointers begin at the result.
    """

    layers: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    regions: dict[tuple[str, str], Region] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def row(self, layer: str, id: str, property: str = "") -> int:
        """The number of the row that a property of a record came from; of its region's, where there is no such row."""
        region = self.regions[layer, id]
        return region.values.get(property, (region.row, ()))[0]


def document(
    rows: Any,
    layout: Layout,
    text: str,
    base: Mapping[str, Any],
    *,
    suggested: bool = False,
    taken: Iterable[str] = (),
    given: Given = NOTHING,
) -> tuple[dict[str, Any], Records]:
    """The base, a document file's data, with its layers as the result has them; and what is to be said of it.

    suggested: the work began from a suggestion, so that records of their own get an `origin`. taken: ids that no new
    record is given, beside all those in the base. given: ids of an earlier time. Of use only where the problems hold no
    error.
    """
    maker = _Maker(read(rows, layout, text), layout, text, base, suggested)
    found = maker.records(taken, given)
    return {**base, **found.layers}, found


class _Maker:
    """Makes the records of one result."""

    def __init__(self, reading: Reading, layout: Layout, text: str, base: Mapping[str, Any], suggested: bool) -> None:
        self.reading, self.layout, self.text, self.suggested = reading, layout, text, suggested
        self.views = views(base, layout)
        self.base = {
            name: {record[layer.key]: record for record in base.get(name, ())} for name, layer in layout.layers.items()
        }
        self.used = lru_cache(lambda: frozenset(seen(base)))
        """Every id of the base, looked for once it is asked for."""
        self.ids: dict[str, str] = {}
        """From the regions of records to their records."""
        self.parts: dict[str, dict[str, list[Region]]] = {}
        """The further spans by region and property."""
        self.links: dict[str, dict[str, list[Item]]] = {}
        """The relations by region and property."""

    def records(self, taken: Iterable[str], given: Given) -> Records:
        found = Records(problems=self.reading.problems)
        of: dict[str, dict[str, Region]] = {name: {} for name in self.layout.layers}
        for key, region in self.reading.regions.items():
            if region.layer:
                of[region.layer][key] = region
        for name, regions in of.items():
            view, base = self.views[name], self.base[name]
            self.ids |= named(regions, view, base, lambda: self.used().union(taken), self._place, given)
        found.ids = {key: id for key, id in self.ids.items() if key != id}
        self._relate()
        for name, regions in of.items():
            made = {}
            for key, region in regions.items():
                id = self.ids[key]
                made[id] = self._record(name, id, key, region)
                found.regions[name, id] = region
            before = [id for id in self.base[name] if id in made]
            found.layers[name] = [made.pop(id) for id in before] + list(made.values())
        return found

    def _relate(self) -> None:
        regions = self.reading.regions
        for relation in dict.fromkeys((one.source, one.target, one.label) for one in self.reading.relations):
            source, target, label = relation
            link = self.layout.layers[regions[source].layer].links[label]
            if link.targets:
                shown = Reference(label, regions[target].layer, self.ids[target])
                self.links.setdefault(source, {}).setdefault(link.property, []).append(shown)
            else:
                self.parts.setdefault(source, {}).setdefault(link.property, []).append(regions[target])

    def _record(self, name: str, id: str, key: str, region: Region) -> dict[str, Any]:
        """The record of a region: as it was in the base, but for what is other now."""
        view, old = self.views[name], self.base[name].get(id)
        layer = view.layer
        record: dict[str, Any] = {layer.key: id} if old is None else dict(old)
        if layer.label:
            record[layer.label] = region.label
        parts, links = self.parts.get(key, {}), self.links.get(key, {})
        for property in view.rules:
            more = parts.get(property, [])
            self._mark(view, record, property, [region, *more] if property == layer.anchor else more)
        for property in view.properties:
            if old is not None or property in region.values or property in links:
                now = _shown(view, property, region, links)
                if now if old is None else not _same(view, property, now, old):
                    self._set(view, record, property, now)
        if old is None and self.suggested and ORIGIN in layer.record.fields:
            record[ORIGIN] = _origin(region.origins)
        unset = layer.record.required - record.keys()
        for property in layer.record.fields if unset else ():
            if property in unset:
                self._leave(view, record, property, region)
        return record

    def _place(self, region: Region) -> tuple[int, int]:
        """Start and end without white space at the edges."""
        words = self.text[region.start : region.end]
        start = region.start + len(words) - len(words.lstrip())
        return start, start + len(words.strip())

    def _mark(self, view: View, record: dict[str, Any], property: str, regions: Sequence[Region]) -> None:
        """Sets the spans of a property. The same ones, in whatever order, stay as they are; others stand in order."""
        known = record.get(property)
        if not regions and not known:
            return
        old = dict(zip(view.places(record, property), spans(record, property), strict=True)) if known else {}
        if old.keys() == {(region.start, region.end) for region in regions}:
            return
        rule, marked = view.rules[property], {}
        for region in regions:
            place = region.start, region.end
            if place not in old:
                place = self._place(region)
                if place != (region.start, region.end):
                    words = self.text[region.start : region.end]
                    own = next(id for id, one in self.reading.regions.items() if one is region)
                    self.reading.problems.append(faults.trimmed(region.row, self.ids.get(own, own), words))
            start, end = place
            marked[place] = old.get(place) or {rule.start: start, rule.end: end, rule.text: self.text[start:end]}
        if isinstance(view.layer.record.fields[property], Array):
            record[property] = [marked[place] for place in sorted(marked)]
        else:
            [record[property]] = marked.values()

    def _set(self, view: View, record: dict[str, Any], property: str, now: Sequence[Item]) -> None:
        """Writes a property anew. In a list what stays keeps its place, and what is new stands behind it."""
        old = record.pop(property, None)
        if not isinstance(view.layer.record.fields[property], Array):
            if now:
                record[property] = _value(view, property, now[0])
            return
        known, items, left = view.fields.get(property), [], list(now)
        for item in old or () if known is None or known.choices else ():  # lines of text have an order of their own
            shown = view.item(property, item)
            if shown is None:
                items.append(item)  # what the editor cannot show
            elif shown in left:
                left.remove(shown)
                items.append(item)
        items += [_value(view, property, item) for item in left]
        if items:
            record[property] = items

    def _leave(self, view: View, record: dict[str, Any], property: str, region: Region) -> None:
        """Writes what stands for a required property that is not set."""
        schema = view.layer.record
        node = schema.fields[property]
        if isinstance(node, Array):
            record[property] = []
        elif property in schema.defaults:
            record[property] = schema.defaults[property]
        elif node.nullable:
            record[property] = None
        else:
            choices = view.fields[property].choices if property in view.fields else ()
            names = [choice.name for choice in choices]
            problem = faults.missing(region.row, record[view.layer.key], property, names)
            self.reading.problems.append(problem)


def _shown(view: View, property: str, region: Region, links: Mapping[str, list[Item]]) -> list[Item]:
    """What the editor shows of a property, without what means nothing."""
    linked = links.get(property, [])
    if property not in region.values:
        return linked
    now: list[Item] = [value for value in region.values[property][1] if value.strip()]
    return linked if now == [view.fields[property].default] else now + linked


def _same(view: View, property: str, now: Sequence[Item], old: Mapping[str, Any]) -> bool:
    """Whether a property means what it meant."""
    before, known = view.shown(old, property), view.fields.get(property)
    return list(now) == before or (set(now) == set(before) and (known is None or bool(known.choices)))


def _value(view: View, property: str, item: Item) -> Any:
    return view.value(property, item.strip() if isinstance(item, str) else item)


def _origin(shown: set[str]) -> str:
    """Where a record came from, by what the editor says of its rows: changed, where only some are as suggested."""
    return _ORIGINS.get(next(iter(shown)), "manual") if len(shown) == 1 else "suggestion_changed" if shown else "manual"

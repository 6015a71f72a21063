"""Reads a `result`, the rows of an annotation or a prediction, and says everything that is wrong with it.

The server checks none of it, and what is wrong breaks the editor: so this is run before anything leaves, and over what
comes back. The words of a region are never taken from it: they are what the text has at its offsets.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from wiremark.labelstudio.editor.layout import SPANS, TEXT, Layout
from wiremark.labelstudio.rows import faults
from wiremark.validation.places import Problem, show


@dataclass(slots=True)
class Region:
    """A marked stretch: code points of the text, end exclusive. `layer` is empty for a further span of a record.

    row: the number of its row. label: the record's type, or the property that a further span stands in. values: what
    is set beside it, by property, each with the number of its row. origins: what the editor says of its rows.
    """

    row: int
    layer: str
    label: str
    start: int
    end: int
    origins: set[str] = field(default_factory=set)
    values: dict[str, tuple[int, list[str]]] = field(default_factory=dict)


class Relation(NamedTuple):
    """A relation from the region of a record to another region, with the number of its row."""

    row: int
    source: str
    target: str
    label: str


@dataclass(slots=True)
class Reading:
    """Regions by id, relations in order, and what is wrong: errors, and warnings of what does no harm.

    What is wrong is left out. Pointers of problems begin at the result: `/12/value/start`.
    """

    regions: dict[str, Region] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(rows: Any, layout: Layout, text: str) -> Reading:
    """Reads a result made over `text` in the editor that the layout describes."""
    if not isinstance(rows, list):
        return Reading(problems=[faults.form("", "a result that is no list", show(rows), "a list of rows")])
    reader = _Reader(layout, text)
    for number, row in enumerate(rows):
        reader.region(number, row)
    for number, row in reader.beside:
        reader.value(number, row)
    for number, row in reader.related:
        reader.relation(number, row)
    reader.complete()
    return reader.reading


class _Reader:
    """One result: first the regions, then what refers to them."""

    def __init__(self, layout: Layout, text: str) -> None:
        self.layout, self.text, self.size = layout, text, len(text)
        self.reading = Reading()
        self.beside: list[tuple[int, Any]] = []
        self.related: list[tuple[int, Any]] = []
        self.controls = layout.controls
        self.choices = {
            control: frozenset(choice.name for choice in field.choices) for control, (_, field) in self.controls.items()
        }
        self.labels = {name: tuple(label.name for label in layer.labels) for name, layer in layout.layers.items()}
        self.labels[SPANS] = layout.parts
        self.seen: dict[str, int] = {}
        """Every id of a region with the number of its first row, also where something is wrong with it."""

    def region(self, number: int, row: Any) -> None:
        """A row, if it is that of a region; what refers to one is put by."""
        try:
            kind = row["type"]
            if kind == "relation":
                self.related.append((number, row))
                return
            id, control, value = row["id"], row["from_name"], row["value"]
            if kind != "labels" or control not in self.labels:
                self.beside.append((number, row))
                return
            start, end, [label] = value["start"], value["end"], value["labels"]
            fine = (
                type(id) is str
                and id != ""
                and id not in self.seen
                and label in self.labels[control]
                and row["to_name"] == TEXT
                and type(start) is type(end) is int
                and 0 <= start < end <= self.size
            )
        except (KeyError, TypeError, ValueError):
            fine = False
        if not fine:
            self._say(self._broken(number, row))
            self._note(number, row)
            return
        self.seen[id] = number
        words = self.text[start:end]
        if words.isspace():
            self._say(faults.outside(number, start, end, self.size))
            return
        said = value.get("text", words)
        if said != words and _plain(said) != _plain(words):
            self._say(faults.otherwise(number, id, said, words))
        region = Region(number, "" if control == SPANS else control, label, start, end)
        if "origin" in row:
            region.origins.add(str(row["origin"]))
        self.reading.regions[id] = region

    def value(self, number: int, row: Any) -> None:
        """A row that sets something beside a region."""
        try:
            control, region = row["from_name"], self.reading.regions[row["id"]]
            (layer, field), names = self.controls[control], self.choices[control]
            [only] = values = row["value"]["choices" if names else "text"]
            fine = (
                type(values) is list
                and (only in names if names else type(only) is str and faults.sound(only))
                and row["type"] == ("choices" if names else "textarea")
                and row["to_name"] == TEXT
                and region.layer == layer.name
                and field.property not in region.values
            )
        except (KeyError, TypeError, ValueError):
            fine = False
        if not fine:
            self._closer(number, row)
            return
        region.values[field.property] = (number, values)
        if "origin" in row:
            region.origins.add(str(row["origin"]))

    def _closer(self, number: int, row: Any) -> None:
        """A row beside a region in which something may be wrong, or that sets several values."""
        wrong = self._control(number, row) or faults.lacking(number, row, "id", "value")
        if wrong:
            self._say(wrong)
            self._note(number, row)
            return
        layer, field = self.controls[row["from_name"]]
        id, key = row["id"], "choices" if field.choices else "text"
        region = self.reading.regions.get(id)
        if region is None or region.layer != layer.name or field.property in region.values:
            if region is None:
                found, help = f"no region {show(id)}", "delete it, or mark the words that it is about"
            elif region.layer == layer.name:
                found, help = f"{id} has it twice", "keep one of the two"
            else:
                found, help = f"{id} is {_kind(region)}", f"take it off {id}, or mark the words as one of {layer.name}"
            if region is not None or id not in self.seen:  # of a broken region its own row has said enough
                self._say(faults.astray(number, field.control, layer.name, found, help))
            return
        values = row["value"].get(key)
        values = [values] if isinstance(values, str) else values
        if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
            where, shown = f"/{number}/value", show(row["value"].get(key))
            self._say(faults.form(where, f"{field.control} without {key}", shown, "a list of strings"))
            region.values[field.property] = (number, ["?"])  # not missing, at least
            return
        region.values[field.property] = (number, values)
        names = [choice.name for choice in field.choices]
        for place, one in enumerate(values):
            pointer = f"/{number}/value/{key}/{place}"
            if names and one not in names:
                self._say(faults.unknown(pointer, f"a choice of {field.control}", one, names))
            elif not faults.sound(one):
                self._say(faults.unsound(pointer, one))
        if len(values) > 1 and not field.many:
            self._say(faults.several(f"/{number}/value/{key}", f"{field.property} of {id}", values))
        if "origin" in row:
            region.origins.add(str(row["origin"]))

    def relation(self, number: int, row: Any) -> None:
        """A relation, to any of its labels."""
        wrong = faults.lacking(number, row, "from_id", "to_id")
        if wrong:
            self._say(wrong)
            return
        for key in ("from_id", "to_id"):
            if row[key] not in self.reading.regions:
                if row[key] not in self.seen:
                    self._say(faults.dangling(f"/{number}/{key}", row[key], self.reading.regions))
                return
        source, target, direction = row["from_id"], row["to_id"], row.get("direction", "right")
        if direction == "left":
            source, target = target, source
        elif direction != "right":
            self._say(faults.two_ways(number, source, target, direction))
            return
        labels = row.get("labels")
        if not isinstance(labels, list) or not labels:
            self._say(faults.unlabelled(number, source, target, self._fitting(source, target)))
            return
        for place, label in enumerate(labels):
            if self._fits(source, target, label):
                self.reading.relations.append(Relation(number, source, target, label))
            else:
                self._say(self._misfit(f"/{number}/labels/{place}", source, target, label))

    def complete(self) -> None:
        """What only all rows together tell: a further span that leads nowhere, a second value where one may stand."""
        reading = self.reading
        drawn = [row for _, row in self.related if isinstance(row, dict)]
        bound = {
            row.get(key) if isinstance(row.get(key), str) else None for row in drawn for key in ("from_id", "to_id")
        }
        for id, region in reading.regions.items():
            if not region.layer and id not in bound:
                layers = [name for name, layer in self.layout.layers.items() if region.label in layer.parts]
                self._say(faults.unbound(region.row, id, region.label, layers))
        first: dict[tuple[str, str], str] = {}
        for row, source, target, label in reading.relations:
            region = reading.regions[source]
            link = self.layout.layers[region.layer].links[label]
            if not link.many:
                beside = region.values.get(link.property, (0, []))[1]
                both = [*beside, *{first.setdefault((source, link.property), target): 0, target: 0}]
                if len(both) > 1:
                    self._say(faults.several(f"/{row}", f"{link.property} of {source}", both))

    def _say(self, problem: Problem) -> None:
        self.reading.problems.append(problem)

    def _note(self, number: int, row: Any) -> None:
        """Keeps the id of a row with a fault: what refers to it is not at fault, too."""
        if isinstance(row, dict) and isinstance(row.get("id"), str):
            self.seen.setdefault(row["id"], number)

    def _broken(self, number: int, row: Any) -> Problem:
        """The first thing that is wrong with the row of a region."""
        wrong = faults.lacking(number, row, "id", "type", "from_name", "value") or self._control(number, row)
        if wrong:
            return wrong
        id, control, value = row["id"], row["from_name"], row["value"]
        if id in self.seen:
            return faults.twice(f"/{number}/id", id, f"the result's row {self.seen[id] + 1} has it too")
        labels, start, end = (value.get(key) for key in ("labels", "start", "end"))
        if not isinstance(labels, list) or len(labels) != 1:
            return faults.labels(number, id, labels, self.labels[control])
        if labels[0] not in self.labels[control]:
            return faults.unknown(f"/{number}/value/labels/0", f"a label of {control}", labels[0], self.labels[control])
        if type(start) is type(end) is int:
            return faults.outside(number, start, end, self.size)
        wrong_one = "end" if type(start) is int else "start"
        pointer = f"/{number}/value" + (f"/{wrong_one}" if wrong_one in value else "")
        shown = show(value[wrong_one]) if wrong_one in value else ""
        return faults.form(pointer, f"a region without {wrong_one}", shown, "an integer, in code points")

    def _control(self, number: int, row: Any) -> Problem | None:
        """What is wrong with a row's control: the config does not have it, or has it otherwise."""
        control, known = row.get("from_name"), (*self.labels, *self.controls)
        if control not in known:
            return faults.unknown(f"/{number}/from_name", "a control", control, known, "T112")
        beside = self.controls.get(control)
        kind = "labels" if beside is None else "choices" if beside[1].choices else "textarea"
        if row.get("type") != kind:
            return faults.unknown(f"/{number}/type", f"the type of {control}", row.get("type"), (kind,), "T112")
        if row.get("to_name") != TEXT:
            what = f"what {control} belongs to"
            return faults.unknown(f"/{number}/to_name", what, row.get("to_name"), (TEXT,), "T112")
        return None

    def _fits(self, source: str, target: str, label: Any) -> bool:
        start, end = self.reading.regions[source], self.reading.regions[target]
        layer = self.layout.layers.get(start.layer)
        link = layer.links.get(label) if layer and isinstance(label, str) else None
        if link is None:
            return False
        if link.targets:
            return end.layer in link.targets
        return bool(end.layer) or end.label == label  # the words of a record can be a further span of another

    def _fitting(self, source: str, target: str) -> list[str]:
        """The labels that fit; those of references, where there are any."""
        fitting = [label for label in self.layout.relations if self._fits(source, target, label)]
        return [label for label in fitting if label not in self.layout.parts] or fitting

    def _misfit(self, pointer: str, source: str, target: str, label: Any) -> Problem:
        if label not in self.layout.relations:
            return faults.unknown(pointer, "a relation", label, self.layout.relations)
        found = " to ".join(f"{id} ({_kind(self.reading.regions[id])})" for id in (source, target))
        expected = [
            f"{name} to {' or '.join(layer.links[label].targets) or f'a record, or a further span {label}'}"
            for name, layer in self.layout.layers.items()
            if label in layer.links
        ]
        fitting = self._fitting(source, target)
        if self._fits(target, source, label):
            help = f"turn it round: from {target} to {source}"
        elif fitting:
            help = f"label it {' or '.join(fitting)}, or draw it between other regions"
        else:
            help = "draw it between other regions, or delete it"
        return faults.misfit(pointer, label, f"from {found}", expected, help)


def _plain(words: Any) -> str:
    """Words as they compare: the editor writes a break as a backslash and n, and folds white space."""
    return " ".join(words.replace("\\n", " ").split()) if isinstance(words, str) else ""


def _kind(region: Region) -> str:
    """What a region is, in words."""
    return f"{region.label} of {region.layer}" if region.layer else f"a further span {region.label}"

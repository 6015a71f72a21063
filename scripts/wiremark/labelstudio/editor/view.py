"""What the editor shows of a record beside its label and spans: values, and relations to other records.

The way out makes rows of it; the way back compares with it, so that what was not touched stays as it was.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from wiremark.labelstudio.editor.layout import Field, Layer, Layout, Link
from wiremark.schema.profile import Record, SpanRule, Text, inner, listed

Object = Mapping[str, Any]


class Reference(NamedTuple):
    """A relation that stands for a property or an item of its list: its label, the layer and id of the other record."""

    label: str
    layer: str
    target: str


Item = str | Reference
"""A value beside the region, or a relation."""


class View:
    """How the records of a layer look in the editor. present: the ids of the records there, by layer."""

    def __init__(self, layer: Layer, present: Mapping[str, Collection[str]]) -> None:
        self.layer, self.present = layer, present
        self.fields: dict[str, Field] = {field.property: field for field in layer.fields}
        self.links: dict[str, list[Link]] = {}
        for link in layer.links.values():
            if link.targets:
                self.links.setdefault(link.property, []).append(link)
        self.properties = tuple(dict.fromkeys((*self.fields, *self.links)))
        self.rules: dict[str, SpanRule] = {key: _span_rule(layer, key) for key in (layer.anchor, *layer.parts)}
        self.constant = "" if layer.label else layer.labels[0].name
        """The label of every region, where no property is shown as one."""
        self._roles = {property: _role(layer.record, property) for property in self.links}
        self._choices = {key: frozenset(one.name for one in field.choices) for key, field in self.fields.items()}

    def label(self, record: Object) -> str:
        """The label of a record's region."""
        return self.constant or record[self.layer.label]

    def places(self, record: Object, property: str) -> list[tuple[int, int]]:
        """Start and end of the spans in a property, in code points."""
        rule = self.rules[property]
        return [(span[rule.start], span[rule.end]) for span in spans(record, property)]

    def shown(self, record: Object, property: str) -> list[Item]:
        """What the editor shows of a property; nothing where an unset value means the same."""
        value = record.get(property)
        if not value:
            return []
        field = self.fields.get(property)
        if field is not None and property not in self.links:
            return [] if value == field.default else value if type(value) is list else [value]
        found = (self.item(property, item) for item in (value if type(value) is list else [value]))
        return [item for item in found if item is not None]

    def item(self, property: str, item: Any) -> Item | None:
        """What the editor shows of a value, or an item of a list; None where it cannot."""
        if property in self.fields and (property not in self.links or item in self._choices[property]):
            return str(item)
        role = self._roles[property]
        for link in self.links[property]:
            if not role or item[role] == link.label:
                for layer, key in link.targets.items():
                    id = item.get(key) if role else item
                    if id in self.present[layer]:
                        return Reference(link.label, layer, id)
        return None

    def value(self, property: str, item: Item) -> Any:
        """The value, or the item of a list, that stands for what the editor shows."""
        if isinstance(item, str):
            return item
        role = self._roles[property]
        key = self.layer.links[item.label].targets[item.layer]
        return {role: item.label, key: item.target} if role else item.target


def views(document: Object, layout: Layout) -> dict[str, View]:
    """The views of a document's layers."""
    present = {
        name: frozenset(record[layer.key] for record in document.get(name, ())) for name, layer in layout.layers.items()
    }
    return {name: View(layer, present) for name, layer in layout.layers.items()}


def spans(record: Object, property: str) -> Sequence[dict[str, Any]]:
    """The spans in a property: those of a list, or the one."""
    value = record.get(property)
    return value if isinstance(value, list) else [value] if value else []


def _role(record: Record, property: str) -> str:
    """The key of the role in the items of a list of roles; empty for other properties."""
    items = listed(record.fields[property])
    fields = items.fields.items() if items else ()
    return next((key for key, node in fields if isinstance(node, Text) and node.closed), "")


def _span_rule(layer: Layer, property: str) -> SpanRule:
    span = inner(layer.record.fields[property])
    assert isinstance(span, Record)  # noqa: S101 (what makes a property an anchor or a part)
    assert span.span is not None  # noqa: S101
    return span.span

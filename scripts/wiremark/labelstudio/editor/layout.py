"""How the records of a schema version are laid out in Label Studio's editor.

Derived from the profile alone, and read by all who need it: the labelling config, what leaves, what comes back.

A record is a region with the record's id, on its first span; its label is the record's type. Each further span is a
region of its own, labelled with the property that it stands in (`content`, `source`, `cue`, `trigger`), and a relation
of that name leads to it from the record's region. References within the document are relations: named after the
property, or after the role where a list of roles holds them. Everything else is a control beside the selected region.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wiremark.labelstudio.editor.keys import keys
from wiremark.schema.profile import Array, Label, Node, Profile, Record, Text, inner, listed

TEXT = "text"
"""The name of the editor's text, to which every control belongs (`to_name`)."""

SPANS = "spans"
"""The control whose labels mark the further spans of a record."""

ORIGIN = "origin"
"""The property that says where a record came from; the editor keeps it in its own way."""


@dataclass(frozen=True, slots=True)
class Field:
    """A property that is set beside the selected region: choices where its values are listed, else lines of text.

    control: the control's name (`from_name`). many: a list of values. choices: the labels to choose from, with values
    that are no labels as labels without colour; empty for text. A property that is not required, or may be null, is
    left unset for that. default: what an unset value means where the schema has one, else None.
    """

    property: str
    control: str
    many: bool
    choices: tuple[Label, ...]
    required: bool
    nullable: bool
    default: Any = None


@dataclass(frozen=True, slots=True)
class Link:
    """A relation of a record: to `targets`, from the layer of the other record to the key that holds its id.

    label: the relation's name. role: the role where the property is a list of roles, else empty. many: a list.
    deprecated: a role that is not given any more. For a part, `targets` is empty: the relation leads to a region of the
    control SPANS that is labelled alike.
    """

    label: str
    property: str
    targets: Mapping[str, str]
    role: str = ""
    many: bool = False
    deprecated: bool = False


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer in the editor. `name` is also the name of its labels' control.

    key: the property with the id. label: the property shown as the region's label. anchor: the property with the span
    that bears the record's id, or the list whose first span does. parts: the lists of further spans. links: by label,
    parts included. hidden: what the editor cannot show; it is kept as it was.
    """

    name: str
    record: Record
    key: str
    label: str
    labels: tuple[Label, ...]
    anchor: str
    parts: tuple[str, ...]
    fields: tuple[Field, ...]
    links: Mapping[str, Link]
    hidden: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """The layers in the editor, by name, in the order of the schema.

    keys: that of each label, by control and label; a layer has the same keys alone as among all of the schema.
    """

    version: str
    layers: Mapping[str, Layer]
    keys: Mapping[tuple[str, str], str]

    @property
    def labels(self) -> dict[str, tuple[Label, ...]]:
        """The controls that mark words, with their labels."""
        groups = {name: layer.labels for name, layer in self.layers.items()}
        return groups | _further(self.parts)

    @property
    def controls(self) -> dict[str, tuple[Layer, Field]]:
        """The controls beside a region, by name."""
        return {field.control: (layer, field) for layer in self.layers.values() for field in layer.fields}

    @property
    def parts(self) -> tuple[str, ...]:
        """The labels of SPANS."""
        return tuple(dict.fromkeys(part for layer in self.layers.values() for part in layer.parts))

    @property
    def relations(self) -> tuple[str, ...]:
        """The labels of relations: parts, then references, then roles."""
        links = [link for layer in self.layers.values() for link in layer.links.values()]
        ranked = sorted(links, key=lambda link: (bool(link.targets), bool(link.role)))
        return tuple(dict.fromkeys(link.label for link in ranked))


class NoLayout(ValueError):
    """A schema whose records the editor cannot show: one without a span, or with relations of one name."""


def layout(profile: Profile, layers: Collection[str] | None = None) -> Layout:
    """The layout of a schema version, of all layers or those named. Raises NoLayout."""
    spaces = {record.key[1]: name for name, record in profile.layers.items() if record.key}
    wanted = {name: record for name, record in profile.layers.items() if layers is None or name in layers}
    shown = {space: name if name in wanted else "" for space, name in spaces.items()}
    groups = {name: _labels(record) for name, record in profile.layers.items()}
    parts = (part for record in profile.layers.values() for part in _parts(record))
    found = {name: _layer(name, record, shown) for name, record in wanted.items()}
    return Layout(profile.version, found, keys(groups | _further(dict.fromkeys(parts))))


def _further(parts: Collection[str]) -> dict[str, tuple[Label, ...]]:
    """The control of further spans with its labels; none where there are no parts."""
    return {SPANS: tuple(Label(number, part) for number, part in enumerate(parts))} if parts else {}


def _layer(name: str, record: Record, spaces: Mapping[str, str]) -> Layer:
    """spaces: from each id space of the document to the layer that opens it, empty where that layer is not shown."""
    spans = [key for key, node in record.fields.items() if _is_span(node)]
    if record.key is None or not spans:
        raise NoLayout(f"the records of {name} have no id or no span, so the editor cannot show them")
    if name in (TEXT, SPANS):
        raise NoLayout(f"the layer {name} is called like a control that the editor needs for itself")
    label = _label(record)
    parts = _parts(record)
    if len(parts) < len(spans) - (spans[0] not in parts):
        raise NoLayout(f"the records of {name} have several spans beside each other: make them lists")
    fields, hidden = [], []
    links = {part: Link(part, part, {}, many=True) for part in parts}
    for key, node in record.fields.items():
        if key in (record.key[0], label, ORIGIN, *spans):
            continue
        found = list(_links(key, node, spaces))
        for link in found:
            if link.label in links:
                raise NoLayout(f"two relations of {name} are called {link.label}")
            links[link.label] = link
        field = _field(name, record, key, spaces)
        if field:
            fields.append(field)
        elif not found:
            hidden.append(key)
    return Layer(
        name,
        record,
        record.key[0],
        label,
        _labels(record),
        spans[0],
        parts,
        tuple(fields),
        links,
        tuple(hidden),
    )


def _is_span(node: Node) -> bool:
    child = inner(node)
    return isinstance(child, Record) and child.span is not None


def _parts(record: Record) -> tuple[str, ...]:
    """The properties that are lists of spans."""
    return tuple(key for key, node in record.fields.items() if isinstance(node, Array) and _is_span(node))


def _labels(record: Record) -> tuple[Label, ...]:
    return _choices(record.fields.get(_label(record))) or (Label(0, record.name.lower()),)


def _label(record: Record) -> str:
    """The property shown as the label: the first that is required and has labels; empty where there is none."""
    fits = (key for key, node in record.fields.items() if isinstance(node, Text) and node.labels and node.closed)
    return next((key for key in fits if key in record.required), "")


def _choices(node: Node | None) -> tuple[Label, ...]:
    """Labels, then the values beside them."""
    if not isinstance(node, Text):
        return ()
    return (*node.labels, *(Label(number, value) for number, value in enumerate(node.values, len(node.labels))))


def _field(layer: str, record: Record, key: str, spaces: Mapping[str, str]) -> Field | None:
    """The control of a property; of one that relations show only its fixed values."""
    node = record.fields[key]
    text = inner(node)
    if not isinstance(text, Text):
        return None
    linked = text.ref in spaces
    if linked and not (spaces[text.ref or ""] and text.values):
        return None
    choices = _choices(text) if text.closed or linked else ()
    many = isinstance(node, Array)
    return Field(
        key, f"{layer}_{key}", many, choices, key in record.required, node.nullable or many, record.defaults.get(key)
    )


def _links(key: str, node: Node, spaces: Mapping[str, str]) -> Iterator[Link]:
    """The relations that stand for a property: one that refers within the document, or one for each role of a list."""
    child, record = inner(node), listed(node)
    if isinstance(child, Text):
        if spaces.get(child.ref or ""):
            yield Link(key, key, {spaces[child.ref or ""]: key}, many=isinstance(node, Array))
    elif record is not None:
        refs = {name: field.ref for name, field in record.fields.items() if isinstance(field, Text) and field.ref}
        roles = [field for field in record.fields.values() if isinstance(field, Text) and field.closed]
        if len(roles) == 1 and len(refs) == len(record.fields) - 1 and set(refs.values()) <= spaces.keys():
            targets = {spaces[ref]: name for name, ref in refs.items() if spaces[ref]}
            for label in _choices(roles[0]) if targets else ():
                yield Link(label.name, key, targets, label.name, many=True, deprecated=label.deprecated)

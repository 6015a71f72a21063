"""How the schema looks in brat: which names its types, roles and attributes have there, and annotation.conf.

https://brat.nlplab.org/configuration.html. A name in brat is ASCII letters, digits, - and _, and is unique, since brat
tells nothing else of an annotation's layer; a role ends in no digit, since brat numbers roles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from wiremark.export.layers import Layer, layers_of, reference, roles, spaces
from wiremark.schema.profile import Array, Profile, Record, Text, inner

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_ROLE = re.compile(r"[A-Za-z](?:[A-Za-z0-9_-]*[A-Za-z_-])?")
_VALUE = re.compile(r"[^\s|,:<>=]+")


@dataclass(frozen=True)
class Look:
    """How a layer looks. Properties by what brat has for them; one that is in none of these goes into a note.

    event: whether its records are events. types: by label. parts: further spans, with their type. attributes: one
    label; flags: a list of labels. links: references to records of the document, with the layer they lead to.
    """

    layer: Layer
    event: bool
    types: Mapping[str, str]
    parts: Mapping[str, str]
    attributes: tuple[str, ...]
    flags: tuple[str, ...]
    links: Mapping[str, str]


@lru_cache(maxsize=8)
def looks(profile: Profile) -> Mapping[str, Look]:
    """How the layers look, by name."""
    taken: set[str] = set()
    layers = layers_of(profile)
    records = {layer.record.name: name for name, layer in layers.items()}
    homes = {space: records[record.name] for space, record in spaces(profile).items() if record.name in records}
    return {name: _look(layer, homes, taken) for name, layer in layers.items()}


def plain_role(role: str) -> bool:
    """Whether brat can have this role."""
    return bool(_ROLE.fullmatch(role))


def plain_value(value: str) -> bool:
    """Whether an attribute in brat can have this value."""
    return bool(_VALUE.fullmatch(value))


def flag(key: str, label: str) -> str:
    """The yes-or-no attribute for a label of a list."""
    return f"{key}-{label}"


def plain_flag(key: str, label: str) -> bool:
    """Whether brat can have this attribute."""
    return bool(_NAME.fullmatch(flag(key, label)))


def _look(layer: Layer, homes: Mapping[str, str], taken: set[str]) -> Look:
    fields = layer.record.fields
    closed = {key: node for key, node in fields.items() if isinstance(node, Text) and node.closed}
    label = closed.get(layer.label)
    types = {name: _fresh(name, layer.name, taken) for name in (label.names if label else (layer.name,))}
    return Look(
        layer,
        bool(layer.arguments) or len(layer.spans) > 1,
        types,
        {key: _fresh(key, layer.name, taken) for key in layer.spans[1:]},
        tuple(key for key in closed if key != layer.label and _NAME.fullmatch(key)),
        tuple(key for key, node in fields.items() if isinstance(node, Array) and _closed(inner(node))),
        {key: homes[reference(node)] for key, node in fields.items() if reference(node) in homes and plain_role(key)},
    )


def _closed(node: object) -> bool:
    return isinstance(node, Text) and node.closed


def _fresh(name: str, layer: str, taken: set[str]) -> str:
    """A name for brat that is not taken, the same where that is possible."""
    found = base = name if _NAME.fullmatch(name) else re.sub(r"[^A-Za-z0-9_-]", "_", f"{layer}-{name}")
    if found in taken:
        found = base = f"{layer}-{base}"
    number = 2
    while found in taken:
        found, number = f"{base}-{number}", number + 1
    taken.add(found)
    return found


def conf(profile: Profile) -> str:
    """annotation.conf for the schema."""
    seen = looks(profile)
    parts = ["# The labels and roles of the schema, made by `wiremark export brat`.", "", "[entities]"]
    for name, look in seen.items():
        found = list(look.parts.values()) if look.event else list(look.types.values())
        parts += [f"!{name}", *(f"\t{type}" for type in found)] if found else []
    parts += ["", "[relations]", "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>"]
    for look in seen.values():
        if not look.event:
            parts += [f"{key}\tArg1:{_types(look)}, Arg2:{_types(seen[to])}" for key, to in look.links.items()]
    parts += ["", "[events]"]
    for name, look in seen.items():
        if look.event:
            slots = {type: ", ".join(_slots(profile, look, label)) for label, type in look.types.items()}
            parts += [f"!{name}", *(f"\t{type}\t{slot}" for type, slot in slots.items())]
    parts += ["", "[attributes]", *_attributes(seen.values()), ""]
    return "\n".join(parts)


def _types(look: Look) -> str:
    return "|".join(look.types.values())


def _slots(profile: Profile, look: Look, label: str) -> Iterable[str]:
    """What an event of a type may have: roles with what fills them, further spans, references."""
    seen, fields = looks(profile), look.layer.record.fields
    arguments = roles(fields[look.layer.arguments]) if look.layer.arguments else None
    if arguments:
        events = any(seen[to].event for to in _targets(profile, arguments))
        for role, rule in profile.roles.items():
            if plain_role(role) and (not rule.domain or label in rule.domain):
                fillers = [other.types[name] for name in rule.range for other in seen.values() if name in other.types]
                yield f"{role}*:{'|'.join([*fillers, *(['<EVENT>'] if events else [])])}"
    for key, type in look.parts.items():
        yield f"{key}?:{type}"
    for key, to in look.links.items():
        yield f"{key}{'*' if isinstance(fields[key], Array) else '?'}:{_types(seen[to])}"


def _targets(profile: Profile, arguments: Record) -> list[str]:
    """The layers that an argument may name."""
    records = {layer.record.name: name for name, layer in layers_of(profile).items()}
    found = (spaces(profile).get(reference(node)) for node in arguments.fields.values())
    return [records[record.name] for record in found if record and record.name in records]


def _attributes(found: Iterable[Look]) -> list[str]:
    owners: dict[str, list[str]] = {}
    values: dict[str, list[str]] = {}
    for look in found:
        fields = look.layer.record.fields
        for key in look.attributes:
            owners.setdefault(key, []).extend(look.types.values())
            node = fields[key]
            values.setdefault(key, []).extend(filter(plain_value, node.names if isinstance(node, Text) else ()))
        for key in look.flags:
            item = inner(fields[key])
            for label in item.names if isinstance(item, Text) else ():
                if plain_flag(key, label):
                    owners.setdefault(flag(key, label), []).extend(look.types.values())
    return [
        f"{key}\tArg:{'|'.join(types)}" + (f", Value:{'|'.join(dict.fromkeys(values[key]))}" if key in values else "")
        for key, types in owners.items()
    ]

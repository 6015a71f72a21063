"""A schema document: its draft, and what its references lead to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote, urldefrag, urljoin

from wiremark.schema.inclusion.values import Undecided
from wiremark.schema.subschemas import LIST, MAP, ONE
from wiremark.schema.walk import child, steps

_ADDRESSES: Final = {
    "json-schema.org/draft/2020-12/schema": "2020-12",
    "json-schema.org/draft/2019-09/schema": "2019-09",
    "json-schema.org/draft-07/schema": "draft-07",
    "json-schema.org/draft-06/schema": "draft-06",
    "json-schema.org/draft-04/schema": "draft-04",
}
_NEW_WORDS: Final = frozenset(
    (
        *("$defs", "$anchor", "$dynamicRef", "$dynamicAnchor", "prefixItems", "minContains", "maxContains"),
        *("dependentRequired", "dependentSchemas", "unevaluatedItems", "unevaluatedProperties"),
    )
)


def declared(schema: Any) -> str | None:
    """The draft that `$schema` names, None where it names none. Raises Undecided for a draft that is not known."""
    if not isinstance(schema, dict) or "$schema" not in schema:
        return None
    address = schema["$schema"]
    draft = _ADDRESSES.get(urldefrag(address)[0].partition("//")[2]) if isinstance(address, str) else None
    if draft is None:
        raise Undecided(f"the draft {address!r} is not known")
    return draft


def needs_draft(schema: Any) -> bool:
    """Whether draft-07 and 2020-12 read the schema otherwise, and no word in it tells which of them it is."""
    words = [part.keys() for part in parts(schema) if isinstance(part, dict)]
    if any(not _NEW_WORDS.isdisjoint(part) for part in words):
        return False
    return any("dependencies" in part or ("$ref" in part and len(part) > 1) for part in words)


def parts(schema: Any) -> Iterator[Any]:
    """The schema and all schemas in it."""
    yield schema
    for _, part in children(schema):
        yield from parts(part)


def children(schema: Any) -> Iterator[tuple[str, Any]]:
    """The schemas directly in a schema, each with its JSON pointer from there."""
    if not isinstance(schema, dict):
        return
    for keyword, value in schema.items():
        if keyword in ONE and isinstance(value, dict | bool):
            yield f"/{keyword}", value
        elif keyword in LIST and isinstance(value, list):
            yield from ((f"/{keyword}/{number}", part) for number, part in enumerate(value))
        elif keyword in MAP and isinstance(value, dict):
            named = ((name, part) for name, part in value.items() if isinstance(part, dict | bool))
            yield from ((child(f"/{keyword}", name), part) for name, part in named)


@dataclass(frozen=True, slots=True)
class Place:
    """A schema in a document: its pointer from the root, the base address of references in it."""

    pointer: str
    base: str
    schema: Any


class Document:
    """One schema document, read under one draft."""

    def __init__(self, schema: Any, draft: str) -> None:
        self.draft = draft
        self._id = "id" if draft == "draft-04" else "$id"
        self._resources: dict[str, Place] = {}
        self._anchors: dict[tuple[str, str], Place] = {}
        self.root = self.place("", "", schema)
        self._resources.setdefault("", self.root)
        self._register(self.root)

    @property
    def siblings(self) -> bool:
        """Whether keywords beside `$ref` apply."""
        return self.draft.startswith("20")

    def place(self, pointer: str, base: str, schema: Any) -> Place:
        """The place of a schema, given the base address around it."""
        own = schema.get(self._id) if isinstance(schema, dict) else None
        if isinstance(own, str) and (self.siblings or "$ref" not in schema):
            address, fragment = urldefrag(urljoin(base, own))
            if address and not fragment:
                base = address
        return Place(pointer, base, schema)

    def below(self, place: Place, step: str, schema: Any) -> Place:
        """The place of a schema inside another's."""
        return self.place(place.pointer + step, place.base, schema)

    def _register(self, place: Place) -> None:
        schema = place.schema
        if not isinstance(schema, dict):
            return
        own = schema.get(self._id)
        if isinstance(own, str):
            if own.startswith("#") and len(own) > 1:
                self._anchors[place.base, own[1:]] = place
            elif self._resources.setdefault(place.base, place) is not place and place.pointer:
                raise Undecided(f"the address {own!r} is given twice")
        for keyword in ("$anchor", "$dynamicAnchor"):
            if isinstance(schema.get(keyword), str):
                self._anchors[place.base, schema[keyword]] = place
        for step, part in children(schema):
            self._register(self.below(place, step, part))

    def target(self, place: Place, reference: Any) -> Place:
        """What a reference in the schema at `place` leads to. Raises Undecided where that is not in the document."""
        if not isinstance(reference, str):
            raise Undecided("a reference is no text")
        if reference.startswith("#"):
            address, fragment = place.base, reference[1:]
        else:
            address, fragment = urldefrag(urljoin(place.base, reference))
        found = self._resources.get(address)
        if found is None:
            raise Undecided(f"the reference {reference!r} leads out of the schema")
        fragment = unquote(fragment)
        if fragment and not fragment.startswith("/"):
            found = self._anchors.get((address, fragment))
            if found is None:
                raise Undecided(f"the reference {reference!r} leads nowhere")
            return found
        for name in steps(fragment):
            schema = found.schema
            if isinstance(schema, dict) and name in schema:
                inner = schema[name]
            elif isinstance(schema, list) and name.isdecimal() and int(name) < len(schema):
                inner = schema[int(name)]
            else:
                raise Undecided(f"the reference {reference!r} leads nowhere")
            found = self.below(found, child("", name), inner)
        if not isinstance(found.schema, dict | bool):
            raise Undecided(f"the reference {reference!r} leads to no schema")
        return found

"""What one change does to JSON values: the change alone, made in the old schema, against set inclusion.

A witness comes from set inclusion and is confirmed by jsonschema-rs: valid under the old schema, not under the new one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from wiremark.schema.changes.normal import canonical, edited, mapped
from wiremark.schema.changes.normal import local as within
from wiremark.schema.changes.record import ABSENT, Change
from wiremark.schema.changes.rules import RULES
from wiremark.schema.validator import compiled

Included = Callable[[Any, Any], Any]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does to values. `backward`: old ones stay valid; `forward`: no new ones come; None: not known."""

    backward: bool | None
    forward: bool | None
    witness: Any = ABSENT
    reason: str = ""


class Judge:
    """Asks for each change what set inclusion says of it, no more often than it must."""

    def __init__(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        from wiremark.schema.inclusion import included

        self._included: Included = included
        self.old, self.new = old, new
        self.back, self.forth = included(old, new), included(new, old)
        self._valid_before, self._valid_after = validator(old), validator(new)
        self._text = canonical(new)
        self._alike = old.get("$schema") == new.get("$schema")

    def breaks(self, witness: Any) -> bool:
        """True for an instance that jsonschema-rs finds valid under the old schema and not under the new one."""
        return self._valid_before(witness) is True and self._valid_after(witness) is False

    def effect(self, change: Change) -> Effect:
        """What a change does to JSON values; nothing where it has no edits."""
        if not change.edits:
            return Effect(True, True)
        if not self._alike:
            return Effect(True if self.back.holds else None, True if self.forth.holds else None)
        alone = edited(self.old, change.edits)
        whole = canonical(alone) == self._text  # nothing else has changed
        backward: bool | None = True
        witness, reason = ABSENT, ""
        if self.back.holds is not True:
            backward, witness, reason = self._backward(alone, self.back if whole else None)
        rule = RULES.get(change.kind)
        if self.forth.holds is True or whole:
            forward = self.forth.holds
        elif rule and not rule.forward:
            forward = False
        else:
            forward = self._included(alone, self.old).holds
        return Effect(backward, forward, witness, reason)

    def _backward(self, alone: Any, known: Any) -> tuple[bool | None, Any, str]:
        found = known or self._included(self.old, alone)
        if found.holds is False:
            if self.breaks(found.witness):
                return False, found.witness, ""
            # what this change forbids, another may allow again: is there a value that neither lets through?
            found = self._included(both_not(self.old, self.new), alone)
            if found.holds is False and self.breaks(found.witness):
                return False, found.witness, ""
        return (True if found.holds else None), ABSENT, found.reason


def both_not(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of what is valid under the old schema and not under the new one."""
    parts = {}
    for name, schema in (("old", old), ("new", new)):
        bare = {key: value for key, value in schema.items() if key not in ("$schema", "$id")}
        parts[name] = mapped(bare, lambda node, name=name: _under(node, name))  # type: ignore[misc]
    made: dict[str, Any] = {"$schema": old["$schema"]} if "$schema" in old else {}
    return made | {"allOf": [{"$ref": "#/$defs/old"}, {"not": {"$ref": "#/$defs/new"}}], "$defs": parts}


def _under(node: dict[str, Any], name: str) -> dict[str, Any]:
    pointer = within(node.get("$ref"))
    return node if pointer is None else {**node, "$ref": f"#/$defs/{name}{pointer}"}


def validator(schema: Any) -> Callable[[Any], bool | None]:
    """Whether a value is valid, as jsonschema-rs has it; None where it cannot read the schema."""
    try:
        checker = compiled(schema)
    except Exception:  # whatever it cannot read, it says so by an exception of its own
        return lambda value: None
    known: dict[str, bool | None] = {}

    def valid(value: Any) -> bool | None:
        text = canonical(value)
        if text not in known:
            try:
                known[text] = checker.is_valid(value)
            except Exception:  # a value that it cannot hold
                known[text] = None
        return known[text]

    return valid

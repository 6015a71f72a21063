"""The `orphans` of a file: records whose words the text has lost, and that wait for a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wiremark.schema.profile import ORPHANS
from wiremark.schema.walk import child
from wiremark.validation.item import Item, objects
from wiremark.validation.places import Problem, show


def orphaned(data: Mapping[str, Any]) -> Iterator[Problem]:
    """A warning for each orphan. What is of the wrong form is passed over: level 2 has said so."""
    below = data.get(ORPHANS)
    if not isinstance(below, dict):
        return
    for name in below:
        for row in objects(below, name, f"/{ORPHANS}"):
            record = row.data.get("record")
            if isinstance(record, dict):
                item = Item(child(row.pointer, "record"), record)
                before, after = (row.text(key) or "" for key in ("prefix", "suffix"))
                yield Problem(
                    code="A705",
                    severity="warning",
                    pointer=item.at("id"),
                    message=f"{item.id} of {name} has lost its words, and waits for a person",
                    found=f"it stood between {show(before[-20:])} and {show(after[:20])}",
                    expected=f"a place for it in the text, and the record in {name}",
                    help=f"move it back into {name} with its new places, or drop it with all that refers to it",
                )

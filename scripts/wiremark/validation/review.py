"""The `review` list of a file: values that a program proposed, and that a person has yet to confirm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wiremark.schema.profile import ORPHANS
from wiremark.schema.roots import REVIEW
from wiremark.validation.item import Item, objects
from wiremark.validation.places import Problem, show

_WHY = {
    "edited": "the text changed under it",
    "ambiguous": "the text changed, and it fits in more than one place",
    "migrated": "the schema changed, and a program cannot choose",
}


def waiting(data: Mapping[str, Any]) -> Iterator[Problem]:
    """A warning for each row that waits; an error for one about a record that is not there (A303).

    Rows of the wrong form are passed over: level 2 has said so.
    """
    for row in objects(data, REVIEW):
        list_, id, name = (row.text(key) for key in ("list", "id", "property"))
        if list_ is None or id is None or name is None:
            continue
        if _record(data, list_, id) is None:
            yield Problem(
                code="A303",
                pointer=row.at("id"),
                message=f"a row of review is about {id} in {list_}, and there is no such record",
                found=show(id),
                expected=f"the id of a record in {list_}",
                help="take the row out if the record is gone, or mend its list and id",
            )
            continue
        yield Problem(
            code="A319",
            severity="warning",
            pointer=row.pointer,
            message=f"{name} of {id} waits for a person",
            found=f"it was {show(row.text('was') or '')}",
            expected=f"one of {', '.join(row.strings('choices'))}"
            if row.strings("choices")
            else "a look at the record",
            notes=tuple(why for key, why in _WHY.items() if key == row.text("reason")),
            help=f"mend {name} of {id} if need be, then take this row out",
        )


def _record(data: Mapping[str, Any], list_: str, id: str) -> Any:
    """The record with this id in a list, or among the orphans of that list; of an object, what stands under the key."""
    held = data.get(list_)
    if isinstance(held, dict):
        return held.get(id)
    below = data.get(ORPHANS)
    orphans = objects(below, list_) if isinstance(below, dict) else []
    kept = (Item("", record) for orphan in orphans if isinstance(record := orphan.data.get("record"), dict))
    return next((item for item in (*objects(data, list_), *kept) if item.id == id), None)

"""The schema file, and what is derived from it. Works on dicts handed in; opens no annotation.

`diff(old, new)` says what a change of the schema means; it is loaded when it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wiremark.schema.changes import SchemaDiff, SchemaFinding, diff

__all__ = ["SchemaDiff", "SchemaFinding", "diff"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from wiremark.schema import changes

        return getattr(changes, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

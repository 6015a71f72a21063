"""The schema file, and what is derived from it. Works on dicts handed in; opens no annotation.

`diff` says what a change of a JSON Schema means. It is loaded when it is asked for:

    from wiremark.schema import diff

    result = diff(old, new)      # two schemas, as `json.load` gives them
    result.bump                  # "none", "patch", "minor", "major" or "unclassified"
    result.findings[0].witness   # of a break: a value that was valid and no longer is, or a small example
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

"""jsonschema-rs, an independent validator, for schemas that declare their own draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def compiled(schema: Any) -> Any:
    """The validator of a schema: `format` asserts nothing, and nothing that it refers to is fetched.

    Raises an exception of jsonschema-rs's own for a schema that it cannot read.
    """
    import jsonschema_rs

    return jsonschema_rs.validator_for(schema, validate_formats=False, offline=True)


def of_root(schema: Any, kind: str) -> Any:
    """The schema of one kind of file: its definition, where there is one of that name, or the whole."""
    definitions = schema.get("$defs") if isinstance(schema, Mapping) else None
    if not isinstance(definitions, Mapping) or kind not in definitions:
        return schema
    kept = {key: value for key, value in schema.items() if key in ("$schema", "$defs", "definitions")}
    return {**kept, "$ref": f"#/$defs/{kind}"}

"""Which keywords of JSON Schema hold schemas, in draft-04 to 2020-12: all else in a schema is data or words."""

from __future__ import annotations

ONE = frozenset(
    (
        *("items", "additionalItems", "unevaluatedItems", "contains"),
        *("additionalProperties", "unevaluatedProperties", "propertyNames"),
        *("not", "if", "then", "else", "contentSchema"),
    )
)
"""Keywords whose value is a schema."""

LIST = frozenset(("items", "prefixItems", "allOf", "anyOf", "oneOf"))
"""Keywords whose value may be a list of schemas."""

MAP = frozenset(("properties", "patternProperties", "definitions", "$defs", "dependentSchemas", "dependencies"))
"""Keywords whose value is an object of schemas, by name."""

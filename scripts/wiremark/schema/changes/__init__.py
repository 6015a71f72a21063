"""What a change of a schema means: whom it breaks, what version it needs, and an instance that shows it."""

from wiremark.schema.changes.difference import diff
from wiremark.schema.changes.record import SchemaDiff, SchemaFinding

__all__ = ["SchemaDiff", "SchemaFinding", "diff"]

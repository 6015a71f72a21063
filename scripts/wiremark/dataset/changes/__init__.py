"""What changed between two releases of a dataset: by id, never by file or row."""

from wiremark.dataset.changes.compare import compare
from wiremark.dataset.changes.findings import findings
from wiremark.dataset.changes.record import Changes

__all__ = ["Changes", "compare", "findings"]

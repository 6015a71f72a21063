"""The root records of annotation files, by the names that the package knows in every schema."""

from __future__ import annotations

ROOTS = ("Document", "Pass", "Entities", "Clusters")
"""The records of `$defs` that are the root of a file."""

REVIEW = "review"
"""The property of a root record that lists what waits for a person."""

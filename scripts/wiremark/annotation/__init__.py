"""Annotation files: where they stand and how they are written."""

from wiremark.annotation.store import File, dumps, files

__all__ = ["File", "dumps", "files"]

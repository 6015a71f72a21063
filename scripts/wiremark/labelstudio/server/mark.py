"""The mark on an annotation that we pushed: a number made of its rows, which the server keeps beside them.

It is the annotation's `import_id`, the one thing that the server takes from us and the editor leaves alone. Where it
still is the number of the rows, nobody has touched them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

_LEAST = 1 << 51
"""Marks lie between this and twice this: no annotation of another server has such a number, and browsers keep it."""


def mark(result: Sequence[Any]) -> int:
    """The mark of an annotation's rows, whatever the order of their keys."""
    digest = hashlib.sha256(msgspec.json.encode(result, order="deterministic")).digest()
    return _LEAST + int.from_bytes(digest[:8], "big") % _LEAST


def is_ours(annotation: Mapping[str, Any]) -> bool:
    """True for an annotation of a server that we pushed, touched or not."""
    number = annotation.get("import_id")
    return isinstance(number, int) and _LEAST <= number < 2 * _LEAST


def untouched(annotation: Mapping[str, Any]) -> bool:
    """True for an annotation that we pushed and that nobody has changed since: it is nobody's work."""
    return is_ours(annotation) and annotation["import_id"] == mark(annotation.get("result") or [])

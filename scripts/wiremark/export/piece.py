"""What a format makes of one document, and what it leaves out of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from wiremark.export.items import Lost


@dataclass(frozen=True)
class Options:
    """What a user may choose. all_mentions: in `gliner`, nominal and pronominal mentions beside names."""

    all_mentions: bool = False


@dataclass(frozen=True)
class Piece:
    """content: the files of the document by name, or what the format joins to the file of a split; None for no part.

    there: what the format counts beside the kinds of the annotation. named: the ids of the entities and clusters that
    are told with it.
    """

    content: Any
    lost: Counter[Lost]
    there: Counter[str] = field(default_factory=Counter)
    named: frozenset[str] = frozenset()

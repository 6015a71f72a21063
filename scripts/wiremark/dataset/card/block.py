"""The YAML block as text and back: by libyaml, where PyYAML has it, in a fifth of the time.

Of plain words libyaml writes what PyYAML writes (a test compares them); of a line break, an emoji, a quote it may not.
So whatever else stands in the block goes through PyYAML itself: a card has the same bytes with and without libyaml.
"""

from __future__ import annotations

import json
import re
from typing import Any

_PLAIN = re.compile(r'[A-Za-z0-9_./:<> ()+,"{}\[\]-]*')
"""JSON of plain words: a quote or a backslash within a word is escaped there by a backslash."""


def dumps(matter: Any) -> str:
    """The text of JSON-like content, keys in their order."""
    import yaml  # type: ignore[import-untyped]

    text = json.dumps(matter, ensure_ascii=False)
    plain = _PLAIN.fullmatch(text) and '""' not in text
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper) if plain else yaml.SafeDumper
    options = {"sort_keys": False, "allow_unicode": True, "default_flow_style": None, "width": 120}
    made: str = yaml.dump(matter, Dumper=dumper, **options)
    return made


def loads(text: str) -> Any:
    """The content of YAML; None where it is no YAML."""
    import yaml

    try:
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 (both are safe)
    except yaml.YAMLError:
        return None

"""The keys that choose labels in the editor.

The editor gives each label and choice without a key the next free one, hidden choices included, so that a slip of the
hand sets the mode of an event on a mention. Therefore every label has a key of its own, and no choice has one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import ascii_lowercase, digits

from wiremark.schema.profile import Label

NO_KEY = "\N{EN DASH}"
"""Stands where the editor would give a key by itself: no keyboard sends this as a key's code."""

_SINGLE = [key for key in (*digits[1:], "0", *ascii_lowercase) if key != "u"]
_KEYS = (*_SINGLE, *(f"shift+{key}" for key in _SINGLE))
"""The keys that a label may have. `u` is the editor's: it lets go of a region; so are most keys with Ctrl and Alt."""


def keys(groups: Mapping[str, Sequence[Label]]) -> dict[tuple[str, str], str]:
    """A key for each label by its control and name: its own where that is free, else the next; small groups come first.

    groups: the labels by control. A deprecated label has no key, nor has one for which none is left.
    """
    small = sorted(groups.items(), key=lambda group: len(group[1]))
    labels = {(control, label.name): label for control, group in small for label in group if not label.deprecated}
    found: dict[tuple[str, str], str] = {}
    for place, label in labels.items():
        key = label.hotkey.lower()
        if key in _KEYS and key not in found.values():
            found[place] = key
    taken = set(found.values())
    free = (key for key in _KEYS if key not in taken)
    return found | dict(zip((place for place in labels if place not in found), free, strict=False))

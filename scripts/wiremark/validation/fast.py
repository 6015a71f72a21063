"""The fast way through levels 1 to 3: a file's bytes, decoded into typed objects, are clean, or want a closer look.

`Fast` never says clean where the levels find an error; a closer look may still find none. Two things make it fast: the
function that `sound` generates from the profile, and no parser of our own for what msgspec passes over, a key that
stands twice. The objects tell how many colons the JSON text must have, and one more is one key too many. For that the
absent optional keys must be counted, which Python has done: each refers to one object made for them, and the
interpreter keeps the number of references to it.
"""

from __future__ import annotations

import gc
import re
import sys
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from wiremark.schema.decode import types
from wiremark.schema.profile import Profile
from wiremark.validation.sound import Sound, Unfit, compiled

Spaces = Mapping[str, AbstractSet[str] | None]
"""The ids that references may name beside those of the file itself, by id space; None where they are not known."""


class Decoded(NamedTuple):
    """A file's root as a typed object, and how many optional keys are absent in it and below."""

    root: Any
    absent: int


class Fast:
    """The fast path for files whose root is the record `name` of the profile. One thread at a time."""

    def __init__(self, profile: Profile, name: str) -> None:
        self.absent = object()
        """What stands in the typed objects for an optional key that is absent."""
        self._decode = msgspec.json.Decoder(types(profile, name, self.absent)).decode
        self._sound: Sound | None
        try:
            self._sound = compiled(profile.records[name], self.absent)
        except Unfit:
            self._sound = None

    def decoded(self, raw: bytes) -> Decoded | None:
        """The typed object, or None where the types refuse the bytes."""
        absent, collects = self.absent, gc.isenabled()
        gc.disable()  # else an object of before might end while we count
        try:
            before = sys.getrefcount(absent)
            root = self._decode(raw)
            return Decoded(root, sys.getrefcount(absent) - before)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            return None
        finally:
            if collects:
                gc.enable()

    def clean(self, raw: bytes, decoded: Decoded, text: str, spaces: Spaces) -> bool:
        """True where nothing is to be found. `decoded`: from `raw`; `text`: what the spans count in."""
        if self._sound is None:
            return False
        colons = raw.count(b":") + decoded.absent
        return self._sound(decoded.root, text + "\0", spaces, colons) and _hides(raw) is None


@lru_cache(maxsize=64)
def fast(profile: Profile, name: str) -> Fast:
    """The fast path for a root record of `$defs`, the same object at every call."""
    return Fast(profile, name)


_hides = re.compile(rb"\\[u]00(?:3[aA]|00)").search
"""Where an escape may stand for a colon, which the count would miss, or for NUL, which ends the text.

A class for one letter: so the search goes from backslash to backslash, of which there are few.
"""

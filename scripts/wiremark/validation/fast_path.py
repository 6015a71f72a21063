"""The fast way through levels 1 to 3: a file's bytes, decoded into typed objects, are clean, or want a closer look.

`FastPath` never says clean where the levels find an error; a closer look may still find none. Generated code and a
reference count are worth it: nearly all files are clean, and are told so in less time than a validator in Rust needs.
They rest on CPython with its GIL, where `sys.getrefcount` is exact; elsewhere every file takes the slow path.

The generated function is that of `fast_check`. And no parser of our own looks for what msgspec passes over, a key that
stands twice: the objects tell how many colons the JSON text must have, and one more is one key too many. For that the
absent optional keys must be counted, which Python has done: each refers to one object made for them, and the
interpreter keeps the number of references to it.
"""

from __future__ import annotations

import gc
import re
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from wiremark.schema.decode import types
from wiremark.schema.profile import Profile
from wiremark.validation.fast_check import Check, Unsupported, compile_check

Spaces = Mapping[str, frozenset[str] | None]
"""The ids that references may name beside those of the file itself, by id space; None where they are not known."""


class Decoded(NamedTuple):
    """A file's root as a typed object, and how many optional keys are absent in it and below."""

    root: Any
    absent: int


class FastPath:
    """The fast path for files whose root is the record `name` of the profile. One thread at a time."""

    def __init__(self, profile: Profile, name: str) -> None:
        self.absent = object()
        """What stands in the typed objects for an optional key that is absent."""
        self._decode = msgspec.json.Decoder(types(profile, name, self.absent)).decode
        self._check: Check | None = None
        """None where all files take the slow path."""
        if _references_are_exact():
            with suppress(Unsupported):
                self._check = compile_check(profile.records[name], self.absent)

    def decoded(self, raw: bytes) -> Decoded | None:
        """The typed object, or None where the types refuse the bytes, or the slow path must be taken in any case."""
        if self._check is None:
            return None
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
        if self._check is None:
            return False
        colons = raw.count(b":") + decoded.absent
        return self._check(decoded.root, text + "\0", spaces, colons) and not _hides(raw)


def _references_are_exact() -> bool:
    """True where `sys.getrefcount` grows by one with each reference made; without a GIL it may not."""
    has_gil: Callable[[], bool] = getattr(sys, "_is_gil_enabled", lambda: True)  # there since Python 3.13
    return sys.implementation.name == "cpython" and has_gil()


@lru_cache(maxsize=64)
def fast_path(profile: Profile, name: str) -> FastPath:
    """The fast path for a root record of `$defs`, the same object at every call."""
    return FastPath(profile, name)


_escape = re.compile(rb"\\[u]00(?:3[aA]|00)").search
"""A class for one letter: so the search goes from backslash to backslash, of which there are few."""


def _hides(raw: bytes) -> bool:
    """Whether an escape may stand for a colon, which the count would miss, or for NUL, which ends the text."""
    at = raw.find(b"\\")  # for one byte that is ten times as fast as a regular expression
    while at >= 0 and raw[at + 1] != ord("u"):
        at = raw.find(b"\\", at + 2)
    return at >= 0 and _escape(raw, at) is not None

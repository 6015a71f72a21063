"""Many short strings against one pattern at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from functools import lru_cache

from wiremark.schema.profile import regex

Matcher = Callable[[AbstractSet[str]], bool]

_PLAIN = re.compile(
    r"\^(?:"
    r"\[(?:[a-z]-[a-z]|[A-Z]-[A-Z]|[0-9]-[0-9]|[a-zA-Z0-9._:-](?!-[^\]]))+\]"  # a class that names what is in it
    r"|[A-Za-z0-9:_-]|\\[.-]"  # letters, and signs that mean themselves
    r"|\((?!\?)|\)|[*+?]|\{[0-9,]+\}"
    r")*\$"
)
"""Patterns that match ASCII alone and no line feed, from end to end: so many values can be matched joined by those."""

_LIMIT = 4096


@lru_cache(maxsize=256)
def matcher(pattern: str) -> Matcher:
    """A function that is true of a set of strings that all match a schema's pattern.

    It keeps those that it has seen, up to a number, as ids are alike from file to file. Raises re.error.
    """
    search = regex(pattern).search
    known: set[str] = set()
    whole = re.compile(f"(?:{pattern[1:-1]}\n)*", re.ASCII).fullmatch if _PLAIN.fullmatch(pattern) else None

    def all_match(values: AbstractSet[str]) -> bool:
        if values <= known:
            return True
        fresh = values - known
        if whole is None or len(fresh) > _LIMIT:  # a regular expression keeps something for each round of a loop
            matching = all(map(search, fresh))
        else:
            joined = "\n".join(fresh)
            matching = joined.count("\n") == len(fresh) - 1 and whole(f"{joined}\n") is not None
        if matching and len(known) + len(fresh) <= _LIMIT:
            known.update(fresh)
        return matching

    return all_match


def colons(pattern: str) -> int | None:
    """How many colons every string has that matches the pattern; None where that is not told by a look at it."""
    if not _PLAIN.fullmatch(pattern):
        return None
    before, group, after = re.sub(r"\[[^]]*\]", _of_class, pattern).partition("(")
    return None if ":" in group + after or re.search(r":[*+?{]", before) else before.count(":")


def _of_class(named: re.Match[str]) -> str:
    return "(:)" if ":" in named[0] else "x"

"""What decides the outcome of cleaning, as one value: another value, and what was cleaned is to be cleaned again."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
_OF_PAGES = ("html",)
_OF_MODELS = ("context", "trees")


@cache
def fingerprint(mode: str = "rules") -> str:
    """A sha256 in hexadecimal of all code and models that plain text in a mode goes through."""
    digest = sha256()
    for path in _files(() if mode != "rules" else _OF_MODELS):
        name, data = path.relative_to(_PACKAGE).as_posix().encode(), path.read_bytes()
        digest.update(b"%d %b %d %b" % (len(name), name, len(data), data))
    return digest.hexdigest()


def _files(left_out: tuple[str, ...]) -> Iterator[Path]:
    """The modules and model files of the rooms, in order; not the notes beside the models, nor what Python caches."""
    for room in ("cleaning", "text"):
        for path in sorted((_PACKAGE / room).rglob("*")):
            within = path.relative_to(_PACKAGE / room).parts
            cached = any(part.startswith((".", "__pycache__")) for part in within)
            if path.is_file() and path.suffix != ".md" and within[0] not in (*_OF_PAGES, *left_out) and not cached:
                yield path

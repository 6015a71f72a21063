"""The texts whose words must not stand elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

from wiremark.dataset.leaks.passages import decoded, plain, strings
from wiremark.diagnostics import Usage
from wiremark.sources import article_files

_MARKED_UP = (".html", ".htm", ".xhtml", ".xml")


def texts_in(folder: Path) -> dict[str, list[str]]:
    """The texts of a folder by the name of their file; of a page as it stands, and its words without the markup.

    Every file is one but SOURCES.toml, hidden ones, and what holds no text. Of JSON its strings. Raises Usage where the
    folder is none or has none.
    """
    if not folder.is_dir():
        raise Usage(f"{folder} is no folder", "name the folder that holds the texts, for instance seeds")
    found: dict[str, list[str]] = {}
    for name, path in article_files(folder).items():
        text = _text(path.read_bytes())
        if text:
            found[name] = _parts(path.suffix.lower(), text)
    if not found:
        raise Usage(f"there is no text in {folder}", "name the folder that holds the texts, for instance seeds")
    return found


def _text(data: bytes) -> str | None:
    """A text in any encoding: one that is not known here is read as Latin-1, so that it is not passed over."""
    text = decoded(data)
    return data.decode("latin-1") if text is None and b"\x00" not in data else text


def _parts(suffix: str, text: str) -> list[str]:
    if suffix == ".json":
        try:
            return list(strings(json.loads(text)))
        except (ValueError, RecursionError):
            return [text]
    if suffix in _MARKED_UP:
        return [text, plain(text)]
    return [text]

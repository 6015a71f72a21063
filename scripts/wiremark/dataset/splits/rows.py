"""Stories and splits written into SOURCES.toml; everything else stays as it stands, comments too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wiremark.dataset.splits.assignment import Place


def written(text: str, places: Mapping[str, Place], corpus: Mapping[str, str | bool]) -> str:
    """SOURCES.toml with the stories and splits of documents, and with keys of [corpus]; False takes a key out.

    A comment that says what is to be filled in goes with the blank that it stood at. Raises nothing for what
    `sources.parse` accepts.
    """
    import tomlkit

    table = tomlkit.parse(text)
    for row in table.get("documents", ()):
        place = places.get(str(row["id"]))
        for key, value in (("story", place.story), ("split", place.split)) if place else ():
            if row[key] != value:
                blank = not row[key]
                row[key] = value
                if blank:
                    row.item(key).trivia.comment = row.item(key).trivia.comment_ws = ""
    for key, option in corpus.items():
        _set(table["corpus"], key, option)
    return tomlkit.dumps(table)


def _set(table: Any, key: str, value: str | bool) -> None:
    """A key of a table: a new one stands behind the last, before the blank lines and comments that end the table."""
    if key in table or value is False:
        if value is False:
            table.pop(key, None)
        else:
            table[key] = value
        return
    body, after = table.value.body, []
    while body and body[-1][0] is None:
        after.append(body.pop()[1])
    table.append(key, value)
    for item in reversed(after):
        table.add(item)

"""`found`: the codes that level 4 gives for records over a made-up article, with spans written as their words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from wiremark.schema.profile import Profile, Text
from wiremark.validation import level4
from wiremark.validation.guideline.view import View
from wiremark.validation.places import Problem

Found = Callable[..., list[str]]
SPANS = ("span", "trigger", "content", "source", "cue")
ENTITIES: Mapping[str, Mapping[str, Any]] = {
    "E:ruritania": {
        "name": "Ruritania",
        "type": "GPE",
        "holder": None,
        "members": [],
        "aliases": [
            {"form": "Ruritz", "kind": "capital", "lang": "en"},
            {"form": "Ruritanian", "kind": "demonym", "lang": "en"},
            {"form": "Kingdom of Ruritania", "kind": "official", "lang": "en"},
            {"form": "Ruri", "kind": "short", "lang": "en"},
        ],
    },
    "E:ministry": {"name": "Harbour Ministry", "type": "ORG", "holder": "E:ruritania", "members": [], "aliases": []},
    "E:hale": {"name": "Mina Hale", "type": "PERSON", "holder": None, "members": [], "aliases": []},
    "E:daily": {"name": "The Daily", "type": "ORG", "holder": None, "members": [], "aliases": []},
    "E:group": {"name": "Hale and others", "type": "PERSON", "holder": None, "members": ["E:hale"], "aliases": []},
}
UTTERANCES: Mapping[str, Mapping[str, Any]] = {
    "U:ministry": {"speaker": "E:ministry"},
    "U:hale": {"speaker": "E:hale"},
    "U:unnamed": {"speaker": None},
}


def span(text: str, words: Any) -> dict[str, Any]:
    """The span of the words' first occurrence, or, for (words, number), of another one; other data as it is."""
    number = 1
    if isinstance(words, tuple):
        words, number = words
    if not isinstance(words, str):
        return words  # type: ignore[no-any-return]
    start = -1
    for _ in range(number):
        start = text.index(words, start + 1)
    return {"start": start, "end": start + len(words), "text": words}


def record(text: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """A record whose spans are given as words."""
    made = dict(data)
    for key in SPANS:
        if key in made:
            value = made[key]
            made[key] = [span(text, words) for words in value] if isinstance(value, list) else span(text, value)
    return made


@pytest.fixture
def problems(profile: Profile) -> Callable[..., list[Problem]]:
    def run(
        text: str = "",
        *,
        version: str = "1.0.0",
        view: Mapping[str, Any] | None = None,
        **layers: Sequence[Mapping[str, Any]],
    ) -> list[Problem]:
        data: dict[str, Any] = {"schema_version": version}
        root = profile.records["Document"]
        root = replace(root, fields={**root.fields, "schema_version": Text(values=(version,))})
        for name, records in layers.items():
            data[name] = [record(text, row) for row in records] if isinstance(records, list) else records
        about = {
            "text": text,
            "dct": date(2024, 5, 7),
            "language": "en",
            "entities": ENTITIES,
            "utterances": UTTERANCES,
            "roles": profile.roles,
            **(view or {}),
        }
        return list(level4.found(View(data, root, **about)))

    return run


@pytest.fixture
def found(problems: Callable[..., list[Problem]]) -> Found:
    """The codes, with a space and the pointer where `places=True`."""

    def run(*args: Any, places: bool = False, **kwargs: Any) -> list[str]:
        return [f"{one.code} {one.pointer}" if places else one.code for one in problems(*args, **kwargs)]

    return run

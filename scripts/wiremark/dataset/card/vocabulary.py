"""The closed vocabularies of a card's YAML, without a network: what the Hub would refuse is known before.

Creators, sizes, multilinguality and languages are the files that `datasets` ships in utils/resources, found without
importing it. The Hub's tasks are in no Python package; those of token classification stand here, as its page of tasks
(huggingface.js, packages/tasks/src/pipelines.ts) has them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

LICENCE = "other"
"""The Hub's name for a licence that has none of its ids; `license_name` and `license_link` then say which."""

TASKS: Mapping[str, tuple[str, ...]] = {
    "token-classification": (
        "named-entity-recognition",
        "part-of-speech",
        "parsing",
        "lemmatization",
        "word-sense-disambiguation",
        "coreference-resolution",
    ),
}
"""The tasks that a card of ours may name, and the subtasks of each."""

_KEYS = {
    *(
        "pretty_name",
        "license",
        "license_name",
        "license_link",
        "language",
        "language_creators",
        "annotations_creators",
    ),
    *("multilinguality", "size_categories", "source_datasets", "task_categories", "task_ids", "tags", "configs"),
    "dataset_info",
}
_TAG = r"[\w.:-]{1,96}"


@cache
def official(name: str) -> Any:
    """A vocabulary of `datasets`: creators, languages, multilingualities, size_categories."""
    spec = find_spec("datasets")
    folder = Path(((spec and spec.submodule_search_locations) or [""])[0])
    return json.loads((folder / "utils" / "resources" / f"{name}.json").read_text("utf-8"))


def language(tag: str) -> str | None:
    """A BCP 47 tag as the Hub lists languages: itself, or its language alone; None for one that is not listed."""
    listed = official("languages")
    return next((found for found in (tag, tag.partition("-")[0].lower()) if found in listed), None)


def wrong(front: Mapping[str, Any]) -> list[str]:
    """What the Hub or `datasets` would not take in the YAML of a card; empty where all is well."""
    return [*_keys(front), *_words(front), *_configs(front)]


def _keys(front: Mapping[str, Any]) -> Iterator[str]:
    for key in sorted(_KEYS - {"language"} - front.keys()):
        yield f"{key} is missing"
    for key in sorted(front.keys() - _KEYS):
        yield f"{key} is no key of a card"


def _words(front: Mapping[str, Any]) -> Iterator[str]:
    creators = official("creators")
    known: dict[str, Iterable[str]] = {
        "language_creators": creators["language"],
        "annotations_creators": creators["annotations"],
        "multilinguality": official("multilingualities"),
        "size_categories": official("size_categories"),
        "language": official("languages"),
        "source_datasets": ("original", "extended"),
        "task_categories": TASKS,
        "task_ids": [task for name in front.get("task_categories") or () for task in TASKS.get(name, ())],
    }
    for key, words in known.items():
        values = front.get(key)
        if key == "language" and key not in front:
            continue
        if not isinstance(values, list) or not values:
            yield f"{key} is no list with something in it"
        else:
            yield from (f"{key}: {value} is not in its vocabulary" for value in values if value not in words)
    if front.get("license") != LICENCE:
        yield f"license: {front.get('license')} is not {LICENCE}"
    if not re.fullmatch(r"[a-z0-9-]+", str(front.get("license_name"))):
        yield "license_name is not in lower case with hyphens"
    yield from (f"tags: {tag} is not a tag" for tag in front.get("tags") or () if not re.fullmatch(_TAG, tag))


def _configs(front: Mapping[str, Any]) -> Iterator[str]:
    configs, infos = front.get("configs") or [], front.get("dataset_info") or []
    names = [config.get("config_name") for config in configs]
    if names != [info.get("config_name") for info in infos]:
        yield "configs and dataset_info do not name the same configs in the same order"
    if len(set(names)) < len(names):
        yield "a config stands twice"
    if sum(bool(config.get("default")) for config in configs) != 1:
        yield "not one config is the default"
    for config in configs:
        if not re.fullmatch(r"\w+", str(config.get("config_name"))):
            yield f"the config name {config.get('config_name')} is not made of letters, digits and _"
        if not re.fullmatch(r"\d+\.\d+\.\d+", str(config.get("version", "0.0.0"))):
            yield f"the version {config['version']} of {config.get('config_name')} is not three numbers"
        for file in config.get("data_files") or [{}]:
            if not re.fullmatch(r"\w+(\.\w+)*", str(file.get("split", ""))):
                yield f"{config.get('config_name')} has a split that `datasets` does not take: {file.get('split')}"

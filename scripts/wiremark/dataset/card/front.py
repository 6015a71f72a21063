"""The YAML of the card.

`load_dataset` caches a local folder under the text of this YAML and does not look at the Parquet files again. So the
YAML names what is in them: each config carries the corpus's version and the sha256 of its rows, and true sizes. A
rebuilt folder, or another one of the same name, is then never served from an old cache.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from wiremark.dataset import rights
from wiremark.dataset.card.facts import Facts
from wiremark.dataset.card.vocabulary import LICENCE, language
from wiremark.dataset.folder import RIGHTS
from wiremark.dataset.parts import Part
from wiremark.schema.arrow import yaml_features
from wiremark.sources import Sources

_SIZES = ("1K", "10K", "100K", "1M", "10M", "100M", "1B", "10B", "100B", "1T")


def front_matter(sources: Sources, facts: Facts, parts: Sequence[Part], *, texts: bool) -> dict[str, Any]:
    """The YAML of the card; `vocabulary.wrong` finds nothing in it."""
    languages = sorted({known for tag in facts.languages if (known := language(tag))})
    written = [part for part in parts if part.shards]
    return {
        "pretty_name": sources.name if texts else f"{sources.name} (stand-off)",
        "license": LICENCE,
        "license_name": rights.NAME,
        "license_link": RIGHTS,
        **({"language": languages} if languages else {}),  # the Hub knows none of them
        "language_creators": ["found"],
        "annotations_creators": creators(facts),
        "multilinguality": ["multilingual" if len(facts.languages) > 1 else "monolingual"],
        "size_categories": [size_category(max(sum(part.rows.values()) for part in written))],
        "source_datasets": ["original"],
        "task_categories": ["token-classification"],
        "task_ids": ["named-entity-recognition", "coreference-resolution"],
        "tags": ["news", "events", "quotations", "entity-linking", *["stand-off"] * (not texts)],
        "configs": [_config(part, sources.version, number == 0) for number, part in enumerate(written)],
        "dataset_info": [_info(part) for part in written],
    }


def _config(part: Part, version: str, default: bool) -> dict[str, Any]:
    return {
        "config_name": part.config.name,
        **({"default": True} if default else {}),
        **({"version": version} if re.fullmatch(r"\d+\.\d+\.\d+", version) else {}),  # `datasets` refuses others
        "description": f"sha256:{part.digest}",
        "data_files": [
            {"split": split, "path": paths[0] if len(paths) == 1 else paths} for split, paths in _paths(part).items()
        ],
    }


def _paths(part: Part) -> dict[str, list[str]]:
    return {split: [shard.path for shard in part.shards if shard.split == split] for split in part.rows}


def _info(part: Part) -> dict[str, Any]:
    sizes = {split: sum(s.num_bytes for s in part.shards if s.split == split) for split in part.rows}
    return {
        "config_name": part.config.name,
        "features": yaml_features(part.config.table),
        "splits": [
            {"name": split, "num_bytes": sizes[split], "num_examples": rows} for split, rows in part.rows.items()
        ],
        "download_size": sum(shard.file_bytes for shard in part.shards),
        "dataset_size": sum(sizes.values()),
    }


def creators(facts: Facts) -> list[str]:
    """Who annotated, in the Hub's words: an annotator called `model-…` is a language model, any other a person."""
    kinds = (("expert-generated", facts.people), ("machine-generated", facts.models))
    return [kind for kind, names in kinds if names] or ["no-annotation"]


def size_category(rows: int) -> str:
    """The Hub's name for the size of a dataset of so many rows."""
    bounds = [10 ** (3 + power) for power in range(len(_SIZES))]
    above = sum(rows >= bound for bound in bounds)
    if above == 0:
        return f"n<{_SIZES[0]}"
    return f"n>{_SIZES[-1]}" if above == len(_SIZES) else f"{_SIZES[above - 1]}<n<{_SIZES[above]}"

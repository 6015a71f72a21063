"""The dataset card: YAML that `load_dataset` reads, prose that a reader does. Both from the data alone.

`load_dataset` caches a local folder under the text of this YAML and does not look at the Parquet files again. So the
YAML names what is in them: each config carries the corpus's version and the sha256 of its rows, and true sizes. A
rebuilt folder, or another one of the same name, is then never served from an old cache.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from importlib import metadata
from operator import add
from typing import Any

from wiremark.annotation.annotators import is_model
from wiremark.dataset import rights
from wiremark.dataset.folder import MADE_BY, RIGHTS
from wiremark.dataset.inputs import Inputs
from wiremark.dataset.markdown import figures, table
from wiremark.dataset.ner import Losses
from wiremark.dataset.parts import Part
from wiremark.schema.arrow import yaml_features
from wiremark.sources import SPLITS

_SIZES = ("1K", "10K", "100K", "1M", "10M", "100M", "1B", "10B", "100B", "1T")


def card(inputs: Inputs, parts: Sequence[Part]) -> str:
    """README.md: the YAML block and the prose, with a final newline."""
    import yaml  # type: ignore[import-untyped]

    front = yaml.safe_dump(
        front_matter(inputs, parts), sort_keys=False, allow_unicode=True, default_flow_style=None, width=120
    )
    return f"---\n{MADE_BY}\n{front}---\n\n" + "\n\n".join(_sections(inputs, parts)) + "\n"


def front_matter(inputs: Inputs, parts: Sequence[Part]) -> dict[str, Any]:
    """The YAML of the card. Its closed vocabularies are those that `datasets` ships in utils/resources."""
    languages = sorted({article.source.language for article in inputs.articles})
    written = [part for part in parts if part.shards]
    return {
        "pretty_name": inputs.sources.name,
        "license": "other",
        "license_name": rights.NAME,
        "license_link": RIGHTS,
        "language": languages,
        "language_creators": ["found"],
        "annotations_creators": creators(inputs),
        "multilinguality": ["multilingual" if len(languages) > 1 else "monolingual"],
        "size_categories": [size_category(max(sum(part.rows.values()) for part in written))],
        "source_datasets": ["original"],
        "task_categories": ["token-classification"],
        "task_ids": ["named-entity-recognition", "coreference-resolution"],
        "tags": ["news", "events", "quotations", "entity-linking"],
        "configs": [_config(part, inputs.sources.version, number == 0) for number, part in enumerate(written)],
        "dataset_info": [_info(part) for part in written],
    }


def _config(part: Part, version: str, default: bool) -> dict[str, Any]:
    return {
        "config_name": part.config.name,
        **({"default": True} if default else {}),
        **({"version": version} if re.fullmatch(r"\d+\.\d+\.\d+", version) else {}),  # `datasets` refuses others
        "description": f"sha256:{part.digest}",
        "data_files": [{"split": shard.split, "path": shard.path} for shard in part.shards],
    }


def _info(part: Part) -> dict[str, Any]:
    return {
        "config_name": part.config.name,
        "features": yaml_features(part.config.table),
        "splits": [
            {"name": shard.split, "num_bytes": shard.num_bytes, "num_examples": shard.rows} for shard in part.shards
        ],
        "download_size": sum(shard.file_bytes for shard in part.shards),
        "dataset_size": sum(shard.num_bytes for shard in part.shards),
    }


def creators(inputs: Inputs) -> list[str]:
    """Who annotated, in the Hub's words: an annotator called `model-…` is a language model, any other a person."""
    names = {name for row in _passes(inputs) for name in row.annotators}
    machine = {"machine-generated" for name in names if is_model(name)}
    people = {"expert-generated" for name in names if not is_model(name)}
    return sorted(machine | people) or ["no-annotation"]


def size_category(rows: int) -> str:
    """The Hub's name for the size of a dataset of so many rows."""
    bounds = [10 ** (3 + power) for power in range(len(_SIZES))]
    above = sum(rows >= bound for bound in bounds)
    if above == 0:
        return f"n<{_SIZES[0]}"
    return f"n>{_SIZES[-1]}" if above == len(_SIZES) else f"{_SIZES[above - 1]}<n<{_SIZES[above]}"


@dataclass(frozen=True)
class _Pass:
    layer: str
    annotators: tuple[str, ...]
    state: str


def _passes(inputs: Inputs) -> Counter[_Pass]:
    """How many articles have a layer by the same annotators in the same state."""
    return Counter(
        _Pass(layer, tuple(made["annotators"]), made["state"])
        for article in inputs.articles
        for layer, made in (article.annotation or {"annotated_with": {}})["annotated_with"].items()
    )


def _sections(inputs: Inputs, parts: Sequence[Part]) -> Iterator[str]:
    name, version = inputs.sources.name, inputs.sources.version
    yield f"# {name}"
    if inputs.sources.description:
        yield inputs.sources.description
    yield (
        "News articles with four layers of stand-off annotation: mentions of entities, time expressions, events and\n"
        f"quotations. {len(inputs.articles)} in all; corpus version {version}, schema version {inputs.profile.version}."
    )
    yield _LOADING
    yield "## Configs\n\n" + _configs_table(parts)
    yield _READING
    yield "## Figures\n\n" + "\n\n".join(figures(inputs.figures, section) for section in _COUNTED)
    yield "## How it was annotated\n\n" + "\n\n".join(_provenance(inputs))
    if inputs.agreement:
        yield figures(inputs.figures, "agreement") + f"\n\n{_AGREEMENT}"
    yield "## Limits\n\n" + _limits(reduce(add, (article.ner[1] for article in inputs.articles), Losses()))
    yield "## Rights\n\n" + rights.prose(inputs)
    yield "## Labels\n\nThe number is the id that the ClassLabel stores. The examples are made up.\n\n" + "\n\n".join(
        f"### {label_set}\n\n{table(('id', 'label', 'meaning', 'example'), rows)}"
        for label_set, labels in inputs.profile.labels.items()
        for rows in [[(label.id, f"`{label.name}`", label.description, label.example) for label in labels]]
    )


_COUNTED = ("documents", "labels", "clusters")
"""The figures that the card shows, as `wiremark stats --format markdown` prints them."""

_AGREEMENT = """\
A round is an earlier pair of passes. F1 counts both sides alike; *soft* is one-to-one with an IoU of .5 or more;
clusters are scored on the items that both have, by the mean of MUC, B³ and CEAFe. The whole reports, per rule, stand
beside the annotations as AGREEMENT.md."""

_LOADING = """\
## Loading

```python
from datasets import load_dataset

documents = load_dataset("./dataset", split="train")           # the path of this folder
mentions = load_dataset("./dataset", "mentions", split="train")
mentions.features["type"].int2str(mentions[0]["type"])         # a label's name
```

The path is a string that names the folder: `.`, `./` and a `Path` object fail in `datasets`. Versions 2.14, 3 and 5
read the same files; other Parquet readers see a label's id, and find its name in the table at the end of this card."""

_READING = """\
All tables but `entities` and `clusters` are joined by `document_id`, and within a document by the ids of records
(`m1`, `t1`, `e1`, `q1`); `entity`, `speaker` and their like name a row of `entities` by its `id`, `cluster` and
`utterance` one of `clusters`. Offsets are Unicode code points of the document's
`text`, end exclusive: `text[start:end]` is the `text` of the span. In `events` and `quotes`, `start`, `end` and `text`
are those of the first part; `trigger` and `content` have all parts. In `event_arguments` they are those of what fills
the role: a mention, or the first part of another event's trigger. `null` means that there is none, or, in an optional
column, that nothing is said. A document whose layer was not done is left out of the tables that need it; in
`annotations` such a layer is `null`, and one in which nothing was found is empty."""


def _configs_table(parts: Sequence[Part]) -> str:
    splits = [split for split in SPLITS if any(split in part.rows for part in parts)]
    rows = []
    for number, part in enumerate(parts):
        name = f"`{part.config.name}`" + " (default)" * (number == 0)
        rows.append((name, part.config.row, *(part.rows.get(split, 0) for split in splits)))
    configs = table(("config", "a row is", *splits), rows)
    empty = any(0 in row for row in rows)
    return configs + "\n\nA split without rows is not there, nor is a config without any." * empty


def _provenance(inputs: Inputs) -> Iterator[str]:
    passes = _passes(inputs)
    people = {row for row in passes if not all(is_model(name) for name in row.annotators)}
    if not passes:
        yield "Nothing is annotated yet."
        return
    if not people:
        yield "A language model made these annotations. No person has reviewed them."
    elif len(people) < len(passes):
        yield "A language model made a part of these annotations; the table says which no person has reviewed."
    else:
        yield "People made or reviewed these annotations."
    if any(row.state != "draft" and row not in people for row in passes):
        yield "Passes of language models measure the guideline, not people: that they agree is no human agreement."
    rows = [
        (row.layer, count, ", ".join(row.annotators), row.state, "yes" if row in people else "no")
        for row, count in passes.items()
    ]
    yield table(("layer", "articles", "annotators", "state", "a person took part"), rows)
    states = {label.name: label.description for label in inputs.profile.labels.get("LayerState", ())}
    yield "\n".join(f"- {name}: {text}" for name, text in states.items() if any(row.state == name for row in passes))
    prose = re.sub(r"\A\s*#[^\n]*\n+", "", inputs.annotators).strip()
    if prose:
        yield re.sub(r"(?m)^#", "##", prose)


def _limits(lost: Losses) -> str:
    splitter = metadata.version("sentencex")
    return f"""\
- Absence is not a negative: what is not annotated was not found, or not looked for.
- `ner` shows names only, {lost.names} in all, {_lost(lost)}. `mentions` has them all, with exact offsets.
- Sentences (sentencex {splitter}) and tokens are cut by rule, from the text alone. They serve `ner` only; no layer
  depends on them.
- The type of a quotation is computed from its marks: a treaty's name in quotation marks makes it mixed.
- The articles tell what their makers chose to tell. An event in the data is a reported event, with the factuality that
  the article gives it."""


def _lost(lost: Losses) -> str:
    """What BIO tags cannot show, counted; names that they show as they are need no word."""
    ways = {
        "left out, because they stand inside a longer name or cross another": lost.nested,
        "left out, because other names hold their tokens": lost.hidden,
        "that start or end inside a token, tagged on the whole token": lost.inexact,
        "that a sentence cut parts": lost.parted,
    }
    told = [f"{count} {way}" for way, count in ways.items() if count]
    return f"of them {'; '.join(told)}" if told else "each as it is: none is nested, and none ends inside a token"

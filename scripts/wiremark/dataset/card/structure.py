"""What the dataset is made of: loading, configs, one row of each, splits, figures, labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from wiremark.annotation.markdown import table
from wiremark.dataset.card.facts import Facts
from wiremark.dataset.card.prose import counted
from wiremark.dataset.card.samples import sample, shown
from wiremark.dataset.inputs import Inputs
from wiremark.dataset.markdown import MANY, figures
from wiremark.dataset.parts import Part
from wiremark.sources import SPLITS

_COUNTED = ("documents", "labels", "clusters")
"""The figures that the card shows, as `wiremark stats --format markdown` prints them."""

_WORDY = ("Events in several documents", "Utterances")
"""Figures that show words of the articles: triggers and quotations."""


def loading(parts: Sequence[Part]) -> Iterator[str]:
    """The lines that load each config; the first of them the default."""
    yield "## Loading"
    first, *others = [part for part in parts if part.shards]
    split = next(iter(first.rows))
    lines = [f'{first.config.name} = load_dataset("./dataset", split="{split}")  # the path of this folder']
    for part in others:
        name, split = part.config.name, next(iter(part.rows))
        lines.append(f'{name} = load_dataset("./dataset", "{name}", split="{split}")')
    code = "\n".join(["from datasets import load_dataset", "", *lines])
    yield f"```python\n{code}\n```"
    if any(part.config.name == "mentions" for part in others):
        yield "A label is stored as a number; its name:"
        yield '```python\nmentions.features["type"].int2str(mentions[0]["type"])\n```'
    yield _LOADING


_LOADING = """\
The path is a string that names the folder: `.`, `./` and a `Path` object fail in `datasets`. Versions 2.14, 3 and 5
read the same files; other Parquet readers see a label's id, and find its name in the table at the end of this card.
`croissant.json` says the same in Croissant 1.1, and MANIFEST.json has the sha256 of every file."""


def structure(inputs: Inputs, facts: Facts, parts: Sequence[Part], folder: Path, *, texts: bool) -> Iterator[str]:
    """The configs, how they hang together, a row of each, the splits, the figures."""
    yield "## Dataset structure"
    yield "### Configs"
    yield _configs(parts)
    yield _READING
    yield _TEXTS if texts else _STANDOFF
    yield "### Splits"
    yield from _splits(inputs, facts, parts)
    yield "### A row of each config"
    yield "As JSON, labels by their names. Long values are cut for this page, and say so."
    for part in parts:
        if part.shards:
            yield f"`{part.config.name}`:\n\n```json\n{shown(sample(part, folder))}\n```"
    yield "## Figures"
    left_out = (*(() if texts else _WORDY), *(("Documents",) if facts.articles > MANY else ()))
    for section in _COUNTED:
        if shown_figures := figures(inputs.figures, section, *left_out):
            yield shown_figures
        if section == "documents" and "Documents" not in left_out:
            yield _TOKENS + _TOKENS_OF_NER * texts


_TOKENS = """\
A token of this table is a run of letters and digits, or a single other sign."""

_TOKENS_OF_NER = """ `ner` cuts otherwise: it
keeps `'s`, `U.S.` and `1,000` whole, and parts `n't` from its verb, so its sum is another one."""


def _configs(parts: Sequence[Part]) -> str:
    splits = [split for split in SPLITS if any(split in part.rows for part in parts)]
    rows = []
    for number, part in enumerate(parts):
        name = f"`{part.config.name}`" + " (default)" * (number == 0)
        rows.append((name, part.config.row, *(part.rows.get(split, 0) for split in splits)))
    empty = any(0 in row for row in rows)
    found = table(("config", "a row is", *splits), rows)
    return found + "\n\nA split without rows is not there, nor is a config without any." * empty


_READING = """\
All tables but `entities` and `clusters` are joined by `document_id`, and within a document by the ids of records
(`m1`, `t1`, `e1`, `q1`); `entity`, `speaker` and their like name a row of `entities` by its `id`, `cluster` and
`utterance` one of `clusters`. Offsets are Unicode code points of the document's clean text, end exclusive. In `events`
and `quotes`, `start` and `end` are those of the first part; `trigger` and `content` have all parts. In
`event_arguments` they are those of what fills the role: a mention, or the first part of another event's trigger.
`null` means that there is none, or, in an optional column, that nothing is said. A document whose layer was not done is
left out of the tables that need it; in `annotations` such a layer is `null`, and one in which nothing was found is
empty."""

_TEXTS = """\
This is the full form: `documents` has each `text`, and every span its own: `text[start:end]` is the `text` of the
span."""

_STANDOFF = """\
This is the stand-off form: of the articles' words the tables have names and titles of entities alone. `length`,
`raw_sha256` and `text_sha256` of `documents` tell whether a text that you have is the one; with it,
`wiremark rehydrate` makes the full form of this folder. There is no config `ner`: its tokens are the text. Aliases
that describe an entity, of kind `nominal`, are in the full form alone."""


def _splits(inputs: Inputs, facts: Facts, parts: Sequence[Part]) -> Iterator[str]:
    documents = next(part.rows for part in parts if part.config.name == "documents")
    rows = [(split, documents.get(split, 0), facts.stories.get(split, 0)) for split in SPLITS if split in documents]
    yield table(("split", "documents", "stories"), rows)
    if inputs.sources.split_by == "story":
        yield (
            "Splits go by story, never by sentence: all documents on one story stand in one split, so what is learnt\n"
            "of a story in one split is not asked for in another."
        )
    else:
        yield (
            "Splits go by document: one story may stand in several splits, so what is learnt of it in one may help in\n"
            "another."
        )
    if inputs.sources.allow_leak:
        yield (
            "**Near-duplicates of an article may stand in several splits**: its makers allow it. Figures on held-out\n"
            "splits may be too good."
        )
    else:
        yield "Near-duplicates, which share many runs of eight words, stand in one split."
    if len(rows) == 1:
        why = "one story, and a story is never cut" if facts.stories[rows[0][0]] == 1 else "as its makers assigned them"
        yield f"There is one split alone: {counted(documents[rows[0][0]], 'document')}, {why}. Nothing is held out."
    yield (
        "`entities` as a whole is in `train`. A row of `clusters` is in every split that has members of it, with the\n"
        "members of that split alone."
    )


def labels(inputs: Inputs) -> Iterator[str]:
    """Every set of labels with its ids."""
    yield "## Labels"
    yield "The number is the id that the ClassLabel stores. The examples are made up."
    for name, found in inputs.profile.labels.items():
        rows = [(label.id, f"`{label.name}`", label.description, label.example) for label in found]
        yield f"### {name}"
        yield table(("id", "label", "meaning", "example"), rows)
